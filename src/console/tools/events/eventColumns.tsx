import { Trans } from '@lingui/react/macro'
import { IdCell } from '../../ui/table/cells.tsx'
import { EventSentence } from '../../ui/values/EventSentence.tsx'
import { createAppColumnHelper, useIsReachable } from '../../ui/table/tableModel.ts'
import { Time } from '../../ui/values/Time.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import type { ListedStream } from './eventQueries.ts'

const column = createAppColumnHelper<ListedStream>()

export const eventColumns = column.columns([
  column.accessor((row) => row.stream?.createTime, {
    id: 'time',
    header: () => <Trans>Time</Trans>,
    sortDescFirst: true,
    meta: { className: 'col-event-time' },
    cell: ({ getValue }) => {
      const at = getValue()
      return at === undefined ? null : <Time at={at} />
    },
  }),
  column.accessor((row) => row.stream?.aggregateId, {
    id: 'execution',
    header: () => <Trans>Execution</Trans>,
    enableSorting: false,
    meta: { className: 'col-event-execution' },
    cell: ({ getValue }) => <ExecutionLink id={getValue()} />,
  }),
  column.accessor((row) => row.stream?.version, {
    id: 'version',
    header: () => <Trans>Version</Trans>,
    enableSorting: false,
    meta: { className: 'col-event-version' },
    cell: ({ getValue }) => <span className="figure">{getValue()}</span>,
  }),
  column.display({
    id: 'what',
    header: () => <Trans>What happened</Trans>,
    meta: { className: 'col-event-what' },
    cell: ({ row }) => <Sentences row={row.original} />,
  }),
])

const PATHS: Readonly<Record<string, readonly string[]>> = {
  time: ['createTime'],
  execution: ['aggregateId'],
  version: ['version'],
  what: ['body.name', 'body.body.error.errorCode', 'body.body.recoverable', 'header.command_operator'],
}

/** The values that a column stands for, to filter by. */
export const eventPathsOf = (column: string): readonly string[] => PATHS[column] ?? []

export const phoneEventColumns = column.columns([
  column.display({
    id: 'event',
    header: () => <Trans>Event</Trans>,
    cell: ({ row }) => (
      <>
        <Sentences row={row.original} />
        <span className="event-phone-line secondary">
          <ExecutionLink id={row.original.stream?.aggregateId} />
          {row.original.stream !== undefined && <Time at={row.original.stream.createTime} />}
        </span>
      </>
    ),
  }),
])

function ExecutionLink({ id }: { id: string | undefined }) {
  const source = useSourceName()
  const reachable = useIsReachable()
  return id === undefined ? null : <IdCell id={id} to={executionAddress(source, id)} reachable={reachable} />
}

export const executionAddress = (source: string, id: string): string =>
  `/${encodeURIComponent(source)}/executions/${encodeURIComponent(id)}?view=all`

function Sentences({ row: { stream } }: { row: ListedStream }) {
  if (stream === undefined) return <Trans>An event stream this page cannot read</Trans>
  return (
    <span className="cut">
      {stream.body.map((event, index) => (
        <span key={event.id}>
          {index > 0 && '; '}
          <EventSentence event={event} />
        </span>
      ))}
    </span>
  )
}
