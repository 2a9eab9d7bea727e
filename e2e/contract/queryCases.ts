/** Conditions, projections, sorting, pages and limits (contract 4, 5). */
import type { Json } from '../../src/wow/json.ts'
import {
  again,
  AS_SSE,
  ask,
  bare,
  BASE,
  empty,
  errorEvent,
  illegal,
  noRoute,
  notFound,
  ok,
  post,
  put,
  raw,
  record,
  refused,
  SEEN,
  spec,
  stream,
  streamRefused,
  tooLong,
  unreadable,
  unsaid,
} from './answers.ts'
import type { Expected } from './answers.ts'
import type { ContractCase, Expectation, GivenRecord, Scenario } from './contractCase.ts'

type Body = { readonly [key: string]: Json }

const DAY_MS = 86_400_000
const ROWS = ['{q}-1', '{q}-2', '{q}-3', '{q}-4', '{q}-5', '{q}-6'] as const

/**
 * The six rows that the operators were recorded on. Their next tries lie in the future, so that no scheduler takes them
 * while they are asked for.
 */
function rows(now: number): GivenRecord[] {
  return [1, 2, 3, 4, 5, 6].map((n) =>
    record(`{q}-${n}`, {
      eventId: {
        id: '{tag}',
        aggregateId: { contextName: '{tag}', aggregateName: 'order', aggregateId: `order-${n}`, tenantId: '(0)' },
        version: n,
      },
      error: {
        errorCode: n <= 3 ? 'TimeOut' : 'IllegalState',
        errorMsg: `Msg ${n} a.b*c`,
        stackTrace: 'st',
        ...(n === 5
          ? {
              bindingErrors: [
                { name: 'f1', msg: 'm1' },
                { name: 'f2', msg: 'm2' },
              ],
            }
          : {}),
      },
      executeAt: now - n * 4 * DAY_MS,
      retrySpec: spec(3, n * 1_000_000, 60),
      recoverable: ['UNKNOWN', 'RECOVERABLE', 'UNRECOVERABLE'][n % 3] ?? 'UNKNOWN',
    }),
  )
}

const setUp: readonly ContractCase[] = [
  ask('tags of the first row', put('first', 'tags', { tags: { team: ['a', 'b'] } }, SEEN), { status: 200, code: 'Ok' }),
  ask('prepare of the second row', put('second', 'prepare_compensation', {}, SEEN), { status: 200, code: 'Ok' }),
  ask(
    'delete of the sixth row',
    { method: 'DELETE', path: `${BASE}/{sixth}`, headers: SEEN, body: {} },
    { status: 200, code: 'Ok' },
  ),
]

const VERSION: Json = { include: ['version'] }
const OWN: Body = { operator: 'AGGREGATE_IDS', value: ROWS }
const among = (condition: Json): Json => ({ operator: 'AND', children: [OWN, condition] })
const listed = (condition: Json, path = '/snapshot/list') =>
  post(path, { condition: among(condition), limit: 100, projection: VERSION })

const VERSIONS: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 1, 4: 1, 5: 1, 6: 2 }
const row = (n: number): Json => ({ version: VERSIONS[n] ?? 1, aggregateId: `{q}-${n}` })
/** In any order: none was asked for (contract 4.4). */
const finds = (...numbers: readonly number[]): Expectation => ok({ '<unordered>': numbers.map(row) })

const expensive = (operator: string) =>
  illegal(`HTTP query operator[${operator}] is disabled because expensive operators are not allowed.`)

/** Recorded with an open guard too. */
const LOOSE_TOO = new Set([
  'IN.1001',
  'STARTS_WITH',
  'STARTS_WITH.ignoreCase-false',
  'STARTS_WITH.ignoreCase-string',
  'ELEM_MATCH',
  'ELEM_MATCH.0',
  'ELEM_MATCH.2',
  'ELEM_MATCH.and',
  'EXISTS.true',
  'EXISTS.none',
  'EXISTS.string-false',
  'NEXT_WEEK',
  'MATCH',
])

/** An operator that every guard takes. */
const op = (name: string, condition: Json, expected: Expected): ContractCase =>
  again(`op.strict.${name}`, listed(condition), expected, {
    alike: name === 'EQ.num' ? ['op.strict.EQ.float'] : LOOSE_TOO.has(name) ? [`op.loose.${name}`] : [],
  })

/** An operator that only an open guard takes. */
const costly = (
  name: string,
  condition: Json,
  operator: string,
  expected: Expectation | typeof unsaid,
): ContractCase[] => [
  again(`op.strict.${name}`, listed(condition), expensive(operator), { guard: 'strict' }),
  again(`op.loose.${name}`, listed(condition), expected, { guard: 'open' }),
]

const eq = (field: string, value: Json): Body => ({ operator: 'EQ', field, value })
const of = (operator: string, field: string, value?: Json, options?: Json): Body => ({
  operator,
  field,
  ...(value === undefined ? {} : { value }),
  ...(options === undefined ? {} : { options }),
})
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const ELEMENTS = 'state.error.bindingErrors'
const elements = (...children: readonly Json[]): Body => ({
  operator: 'ELEM_MATCH',
  field: ELEMENTS,
  children: [...children],
})
const NO_OTHER_DATABASE = 'HTTP query operator[RAW] is not allowed.'
const DELETION = (value: string) => illegal(`No enum constant me.ahoo.wow.api.query.DeletionState.${value}`)
const noChildren = (operator: string) => illegal(`${operator} operator children cannot be empty.`)
const oneChild = illegal('HTTP ELEM_MATCH condition must contain exactly one child.')
const tooManyValues = illegal('HTTP query condition values[1001] must not exceed 1000.')

