import { expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { systemClock } from '../clock.ts'
import { nativeFetch } from './nativePort.ts'
import { isAllowedHost } from './security.ts'
import { wowSource } from '../wow/source.ts'
import { openStaticFiles } from './staticFiles.ts'

let reached = 0
const source = wowSource({
  name: 'local',
  embedded: true,
  url: null,
  upstream: async () => {
    reached += 1
    return Response.json({ reached })
  },
  clock: systemClock,
})
const app = createApp({ sources: [source], files: openStaticFiles('/nowhere'), deviceId: 'device' })

test.each([
  ['127.0.0.1:7070', true],
  ['localhost', true],
  ['LOCALHOST:7070', true],
  ['[::1]:7070', true],
  ['127.1.2.3:9', true],
  ['evil.example:7070', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
  ['evil.example:7070@localhost', false],
  ['10.0.0.1', false],
  ['[::2]', false],
  ['', false],
])('the host %j is allowed: %s', (host, allowed) => {
  expect(isAllowedHost(host)).toBe(allowed)
})

test('a foreign host name gets no page, no data and no write', async () => {
  const before = reached
  for (const [address, method] of [
    ['/', 'GET'],
    ['/api/sources', 'GET'],
    ['/api/wow/local/execution_failed/x/prepare_compensation', 'PUT'],
  ] as const) {
    const response = await app.request(address, { method, headers: { Host: 'evil.example:7070' } })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      errorCode: 'GatewayForbidden',
      errorMsg: 'The host "evil.example:7070" is not an address of this gateway. Use 127.0.0.1 or localhost.',
    })
  }
  expect(reached).toBe(before)
})

const Host = '127.0.0.1:7070'
test.each([
  [{}, true],
  [{ Origin: 'http://127.0.0.1:7070' }, true],
  [{ Origin: 'http://127.0.0.1:7070', 'Sec-Fetch-Site': 'same-origin' }, true],
  [{ 'Sec-Fetch-Site': 'none' }, true],
  [{ Origin: 'http://localhost:7070' }, false],
  [{ Origin: 'http://127.0.0.1:7071', 'Sec-Fetch-Site': 'same-site' }, false],
  [{ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }, false],
  [{ Origin: 'null' }, false],
  [{ Origin: 'garbage' }, false],
  [{ 'Sec-Fetch-Site': 'cross-site' }, false],
  [{ Origin: 'http://127.0.0.1:7070', 'Sec-Fetch-Site': 'cross-site' }, false],
])('a write with %o is let through: %s', async (headers, allowed) => {
  const before = reached
  const response = await app.request('/api/wow/local/execution_failed/x/prepare_compensation', {
    method: 'PUT',
    headers: { Host, ...headers },
  })
  expect(response.status).toBe(allowed ? 200 : 403)
  if (!allowed) expect(await response.json()).toMatchObject({ errorCode: 'GatewayCrossOrigin' })
  expect(reached).toBe(before + (allowed ? 1 : 0))
})

test.each([
  ['the page', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'empty' }, true],
  ['an address that is typed', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Dest': 'document' }, true],
  ['a link of another site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'document' }, true],
  ['a program', {}, true],
  ['an image in a page elsewhere', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image' }, false],
  ['a frame in a page elsewhere', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe' }, false],
  ['a script on another port', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Dest': 'empty' }, false],
  ['an old browser that tells the origin alone', { Origin: 'https://evil.example' }, false],
])('%s: may read with %o: %s', async (_, headers, allowed) => {
  const before = reached
  const response = await app.request('/api/wow/local/wow/metadata', { headers: { Host, ...headers } })
  expect(response.status).toBe(allowed ? 200 : 403)
  expect(reached).toBe(before + (allowed ? 1 : 0))
})

test('a query by POST is checked like a write: another site must not make this machine work', async () => {
  const response = await app.request('/api/wow/local/execution_failed/snapshot/count', {
    method: 'POST',
    headers: { Host, Origin: 'https://evil.example' },
  })
  expect(response.status).toBe(403)
})

test('no answer invites another origin', async () => {
  for (const method of ['GET', 'OPTIONS']) {
    const response = await app.request('/api/sources', { method, headers: { Host, Origin: 'https://evil.example' } })
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  }
})

test.each([
  ['GET', '/api'],
  ['GET', '/api/'],
  ['GET', '/api/nothing'],
  ['GET', '/api/wow'],
  ['GET', '/api/wow/local'],
  ['POST', '/api/sources'],
  ['DELETE', '/api/wow/other/execution_failed/x'],
])('%s %s is a refusal in JSON with the headers of data', async (method, address) => {
  const response = await app.request(address, { method })
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ errorCode: 'GatewayNotFound', succeeded: false })
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each(['POST', 'PUT', 'DELETE'])('%s of a page is a refusal in JSON', async (method) => {
  const response = await app.request('/local/executions', { method })
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ errorCode: 'GatewayNotFound' })
})

test('a failure inside is one sentence, without a stack', async () => {
  const broken = wowSource({
    name: 'local',
    embedded: true,
    url: null,
    upstream: async () => {
      throw new TypeError('secret at file.ts:1')
    },
    clock: systemClock,
  })
  const failing = createApp({ sources: [broken], files: openStaticFiles('/nowhere'), deviceId: 'device' })
  const response = await failing.request('/api/wow/local/execution_failed/x/snapshot')
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).toContain('GatewayInternal')
  expect(text).not.toContain('secret')
})

test('the native port has the same check of the host, and takes what programs send', async () => {
  const native = nativeFetch({ wow: { fetch: async () => Response.json('native') } })
  const ask = (host: string) =>
    native(
      new Request('http://127.0.0.1:7071/execution_failed/snapshot/count', { method: 'POST', headers: { Host: host } }),
    )
  expect((await ask('evil.example')).status).toBe(403)
  expect(await (await ask('localhost:7071')).json()).toBe('native')
})
