/**
 * Random snapshots and event streams for property tests, and the fields of them that a random condition asks for. Values
 * come from small pools, so that a random condition often hits some of the documents; the pools hold what usually goes
 * wrong (wildcards of other languages, quotes, characters beyond 16 bits, numbers as text, empty arrays). Imported by
 * tests only.
 */
import * as fc from 'fast-check'
import type { FilterContext } from './filter.ts'
import type { Json, JsonObject } from '../json.ts'
import { FUNCTION_KINDS, RECOVERABLES, STATUSES } from '../schemas.ts'

export type Kind = NonNullable<FilterContext['kind']>

/** A Wednesday; the times of the documents lie around it. */
export const TEST_NOW = Date.UTC(2026, 2, 25, 12, 30)
export const TEST_ZONE = 'Europe/Berlin'

const HOUR = 3_600_000
export const TIMES = [0, 1, -1, 9, 15, -24, 24, -36, 60, 24 * 6, -24 * 7, -24 * 20, -24 * 40, 24 * 20].map(
  (hours) => TEST_NOW + hours * HOUR,
)
export const IDS = ['0Vb000000001000', '0Vb000000002000', '0Vb000000003000', '0Vc00000000A00~', 'a']
const WORDS = ['', 'a', 'A', 'ab', 'b', 'order', 'Order', 'ORDER-1', 'order-2']
export const TEXTS = [
  ...WORDS,
  '100% of_it',
  'a.b*c',
  'it\'s "so" \\ here',
  'stock is short\nat shop',
  '库存不足',
  '\uFFFD',
  '\u{1F600}',
  'É',
  'é',
  '1',
  'true',
  'null',
  '2026-03-25',
]
const COUNTS = [-1, 0, 1, 2, 3, 10, 2.5]

const one = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const time = one(TIMES)
const text = one(TEXTS)
const count = one(COUNTS.filter((each) => Number.isInteger(each) && each >= 0))

const eventId = fc.record({
  id: one(IDS),
  aggregateId: fc.record({
    contextName: one(['shop-service', 'bill-service']),
    aggregateName: one(['order', 'bill']),
    aggregateId: one(WORDS),
    tenantId: one(['(0)', 't1']),
  }),
  version: count,
})
const functionInfo = fc.record({
  functionKind: one(FUNCTION_KINDS),
  contextName: one(['shop-service', 'bill-service']),
  processorName: one(['OrderProjector', 'BillSaga']),
  name: one(['onOrderCreated', 'onOrderPaid']),
})
const bindingError = fc.record({ name: one(WORDS), msg: text })
const error = fc.record(
  {
    errorCode: one(['IllegalState', 'TimeOut', 'Timeout', '']),
    errorMsg: text,
    stackTrace: text,
    bindingErrors: fc.array(bindingError, { maxLength: 3 }),
    succeeded: fc.boolean(),
  },
  { requiredKeys: ['errorCode', 'errorMsg', 'stackTrace'] },
)
const retrySpec = fc.record({ maxRetries: count, minBackoff: count, executionTimeout: count })
const retryState = fc.record({ retries: count, retryAt: time, timeoutAt: time, nextRetryAt: time })
const tags = fc.record(
  {
    team: fc.array(text, { maxLength: 3 }),
    '0': fc.array(one(WORDS), { maxLength: 2 }),
    day: fc.constant(['2026-03-25']),
  },
  { requiredKeys: [] },
)

/** A snapshot as the server sends it; `bindingErrors`, `succeeded` and every tag may be absent. */
export const snapshots: fc.Arbitrary<JsonObject> = fc.record({
  contextName: fc.constant('compensation-service'),
  aggregateName: fc.constant('execution_failed'),
  tenantId: fc.constant('(0)'),
  ownerId: one(['', 'alice']),
  spaceId: one(['', 's1']),
  version: count,
  eventId: one(IDS),
  firstOperator: one(WORDS),
  operator: one(WORDS),
  firstEventTime: time,
  eventTime: time,
  state: fc.record({
    id: one(IDS),
    eventId,
    function: functionInfo,
    error,
    executeAt: time,
    retrySpec,
    retryState,
    status: one(STATUSES),
    recoverable: one(RECOVERABLES),
    isBelowRetryThreshold: fc.boolean(),
    isRetryable: fc.boolean(),
  }),
  snapshotTime: time,
  tags,
  deleted: fc.boolean(),
  aggregateId: one(IDS),
})

const eventBody: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ executeAt: time }),
  fc.record({ recoverable: one([...RECOVERABLES, null]) }),
  fc.record({ eventId, function: functionInfo, retryState }),
  fc.record({ error, executeAt: time, recoverable: one(RECOVERABLES) }),
  retrySpec,
  fc.record({ tags }),
  fc.constant({}),
)
const domainEvent = fc.record({
  id: one(IDS),
  name: one(['execution_failed_created', 'compensation_prepared', 'recoverable_marked']),
  revision: fc.constant('0.0.1'),
  bodyType: one(['me.ahoo.wow.compensation.api.RecoverableMarked', 'me.ahoo.wow.api.event.DefaultAggregateDeleted']),
  body: eventBody,
})

