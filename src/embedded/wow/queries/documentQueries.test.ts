import * as fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { DeadlineExceeded } from '../../../store/storeErrors.ts'
import { afterKey } from '../../../wow/condition/afterKey.ts'
import { all, and, eq, type Condition, type Projection, type Sort } from '../../../wow/condition/condition.ts'
import { isObject } from '../../../wow/json.ts'
import type { Snapshot } from '../../../wow/schemas.ts'
import { SNAPSHOT_PLACES } from './columns.ts'
import { eventQueries } from './eventQueries.ts'
import { cutter } from './projection.ts'
import { snapshotQueries } from './snapshotQueries.ts'
import { START, testSnapshot, testStream } from '../testDocuments.ts'
import { openWowStore, type WowStore } from '../wowStore.ts'

const clock = { now: () => START, zone: 'UTC' }
const open: WowStore[] = []
afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
})

async function storeWith(snapshots: readonly Snapshot[]) {
  const store = await openWowStore(':memory:')
  open.push(store)
  await store.write.run('bulkInsert', { streams: [], snapshots })
  return { store, queries: snapshotQueries(store, clock) }
}

const many = (length: number) => Array.from({ length }, (_, number) => testSnapshot(number))
const parsed = (rows: readonly string[]): readonly unknown[] => rows.map((row): unknown => JSON.parse(row))
const idsOf = (rows: readonly string[]) =>
  parsed(rows).map((row) => (isObject(row) ? String(row['aggregateId'] ?? row['id']) : ''))
const active = eq('deleted', false)

describe('paging', () => {
  test.each([
    [{ field: 'aggregateId', direction: 'DESC' }],
    [{ field: 'state.retryState.nextRetryAt', direction: 'ASC' }],
    [{ field: 'state.retryState.nextRetryAt', direction: 'DESC' }],
    [{ field: 'state.error.errorCode', direction: 'ASC' }],
    [{ field: 'eventTime', direction: 'DESC' }],
    [{ field: 'state.executeAt', direction: 'ASC' }],
    [{ field: 'state.isRetryable', direction: 'DESC' }],
  ] as const)('by key along %o meets every row once, whatever is written meanwhile', async (first) => {
    const before = many(200)
    const { store, queries } = await storeWith(before)
    const sort: readonly Sort[] =
      first.field === 'aggregateId' ? [first] : [first, { field: 'aggregateId', direction: first.direction }]
    const seen: string[] = []
    let condition: Condition = active
    for (let page = 0; ; page += 1) {
      const rows = await queries.list({ condition, sort, limit: 17 })
      const last = parsed(rows).at(-1)
      if (last === undefined) break
      seen.push(...idsOf(rows))
      condition = and(active, afterKey(sort, last))
      await store.write.run('bulkInsert', { streams: [], snapshots: [testSnapshot(1000 + page), testSnapshot(page)] })
    }
    const old = seen.filter((id) => id < testSnapshot(1000).aggregateId)
    expect(new Set(old).size).toBe(old.length)
    expect(old.toSorted()).toEqual(before.filter(({ deleted }) => !deleted).map(({ aggregateId }) => aggregateId))
  })

  test('by number gives total and rows of one moment, and nothing behind the end', async () => {
    const { queries } = await storeWith(many(25))
    const sort: readonly Sort[] = [{ field: 'version', direction: 'DESC' }]
    const seen: string[] = []
    for (let index = 1; index <= 3; index += 1) {
      const { total, list } = await queries.paged({ condition: all(), sort, pagination: { index, size: 10 } })
      expect(total).toBe(25)
      seen.push(...idsOf(list))
    }
    expect(seen).toEqual(
      many(25)
        .toSorted((a, b) => b.version - a.version || (a.aggregateId < b.aggregateId ? 1 : -1))
        .map(({ aggregateId }) => aggregateId),
    )
    expect(await queries.paged({ condition: all(), sort, pagination: { index: 4, size: 10 } })).toEqual({
      total: 25,
      list: [],
    })
    expect(await queries.paged({ condition: eq('version', 99) })).toEqual({ total: 0, list: [] })
  })

  test('without an order rows come as they were written first', async () => {
    const snapshots = many(30).toReversed()
    const { store, queries } = await storeWith(snapshots)
    await store.write.run('bulkInsert', { streams: [], snapshots: [testSnapshot(3)] })
    const written = snapshots.map(({ aggregateId }) => aggregateId)
    expect(idsOf(await queries.list({ condition: all(), limit: 100 }))).toEqual(written)
    const ids = { operator: 'IDS', value: written.toSorted() } as const
    expect(idsOf(await queries.list({ condition: ids, limit: 100 }))).toEqual(written)
  })
})

