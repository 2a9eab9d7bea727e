import { Trans, useLingui } from '@lingui/react/macro'
import { displayStatus } from '../../wow/status.ts'
import { IdCell } from '../ui/cells.tsx'
import { createAppColumnHelper, useIsReachable } from '../ui/DataTable.tsx'
import { formatDuration } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useServerNow } from '../ui/serverClock.ts'
import { StatusTag } from '../ui/StatusTag.tsx'
import { Time } from '../ui/Time.tsx'
import { useExecutionAddress } from './executionAddress.ts'
import type { ExecutionRow, ListedExecution } from './executionRow.ts'

const column = createAppColumnHelper<ListedExecution>()

/** The list as a desk sees it. Columns give way from the right when a drawer stands beside them (executions.css). */
export const executionColumns = column.columns([
  column.accessor((row) => row.execution?.state.status, {
    id: 'status',
    header: () => <Trans>Status</Trans>,
    meta: { className: 'col-status' },
    cell: ({ row }) => (row.original.execution ? <Status execution={row.original.execution} /> : <Unreadable />),
  }),
  column.accessor('id', {
    header: () => <Trans>Execution</Trans>,
    sortDescFirst: true,
    meta: { className: 'col-id' },
    cell: ({ getValue }) => <ExecutionLink id={getValue()} />,
  }),
  column.accessor((row) => row.execution?.state.function.processorName, {
    id: 'processor',
    header: () => <Trans>Processor / function</Trans>,
    meta: { className: 'col-processor' },
    cell: ({ row }) => <Handler execution={row.original.execution} />,
  }),
  column.accessor((row) => row.execution?.state.error.errorCode, {
    id: 'code',
    header: () => <Trans>Error</Trans>,
    meta: { className: 'col-error' },
    cell: ({ row }) => <ErrorCell row={row.original} />,
  }),
  column.accessor((row) => row.execution?.state.retryState.retries, {
    id: 'tries',
    header: () => <Trans>Tries</Trans>,
    sortDescFirst: true,
    meta: { className: 'col-tries' },
    cell: ({ row }) => <Tries execution={row.original.execution} />,
  }),
  column.accessor((row) => row.execution?.state.retryState.nextRetryAt, {
    id: 'next',
    header: () => <Trans>Next try</Trans>,
    sortDescFirst: false,
    meta: { className: 'col-next' },
    cell: ({ row }) => row.original.execution && <NextTry execution={row.original.execution} />,
  }),
  column.accessor((row) => row.execution?.state.executeAt, {
    id: 'failed',
    header: () => <Trans>Failed</Trans>,
    sortDescFirst: true,
    meta: { className: 'col-failed' },
    cell: ({ getValue }) => {
      const at = getValue()
      return at === undefined ? null : <Time at={at} />
    },
  }),
  column.accessor((row) => row.execution?.state.eventId.aggregateId.aggregateId, {
    id: 'source',
    header: () => <Trans>Source</Trans>,
    meta: { className: 'col-source' },
    cell: ({ row }) => <SourceAggregate execution={row.original.execution} />,
  }),
])

/** The list on a phone: two lines in one cell, since a table of eight columns would be read through a slit. */
export const phoneColumns = column.columns([
  column.display({
    id: 'execution',
    header: () => <Trans>Execution</Trans>,
    enableSorting: false,
    cell: ({ row }) => <PhoneRow row={row.original} />,
  }),
])

function PhoneRow({ row }: { row: ListedExecution }) {
  const { execution } = row
  return (
    <div className="phone-row">
      <div className="phone-line">
        {execution ? <Status execution={execution} /> : <Unreadable />}
        <span className="error-code cut">{execution?.state.error.errorCode}</span>
        {execution && <Time at={execution.state.executeAt} />}
      </div>
      <div className="phone-line">
        <ExecutionLink id={row.id} />
        <span className="cut secondary">
          {execution?.state.function.name} · <bdi>{firstLine(execution?.state.error.errorMsg ?? '')}</bdi>
        </span>
      </div>
    </div>
  )
}

function ExecutionLink({ id }: { id: string }) {
  const addressOf = useExecutionAddress()
  return <IdCell id={id} to={addressOf(id)} reachable={useIsReachable()} />
}

function Status({ execution }: { execution: ExecutionRow }) {
  const { language } = usePreferences()
  const now = useServerNow()
  const status = displayStatus(execution, now)
  const leftMs = now === null ? 0 : execution.state.retryState.timeoutAt - now
  return (
    <StatusTag status={status}>
      {status === 'executing' && leftMs > 0 && (
        <span className="status-left" data-tip={formatDuration(leftMs, language)}>
          {formatDuration(roughly(leftMs), language)}
        </span>
      )}
    </StatusTag>
  )
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** In the largest unit only: the column has room for `3 h`, and the exact length is one look away. */
function roughly(ms: number): number {
  if (ms >= DAY_MS) return Math.floor(ms / DAY_MS) * DAY_MS
  if (ms >= HOUR_MS) return Math.floor(ms / HOUR_MS) * HOUR_MS
  return Math.ceil(ms / MINUTE_MS) * MINUTE_MS
}

function Handler({ execution }: { execution: ExecutionRow | undefined }) {
  if (execution === undefined) return null
  const { contextName, processorName, name } = execution.state.function
  return (
    <span className="cut" data-tip={`${contextName} · ${processorName}.${name}`}>
      {processorName} <span className="secondary">{name}</span>
    </span>
  )
}

function ErrorCell({ row }: { row: ListedExecution }) {
  if (row.execution === undefined) return <span className="cut secondary">{JSON.stringify(row.raw)}</span>
  const { errorCode, errorMsg } = row.execution.state.error
  return (
    <span className="cut" data-whole={`${errorCode} ${errorMsg.slice(0, 600)}`}>
      <span className="error-code">{errorCode}</span> <bdi className="secondary">{firstLine(errorMsg)}</bdi>
    </span>
  )
}

/** Enough for any column; a message of a megabyte must not go into the document fifty times. */
function firstLine(message: string): string {
  return message.trimStart().slice(0, 300).split('\n', 1)[0] ?? ''
}

function Tries({ execution }: { execution: ExecutionRow | undefined }) {
  if (execution === undefined) return null
  const { retries } = execution.state.retryState
  const { maxRetries } = execution.state.retrySpec
  return (
    <span className={retries === 0 ? 'cut secondary' : 'cut'} data-whole={`${retries}/${maxRetries}`}>
      {retries}/{maxRetries}
    </span>
  )
}

/** When the scheduler tries again; a dash where it will not. */
function NextTry({ execution }: { execution: ExecutionRow }) {
  const { t } = useLingui()
  const now = useServerNow()
  const status = displayStatus(execution, now)
  const { nextRetryAt } = execution.state.retryState
  if (status !== 'failed' && status !== 'due-now' && status !== 'timed-out') return <span className="secondary">–</span>
  if (now === null || nextRetryAt > now) return <Time at={nextRetryAt} />
  return <span data-tip={t`Waits for the scheduler's next round`}>{t`now`}</span>
}

function SourceAggregate({ execution }: { execution: ExecutionRow | undefined }) {
  if (execution === undefined) return null
  const { contextName, aggregateName, aggregateId } = execution.state.eventId.aggregateId
  return (
    <span className="cut" data-tip={`${contextName} · ${aggregateName} ${aggregateId}`}>
      <span className="secondary">{aggregateName}</span> <code>{aggregateId}</code>
    </span>
  )
}

function Unreadable() {
  return (
    <span className="status status-unknown">
      <Trans>not readable</Trans>
    </span>
  )
}
