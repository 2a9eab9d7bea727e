import { Suspense, lazy } from 'react'
import { KeyHold } from '../../../ui/KeyHold.tsx'
import { PartBoundary } from '../../../ui/PartBoundary.tsx'
import { useSourceName } from '../../../ui/data/useSourceName.ts'
import { useActionAddress, useCloseAction } from '../actionAddress.ts'

const ActionDialog = lazy(async () => ({ default: (await import('./ActionDialog.tsx')).ActionDialog }))

/** The dialog that the address asks for, on the page and not in a row: rows come and go, it stays. */
export function ActionDialogRoute() {
  const source = useSourceName()
  const address = useActionAddress()
  const close = useCloseAction()
  if (address === undefined) return null
  const { act, id, version } = address
  return (
    <PartBoundary onClose={close}>
      <Suspense fallback={<KeyHold onEscape={close} />}>
        <ActionDialog
          key={`${act} ${id} ${version}`}
          source={source}
          act={act}
          id={id}
          version={version}
          onClose={close}
        />
      </Suspense>
    </PartBoundary>
  )
}
