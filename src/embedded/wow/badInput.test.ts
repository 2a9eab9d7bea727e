import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbeddedWow, type EmbeddedWow } from './server.ts'
import { ask, BASE, create, failure, put, request, type Answered, type Asked } from './testCommands.ts'

let wow: EmbeddedWow
const logged: unknown[] = []

beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', log: (entry) => logged.push(entry) })
  await create(wow, 'a')
})

/** After everything below: nothing was written, nothing broke unseen, and the server still works. */
afterAll(async () => {
  expect(logged).toEqual([])
  const { body } = await ask(wow, '/event/paged', { body: { condition: {} } })
  expect(body['total']).toBe(1)
  expect((await put(wow, 'a', 'prepare_compensation')).status).toBe(200)
  await wow.close()
})

const COMMANDS = [
  { name: 'a typed command', path: '/create_execution_failed', method: 'POST' },
  { name: 'a raw command', path: '/a/mark_recoverable', method: 'PUT' },
  { name: 'a command by class', path: 'http://localhost:8080/wow/command/send', method: 'POST' },
]
const QUERIES = ['/snapshot/count', '/snapshot/list', '/snapshot/paged', '/snapshot/single/state', '/event/list'].map(
  (path) => ({ name: path, path, method: 'POST' }),
)
const ROUTES = [...COMMANDS, ...QUERIES]

/** The contract's refusal, and none of our own words: no stack, no file, no SQL. */
function expectRefusal({ status, body }: Answered, wanted: number, errorCode: string): void {
  expect({ status, errorCode: body['errorCode'], succeeded: body['succeeded'] }).toEqual({
    status: wanted,
    errorCode,
    succeeded: false,
  })
  expect(typeof body['errorMsg']).toBe('string')
  expect(JSON.stringify(body)).not.toMatch(/\.ts\b|node_modules|\\n\s+at |SQLITE|SELECT|INSERT/)
}

const send = { 'Command-Type': 'me.ahoo.wow.compensation.api.MarkRecoverable' }

const MALFORMED: Readonly<Record<string, string>> = {
  'an open object': '{"a":1',
  'an open string': '{"a":"',
  'no JSON': 'hello',
  'a trailing comma': '{"a":1,}',
  'two values': '{} {}',
  'a number with garbage': '{"a":1x}',
  'a control character': '{"a":"\u0001"}',
  'a single quote': "{'a':1}",
  NaN: '{"a":NaN}',
  '100,000 brackets': '['.repeat(100_000),
  '100,000 closed brackets': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'deep objects': `${'{"children":[{"a":'.repeat(5000)}1${'}]}'.repeat(5000)}`,
}

