import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { COUNT, PREPARE, query, refusalOf, sendJson, testUpstream } from './testUpstream.ts'
import type { Upstream } from './upstream.ts'
import { MAX_BODY } from './wowProxy.ts'

const server = testUpstream()

test('a question arrives as it was asked and its answer as it was given', async () => {
  server.behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Wow-Error-Code': 'Ok', 'Content-Length': '2' })
    response.end('12')
  }
  const response = await server.gateway().request(`${COUNT}?a=%2F&b=c%20d`, query)
  expect(await response.text()).toBe('12')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('wow-error-code')).toBe('Ok')
  expect(server.seen).toMatchObject([
    { method: 'POST', url: '/base/execution_failed/snapshot/count?a=%2F&b=c%20d', body: '{"operator":"ALL"}' },
  ])
})

test('percent-encoded ids and status codes are left alone', async () => {
  server.behave = (_, response) =>
    sendJson(response, { errorCode: 'NotFound', errorMsg: 'Not found resource!', succeeded: false }, 404)
  const response = await server.gateway().request('/api/wow/main/execution_failed/a%2Fb%3Bc/snapshot')
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ errorMsg: 'Not found resource!' })
  expect(server.seen[0]?.url).toBe('/base/execution_failed/a%2Fb%3Bc/snapshot')
})

test('credentials of the browser stay here, those of the headers file go along', async () => {
  server.behave = (_, response) => sendJson(response, 1)
  await server.gateway().request(COUNT, {
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
  const headers = server.seen[0]?.headers ?? {}
  expect(headers).toMatchObject({ 'wow-space-id': 'space', 'command-owner-id': 'owner', traceparent: '00-1-2-01' })
  expect(headers.authorization).toBe('Bearer of-the-file')
  for (const name of ['cookie', 'proxy-authorization', 'x-forwarded-for', 'x-http-method-override']) {
    expect(headers).not.toHaveProperty(name)
  }
})

test('only headers of the protocol come back', async () => {
  server.behave = (_, response) => {
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
  const { headers } = await server.gateway().request(COUNT, query)
  expect(headers.has('set-cookie')).toBe(false)
  expect(headers.has('server')).toBe(false)
  expect(headers.has('access-control-allow-origin')).toBe(false)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a compressed answer stays compressed', async () => {
  server.behave = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })
    response.end(gzipSync('[1,2,3]'))
  }
  const response = await server.gateway().request(COUNT, {
    ...query,
    headers: { ...query.headers, 'Accept-Encoding': 'gzip' },
  })
  expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip')
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('[1,2,3]')
})

test('a write is sent with a request id and the name of this installation', async () => {
  server.behave = (_, response) => sendJson(response, {})
  await server.gateway().request(PREPARE, { method: 'PUT', headers: { 'CoSec-Device-Id': 'forged' } })
  await server.gateway().request(PREPARE, { method: 'PUT', headers: { 'Command-Request-Id': 'mine' } })
  await server.gateway().request(PREPARE, { method: 'PUT', headers: { 'CoSec-Request-Id': 'theirs' } })
  expect(server.seen.map(({ headers }) => headers['command-request-id'])).toEqual([
    expect.stringMatching(/^[\w-]{21}$/),
    'mine',
    'theirs',
  ])
  expect(server.seen.map(({ headers }) => headers['cosec-device-id'])).toEqual(Array(3).fill('this-device'))
})

test('each write has a connection of its own, reads share one until a refusal', async () => {
  server.behave = (_, response) => sendJson(response, 1)
  const app = server.gateway()
  for (let time = 0; time < 3; time += 1) await (await app.request(COUNT, query)).text()
  expect(server.connections).toBe(1)
  for (let time = 0; time < 2; time += 1) await (await app.request(PREPARE, { method: 'PUT' })).text()
  expect(server.connections).toBe(3)
  server.behave = (_, response) => sendJson(response, { errorCode: 'NotFound', errorMsg: 'no' }, 404)
  await (await app.request(COUNT, query)).text()
  server.behave = (_, response) => sendJson(response, 1)
  await (await app.request(COUNT, query)).text()
  expect(server.connections).toBe(4)
})

test.each([
  ['viewer', COUNT, 'POST', true],
  ['viewer', PREPARE, 'PUT', false],
  ['operator', PREPARE, 'PUT', true],
  ['operator', '/api/wow/main/execution_failed/x', 'DELETE', false],
  ['operator', '/api/wow/main/wow/command/send', 'POST', false],
  ['operator', '/api/wow/main/execution_failed/snapshot/(0)/100', 'PUT', false],
  ['operator', '/api/wow/main/actuator/threaddump', 'GET', false],
  ['operator', '/api/wow/main/execution_failed/x/prepare_compensation;a=b', 'PUT', false],
  ['viewer', '/api/wow/main/execution_failed/snapshot/..%2fx/count', 'POST', false],
  ['viewer', '/api/wow/main/execution_failed/%73napshot/count', 'POST', true],
  ['viewer', '/api/wow/main/execution_failed/snapshot/../x/prepare_compensation', 'PUT', false],
  ['admin', '/api/wow/main/actuator/threaddump', 'GET', true],
  ['admin', '/api/wow/main/wow/command/send', 'POST', true],
] as const)('for a %s %s by %s is allowed: %s', async (role, address, method, allowed) => {
  server.behave = (_, response) => sendJson(response, 1)
  const response = await server.gateway({ role }).request(address, { method })
  if (allowed) {
    expect(response.status).toBe(200)
  } else {
    expect(response.status).toBe(403)
    expect((await refusalOf(response)).errorCode).toBe('GatewayForbidden')
    expect(server.seen).toEqual([])
  }
})

test('a body at the limit goes through, one byte more does not, announced or not', async () => {
  server.behave = ({ body }, response) => sendJson(response, body.length)
  const app = server.gateway()
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
    expect((await refusalOf(response)).errorCode).toBe('GatewayBodyTooLarge')
  }
  expect(server.seen).toHaveLength(2)
})

test('how long to wait follows the wait that was asked for', async () => {
  const patience: number[] = []
  const upstream: Upstream = async (request) => {
    patience.push(request.patienceMs)
    return Response.json(null)
  }
  const app = server.gateway({ upstream })
  for (const header of [undefined, '1000', '120000', '999999999', '-1', 'abc']) {
    await app.request(PREPARE, {
      method: 'PUT',
      headers: header === undefined ? {} : { 'Command-Wait-Timeout': header },
    })
  }
  expect(patience).toEqual([35_000, 6000, 125_000, 605_000, 35_000, 35_000])
})

test('a source that does not exist is not found', async () => {
  const response = await server.gateway().request('/api/wow/other/execution_failed/snapshot/count', query)
  expect(response.status).toBe(404)
  expect((await refusalOf(response)).errorCode).toBe('GatewayNotFound')
})
