import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { OPERATIONS, TRANSITIONS, type Operation } from '../../oms/transitions.ts'
import { openConnection, type Connection } from '../../store/connection.ts'
import type { ManualClock } from '../../gateway/manualClock.ts'
import { takeDueSteps } from './engineSteps.ts'
import { operate } from './operate.ts'
import { sampleJobs } from './sampleJobs.ts'
import { omsSamples } from './samples.ts'
import { MIGRATIONS } from './schema.ts'
import type { EmbeddedOms } from './server.ts'
import { ACTION, TRANSACTION } from './statusCodes.ts'
import { journal, keepJournal, ranTwice } from './testJournal.ts'
import { openTestOms, type OmsClient } from './testOms.ts'
import { findTransaction, insertTransaction, type ActionRow } from './transactionTable.ts'
import { EMBEDDED_TYPES } from './embeddedTypes.ts'

const opened = new Set<EmbeddedOms>()
afterEach(async () => {
  for (const oms of opened) await oms.close()
  opened.clear()
})

async function open(speed = 1) {
  const test = await openTestOms({ speed, tokenLifeMs: 24 * 3_600_000 })
  opened.add(test.oms)
  return test
}

/** The statuses a client sees that asks twice a second until a person has to act or nobody can. */
async function watch(client: OmsClient, clock: ManualClock, id: number, cmd: number): Promise<number[]> {
  const seen: number[] = []
  for (let asked = 0; asked < 2000; asked += 1) {
    const { Status } = await client.detail(1, id, cmd)
    if (seen.at(-1) !== Status) seen.push(Status)
    if ([5, 9, 10].includes(Status)) break
    await clock.advance(500)
  }
  return seen
}

test.each([
  [1001, 10002],
  [3004, 10004],
  [3022, 10022],
])('executing %i leads over queue and preparation to its success', async (id, cmd) => {
  const { client, clock } = await open()
  expect((await client.execute(1, id, cmd)).json).toEqual({ set_id: 1, trans_id: id })
  expect(await watch(client, clock, id, cmd)).toEqual([2, 3, 4, 9])
  const { ActionList, Reason } = await client.detail(1, id, cmd)
  expect(Reason).toBe(0)
  expect(new Set(ActionList.map(({ Status }) => Status))).toEqual(new Set([6, 9]))
})

test('the second of two clicks is refused with the state that the first one reached', async () => {
  const { client } = await open()
  const answers = await Promise.all([client.execute(1, 1001, 10002), client.execute(1, 1001, 10002)])
  expect(answers.map(({ status }) => status)).toEqual([200, 422])
  expect(answers[1]?.json).toEqual({ trans_id: ['当前事务状态不允许执行,当前事务状态:等待执行队列中'] })
})

test('5009 ends suspended the first time; resumed, it goes on from the failed action and succeeds', async () => {
  const { client, clock } = await open()
  await client.execute(1, 5009, 10009)
  expect(await watch(client, clock, 5009, 10009)).toEqual([2, 3, 4, 5])
  await clock.advance(60_000)
  const suspended = await client.detail(1, 5009, 10009)
  const failed = suspended.ActionList.filter(({ Status }) => Status === 4)
  expect(failed).toMatchObject([{ Id: 6, Reason: 2, Context: expect.stringContaining('[ERROR]') }])
  // What ran beside it has ended by itself, and nothing was begun after the failure.
  expect(suspended.ActionList.some(({ Status }) => Status === 3)).toBe(false)
  expect(suspended.ActionList.filter(({ Status }) => Status === 2).length).toBeGreaterThan(5)

  expect((await client.resume(1, 5009, 10009)).status).toBe(200)
  expect((await client.detail(1, 5009, 10009)).ActionList[5]?.Status).toBe(8)
  expect(await watch(client, clock, 5009, 10009)).toEqual([6, 4, 9])
  const done = await client.detail(1, 5009, 10009)
  const finishedBefore = suspended.ActionList.filter(({ Status }) => Status === 6)
  expect(finishedBefore.length).toBeGreaterThan(1)
  for (const action of finishedBefore) expect(done.ActionList).toContainEqual(action)
})

test.each([
  [4009, 10009],
  [4011, 10011],
  [4012, 10012],
  [4013, 10013],
])('%i is suspended and can be resumed', async (id, cmd) => {
  const { client, clock } = await open(2)
  expect(await client.detail(1, id, cmd)).toMatchObject({ Status: 5 })
  expect((await client.resume(1, id, cmd)).status).toBe(200)
  expect(await watch(client, clock, id, cmd)).toEqual([6, 4, 9])
})