/** An event stream as the server sends it; every header may be absent. */
export const eventStreams: fc.Arbitrary<JsonObject> = fc.record({
  contextName: fc.constant('compensation-service'),
  aggregateName: fc.constant('execution_failed'),
  header: fc.record({ trace_id: one(IDS), upstream_name: one(WORDS), user_agent: text }, { requiredKeys: [] }),
  aggregateId: one(IDS),
  tenantId: fc.constant('(0)'),
  ownerId: one(['', 'alice']),
  spaceId: one(['', 's1']),
  commandId: one(IDS),
  requestId: one(IDS),
  version: count,
  body: fc.array(domainEvent, { minLength: 1, maxLength: 2 }),
  createTime: time,
  size: fc.constant(1),
  id: one(IDS),
})

export const documents = (kind: Kind): fc.Arbitrary<JsonObject> => (kind === 'snapshot' ? snapshots : eventStreams)

/** Fields by path, with values that are likely there. */
export interface Fields {
  readonly [field: string]: readonly Json[]
}

/** Fields of both kinds of documents with values that are likely there; arrays of objects and their inside too. */
const SHARED_FIELDS: Fields = {
  aggregateId: IDS,
  _id: IDS,
  tenantId: ['(0)', 't1'],
  ownerId: ['', 'alice'],
  spaceId: ['', 's1'],
  version: COUNTS,
  deleted: [true, false],
  '': TEXTS,
  'nowhere.at.all': [...TEXTS, ...COUNTS],
  'version.below': COUNTS,
}
export const FIELDS: { readonly [kind in Kind]: Fields } = {
  snapshot: {
    ...SHARED_FIELDS,
    eventId: IDS,
    operator: WORDS,
    eventTime: TIMES,
    firstEventTime: TIMES,
    'state.id': IDS,
    'state.status': STATUSES,
    'state.recoverable': RECOVERABLES,
    'state.isRetryable': [true, false],
    'state.isBelowRetryThreshold': [true, false],
    'state.executeAt': TIMES,
    'state.eventId.aggregateId.aggregateId': WORDS,
    'state.eventId.version': COUNTS,
    'state.function.functionKind': FUNCTION_KINDS,
    'state.function.name': ['onOrderCreated', 'onOrderPaid'],
    'state.error.errorCode': ['IllegalState', 'TimeOut', 'Timeout', 'Time', ''],
    'state.error.errorMsg': TEXTS,
    'state.error.stackTrace': TEXTS,
    'state.error.succeeded': [true, false],
    'state.error.bindingErrors': [[], [{ name: 'a', msg: '' }], { name: 'a', msg: '' }],
    'state.error.bindingErrors.name': WORDS,
    'state.error.bindingErrors.0.msg': TEXTS,
    'state.retrySpec': [
      { maxRetries: 1, minBackoff: 1, executionTimeout: 1 },
      { minBackoff: 1, maxRetries: 1, executionTimeout: 1 },
    ],
    'state.retrySpec.maxRetries': COUNTS,
    'state.retryState.retries': COUNTS,
    'state.retryState.timeoutAt': TIMES,
    'state.retryState.nextRetryAt': TIMES,
    'state.status.below': STATUSES,
    'tags.team': [...TEXTS, [], ['a'], ['a', 'b']],
    'tags.team.0': TEXTS,
    'tags.0': WORDS,
    'tags.day': ['2026-03-25', '2026-03'],
    tags: [{}, { day: ['2026-03-25'] }],
  },
  event: {
    ...SHARED_FIELDS,
    id: IDS,
    commandId: IDS,
    createTime: TIMES,
    size: COUNTS,
    'header.trace_id': IDS,
    'header.upstream_name': WORDS,
    'header.user_agent': TEXTS,
    'body.name': ['execution_failed_created', 'compensation_prepared', 'recoverable_marked'],
    'body.0.name': ['execution_failed_created', 'recoverable_marked'],
    'body.1.name': ['execution_failed_created', 'recoverable_marked'],
    'body.body.recoverable': RECOVERABLES,
    'body.body.executeAt': TIMES,
    'body.body.retryState.retries': COUNTS,
    'body.body.error.bindingErrors.name': WORDS,
    'body.body.tags.team': TEXTS,
    'body.body': [{}, { recoverable: 'UNKNOWN' }],
  },
}
/** Arrays of objects: where they are and what is inside. */
export const ELEMENTS: {
  readonly [kind in Kind]: { readonly [field: string]: Fields }
} = {
  snapshot: {
    'state.error.bindingErrors': { name: WORDS, msg: TEXTS, _id: IDS, 'name.below': WORDS },
    'tags.team': { '': TEXTS },
  },
  event: {
    body: {
      name: ['compensation_prepared', 'recoverable_marked'],
      'body.recoverable': RECOVERABLES,
      id: IDS,
      _id: IDS,
    },
    'body.body.error.bindingErrors': { name: WORDS, msg: TEXTS },
  },
}
