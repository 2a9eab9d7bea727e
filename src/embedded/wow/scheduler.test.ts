import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startScheduler, type SchedulerPorts } from './scheduler.ts'
import { openEmbeddedWow, type EmbeddedWow } from './server.ts'
import { ask, create, failure, put } from './testCommands.ts'

const START = 1_795_000_000_000
const MINUTE = 60_000
let clock: number
let wow: EmbeddedWow | undefined

beforeEach(() => {
  clock = START
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  await wow?.close()
  wow = undefined
  vi.useRealTimers()
})

/** Lets time pass for the clock and for timers. */
async function pass(ms: number): Promise<void> {
  clock += ms
  await vi.advanceTimersByTimeAsync(ms)
}

async function states(server: EmbeddedWow): Promise<Record<string, string>> {
  const { body } = await ask(server, '/snapshot/paged', {
    body: { condition: { operator: 'DELETED', value: 'ALL' }, pagination: { size: 100 } },
  })
  const list: unknown[] = Object(body['list'])
  return Object.fromEntries(
    list.map((row) => {
      const { state } = Object(row)
      return [state.id, `${state.status} ${state.retryState.retries}`]
    }),
  )
}

test('what is due is prepared, and nothing else', async () => {
  wow = await openEmbeddedWow({
    file: ':memory:',
    guard: 'strict',
    now: () => clock,
    scheduler: { initialDelayMs: MINUTE, periodMs: MINUTE, batchSize: 100 },
  })
  const past = { executeAt: START - 3_600_000 }
  await create(wow, 'due', past)
  await create(wow, 'not-yet', { executeAt: START + 3_600_000 })
  await create(wow, 'unrecoverable', { ...past, recoverable: 'UNRECOVERABLE' })
  await create(wow, 'used-up', { ...past, retrySpec: { maxRetries: 0, minBackoff: 0, executionTimeout: 1 } })
  await create(wow, 'deleted', past)
  await ask(wow, '/deleted', { method: 'DELETE', body: {} })
  await create(wow, 'running', past)
  await put(wow, 'running', 'prepare_compensation')
  await create(wow, 'done', past)
  await put(wow, 'done', 'prepare_compensation')
  await put(wow, 'done', 'apply_execution_success', { executeAt: START })

  await pass(MINUTE - 1)
  expect(await states(wow)).toMatchObject({ due: 'FAILED 0' })
  await pass(1)
  await vi.waitFor(async () => expect(wow && (await states(wow))).toMatchObject({ due: 'PREPARED 1' }))
  expect(await states(wow)).toEqual({
    due: 'PREPARED 1',
    'not-yet': 'FAILED 0',
    unrecoverable: 'FAILED 0',
    'used-up': 'FAILED 0',
    deleted: 'FAILED 0',
    running: 'PREPARED 1',
    done: 'SUCCEEDED 1',
  })

  // Nobody answered: after the time-out (120 s) and the back-off (180 s * 2) both running ones are due again.
  await pass(10 * MINUTE)
  await vi.waitFor(async () =>
    expect(wow && (await states(wow))).toMatchObject({ due: 'PREPARED 2', running: 'PREPARED 2' }),
  )
})

test('a run takes a batch, the least changed first, and the next run the rest', async () => {
  wow = await openEmbeddedWow({
    file: ':memory:',
    guard: 'strict',
    now: () => clock,
    scheduler: { initialDelayMs: MINUTE, periodMs: MINUTE, batchSize: 2 },
  })
  for (const id of ['a', 'b', 'c']) await create(wow, id, { executeAt: START - 3_600_000 })
  await put(wow, 'a', 'mark_recoverable', { recoverable: 'RECOVERABLE' })
  await pass(MINUTE)
  await vi.waitFor(async () =>
    expect(wow && (await states(wow))).toEqual({ a: 'FAILED 0', b: 'PREPARED 1', c: 'PREPARED 1' }),
  )
  await pass(MINUTE)
  await vi.waitFor(async () => expect(wow && (await states(wow))).toMatchObject({ a: 'PREPARED 1' }))
})

/** Ports that note what is asked of them; `due` and `prepare` may be replaced. */
function ports(changed: Partial<SchedulerPorts> = {}) {
  const prepared: string[] = []
  const log = vi.fn<(entry: Record<string, unknown>) => void>()
  const all: SchedulerPorts = {
    due: async () => ['x'],
    prepare: async (id) => void prepared.push(id),
    log,
    ...changed,
  }
  return { all, prepared, log }
}

const EVERY_MINUTE = { initialDelayMs: 0, periodMs: MINUTE, batchSize: 10 }

test('runs never overlap: the period begins when a run has ended', async () => {
  let release: (() => void) | undefined
  let runs = 0
  const { all } = ports({
    due: () =>
      new Promise((resolve) => {
        runs += 1
        release = () => resolve([])
      }),
  })
  const scheduler = startScheduler(EVERY_MINUTE, all)
  await pass(0)
  await pass(5 * MINUTE)
  expect(runs).toBe(1)
  release?.()
  await pass(MINUTE - 1)
  expect(runs).toBe(1)
  await pass(1)
  expect(runs).toBe(2)
  release?.()
  await scheduler.close()
})

test('a run that fails is logged, and the next one comes', async () => {
  let runs = 0
  const { all, prepared, log } = ports({
    due: async () => {
      runs += 1
      if (runs === 1) throw new Error('no store')
      return ['x']
    },
  })
  const scheduler = startScheduler(EVERY_MINUTE, all)
  await pass(0)
  expect(log).toHaveBeenCalledWith(expect.objectContaining({ cause: 'Error: no store' }))
  await pass(MINUTE)
  await pass(0)
  expect(prepared).toEqual(['x'])
  await scheduler.close()
})

test('closing starts nothing new and waits for the command under way', async () => {
  const started: string[] = []
  let release: (() => void) | undefined
  const { all } = ports({
    due: async () => ['x', 'y'],
    prepare: (id) =>
      new Promise((resolve) => {
        started.push(id)
        release = resolve
      }),
  })
  const scheduler = startScheduler(EVERY_MINUTE, all)
  await pass(0)
  let closed = false
  const closing = scheduler.close().then(() => (closed = true))
  await pass(10 * MINUTE)
  expect({ started, closed }).toEqual({ started: ['x'], closed: false })
  release?.()
  await closing
  await pass(10 * MINUTE)
  expect(started).toEqual(['x'])
})

test('a race that somebody else won is no error', async () => {
  const log = vi.fn<(entry: Record<string, unknown>) => void>()
  wow = await openEmbeddedWow({
    file: ':memory:',
    guard: 'strict',
    now: () => clock,
    // Snapshots that do not follow: the scheduler sees a FAILED one that was prepared long ago.
    snapshotLagMs: 2 * MINUTE,
    scheduler: { initialDelayMs: 3 * MINUTE, periodMs: MINUTE, batchSize: 10 },
    log,
  })
  await create(wow, 'a', { ...failure, executeAt: START - 3_600_000 })
  await pass(2 * MINUTE)
  expect(await states(wow)).toEqual({ a: 'FAILED 0' })
  await put(wow, 'a', 'prepare_compensation')
  await pass(MINUTE)
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith({ message: 'scheduler prepared', count: 1 }))
  expect(log).toHaveBeenCalledTimes(1)
  expect(await ask(wow, '/a/state', { method: 'GET' })).toMatchObject({ body: { retryState: { retries: 1 } } })
})
