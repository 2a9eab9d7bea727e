import { once } from 'node:events'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import net from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { GatewayError } from './api/error.ts'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { listen } from './listen.ts'
import type { Listener } from './listen.ts'
import { silentLog } from './log.ts'
import type { Role } from '../wow/actions.ts'
import { wowSource } from './source.ts'
import { openStaticFiles } from './staticFiles.ts'
import { httpUpstream } from './upstream.ts'
import type { Upstream } from './upstream.ts'
import { MAX_BODY } from './wowProxy.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A server on loopback that behaves as each test says. */
let behave: (seen: Seen, response: ServerResponse, request: IncomingMessage) => void
let connections = 0
const seen: Seen[] = []
const server = http.createServer((request, response) => {
  const parts: Uint8Array[] = []
  request.on('data', (part: Uint8Array) => parts.push(part))
  request.on('end', () => {
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: Buffer.concat(parts).toString() }
    if (url === '/base/wow/id/global') {
      response.end('0V3oAWGt0001000')
      return
    }
    seen.push(one)
    behave(one, response, request)
  })
})
server.on('connection', () => (connections += 1))

let base: URL
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('no port')
  base = new URL(`http://127.0.0.1:${address.port}/base/`)
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
afterEach(() => {
  seen.length = 0
  connections = 0
})

function gateway({
  role = 'admin',
  upstream,
  log = silentLog,
}: { role?: Role; upstream?: Upstream; log?: typeof silentLog } = {}) {
  const source = wowSource({
    name: 'main',
    embedded: false,
    url: base.href,
    upstream: upstream ?? httpUpstream({ url: base, headers: { authorization: 'Bearer of-the-file' } }),
    clock: systemClock,
  })
  return createApp({
    sources: [source],
    files: openStaticFiles('/nowhere'),
    deviceId: 'this-device',
    roleOf: () => role,
    log,
  })
}

/** The same upstream with less patience, so that no test has to wait half a minute. */
const impatient: Upstream = (request) => httpUpstream({ url: base, headers: {} })({ ...request, patienceMs: 100 })

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Wow-Error-Code': status < 400 ? 'Ok' : 'NotFound' })
  response.end(JSON.stringify(body))
}

const query = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"operator":"ALL"}' }
const COUNT = '/api/wow/main/execution_failed/snapshot/count'
const PREPARE = '/api/wow/main/execution_failed/0V3oAWGt0001000/prepare_compensation'

async function refusal(response: Response) {
  expect(response.headers.get('content-type')).toContain('application/json')
  return z.parse(GatewayError, await response.json())
}

test('a question arrives as it was asked and its answer as it was given', async () => {
  behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Wow-Error-Code': 'Ok', 'Content-Length': '2' })
    response.end('12')
  }
  const response = await gateway().request(`${COUNT}?a=%2F&b=c%20d`, query)
  expect(await response.text()).toBe('12')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('wow-error-code')).toBe('Ok')
  expect(seen).toMatchObject([
    { method: 'POST', url: '/base/execution_failed/snapshot/count?a=%2F&b=c%20d', body: '{"operator":"ALL"}' },
  ])
})

test('percent-encoded ids and status codes are left alone', async () => {
  behave = (_, response) =>
    json(response, { errorCode: 'NotFound', errorMsg: 'Not found resource!', succeeded: false }, 404)
  const response = await gateway().request('/api/wow/main/execution_failed/a%2Fb%3Bc/snapshot')
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ errorMsg: 'Not found resource!' })
  expect(seen[0]?.url).toBe('/base/execution_failed/a%2Fb%3Bc/snapshot')
})

test('credentials of the browser stay here, those of the headers file go along', async () => {
  behave = (_, response) => json(response, 1)
  await gateway().request(COUNT, {
    ...query,
    headers: {
      ...query.headers,
      Cookie: 'session=1',
      Authorization: 'Basic bWU6cGFzcw==',
      'Proxy-Authorization': 'x',
      'X-Forwarded-For': '10.0.0.1',
      'X-Http-Method-Override': 'DELETE',
      'Wow-Space-Id': 'space',
      'Command-Owner-Id': 'owner',
      traceparent: '00-1-2-01',
    },
  })
  const headers = seen[0]?.headers ?? {}
  expect(headers).toMatchObject({ 'wow-space-id': 'space', 'command-owner-id': 'owner', traceparent: '00-1-2-01' })
  expect(headers.authorization).toBe('Bearer of-the-file')
  for (const name of ['cookie', 'proxy-authorization', 'x-forwarded-for', 'x-http-method-override']) {
    expect(headers).not.toHaveProperty(name)
  }
})

