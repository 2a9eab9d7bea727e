/** Writing and loading snapshots and event streams. All of it runs on the writer's connection, inside a transaction. */
import type { StatementSync } from 'node:sqlite'
import * as z from 'zod/mini'
import { AGGREGATE_NAME, CONTEXT_NAME, TENANT_ID } from '../../wow/commands/commands.ts'
import { isObject } from '../../wow/json.ts'
import { Snapshot, type DomainEventStream } from '../../wow/schemas.ts'
import type { Connection } from '../../store/connection.ts'

/** Longs reach 2^63 - 1, doubles 2^63: the nearest number that fits the column stands for it. */
const MAX_LONG = 9_223_372_036_854_774_784
const long = (value: number): number => Math.max(-MAX_LONG, Math.min(MAX_LONG, value))

/** Values by position: looking up forty names for each row would take longer than writing it. */
function insertInto(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}

/** The text of a statement, made from the columns of the first row that is written. */
function onceMade(make: (columns: readonly string[]) => string): (row: object) => string {
  let text: string | undefined
  return (row) => (text ??= make(Object.keys(row)))
}

const APPEND = onceMade(
  (columns) => `${insertInto('event', columns)}
    ON CONFLICT (aggregateId, version) DO NOTHING ON CONFLICT (aggregateId, requestId) DO NOTHING`,
)

const SAVE = onceMade(
  (columns) => `${insertInto('snapshot', columns)}
    ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE excluded.version >= snapshot.version
    RETURNING row`,
)

/** For a row that has all these values already but the time: it leaves the indexes alone. */
const REFRESH = onceMade((columns) => {
  const same = columns.filter((name) => name !== 'snapshotTime').map((name) => `${name} IS ?`)
  return `UPDATE snapshot SET snapshotTime = ? WHERE ${same.join(' AND ')} RETURNING row`
})

const snapshotColumns = ({ state, ...snapshot }: Snapshot) => ({
  id: snapshot.aggregateId,
  deleted: Number(snapshot.deleted),
  status: state.status,
  recoverable: state.recoverable,
  isRetryable: Number(state.isRetryable),
  isBelowRetryThreshold: Number(state.isBelowRetryThreshold),
  retries: state.retryState.retries,
  retryAt: long(state.retryState.retryAt),
  timeoutAt: long(state.retryState.timeoutAt),
  nextRetryAt: long(state.retryState.nextRetryAt),
  maxRetries: state.retrySpec.maxRetries,
  minBackoff: state.retrySpec.minBackoff,
  executionTimeout: state.retrySpec.executionTimeout,
  executeAt: long(state.executeAt),
  version: snapshot.version,
  eventId: snapshot.eventId,
  firstEventTime: snapshot.firstEventTime,
  eventTime: snapshot.eventTime,
  snapshotTime: snapshot.snapshotTime,
  firstOperator: snapshot.firstOperator,
  operator: snapshot.operator,
  ownerId: snapshot.ownerId,
  spaceId: snapshot.spaceId,
  functionKind: state.function.functionKind,
  functionContext: state.function.contextName,
  processorName: state.function.processorName,
  functionName: state.function.name,
  sourceEventId: state.eventId.id,
  sourceVersion: state.eventId.version,
  sourceContext: state.eventId.aggregateId.contextName,
  sourceAggregate: state.eventId.aggregateId.aggregateName,
  sourceId: state.eventId.aggregateId.aggregateId,
  sourceTenant: state.eventId.aggregateId.tenantId,
  errorSucceeded: Number(state.error.succeeded ?? state.error.errorCode === 'Ok'),
  errorCode: state.error.errorCode,
  errorMsg: state.error.errorMsg,
  tags: JSON.stringify(snapshot.tags),
  bindingErrors: state.error.bindingErrors === undefined ? null : JSON.stringify(state.error.bindingErrors),
})

const eventColumns = (stream: DomainEventStream) => ({
  id: stream.id,
  aggregateId: stream.aggregateId,
  version: stream.version,
  requestId: stream.requestId,
  commandId: stream.commandId,
  createTime: stream.createTime,
  size: stream.body.length,
  ownerId: stream.ownerId,
  spaceId: stream.spaceId,
  document: documentOf(stream),
})

/** As it is stored: `size` is its last member. */
function documentOf({ size: _size, ...stream }: DomainEventStream): string {
  return JSON.stringify({ ...stream, size: stream.body.length })
}

/**
 * What every reader of a stored stream relies on. Only this program writes the file, so the rest is taken as it was
 * written: checking all of it would take longer than reading it.
 */
