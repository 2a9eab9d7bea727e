import { expect, test } from 'vitest'
import { omsClient, withoutSecrets } from './client.ts'
import { explain } from './explain.ts'
import errors from './fixtures/errors.json' with { type: 'json' }
import transactions from './fixtures/transactions.json' with { type: 'json' }
import { OmsError } from './omsError.ts'
import { DEFAULT_OMS_OPTIONS } from './options.ts'

interface Sent {
  readonly url: URL
  readonly method: string | undefined
  readonly body: unknown
  readonly redirect: string | undefined
}

function server(answer: (sent: Sent) => Response | Promise<Response>, options = DEFAULT_OMS_OPTIONS) {
  const sent: Sent[] = []
  const client = omsClient({
    baseUrl: 'http://oms.example/app/newoms.php/',
    options,
    fetch(url, { method, body, redirect }) {
      const one = { url: new URL(url), method, redirect, body: typeof body === 'string' ? JSON.parse(body) : undefined }
      sent.push(one)
      return answer(one)
    },
  })
  return { client, sent }
}

const json = (body: unknown, status = 200) => Response.json(body, { status })
const key = { setId: 37, transId: 6021, cmd: 10002 }

async function failure(call: Promise<unknown>): Promise<OmsError> {
  try {
    await call
  } catch (error) {
    if (error instanceof OmsError) return error
    throw error
  }
  throw new Error('It did not fail.')
}

test('a token is asked for with user and password', async () => {
  const { client, sent } = server(() => json({ code: 0, error: '', token: 'deadbeef' }))
  expect(await client.token({ username: 'demo', password: 'code' })).toBe('deadbeef')
  expect(String(sent[0]?.url)).toBe(
    'http://oms.example/app/newoms.php/webservice/token?cmd=10000&ip-type=webservicerest',
  )
  expect(sent[0]).toMatchObject({ method: 'POST', body: { username: 'demo', password: 'code' }, redirect: 'manual' })
})

test('what the user is registered as is said where the options say it', async () => {
  const { client, sent } = server(() => json({ code: 0, error: '', token: 'deadbeef' }), {
    ...DEFAULT_OMS_OPTIONS,
    registerType: 2,
  })
  await client.token({ username: 'demo', password: 'code' })
  expect(sent[0]?.body).toEqual({ username: 'demo', password: 'code', register_type: 2 })
})

test('a refused login tells the words of the OMS, under any status, and never the password', async () => {
  for (const status of [200, 400]) {
    const { client } = server(() => json({ code: 1, error: 'wrong password hunter22' }, status))
    const error = await failure(client.token({ username: 'demo', password: 'hunter22' }))
    expect([error.kind, error.message]).toEqual(['refused', 'wrong password ***'])
    expect(JSON.stringify([error, error.raw, error.body])).not.toContain('hunter22')
    expect(explain(error).code).toBe('login-refused')
  }
  const { client } = server(() => json({ code: 0, error: '' }))
  expect((await failure(client.token({ username: 'demo', password: 'x' }))).kind).toBe('unreadable')
})

test('detail is read with POST, and with GET, which has no body', async () => {
  const { client, sent } = server(() => json(transactions['D1 add table, with StatusText']))
  const post = await client.detail({ ...key, actions: true }, 'deadbeef')
  const get = await client.detail({ ...key, method: 'GET' }, 'deadbeef')
  expect(get).toEqual(post)
  expect(post).toMatchObject({ transaction: { Id: 6021, StatusText: '已成功完成' }, otherEcho: undefined })
  expect(sent.map(({ method, body }) => [method, body])).toEqual([
    ['POST', { get_action: 1 }],
    ['GET', undefined],
  ])
  expect(`${sent[0]?.url.pathname}${sent[0]?.url.search}`).toBe(
    '/app/newoms.php/webservice/oamp/transaction/detail/37/6021?cmd=10002&ip-type=webservicerest&access-token=deadbeef',
  )
  await expect(client.detail({ ...key, actions: true, method: 'GET' }, 'deadbeef')).rejects.toThrow(TypeError)
})

test('an answer about another transaction says so', async () => {
  const { client } = server(({ url }) =>
    url.pathname.includes('detail') ? json(transactions['D3 truncate table']) : json({ set_id: 37, trans_id: 1 }),
  )
  expect((await client.detail(key, 't'.repeat(9))).otherEcho).toEqual({ setId: 37, transIds: [6102] })
  expect((await client.operate('execute', key, 't'.repeat(9))).otherEcho).toEqual({ setId: 37, transIds: [1] })
})

test('execute and resume send the ids, and their answers are only taken', async () => {
  const { client, sent } = server(() => json({ set_id: '37', trans_id: ['6021'] }))
  expect((await client.operate('execute', key, 'deadbeef')).otherEcho).toBeUndefined()
  await client.operate('resume', { ...key, cmd: 10009 }, 'deadbeef')
  expect(sent.map(({ url, body }) => [url.pathname.split('/').at(-1), url.searchParams.get('cmd'), body])).toEqual([
    ['executing', '10002', { set_id: 37, trans_id: 6021 }],
    ['redo', '10009', { set_id: 37, trans_id: 6021 }],
  ])
  await expect(client.operate('suspend', key, 'deadbeef')).rejects.toThrow('cannot be called over the webservice')
})

