import { EVENT_PLACES } from './columns.ts'
import { documentQueries, type DocumentQueries } from './documentQueries.ts'
import type { Clock, Collection } from './question.ts'
import type { WowStore } from '../wowStore.ts'

export const EVENTS: Collection = {
  kind: 'event',
  places: EVENT_PLACES,
  document: 'document',
  table: 'event',
  documentTable: 'event',
  id: 'id',
  selective: new Set(['id', 'aggregateId']),
  indexes: new Map([['id', new Set(['id'])]]),
  within: { one: 'aggregateId', order: 'version' },
}

/** Questions over event streams: `count`, `list`, `paged`, `single`, each stream as JSON text (see documentQueries.ts). */
export const eventQueries = (store: WowStore, clock: Clock): DocumentQueries => documentQueries(store, EVENTS, clock)