test('a rollback undoes what was done, the last first, and ends abnormally', async () => {
  const { client, clock } = await open()
  const seen = new Set<number>()
  for (let asked = 0; asked < 100; asked += 1) {
    const { Status, ActionList } = await client.detail(1, 6003, 10003)
    seen.add(Status)
    const begun = ActionList.filter(({ ExecuteTime }) => ExecuteTime !== null)
    const undone = begun.filter(({ Status }) => Status === 5 || Status === 7).map(({ Id }) => Id)
    const left = begun.filter(({ Status }) => Status === 6 || Status === 4).map(({ Id }) => Id)
    expect(Math.max(0, ...left)).toBeLessThan(Math.min(1000, ...undone))
    await clock.advance(200)
  }
  expect([...seen]).toEqual([7, 8, 10])
  const { ActionList, Reason } = await client.detail(1, 6003, 10003)
  expect(Reason).toBe(2)
  expect(new Set(ActionList.map(({ Status }) => Status))).toEqual(new Set([7, 9]))
})

test('the held samples stand in their status whatever the time', async () => {
  const { client, clock } = await open()
  const statuses = async () => {
    const ids = [...Array.from({ length: 10 }, (_, index) => 1001 + index), 2000]
    return Promise.all(ids.map(async (id) => (await client.detail(1, id, 10002)).Status))
  }
  const expected = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000]
  expect(await statuses()).toEqual(expected)
  await clock.advance(3_600_000)
  expect(await statuses()).toEqual(expected)
})

test('samples: every fixed name, every kind awaiting, an action in each of nine statuses, five hundred actions', () => {
  const samples = omsSamples({ seed: 7, now: Date.UTC(2026, 0, 1) })
  const found = (id: number, setId = 1) => {
    const sample = samples.find(({ transaction }) => transaction.id === id && transaction.setId === setId)
    if (sample === undefined) throw new Error(`There is no ${setId}/${id}.`)
    return sample
  }
  for (const id of [3002, 3003, 3004, 3005, 3006, 3008, 3009, 3011, 3012, 3013, 3022])
    expect(found(id).transaction).toMatchObject({ status: 1, type: EMBEDDED_TYPES[id - 3000 + 10_000]?.[0] })
  for (const id of [4009, 4011, 4012, 4013, 4002]) expect(found(id).transaction.status).toBe(5)
  expect(found(5009).transaction.status).toBe(1)
  expect(new Set(found(2000).actions.map(({ status }) => status))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]))
  expect(found(500).actions).toHaveLength(500)
  expect([found(6012), found(6013)].map(({ transaction }) => transaction.extendInfo)).toEqual([
    'cmId=6013',
    'cmId=6012',
  ])
  expect(new Set(samples.map(({ transaction }) => transaction.form))).toEqual(new Set(['new', 'old', 'misspelt']))
  for (const { transaction, actions } of samples) {
    const running = actions.filter(({ endsAt }) => endsAt !== null).length
    expect(running, `${transaction.id}`).toBeLessThanOrEqual(transaction.maxConcurrentCount)
    for (const action of actions) expect(action.executeTime ?? 0).toBeLessThanOrEqual(action.updateTime)
  }
  expect(omsSamples({ seed: 7, now: 5 })).toEqual(omsSamples({ seed: 7, now: 5 }))
})

/** What may be done in which status, written down once more by hand. */
const LEGAL: Readonly<Record<Operation, Readonly<Record<number, number>>>> = {
  execute: { 1: 2 },
  resume: { 5: 6 },
  suspend: { 4: 5 },
  endAbnormally: { 1: 10, 5: 10, 8: 10 },
  rollback: {},
}
const STATUSES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000]

test.each(OPERATIONS.flatMap((operation) => STATUSES.map((status) => [operation, status] as const)))(
  '%s in status %i is done or refused as the table says',
  (operation, status) => {
    const connection = openConnection(':memory:', 'writer', MIGRATIONS)
    const now = Date.UTC(2026, 0, 1)
    sampleJobs.seedSamples(connection, { seed: 7, now })
    const key = { setId: 1, transId: status === 1000 ? 2000 : 1000 + status }
    const before = findTransaction(connection, key)
    const asked = { ...key, cmd: 10002, typesByCmd: EMBEDDED_TYPES, caller: '127.0.0.1', now, speed: 1 }
    const refused = operate(connection, { ...asked, operation })
    const after = findTransaction(connection, key)
    const to = LEGAL[operation][status]
    if (to === undefined) {
      expect(refused?.['trans_id']?.[0]).toMatch(/^当前事务状态不允许/)
      expect(after).toEqual(before)
    } else {
      expect(refused).toBeUndefined()
      expect(after?.status).toBe(to)
    }
    connection.close()
  },
)