test('only headers of the protocol come back', async () => {
  behave = (_, response) => {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Set-Cookie': 'session=1',
      Server: 'wow',
      'Access-Control-Allow-Origin': '*',
      'Content-Security-Policy': 'none',
      'Cache-Control': 'public',
    })
    response.end('1')
  }
  const { headers } = await gateway().request(COUNT, query)
  expect(headers.has('set-cookie')).toBe(false)
  expect(headers.has('server')).toBe(false)
  expect(headers.has('access-control-allow-origin')).toBe(false)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a compressed answer stays compressed', async () => {
  behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })
    response.end(gzipSync('[1,2,3]'))
  }
  const response = await gateway().request(COUNT, {
    ...query,
    headers: { ...query.headers, 'Accept-Encoding': 'gzip' },
  })
  expect(seen[0]?.headers['accept-encoding']).toBe('gzip')
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('[1,2,3]')
})

test('a write is sent with a request id and the name of this installation', async () => {
  behave = (_, response) => json(response, {})
  await gateway().request(PREPARE, { method: 'PUT', headers: { 'CoSec-Device-Id': 'forged' } })
  await gateway().request(PREPARE, { method: 'PUT', headers: { 'Command-Request-Id': 'mine' } })
  await gateway().request(PREPARE, { method: 'PUT', headers: { 'CoSec-Request-Id': 'theirs' } })
  expect(seen.map(({ headers }) => headers['command-request-id'])).toEqual([
    expect.stringMatching(/^[\w-]{21}$/),
    'mine',
    'theirs',
  ])
  expect(seen.map(({ headers }) => headers['cosec-device-id'])).toEqual(Array(3).fill('this-device'))
})

test('each write has a connection of its own, reads share one until a refusal', async () => {
  behave = (_, response) => json(response, 1)
  const app = gateway()
  for (let time = 0; time < 3; time += 1) await (await app.request(COUNT, query)).text()
  expect(connections).toBe(1)
  for (let time = 0; time < 2; time += 1) await (await app.request(PREPARE, { method: 'PUT' })).text()
  expect(connections).toBe(3)
  behave = (_, response) => json(response, { errorCode: 'NotFound', errorMsg: 'no' }, 404)
  await (await app.request(COUNT, query)).text()
  behave = (_, response) => json(response, 1)
  await (await app.request(COUNT, query)).text()
  expect(connections).toBe(4)
})

test.each([
  ['viewer', COUNT, 'POST', true],
  ['viewer', PREPARE, 'PUT', false],
  ['operator', PREPARE, 'PUT', true],
  ['operator', '/api/wow/main/execution_failed/x', 'DELETE', false],
  ['operator', '/api/wow/main/wow/command/send', 'POST', false],
  ['operator', '/api/wow/main/execution_failed/snapshot/(0)/100', 'PUT', false],
  ['operator', '/api/wow/main/actuator/health', 'GET', false],
  ['operator', '/api/wow/main/execution_failed/x/prepare_compensation;a=b', 'PUT', false],
  ['viewer', '/api/wow/main/execution_failed/snapshot/..%2fx/count', 'POST', false],
  ['viewer', '/api/wow/main/execution_failed/%73napshot/count', 'POST', true],
  ['viewer', '/api/wow/main/execution_failed/snapshot/../x/prepare_compensation', 'PUT', false],
  ['admin', '/api/wow/main/actuator/health', 'GET', true],
  ['admin', '/api/wow/main/wow/command/send', 'POST', true],
] as const)('for a %s %s by %s is allowed: %s', async (role, address, method, allowed) => {
  behave = (_, response) => json(response, 1)
  const response = await gateway({ role }).request(address, { method })
  if (allowed) {
    expect(response.status).toBe(200)
  } else {
    expect(response.status).toBe(403)
    expect((await refusal(response)).errorCode).toBe('GatewayForbidden')
    expect(seen).toEqual([])
  }
})

