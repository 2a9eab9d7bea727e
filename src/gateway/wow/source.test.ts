import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { Hono } from 'hono'
import { idGenerator } from '../../wow/ids.ts'
import { manualClock } from '../manualClock.ts'
import { Refusal } from '../http/refusal.ts'
import { ServerRefusal, wowSource } from './source.ts'
import type { Upstream, UpstreamRequest } from './upstream.ts'

const HOUR = 3_600_000

/** A server whose clock is ahead and which refuses what the test says. */
function server(
  options: {
    aheadMs?: number
    refuses?: (operator: string) => string | undefined
  } = {},
) {
  const clock = manualClock()
  const state: {
    aheadMs: number
    /** In place of every answer; one that cannot be copied is made anew for each. */
    failure: Response | (() => Response) | Error | undefined
    probes: number
    /** Where nothing is said, and how long the last such question would have been waited for. */
    silentPaths: RegExp | undefined
    patience: number | undefined
  } = {
    aheadMs: options.aheadMs ?? 0,
    failure: undefined,
    probes: 0,
    silentPaths: undefined,
    patience: undefined,
  }
  const nextId = idGenerator({ machine: 1, now: () => clock.now() + state.aheadMs })
  const app = new Hono()
  app.get('/wow/id/global', (c) => {
    state.probes += 1
    return c.text(nextId())
  })
  app.post('/execution_failed/snapshot/count', async (c) => {
    const body = await c.req.text()
    const operators = [...body.matchAll(/"operator":"(\w+)"/g)].map(([, operator]) => operator ?? '')
    const refusal = operators.map((operator) => options.refuses?.(operator)).find((message) => message !== undefined)
    if (refusal === undefined) return c.json(0, 200, { 'Wow-Error-Code': 'Ok' })
    return c.json({ errorCode: 'IllegalArgument', errorMsg: refusal, succeeded: false }, 400, {
      'Wow-Error-Code': 'IllegalArgument',
    })
  })
  const upstream: Upstream = async ({ method, path, headers, body, patienceMs, signal }) => {
    if (state.failure instanceof Error) {
      state.probes += path === '/wow/id/global' ? 1 : 0
      throw state.failure
    }
    if (typeof state.failure === 'function') return state.failure()
    if (state.failure !== undefined) return state.failure.clone()
    if (state.silentPaths?.test(path) === true) {
      state.patience = patienceMs
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(gone())))
    }
    return app.request(path, { method, headers, ...(body === undefined ? {} : { body }) })
  }
  const source = wowSource({ name: 'main', embedded: false, url: 'http://wow', upstream, clock })
  return { clock, state, source }
}

const anything: UpstreamRequest = {
  method: 'POST',
  path: '/execution_failed/snapshot/count',
  headers: new Headers(),
  signal: new AbortController().signal,
  patienceMs: 1000,
  ownConnection: false,
}
const gone = () => new Refusal('GatewayUpstreamUnreachable', 'No.', { upstream: 'connect ECONNREFUSED' })

test('before the first look nothing is claimed', () => {
  const { source } = server()
  expect(source.describe()).toEqual({
    name: 'main',
    kind: 'wow',
    embedded: false,
    url: 'http://wow',
    clockOffsetMs: null,
    health: { state: 'unknown', lastGoodAt: null, message: null },
    refusedOperators: null,
  })
})

test('one look tells health and clock, and holds for a minute', async () => {
  const { source, clock, state } = server({ aheadMs: 2 * HOUR })
  await Promise.all([source.refresh(), source.refresh()])
  await source.refresh()
  expect(source.health()).toEqual({
    source: 'main',
    clockOffsetMs: 2 * HOUR,
    health: { state: 'up', lastGoodAt: clock.now(), message: null },
  })
  expect(source.serverNow()).toBe(clock.now() + 2 * HOUR)
  expect(state.probes).toBe(1)
  await clock.advance(60_000)
  await source.refresh()
  expect(state.probes).toBe(2)
})

