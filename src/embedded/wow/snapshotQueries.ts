import { SNAPSHOT_PLACES } from './columns.ts'
import { documentQueries, type Clock, type Collection, type DocumentQueries } from './documentQueries.ts'
import type { WowStore } from './wowStore.ts'

export const SNAPSHOTS: Collection = {
  kind: 'snapshot',
  places: SNAPSHOT_PLACES,
  document: 'document',
  table: 'snapshot',
  documentJoin: 'JOIN snapshotDocument USING (row)',
  readDocument: 'SELECT document FROM snapshotDocument WHERE row = ?',
  readState: `SELECT document -> '$.state' AS document FROM snapshotDocument WHERE row = ?`,
  id: 'aggregateId',
  partial: new Set(['state', 'state.error']),
  selective: new Set(['id', 'sourceId', 'sourceEventId']),
  covered: new Set([
    'id',
    'deleted',
    'status',
    'recoverable',
    'isRetryable',
    'isBelowRetryThreshold',
    'timeoutAt',
    'nextRetryAt',
  ]),
}

/** Questions over snapshots: `count`, `list`, `paged`, `single`, each document as JSON text (see documentQueries.ts). */
export const snapshotQueries = (store: WowStore, clock: Clock): DocumentQueries =>
  documentQueries(store, SNAPSHOTS, clock)
