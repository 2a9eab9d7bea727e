import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useId, useRef } from 'react'
import { Id } from '../ui/Id.tsx'
import { sourceQueries } from '../ui/sourceQueries.ts'
import { ActionEffect, ActionName, WarningWords } from './ActionWords.tsx'
import type { ActionChoice } from './actionChoices.ts'

interface ConfirmActionProps {
  readonly id: string
  readonly choice: ActionChoice
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

const CONFIRMED = 'confirmed'

/**
 * Asks once more before an action with a warning, naming the record and the environment it would happen in. The
 * browser's own dialog: it holds the focus and gives it back, and needs no style that this page's policy refuses.
 */
export function ConfirmAction({ id, choice, onConfirm, onCancel }: ConfirmActionProps) {
  const { intent, availability } = choice
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const { data } = useQuery(sourceQueries.all())
  const environment = data?.environment ?? null

  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])

  return (
    <dialog
      ref={dialog}
      className="confirm-action"
      aria-labelledby={titleId}
      onClose={({ currentTarget }) => (currentTarget.returnValue === CONFIRMED ? onConfirm() : onCancel())}
    >
      <h2 id={titleId}>
        <ActionName intent={intent} />
      </h2>
      {environment && (
        <p className="environment" style={{ borderColor: environment.color ?? undefined }}>
          <span className="environment-dot" style={{ background: environment.color ?? undefined }} />
          <Trans>In {environment.name}</Trans>
        </p>
      )}
      <p>
        <Id value={id} whole bare />
      </p>
      {availability.state === 'offered' &&
        availability.warnings.map((warning) => (
          <p key={warning.code}>
            <WarningWords warning={warning} />
          </p>
        ))}
      <p>
        <ActionEffect intent={intent} />
      </p>
      <div className="confirm-buttons">
        <Button onClick={() => dialog.current?.close()}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="primary" onClick={() => dialog.current?.close(CONFIRMED)}>
          <ActionName intent={intent} />
        </Button>
      </div>
    </dialog>
  )
}