async function names(tags: readonly Snapshot['tags'][], sort: readonly Sort[]) {
  const { queries } = await storeWith(tags.map((each, number) => ({ ...testSnapshot(number), tags: each })))
  return idsOf(await queries.list({ condition: all(), sort, limit: 100 })).map((id) => Number(id.slice(3)))
}

const stranger = (number: number, extra: object) => ({ ...testSnapshot(number), ...extra })

describe('order', () => {
  test('a list counts as its least or greatest element, what is missing comes first', async () => {
    const tags = [{ team: ['b', 'x'] }, { team: ['a', 'z'] }, {}, { team: ['c'] }, { team: [] }, { other: ['0'] }]
    expect(await names(tags, [{ field: 'tags.team', direction: 'ASC' }])).toEqual([2, 4, 5, 1, 0, 3])
    expect(await names(tags, [{ field: 'tags.team', direction: 'DESC' }])).toEqual([1, 0, 3, 5, 4, 2])
  })

  test('types come in the order of the database: nothing, numbers, texts, objects, booleans', async () => {
    const { queries } = await storeWith([
      stranger(0, { odd: true }),
      stranger(1, { odd: { a: 1 } }),
      stranger(2, { odd: 'text' }),
      stranger(3, { odd: 7 }),
      stranger(4, { odd: null }),
      stranger(5, {}),
      stranger(6, { odd: 2.5 }),
    ])
    const sorted = async (direction: Sort['direction']) =>
      idsOf(await queries.list({ condition: all(), sort: [{ field: 'odd', direction }], limit: 9 })).map((id) =>
        Number(id.slice(3)),
      )
    expect(await sorted('ASC')).toEqual([4, 5, 6, 3, 2, 1, 0])
    expect(await sorted('DESC')).toEqual([0, 1, 2, 3, 6, 5, 4])
  })

  test('a field that is the same everywhere, or nowhere, leaves the order to the id', async () => {
    for (const field of ['tenantId', 'nowhere.at.all', 'version.below', ''])
      expect(await names([{}, {}, {}], [{ field, direction: 'DESC' }])).toEqual([2, 1, 0])
  })

  test('a name with $ is refused', async () => {
    const { queries } = await storeWith([])
    const sort: readonly Sort[] = [{ field: '$where', direction: 'ASC' }]
    await expect(queries.list({ condition: all(), sort, limit: 1 })).rejects.toThrow('must not start with $')
  })
})

const text = (json: string | Uint8Array) => Buffer.from(json).toString()

