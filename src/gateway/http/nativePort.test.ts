import { once } from 'node:events'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openEmbeddedOms } from '../../embedded/oms/server.ts'
import { listen } from './listen.ts'
import { nativeFetch } from './nativePort.ts'

/** `fetch` cannot send a GET with a body; curl, whose samples the guide shows, can. */
async function send(port: number, method: string, path: string, body: object, host = '127.0.0.1'): Promise<string> {
  const sent = JSON.stringify(body)
  const headers = { 'Content-Type': 'application/json', 'Content-Length': sent.length, Host: host }
  const request = http.request({ port, path, method, headers })
  request.end(sent)
  const [response] = await once(request, 'response')
  return text(response)
}

const address = (path: string, cmd: number, token = '') =>
  `/app/newoms.php/webservice/${path}?cmd=${cmd}&ip-type=webservicerest&access-token=${token}`

test('the OMS has its native addresses beside those of Wow, with the body of a GET', async () => {
  const oms = await openEmbeddedOms({ file: ':memory:', sample: true })
  const wow = { fetch: async () => Response.json('wow') }
  const native = await listen({
    fetch: nativeFetch({ wow, oms }),
    host: '127.0.0.1',
    port: 0,
    variable: 'PORT',
  })
  const { port } = native
  const login = await send(port, 'POST', address('token', 10000), { username: 'demo', password: 'demo' })
  const { token } = JSON.parse(login)
  const detail = address('oamp/transaction/detail/1/1001', 10002, token)
  expect(JSON.parse(await send(port, 'GET', detail, { get_action: 1 })).ActionList).toHaveLength(12)
  expect(JSON.parse(await send(port, 'GET', detail, { get_action: 0 })).ActionList).toBeUndefined()
  expect(await send(port, 'GET', detail, {}, 'evil.example')).toContain('GatewayForbidden')
  // A body must not make of a question what only a POST may do.
  const execute = address('oamp/transaction/executing', 10002, token)
  expect(JSON.parse(await send(port, 'GET', execute, { set_id: 1, trans_id: 1001 })).status).toBe(405)
  expect(JSON.parse(await send(port, 'GET', '/wow/id/global', {}))).toBe('wow')

  native.cut()
  await native.finish()
  await oms.close()
})

test('an address of a server that is not embedded is a plain 404', async () => {
  const native = nativeFetch({})
  for (const path of ['/app/newoms.php/webservice/token', '/wow/id/global'])
    expect((await native(new Request(`http://127.0.0.1${path}`))).status).toBe(404)
})

test('a page of another origin may ask Wow, and make it do nothing', async () => {
  const native = nativeFetch({ wow: { fetch: async () => Response.json('wow') } })
  const send = (method: string, headers: Record<string, string>) =>
    native(new Request('http://127.0.0.1/execution_failed/state/(0)/0', { method, headers }))
  const elsewhere = { Origin: 'https://evil.example' }
  expect((await send('POST', elsewhere)).status).toBe(403)
  expect((await send('POST', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
  expect((await send('POST', { Origin: 'http://127.0.0.1' })).status).toBe(200)
  expect((await send('POST', {})).status).toBe(200)
  expect((await send('GET', elsewhere)).status).toBe(200)
})
