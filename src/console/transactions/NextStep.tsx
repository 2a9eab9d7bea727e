import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Suspense, lazy, useEffect, useId, useRef, useState } from 'react'
import type { OmsDescription, OperationAnswer } from '../../gateway/api/oms.ts'
import { operations } from '../../oms/operations.ts'
import type { OfferedOperation } from '../../oms/operations.ts'
import type { Transaction } from '../../oms/schemas.ts'
import type { Operation } from '../../oms/transitions.ts'
import { KeyHold } from '../ui/KeyHold.tsx'
import { useKey } from '../ui/keys.ts'
import { PartBoundary } from '../ui/PartBoundary.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { useUrlState } from '../url/useUrlState.ts'
import { TransactionSearch } from './transactionAddress.ts'
import type { TransactionKey } from './transactionAddress.ts'
import { useOperate } from './transactionCommands.ts'
import { WhoActs, statusWord, useNotOfferedWord, useOperationWord } from './transactionWords.tsx'

const OperateDialog = lazy(async () => ({ default: (await import('./OperateDialog.tsx')).OperateDialog }))

interface NextStepProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly transaction: Transaction
  readonly name: string
  /** What is on screen may be untrue by now: nothing is decided on it. */
  readonly isStale: boolean
}

/**
 * Who has to act now, and every operation that the OMS knows, each always in its place: the one that is possible here can
 * be pressed, the others say why not.
 */
export function NextStep({ id, oms, transaction, name, isStale }: NextStepProps) {
  const { t } = useLingui()
  const source = useSourceName()
  const wordsId = useId()
  const word = useOperationWord()
  const whyNot = useWhyNot(isStale)
  const [{ act }, setSearch] = useUrlState(TransactionSearch)
  // The operation whose press was answered with why not; a press that went through leaves its place to its outcome.
  const [refused, setRefused] = useState<Operation>()
  const operate = useOperate(source, id)
  // By operation: a button of antd keeps the ref that it was given first, so none may go from one to another.
  const buttons = useRef<Partial<Record<Operation, HTMLElement | null>>>({})
  const all = operations(transaction, id.cmd, oms.options)
  const possible = all.find(({ operation, reason }) => reason === undefined && callable(operation) !== undefined)
  const why = whyNot(all.find(({ operation }) => operation === refused))

  function press(offered: OfferedOperation) {
    const isPossible = whyNot(offered) === undefined
    setRefused(isPossible ? undefined : offered.operation)
    if (isPossible) setSearch({ act: callable(offered.operation) })
  }

  const close = () => setSearch({ act: undefined }, { replace: true })

  useKey('r', possible && word(possible.operation), 'record', () => possible && press(possible))
  // Back closes the confirmation; the focus goes back to what opened it.
  const wasOpen = useRef<Operation>(undefined)
  useEffect(() => {
    if (wasOpen.current !== undefined && act === undefined) buttons.current[wasOpen.current]?.focus()
    wasOpen.current = act
  }, [act])

  return (
    <>
      <section className="next-step" aria-label={t`What can be done`}>
        <p className="who-acts">
          <WhoActs status={transaction.Status} canHere={possible !== undefined} />
        </p>
        <div className="operations">
          {all.map((offered) => {
            const { operation } = offered
            const off = whyNot(offered)
            const isPossible = offered === possible
            return (
              <Button
                key={operation}
                type={isPossible ? 'primary' : 'default'}
                ref={(element: HTMLElement | null) => {
                  buttons.current[operation] = element
                }}
                className={off === undefined ? '' : 'ant-btn-disabled'}
                aria-disabled={off !== undefined}
                aria-describedby={off === undefined ? undefined : `${wordsId}-${operation}`}
                aria-keyshortcuts={isPossible ? 'r' : undefined}
                data-tip={off ?? t`Key: r`}
                onClick={() => press(offered)}
              >
                {word(operation)}
              </Button>
            )
          })}
        </div>
        <div hidden>
          {all.map((offered) => (
            <span key={offered.operation} id={`${wordsId}-${offered.operation}`}>
              {whyNot(offered)}
            </span>
          ))}
        </div>
        <output className="operation-outcome">
          {operate.isPending && act === undefined ? (
            <Trans>Sent; looking for what became of it.</Trans>
          ) : refused !== undefined && why !== undefined ? (
            <>
              {word(refused)}: {why}
            </>
          ) : (
            <Outcome answer={operate.data} status={transaction.Status} />
          )}
        </output>
      </section>
      {act !== undefined && (
        <PartBoundary>
          <Suspense fallback={<KeyHold onEscape={close} />}>
            <OperateDialog
              id={id}
              oms={oms}
              transaction={transaction}
              name={name}
              operation={act}
              operate={operate}
              off={whyNot(all.find(({ operation }) => operation === act))}
              onClose={close}
            />
          </Suspense>
        </PartBoundary>
      )}
    </>
  )
}

const callable = (operation: string): 'execute' | 'resume' | undefined =>
  operation === 'execute' || operation === 'resume' ? operation : undefined

/** Why an operation cannot be pressed now; undefined: it can. */
function useWhyNot(isStale: boolean): (offered: OfferedOperation | undefined) => string | undefined {
  const { t } = useLingui()
  const notOfferedWord = useNotOfferedWord()
  const { data: sources } = useQuery(sourceQueries.all())
  return (offered) => {
    if (offered === undefined) return undefined
    if (offered.reason !== undefined) return notOfferedWord(offered.reason)
    if (callable(offered.operation) === undefined) return t`configured for this OMS; this console does not call it`
    if (sources?.role === 'viewer') return t`your role may look, not act: this needs an operator`
    return isStale ? t`off until the transaction has been read again` : undefined
  }
}

/** What became of the last press, in one sentence that stays. */
function Outcome({ answer, status }: { answer: OperationAnswer | undefined; status: number }) {
  const { language } = usePreferences()
  if (answer === undefined) return null
  const { outcome, statusReached, statusBefore, repeated } = answer
  const hasMoved = statusReached !== null || status !== statusBefore
  const reached = statusWord(statusReached ?? status, language)
  return (
    <>
      {outcome === 'unknown' ? (
        <Trans>Nobody can say whether the OMS took it: look at the status before you try again.</Trans>
      ) : hasMoved ? (
        <Trans>The OMS accepted it; reached: {reached}.</Trans>
      ) : (
        <Trans>The OMS accepted it; no new status has been seen yet.</Trans>
      )}
      {repeated && (
        <>
          {' '}
          <Trans>(It was sent once, though asked for twice.)</Trans>
        </>
      )}
    </>
  )
}
