import { Suspense, lazy } from 'react'
import { KeyHold } from '../../../ui/KeyHold.tsx'
import { PartBoundary } from '../../../ui/PartBoundary.tsx'
import { useSourceName } from '../../../ui/useSourceName.ts'
import { useActionAddress, useCloseAction } from '../actionAddress.ts'

const ActionDialog = lazy(async () => ({ default: (await import('./ActionDialog.tsx')).ActionDialog }))

/** The dialog that the address asks for, on the page and not in a row: rows come and go, it stays. */
export function ActionDialogRoute() {
  const source = useSourceName()
  const address = useActionAddress()
  const close = useCloseAction()
  if (address === undefined) return null
  const { act, id } = address
  return (
    <PartBoundary>
      <Suspense fallback={<KeyHold onEscape={close} />}>
        <ActionDialog key={`${act} ${id}`} source={source} act={act} id={id} onClose={close} />
      </Suspense>
    </PartBoundary>
  )
}