const StoredStream = z.custom<DomainEventStream>(
  (value) =>
    isObject(value) &&
    typeof value['aggregateId'] === 'string' &&
    typeof value['version'] === 'number' &&
    typeof value['createTime'] === 'number' &&
    isObject(value['header']) &&
    Array.isArray(value['body']),
)

/** A stream as it was stored. Throws when the text is none. */
export const streamOf = (document: string): DomainEventStream => z.parse(StoredStream, JSON.parse(document))

/** Only documents of this one aggregate are kept: queries take these three for granted. */
function checkAggregate({ contextName, aggregateName, tenantId }: Snapshot | DomainEventStream): void {
  if (contextName !== CONTEXT_NAME || aggregateName !== AGGREGATE_NAME || tenantId !== TENANT_ID)
    throw new Error(
      `Not a document of ${CONTEXT_NAME}.${AGGREGATE_NAME}: ${contextName}.${aggregateName}, ${tenantId}.`,
    )
}

type AppendResult = 'appended' | 'versionConflict' | 'duplicateRequestId'

/** Adds a stream. Writes nothing when the aggregate has that version or that request id already. */
export function appendStream(connection: Connection, stream: DomainEventStream): AppendResult {
  checkAggregate(stream)
  const columns = eventColumns(stream)
  const { changes } = connection.statement(APPEND(columns)).run(...Object.values(columns))
  if (Number(changes) === 1) return 'appended'
  const sameVersion = connection
    .statement('SELECT 1 FROM event WHERE aggregateId = ? AND version = ?')
    .get(stream.aggregateId, stream.version)
  return sameVersion === undefined ? 'duplicateRequestId' : 'versionConflict'
}

/** Writes the snapshot, unless a newer version of it is there. */
export function saveSnapshot(connection: Connection, snapshot: Snapshot): void {
  checkAggregate(snapshot)
  const columns = snapshotColumns(snapshot)
  saveDocument(connection, connection.statement(SAVE(columns)).get(...Object.values(columns)), snapshot)
}

/** Writes the newest snapshot, whatever is there; most likely it is the same, and then this is sooner done. */
export function refreshSnapshot(connection: Connection, snapshot: Snapshot): void {
  checkAggregate(snapshot)
  const { snapshotTime, ...same } = snapshotColumns(snapshot)
  const refreshed = connection.statement(REFRESH({ ...same, snapshotTime })).get(snapshotTime, ...Object.values(same))
  if (refreshed !== undefined) return saveDocument(connection, refreshed, snapshot)
  // A version that no event has gives way.
  connection.statement('UPDATE snapshot SET version = 0 WHERE id = ?').run(snapshot.aggregateId)
  saveSnapshot(connection, snapshot)
}

function saveDocument(connection: Connection, written: ReturnType<StatementSync['get']>, snapshot: Snapshot): void {
  if (written === undefined) return
  connection
    .statement(
      'INSERT INTO snapshotDocument (row, document) VALUES (?, ?) ON CONFLICT (row) DO UPDATE SET document = excluded.document',
    )
    .run(Number(written['row']), JSON.stringify(snapshot))
}

/** The snapshot of an aggregate, a deleted one too; undefined when there is none. */
export function loadSnapshot(connection: Connection, id: string): Snapshot | undefined {
  const found = connection
    .statement('SELECT document FROM snapshot JOIN snapshotDocument USING (row) WHERE id = ?')
    .get(id)
  return found === undefined ? undefined : z.parse(Snapshot, JSON.parse(String(found['document'])))
}

/** Streams of an aggregate with `head <= version <= tail`, ascending; `size` is a member of each. */
export function loadStreams(
  connection: Connection,
  id: string,
  head = 1,
  tail: number = Number.MAX_SAFE_INTEGER,
): DomainEventStream[] {
  return connection
    .statement('SELECT document FROM event WHERE aggregateId = ? AND version BETWEEN ? AND ? ORDER BY version')
    .all(id, head, tail)
    .map(({ document }) => streamOf(String(document)))
}

/** Whether a command with this request id has written a stream of this aggregate. */
export function requestIdUsed(connection: Connection, id: string, requestId: string): boolean {
  const found = connection.statement('SELECT 1 FROM event WHERE aggregateId = ? AND requestId = ?').get(id, requestId)
  return found !== undefined
}

/** Many at once in one transaction: what `npm run seed` writes with. Refuses the whole batch when one stream is there. */
export function bulkInsert(
  connection: Connection,
  streams: readonly DomainEventStream[],
  snapshots: readonly Snapshot[],
): void {
  connection.transaction(() => {
    for (const stream of streams) {
      const result = appendStream(connection, stream)
      if (result !== 'appended') throw new Error(`${result}: ${stream.aggregateId} ${stream.version}`)
    }
    for (const snapshot of snapshots) saveSnapshot(connection, snapshot)
  })
}
