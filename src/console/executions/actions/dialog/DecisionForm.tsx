import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { displayStatus } from '../../../../wow/execution/status.ts'
import { useServerNow } from '../../../ui/data/serverClock.ts'
import { StatusTag } from '../../../ui/values/StatusTag.tsx'
import type { ExecutionRecord } from '../../detail/executionRecord.ts'
import { ActionEffect, useActName, WarningWords } from '../ActionWords.tsx'
import { choiceOf } from '../actionChoices.ts'
import type { Act } from '../acts.ts'
import { ChangedNote } from './ChangedNote.tsx'
import { keptVersion, useKeptDraft } from './typedDraft.ts'
import { RunNote } from '../CommandNote.tsx'
import { isOpen, useCommandRun } from '../commandRuns.ts'
import type { CommandRun, Intent } from '../commandRuns.ts'
import { useSendIntent } from '../executionCommands.ts'
import { useBlockedBy } from '../useBlockedBy.tsx'
import { isConflict } from '../intents.ts'

export interface Decision {
  readonly source: string
  readonly act: Act
  /** As it is known now; it may move on while somebody decides. */
  readonly record: ExecutionRecord
  readonly onClose: () => void
}

interface DecisionFormProps extends Decision {
  /** What would be sent, decided on a version; undefined while what was typed cannot be sent. */
  readonly intentOf: (version: number) => Intent | undefined
  /** What was typed and not sent. */
  readonly draft?: unknown
  readonly children?: ReactNode
}

/**
 * The part of a dialog that decides. What is sent names the version that was on screen; when the record has moved on,
 * before or by the server's refusal, that is shown and it is asked again. Closes when the server has taken it; a
 * refusal stays, with everything that was typed.
 */
export function DecisionForm({ source, act, record, onClose, intentOf, draft, children }: DecisionFormProps) {
  const { t } = useLingui()
  const { id } = record
  const name = useActName()(act)
  const whyNotId = useId()
  const now = useServerNow(1000)
  const run = useCommandRun(source, id)
  const sendIntent = useSendIntent(source)
  const [sentAs, setSentAs] = useState<string>()
  const [decidedOn, setDecidedOn] = useState(
    () => decidedBefore(run, act) ?? keptVersion({ source, act, record }) ?? record.version,
  )
  const [movedFrom, setMovedFrom] = useState<number>()
  const choice = choiceOf(act, record, now)
  const blocked = useBlockedBy(isOpen(run))(choice)
  const ours = run !== undefined && run.intent.act === act ? run : undefined
  const intent = intentOf(decidedOn)
  // What needs no version (prepare, force) is right whatever happened meanwhile.
  const hasMoved = (intent === undefined || 'version' in intent) && record.version > decidedOn
  const isSending = run?.requestId === sentAs && isOpen(run)
  const close = useEffectEvent(onClose)
  const form = useRef<HTMLFormElement>(null)
  const isTaken = run !== undefined && run.requestId === sentAs && isAccepted(run)

  useEffect(() => {
    if (isTaken) close()
  }, [isTaken])
  useFirstFocus(form)
  useKeptDraft({ source, act, record }, decidedOn, draft)

  const canSend = blocked === undefined && !hasMoved && intent !== undefined

  return (
    <form
      ref={form}
      className="decision"
      onSubmit={(event) => {
        event.preventDefault()
        if (canSend) setSentAs(sendIntent(id, intent) ?? sentAs)
      }}
    >
      <p className="decision-subject">
        <StatusTag status={displayStatus(record, now)} />
        <code>{record.state.error.errorCode}</code>
        <span className="secondary">
          {record.state.function.processorName}
          <wbr />.{record.state.function.name}
        </span>
      </p>
      {choice.availability.state === 'offered' &&
        choice.availability.warnings.map((warning) => (
          <p key={warning.code} className="decision-warning">
            <WarningWords warning={warning} />
          </p>
        ))}
      <p>
        <ActionEffect act={act} />
      </p>
      {children}
      {ours && <RunNote source={source} id={id} run={ours} off={false} isInDialog />}
      {(hasMoved || movedFrom !== undefined) && (
        <ChangedNote
          source={source}
          from={hasMoved ? decidedOn : (movedFrom ?? decidedOn)}
          to={record}
          onTakenIn={
            hasMoved
              ? () => {
                  setMovedFrom(decidedOn)
                  setDecidedOn(record.version)
                }
              : undefined
          }
        />
      )}
      <output id={whyNotId} className="decision-why">
        {isSending ? <Trans>Sending…</Trans> : blocked?.why}
      </output>
      <div className="dialog-buttons">
        <Button onClick={onClose} data-first={act === 'delete' || undefined}>
          {isSending ? <Trans>Close</Trans> : <Trans>Cancel</Trans>}
        </Button>
        <Button
          type="primary"
          htmlType="submit"
          data-first
          danger={act === 'delete'}
          loading={isSending}
          className={canSend ? '' : 'ant-btn-disabled'}
          aria-disabled={!canSend}
          aria-describedby={whyNotId}
          data-tip={hasMoved ? t`First take in what changed.` : undefined}
        >
          {name}
        </Button>
      </div>
    </form>
  )
}

/** The focus goes from the dialog to the first field, else to the button; to the harmless one where something is destroyed. */
function useFirstFocus(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const isTaken = form.current?.contains(document.activeElement) === true
    if (!isTaken)
      form.current?.querySelector<HTMLElement>('input, select, [data-first]')?.focus({ preventScroll: true })
  }, [form])
}

/** The version that the refused attempt of the same action was decided on. */
function decidedBefore(run: CommandRun | undefined, act: Act): number | undefined {
  const intent = isConflict(run) ? run?.intent : undefined
  return intent?.act === act && 'version' in intent ? intent.version : undefined
}

const isAccepted = ({ phase: { kind } }: CommandRun): boolean =>
  kind === 'accepted' || kind === 'visible' || kind === 'unseen'