const operators: readonly ContractCase[] = [
  op('AND', { operator: 'AND', children: [eq('state.status', 'FAILED')] }, finds(1, 3, 4, 5)),
  op('AND.empty', { operator: 'AND' }, noChildren('AND')),
  op(
    'OR',
    { operator: 'OR', children: [eq('state.status', 'PREPARED'), eq('state.recoverable', 'UNRECOVERABLE')] },
    finds(2, 5),
  ),
  op('OR.empty', { operator: 'OR' }, noChildren('OR')),
  ...costly('NOR', { operator: 'NOR', children: [eq('state.status', 'FAILED')] }, 'NOR', finds(2)),
  ...costly('NOR.empty', { operator: 'NOR' }, 'NOR', noChildren('NOR')),
  op('ID', { operator: 'ID', value: '{q}-1' }, finds(1)),
  op('ID.number', { operator: 'ID', value: 5 }, finds()),
  op('IDS', { operator: 'IDS', value: ['{q}-1', '{q}-3'] }, finds(1, 3)),
  op('IDS.empty', { operator: 'IDS', value: [] }, finds()),
  op('IDS.string', { operator: 'IDS', value: 'x' }, unsaid),
  op('AGGREGATE_ID', { operator: 'AGGREGATE_ID', value: '{q}-1' }, finds(1)),
  op('AGGREGATE_IDS', { operator: 'AGGREGATE_IDS', value: ['{q}-2'] }, finds(2)),
  op('AGGREGATE_IDS.empty', { operator: 'AGGREGATE_IDS', value: [] }, finds()),
  op('TENANT_ID', { operator: 'TENANT_ID', value: '(0)' }, finds(1, 2, 3, 4, 5)),
  op('TENANT_ID.other', { operator: 'TENANT_ID', value: 'x' }, finds()),
  op('OWNER_ID', { operator: 'OWNER_ID', value: '' }, finds(1, 2, 3, 4, 5)),
  op('SPACE_ID', { operator: 'SPACE_ID', value: '' }, finds(1, 2, 3, 4, 5)),
  op('DELETED.ACTIVE', { operator: 'DELETED', value: 'ACTIVE' }, finds(1, 2, 3, 4, 5)),
  op('DELETED.DELETED', { operator: 'DELETED', value: 'DELETED' }, finds()),
  op('DELETED.ALL', { operator: 'DELETED', value: 'ALL' }, finds(1, 2, 3, 4, 5)),
  op('DELETED.bad', { operator: 'DELETED', value: 'foo' }, DELETION('FOO')),
  op(
    'DELETED.number',
    { operator: 'DELETED', value: 1 },
    illegal('Value must be String, Boolean, or DeletionState, but was Int.'),
  ),
  op('DELETED.default', { operator: 'DELETED' }, DELETION('')),
  op('ALL', { operator: 'ALL' }, finds(1, 2, 3, 4, 5)),
  op('EQ', eq('state.status', 'FAILED'), finds(1, 3, 4, 5)),
  op('EQ.bool', eq('state.isRetryable', true), finds(1, 2, 3, 4, 5)),
  op('EQ.num', eq('version', 1), finds(3, 4, 5)),
  op('EQ.array-field', eq('tags.team', 'a'), finds(1)),
  op('EQ.object', eq('state.retrySpec', spec(3, 1_000_000, 60)), finds(1)),
  op('EQ.aggregateId', eq('aggregateId', '{q}-1'), finds(1)),
  op('EQ._id', eq('_id', '{q}-1'), finds(1)),
  op('EQ.unknown-field', eq('foo.bar', 'x'), finds()),
  op('EQ.empty-field', eq('', 'x'), finds()),
  op('EQ.no-value', { operator: 'EQ', field: 'ownerId' }, finds(1, 2, 3, 4, 5)),
  op('EQ.nested-array', eq('state.error.bindingErrors.name', 'f1'), finds(5)),
  op('EQ.dollar', eq('$where', '1'), unsaid),
  again('op.strict.EQ.null', listed(eq('state.status', null)), {
    ...unsaid,
    or: [...unsaid.or, { ...finds(), reason: 'a null value is no value (12.14)' }],
  }),
  ...costly('NE', of('NE', 'state.status', 'FAILED'), 'NE', finds(2)),
  op('GT', of('GT', 'version', 1), finds(1, 2)),
  op('LT', of('LT', 'version', 2), finds(3, 4, 5)),
  op('GTE', of('GTE', 'version', 2), finds(1, 2)),
  op('LTE', of('LTE', 'version', 1), finds(3, 4, 5)),
  op('GT.string-on-number', of('GT', 'version', '0'), finds()),
  op('LT.aggregateId', of('LT', 'aggregateId', '~'), finds(1, 2, 3, 4, 5)),
  ...costly('CONTAINS', of('CONTAINS', 'state.error.errorMsg', 'a.b*c'), 'CONTAINS', finds(1, 2, 3, 4, 5)),
  ...costly(
    'CONTAINS.ignoreCase',
    of('CONTAINS', 'state.error.errorMsg', 'MSG 1', { ignoreCase: true }),
    'CONTAINS',
    finds(1),
  ),
  op('IN', of('IN', 'state.status', ['PREPARED', 'SUCCEEDED']), finds(2)),
  op('IN.empty', of('IN', 'state.status', []), finds()),
  op('IN.string', of('IN', 'state.status', 'FAILED'), unsaid),
  op('IN.1000', of('IN', 'version', numbers(1000)), finds(1, 2, 3, 4, 5)),
  op('IN.1001', of('IN', 'version', numbers(1001)), tooManyValues),
  ...costly('NOT_IN', of('NOT_IN', 'state.status', ['FAILED']), 'NOT_IN', finds(2)),
  ...costly('NOT_IN.empty', of('NOT_IN', 'state.status', []), 'NOT_IN', finds(1, 2, 3, 4, 5)),
  op('BETWEEN', of('BETWEEN', 'version', [1, 1]), finds(3, 4, 5)),
  op('BETWEEN.1', of('BETWEEN', 'version', [1]), illegal('BETWEEN operator value must be a array with 2 elements.')),
  op('BETWEEN.3', of('BETWEEN', 'version', [1, 2, 3]), finds(1, 2, 3, 4, 5)),
  op('BETWEEN.scalar', of('BETWEEN', 'version', 1), unsaid),
  op('ALL_IN', of('ALL_IN', 'tags.team', ['a', 'b']), finds(1)),
  op('ALL_IN.partial', of('ALL_IN', 'tags.team', ['a', 'z']), finds()),
  op('ALL_IN.empty', of('ALL_IN', 'tags.team', []), finds()),
  op('STARTS_WITH', of('STARTS_WITH', 'state.error.errorCode', 'Time'), finds(1, 2, 3)),
  ...costly('STARTS_WITH.empty', of('STARTS_WITH', 'state.error.errorCode', ''), 'STARTS_WITH', finds(1, 2, 3, 4, 5)),
  ...costly(
    'STARTS_WITH.ignoreCase',
    of('STARTS_WITH', 'state.error.errorCode', 'time', { ignoreCase: true }),
    'STARTS_WITH',
    finds(1, 2, 3),
  ),
  op(
    'STARTS_WITH.ignoreCase-false',
    of('STARTS_WITH', 'state.error.errorCode', 'Time', { ignoreCase: false }),
    finds(1, 2, 3),
  ),
  op(
    'STARTS_WITH.ignoreCase-string',
    of('STARTS_WITH', 'state.error.errorCode', 'time', { ignoreCase: 'true' }),
    finds(),
  ),
  ...costly('STARTS_WITH.number', of('STARTS_WITH', 'version', 1), 'STARTS_WITH', unsaid),
  ...costly('ENDS_WITH', of('ENDS_WITH', 'state.error.errorCode', 'Out'), 'ENDS_WITH', finds(1, 2, 3)),
  op('ELEM_MATCH', elements(eq('name', 'f1')), finds(5)),
  op('ELEM_MATCH.0', { operator: 'ELEM_MATCH', field: ELEMENTS }, oneChild),
  op('ELEM_MATCH.2', elements(eq('name', 'f1'), eq('msg', 'm1')), oneChild),
  op('ELEM_MATCH.and', elements({ operator: 'AND', children: [eq('name', 'f1'), eq('msg', 'm2')] }), finds()),
  ...costly('NULL', of('NULL', ELEMENTS), 'NULL', finds(1, 2, 3, 4)),
  ...costly('NOT_NULL', of('NOT_NULL', ELEMENTS), 'NOT_NULL', finds(5)),
  op('TRUE', of('TRUE', 'state.isRetryable'), finds(1, 2, 3, 4, 5)),
  op('FALSE', of('FALSE', 'state.isRetryable'), finds()),
  op('EXISTS.true', of('EXISTS', ELEMENTS, true), finds(5)),
  ...costly('EXISTS.false', of('EXISTS', ELEMENTS, false), 'EXISTS', finds(1, 2, 3, 4)),
  op('EXISTS.none', of('EXISTS', ELEMENTS), unsaid),
  op('EXISTS.string-false', of('EXISTS', ELEMENTS, 'false'), unsaid),
  op('TODAY.zone-bad', of('TODAY', 'eventTime', undefined, { zoneId: 'Nope/Zone' }), unsaid),
  op('TODAY.pattern', of('TODAY', 'eventTime', undefined, { datePattern: 'yyyy-MM-dd' }), finds()),
  op(
    'TODAY.pattern-bad',
    of('TODAY', 'eventTime', undefined, { datePattern: 'qqqq{bad' }),
    illegal("Pattern includes reserved character: '{'"),
  ),
  op('BEFORE_TODAY.bad', of('BEFORE_TODAY', 'eventTime', '25:99'), unsaid),
  op('BEFORE_TODAY.none', of('BEFORE_TODAY', 'eventTime'), unsaid),
  op('BEFORE_TODAY.bignumber', of('BEFORE_TODAY', 'eventTime', 999_999), unsaid),
  ask(
    'what was executed days ago was before today',
    listed(of('BEFORE_TODAY', 'state.executeAt', '00:00')),
    finds(1, 2, 3, 4, 5),
  ),
  ask(
    'what was executed days ago was before today, in seconds',
    listed(of('BEFORE_TODAY', 'state.executeAt', 3600)),
    finds(1, 2, 3, 4, 5),
  ),
  op('RECENT_DAYS', of('RECENT_DAYS', 'state.executeAt', 10), finds(1, 2)),
  op('RECENT_DAYS.string', of('RECENT_DAYS', 'state.executeAt', '10'), unsaid),
  op('RECENT_DAYS.none', of('RECENT_DAYS', 'state.executeAt'), unsaid),
  op('RECENT_DAYS.0', of('RECENT_DAYS', 'state.executeAt', 0), finds()),
  op('RECENT_DAYS.float', of('RECENT_DAYS', 'state.executeAt', 1.5), finds()),
  op('EARLIER_DAYS', of('EARLIER_DAYS', 'state.executeAt', 10), finds(3, 4, 5)),
  op('MATCH', of('MATCH', 'state.error.errorMsg', 'Msg'), unsaid),
  again('op.strict.RAW', listed({ operator: 'RAW', value: { version: 1 } }), illegal(NO_OTHER_DATABASE), {
    guard: 'strict',
  }),
  again('op.strict.RAW.string', listed({ operator: 'RAW', value: '{"version":1}' }), illegal(NO_OTHER_DATABASE), {
    guard: 'strict',
  }),
  again(
    'op.loose.RAW',
    listed({ operator: 'RAW', value: { version: 1 } }),
    {
      expect: finds(3, 4, 5),
      or: [
        {
          ...illegal(NO_OTHER_DATABASE),
          reason: 'a filter of another database is refused there with an open guard too',
        },
      ],
    },
    { guard: 'open' },
  ),
  again(
    'op.loose.RAW.string',
    listed({ operator: 'RAW', value: '{"version":1}' }),
    {
      expect: finds(3, 4, 5),
      or: [
        {
          ...illegal(NO_OTHER_DATABASE),
          reason: 'a filter of another database is refused there with an open guard too',
        },
      ],
    },
    { guard: 'open' },
  ),
  op('op.unknown', of('FOO', 'x', 'y'), unsaid),
  op('op.lowercase', of('eq', 'state.status', 'FAILED'), unsaid),
  op('op.null', { operator: null }, unsaid),
  op('field.null', { operator: 'EQ', field: null, value: 1 }, unsaid),
  op('children.null', { operator: 'AND', children: null }, unsaid),
  op('options.null', of('TODAY', 'eventTime', undefined, null), unsaid),
  op('unknown-prop', { ...eq('version', 1), foo: 1 }, finds(3, 4, 5)),
]