interface Life {
  readonly concurrency: number
  readonly actions: readonly { readonly durationMs: number; readonly failures: number; readonly skipped: boolean }[]
  /** How late the engine comes each time; a long while stands for a process that was down. */
  readonly late: readonly number[]
  /** After how many writes each the process dies, in the middle of a step. */
  readonly crashes: readonly number[]
}

const lives = fc.record<Life>({
  concurrency: fc.integer({ min: 1, max: 10 }),
  actions: fc.array(
    fc.record({
      durationMs: fc.integer({ min: 1, max: 5000 }),
      failures: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
      ),
      skipped: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
    { maxLength: 30 },
  ),
  late: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 }), fc.constant(60_000)), {
    minLength: 1,
    maxLength: 20,
  }),
  crashes: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }),
})

function row(action: Life['actions'][number], index: number): ActionRow {
  return {
    ...action,
    id: index + 1,
    type: 1,
    status: ACTION.initialising,
    reason: 0,
    num: 1,
    idName: 'guild_rank',
    data: '',
    context: '',
    createTime: 0,
    executeTime: null,
    updateTime: 0,
    failureText: '!',
    skipped: Number(action.skipped),
    runs: 0,
    endsAt: null,
  }
}

class Crash extends Error {}

/** The connection, on which writes crash: each after so many others. */
function crashing(connection: Connection, crashes: readonly number[]): Connection {
  const left = [...crashes]
  const write = () => {
    const [next] = left
    if (next === undefined) return
    left[0] = next - 1
    if (next > 0) return
    left.shift()
    throw new Crash()
  }
  return {
    ...connection,
    statement: (sql) =>
      new Proxy(connection.statement(sql), {
        get(statement, name) {
          const own: unknown = Reflect.get(statement, name)
          if (typeof own !== 'function') return own
          return (...values: unknown[]) => {
            if (name === 'run') write()
            return Reflect.apply(own, statement, values)
          }
        },
      }),
  }
}

test('whatever the plans, crashes and delays: never too many at once, every action once, resume goes on', () => {
  fc.assert(
    fc.property(lives, ({ concurrency, actions, late, crashes }) => {
      const connection = openConnection(':memory:', 'writer', MIGRATIONS)
      try {
        const [first] = omsSamples({ seed: 1, now: 0 })
        if (first === undefined) throw new Error('There are no samples.')
        const key = { setId: 1, transId: 1 }
        insertTransaction(
          connection,
          { ...first.transaction, setId: 1, id: 1, status: 1, maxConcurrentCount: concurrency, dueAt: null },
          actions.map(row),
        )
        keepJournal(connection.database)
        let now = 0
        const unsafe = crashing(connection, crashes)
        const asked = { ...key, cmd: 10002, typesByCmd: EMBEDDED_TYPES, caller: '', speed: 1 }
        const statuses = () =>
          connection
            .statement('SELECT status FROM action ORDER BY id')
            .all()
            .map(({ status }) => Number(status))

        expect(operate(connection, { ...asked, operation: 'execute', now })).toBeUndefined()
        for (let turn = 0; turn < 2000; turn += 1) {
          try {
            const due = takeDueSteps(unsafe, { now, speed: 1 })
            const status = findTransaction(connection, key)?.status
            if (due !== null) now = Math.max(now, due) + (late[turn % late.length] ?? 0)
            else if (status === TRANSACTION.suspended)
              expect(operate(connection, { ...asked, operation: 'resume', now })).toBeUndefined()
            else break
          } catch (error) {
            if (!(error instanceof Crash)) throw error
          }
          expect(statuses().filter((status) => status === ACTION.executing).length).toBeLessThanOrEqual(concurrency)
        }

        expect(findTransaction(connection, key)?.status).toBe(TRANSACTION.succeeded)
        expect(statuses()).toEqual(actions.map(({ skipped }) => (skipped ? ACTION.skipped : ACTION.finished)))
        const changes = journal(connection.database)
        expect(ranTwice(changes, new Set())).toEqual([])
        const begun = (id: number) =>
          changes.filter(({ action, became }) => action === id && became === ACTION.executing)
        actions.forEach(({ skipped, failures }, index) =>
          expect(begun(index + 1)).toHaveLength(skipped ? 0 : failures + 1),
        )
        for (const { action, was, became } of changes)
          if (action === null) expect(TRANSITIONS.some(({ from, to }) => from === was && to === became)).toBe(true)
      } finally {
        connection.close()
      }
    }),
    { numRuns: 100 },
  )
})
