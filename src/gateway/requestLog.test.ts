import { expect, test, vi } from 'vitest'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { createLog } from './log.ts'
import { Refusal } from './http/refusal.ts'
import { wowSource } from './wow/source.ts'
import { openStaticFiles } from './http/staticFiles.ts'
import type { Upstream } from './wow/upstream.ts'

const PREPARE = '/api/wow/local/execution_failed/0V3oAWGt0001000/prepare_compensation'

function gateway(upstream: Upstream, embedded = true) {
  const lines: unknown[] = []
  const log = createLog('info', { write: (line) => lines.push(JSON.parse(line)) })
  const source = wowSource({ name: 'local', embedded, url: null, upstream, clock: systemClock })
  return { lines, app: createApp({ sources: [source], files: openStaticFiles(''), deviceId: 'device', log }) }
}

const events = (...texts: string[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const text of texts) controller.enqueue(new TextEncoder().encode(text))
        controller.close()
      },
    }),
    { headers: { 'Content-Type': 'text/event-stream;charset=UTF-8', 'Wow-Error-Code': 'Ok' } },
  )

test('a read is one line without query, body and headers', async () => {
  const { app, lines } = gateway(async () => Response.json(1))
  await app.request('/api/wow/local/execution_failed/snapshot/count?secret=1', {
    method: 'POST',
    body: '{"value":"secret"}',
    headers: { Authorization: 'Bearer secret', Cookie: 'secret=1' },
  })
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.any(String),
      method: 'POST',
      path: '/api/wow/local/execution_failed/snapshot/count',
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    },
  ])
})

test('a write is a line of note with source, request id and outcome', async () => {
  const { app, lines } = gateway(async () =>
    Response.json({ errorMsg: 'secret' }, { status: 400, headers: { 'Wow-Error-Code': 'IllegalState' } }),
  )
  await app.request(PREPARE, { method: 'PUT', headers: { 'Command-Request-Id': 'intent-1' } })
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines[0]).toMatchObject({
    level: 'notice',
    path: PREPARE,
    status: 400,
    source: 'local',
    requestId: 'intent-1',
    outcome: 'IllegalState',
  })
  expect(JSON.stringify(lines)).not.toContain('secret')
})

test.each([true, false])(
  'a command that answers by events is logged with how it ended (embedded: %s)',
  async (embedded) => {
    const { app, lines } = gateway(
      async () =>
        events(
          'event:SENT\ndata:{"errorCode":"Ok"}\n\n',
          'event:PROCESSED\ndata:{"errorCo',
          'de":"CommandExpectVersionConflict"}\n\n',
        ),
      embedded,
    )
    const response = await app.request(PREPARE, { method: 'PUT', headers: { Accept: 'text/event-stream' } })
    expect(lines).toEqual([])
    expect(await response.text()).toContain('event:SENT')
    await vi.waitFor(() => expect(lines).toHaveLength(1))
    expect(lines[0]).toMatchObject({ level: 'notice', status: 200, outcome: 'CommandExpectVersionConflict' })
  },
)

test('a command whose reader left is logged as such', async () => {
  const { app, lines } = gateway(
    async () => new Response(new ReadableStream(), { headers: { 'Content-Type': 'text/event-stream' } }),
  )
  const response = await app.request(PREPARE, { method: 'PUT' })
  await response.body?.cancel()
  await vi.waitFor(() => expect(lines).toMatchObject([{ outcome: 'left' }]))
})

test.each([true, false])('whoever leaves before the answer has no failure logged (embedded: %s)', async (embedded) => {
  const asked = Promise.withResolvers<void>()
  // The server in this process answers even then; of another one the connection is cut.
  const { app, lines } = gateway(async ({ signal }) => {
    asked.resolve()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    if (!embedded) throw new Refusal('GatewayUpstreamUnreachable', 'No.')
    return Response.json({}, { status: 500, headers: { 'Wow-Error-Code': 'InternalServerError' } })
  }, embedded)
  const caller = new AbortController()
  const response = app.request(new Request(`http://localhost${PREPARE}`, { method: 'PUT', signal: caller.signal }))
  await asked.promise
  caller.abort()
  expect((await response).status).toBe(499)
  await vi.waitFor(() => expect(lines).toMatchObject([{ level: 'notice', status: 499, outcome: 'left' }]))
})

test('a write that found no server is a warning with its request id', async () => {
  const { app, lines } = gateway(async () => {
    throw new Refusal('GatewayUpstreamUnreachable', 'No.')
  })
  const response = await app.request(PREPARE, { method: 'PUT', headers: { 'Command-Request-Id': 'intent-1' } })
  expect(response.status).toBe(502)
  expect(lines).toMatchObject([{ level: 'warn', status: 502, source: 'local', requestId: 'intent-1' }])
})

test('what is written in front of a terminal is less', () => {
  const lines: string[] = []
  const log = createLog('notice', { write: (line) => lines.push(line) })
  log.info('request')
  log.notice('write')
  log.warn('trouble')
  expect(lines).toHaveLength(2)
})