const anyRow: Json = { version: '<int>', aggregateId: '<text>' }
const someRows = ok({ '<each>': anyRow })

/** Rows that were written just now: of the server's own day, which may end meanwhile, or of another one. */
const dated = (name: string, expected: Expectation): ContractCase =>
  op(name, of(name, 'eventTime'), {
    expect: expected,
    or: [{ ...someRows, reason: 'a day of the server may have ended since its rows were written', overMidnight: true }],
  })

/** The same in zones where it is about noon, so that no day, week or month ends while it is asked. */
function days(now: number): readonly ContractCase[] {
  const hours = 12 - new Date(now).getUTCHours()
  const [sign, opposite] = hours < 0 ? ['-', '+'] : ['+', '-']
  // The names of these zones count to the west.
  const zoneId = `Etc/GMT${opposite}${Math.abs(hours)}`
  const offset = `${sign}${String(Math.abs(hours)).padStart(2, '0')}:00`
  const all = finds(1, 2, 3, 4, 5)
  const expected = [
    ['TODAY', all],
    ['TOMORROW', finds()],
    ['THIS_WEEK', all],
    ['NEXT_WEEK', finds()],
    ['LAST_WEEK', finds()],
    ['THIS_MONTH', all],
    ['LAST_MONTH', finds()],
  ] as const
  return [
    ...expected.map(([name, found]) => dated(name, found)),
    // Of the day itself it is recorded.
    ...expected
      .slice(1)
      .map(([name, found]) =>
        ask(`${name} at noon`, listed(of(name, 'eventTime', undefined, { zoneId: offset })), found),
      ),
    op('TODAY.zone', of('TODAY', 'eventTime', undefined, { zoneId }), all),
    op('TODAY.zone-offset', of('TODAY', 'eventTime', undefined, { zoneId: offset }), all),
  ]
}

