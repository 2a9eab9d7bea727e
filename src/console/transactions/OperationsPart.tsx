import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Suspense, lazy, useEffect, useId, useRef } from 'react'
import type { OmsDescription, OperationAnswer } from '../../gateway/api/oms.ts'
import { operations } from '../../oms/operations.ts'
import type { NotOffered, OfferedOperation } from '../../oms/operations.ts'
import type { Transaction } from '../../oms/schemas.ts'
import { useKey } from '../ui/keys.ts'
import { usePreferences } from '../ui/preferences.ts'
import { sourceQueries } from '../ui/sourceQueries.ts'
import { useSourceName } from '../ui/useSourceName.ts'
import { useUrlState } from '../url/useUrlState.ts'
import { TransactionSearch } from './transactionAddress.ts'
import type { TransactionKey } from './transactionAddress.ts'
import { useOperate } from './transactionCommands.ts'
import { kindWord, statusWord, useOperationWord } from './transactionWords.tsx'

const OperateDialog = lazy(async () => ({ default: (await import('./OperateDialog.tsx')).OperateDialog }))

interface OperationsPartProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly transaction: Transaction
  readonly name: string
  /** What is on screen may be untrue by now: nothing is decided on it. */
  readonly isStale: boolean
}

/** Every operation that the OMS knows: the one that is possible here as a button, the others with the reason why not. */
export function OperationsPart({ id, oms, transaction, name, isStale }: OperationsPartProps) {
  const { t } = useLingui()
  const source = useSourceName()
  const reasonId = useId()
  const word = useOperationWord()
  const [{ act }, setSearch] = useUrlState(TransactionSearch)
  const { data: sources } = useQuery(sourceQueries.all())
  const operate = useOperate(source, id)
  const button = useRef<HTMLButtonElement>(null)
  const all = operations(transaction, id.cmd, oms.options)
  const isViewer = sources?.role === 'viewer'
  const possible = all.find(({ operation, reason }) => reason === undefined && isCallable(operation))
  const others = all.filter((each) => each !== possible)

  useKey('r', possible && word(possible.operation), 'record', () => button.current?.click())
  // Back closes the confirmation; the focus goes back to what opened it.
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && act === undefined) button.current?.focus()
    wasOpen.current = act !== undefined
  }, [act])

  return (
    <section className="transaction-part" aria-labelledby="operations">
      <h2 id="operations">
        <Trans>Operations</Trans>
      </h2>
      <div className="operations">
        {possible && isCallable(possible.operation) && (
          <Button
            type="primary"
            ref={button}
            aria-disabled={isStale || isViewer}
            className={isStale || isViewer ? 'ant-btn-disabled' : ''}
            aria-describedby={isStale || isViewer ? reasonId : undefined}
            aria-keyshortcuts="r"
            loading={operate.isPending}
            onClick={() => {
              if (!isStale && !isViewer) setSearch({ act: callable(possible.operation) })
            }}
          >
            {word(possible.operation)}
          </Button>
        )}
        {(isStale || isViewer) && possible && (
          <span id={reasonId} className="secondary">
            {isViewer ? (
              <Trans>Your role may look, not act: this needs an operator.</Trans>
            ) : (
              <Trans>Off until the transaction has been read again.</Trans>
            )}
          </span>
        )}
        <Outcome answer={operate.data} />
      </div>
      <dl className="other-operations" aria-label={t`Operations that are not possible here`}>
        {others.map((other) => (
          <div key={other.operation}>
            <dt>{word(other.operation)}</dt>
            <dd className="secondary">
              <WhyNot offered={other} />
            </dd>
          </div>
        ))}
      </dl>
      {act !== undefined && (
        <Suspense>
          <OperateDialog
            id={id}
            oms={oms}
            transaction={transaction}
            name={name}
            operation={act}
            operate={operate}
            isStale={isStale}
            onClose={() => setSearch({ act: undefined }, { replace: true })}
          />
        </Suspense>
      )}
    </section>
  )
}

const isCallable = (operation: string): operation is 'execute' | 'resume' => callable(operation) !== undefined
const callable = (operation: string): 'execute' | 'resume' | undefined =>
  operation === 'execute' || operation === 'resume' ? operation : undefined

function WhyNot({ offered: { reason, nonStandard } }: { offered: OfferedOperation }) {
  if (reason === undefined) {
    return nonStandard ? <Trans>configured for this OMS; this console does not call it</Trans> : null
  }
  return <NotOfferedWords reason={reason} />
}

export function NotOfferedWords({ reason }: { reason: NotOffered }) {
  const { language } = usePreferences()
  switch (reason.code) {
    case 'closed':
      return <Trans>the transaction is closed for good</Trans>
    case 'not-over-the-webservice':
      return <Trans>the OMS can do it, its webservice cannot: do it in the OMS</Trans>
    case 'status':
      return reason.from.length === 0 ? (
        <Trans>no interface is known to lead to it</Trans>
      ) : (
        <Trans>only possible when it is: {reason.from.map((status) => statusWord(status, language)).join(', ')}</Trans>
      )
    case 'unknown-status':
      return <Trans>this console does not know the status</Trans>
    case 'kind-unknown':
      return <Trans>the kind has to be known first</Trans>
    case 'kind':
      return (
        <Trans>
          the webservice takes only these kinds: {reason.cmds.map((cmd) => kindWord(cmd, language) ?? cmd).join(', ')}.
          Do it in the OMS
        </Trans>
      )
    case 'cannot-redo':
      return <Trans>the transaction itself says that it cannot be redone</Trans>
    default:
      return null
  }
}

/** What became of the last press, in one sentence that stays. */
export function Outcome({ answer }: { answer: OperationAnswer | undefined }) {
  const { language } = usePreferences()
  if (answer === undefined) return null
  const reached = answer.statusReached === null ? '' : statusWord(answer.statusReached, language)
  return (
    <output className="operation-outcome">
      {answer.outcome === 'reached' ? (
        <Trans>The OMS took it; reached: {reached}.</Trans>
      ) : answer.outcome === 'accepted' ? (
        <Trans>The OMS accepted it; no new status has been seen yet.</Trans>
      ) : (
        <Trans>Nobody can say whether the OMS took it: look at the status before you try again.</Trans>
      )}
      {answer.repeated && (
        <>
          {' '}
          <Trans>(It was sent once, though asked for twice.)</Trans>
        </>
      )}
    </output>
  )
}
