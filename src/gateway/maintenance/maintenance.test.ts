import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openEmbeddedWow } from '../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../embedded/wow/server.ts'
import { create } from '../../embedded/wow/testCommands.ts'
import { GatewayError } from '../api/error.ts'
import { MaintenanceFailures, MaintenanceRun, MaintenanceRuns } from '../api/maintenance.ts'
import type { Clock } from '../clock.ts'
import { silentLog } from '../log.ts'
import { Refusal } from '../http/refusal.ts'
import { wowSource } from '../wow/source.ts'
import { openGatewayStore } from '../store/gatewayStore.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import { testGateway } from '../testGateway.ts'
import { embeddedUpstream } from '../wow/upstream.ts'
import type { Upstream } from '../wow/upstream.ts'
import { openMaintenance } from './maintenance.ts'

/** Twenty times as fast as the wall's. */
const begun = Date.now()
const clock: Clock = {
  now: () => begun + (Date.now() - begun) * 20,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs / 20)
    return () => clearTimeout(timer)
  },
}

let wow: EmbeddedWow
let store: GatewayStore
const closings: Array<() => Promise<void>> = []

beforeEach(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'strict' })
  store = await openGatewayStore(':memory:')
})

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
  await store.destroy()
  await wow.close()
})

/** The gateway before the embedded server, asked by `around`; it ends with the test or by `end`. */
async function gateway(
  around: (next: Upstream) => Upstream = (next) => next,
  role: 'admin' | 'operator' = 'admin',
  url: string | null = null,
) {
  const upstream = around(embeddedUpstream(wow))
  const source = wowSource({ name: 'local', embedded: true, url, upstream, clock })
  const maintenance = await openMaintenance({ sources: [source], store, clock, log: silentLog })
  const served = testGateway(wow, { sources: [source], maintenance, clock, roleOf: () => role })
  const end = async () => {
    served.close()
    await maintenance.close()
  }
  closings.push(end)
  const ask = (path: string, method = 'GET', body?: unknown) =>
    served.app.request(`/api/maintenance/local${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    end,
    ask,
    start: (wish: Record<string, unknown> = {}) =>
      ask('', 'POST', { intentId: 'intent-1', kind: 'regenerate', rate: 1000, skips: false, ...wish }),
    say: async (path: string, method = 'POST', body?: unknown) =>
      MaintenanceRun.parse(await (await ask(path, method, body)).json()),
    newest: async () => MaintenanceRuns.parse(await (await ask('')).json()).runs[0],
  }
}

/** So many executions; their ids, in their order. */
async function records(count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, at) => `0V3oAWGt000${at}000`)
  for (const id of ids) await create(wow, id)
  return ids
}

const isBatch = (path: string) => /^\/execution_failed\/(?:snapshot|state)\/[^/]+\/\d+$/u.test(path)

/** Refuses or loses batches as the test says; `seen` are their paths. */
function batches(behave: (at: number, send: () => Promise<Response>, signal: AbortSignal) => Promise<Response>) {
  const seen: string[] = []
  const around = (next: Upstream): Upstream => {
    return async (request) => {
      if (!isBatch(request.path)) return next(request)
      seen.push(`${request.method} ${request.path}`)
      return behave(seen.length - 1, () => next(request), request.signal)
    }
  }
  return { seen, around }
}

/** Lets the first batches through and holds the next one until the test says so, or until the gateway gives up. */
function heldAfter(free: number) {
  const { promise, resolve: release } = Promise.withResolvers<void>()
  const held = batches(async (at, send, signal) => {
    const given = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    if (at >= free) await Promise.race([promise, given])
    signal.throwIfAborted()
    return send()
  })
  return { ...held, release }
}

const refusal = (status: number, errorCode: string, errorMsg: string, more: Record<string, unknown> = {}) =>
  Response.json(
    { errorCode, errorMsg, succeeded: false, ...more },
    { status, headers: { 'Wow-Error-Code': errorCode } },
  )

const status = async (api: Awaited<ReturnType<typeof gateway>>, wanted: string) => {
  await vi.waitFor(async () => expect(await api.newest()).toMatchObject({ status: wanted }), 10_000)
  return api.newest()
}

test('every snapshot is built anew, and the run tells how many', async () => {
  await records(7)
  const { seen, around } = batches((_, send) => send())
  const api = await gateway(around)
  const response = await api.start({ rate: 4 })
  expect(response.status).toBe(201)
  expect(await status(api, 'done')).toMatchObject({ total: 7, done: 7, failed: 0, maybeTwice: 0, inFlight: 0 })
  // Two of them at once: a batch takes half a second of the rate.
  expect(seen[0]).toBe('PUT /execution_failed/snapshot/(0)/2')
  expect(seen).toHaveLength(4)
  expect((await api.newest())?.endedAt).toBeGreaterThan(0)
})

test('what was pressed twice is run once, and no second run begins beside it', async () => {
  await records(3)
  const api = await gateway(heldAfter(0).around)
  const first = MaintenanceRun.parse(await (await api.start({ rate: 1 })).json())
  expect(MaintenanceRun.parse(await (await api.start({ rate: 1 })).json()).id).toBe(first.id)
  const other = await api.start({ intentId: 'intent-2', kind: 'resend' })
  expect(other.status).toBe(409)
  const body: unknown = await other.json()
  expect(body).toMatchObject({ errorCode: 'MaintenanceBusy', run: { id: first.id } })
})

test('a run is paused, changed, resumed and cancelled', async () => {
  await records(5)
  const { seen, around, release } = heldAfter(1)
  const api = await gateway(around)
  const { id } = MaintenanceRun.parse(await (await api.start({ rate: 1, kind: 'resend' })).json())
  await vi.waitFor(async () => expect(await api.newest()).toMatchObject({ done: 1, inFlight: 1 }), 5000)
  // The batch on its way cannot be taken back: it is counted, and no other follows.
  expect(await api.say(`/${id}/pause`)).toMatchObject({ status: 'paused', inFlight: 1, endedAt: null })
  release()
  await vi.waitFor(async () => expect(await api.newest()).toMatchObject({ status: 'paused', done: 2, inFlight: 0 }))
  expect(await api.say(`/${id}`, 'PUT', { rate: 500 })).toMatchObject({ rate: 500, status: 'paused' })
  expect(seen).toHaveLength(2)
  await api.say(`/${id}/resume`)
  expect(await status(api, 'done')).toMatchObject({ done: 5, kind: 'resend' })
  expect(seen.every((each) => each.startsWith('POST /execution_failed/state/'))).toBe(true)

  const past = await api.ask(`/${id}/cancel`, 'POST')
  expect(GatewayError.parse(await past.json()).errorCode).toBe('MaintenanceNotOffered')
  await api.start({ intentId: 'intent-2', rate: 1 })
  const next = (await api.newest())?.id ?? 0
  expect(await api.say(`/${next}/cancel`)).toMatchObject({ status: 'cancelled' })
  expect((await api.start({ intentId: 'intent-3' })).status).toBe(201)
})

test('an answer that was lost is asked for again, and says that it may have been done twice', async () => {
  await records(6)
  const { seen, around } = batches(async (at, send) => {
    const answer = await send()
    if (at === 1) throw new Error('socket hang up')
    return answer
  })
  const api = await gateway(around)
  await api.start({ rate: 4 })
  await vi.waitFor(async () => expect((await api.newest())?.waiting).toMatchObject({ message: 'socket hang up' }), 5000)
  expect(await status(api, 'done')).toMatchObject({ done: 6, maybeTwice: 2, waiting: null })
  // From the same cursor, with a smaller question.
  expect(seen[2]?.replace(/\d+$/u, '')).toBe(seen[1]?.replace(/\d+$/u, ''))
  expect(seen[2]).toMatch(/\/1$/u)
})

test('a record that the server fails at stops the run, and can be left out by hand', async () => {
  const ids = await records(4)
  const bad = ids[1] ?? ''
  const { around } = batches(async (at, send) =>
    at === 1
      ? refusal(400, 'BatchTaskError', `Task[AggregateId(contextName=c, tenantId=(0), id=${bad})] execution failed.`, {
          afterId: ids[0],
          size: 0,
        })
      : send(),
  )
  const api = await gateway(around)
  const { id } = MaintenanceRun.parse(await (await api.start({ rate: 1 })).json())
  expect(await status(api, 'stopped')).toMatchObject({
    done: 1,
    cursor: ids[0],
    error: { errorCode: 'BatchTaskError', recordId: bad },
  })
  await api.say(`/${id}/skip`)
  expect(await status(api, 'done')).toMatchObject({ done: 3, failed: 1 })
  const { failures } = MaintenanceFailures.parse(await (await api.ask(`/${id}/failures`)).json())
  expect(failures).toMatchObject([{ recordId: bad, message: expect.stringContaining('execution failed') }])
})

test('with leave to, it goes on behind a record that the server fails at', async () => {
  const ids = await records(4)
  const message = `Task[AggregateId(contextName=c, tenantId=(0), id=${ids[2]})] execution failed.`
  const { seen, around } = batches(async (at, send) =>
    at === 0 ? refusal(400, 'BatchTaskError', message, { afterId: ids[1], size: 2 }) : send(),
  )
  const api = await gateway(around)
  await api.start({ skips: true })
  expect(await status(api, 'done')).toMatchObject({ done: 3, failed: 1, total: 4 })
  expect(seen[1]).toContain(`/snapshot/${ids[2]}/`)
})

test.for([
  ['that does not know the way', refusal(404, 'NotFound', 'No endpoint PUT /snapshot.'), 'No endpoint PUT /snapshot.'],
  ['whose cursor does not move', Response.json({ afterId: '(0)', size: 5, errorCode: 'Ok' }), 'does not move'],
  ['that answers with a page', new Response('<html>', { status: 403 }), 'HTTP 403'],
] as const)('a server %s stops the run with its words', async ([, answer, words]) => {
  await records(1)
  const { seen, around } = batches(async () => answer.clone())
  const api = await gateway(around)
  await api.start()
  expect((await status(api, 'stopped'))?.error?.errorMsg).toContain(words)
  expect(seen).toHaveLength(1)
})

test('what was on its way when the process ended is asked for again', async () => {
  await records(4)
  const first = await gateway(heldAfter(1).around)
  await first.start({ rate: 1 })
  await vi.waitFor(async () => expect(await first.newest()).toMatchObject({ done: 1, inFlight: 1 }), 5000)
  await first.end()
  // As a killed process leaves it.
  await store.updateTable('maintenance_run').set({ in_flight: 2, rate: 1000 }).execute()
  const second = await gateway()
  expect(await status(second, 'done')).toMatchObject({ done: 4, maybeTwice: 2 })
})

test('what the server does not have is not started, and said with its words', async () => {
  await records(1)
  const { start, newest } = await gateway((next) => (request) => {
    const isResend = request.method === 'POST' && request.path.startsWith('/execution_failed/state/')
    return next(isResend ? { ...request, path: '/no/such/way' } : request)
  })
  const answer = await start({ kind: 'resend' })
  expect(answer.status).toBe(424)
  expect(GatewayError.parse(await answer.json())).toMatchObject({
    errorCode: 'MaintenanceMissing',
    errorMsg: 'This server does not offer POST /execution_failed/state/{afterId}/{limit}. Nothing was done.',
    upstream: expect.stringContaining('No static resource'),
  })
  expect(await newest()).toBeUndefined()
  expect((await start({ kind: 'regenerate' })).status).toBe(201)
})

test('a run does not go on while the server does not have its operation, but can be ended', async () => {
  await records(2)
  let lacks = false
  const held = heldAfter(0)
  const changing = (next: Upstream): Upstream => {
    const inner = held.around(next)
    return (request) =>
      lacks && request.path.startsWith('/execution_failed/snapshot/')
        ? next({ ...request, path: '/no/such/way' })
        : inner(request)
  }
  const one = await gateway(changing)
  const { id } = MaintenanceRun.parse(await (await one.start()).json())
  await one.say(`/${id}/pause`)
  await one.end()
  lacks = true
  const two = await gateway(changing)
  const answer = await two.ask(`/${id}/resume`, 'POST')
  expect(answer.status).toBe(424)
  expect(GatewayError.parse(await answer.json())).toMatchObject({
    errorCode: 'MaintenanceMissing',
    errorMsg: expect.stringContaining('/execution_failed/snapshot/'),
  })
  expect(await two.newest()).toMatchObject({ id, status: 'paused', error: null })
  expect(await two.say(`/${id}/cancel`)).toMatchObject({ status: 'cancelled' })
})

test('two tabs that start at once are told apart', async () => {
  const api = await gateway(heldAfter(0).around)
  const answers = await Promise.all([api.start(), api.start({ intentId: 'intent-2' }), api.start()])
  expect(answers.map(({ status }) => status)).toEqual([201, 409, 201])
})

test('a run does not go on with another server under the same name', async () => {
  await records(2)
  const one = await gateway(heldAfter(0).around, 'admin', 'http://one/')
  const { id } = MaintenanceRun.parse(await (await one.start()).json())
  await one.end()
  const { seen, around } = heldAfter(0)
  const two = await gateway(around, 'admin', 'http://two/')
  expect(await two.newest()).toMatchObject({ status: 'stopped', error: { errorCode: 'MaintenanceOtherServer' } })
  expect((await two.ask(`/${id}/resume`, 'POST')).status).toBe(409)
  expect(await two.say(`/${id}/cancel`)).toMatchObject({ status: 'cancelled' })
  expect(seen).toEqual([])
})

test('where counting takes the server too long, the run goes on without a total', async () => {
  await records(3)
  const api = await gateway((next) => async (request) => {
    if (request.path.endsWith('/event/paged')) throw new Refusal('GatewayUpstreamTimeout', 'No answer in time.')
    return next(request)
  })
  await api.start()
  expect(await status(api, 'done')).toMatchObject({ total: null, done: 3 })
})

test('only an admin runs it, and a paused run stays paused over a restart', async () => {
  await records(2)
  const api = await gateway(heldAfter(0).around)
  const { id } = MaintenanceRun.parse(await (await api.start({ rate: 1 })).json())
  await api.say(`/${id}/pause`)
  await api.end()
  const operator = await gateway(undefined, 'operator')
  expect(await operator.newest()).toMatchObject({ id, status: 'paused' })
  for (const [path, method] of [
    ['', 'POST'],
    [`/${id}`, 'PUT'],
    [`/${id}/resume`, 'POST'],
  ] as const) {
    expect((await operator.ask(path, method, {})).status).toBe(403)
  }
})
