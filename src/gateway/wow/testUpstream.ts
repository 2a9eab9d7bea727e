/** For tests: a server on loopback that behaves as each test says, and a gateway before it. */
import { once } from 'node:events'
import http from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import net from 'node:net'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import * as z from 'zod/mini'
import { GatewayError } from '../api/error.ts'
import { createApp } from '../app.ts'
import type { App } from '../app.ts'
import { systemClock } from '../clock.ts'
import { wowSource } from './source.ts'
import { openStaticFiles } from '../http/staticFiles.ts'
import { httpUpstream } from './upstream.ts'
import type { Upstream } from './upstream.ts'
import type { Role } from '../../wow/execution/actions.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface TestUpstream {
  /** What the server does with a request; set by each test. */
  behave: (seen: Seen, response: ServerResponse) => void
  /** Requests and connections of the test so far, without looks at the health. */
  readonly seen: Seen[]
  connections: number
  gateway(options?: { role?: Role; upstream?: Upstream }): App
  /** The same server asked with less patience, so that no test has to wait half a minute. */
  readonly impatient: Upstream
}

export function testUpstream(): TestUpstream {
  let base = new URL('http://127.0.0.1/base/')
  const test: TestUpstream = {
    behave: (_, response) => response.end(),
    seen: [],
    connections: 0,
    gateway: ({
      role = 'admin',
      upstream = httpUpstream({ url: base, headers: { authorization: 'Bearer of-the-file' } }),
    } = {}) =>
      createApp({
        sources: [wowSource({ name: 'main', embedded: false, url: base.href, upstream, clock: systemClock })],
        files: openStaticFiles(''),
        deviceId: 'this-device',
        roleOf: () => role,
      }),
    impatient: (request) => httpUpstream({ url: base, headers: {} })({ ...request, patienceMs: 100 }),
  }
  const server = http.createServer((request, response) => {
    const parts: Uint8Array[] = []
    request.on('data', (part: Uint8Array) => parts.push(part))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      if (url === '/base/wow/id/global') {
        response.end('0V3oAWGt0001000')
        return
      }
      const one = { method, url, headers, body: Buffer.concat(parts).toString() }
      test.seen.push(one)
      test.behave(one, response)
    })
  })
  server.on('connection', () => (test.connections += 1))

  beforeAll(async () => {
    base = new URL(`http://127.0.0.1:${await portOf(server.listen(0, '127.0.0.1'))}/base/`)
  })
  afterEach(() => {
    test.seen.length = 0
    test.connections = 0
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  return test
}

/** The port of a server that begins to listen. */
export async function portOf(server: net.Server): Promise<number> {
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.')
  return address.port
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Wow-Error-Code': status < 400 ? 'Ok' : 'NotFound' })
  response.end(JSON.stringify(body))
}

export const query = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"operator":"ALL"}' }
export const COUNT = '/api/wow/main/execution_failed/snapshot/count'
export const LIST = '/api/wow/main/execution_failed/snapshot/list'
export const PREPARE = '/api/wow/main/execution_failed/0V3oAWGt0001000/prepare_compensation'

/** The refusal that a response holds. */
export async function refusalOf(response: Response): Promise<GatewayError> {
  expect(response.headers.get('content-type')).toContain('application/json')
  return z.parse(GatewayError, await response.json())
}
