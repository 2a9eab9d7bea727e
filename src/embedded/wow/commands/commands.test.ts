import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openEmbeddedWow, type EmbeddedWow, type EmbeddedWowOptions } from '../server.ts'
import { ask, create, put, request } from '../testCommands.ts'

let folder: string
let opened: EmbeddedWow[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'amends-commands-'))
  opened = []
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(opened.map((wow) => wow.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function open(options: Partial<EmbeddedWowOptions> = {}): Promise<EmbeddedWow> {
  const wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', ...options })
  opened.push(wow)
  return wow
}

const standing = () => 1_795_000_000_000

async function globalId(wow: EmbeddedWow): Promise<string> {
  const response = await wow.fetch(new Request('http://localhost/wow/id/global'))
  return response.text()
}

const SPEC = { maxRetries: 4, minBackoff: 0, executionTimeout: 0 }

/** Versions of an aggregate's event streams, ascending. */
async function versions(wow: EmbeddedWow, id: string): Promise<unknown[]> {
  const response = await wow.fetch(request(`/${id}/event/1/1000`, { method: 'GET' }))
  const streams: unknown[] = await response.json()
  return streams.map((stream) => Object(stream)['version'])
}

test('a repeated request is refused before it is sent, on other aggregates it is another request', async () => {
  const wow = await open()
  await create(wow, 'a')
  await create(wow, 'b')
  const once = { 'Command-Request-Id': 'r1' }
  expect((await put(wow, 'a', 'apply_retry_spec', SPEC, once)).status).toBe(200)
  const again = await put(wow, 'a', 'apply_retry_spec', SPEC, once)
  expect(again).toMatchObject({
    status: 400,
    body: {
      stage: 'SENT',
      aggregateVersion: null,
      errorCode: 'DuplicateRequestId',
      errorMsg: 'Duplicate request ID[r1].',
      function: { processorName: 'CommandGateway' },
    },
  })
  expect((await put(wow, 'b', 'apply_retry_spec', SPEC, once)).status).toBe(200)
  expect(await versions(wow, 'a')).toEqual([1, 2])
})

test('the same request sent twenty times at once takes effect once', async () => {
  const wow = await open({ file: path.join(folder, 'wow.db') })
  await create(wow, 'a')
  const once = { 'Command-Request-Id': 'r1' }
  const answers = await Promise.all(Array.from({ length: 20 }, () => put(wow, 'a', 'apply_retry_spec', SPEC, once)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ body }) => body['errorCode'] === 'DuplicateRequestId')).toHaveLength(19)
  expect(await versions(wow, 'a')).toEqual([1, 2])
})

test('a request repeated after a restart is refused by the store', async () => {
  const file = path.join(folder, 'wow.db')
  const before = await openEmbeddedWow({ file, guard: 'open' })
  await create(before, 'a')
  const once = { 'Command-Request-Id': 'r1' }
  expect((await put(before, 'a', 'apply_retry_spec', SPEC, once)).status).toBe(200)
  await before.close()

  const wow = await open({ file })
  expect(await put(wow, 'a', 'apply_retry_spec', SPEC, once)).toMatchObject({
    status: 400,
    body: { stage: 'PROCESSED', aggregateVersion: 3, errorCode: 'DuplicateRequestId' },
  })
  // The refusal consumed nothing, and other requests go through.
  expect((await put(wow, 'a', 'apply_retry_spec', SPEC)).body['aggregateVersion']).toBe(3)
})

test('a failed command does not consume its request id', async () => {
  const wow = await open()
  await create(wow, 'a')
  const once = { 'Command-Request-Id': 'r1' }
  expect((await put(wow, 'a', 'apply_retry_spec', { ...SPEC, maxRetries: -1 }, once)).status).toBe(400)
  expect((await put(wow, 'a', 'apply_retry_spec', SPEC, once)).status).toBe(200)
})

