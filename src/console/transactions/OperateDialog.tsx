import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import * as z from 'zod/mini'
import type { OmsDescription } from '../../gateway/api/oms.ts'
import { possibleOperation } from '../../oms/operations.ts'
import { Transaction } from '../../oms/schemas.ts'
import { requestId } from '../../wow/ids.ts'
import { DialogFrame } from '../ui/popup/DialogFrame.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { ApiError } from '../ui/data/request.ts'
import { OmsErrorNote } from './OmsErrorNote.tsx'
import type { TransactionKey } from './transactionAddress.ts'
import type { useOperate } from './transactionCommands.ts'
import { TransactionStatus } from './TransactionStatus.tsx'
import { WhoActs, statusWord, useOperationWord } from './transactionWords.tsx'

interface OperateDialogProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly transaction: Transaction
  readonly name: string
  readonly operation: 'execute' | 'resume'
  readonly operate: ReturnType<typeof useOperate>
  /** Why it cannot be confirmed now. */
  readonly off: string | undefined
  readonly onClose: () => void
}

/**
 * Names the transaction and says what will happen; the decision is bound to the status that stands here. A refusal stays
 * in it, with the way out. Closing it does not undo what was sent.
 */
export function OperateDialog({ id, oms, transaction, name, operation, operate, off, onClose }: OperateDialogProps) {
  const { t } = useLingui()
  const reasonId = useId()
  const [reason, setReason] = useState('')
  // One intent for each opening: a second press sends the same one, which the gateway does once.
  const [intentId, setIntentId] = useState(requestId)
  // What the person decided on; a status that changes under the dialog is shown, and has to be confirmed anew.
  const [seenStatus, setSeenStatus] = useState(transaction.Status)
  const word = useOperationWord()
  const { error, isPending, reset } = operate
  const found = foundMoved(error)
  const now = transaction.Status === seenStatus ? (found ?? transaction) : transaction
  // What is being sent is expected to move it.
  const hasMoved = seenStatus !== now.Status && !isPending && operate.data === undefined

  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    reset() // what an earlier press became belongs to that one
    field.current?.focus()
  }, [reset])

  function confirm() {
    operate.mutate(
      { operation, intentId, cmd: id.cmd, seenStatus, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
      {
        onSuccess: onClose,
        // A refused intent is over; the next press is another one.
        onError: (refused) => {
          if (refused instanceof ApiError && refused.status > 0 && refused.status < 500) setIntentId(requestId())
        },
      },
    )
  }

  function decideAnew() {
    reset()
    setSeenStatus(transaction.Status)
  }

  return (
    <DialogFrame title={`${word(operation)}: ${name}`} subject={<Subject id={id} now={now} />} onClose={onClose}>
      <form
        className="operate"
        onSubmit={(event) => {
          event.preventDefault()
          if (off === undefined && !hasMoved && !isPending) confirm()
        }}
      >
        <p>
          {operation === 'execute' ? (
            <Trans>The OMS puts it into the queue and executes its actions. It cannot be called back from here.</Trans>
          ) : (
            <Trans>The OMS goes on with the action that was suspended. What caused that should be mended before.</Trans>
          )}
        </p>
        {hasMoved ? (
          <Moved id={id} oms={oms} from={seenStatus} now={now} isHeldBack={found !== undefined} />
        ) : (
          <OperateError error={error} id={id} />
        )}
        {off !== undefined && !hasMoved && (
          <p className="problem">
            <Trans>Not possible: {off}</Trans>
          </p>
        )}
        <div>
          <label htmlFor={reasonId}>
            <Trans>Reason, kept in the history of Amends (optional)</Trans>
          </label>
          <input
            id={reasonId}
            ref={field}
            type="text"
            className="operate-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autoComplete="off"
          />
        </div>
        {isPending && (
          <output className="secondary">
            <Trans>Sent; looking for what became of it. Closing this does not call it back.</Trans>
          </output>
        )}
        <div className="dialog-buttons">
          <Button onClick={onClose}>{isPending || hasMoved ? t`Close` : t`Cancel`}</Button>
          {hasMoved && off === undefined && now === transaction ? (
            <Button onClick={decideAnew}>
              <Trans>I have seen it</Trans>
            </Button>
          ) : (
            <Button type="primary" htmlType="submit" loading={isPending} disabled={off !== undefined || hasMoved}>
              {word(operation)}
            </Button>
          )}
        </div>
      </form>
    </DialogFrame>
  )
}

function Subject({ id, now }: { id: TransactionKey; now: Transaction }) {
  return (
    <>
      <Trans>
        Set {id.setId}, transaction {id.transId}, now
      </Trans>{' '}
      <TransactionStatus status={now.Status} statusText={now.StatusText} />
    </>
  )
}

interface MovedProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly from: number
  readonly now: Transaction
  /** It was asked for, and the gateway did not send it. */
  readonly isHeldBack: boolean
}

function Moved({ id, oms, from, now, isHeldBack }: MovedProps) {
  const { language } = usePreferences()
  return (
    <p className="problem" role="alert">
      {isHeldBack && (
        <>
          <Trans>Nothing was sent.</Trans>{' '}
        </>
      )}
      <Trans>
        It has moved from “{statusWord(from, language)}” to “{statusWord(now.Status, language)}” since you opened this.
      </Trans>{' '}
      <WhoActs status={now.Status} canHere={possibleOperation(now, id.cmd, oms.options) !== undefined} />
    </p>
  )
}

const MovedBody = z.looseObject({ transaction: Transaction })

/** The transaction as the gateway found it, where that is why it sent nothing. */
function foundMoved(error: Error | null): Transaction | undefined {
  if (!(error instanceof ApiError) || error.code !== 'OmsMoved') return undefined
  const body = MovedBody.safeParse(error.body)
  return body.success ? body.data.transaction : undefined
}

function OperateError({ error, id }: { error: Error | null; id: TransactionKey }) {
  if (error instanceof ApiError && error.code === 'OmsAcceptedBefore') {
    return (
      <p className="problem" role="alert">
        <Trans>
          Nothing was sent: somebody sent the same less than a minute ago, and the OMS does not show yet what became of
          it.
        </Trans>
      </p>
    )
  }
  return <OmsErrorNote error={error} title={<Trans>It was not done.</Trans>} ids={id} />
}
