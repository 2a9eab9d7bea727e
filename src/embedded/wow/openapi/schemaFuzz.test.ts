/** Questions made from the server's own document, fitting and not: no crash, no status that it does not name, no stack. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isObject } from '../../../wow/json.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../server.ts'
import { create, put } from '../testCommands.ts'
import { openApiDocument } from './document.ts'

const RUNS = 1500

let wow: EmbeddedWow
const logged: unknown[] = []

beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', log: (entry) => logged.push(entry) })
  for (const id of ['a', 'b'])
    await create(wow, id, { retrySpec: { maxRetries: 9, minBackoff: 0, executionTimeout: 0 } })
  await put(wow, 'a', 'prepare_compensation')
})

afterAll(() => wow.close())

interface Schema {
  readonly [key: string]: unknown
}

const document: unknown = JSON.parse(JSON.stringify(openApiDocument()))

const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)

/** What a reference points to; other values as they are. */
function resolved(value: unknown): Schema {
  const ref = member(value, '$ref')
  if (typeof ref !== 'string') return isObject(value) ? value : {}
  const found = ref
    .slice(2)
    .split('/')
    .reduce((node, key) => member(node, key), document)
  return resolved(found)
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Values that fit nowhere, or only by chance. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    'x',
    -1,
    0,
    1.5,
    1e300,
    2_147_483_648,
    true,
    [],
    {},
    [null],
    { a: [{}] },
    '\u0000',
    '漢字',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.jsonValue({ maxDepth: 2 }),
)

const words = fc.constantFrom(
  'a',
  'b',
  'version',
  'state.status',
  'FAILED',
  'eventTime',
  'UTC',
  'yyyy-MM-dd',
  '(0)',
  'team',
)

/** A value of the schema, now and then one that is not. */
function valueOf(given: unknown, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(given)
  const own = fittingValue(schema, depth)
  return fc.oneof({ weight: 24, arbitrary: own }, { weight: 1, arbitrary: junk })
}

function fittingValue(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const options = list(schema['anyOf'])
  if (options.length > 0) return fc.oneof(...options.map((option) => valueOf(option, depth)))
  const enumerated = list(schema['enum']).filter((value) => typeof value === 'string')
  if (enumerated.length > 0) return fc.constantFrom(...enumerated)
  const type = list(schema['type'])[0] ?? schema['type']
  switch (type) {
    case 'string':
      return fc.oneof(words, fc.string({ maxLength: 8 }))
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer(), fc.constant(1_795_000_000_000))
    case 'array':
      return depth > 3 ? fc.constant([]) : fc.array(valueOf(schema['items'], depth + 1), { maxLength: 3 })
    case 'object':
      return objectOf(schema, depth)
    default:
      return fc.oneof(words, junk)
  }
}

function objectOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const members = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, valueOf(each, depth + 1)]))
  if (Object.keys(members).length === 0)
    return fc.dictionary(words, fc.oneof(junk, fc.array(words, { maxLength: 2 })), { maxKeys: 2 })
  const required = list(schema['required']).filter((name) => typeof name === 'string' && name in members)
  const whole = fc.record(members, { requiredKeys: required.map(String) })
  const broken = fc.record(members, { requiredKeys: [] })
  return fc.oneof({ weight: 12, arbitrary: whole }, { weight: 1, arbitrary: broken })
}

const inPath = (schema: Schema): fc.Arbitrary<string> =>
  schema['type'] === 'integer'
    ? fc.constantFrom('1', '2', '9', '0', '-1', '1000', '2147483647', '2147483648', '1795000000000', 'abc', '%00')
    : fc.oneof(
        fc.constantFrom('a', 'b', 'a', 'none', '(0)', '%00', 'a%2Fb', '..%2f'),
        fc
          .string({ minLength: 1, maxLength: 9 })
          .map(encodeURIComponent)
          // A dot or two are no segment but a way.
          .filter((text) => !/^\.{1,2}$/.test(text)),
      )

/** What a header may hold: the letters that HTTP allows in one. */
const inHeader = fc.oneof(words, fc.stringMatching(/^[!-~]{0,12}$/))

const WAITS = /^Command-Wait-(Timeout|Stage|Tail-Stage)$/