test('ids of two starts never meet and grow as strings', async () => {
  const file = path.join(folder, 'wow.db')
  // A clock that stands still: only the number of the start tells the ids apart.
  const first = await openEmbeddedWow({ file, guard: 'open', now: standing })
  const ids = [await globalId(first), await globalId(first)]
  await first.close()
  const second = await open({ file, now: standing })
  ids.push(await globalId(second), await globalId(second))
  expect([...new Set(ids)].sort()).toEqual(ids)
})

test('ids of two stores do not meet either, made at the same moment', async () => {
  const [one, other] = [await open({ now: standing }), await open({ now: standing })]
  const ids = await Promise.all([one, other].flatMap((wow) => Array.from({ length: 50 }, () => globalId(wow))))
  expect(new Set(ids).size).toBe(100)
})

test('a hundred commands on one aggregate at once get a version each', async () => {
  const wow = await open({ file: path.join(folder, 'wow.db') })
  await create(wow, 'a')
  const answers = await Promise.all(Array.from({ length: 100 }, () => put(wow, 'a', 'apply_retry_spec', SPEC)))
  const given = answers.map(({ body }) => Number(body['aggregateVersion'])).sort((a, b) => a - b)
  const expected = Array.from({ length: 100 }, (_, index) => index + 2)
  expect(given).toEqual(expected)
  expect(await versions(wow, 'a')).toEqual([1, ...expected])
})

test('of two commands that expect the same version one is refused', async () => {
  const wow = await open()
  await create(wow, 'a')
  const expecting = { 'Command-Aggregate-Version': '1' }
  const answers = await Promise.all([1, 2].map(() => put(wow, 'a', 'apply_retry_spec', SPEC, expecting)))
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
})

test('expected version 0 harms nothing', async () => {
  const wow = await open()
  await create(wow, 'a')
  const zero = { 'Command-Aggregate-Version': '0' }
  expect(await put(wow, 'a', 'mark_recoverable', { recoverable: 'RECOVERABLE' }, zero)).toMatchObject({
    status: 400,
    body: { errorCode: 'DuplicateAggregateId' },
  })
  expect(await put(wow, 'new', 'mark_recoverable', { recoverable: 'RECOVERABLE' }, zero)).toMatchObject({
    status: 404,
    body: { errorCode: 'NotFound', errorMsg: expect.stringContaining('is not initialized.') },
  })
  expect((await put(wow, 'a', 'mark_recoverable', { recoverable: 'RECOVERABLE' })).status).toBe(200)
})

test('without lag a query after the answer sees the new state', async () => {
  const wow = await open()
  await create(wow, 'a')
  await put(wow, 'a', 'prepare_compensation')
  expect(
    await ask(wow, '/snapshot/single/state', { body: { condition: { operator: 'ID', value: 'a' } } }),
  ).toMatchObject({ body: { status: 'PREPARED' } })
})

test('with a lag the command is judged by its events, and SNAPSHOT waits for what queries see', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const wow = await open({ snapshotLagMs: 5000 })
  const version = async () => (await ask(wow, '/a/snapshot', { method: 'GET' })).body['version']
  await create(wow, 'a')
  expect(await version()).toBe(undefined)
  // Judged by the event that no snapshot shows yet.
  expect((await create(wow, 'a')).body['errorCode']).toBe('DuplicateAggregateId')
  await vi.advanceTimersByTimeAsync(5000)
  expect(await version()).toBe(1)

  const seen = put(wow, 'a', 'prepare_compensation', {}, { 'Command-Wait-Stage': 'SNAPSHOT' })
  await vi.advanceTimersByTimeAsync(4900)
  expect(await version()).toBe(1)
  await vi.advanceTimersByTimeAsync(100)
  expect((await seen).body).toMatchObject({ stage: 'SNAPSHOT', aggregateVersion: 2, function: { name: 'save' } })
  expect(await version()).toBe(2)
})

test('a snapshot that has not followed when the server stops is there after the next start', async () => {
  const file = path.join(folder, 'wow.db')
  const lagging = await openEmbeddedWow({ file, guard: 'open', snapshotLagMs: 3_600_000 })
  await create(lagging, 'a')
  await put(lagging, 'a', 'prepare_compensation')
  expect((await lagging.fetch(request('/a/snapshot', { method: 'GET' }))).status).toBe(404)
  await lagging.close()

  const wow = await open({ file })
  expect(await ask(wow, '/a/snapshot', { method: 'GET' })).toMatchObject({ status: 200, body: { version: 2 } })
})