const deletion = (value: Json) =>
  post('/snapshot/list', { condition: { operator: 'DELETED', value }, limit: 100, projection: VERSION })
const deletedAmong = (value: Json) =>
  post('/snapshot/list', {
    condition: { operator: 'AND', children: [{ operator: 'DELETED', value }, OWN] },
    limit: 100,
    projection: { include: ['version', 'deleted'] },
  })
const active = ok({
  '<unordered>': [1, 2, 3, 4, 5].map((n) => ({ version: VERSIONS[n] ?? 1, deleted: false, aggregateId: `{q}-${n}` })),
})

const deletedRows: readonly ContractCase[] = [
  ...['DELETED', 'deleted', true].map((value) => again(`op.strict.top.DELETED=${value}`, deletion(value), someRows)),
  ...['ALL', 'ACTIVE', false].map((value) => again(`op.strict.top.DELETED=${value}`, deletion(value), someRows)),
  ...['DELETED', 'deleted', true].map((value) => again(`deleted.and=${value}`, deletedAmong(value), ok([]))),
  ...['ALL', 'ACTIVE', false].map((value) => again(`deleted.and=${value}`, deletedAmong(value), active)),
  again(
    'op.strict.top.ID-of-deleted',
    post('/snapshot/list', { condition: { operator: 'ID', value: '{q}-6' }, limit: 100, projection: VERSION }),
    ok([]),
  ),
  again('deleted.count', post('/snapshot/count', { operator: 'DELETED', value: 'DELETED' }), ok('<int>')),
  again(
    'deleted.single',
    post('/snapshot/single', { condition: { operator: 'DELETED', value: 'DELETED' } }),
    ok({ deleted: true, '<more>': true }),
  ),
]

const limit = (name: string, value: Json | undefined, expected: Expectation | typeof unsaid) =>
  again(
    `limit.${name}`,
    post('/snapshot/list', { condition: {}, projection: VERSION, ...(value === undefined ? {} : { limit: value }) }),
    expected,
  )
const noLimit = (value: number) => illegal(`HTTP list query limit[${value}] must be between 1 and 1000.`)

const BY_ID: Json = [{ field: 'aggregateId', direction: 'DESC' }]
const page = (pagination: Json | undefined, expected: Expectation | typeof unsaid) =>
  again(
    `page.${pagination === undefined ? 'undefined' : JSON.stringify(pagination)}`,
    post('/snapshot/paged', {
      condition: {},
      projection: VERSION,
      sort: BY_ID,
      ...(pagination === undefined ? {} : { pagination }),
    }),
    expected,
  )
const at = (index: Json, size: Json): Json => ({ index, size })
const somePage = ok({ total: '<int>', list: { '<each>': anyRow } })
const noIndex = (index: number) => illegal(`HTTP page index[${index}] must be greater than or equal to 1.`)
const noSize = (size: number) => illegal(`HTTP page size[${size}] must be between 1 and 100.`)
const noWindow = (size: number) => illegal(`HTTP page window[${size}] must not exceed 10000.`)

const nodes = (count: number): Json => ({
  operator: 'OR',
  children: numbers(count - 1).map((value) => eq('version', value)),
})
function counted(
  name: string,
  count: number,
  headers: Readonly<Record<string, string>>,
  expected: Expectation,
): ContractCase {
  // The recorded questions with headers had no projection.
  const projection = Object.keys(headers).length === 0 ? { projection: VERSION } : {}
  return again(
    `nodes.${name}`,
    post('/snapshot/list', { condition: nodes(count), limit: 1, ...projection }, headers),
    expected,
  )
}
const tooManyNodes = illegal('HTTP query condition nodes[65] must not exceed 64.')
const OWNER = { 'Command-Owner-Id': 'x' }
const BOTH = { ...OWNER, 'Wow-Space-Id': 'y' }