test.each([
  ['an implausible time', 30 * 24 * HOUR],
  ['a time that is none', -40 * 365 * 24 * HOUR],
])('%s in the id is no clock', async (_, aheadMs) => {
  const { source, clock } = server({ aheadMs })
  await source.refresh()
  expect(source.health().clockOffsetMs).toBeNull()
  expect(source.health().health.state).toBe('up')
  expect(source.serverNow()).toBe(clock.now())
})

test('a server that is gone is down in the network’s words, with the time it was last there', async () => {
  const { source, clock, state } = server()
  await source.refresh()
  await clock.advance(0)
  const lastGoodAt = clock.now()
  let told = 0
  source.onHealth(() => (told += 1))
  await clock.advance(5000)
  state.failure = gone()
  await expect(source.send(anything)).rejects.toThrow(Refusal)
  await clock.advance(0)
  expect(source.health().health).toEqual({ state: 'down', lastGoodAt, message: 'connect ECONNREFUSED' })
  expect(told).toBe(1)
  state.failure = undefined
  await source.send(anything)
  expect(source.health().health).toEqual({ state: 'up', lastGoodAt: clock.now(), message: null })
  expect(told).toBe(2)
})

test('one failed request alone does not bring a server down', async () => {
  const { clock, state } = server()
  let fail = true
  const probing = wowSource({
    name: 'main',
    embedded: false,
    url: null,
    clock,
    upstream: async ({ path }) => {
      if (path === '/wow/id/global') {
        state.probes += 1
        return new Response('0V3oAWGt0001000')
      }
      if (fail) throw new Refusal('GatewayUpstreamTimeout', 'Too slow.')
      return Response.json(1)
    },
  })
  await expect(probing.send(anything)).rejects.toThrow('Too slow.')
  await clock.advance(0)
  expect(state.probes).toBe(1)
  expect(probing.health().health.state).toBe('up')
  fail = false
  await probing.send(anything)
})

test('a caller that left says nothing about the server', async () => {
  const { source, clock, state } = server()
  const leaving = new AbortController()
  leaving.abort()
  state.failure = gone()
  await expect(source.send({ ...anything, signal: leaving.signal })).rejects.toThrow(Refusal)
  await clock.advance(0)
  expect(state.probes).toBe(0)
})

test('something else at the address is down in its own words', async () => {
  const { source, state } = server()
  state.failure = new Response('<html>', { status: 503, statusText: 'Service Unavailable' })
  await source.refresh()
  expect(source.health().health).toMatchObject({ state: 'down', message: '503 Service Unavailable' })
})

const words = (operator: string) =>
  `HTTP query operator[${operator}] is disabled because expensive operators are not allowed.`

test.each([
  ['a page', new Response('<html>Sign in</html>', { headers: { 'Content-Type': 'text/html' } }), 'down'],
  ['some text', new Response('It works!'), 'down'],
  ['an id of another make', new Response('8d3c0f2a-7c55-4c59-9a0e-7a2f0f6f7a55'), 'up'],
  [
    'a refusal of the protocol',
    Response.json({ errorCode: 'NotFound', errorMsg: '' }, { status: 404, headers: { 'Wow-Error-Code': 'NotFound' } }),
    'up',
  ],
] as const)('with %s for a global id it is clear whether this is a Wow server', async (_, answer, expected) => {
  const { source, state } = server()
  state.failure = answer
  await source.refresh()
  expect(source.health()).toMatchObject({ clockOffsetMs: null, health: { state: expected } })
})

test('operators that the server refuses are found, in its words', async () => {
  const { source, clock } = server({
    refuses: (operator) =>
      ['CONTAINS', 'NOR', 'EXISTS', 'STARTS_WITH'].includes(operator) ? words(operator) : undefined,
  })
  await source.refresh()
  await clock.advance(0)
  expect(source.describe().refusedOperators).toEqual([
    { operator: 'NOR', message: words('NOR') },
    { operator: 'CONTAINS', message: words('CONTAINS') },
    { operator: 'EXISTS', form: 'false', message: words('EXISTS') },
    { operator: 'STARTS_WITH', form: 'ignoreCase', message: words('STARTS_WITH') },
  ])
})