test('events come after the commit, in order, and a listener that throws harms nothing', async () => {
  const log = vi.fn<(entry: Record<string, unknown>) => void>()
  const wow = await open({ log })
  const heard: string[] = []
  wow.onEvents(() => {
    throw new Error('broken listener')
  })
  const leave = wow.onEvents((stream) => heard.push(`${stream.aggregateId} ${stream.version} ${stream.body[0]?.name}`))
  await create(wow, 'a')
  await put(wow, 'a', 'prepare_compensation')
  await vi.waitFor(() => expect(heard).toEqual(['a 1 execution_failed_created', 'a 2 compensation_prepared']))
  expect(log).toHaveBeenCalledWith(expect.objectContaining({ message: 'an event listener failed' }))

  leave()
  await put(wow, 'a', 'mark_recoverable', { recoverable: 'RECOVERABLE' })
  await new Promise((resolve) => setImmediate(resolve))
  expect(heard).toHaveLength(2)
})

test('a stage that never comes is a timeout in the server’s words, and the command has taken effect', async () => {
  const wow = await open()
  await create(wow, 'a')
  const never = { 'Command-Wait-Stage': 'PROJECTED', 'Command-Wait-Timeout': '20' }
  expect(await put(wow, 'a', 'apply_retry_spec', SPEC, never)).toEqual({
    status: 408,
    body: {
      errorCode: 'RequestTimeout',
      errorMsg:
        "Did not observe any item or terminal signal within 20ms in 'source(MonoDefer)' (and no fallback has been configured)",
      succeeded: false,
    },
  })
  expect(await versions(wow, 'a')).toEqual([1, 2])
})

test('a wait of years ends with the server', async () => {
  const wow = await open()
  await create(wow, 'a')
  const forever = { 'Command-Wait-Stage': 'SAGA_HANDLED', 'Command-Wait-Timeout': '99999999999999999' }
  const answer = put(wow, 'a', 'apply_retry_spec', SPEC, forever)
  await vi.waitFor(async () => expect(await versions(wow, 'a')).toEqual([1, 2]))
  await wow.close()
  opened = []
  expect(await answer).toMatchObject({ status: 408, body: { errorMsg: 'The server is stopping.' } })
})

test('a client that leaves an event stream ends its wait', async () => {
  const wow = await open()
  await create(wow, 'a')
  const response = await wow.fetch(
    request('/a/apply_retry_spec', {
      method: 'PUT',
      body: SPEC,
      headers: { Accept: 'text/event-stream', 'Command-Wait-Stage': 'PROJECTED', 'Command-Wait-Timeout': '250000' },
    }),
  )
  const reader = response.body?.getReader()
  const first = await reader?.read()
  expect(new TextDecoder().decode(first?.value)).toMatch(/^id:\w{15}\nevent:SENT\ndata:\{.*\}\n\n$/)
  await reader?.cancel()
  // The command runs to its end all the same.
  expect(await versions(wow, 'a')).toEqual([1, 2])
})

test('what runs when the server is closed is finished and answered', async () => {
  const file = path.join(folder, 'wow.db')
  const wow = await openEmbeddedWow({ file, guard: 'open' })
  const answers = Array.from({ length: 30 }, (_, index) => create(wow, `c${index}`))
  // Taken: each has read its body and stands before the writer.
  await answers[0]
  await wow.close()
  const settled = await Promise.allSettled(answers)
  const accepted = settled.flatMap((each) =>
    each.status === 'fulfilled' && each.value.status === 200 ? [each.value.body['aggregateId']] : [],
  )
  expect(accepted.length).toBeGreaterThan(0)

  const again = await open({ file })
  const { body } = await ask(again, '/snapshot/paged', { body: { condition: {}, pagination: { size: 100 } } })
  expect(body['total']).toBe(accepted.length)
})