describe('a small page', () => {
  const small = {
    condition: active,
    sort: [{ field: 'aggregateId', direction: 'DESC' }],
    limit: 20,
    projection: { include: ['version', 'state.status'] },
  } as const
  const folder = mkdtempSync(path.join(tmpdir(), 'small-page-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  async function opened() {
    const store = await openWowStore(path.join(folder, 'wow.db'))
    open.push(store)
    await store.write.run('bulkInsert', { streams: [], snapshots: many(200) })
    const idle = { run: () => Promise.reject(new Error('A lane was asked.')) }
    return { near: snapshotQueries({ ...store, pages: idle, scans: idle }, clock), store }
  }

  test('is read at once, and the same as in a lane', async () => {
    const { near, store } = await opened()
    const far = snapshotQueries({ ...store, near: () => undefined }, clock)
    const rows = await far.list(small)
    expect(rows).toHaveLength(20)
    for (const queries of [near, far]) expect(text(await queries.listJson(small))).toBe(`[${rows.join(',')}]`)
  })

  test('that finds nothing is an empty array', async () => {
    const { near } = await opened()
    const none = { ...small, condition: { field: 'state.status', operator: 'EQ', value: 'NONE' } } as const
    expect(text(await near.listJson(none))).toBe('[]')
  })

  test.each([
    ['with many rows', { limit: 101 }],
    ['of whole documents', { projection: {} }],
    ['that no index gives', { sort: [{ field: 'version', direction: 'ASC' }] }],
    ['of a search', { condition: { field: 'state.error.errorMsg', operator: 'CONTAINS', value: 'message' } }],
  ] as const)('%s is left to a lane', async (_, other) => {
    const { near } = await opened()
    await expect(near.listJson({ ...small, ...other })).rejects.toThrow('A lane was asked.')
  })
})

describe('projection', () => {
  const snapshot = {
    ...testSnapshot(1),
    tags: { team: ['a', 'b'] },
    state: {
      ...testSnapshot(1).state,
      error: {
        ...testSnapshot(1).state.error,
        errorMsg: `"quoted", it's 50\\50\n\u0000 behind \u{1f600} and 错误`,
        bindingErrors: [
          { name: 'f1', msg: 'm1' },
          { name: 'f2', msg: 'm2' },
        ],
      },
    },
  }

  async function project(projection: Projection, state = false): Promise<unknown> {
    const { queries } = await storeWith([snapshot])
    const row = await queries.single({ condition: all(), projection }, { state })
    return row === undefined ? undefined : JSON.parse(row)
  }

  test('what is built from columns equals what is cut out of the document', async () => {
    const { queries } = await storeWith([snapshot])
    const inColumns = [...SNAPSHOT_PLACES]
      .filter(([path, place]) => !path.endsWith('bindingErrors') && !(place.kind === 'column' && place.ofDocument))
      .map(([path]) => path)
    const groups = [
      'state.function',
      'state.eventId',
      'state.eventId.aggregateId',
      'state.retryState',
      'state.retrySpec',
    ]
    const wanted = fc
      .uniqueArray(fc.constantFrom(...inColumns, ...groups), { minLength: 1 })
      .map((paths) => paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`))))
    await fc.assert(
      fc.asyncProperty(wanted, async (include) => {
        const row = await queries.single({ condition: all(), projection: { include } })
        expect(JSON.parse(row ?? '')).toEqual(cutter(true, [...new Set([...include, 'aggregateId'])])(snapshot))
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  test('include gives the id always, exclude the rest', async () => {
    expect(await project({ include: ['version'] })).toEqual({ version: 2, aggregateId: snapshot.aggregateId })
    expect(await project({ include: ['_id'] })).toEqual({ aggregateId: snapshot.aggregateId })
    expect(await project({ include: ['nowhere'] })).toEqual({ aggregateId: snapshot.aggregateId })
    expect(await project({ include: ['state.nowhere'] })).toEqual({ state: {}, aggregateId: snapshot.aggregateId })
    expect(await project({ exclude: ['state', 'tags'] })).toEqual({
      ...snapshot,
      state: undefined,
      tags: undefined,
    })
    expect(await project({ include: [], exclude: [] })).toEqual(snapshot)
  })

  test('paths go through lists', async () => {
    expect(await project({ include: ['state.error.bindingErrors.msg', 'tags.team.x'] })).toEqual({
      state: { error: { bindingErrors: [{ msg: 'm1' }, { msg: 'm2' }] } },
      tags: { team: [] },
      aggregateId: snapshot.aggregateId,
    })
    const { error } = snapshot.state
    expect(await project({ exclude: ['state.error.bindingErrors.name'] })).toEqual({
      ...snapshot,
      state: { ...snapshot.state, error: { ...error, bindingErrors: [{ msg: 'm1' }, { msg: 'm2' }] } },
    })
  })

  test('as states only the state is given, whole or in part', async () => {
    expect(await project({}, true)).toEqual(snapshot.state)
    expect(await project({ include: ['state'] }, true)).toEqual(snapshot.state)
    expect(await project({ include: ['state.status', 'version'] }, true)).toEqual({ status: 'PREPARED' })
    expect(await project({ include: ['state.error.bindingErrors.name'] }, true)).toEqual({
      error: { bindingErrors: [{ name: 'f1' }, { name: 'f2' }] },
    })
    expect(await project({ exclude: ['version'] }, true)).toEqual(snapshot.state)
    await expect(project({ include: ['version'] }, true)).rejects.toThrow('Key not found: state')
    await expect(project({ exclude: ['state'] }, true)).rejects.toThrow('Key not found: state')
  })

  test.each([
    [{ include: ['version'], exclude: ['tags'] }, 'include and exclude exclude each other'],
    [{ include: ['state', 'state.status'] }, '"state.status" lies in, or around, another path'],
    [{ exclude: ['state.error.errorMsg', 'state.error'] }, '"state.error" lies in, or around, another path'],
    [{ include: ['a..b'] }, '"a..b" is no path of a field'],
    [{ include: ['$where'] }, '"$where" is no path of a field'],
    [{ exclude: ['aggregateId'] }, 'Required value was null.'],
    [{ exclude: ['_id'] }, 'Required value was null.'],
  ])('%o is refused', async (projection, message) => {
    await expect(project(projection)).rejects.toThrow(message)
  })

  test('events are projected with their own id', async () => {
    const { store } = await storeWith([])
    await store.write.run('bulkInsert', { streams: [testStream('a', 1), testStream('a', 2)], snapshots: [] })
    const events = eventQueries(store, clock)
    const rows = await events.list({ condition: all(), projection: { include: ['version', 'body.name'] }, limit: 9 })
    expect(parsed(rows)).toEqual([
      { version: 1, body: [{ name: 'recoverable_marked' }], id: 'a-1' },
      { version: 2, body: [{ name: 'recoverable_marked' }], id: 'a-2' },
    ])
    const [whole] = parsed(await events.list({ condition: eq('_id', 'a-2'), limit: 1 }))
    expect(whole).toEqual({ ...testStream('a', 2), size: 1 })
    await expect(events.list({ condition: all(), projection: { exclude: ['id'] }, limit: 1 })).rejects.toThrow(
      'Required value was null.',
    )
  })
})

test('long lists of values are as good as short ones', async () => {
  const { queries } = await storeWith(many(60))
  const value = many(40).map(({ aggregateId }) => aggregateId)
  expect(await queries.count({ operator: 'IDS', value })).toBe(40)
  expect(
    await queries.count({
      field: 'state.error.errorMsg',
      operator: 'NOT_IN',
      value: value.map((_, n) => `message ${n}`),
    }),
  ).toBe(20)
  expect(
    await queries.count({ field: 'eventTime', operator: 'IN', value: value.map((_, n) => START + n * 1000) }),
  ).toBe(8)
})

const lower = (value: string) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

test('a searched text is found as it is written, whatever a pattern would make of it', async () => {
  const long = 'ab'.repeat(20_000)
  const texts = ['100%', 'a_b', 'a*b', 'a?b', '[x]', 'back\\slash', 'Quote"', 'ÄÖ', 'äö', long, '\u{10FFFF}x', '']
  const { error } = testSnapshot(0).state
  const { queries } = await storeWith(
    texts.map((text, number) => testSnapshot(number, { error: { ...error, errorMsg: text, stackTrace: text } })),
  )
  const isFound = {
    CONTAINS: (value: string, wanted: string) => value.includes(wanted),
    STARTS_WITH: (value: string, wanted: string) => value.startsWith(wanted),
    ENDS_WITH: (value: string, wanted: string) => value.endsWith(wanted),
  }
  for (const wanted of [...texts, '%', '_', '*', '?', '[', ']', '\\', '"', 'B', '\u{10FFFF}'])
    for (const operator of ['CONTAINS', 'STARTS_WITH', 'ENDS_WITH'] as const)
      for (const field of ['state.error.errorMsg', 'state.error.stackTrace']) {
        const count = (ignoreCase: boolean) =>
          queries.count({ field, operator, value: wanted, options: { ignoreCase } })
        const asked = `${operator} ${wanted.slice(0, 9)} in ${field}`
        expect(await count(false), asked).toBe(texts.filter((text) => isFound[operator](text, wanted)).length)
        const folded = texts.filter((text) => isFound[operator](lower(text), lower(wanted))).length
        expect(await count(true), `${asked}, ignoring case`).toBe(folded)
      }
})

test('queries of absurd size are answered or refused at once', async () => {
  const { queries } = await storeWith(many(3))
  const path = 'a'.repeat(20_000).split('').join('.')
  expect(await queries.count({ field: path, operator: 'NULL' })).toBe(3)
  const include = Array.from({ length: 50_000 }, (_, number) => `f${number}`)
  expect(await queries.list({ condition: all(), projection: { include: [...include, path] }, limit: 9 })).toHaveLength(
    3,
  )
  const sort = include.slice(0, 33).map((field) => ({ field, direction: 'ASC' as const }))
  await expect(queries.list({ condition: all(), sort, limit: 9 })).rejects.toThrow('33 fields must not exceed 32')
  expect(await queries.list({ condition: all(), sort: sort.slice(1), limit: 9 })).toHaveLength(3)
})

test('conditions that nobody can answer are refused before anything runs', async () => {
  const { queries } = await storeWith([])
  const refused = (condition: Condition) => expect(queries.count(condition)).rejects
  await refused({ operator: 'MATCH', field: 'state.error.errorMsg', value: 'x' }).toThrow('text index')
  await refused({ operator: 'RAW', value: { version: 1 } }).toThrow('RAW')
  await refused({ operator: 'AND', children: [] }).toThrow('AND operator children cannot be empty.')
})

test('a query ends at its deadline, whether it counts, lists or pages', async () => {
  const { queries } = await storeWith(many(600))
  const condition: Condition = { field: 'state.error.stackTrace', operator: 'CONTAINS', value: 'nowhere' }
  const limit = { deadlineMs: 0 }
  await expect(queries.count(condition, limit)).rejects.toBeInstanceOf(DeadlineExceeded)
  await expect(queries.list({ condition, limit: 10 }, limit)).rejects.toBeInstanceOf(DeadlineExceeded)
  await expect(queries.paged({ condition }, limit)).rejects.toBeInstanceOf(DeadlineExceeded)
  expect(await queries.count(condition)).toBe(0)
})
