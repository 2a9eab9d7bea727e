import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import type { OmsDescription } from '../../gateway/api/oms.ts'
import { whyNot } from '../../oms/operations.ts'
import type { Transaction } from '../../oms/schemas.ts'
import { requestId } from '../../wow/ids.ts'
import { usePreferences } from '../ui/preferences.ts'
import { ApiError } from '../ui/request.ts'
import { sourceQueries } from '../ui/sourceQueries.ts'
import { OmsErrorNote } from './OmsErrorNote.tsx'
import { NotOfferedWords } from './OperationsPart.tsx'
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
  readonly isStale: boolean
  readonly onClose: () => void
}

/**
 * Names the transaction and says what will happen; the decision is bound to the status that stands here. A refusal stays
 * in it, with the way out. Closing it does not undo what was sent.
 */
export function OperateDialog({
  id,
  oms,
  transaction,
  name,
  operation,
  operate,
  isStale,
  onClose,
}: OperateDialogProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const titleId = useId()
  const reasonId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [reason, setReason] = useState('')
  // One intent for each opening: a second press sends the same one, which the gateway does once.
  const [intentId, setIntentId] = useState(requestId)
  // What the person decided on; a status that changes under the dialog is shown, and has to be confirmed anew.
  const [seenStatus, setSeenStatus] = useState(transaction.Status)
  const { data: sources } = useQuery(sourceQueries.all())
  const environment = sources?.environment ?? null
  const word = useOperationWord()
  const notOffered = whyNot(operation, transaction, id.cmd, oms.options)
  const hasMoved = seenStatus !== transaction.Status
  const { error, isPending, reset } = operate

  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
    reset() // what an earlier press became belongs to that one
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

  return (
    <dialog ref={dialog} className="operate-dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>
        {word(operation)}: {name}
      </h2>
      {environment && (
        <p className="environment" style={{ borderColor: environment.color ?? undefined }}>
          <span className="environment-dot" style={{ background: environment.color ?? undefined }} />
          <Trans>In {environment.name}</Trans>
        </p>
      )}
      <p>
        <Trans>
          Set {id.setId}, transaction {id.transId}, now
        </Trans>{' '}
        <TransactionStatus status={transaction.Status} statusText={transaction.StatusText} />
      </p>
      <p>
        {operation === 'execute' ? (
          <Trans>The OMS puts it into the queue and executes its actions. It cannot be called back from here.</Trans>
        ) : (
          <Trans>The OMS goes on with the action that was suspended. What caused that should be mended before.</Trans>
        )}
      </p>
      {hasMoved && (
        <p className="problem" role="alert">
          <Trans>
            It has moved from “{statusWord(seenStatus, language)}” to “{statusWord(transaction.Status, language)}” since
            you opened this.
          </Trans>{' '}
          <WhoActs status={transaction.Status} canHere={notOffered === undefined} />
        </p>
      )}
      <OperateError error={error} id={id} />
      {notOffered !== undefined && !hasMoved && (
        <p className="problem">
          <Trans>Not possible:</Trans> <NotOfferedWords reason={notOffered} />
        </p>
      )}
      <label htmlFor={reasonId}>
        <Trans>Reason, kept in the history of Amends (optional)</Trans>
      </label>
      <input
        id={reasonId}
        type="text"
        className="operate-reason"
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autoComplete="off"
      />
      <div className="operate-buttons">
        <Button onClick={() => dialog.current?.close()}>{isPending ? t`Close` : t`Cancel`}</Button>
        {hasMoved && notOffered === undefined ? (
          <Button onClick={() => setSeenStatus(transaction.Status)}>
            <Trans>I have seen it</Trans>
          </Button>
        ) : (
          <Button
            type="primary"
            loading={isPending}
            disabled={notOffered !== undefined || hasMoved || isStale}
            onClick={confirm}
          >
            {word(operation)}
          </Button>
        )}
      </div>
    </dialog>
  )
}

function OperateError({ error, id }: { error: Error | null; id: TransactionKey }) {
  if (error instanceof ApiError && error.code === 'OmsMoved') {
    return (
      <p className="problem" role="alert">
        <Trans>Nothing was sent: the transaction had moved already. This is its state now.</Trans>
      </p>
    )
  }
  return <OmsErrorNote error={error} title={<Trans>It was not done.</Trans>} ids={id} />
}
