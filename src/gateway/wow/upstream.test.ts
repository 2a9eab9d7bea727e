import { once } from 'node:events'
import http from 'node:http'
import type { ServerResponse } from 'node:http'
import net from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { listen } from '../http/listen.ts'
import type { Listener } from '../http/listen.ts'
import { wowClient } from '../../wow/client.ts'
import { commandAndConfirm } from '../../wow/commands/confirm.ts'
import { COUNT, LIST, portOf, PREPARE, query, refusalOf, sendJson, testUpstream } from './testUpstream.ts'
import { httpUpstream } from './upstream.ts'

const server = testUpstream()

test('a server that is not there is a 502 with the network’s words', async () => {
  const closed = net.createServer()
  const port = await portOf(closed.listen(0, '127.0.0.1'))
  closed.close()
  const upstream = httpUpstream({ url: new URL(`http://127.0.0.1:${port}`), headers: {} })
  const response = await server.gateway({ upstream }).request(COUNT, query)
  expect(response.status).toBe(502)
  expect(await refusalOf(response)).toMatchObject({
    errorCode: 'GatewayUpstreamUnreachable',
    upstream: `connect ECONNREFUSED 127.0.0.1:${port}`,
    succeeded: false,
  })
})

test('a server that never answers is a 504', async () => {
  server.behave = () => {}
  const response = await server.gateway({ upstream: server.impatient }).request(COUNT, query)
  expect(response.status).toBe(504)
  expect((await refusalOf(response)).errorCode).toBe('GatewayUpstreamTimeout')
})

test('a redirect is not followed', async () => {
  server.behave = (_, response) => {
    response.writeHead(302, { Location: 'http://sign-in.example/login' })
    response.end()
  }
  const response = await server.gateway().request(COUNT, query)
  expect(response.status).toBe(502)
  expect(await refusalOf(response)).toMatchObject({
    errorCode: 'GatewayUpstreamUnreadable',
    upstream: '302 Found http://sign-in.example/login',
  })
  expect(server.seen).toHaveLength(1)
})

test.each([200, 500])('a page with status %s is a 502 in words', async (status) => {
  server.behave = (_, response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' })
    response.end(
      '<html><style>b{}</style><title>Bad</title><body><h1>Bad &amp; worse</h1><script>alert(1)</script></body>',
    )
  }
  const response = await server.gateway().request(COUNT, query)
  expect(response.status).toBe(502)
  const { errorCode, upstream } = await refusalOf(response)
  expect(errorCode).toBe('GatewayUpstreamUnreadable')
  expect(upstream).toBe(`${status} ${http.STATUS_CODES[status]} Bad Bad &amp; worse`)
})

test('what is not HTTP is a 502', async () => {
  const rude = net.createServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))
  const port = await portOf(rude.listen(0, '127.0.0.1'))
  const upstream = httpUpstream({ url: new URL(`http://127.0.0.1:${port}`), headers: {} })
  const response = await server.gateway({ upstream }).request(COUNT, query)
  expect(response.status).toBe(502)
  expect((await refusalOf(response)).errorCode).toBe('GatewayUpstreamUnreadable')
  rude.close()
})

test('a list that breaks off never looks whole', async () => {
  server.behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('[1,2,')
    setImmediate(() => response.destroy())
  }
  const response = await server.gateway().request(LIST, query)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow('could not be reached')
})

test('a stream of events that breaks off or falls silent ends with an event that says why', async () => {
  for (const [upstream, end, code] of [
    [undefined, (response: ServerResponse) => response.destroy(), 'GatewayUpstreamUnreachable'],
    [server.impatient, () => {}, 'GatewayUpstreamTimeout'],
  ] as const) {
    server.behave = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=UTF-8' })
      response.write('id:1\nevent:SENT\ndata:{}\n\n')
      setImmediate(() => end(response))
    }
    const response = await server.gateway(upstream === undefined ? {} : { upstream }).request(PREPARE, {
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

test.each(['breaks off', 'falls silent'])(
  'a command whose events %s is looked up, and not called refused',
  async (how) => {
    const calls: string[] = []
    server.behave = ({ url }, response) => {
      calls.push(url)
      if (url.endsWith('/event/list')) return sendJson(response, [])
      response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=UTF-8', 'Wow-Error-Code': 'Ok' })
      response.write(':\n\n', () => how === 'breaks off' && response.destroy())
    }
    const app = server.gateway({ upstream: server.impatient })
    const client = wowClient({ baseUrl: '/api/wow/main', fetch: (url, init) => app.request(url, init) })
    const prepare = { name: 'prepare_compensation', body: {} } as const
    const confirmed = Array.fromAsync(commandAndConfirm(client, prepare, { aggregateId: '0V3oAWGt0001000' }))
    await expect(confirmed).rejects.toMatchObject({
      outcomeUnknown: true,
      errorCode: expect.stringMatching(/^GatewayUpstream/),
    })
    const [command, lookUp] = [PREPARE.replace('/api/wow/main', '/base'), '/base/execution_failed/event/list']
    expect(calls).toEqual([command, lookUp, command, lookUp])
  },
)

test('events arrive one by one, not when the stream is over', async () => {
  let upstreamResponse: ServerResponse | undefined
  server.behave = (_, response) => {
    upstreamResponse = response
    response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=UTF-8' })
    response.write('data:1\n\n')
  }
  const response = await server.gateway().request(PREPARE, { method: 'PUT' })
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
  server.behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    const more = () => {
      while (sent < 64) {
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
  const response = await server.gateway().request(COUNT, query)
  const reader = response.body?.getReader()
  await reader?.read()
  // Nobody reads on, so the server is held up after what the sockets hold.
  expect(sent).toBeLessThan(32)
  let length = 0
  for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read())
    length += chunk.value.length
  expect(sent).toBe(64)
  expect(length).toBeGreaterThan(63 * 1024 * 1024)
})

let listener: Listener | undefined
afterEach(() => listener?.cut())

test('when the page leaves, the server hears of it', async () => {
  let left: Promise<unknown> | undefined
  server.behave = (_, response) => {
    left = once(response, 'close')
  }
  const app = server.gateway()
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
  server.behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('[1,2,')
    setImmediate(() => response.destroy())
  }
  listener = await listen({ fetch: server.gateway().fetch, host: '127.0.0.1', port: 0, variable: 'PORT' })
  const response = await fetch(`http://127.0.0.1:${listener.port}${LIST}`, query)
  await expect(response.text()).rejects.toThrow('terminated')
  await listener.finish()
  for (const spy of said) expect(spy).not.toHaveBeenCalled()
})