test('a server that refuses everything tells nothing about its operators', async () => {
  const { source, clock } = server({ refuses: () => 'Unexpected server error' })
  await source.refresh()
  await clock.advance(0)
  expect(source.describe().refusedOperators).toBeNull()
})

test('after an absence the operators are asked for again', async () => {
  const settings = { strict: true }
  const { source, clock, state } = server({
    refuses: (operator) => (settings.strict && operator === 'NE' ? 'no NE' : undefined),
  })
  await source.refresh()
  await clock.advance(0)
  expect(source.describe().refusedOperators).toEqual([{ operator: 'NE', message: 'no NE' }])
  state.failure = gone()
  await clock.advance(60_000)
  await source.refresh()
  expect(source.describe().refusedOperators).toBeNull()
  settings.strict = false
  state.failure = undefined
  await clock.advance(1000)
  await source.refresh()
  await clock.advance(0)
  expect(source.describe().refusedOperators).toEqual([])
})

test('a question tells a refusal from an answer that cannot be read', async () => {
  const { source, state } = server({ refuses: (operator) => (operator === 'NE' ? 'no NE' : undefined) })
  await expect(source.ask(z.unknown(), anything.path, { operator: 'NE' })).rejects.toThrow(new ServerRefusal('no NE'))
  expect(await source.ask(z.unknown(), anything.path, { operator: 'ALL' })).toBe(0)
  state.failure = new Response('not json', { status: 200 })
  await expect(source.ask(z.unknown(), anything.path, {})).rejects.toThrow('cannot be read')
})

test('a question that stays without an answer has the health looked at, and ends when the server is found gone', async () => {
  const { source, clock, state } = server()
  await source.refresh()
  state.silentPaths = /count/
  const question = source.ask(z.unknown(), '/execution_failed/snapshot/count', {}).catch((error: unknown) => error)
  await clock.advance(3000)
  expect(state.probes).toBe(2)
  expect(source.health().health.state).toBe('up')

  await clock.advance(1000)
  state.failure = gone()
  await source.send(anything).catch(() => undefined)
  await clock.advance(0)
  expect(source.health().health.state).toBe('down')
  expect(await question).toBeInstanceOf(Refusal)
})

test('a page does not wait long for a server that is known to be down, a command as long as ever', async () => {
  const { source, state } = server()
  state.failure = gone()
  await source.refresh()
  state.failure = undefined
  state.silentPaths = /count/
  const ask = (ownConnection: boolean) => {
    const leave = new AbortController()
    const asked = source.send({ ...anything, patienceMs: 35_000, ownConnection, signal: leave.signal })
    leave.abort()
    return asked.catch(() => undefined)
  }
  await ask(false)
  expect(state.patience).toBe(5000)
  await ask(true)
  expect(state.patience).toBe(35_000)
})

test('half an answer to the gateway has the health looked at', async () => {
  const { source, clock, state } = server()
  await source.refresh()
  await clock.advance(1000)
  state.failure = () => new Response(new ReadableStream({ start: (controller) => controller.error(gone()) }))
  await expect(source.ask(z.unknown(), '/execution_failed/snapshot/count', {})).rejects.toBeInstanceOf(Refusal)
  await clock.advance(0)
  expect(source.health().health.state).toBe('down')
})

test('an answer of another shape has the health looked at', async () => {
  const { source, clock, state } = server()
  await source.refresh()
  await clock.advance(1000)
  state.failure = new Response('{"something":"else"}', { headers: { 'Wow-Error-Code': 'Ok' } })
  await expect(source.ask(z.number(), '/execution_failed/snapshot/count', {})).rejects.toThrow('cannot be read')
  await clock.advance(0)
  expect(source.health().health.state).toBe('down')
})
