import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { commandPath } from '../../wow/commands/commands.ts'
import type { DomainEventStream } from '../../wow/schemas.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../wow/server.ts'
import { firstFailure } from './behaviour.ts'
import { SAMPLE_RECORDS } from './sampleRecords.ts'
import { startSampleServices } from './services.ts'

const SEED = 7

interface Timer {
  readonly delayMs: number
  readonly work: () => void
  cancelled: boolean
}

let wow: EmbeddedWow
let services: ReturnType<typeof startSampleServices>
let timers: Timer[]
let logged: Record<string, unknown>[]

beforeEach(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', scheduler: false })
  timers = []
  logged = []
  services = startSampleServices({
    wow,
    seed: SEED,
    log: (entry) => logged.push(entry),
    after(delayMs, work) {
      const timer = { delayMs, work, cancelled: false }
      timers.push(timer)
      return () => (timer.cancelled = true)
    },
  })
})

afterEach(async () => {
  await services.close()
  await wow.close()
})

/** The next stream with an event of that name. */
function nextEvent(name: string): Promise<DomainEventStream> {
  return new Promise((resolve) => {
    const stop = wow.onEvents((stream) => {
      if (stream.body[0]?.name !== name) return
      stop()
      resolve(stream)
    })
  })
}

async function send(method: string, path: string, body: unknown = {}, id?: string): Promise<number> {
  const response = await wow.fetch(
    new Request(`http://embedded${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(id === undefined ? {} : { 'Command-Aggregate-Id': id }) },
      body: JSON.stringify(body),
    }),
  )
  return response.status
}

/** Creates the record as a service would have, and prepares it. */
async function createAndPrepare(id: string): Promise<void> {
  const record = SAMPLE_RECORDS.find((known) => known.id === id)
  if (record === undefined) throw new Error(id)
  const { handler, eventId, retrySpec, renamedFrom, script } = record
  const failed = { ...handler.function, ...(renamedFrom === undefined ? {} : { name: renamedFrom }) }
  const failure = firstFailure(handler, eventId, { seed: SEED }, script)
  const body = { eventId, function: failed, executeAt: Date.now(), retrySpec, ...failure }
  expect(await send('POST', commandPath('create_execution_failed', ''), body, id)).toBe(200)
  await prepare(id)
}

/** Prepares a record; the services have heard of it when this resolves, because they listen longer. */
async function prepare(id: string): Promise<void> {
  const prepared = nextEvent('compensation_prepared')
  expect(await send('PUT', commandPath('prepare_compensation', id))).toBe(200)
  await prepared
}

/** What is planned beside the next new failure. */
const answers = () => timers.slice(1)

function due(timer: Timer | undefined): void {
  if (timer === undefined || timer.cancelled) throw new Error('Nothing is planned.')
  timer.work()
}

test('a prepare is answered with success after the time the behaviour says', async () => {
  await createAndPrepare('0VSampleHeals01')
  expect(answers().map((timer) => timer.delayMs)).toEqual([800])
  const applied = nextEvent('execution_success_applied')
  due(answers()[0])
  expect((await applied).aggregateId).toBe('0VSampleHeals01')
})

test('a prepare is answered with the error of that attempt', async () => {
  await createAndPrepare('0VSampleOther01')
  const applied = nextEvent('execution_failed_applied')
  due(answers()[0])
  expect((await applied).body[0]?.body).toMatchObject({
    error: { errorCode: 'IllegalArgument' },
    recoverable: 'UNKNOWN',
  })
})

test('a service that never answers plans nothing, nor does a function that no service has', async () => {
  await createAndPrepare('0VSampleQuiet01')
  await createAndPrepare('0VSampleMoved01')
  expect(answers()).toEqual([])
})

test('a function that was changed to an existing one is answered', async () => {
  await createAndPrepare('0VSampleMoved01')
  const moved = SAMPLE_RECORDS.find(({ id }) => id === '0VSampleMoved01')
  await services.close()
  expect(await send('PUT', commandPath('change_function', '0VSampleMoved01'), moved?.handler.function)).toBe(200)
  services = startSampleServices({
    wow,
    seed: SEED,
    after: (delayMs, work) => {
      timers.push({ delayMs, work, cancelled: false })
      return () => undefined
    },
  })
  timers.splice(0, timers.length - 1)
  expect(await send('PUT', commandPath('apply_execution_failed', '0VSampleMoved01'), failedBody)).toBe(200)
  await prepare('0VSampleMoved01')
  const applied = nextEvent('execution_success_applied')
  due(answers()[0])
  expect((await applied).aggregateId).toBe('0VSampleMoved01')
})

const failedBody = { error: { errorCode: 'IllegalState', errorMsg: 'x', stackTrace: '' }, executeAt: 1 }

test('new failures keep coming, each planned about a minute after the one before', async () => {
  expect(timers[0]?.delayMs).toBeLessThanOrEqual(12_000)
  const created = nextEvent('execution_failed_created')
  due(timers[0])
  const stream = await created
  expect(stream.body[0]?.body).toMatchObject({ recoverable: expect.stringMatching(/RECOVERABLE|UNKNOWN/) })
  const again = timers[1]
  expect(again?.delayMs).toBeGreaterThanOrEqual(25_000)
  expect(again?.delayMs).toBeLessThanOrEqual(95_000)
  const second = nextEvent('execution_failed_created')
  due(again)
  expect((await second).aggregateId).not.toBe(stream.aggregateId)
})

test('an answer that comes too late is refused, noted and does no harm', async () => {
  await createAndPrepare('0VSampleHeals01')
  expect(await send('DELETE', commandPath('default_delete_aggregate', '0VSampleHeals01'))).toBe(200)
  due(answers()[0])
  await vi.waitFor(() => expect(logged).toMatchObject([{ sample: 'refused', id: '0VSampleHeals01', status: 410 }]))
})

test('closing cancels everything that is planned and sends nothing more', async () => {
  await createAndPrepare('0VSampleHeals01')
  await services.close()
  expect(timers.map((timer) => timer.cancelled)).toEqual([true, true])
  const written: (string | undefined)[] = []
  wow.onEvents((stream) => written.push(stream.body[0]?.name))
  for (const timer of timers) timer.work()
  await services.close()
  const marked = nextEvent('recoverable_marked')
  const body = { recoverable: 'UNRECOVERABLE' }
  expect(await send('PUT', commandPath('mark_recoverable', '0VSampleHeals01'), body)).toBe(200)
  await marked
  expect(written).toEqual(['recoverable_marked'])
})

/** Publishes the prepare of that record once more, for one function; answers how many events were published. */
async function compensate(id: string, processorName: string): Promise<string> {
  const response = await wow.fetch(
    new Request(`http://embedded/execution_failed/${id}/2/compensate`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        function: {
          functionKind: 'EVENT',
          contextName: 'compensation-service',
          processorName,
          name: 'onCompensationPrepared',
        },
      }),
    }),
  )
  return response.text()
}

test('a prepare that is published again for the library’s handler lets the function run once more, for another nothing', async () => {
  await createAndPrepare('0VSampleHeals01')
  // The service was killed before it could answer.
  await services.close()
  const planned: (() => void)[] = []
  services = startSampleServices({
    wow,
    seed: SEED,
    log: (entry) => logged.push(entry),
    after: (_, work) => {
      planned.push(work)
      return () => undefined
    },
  })
  const republished: unknown[] = []
  wow.onRepublished('EVENT', (stream) => republished.push(stream))
  planned.length = 0

  expect(await compensate('0VSampleHeals01', 'SomebodyElse')).toBe('1')
  await vi.waitFor(() => expect(republished).toHaveLength(1))
  expect(planned).toEqual([])

  expect(await compensate('0VSampleHeals01', 'CompensationEventProcessor')).toBe('1')
  await vi.waitFor(() => expect(planned).toHaveLength(1))
  const applied = nextEvent('execution_success_applied')
  planned[0]?.()
  expect((await applied).aggregateId).toBe('0VSampleHeals01')
})