for (const { name, path, method } of ROUTES) {
  test(`${name} refuses malformed JSON`, async () => {
    for (const body of Object.values(MALFORMED)) {
      const answer = await ask(wow, path, { method, body, headers: send })
      expectRefusal(answer, 400, 'IllegalArgument')
      expect(answer.body['errorMsg']).toBe('400 BAD_REQUEST "Failed to read HTTP message"')
      expect(answer.body['bindingErrors']).toEqual([
        { name: 'body', msg: expect.stringMatching(/^JSON decoding error: ./) },
      ])
    }
  })

  test(`${name} refuses bytes that are no UTF-8`, async () => {
    const bytes = Buffer.from('{"recoverable":"\xe4\xf6\xff"}', 'latin1')
    const response = await wow.fetch(
      new Request(path.startsWith('http') ? path : `${BASE}${path}`, {
        method,
        body: bytes,
        headers: { 'Content-Type': 'application/json', ...send },
      }),
    )
    expectRefusal({ status: response.status, body: Object(await response.json()) }, 400, 'IllegalArgument')
  })

  test(`${name} refuses bodies over the limit, announced or not`, async () => {
    const long = JSON.stringify({ x: 'x'.repeat(300_000) })
    expectRefusal(await ask(wow, path, { method, body: long, headers: send }), 400, 'IllegalState')
    expectRefusal(
      await ask(wow, path, { method, body: '{}', headers: { ...send, 'Content-Length': '300000' } }),
      400,
      'IllegalState',
    )
    let taken = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 1
        controller.enqueue(new Uint8Array(16_384).fill(0x20))
      },
    })
    const init = {
      method,
      body: endless,
      duplex: 'half',
      headers: { 'Content-Type': 'application/json', ...send },
    }
    const streamed = new Request(path.startsWith('http') ? path : `${BASE}${path}`, init)
    const response = await wow.fetch(streamed)
    expectRefusal({ status: response.status, body: Object(await response.json()) }, 400, 'IllegalState')
    expect(taken).toBeLessThan(30)
  })

  test(`${name} refuses other content types`, async () => {
    const typed = path === '/create_execution_failed'
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await ask(wow, path, { method, body: '{}', headers: { ...send, 'Content-Type': type } })
      expectRefusal(answer, typed ? 415 : 400, typed ? 'UnsupportedMediaType' : 'IllegalArgument')
      expect(answer.body['errorMsg']).toContain(type)
    }
    const garbage = await ask(wow, path, { method, body: '{}', headers: { ...send, 'Content-Type': 'garbage' } })
    expectRefusal(garbage, 400, 'IllegalArgument')
    expect(garbage.body['errorMsg']).toBe(`Invalid mime type "garbage": does not contain '/'`)
  })

  test(`${name} is no route for other methods`, async () => {
    for (const other of ['GET', 'PATCH', 'OPTIONS', 'DELETE'])
      expectRefusal(await ask(wow, path, { method: other }), 404, 'NotFound')
    const head = await wow.fetch(request(path, { method: 'HEAD' }))
    expect(head.status).toBe(404)
    expect(await head.text()).toBe('')
  })
}

const WRONG_CREATES: Readonly<Record<string, object>> = {
  'a list for an object': { eventId: [] },
  'a number for a string': { error: { ...failure.error, errorCode: 5 } },
  'an object for a number': { executeAt: {} },
  'a time beyond all times': { executeAt: 1e300 },
  'an infinite time': { executeAt: '1'.repeat(400) },
  'a version beyond int': { eventId: { ...failure.eventId, version: 3_000_000_000 } },
  'a null error': { error: null },
  'a boolean spec': { retrySpec: true },
  'a spec of words': { retrySpec: { maxRetries: 'many', minBackoff: 1, executionTimeout: 1 } },
}

for (const [what, wrong] of Object.entries(WRONG_CREATES)) {
  test(`create refuses ${what}`, async () => {
    const answer = await ask(wow, '/create_execution_failed', { body: { ...failure, ...wrong } })
    expectRefusal(answer, 400, 'IllegalArgument')
    expect(answer.body['bindingErrors']).toHaveLength(1)
  })
}

const WRONG_QUERIES: Readonly<Record<string, unknown>> = {
  'a number as condition': 5,
  'an operator that is an object': { operator: {} },
  'children that are text': { operator: 'AND', children: 'x' },
  'a child that is a number': { operator: 'AND', children: [1] },
  'a field that is a list': { field: ['a'], operator: 'EQ', value: 1 },
  'a huge number for days': { field: 'eventTime', operator: 'RECENT_DAYS', value: 1e308 },
  'a negative huge number for days': { field: 'eventTime', operator: 'EARLIER_DAYS', value: -1e308 },
  'a bad zone': { field: 'eventTime', operator: 'TODAY', options: { zoneId: "'; DROP TABLE event; --" } },
  'a field that is an operator': { field: '$where', operator: 'EQ', value: '1' },
  'a filter of another database': { operator: 'RAW', value: { $where: '1' } },
  'text search': { operator: 'MATCH', value: 'x' },
}