const limits: readonly ContractCase[] = [
  limit('undefined', undefined, noLimit(0)),
  limit('0', 0, noLimit(0)),
  limit('-1', -1, noLimit(-1)),
  limit('1', 1, someRows),
  limit('1000', 1000, someRows),
  limit('1001', 1001, noLimit(1001)),
  limit('5', '5', someRows),
  limit('2.5', 2.5, someRows),
  limit('null', null, unsaid),
  limit('99999999999', 99_999_999_999, unsaid),
  page(undefined, somePage),
  page({}, somePage),
  page(at(1, 10), somePage),
  page(at(0, 10), noIndex(0)),
  page(at(-1, 10), noIndex(-1)),
  page(at(1, 0), noSize(0)),
  page(at(1, 100), somePage),
  page(at(1, 101), noSize(101)),
  page(at(100, 100), somePage),
  page(at(101, 100), noWindow(10_100)),
  page(at(10_001, 1), noWindow(10_001)),
  page(at(2_147_483_647, 1), noWindow(2_147_483_647)),
  page(at(2_147_483_647, 100), noWindow(214_748_364_700)),
  page(at(2, 3), somePage),
  page(at(99, 10), somePage),
  page(null, unsaid),
  page(at('1', 10), somePage),
  ask(
    'the second page of own rows',
    post('/snapshot/paged', { condition: OWN, projection: VERSION, sort: BY_ID, pagination: at(2, 3) }),
    ok({ total: 5, list: [row(2), row(1)] }),
  ),
  ask(
    'a page behind the end',
    post('/snapshot/paged', { condition: OWN, projection: VERSION, sort: BY_ID, pagination: at(9, 3) }),
    ok({ total: 5, list: [] }),
  ),
  counted('61', 61, {}, someRows),
  counted('62', 62, {}, someRows),
  counted('63', 63, {}, tooManyNodes),
  counted('64', 64, {}, tooManyNodes),
  counted('65', 65, {}, tooManyNodes),
  counted('owner-header.59', 59, OWNER, ok([])),
  counted('owner+space-header.56', 56, BOTH, ok([])),
  counted('owner+space-header.57', 57, BOTH, ok([])),
  counted('owner+space-header.58', 58, BOTH, ok([])),
  again(
    'nodes.owner62',
    post('/snapshot/list', { condition: nodes(62), limit: 1, projection: VERSION }, OWNER),
    tooManyNodes,
  ),
  counted('owner-header.60', 60, OWNER, ok([])),
  counted('owner-header.61', 61, OWNER, tooManyNodes),
  counted('owner+space-header.59', 59, BOTH, ok([])),
  ask('60 nodes with owner and space', post('/snapshot/list', { condition: nodes(60), limit: 1 }, BOTH), tooManyNodes),
  again('nodes.ALL+owner', post('/snapshot/list', { condition: {}, limit: 1 }, OWNER), ok([])),
  again(
    'big.query',
    raw(post('/snapshot/count', {}), JSON.stringify(eq('state.status', 'x'.repeat(300_000)))),
    tooLong,
  ),
]

const sorted = (name: string, sort: Json, expected: Expectation | typeof unsaid) =>
  again(`sort.${name}`, post('/snapshot/list', { condition: OWN, limit: 10, projection: VERSION, sort }), expected)
const order = (...those: readonly number[]) => ok(those.map(row))
const by = (field: string, direction: string): Json => [{ field, direction }]

const sorting: readonly ContractCase[] = [
  sorted('desc', by('aggregateId', 'DESC'), order(5, 4, 3, 2, 1)),
  sorted('asc', by('aggregateId', 'ASC'), order(1, 2, 3, 4, 5)),
  sorted('_id', by('_id', 'DESC'), order(5, 4, 3, 2, 1)),
  sorted('nested', by('state.executeAt', 'ASC'), order(5, 4, 3, 2, 1)),
  sorted(
    'two',
    [
      { field: 'version', direction: 'DESC' },
      { field: 'aggregateId', direction: 'ASC' },
    ],
    order(1, 2, 3, 4, 5),
  ),
  sorted('unknownField', by('foo', 'ASC'), finds(1, 2, 3, 4, 5)),
  sorted('emptyField', by('', 'ASC'), finds(1, 2, 3, 4, 5)),
  sorted('lower', by('aggregateId', 'desc'), unsaid),
  sorted('bad', by('aggregateId', 'UP'), unsaid),
  sorted('nodirection', [{ field: 'aggregateId' }], unsaid),
  sorted('nofield', [{ direction: 'ASC' }], unsaid),
  sorted('object', { field: 'version', direction: 'ASC' }, unsaid),
]

type Shape = (found: Json) => Json
const SHAPES: Readonly<Record<'list' | 'single' | 'paged', Shape>> = {
  list: (found) => [found],
  single: (found) => found,
  paged: (found) => ({ total: 1, list: [found] }),
}
const KINDS = ['list', 'single', 'paged'] as const
const required = refused(400, 'IllegalState', 'Required value was null.')
const WHOLE: Body = {
  contextName: 'compensation-service',
  aggregateName: 'execution_failed',
  tenantId: '(0)',
  ownerId: '',
  spaceId: '',
  version: 2,
  eventId: '<id>',
  firstOperator: '',
  operator: '',
  firstEventTime: '<time>',
  eventTime: '<time>',
  snapshotTime: '<time>',
  deleted: false,
  aggregateId: '{q}-1',
}

const STATE_WITHOUT_ERROR: Json = {
  id: '{q}-1',
  eventId: '<any>',
  function: '<any>',
  executeAt: '<time>',
  retrySpec: '<any>',
  retryState: '<any>',
  status: 'FAILED',
  recoverable: '<text>',
  isBelowRetryThreshold: true,
  isRetryable: true,
}