test('what is not settled can be configured', async () => {
  const { client, sent } = server(() => json({ set_id: 37, trans_id: 6021 }), {
    ...DEFAULT_OMS_OPTIONS,
    executeCmd: 10002,
    ipType: 'sa',
    paths: { ...DEFAULT_OMS_OPTIONS.paths, suspend: 'webservice/suspend' },
  })
  await client.operate('execute', { ...key, cmd: 10009 }, 'deadbeef')
  await client.operate('suspend', { ...key, cmd: 10009 }, 'deadbeef')
  expect(sent.map(({ url }) => url.search)).toEqual([
    '?cmd=10002&ip-type=sa&access-token=deadbeef',
    '?cmd=10009&ip-type=sa&access-token=deadbeef',
  ])
  expect(sent[1]?.url.pathname).toBe('/app/newoms.php/webservice/suspend')
})

test('the failover list gives its rows and sets odd ones apart', async () => {
  const { client, sent } = server(() => json([transactions['F failover'], 'odd', { Id: 1 }]))
  const { rows, odd } = await client.failovers({ appId: 12 }, 'deadbeef')
  expect(rows.map(({ transaction }) => transaction.Id)).toEqual([7001])
  expect(odd).toEqual(['odd', { Id: 1 }])
  expect(sent[0]?.body).toEqual({ app_id: 12, zone_id: 0, only_incomplete: 1 })
  expect(sent[0]?.url.searchParams.get('cmd')).toBe('10017')
})

test.each(Object.entries(errors).filter(([name]) => name !== 'E6'))('%s is a refusal', async (name, body) => {
  const status = name.startsWith('E1') ? 401 : 422
  const { client } = server(() => json(body, status))
  const error = await failure(client.detail(key, 'deadbeef'))
  expect(error).toMatchObject({ kind: 'refused', status, tokenRefused: status === 401, raw: JSON.stringify(body) })
})

test('a failure inside a 200 is one', async () => {
  const { client } = server(() => json(errors['E6']))
  expect(await failure(client.operate('execute', key, 'deadbeef'))).toMatchObject({
    kind: 'refused',
    message: 'apply: table is locked',
  })
})

test.each([
  ['a page with 502', () => new Response('<h1>Bad Gateway</h1>', { status: 502 }), 502, 'Bad Gateway'],
  ['an empty 200', () => new Response(''), 200, 'The answer is empty.'],
  ['a PHP warning', () => new Response('<b>Warning</b> {"Id":1}'), 200, 'The answer is not one of the OMS webservice.'],
  ['other JSON', () => json([1]), 200, 'The answer is not one of the OMS webservice.'],
  ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://else/' } }), 302, 'HTTP 302'],
])('%s cannot be read', async (_, answer, status, message) => {
  const { client } = server(answer)
  expect(await failure(client.detail(key, 'deadbeef'))).toMatchObject({ kind: 'unreadable', status, message })
})

test('the token is blotted out of all that is passed on', async () => {
  const token = 'dead/beef="1"'
  const echo = `at /detail?access-token=${encodeURIComponent(token)} or ${token}`
  const answers = [
    () => new Response(echo, { status: 502 }),
    () => json({ trans_id: [echo] }, 422),
    () => json({ Id: 6021, Status: 1, SetId: 37, Url: echo }),
    () => {
      throw new TypeError('fetch failed', { cause: new Error(echo) })
    },
  ]
  for (const answer of answers) {
    const { client } = server(answer)
    const result: unknown = await client.detail(key, token).catch((error: unknown) => error)
    const text = JSON.stringify(result) + (result instanceof OmsError ? `${result.message}${result.stack}` : '')
    expect(text).toContain('***')
    for (const form of ['beef', encodeURIComponent(token)]) expect(text).not.toContain(form)
  }
  expect(withoutSecrets('abc', [''])).toBe('abc')
})

const hang = (_: string, { signal }: RequestInit) =>
  new Promise<Response>((_, reject) =>
    signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  )

test('no answer, a slow one and giving up are three things', async () => {
  const slow = omsClient({ baseUrl: 'http://oms.example', fetch: hang, timeoutMs: 20 })
  expect(await failure(slow.detail(key, 'deadbeef'))).toMatchObject({ kind: 'timeout', status: 0 })
  const giveUp = new AbortController()
  const asked = failure(slow.detail(key, 'deadbeef', { signal: giveUp.signal, timeoutMs: 60_000 }))
  giveUp.abort()
  expect((await asked).kind).toBe('aborted')
  const { client } = server(() => {
    throw new TypeError('fetch failed', {
      cause: new AggregateError([new Error('refused 1'), new Error('refused 2')], ''),
    })
  })
  expect(await failure(client.detail(key, 'deadbeef'))).toMatchObject({
    kind: 'unreachable',
    message: 'refused 1; refused 2',
  })
})
