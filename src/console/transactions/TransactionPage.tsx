import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { OmsDescription } from '../../gateway/api/oms.ts'
import type { Action } from '../../oms/schemas.ts'
import { ApiError } from '../ui/data/request.ts'
import { Screen } from '../ui/Screen.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { useUrlState } from '../url/useUrlState.ts'
import { ActionsPart } from './actions/ActionsPart.tsx'
import { AgeLine } from './AgeLine.tsx'
import { ChooseKind } from './ChooseKind.tsx'
import { useFailure } from './failure.ts'
import { FailurePart } from './FailurePart.tsx'
import { NextStep } from './NextStep.tsx'
import { ObservedHistory } from './ObservedHistory.tsx'
import { OmsErrorNote } from './OmsErrorNote.tsx'
import { RecordPart } from './RecordPart.tsx'
import { StateDiagram, StateTable } from './diagram/StateDiagram.tsx'
import { TransactionSearch, idsOf } from './transactionAddress.ts'
import type { TransactionKey } from './transactionAddress.ts'
import { TransactionHeader } from './TransactionHeader.tsx'
import { transactionQueries } from './transactionQueries.ts'
import type { ShownTransaction } from './transactionQueries.ts'
import { transactionTitle } from './transactionTitle.ts'
import './transactions.css'
import { Skeleton } from '../ui/Skeleton.tsx'

/** One transaction: where it stands, how it came there, what may happen next. */
export function TransactionPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const ids = idsOf(useParams())
  const [{ cmd }] = useUrlState(TransactionSearch)
  const description = useQuery(transactionQueries.description(source))
  if (ids === undefined) {
    return (
      <Screen title={t`Transaction`}>
        <p className="lead">
          <Trans>This address names no transaction: a set id and a transaction id are whole numbers.</Trans>
        </p>
        <p>
          <Link to={`/${encodeURIComponent(source)}/transactions`}>
            <Trans>Transactions</Trans>
          </Link>
        </p>
      </Screen>
    )
  }
  const title = t`Transaction ${ids.setId} / ${ids.transId}`
  if (cmd === undefined) {
    return (
      <Screen title={title} className="transaction">
        <ChooseKind ids={ids} />
      </Screen>
    )
  }
  if (description.data === undefined) {
    return (
      <Screen title={title} className="transaction">
        <OmsErrorNote
          error={description.error}
          title={<Trans>How this OMS is reached could not be read.</Trans>}
          onRetry={() => void description.refetch()}
          retrying={description.isFetching}
        />
        {description.error === null && <Skeleton className="transaction-skeleton" />}
      </Screen>
    )
  }
  return <ReadTransaction key={`${ids.setId}/${ids.transId}/${cmd}`} id={{ ...ids, cmd }} oms={description.data} />
}

function ReadTransaction({ id, oms }: { id: TransactionKey; oms: OmsDescription }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const source = useSourceName()
  const client = useQueryClient()
  const { data: detail, error, isFetching } = useQuery(transactionQueries.detail(source, id))
  // What came of it is what the query says from then on.
  const askAgain = () => void client.query(transactionQueries.again(source, id)).catch(() => undefined)
  if (detail === undefined) {
    const title = t`Transaction ${id.setId} / ${id.transId}`
    return (
      <Screen title={title} className="transaction">
        <OmsErrorNote
          error={error}
          title={<Trans>This transaction could not be read.</Trans>}
          ids={id}
          onRetry={askAgain}
          retrying={isFetching}
        />
        {error instanceof ApiError && error.code === 'OmsWrongCmd' && <ChooseKind ids={id} />}
        {error === null && <Skeleton className="transaction-skeleton" />}
      </Screen>
    )
  }
  const { Type: type, Memo: memo, IdName: idName } = detail.transaction
  const name = transactionTitle({ cmd: id.cmd, type, memo, idName }, language)
  return (
    <Screen title={name} documentTitle={`${name} · ${id.setId} / ${id.transId}`} className="transaction">
      <Known id={id} oms={oms} detail={detail} name={name} isStale={error !== null} />
      {/* Last, and always in sight: what it says when a read fails covers the end of the page and moves nothing. */}
      <AgeLine readAt={detail.readAt} error={error} isFetching={isFetching} onRefresh={askAgain} />
    </Screen>
  )
}

const noActions: readonly Action[] = []

interface KnownProps {
  readonly id: TransactionKey
  readonly oms: OmsDescription
  readonly detail: ShownTransaction
  readonly name: string
  /** The last read failed: what stands here was true at another moment. */
  readonly isStale: boolean
}

function Known({ id, oms, detail, name, isStale }: KnownProps) {
  const isPhone = useMedia('(max-width: 599px)')
  const source = useSourceName()
  const { data: observed } = useQuery(transactionQueries.observed(source, id))
  const { known, history } = observed ?? { known: null, history: [] }
  const { transaction } = detail
  const failure = useFailure(transaction, detail.actions ?? noActions)
  const status = transaction.Status
  const seen = history.flatMap((entry) =>
    entry.kind === 'status' && entry.status !== null ? [{ status: entry.status, at: entry.at }] : [],
  )
  return (
    <>
      <div className="transaction-top">
        <div>
          <TransactionHeader id={id} oms={oms} transaction={transaction} known={known} onWhy={failure.show} />
          <NextStep id={id} oms={oms} transaction={transaction} name={name} isStale={isStale} />
        </div>
        {failure.shown && <FailurePart id={id} failure={failure.shown} />}
      </div>
      <section className="transaction-part" aria-labelledby="states">
        <h2 id="states">
          <Trans>Status</Trans>
        </h2>
        {isPhone ? (
          <StateTable status={status} seen={seen} />
        ) : (
          <>
            <StateDiagram status={status} seen={seen} />
            <details>
              <summary>
                <Trans>As a table</Trans>
              </summary>
              <StateTable status={status} seen={seen} />
            </details>
          </>
        )}
      </section>
      <ActionsPart
        actions={detail.actions}
        oddActions={detail.oddActions}
        readAt={detail.actionsReadAt}
        limit={transaction.MaxConcurrentCount}
        omsZone={oms.options.timeZone}
      />
      <ObservedHistory history={history} omsZone={oms.options.timeZone} />
      <RecordPart id={id} oms={oms} transaction={transaction} />
    </>
  )
}