const projected = (path: string, projection: Json, name: string, expected: Expectation | typeof unsaid) =>
  again(
    `proj.${path}.${name}`,
    post(`/snapshot/${path}`, { condition: { operator: 'ID', value: '{q}-1' }, limit: 1, projection }),
    expected,
  )

const projections: readonly ContractCase[] = [
  ...KINDS.flatMap((kind) => [
    projected(
      kind,
      { include: ['state.status', 'version'] },
      'include',
      ok(SHAPES[kind]({ state: { status: 'FAILED' }, version: 2, aggregateId: '{q}-1' })),
    ),
    projected(kind, { exclude: ['state', 'tags'] }, 'exclude', ok(SHAPES[kind](WHOLE))),
    projected(kind, { include: ['version'], exclude: ['tags'] }, 'both', unsaid),
    projected(kind, { exclude: ['aggregateId'] }, 'exclude-aggregateId', required),
    projected(
      kind,
      { include: ['aggregateId'] },
      'include-aggregateId-only',
      ok(SHAPES[kind]({ aggregateId: '{q}-1' })),
    ),
    projected(
      `${kind}/state`,
      { include: ['state.status', 'state.id'] },
      'include-state-path',
      ok(SHAPES[kind]({ status: 'FAILED', id: '{q}-1' })),
    ),
    projected(`${kind}/state`, VERSION, 'include-no-state', unsaid),
    projected(`${kind}/state`, { exclude: ['state'] }, 'exclude-state', unsaid),
    projected(
      `${kind}/state`,
      { exclude: ['state.error'] },
      'exclude-state-error',
      ok(SHAPES[kind](STATE_WITHOUT_ERROR)),
    ),
    projected(
      `${kind}/state`,
      { include: ['state'] },
      'include-state',
      ok(SHAPES[kind]({ id: '{q}-1', status: 'FAILED', '<more>': true })),
    ),
  ]),
  projected('list', { include: ['foo'] }, 'include-unknown', ok([{ aggregateId: '{q}-1' }])),
  projected('list', null, 'null', unsaid),
  projected('list', { include: null }, 'include-null', unsaid),
  projected('list', { include: ['state', 'state.status'] }, 'overlap', unsaid),
]

const FIFTH: Json = { operator: 'ID', value: '{q}-5' }
const NOBODY: Json = { operator: 'ID', value: 'nope' }

/** What every query route does with odd bodies (contract 1.3, 4.2, 4.6). */
const bodies: readonly ContractCase[] = KINDS.flatMap((kind) =>
  [kind, `${kind}/state`].flatMap((path) => {
    const asked = (body: Json) => post(`/snapshot/${path}`, body)
    const found =
      path === kind
        ? { aggregateId: '{q}-5', state: { id: '{q}-5', '<more>': true }, '<more>': true }
        : { id: '{q}-5', '<more>': true }
    return [
      again(`${path}.empty-body`, bare({ ...asked({}) }), kind === 'list' ? ok([]) : empty),
      again(`${path}.no-condition`, asked({ limit: 1 }), unsaid),
      again(`${path}.condition-null`, asked({ limit: 1, condition: null }), unsaid),
      again(`${path}.bad-json`, raw(asked({}), '{'), unreadable()),
      again(
        `${path}.nohit`,
        asked({ limit: 1, condition: NOBODY }),
        kind === 'single' ? notFound : ok(kind === 'list' ? [] : { total: 0, list: [] }),
      ),
      again(`${path}.text`, raw(asked({}), '{}', 'text/plain'), unsaid),
      again(
        `${path}.ok`,
        asked(
          path === 'paged/state' || path === 'single/state' ? { condition: FIFTH } : { limit: 1, condition: FIFTH },
        ),
        ok(SHAPES[kind](found)),
      ),
    ]
  }),
)

const count = (body: Json, headers: Readonly<Record<string, string>> = {}) => post('/snapshot/count', body, headers)

const counting: readonly ContractCase[] = [
  again('count.all', count({}), ok('<int>')),
  again('count.all-explicit', count({ operator: 'ALL' }), ok('<int>')),
  ask('count of own rows', count(OWN), ok(5)),
  again('count.expensive', count(of('NE', 'version', 1)), expensive('NE'), { guard: 'strict' }),
  again('count.empty-body', bare(count({})), empty),
  again('count.null', raw(count({}), 'null'), empty),
  again('count.array', raw(count({}), '[]'), unreadable()),
  again('count.bad-json', raw(count({}), '{'), unreadable()),
  again('count.text', raw(count({}), '{}', 'text/plain'), unsaid),
  again('count.no-ct', raw(count({}), '{}', null), unsaid),
  again('value.null', count(eq('ownerId', null)), {
    ...unsaid,
    or: [...unsaid.or, { ...ok('<int>'), reason: 'a null value is no value (12.14)' }],
  }),
  again('value.missing', count({ operator: 'EQ', field: 'ownerId' }), ok('<int>')),
  again('query.tenant-header', count({}, { 'Command-Tenant-Id': 't' }), ok('<int>')),
  again('query.q-owner-blank', count({}, { 'Command-Owner-Id': '' }), ok('<int>')),
  ask('an owner that nobody is', count({}, { 'Command-Owner-Id': '{tag}' }), ok(0)),
  ask('a space that nothing is in', count({}, { 'Wow-Space-Id': '{tag}' }), ok(0)),
  ask('a space by the other header', count({}, { 'CoSec-Space-Id': '{tag}' }), ok(0)),
]

const sse = (body: Json, path = '/snapshot/list') => post(path, body, AS_SSE)

