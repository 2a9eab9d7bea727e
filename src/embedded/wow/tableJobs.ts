import type { Connection } from '../../store/connection.ts'
import type { DomainEventStream, Snapshot } from '../../wow/schemas.ts'
import { bulkInsert, loadSnapshot, loadStreams, requestIdUsed } from './tables.ts'

/** Loading and bulk writing as jobs. */
export const tableJobs = {
  bulkInsert(connection: Connection, batch: { streams: readonly DomainEventStream[]; snapshots: readonly Snapshot[] }) {
    bulkInsert(connection, batch.streams, batch.snapshots)
  },

  loadSnapshot: (connection: Connection, { id }: { id: string }) => loadSnapshot(connection, id),

  loadStreams: (
    connection: Connection,
    { id, head, tail }: { id: string; head?: number | undefined; tail?: number | undefined },
  ) => loadStreams(connection, id, head, tail),

  /** Whether the file can be read at all. */
  ping: (connection: Connection): boolean => connection.statement('SELECT 1').get() !== undefined,

  requestIdUsed: (connection: Connection, { id, requestId }: { id: string; requestId: string }) =>
    requestIdUsed(connection, id, requestId),
}
