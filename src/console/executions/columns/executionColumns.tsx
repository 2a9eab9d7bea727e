import { Trans, useLingui } from '@lingui/react/macro'
import type { Field, FieldType } from '../../../wow/condition/fields.ts'
import { displayStatus } from '../../../wow/execution/status.ts'
import { IdCell, firstLine } from '../../ui/table/cells.tsx'
import { createAppColumnHelper, useIsReachable } from '../../ui/table/tableModel.ts'
import type { TableColumn } from '../../ui/table/tableModel.ts'
import { formatDuration } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useServerNow } from '../../ui/data/serverClock.ts'
import { StatusTag } from '../../ui/values/StatusTag.tsx'
import { Time } from '../../ui/values/Time.tsx'
import { rowActionsColumn, touchActionsColumn } from '../actions/row/rowActionsColumn.tsx'
import { RunStatus } from '../actions/row/RunStatus.tsx'
import { valueAt } from '../../../wow/json.ts'
import { columnField, covers, fieldsOfColumn } from './columnFields.ts'
import { useExecutionAddress } from '../executionAddress.ts'
import type { ExecutionRow, ListedExecution } from '../executionRow.ts'
import { sortField } from '../executionSearch.ts'
import { FieldCell } from './FieldCell.tsx'
import { useColumnName } from './useColumnName.ts'

const column = createAppColumnHelper<ListedExecution>()

/** In the order in which a desk sees them. They give way from the right when a drawer stands beside them (executions.css). */
const builtInColumns = column.columns([
  column.accessor((row) => row.execution?.state.status, {
    id: 'status',
    header: () => <ColumnName id="status" />,
    meta: { className: 'col-status', width: 146 },
    cell: ({ row }) => (row.original.execution ? <Status execution={row.original.execution} /> : <Unreadable />),
  }),
  column.accessor('id', {
    header: () => <ColumnName id="id" />,
    sortDescFirst: true,
    meta: { className: 'col-id', width: 140 },
    cell: ({ getValue }) => <ExecutionLink id={getValue()} />,
  }),
  column.accessor((row) => row.execution?.state.function?.processorName, {
    id: 'processor',
    header: () => <ColumnName id="processor" />,
    meta: { className: 'col-processor', width: 180 },
    cell: ({ row }) => <Handler execution={row.original.execution} />,
  }),
  column.accessor((row) => row.execution?.state.error?.errorCode, {
    id: 'code',
    header: () => <ColumnName id="code" />,
    meta: { className: 'col-error', width: 280 },
    cell: ({ row }) => <ErrorCell row={row.original} />,
  }),
  column.accessor((row) => row.execution?.state.retryState?.retries, {
    id: 'tries',
    header: () => <ColumnName id="tries" />,
    sortDescFirst: true,
    meta: { className: 'col-tries', width: 80 },
    cell: ({ row }) => <Tries execution={row.original.execution} />,
  }),
  column.accessor((row) => row.execution?.state.retryState?.nextRetryAt, {
    id: 'next',
    header: () => <ColumnName id="next" />,
    sortDescFirst: false,
    meta: { className: 'col-next', width: 100 },
    cell: ({ row }) => row.original.execution && <NextTry execution={row.original.execution} />,
  }),
  column.accessor((row) => row.execution?.state.executeAt, {
    id: 'failed',
    header: () => <ColumnName id="failed" />,
    sortDescFirst: true,
    meta: { className: 'col-failed', width: 108 },
    cell: ({ getValue }) => {
      const at = getValue()
      return at === undefined ? null : <Time at={at} />
    },
  }),
  column.accessor((row) => row.execution?.state.eventId?.aggregateId?.aggregateId, {
    id: 'source',
    header: () => <ColumnName id="source" />,
    meta: { className: 'col-source', width: 180 },
    cell: ({ row }) => <SourceAggregate execution={row.original.execution} />,
  }),
])

const columnsById = new Map<string, TableColumn<ListedExecution>>(
  builtInColumns.map((each) => [each.id ?? 'id', onceRead(each)]),
)

const columnsByNames = new Map<string, readonly TableColumn<ListedExecution>[]>()

/** The columns of these names, and the actions at the end; the same objects for the same names, so that a table is not built anew with each render. */
export function executionColumns(names: readonly string[], isTouch: boolean): readonly TableColumn<ListedExecution>[] {
  const key = `${isTouch} ${names.join(' ')}`
  const known = columnsByNames.get(key)
  if (known !== undefined) return known
  const made = names.flatMap((name) => {
    const column = columnsById.get(name)
    if (column !== undefined) return [column]
    const field = columnField(name)
    if (field === undefined) return []
    const fresh = onceRead(fieldColumn(field))
    columnsById.set(name, fresh)
    return [fresh]
  })
  const columns = [...made, isTouch ? touchActionsColumn : rowActionsColumn]
  columnsByNames.set(key, columns)
  return columns
}