const streaming: readonly ContractCase[] = [
  again('list.sse', sse({ condition: OWN, limit: 2, projection: VERSION }), stream({ '<each>': { data: anyRow } })),
  again('sse.raw-list', sse({ condition: {}, limit: 2, projection: VERSION }), stream({ '<each>': { data: anyRow } })),
  again('list.sse.empty', sse({ condition: NOBODY, limit: 2 }), stream([])),
  again('list.sse.nolimit', sse({ condition: {} }), streamRefused(noLimit(0)), { alike: ['sse.raw-error'] }),
  again('list.sse.bind', sse({ limit: 1 }), {
    expect: stream([errorEvent(refused(400, 'BadRequest', '<text>'))]),
    or: [
      {
        ...streamRefused(illegal('<text>')),
        reason: 'IllegalArgument naming the field instead of the words of an exception (12.14)',
      },
    ],
  }),
  again('list.sse.bad-json', raw(sse({}), '{'), streamRefused(unreadable())),
  again(
    'list.sse.state',
    sse({ condition: { operator: 'ID', value: '{q}-1' }, limit: 1 }, '/snapshot/list/state'),
    stream([{ data: { id: '{q}-1', '<more>': true } }]),
  ),
  again(
    'list.sse.nostate',
    sse({ condition: { operator: 'ID', value: '{q}-1' }, limit: 1, projection: VERSION }, '/snapshot/list/state'),
    {
      expect: stream([errorEvent(refused(400, 'BadRequest', 'Key not found: state'))]),
      or: [
        {
          ...streamRefused(illegal('<text>')),
          reason: 'IllegalArgument naming the field instead of the words of an exception (12.14)',
        },
      ],
    },
  ),
  again('list.sse.empty-body', bare(sse({})), stream([])),
]

const VIEW = (children: readonly Json[]): Json => ({ operator: 'AND', children: [...children] })
const RECOVERABLE: Json = of('IN', 'state.recoverable', ['RECOVERABLE', 'UNKNOWN'])
const TIMED_OUT: Json = {
  operator: 'OR',
  children: [
    eq('state.status', 'FAILED'),
    VIEW([eq('state.status', 'PREPARED'), of('LTE', 'state.retryState.timeoutAt', '{now}')]),
  ],
}

/** The views of the dashboard, among own rows (contract 9). */
const views: readonly ContractCase[] = (
  [
    ['to-retry', VIEW([RECOVERABLE, eq('state.isRetryable', true), TIMED_OUT]), [1, 3, 4]],
    ['executing', VIEW([eq('state.status', 'PREPARED'), of('GT', 'state.retryState.timeoutAt', '{now}')]), [2]],
    [
      'non-retryable',
      VIEW([RECOVERABLE, of('IN', 'state.status', ['FAILED', 'PREPARED']), eq('state.isBelowRetryThreshold', false)]),
      [],
    ],
    ['succeeded', eq('state.status', 'SUCCEEDED'), []],
    [
      'unrecoverable',
      VIEW([eq('state.recoverable', 'UNRECOVERABLE'), of('IN', 'state.status', ['FAILED', 'PREPARED'])]),
      [2, 5],
    ],
  ] as const
).map(([name, condition, found]) => ask(`the view ${name}`, listed(condition), finds(...found)))

/** A question of the dashboard as it sends it. */
const dashboard: readonly ContractCase[] = [
  again(
    'list.default-sort-state',
    post('/snapshot/paged/state', {
      condition: { field: 'state.status', operator: 'EQ', value: 'FAILED', children: [], options: {} },
      sort: BY_ID,
      pagination: { index: 1, size: 2 },
    }),
    ok({ total: '<int>', list: { '<each>': { status: 'FAILED', '<more>': true } } }),
  ),
]

const event = (path: string, body: Json, headers: Readonly<Record<string, string>> = {}) =>
  post(`/event/${path}`, body, headers)
const OF_SECOND: Json = { operator: 'AGGREGATE_ID', value: '{q}-2' }
const streamOf = (version: number, name: string): Json => ({
  aggregateId: '{q}-2',
  version,
  size: 1,
  body: [{ name, '<more>': true }],
  '<more>': true,
})
const [CREATED, PREPARED] = [streamOf(1, 'execution_failed_created'), streamOf(2, 'compensation_prepared')]
const idRow: Json = { version: '<int>', id: '<id>' }

const events: readonly ContractCase[] = [
  again('event.count', event('count', {}), ok('<int>')),
  ask('count of own events', event('count', OF_SECOND), ok(2)),
  ask('count of events by id of the record', event('count', OWN), ok(9)),
  again(
    'event.list',
    event('list', { condition: OF_SECOND, limit: 10, sort: by('version', 'DESC') }),
    ok([PREPARED, CREATED]),
  ),
  again('event.list.nolimit', event('list', { condition: {} }), noLimit(0)),
  again(
    'event.paged',
    event('paged', { condition: OF_SECOND, sort: by('version', 'DESC') }),
    ok({ total: 2, list: [PREPARED, CREATED] }),
  ),
  again('event.page101', event('paged', { condition: {}, pagination: at(1, 101) }), noSize(101)),
  again(
    'event.list.body-name',
    event('list', { condition: among(eq('body.name', 'compensation_prepared')), limit: 10 }),
    ok([PREPARED]),
  ),
  again('event.deleted', event('count', { operator: 'DELETED', value: 'ACTIVE' }), ok(0)),
  again('event.deleted-all', event('count', { operator: 'DELETED', value: 'ALL' }), ok('<int>')),
  again('event.proj', event('list', { condition: {}, limit: 1, projection: VERSION }), ok([idRow])),
  again('event.proj-exclude-id', event('list', { condition: {}, limit: 1, projection: { exclude: ['id'] } }), required),
  again(
    'event.proj-exclude-body',
    event('list', { condition: {}, limit: 1, projection: { exclude: ['body'] } }),
    ok([
      {
        contextName: 'compensation-service',
        aggregateName: 'execution_failed',
        header: { '<more>': true },
        aggregateId: '<text>',
        tenantId: '(0)',
        ownerId: '<text>',
        spaceId: '<text>',
        commandId: '<text>',
        requestId: '<text>',
        version: '<int>',
        createTime: '<time>',
        size: 1,
        id: '<id>',
      },
    ]),
  ),
  again(
    'event.sort-id',
    event('list', { condition: {}, limit: 2, projection: VERSION, sort: by('id', 'DESC') }),
    ok([idRow, idRow]),
  ),
  again('event.ID', event('count', { operator: 'ID', value: 'x' }), ok(0)),
  ask(
    'events that hold one of a name',
    event(
      'count',
      among({ operator: 'ELEM_MATCH', field: 'body', children: [eq('name', 'execution_failed_created')] }),
    ),
    ok(6),
  ),
  again(
    'event.elem',
    event('count', { operator: 'ELEM_MATCH', field: 'body', children: [eq('name', 'execution_failed_created')] }),
    ok('<int>'),
  ),
  again(
    'event.list.sse',
    event('list', { condition: OF_SECOND, limit: 1, projection: VERSION }, AS_SSE),
    stream([{ data: idRow }]),
  ),
  again('event.single', event('single', { condition: {} }), noRoute('execution_failed/event/single')),
  again('event.empty-body', bare(event('list', {})), ok([])),
  ask('an expensive operator on events', event('count', of('NE', 'version', 1)), expensive('NE'), { guard: 'strict' }),
]

