import { SNAPSHOT_PLACES } from './columns.ts'
import { documentQueries, type DocumentQueries } from './documentQueries.ts'
import type { Clock, Collection } from './question.ts'
import type { WowStore } from '../wowStore.ts'

/** What the wide indexes of `schema.ts` hold. */
const VIEW_COLUMNS = new Set([
  'id',
  'deleted',
  'status',
  'recoverable',
  'isRetryable',
  'isBelowRetryThreshold',
  'timeoutAt',
  'nextRetryAt',
])

export const SNAPSHOTS: Collection = {
  kind: 'snapshot',
  places: SNAPSHOT_PLACES,
  document: 'document',
  table: 'snapshot',
  documentTable: 'snapshotDocument',
  id: 'aggregateId',
  selective: new Set(['id', 'sourceId', 'sourceEventId']),
  indexes: new Map([
    ['id', VIEW_COLUMNS],
    ['nextRetryAt', VIEW_COLUMNS],
    ['errorCode', new Set([...VIEW_COLUMNS, 'errorCode'])],
    ['eventTime', new Set(['id', 'deleted', 'eventTime'])],
  ]),
}

/** Questions over snapshots: `count`, `list`, `paged`, `single`, each document as JSON text (see documentQueries.ts). */
export const snapshotQueries = (store: WowStore, clock: Clock): DocumentQueries =>
  documentQueries(store, SNAPSHOTS, clock)
