import { afterAll, describe, expect, test } from 'vitest'
import { openConnection } from '../../../store/connection.ts'
import { afterKey } from '../../../wow/condition/afterKey.ts'
import { and, eq, resolveNow, type Condition, type Sort } from '../../../wow/condition/condition.ts'
import { scoped, withDeletionGuard } from '../../../wow/condition/rewrite.ts'
import { viewCondition, VIEWS, type View } from '../../../wow/condition/views.ts'
import { EVENTS } from './eventQueries.ts'
import { questionOf, type Collection } from './question.ts'
import { MIGRATIONS } from '../schema.ts'
import { SNAPSHOTS } from './snapshotQueries.ts'
import type { Sql } from './sql.ts'
import { START, testSnapshot } from '../testDocuments.ts'

const connection = openConnection(':memory:', 'writer', MIGRATIONS)
afterAll(() => connection.close())

const clock = { now: () => START, zone: 'UTC' }

/** As a request is rewritten before it comes here. */
const guarded = (condition: Condition): Condition =>
  withDeletionGuard(scoped(resolveNow(condition, START), { tenantId: '(0)' }))

const ask = (condition: Condition, sort: readonly Sort[] = [], collection: Collection = SNAPSHOTS) =>
  questionOf(condition, sort, collection, clock)

/** How SQLite finds the rows; how it reads them afterwards is always by row. */
function plan({ text, values }: Sql): string {
  const steps = connection.database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values)
  return steps
    .map(({ detail }) => String(detail))
    .filter((step) => step !== 'MATERIALIZE page' && step !== 'SCAN page' && !step.includes('INTEGER PRIMARY KEY'))
    .join('; ')
}

const found = (condition: Condition, sort: readonly Sort[], collection: Collection = SNAPSHOTS): string =>
  plan(ask(condition, sort, collection).find(50, 0, { table: collection.table, expression: '1' }))

const byId: readonly Sort[] = [{ field: 'aggregateId', direction: 'DESC' }]
const byNextRetry: readonly Sort[] = [
  { field: 'state.retryState.nextRetryAt', direction: 'ASC' },
  { field: 'aggregateId', direction: 'ASC' },
]
const byErrorCode: readonly Sort[] = [
  { field: 'state.error.errorCode', direction: 'DESC' },
  { field: 'aggregateId', direction: 'DESC' },
]

describe.each(VIEWS.filter((view): view is Exclude<View, 'deleted'> => view !== 'deleted'))('the view %s', (view) => {
  const condition = viewCondition(view)

  test.each([
    [byId, 'snapshotById'],
    [byNextRetry, 'snapshotByNextRetry'],
    [byErrorCode, 'snapshotByErrorCode'],
  ])('is paged along a covering index, first page and by key', (sort, index) => {
    const first = ask(guarded(condition), sort)
    expect(first.light).toBe(true)
    expect(plan(first.find(50, 0, { table: 'snapshot', expression: '1' }))).toMatch(
      new RegExp(`^SEARCH snapshot USING COVERING INDEX ${index} \\(deleted=\\? AND [^;]*\\)$`),
    )
    const deep = ask(guarded(and(condition, afterKey(sort, testSnapshot(5)))), sort)
    expect(deep.light).toBe(true)
    // By the key, not by the bound that leaves nothing out.
    const key = sort === byId ? 'id<\\?' : '\\(\\w+,id\\)[<>]\\(\\?,\\?\\)'
    expect(plan(deep.find(50, 0, { table: 'snapshot', expression: '1' }))).toMatch(
      new RegExp(`^SEARCH snapshot USING COVERING INDEX ${index} \\(deleted=\\? AND ${key}[^;]*\\)$`),
    )
  })

  test('is counted from a covering index', () => {
    expect(plan(ask(guarded(condition)).count())).toMatch(
      /^SEARCH snapshot USING COVERING INDEX \w+ \(deleted=\?[^;]*\)$/,
    )
  })
})

test('deleted records are paged along the index too', () => {
  const condition = withDeletionGuard(scoped({ operator: 'DELETED', value: 'DELETED' }, { tenantId: '(0)' }))
  expect(found(condition, byId)).toMatch(/^SEARCH snapshot USING COVERING INDEX snapshotById \(deleted=\? AND id>\?\)$/)
})

test('few rows are found by what says most, whatever the order', () => {
  const orders = [[], byId, byNextRetry, byErrorCode, [{ field: 'state.executeAt', direction: 'DESC' }]] as const
  for (const order of orders) {
    const source = guarded(eq('state.eventId.aggregateId.aggregateId', 'order-1'))
    expect(found(source, order)).toContain('USING INDEX snapshotBySource (sourceId=?)')
    const event = guarded(eq('state.eventId.id', 'event-1'))
    expect(found(event, order)).toContain('USING INDEX snapshotBySourceEvent (sourceEventId=?)')
    const ids = guarded({ operator: 'IDS', value: Array.from({ length: 500 }, (_, number) => `id-${number}`) })
    expect(found(ids, order)).toMatch(/USING INDEX sqlite_autoindex_snapshot_1 \(id=\?\)/)
    expect(ask(ids, order).light).toBe(true)
  }
})

test('what changed since a moment is found by the time', () => {
  const since = guarded({ field: 'eventTime', operator: 'GT', value: START })
  expect(found(since, [{ field: 'eventTime', direction: 'ASC' }])).toBe(
    'SEARCH snapshot USING COVERING INDEX snapshotByEventTime (deleted=? AND eventTime>?)',
  )
})

test('a search in texts reads the table in its own order', () => {
  const contains = guarded({ field: 'state.error.errorMsg', operator: 'CONTAINS', value: 'x' })
  expect(plan(ask(contains).count())).toBe('SCAN snapshot')
  expect(ask(contains, byId).light).toBe(false)
  expect(found(contains, byId)).toMatch(/USING INDEX snapshotById/)
  expect(found(contains, byNextRetry)).toBe('SCAN snapshot; USE TEMP B-TREE FOR ORDER BY')
  // Stack traces lie in the documents.
  const trace = guarded({ field: 'state.error.stackTrace', operator: 'CONTAINS', value: 'x' })
  expect(ask(trace).count().text).toContain('CROSS JOIN snapshotDocument')
  expect(ask(contains).count().text).not.toContain('snapshotDocument')
})

test('the history of one aggregate is found by its id', () => {
  const condition = scoped({ operator: 'AGGREGATE_ID', value: 'a' }, { tenantId: '(0)' })
  const question = ask(condition, [{ field: 'version', direction: 'DESC' }], EVENTS)
  expect(question.light).toBe(true)
  expect(plan(question.count())).toMatch(/^SEARCH event USING COVERING INDEX \w+ \(aggregateId=\?\)$/)
  expect(found(condition, [{ field: 'version', direction: 'DESC' }], EVENTS)).toMatch(
    /^SEARCH event USING (COVERING )?INDEX \w+ \(aggregateId=\?\)/,
  )
  // A page of a long history follows the index instead of sorting all of it.
  const oneOfTwo = scoped({ operator: 'AGGREGATE_IDS', value: ['a', 'b'] }, { tenantId: '(0)' })
  const byVersion = [{ field: 'version', direction: 'DESC' }] as const
  expect(found(condition, byVersion, EVENTS)).not.toContain('TEMP B-TREE')
  expect(found(oneOfTwo, byVersion, EVENTS)).toContain('TEMP B-TREE')
  expect(found({ operator: 'ALL' }, [{ field: 'id', direction: 'DESC' }], EVENTS)).toMatch(
    /^SEARCH event USING COVERING INDEX \w+ \(id>\?\)$/,
  )
})