test('a body at the limit goes through, one byte more does not, announced or not', async () => {
  behave = ({ body }, response) => json(response, body.length)
  const app = gateway()
  const send = (length: number, announced: boolean) =>
    app.request(COUNT, {
      ...query,
      body: 'x'.repeat(length),
      headers: { ...query.headers, ...(announced ? { 'Content-Length': String(length) } : {}) },
    })
  expect(await (await send(MAX_BODY, true)).json()).toBe(MAX_BODY)
  expect(await (await send(MAX_BODY, false)).json()).toBe(MAX_BODY)
  for (const announced of [true, false]) {
    const response = await send(MAX_BODY + 1, announced)
    expect(response.status).toBe(413)
    expect((await refusal(response)).errorCode).toBe('GatewayBodyTooLarge')
  }
  expect(seen).toHaveLength(2)
})

test('a server that is not there is a 502 with the network’s words', async () => {
  const closed = net.createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  const port = typeof address === 'object' ? address?.port : undefined
  closed.close()
  const upstream = httpUpstream({ url: new URL(`http://127.0.0.1:${port}`), headers: {} })
  const response = await gateway({ upstream }).request(COUNT, query)
  expect(response.status).toBe(502)
  expect(await refusal(response)).toMatchObject({
    errorCode: 'GatewayUpstreamUnreachable',
    upstream: `connect ECONNREFUSED 127.0.0.1:${port}`,
    succeeded: false,
  })
})

test('a server that never answers is a 504', async () => {
  behave = () => {}
  const response = await gateway({ upstream: impatient }).request(COUNT, query)
  expect(response.status).toBe(504)
  expect((await refusal(response)).errorCode).toBe('GatewayUpstreamTimeout')
})

test('how long to wait follows the wait that was asked for', async () => {
  const patience: number[] = []
  const upstream: Upstream = async (request) => {
    patience.push(request.patienceMs)
    return Response.json(null)
  }
  const app = gateway({ upstream })
  for (const header of [undefined, '1000', '120000', '999999999', '-1', 'abc']) {
    await app.request(PREPARE, {
      method: 'PUT',
      headers: header === undefined ? {} : { 'Command-Wait-Timeout': header },
    })
  }
  expect(patience).toEqual([35_000, 6000, 125_000, 605_000, 35_000, 35_000])
})

test('a redirect is not followed', async () => {
  behave = (_, response) => {
    response.writeHead(302, { Location: 'http://sign-in.example/login' })
    response.end()
  }
  const response = await gateway().request(COUNT, query)
  expect(response.status).toBe(502)
  expect(await refusal(response)).toMatchObject({
    errorCode: 'GatewayUpstreamUnreadable',
    upstream: '302 Found http://sign-in.example/login',
  })
  expect(seen).toHaveLength(1)
})

test.each([200, 500])('a page with status %s is a 502 in words', async (status) => {
  behave = (_, response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' })
    response.end(
      '<html><style>b{}</style><title>Bad</title><body><h1>Bad &amp; worse</h1><script>alert(1)</script></body>',
    )
  }
  const response = await gateway().request(COUNT, query)
  expect(response.status).toBe(502)
  const { errorCode, upstream } = await refusal(response)
  expect(errorCode).toBe('GatewayUpstreamUnreadable')
  expect(upstream).toBe(`${status} ${http.STATUS_CODES[status]} Bad Bad &amp; worse`)
})

test('what is not HTTP is a 502', async () => {
  const rude = net.createServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))
  rude.listen(0, '127.0.0.1')
  await once(rude, 'listening')
  const address = rude.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const upstream = httpUpstream({ url: new URL(`http://127.0.0.1:${port}`), headers: {} })
  const response = await gateway({ upstream }).request(COUNT, query)
  expect(response.status).toBe(502)
  expect((await refusal(response)).errorCode).toBe('GatewayUpstreamUnreadable')
  rude.close()
})

