import { useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { useKey } from '../ui/keys.ts'
import { useWritable } from '../ui/writable.ts'
import { ActionMenu } from './ActionMenu.tsx'
import { ActionEffect, ActionName, NotWritableReason } from './ActionWords.tsx'
import { actionChoices } from './actionChoices.ts'
import type { ActionChoice } from './actionChoices.ts'
import { isOpen, useCommandRun } from './commandRuns.ts'
import { ConfirmAction } from './ConfirmAction.tsx'
import { RefusalReason } from './detail/RefusalReason.tsx'
import type { ExecutionRecord } from './detail/executionRecord.ts'
import { useSendIntent } from './executionCommands.ts'

interface ActionButtonsProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** Server clock, null while unknown. */
  readonly now: number | null
}

/** The one right next step as a button, everything else behind `⋯`. What is not possible says why. */
export function ActionButtons({ source, record, now }: ActionButtonsProps) {
  const { t } = useLingui()
  const { id } = record
  const reasonId = useId()
  const [confirming, setConfirming] = useState<ActionChoice | undefined>()
  const sendIntent = useSendIntent(source, id)
  const isBusy = isOpen(useCommandRun(source, id))
  const blockedBy = useBlockedBy(isBusy)
  const { primary, others } = actionChoices(record, now)
  const blocked = blockedBy(primary)

  function choose(choice: ActionChoice) {
    if (blockedBy(choice) !== undefined) return
    if (choice.availability.state === 'offered' && choice.availability.warnings.length > 0) setConfirming(choice)
    else sendIntent(choice.intent)
  }

  useKey('r', t`The right next action`, 'record', () => choose(primary))

  return (
    <div className="actions">
      <Button
        type="primary"
        loading={isBusy}
        className={blocked === undefined ? '' : 'ant-btn-disabled'}
        aria-disabled={blocked !== undefined}
        aria-describedby={reasonId}
        aria-keyshortcuts="r"
        data-tip={blocked === undefined ? t`Key: r` : undefined}
        onClick={() => choose(primary)}
      >
        <ActionName intent={primary.intent} />
      </Button>
      <ActionMenu
        label={t`More actions`}
        className="icon-button"
        items={others.map((choice) => {
          const blocked = blockedBy(choice)
          return {
            key: keyOf(choice),
            name: <ActionName intent={choice.intent} />,
            description: blocked?.why ?? <ActionEffect intent={choice.intent} />,
            blocked: blocked !== undefined,
            onChoose: () => choose(choice),
          }
        })}
      >
        <Icon name="more" />
      </ActionMenu>
      <span id={reasonId} className={blocked?.isNews === true ? 'action-reason' : 'visually-hidden'}>
        {blocked?.why ?? <ActionEffect intent={primary.intent} />}
      </span>
      {confirming && (
        <ConfirmAction
          id={id}
          choice={confirming}
          onCancel={() => setConfirming(undefined)}
          onConfirm={() => {
            setConfirming(undefined)
            sendIntent(confirming.intent)
          }}
        />
      )}
    </div>
  )
}

interface Blocked {
  readonly why: ReactNode
  /** Nothing else in the detail says it: then it stands under the button, else only assistive technology reads it there. */
  readonly isNews: boolean
}

/** Tells why a choice cannot be made now: nothing can be sent, a command is open, or the server's own rule. */
function useBlockedBy(isBusy: boolean): (choice: ActionChoice) => Blocked | undefined {
  const { t } = useLingui()
  const writable = useWritable()
  return ({ availability }) => {
    if (!writable.writable) {
      return { why: <NotWritableReason writable={writable} />, isNews: writable.why === 'role' }
    }
    if (isBusy) return { why: t`A command to this execution is on its way.`, isNews: false }
    if (availability.state === 'offered') return undefined
    const { reason } = availability
    return { why: <RefusalReason reason={reason} />, isNews: reason.code === 'backoff-overflow' }
  }
}

const keyOf = ({ intent }: ActionChoice) =>
  intent.command === 'mark_recoverable' ? `mark-${intent.recoverable}` : intent.command