function headersOf(parameters: readonly Schema[], produced: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const names = parameters.filter((each) => each['in'] === 'header').map((each) => String(each['name']))
  const free = names.filter((name) => !WAITS.test(name) && !/^(Accept|Content-Type)$/i.test(name))
  const stages = fc.constantFrom(
    'SENT',
    'PROCESSED',
    'SNAPSHOT',
    'PROJECTED',
    'EVENT_HANDLED',
    'SAGA_HANDLED',
    'saga_handled',
    'NOW',
  )
  return fc
    .record(
      {
        ...Object.fromEntries(free.map((name) => [name, inHeader])),
        Accept: fc.constantFrom('*/*', ...produced),
        'Command-Wait-Stage': stages,
        'Command-Wait-Tail-Stage': stages,
        'Command-Type': fc.constantFrom(
          'me.ahoo.wow.compensation.api.MarkRecoverable',
          'me.ahoo.wow.compensation.api.CreateExecutionFailed',
          'x.Y',
          '',
        ),
      },
      { requiredKeys: [] },
    )
    .map((headers) => ({
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'Accept' || names.includes(name))),
      // Not longer: a stage that nobody reaches is waited for in vain.
      ...(names.includes('Command-Wait-Timeout') ? { 'Command-Wait-Timeout': '15' } : {}),
    }))
}

interface Question {
  readonly method: string
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly documented: readonly string[]
}

function questionsOf(path: string, method: string, operation: Schema): fc.Arbitrary<Question> {
  const parameters = list(operation['parameters']).map(resolved)
  const segments = fc.tuple(
    ...path.split('/').map((part) => {
      const name = /^\{(.*)\}$/.exec(part)?.[1]
      const parameter = parameters.find((each) => each['in'] === 'path' && each['name'] === name)
      return name === undefined ? fc.constant(part) : inPath(resolved(parameter?.['schema']))
    }),
  )
  const asked = parameters.filter((each) => each['in'] === 'query').map((each) => String(each['name']))
  const query = fc
    .record(Object.fromEntries(asked.map((name) => [name, fc.constantFrom('1', '2', '0', '-1', '', 'x')])), {
      requiredKeys: [],
    })
    .map((values) =>
      new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString(),
    )
  const content = member(resolved(operation['requestBody']), 'content')
  const schema = member(member(content, 'application/json'), 'schema')
  const body: fc.Arbitrary<string | undefined> =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 30, arbitrary: valueOf(schema).map((value) => JSON.stringify(value)) },
          { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '"x"') },
          { weight: 1, arbitrary: fc.constant(undefined) },
        )
  const answered = member(resolved(member(operation['responses'], '200')), 'content')
  const produced = Object.keys(isObject(answered) ? answered : {})
  return fc.tuple(segments, query, headersOf(parameters, produced), body).map(([parts, search, headers, text]) => ({
    method: method.toUpperCase(),
    address: `http://localhost:8080${parts.join('/')}${search === '' ? '' : `?${search}`}`,
    headers,
    body: text,
    documented: Object.keys(isObject(operation['responses']) ? operation['responses'] : {}),
  }))
}

const operations = Object.entries(Object(member(document, 'paths'))).flatMap(([path, methods]) =>
  Object.entries(Object(methods)).map(([method, operation]) => ({ path, method, operation: resolved(operation) })),
)

const OUR_OWN_WORDS =
  /\.ts\b|node_modules|\n\s+at |\\n\s+at [A-Z]|SQLITE|SELECT |INSERT |undefined is not|Cannot read prop/

async function check({ method, address, headers, body, documented }: Question): Promise<number> {
  const response = await wow.fetch(
    new Request(address, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    }),
  )
  const text = await response.text()
  expect(documented).toContain(String(response.status))
  expect(response.status).not.toBe(500)
  expect(text).not.toMatch(OUR_OWN_WORDS)
  if (response.headers.get('content-type') === 'application/json' && text !== '') {
    const answer: unknown = JSON.parse(text)
    if (response.status >= 400)
      expect(answer).toMatchObject({ errorCode: expect.any(String), errorMsg: expect.any(String), succeeded: false })
  }
  expect(logged).toEqual([])
  return response.status
}

test('the document describes every operation that is asked for', () => {
  expect(operations.length).toBeGreaterThanOrEqual(36)
})

test('whatever is asked, the answer is a documented one', { timeout: 60_000 }, async () => {
  const seen = new Map<string, Set<number>>()
  const question = fc
    .constantFrom(...operations)
    .chain(({ path, method, operation }) =>
      questionsOf(path, method, operation).map((asked) => ({ ...asked, key: `${method} ${path}` })),
    )
  await fc.assert(
    fc.asyncProperty(question, async ({ key, ...asked }) => {
      const status = await check(asked)
      const statuses = seen.get(key) ?? new Set()
      seen.set(key, statuses.add(status))
    }),
    { numRuns: RUNS },
  )
  // A generator that only makes nonsense would prove nothing.
  const answered = operations.filter(({ path, method }) => seen.get(`${method} ${path}`)?.has(200) === true)
  expect(answered.length).toBeGreaterThan(operations.length * 0.7)
  const { status } = await put(wow, 'b', 'tags', { tags: {} })
  expect([200, 410]).toContain(status)
})