test('a list that breaks off never looks whole', async () => {
  behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('[1,2,')
    setImmediate(() => response.destroy())
  }
  const response = await gateway().request('/api/wow/main/execution_failed/snapshot/list', query)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow('could not be reached')
})

test('a stream of events that breaks off or falls silent ends with an event that says why', async () => {
  for (const [upstream, end, code] of [
    [undefined, (response: ServerResponse) => response.destroy(), 'GatewayUpstreamUnreachable'],
    [impatient, () => {}, 'GatewayUpstreamTimeout'],
  ] as const) {
    behave = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=UTF-8' })
      response.write('id:1\nevent:SENT\ndata:{}\n\n')
      setImmediate(() => end(response))
    }
    const response = await gateway(upstream === undefined ? {} : { upstream }).request(PREPARE, {
      method: 'PUT',
      headers: { Accept: 'text/event-stream' },
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream;charset=UTF-8')
    const text = await response.text()
    expect(text).toContain('id:1\nevent:SENT\ndata:{}\n\n')
    expect(text).toContain(`event:${code}\ndata:{"errorCode":"${code}"`)
    expect(text.endsWith('\n\n')).toBe(true)
  }
})

test('events arrive one by one, not when the stream is over', async () => {
  let upstreamResponse: ServerResponse | undefined
  behave = (_, response) => {
    upstreamResponse = response
    response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=UTF-8' })
    response.write('data:1\n\n')
  }
  const response = await gateway().request(PREPARE, { method: 'PUT' })
  const reader = response.body?.getReader()
  const next = async () => new TextDecoder().decode((await reader?.read())?.value)
  expect(await next()).toBe('data:1\n\n')
  upstreamResponse?.write('data:2\n\n')
  expect(await next()).toBe('data:2\n\n')
  upstreamResponse?.end()
  expect((await reader?.read())?.done).toBe(true)
})

test('an answer of any length is passed on without being kept', async () => {
  const part = Buffer.alloc(1024 * 1024, 'x')
  let sent = 0
  behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    const more = () => {
      while (sent < 256) {
        sent += 1
        if (!response.write(part)) {
          response.once('drain', more)
          return
        }
      }
      response.end()
    }
    more()
  }
  const response = await gateway().request(COUNT, query)
  const reader = response.body?.getReader()
  await reader?.read()
  // Nobody reads on, so the server is held up after what the sockets hold.
  expect(sent).toBeLessThan(64)
  let length = 0
  for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read())
    length += chunk.value.length
  expect(sent).toBe(256)
  expect(length).toBeGreaterThan(255 * 1024 * 1024)
})

let listener: Listener | undefined
afterEach(() => listener?.cut())

test('when the page leaves, the server hears of it', async () => {
  let left: Promise<unknown> | undefined
  behave = (_, response) => {
    left = once(response, 'close')
  }
  const app = gateway()
  listener = await listen({ fetch: app.fetch, host: '127.0.0.1', port: 0, variable: 'PORT' })
  const leaving = new AbortController()
  const request = fetch(`http://127.0.0.1:${listener.port}${COUNT}`, { ...query, signal: leaving.signal })
  await vi.waitFor(() => expect(left).toBeDefined())
  leaving.abort()
  await expect(request).rejects.toThrow('aborted')
  await left
})

test('over a real connection half a list is an error too, and says nothing on the terminal', async () => {
  const said = [vi.spyOn(console, 'error'), vi.spyOn(console, 'info'), vi.spyOn(console, 'log')]
  behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('[1,2,')
    setImmediate(() => response.destroy())
  }
  listener = await listen({ fetch: gateway().fetch, host: '127.0.0.1', port: 0, variable: 'PORT' })
  const response = await fetch(`http://127.0.0.1:${listener.port}/api/wow/main/execution_failed/snapshot/list`, query)
  await expect(response.text()).rejects.toThrow('terminated')
  await listener.finish()
  for (const spy of said) expect(spy).not.toHaveBeenCalled()
})

test('a source that does not exist is not found', async () => {
  const response = await gateway().request('/api/wow/other/execution_failed/snapshot/count', query)
  expect(response.status).toBe(404)
  expect((await refusal(response)).errorCode).toBe('GatewayNotFound')
})