const accept = (value: string, expected: Expectation) =>
  again(
    `accept.list[${value}]`,
    post('/snapshot/list', { condition: {}, limit: 1, projection: VERSION }, { Accept: value }),
    expected,
  )
const acceptCount = (value: string, expected: Expectation) =>
  again(`accept.count[${value}]`, count({}, { Accept: value }), expected)
const LIST = noRoute('execution_failed/snapshot/list')
const COUNT = noRoute('execution_failed/snapshot/count')
const garbage = refused(400, 'IllegalArgument', `Invalid mime type "garbage": does not contain '/'`)
const nowhere = (name: string, method: ContractCase['request']['method'], path: string, body?: Json) =>
  again(name, { method, path, ...(body === undefined ? {} : { body }) }, noRoute(path.replace(/^\/+|\/+$/g, '')))

const routes: readonly ContractCase[] = [
  ...[
    '*/*',
    'application/json',
    'application/*',
    'application/json, text/event-stream',
    'text/html, */*;q=0.1',
    '',
  ].map((value) => accept(value, someRows)),
  ...['text/event-stream', 'application/json;q=0, */*', 'text/event-stream, application/json'].map((value) =>
    accept(value, stream({ '<each>': { data: anyRow } })),
  ),
  ...['text/html', 'application/xml', 'text/plain', 'application/vnd.api+json'].map((value) => accept(value, LIST)),
  accept('garbage', garbage),
  ...['*/*', 'application/*'].map((value) => acceptCount(value, ok('<int>'))),
  ...['text/event-stream', 'text/html', 'application/vnd.api+json'].map((value) => acceptCount(value, COUNT)),
  again(
    'accept.cmd-html',
    put('first', 'prepare_compensation', {}, { Accept: 'text/html' }),
    noRoute('execution_failed/{first}/prepare_compensation'),
  ),
  again('accept.cmd-garbage', put('first', 'prepare_compensation', {}, { Accept: 'garbage' }), garbage),
  nowhere('route.unknown', 'GET', '/nope'),
  nowhere('route.unknown-post', 'POST', `${BASE}/snapshot/foo`, {}),
  nowhere('route.wrong-method', 'GET', `${BASE}/snapshot/list`),
  nowhere('route.wrong-method-put', 'PUT', `${BASE}/snapshot/count`, {}),
  nowhere('route.post-cmd', 'POST', `${BASE}/{first}/prepare_compensation`, {}),
  nowhere('route.base', 'GET', BASE),
  nowhere('route.get-id', 'GET', `${BASE}/{first}`),
  nowhere('route.trailing-slash', 'GET', `${BASE}/{first}/snapshot/`),
  nowhere('route.tenant', 'POST', `/tenant/(0)${BASE}/snapshot/count`, {}),
  nowhere('route.uppercase', 'GET', '/Execution_Failed/{first}/snapshot'),
  nowhere('neg.double-slash', 'GET', `/${BASE}/x/state`),
  again(
    'route.prefix',
    { method: 'POST', path: `/compensation${BASE}/snapshot/count`, body: {} },
    {
      expect: noRoute('compensation/execution_failed/snapshot/count'),
      or: [{ ...ok('<int>'), reason: 'the prefix of the generated client is taken (12.1)' }],
    },
  ),
  again(
    'head.snapshot',
    { method: 'HEAD', path: `${BASE}/{first}/snapshot` },
    { status: 404, code: 'NotFound', body: '' },
  ),
  again('get unknown accept html', { method: 'GET', path: '/nope', headers: { Accept: 'text/html' } }, noRoute('nope')),
  again('options.plain', { method: 'OPTIONS', path: `${BASE}/snapshot/list` }, LIST),
  ...['/snapshot/aggregate', '/snapshot/aggregation', '/snapshot/schema', '/schema', '/event/aggregate'].map((path) =>
    again(`exists? ${path}`, post(path, {}), {
      expect: noRoute(`execution_failed${path}`),
      or: [
        { status: 200, code: 'Ok', reason: 'a newer server has it' },
        { status: 400, code: 'IllegalArgument', reason: 'a newer server has it' },
      ],
    }),
  ),
]

/** `{q}` begins the ids of the six rows. */
export const queryScenarios = (now: number): readonly Scenario[] => [
  {
    name: 'queries',
    prefixes: { q: '', first: '-1', second: '-2', sixth: '-6' },
    records: rows(now),
    cases: [
      ...setUp,
      ...operators,
      ...days(now),
      ...deletedRows,
      ...limits,
      ...sorting,
      ...projections,
      ...bodies,
      ...counting,
      ...streaming,
      ...views,
      ...dashboard,
      ...events,
      ...routes,
    ],
  },
]
