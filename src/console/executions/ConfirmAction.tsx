import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
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

/** Asks once more before an action with a warning, naming the record and the environment it would happen in. */
export function ConfirmAction({ id, choice, onConfirm, onCancel }: ConfirmActionProps) {
  const { t } = useLingui()
  const { data } = useQuery(sourceQueries.all())
  const environment = data?.environment ?? null
  const name = <ActionName intent={choice.intent} />
  return (
    <Modal
      open
      title={name}
      okText={name}
      cancelText={t`Cancel`}
      closable={false}
      width={440}
      onOk={onConfirm}
      onCancel={onCancel}
      className="confirm-action"
    >
      {environment && (
        <p className="environment" style={{ borderColor: environment.color ?? undefined }}>
          <span className="environment-dot" style={{ background: environment.color ?? undefined }} />
          <Trans>In {environment.name}</Trans>
        </p>
      )}
      <p>
        <Id value={id} whole bare />
      </p>
      {choice.availability.state === 'offered' &&
        choice.availability.warnings.map((warning) => (
          <p key={warning.code}>
            <WarningWords warning={warning} />
          </p>
        ))}
      <p>
        <ActionEffect intent={choice.intent} />
      </p>
    </Modal>
  )
}