/** A column whose cells are empty only where the document lacks the field, not where it was not asked for yet. */
function onceRead(column: TableColumn<ListedExecution>): TableColumn<ListedExecution> {
  const { id = '', cell } = column
  const reads = fieldsOfColumn(id)?.reads ?? []
  if (typeof cell !== 'function') return column
  return {
    ...column,
    cell: (context) =>
      covers(context.row.original.fields ?? reads, reads) ? cell(context) : <span className="secondary">…</span>,
  }
}

/** How wide a field is by what it holds. */
const WIDTHS: Readonly<Record<FieldType, number>> = {
  time: 112,
  number: 100,
  boolean: 100,
  enum: 130,
  string: 190,
  array: 220,
  object: 260,
}

function fieldColumn(field: Field) {
  return column.accessor((row) => valueAt(row.raw, field.path), {
    id: field.path,
    header: () => <FieldName path={field.path} />,
    enableSorting: sortField(field.path) !== undefined,
    sortDescFirst: field.type === 'time' || field.type === 'number',
    meta: { className: `col-field col-${field.type}`, width: WIDTHS[field.type] },
    cell: ({ getValue }) => <FieldCell field={field} value={getValue()} />,
  })
}

const ColumnName = ({ id }: { id: string }) => useColumnName()(id)

function FieldName({ path }: { path: string }) {
  return (
    <span className="cut" data-whole={path}>
      <ColumnName id={path} />
    </span>
  )
}

/** The list on a phone: two lines in one cell, since a table of eight columns would be read through a slit. */
export const phoneColumns = column.columns([
  column.display({
    id: 'execution',
    header: () => <ColumnName id="id" />,
    enableSorting: false,
    cell: ({ row }) => <PhoneRow row={row.original} />,
  }),
  touchActionsColumn,
])

function PhoneRow({ row }: { row: ListedExecution }) {
  const { execution } = row
  const message = firstLine(execution?.state.error?.errorMsg ?? '')
  return (
    <div className="phone-row">
      <div className="phone-line">
        {execution ? <Status execution={execution} /> : <Unreadable />}
        <span className="error-code cut">{execution?.state.error?.errorCode}</span>
        {execution?.state.executeAt !== undefined && <Time at={execution.state.executeAt} />}
      </div>
      <div className="phone-line">
        <ExecutionLink id={row.id} />
        <span className="cut secondary">
          {execution?.state.function?.name}
          {message !== '' && (
            <>
              {' · '}
              <bdi>{message}</bdi>
            </>
          )}
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
  const { timeoutAt } = execution.state.retryState ?? {}
  const leftMs = now === null || timeoutAt === undefined ? 0 : timeoutAt - now
  return (
    <RunStatus execution={execution}>
      <StatusTag status={status}>
        {status === 'executing' && leftMs > 0 && (
          <span className="status-left" data-tip={formatDuration(leftMs, language)}>
            {formatDuration(roughly(leftMs), language)}
          </span>
        )}
      </StatusTag>
    </RunStatus>
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
  const { processorName, name } = execution?.state.function ?? {}
  if (processorName === undefined) return null
  return (
    <span className="cut" data-whole={`${processorName}.${name}`}>
      {processorName} <span className="secondary">{name}</span>
    </span>
  )
}

function ErrorCell({ row }: { row: ListedExecution }) {
  if (row.execution === undefined) return <span className="cut secondary">{JSON.stringify(row.raw)}</span>
  const { errorCode, errorMsg = '' } = row.execution.state.error ?? {}
  return (
    <span className="cut" data-whole={`${errorCode} ${errorMsg.slice(0, 600)}`}>
      <span className="error-code">{errorCode}</span> <bdi className="secondary">{firstLine(errorMsg)}</bdi>
    </span>
  )
}

function Tries({ execution }: { execution: ExecutionRow | undefined }) {
  const { retries } = execution?.state.retryState ?? {}
  const { maxRetries } = execution?.state.retrySpec ?? {}
  if (retries === undefined) return null
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
  const { nextRetryAt } = execution.state.retryState ?? {}
  if (nextRetryAt === undefined) return null
  if (status !== 'failed' && status !== 'due-now' && status !== 'timed-out') return <span className="secondary">–</span>
  if (now === null || nextRetryAt > now) return <Time at={nextRetryAt} />
  return <span data-tip={t`Waits for the scheduler's next round`}>{t`now`}</span>
}

function SourceAggregate({ execution }: { execution: ExecutionRow | undefined }) {
  const { aggregateName, aggregateId } = execution?.state.eventId?.aggregateId ?? {}
  if (aggregateId === undefined) return null
  return (
    <span className="cut" data-whole={`${aggregateName} ${aggregateId}`}>
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