for (const [what, condition] of Object.entries(WRONG_QUERIES)) {
  test(`a query refuses ${what} and names it`, async () => {
    for (const path of ['/snapshot/list', '/event/list']) {
      const answer = await ask(wow, path, { body: { condition, limit: 10 } })
      expectRefusal(answer, 400, 'IllegalArgument')
      expect(String(answer.body['errorMsg']).length).toBeGreaterThan(10)
    }
  })
}

test('strange but allowed values find nothing and break nothing', async () => {
  const values: unknown[] = [
    '\ud800',
    '\u0000',
    '\u202e',
    "'; DROP TABLE snapshot; --",
    '%',
    'x'.repeat(200_000),
    1e300,
  ]
  for (const value of values) {
    for (const field of ['state.error.errorMsg', 'no.such.field', 'aggregateId', 'a"b', "a'b", 'a]b', '..', 'tags. ']) {
      const condition = { field, operator: 'EQ', value }
      expect(await ask(wow, '/snapshot/paged', { body: { condition } })).toEqual({
        status: 200,
        body: { total: 0, list: [] },
      })
    }
  }
})

test('headers that are no headers of ours are ignored', async () => {
  const strange = {
    'Command-Wait-Timeout': '1e9',
    'Command-Aggregate-Version': '0x1',
    'Command-Request-Id': '   ',
    'Command-Owner-Id': '',
    'X-Forwarded-For': ',,',
    Accept: '',
  }
  const answer = await put(
    wow,
    'a',
    'apply_retry_spec',
    { maxRetries: -1, minBackoff: 0, executionTimeout: 0 },
    strange,
  )
  expectRefusal(answer, 400, 'IllegalArgument')
  expect(answer.body['stage']).toBe('PROCESSED')
})

const ADDRESSES: readonly (readonly [string, Asked])[] = [
  ['/a/state/', { method: 'GET' }],
  ['//a/state', { method: 'GET' }],
  ['/%E0%A4%A/state/x/y', { method: 'GET' }],
  ['/a/b/c/d/e/f', { method: 'GET' }],
  ['/snapshot/list/', { body: { condition: {}, limit: 1 } }],
  ['/Snapshot/list', { body: { condition: {}, limit: 1 } }],
]

test('addresses that are almost right are no routes', async () => {
  for (const [path, asked] of ADDRESSES) {
    const answer = await ask(wow, path, asked)
    expectRefusal(answer, 404, 'NotFound')
    expect(answer.body['errorMsg']).toMatch(/^404 NOT_FOUND "No static resource .* for request '.*'\."$/)
  }
})

test('an id may hold anything an address can', async () => {
  for (const id of ['a%2Fb', '%F0%9F%98%80', 'a%20b', '..%2f..', '%00', 'a;b']) {
    const { status } = await ask(wow, `/${id}/snapshot`, { method: 'GET' })
    expect({ id, status }).toEqual({ id, status: id === 'a;b' ? 200 : 404 })
  }
})

test('over SSE the same refusals are events', async () => {
  const sse = { Accept: 'text/event-stream' }
  for (const [path, asked, code] of [
    ['/a/mark_recoverable', { method: 'PUT', body: '{', headers: sse }, 'IllegalArgument'],
    ['/a/mark_recoverable', { method: 'PUT', body: { recoverable: 5 }, headers: sse }, 'IllegalArgument'],
    ['/snapshot/list', { body: { condition: {} }, headers: sse }, 'IllegalArgument'],
    ['/event/list', { body: 'x'.repeat(300_000), headers: sse }, 'IllegalState'],
  ] as const) {
    const response = await wow.fetch(request(path, asked))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream;charset=UTF-8')
    expect(await response.text()).toMatch(
      new RegExp(`^id:\\w{15}\\nevent:${code}\\ndata:\\{"errorCode":"${code}",.*"succeeded":false\\}\\n\\n$`),
    )
  }
})
