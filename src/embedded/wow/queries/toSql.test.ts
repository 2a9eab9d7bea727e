import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { openConnection, type Connection } from '../../../store/connection.ts'
import { afterKey } from '../../../wow/condition/afterKey.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { conditions } from '../../../wow/condition/conditionArbitraries.ts'
import { documents, TEST_NOW, TEST_ZONE, type Kind } from '../../../wow/condition/documentArbitraries.ts'
import { toFilter } from '../../../wow/condition/filter.ts'
import { isObject, type JsonObject } from '../../../wow/json.ts'
import { satisfies } from '../../../wow/condition/matches.ts'
import { DomainEventStream, Snapshot } from '../../../wow/schemas.ts'
import type { Collection } from './question.ts'
import { EVENTS } from './eventQueries.ts'
import { MIGRATIONS } from '../schema.ts'
import { SNAPSHOTS } from './snapshotQueries.ts'
import { appendStream, saveSnapshot } from '../tables.ts'
import { toSql } from './toSql.ts'

/** Another run asks other questions: `SEED=123 vitest run …`. */
const SEED = Number(process.env['SEED'] ?? 20_260_325)
/** Far beyond what it takes on an idle machine. */
const SLOW_MS = 180_000
const POOLS = 20
const POOL_SIZE = 40

const context = (kind: Kind) => ({ now: TEST_NOW, zone: TEST_ZONE, kind })

function member(value: unknown, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined
  return z.parse(z.record(z.string(), z.json()), found)
}

/** What the random documents leave open and a stored one never does: ids are unique, `succeeded` is there. */
function storable(kind: Kind, document: JsonObject, index: number): JsonObject {
  const id = `0Vb00000000${index}`
  if (kind === 'event')
    return {
      ...document,
      id,
      version: index,
      requestId: `${index}`,
      size: 1 + (index % 2),
      body: bodyOf(document, 1 + (index % 2)),
    }
  const state = member(document, 'state')
  const error = member(state, 'error')
  return {
    ...document,
    aggregateId: id,
    state: { ...state, id, error: { ...error, succeeded: error['errorCode'] === 'Ok' } },
  }
}

function bodyOf({ body }: JsonObject, length: number) {
  const events = Array.isArray(body) ? body : []
  return Array.from({ length }, (_, index) => events[index % events.length] ?? null)
}

/** The documents in the real tables, numbered from 1 in their order. */
function store(kind: Kind, found: readonly JsonObject[]): Connection {
  const connection = openConnection(':memory:', 'writer', MIGRATIONS)
  for (const document of found) {
    if (kind === 'snapshot') saveSnapshot(connection, z.parse(Snapshot, document))
    else appendStream(connection, z.parse(DomainEventStream, document))
  }
  return connection
}

function rows(connection: Connection, collection: Collection, condition: Condition): readonly number[] {
  const filter = toFilter(condition, context(collection.kind))
  const { text, values } = toSql(filter, collection, { columns: new Set(), document: false })
  return connection.database
    .prepare(
      `SELECT row FROM ${collection.table} ${collection.kind === 'snapshot' ? 'JOIN snapshotDocument USING (row)' : ''} WHERE ${text} ORDER BY row`,
    )
    .all(...values)
    .map(({ row }) => Number(row))
}

function expected(kind: Kind, found: readonly unknown[], condition: Condition): readonly number[] {
  const filter = toFilter(condition, context(kind))
  return found.flatMap((document, index) => (satisfies(filter, document) ? [index + 1] : []))
}

/** Asks the same of tables and reference, with new documents every so often. Says the condition that differs. */
function agree(
  numRuns: number,
  kind: Kind,
  collection: Collection,
  prepare: (document: JsonObject, index: number) => JsonObject,
): number {
  let hits = 0
  for (let pool = 0; pool < POOLS; pool += 1) {
    const found = fc.sample(documents(kind), { seed: SEED + pool, numRuns: POOL_SIZE }).map(prepare)
    const connection = store(kind, found)
    fc.assert(
      fc.property(conditions(kind), (condition) => {
        const answer = rows(connection, collection, condition)
        hits += answer.length
        expect(answer).toEqual(expected(kind, found, condition))
      }),
      { seed: SEED + pool, numRuns: numRuns / POOLS },
    )
    connection.close()
  }
  return hits / (numRuns * POOL_SIZE)
}

describe.each([
  ['snapshot', SNAPSHOTS],
  ['event', EVENTS],
] as const)('SQL over %ss gives the same as the reference evaluator', (kind, collection) => {
  const usable = (document: JsonObject, index: number) => storable(kind, document, index)

  test(
    'through the columns',
    () => {
      const share = agree(kind === 'snapshot' ? 10_000 : 3000, kind, collection, usable)
      // A test whose conditions hit nothing, or everything, would prove nothing.
      expect(share).toBeGreaterThan(0.1)
      expect(share).toBeLessThan(0.9)
    },
    SLOW_MS,
  )

  test(
    'through the whole document alone',
    () => {
      const share = agree(3000, kind, { ...collection, places: new Map() }, usable)
      expect(share).toBeGreaterThan(0.1)
      expect(share).toBeLessThan(0.9)
    },
    SLOW_MS,
  )
})

test('the rows behind a row are found with one comparison of whole rows', () => {
  const sort = [
    { field: 'state.retryState.nextRetryAt', direction: 'DESC' },
    { field: 'version', direction: 'DESC' },
    { field: 'aggregateId', direction: 'DESC' },
  ] as const
  const found = fc
    .sample(documents('snapshot'), { seed: SEED, numRuns: 200 })
    .map((document, index) => storable('snapshot', document, index))
  const connection = store('snapshot', found)
  for (const fields of [1, 2, 3]) {
    for (const row of found) {
      const condition = afterKey(sort.slice(3 - fields), row)
      const { text } = toSql(toFilter(condition, context('snapshot')), SNAPSHOTS, {
        columns: new Set(),
        document: false,
      })
      expect(text).toMatch(/^\([A-Za-z, ]+\) < \([?, ]+\)$|^id < \?$/)
      expect(rows(connection, SNAPSHOTS, condition)).toEqual(expected('snapshot', found, condition))
    }
  }
  connection.close()
})
