/** What one record is and was (contract 4.6 to 4.10), and the events that tell it (3.9, 3.10). */
import type { Json } from '../../src/wow/json.ts'
import {
  again,
  AS_SSE,
  ask,
  BASE,
  bare,
  create,
  ERROR,
  failure,
  get,
  illegal,
  noRoute,
  notFound,
  ok,
  put,
  record,
  refused,
  SEEN,
  spec,
  stream,
  streamRefused,
} from './answers.ts'
import type { ContractRequest, Scenario } from './contractCase.ts'

type Body = { readonly [key: string]: Json }

const OWN_ERROR: Body = { ...ERROR, succeeded: false }
const EVENT_ID: Json = {
  id: '<text>',
  aggregateId: { contextName: '<text>', aggregateName: '<text>', aggregateId: '<text>', tenantId: '(0)' },
  version: '<int>',
}
const FUNCTION: Json = { functionKind: 'EVENT', contextName: '<text>', processorName: '<text>', name: '<text>' }
const RETRY_STATE: Json = { retries: '<int>', retryAt: '<time>', timeoutAt: '<time>', nextRetryAt: '<time>' }

const state = (status: string): Body => ({
  id: '{a}',
  eventId: EVENT_ID,
  function: FUNCTION,
  error: { ...OWN_ERROR, stackTrace: '<text>' },
  executeAt: '<time>',
  retrySpec: spec('<int>', '<int>', '<int>'),
  retryState: RETRY_STATE,
  status,
  recoverable: '<text>',
  isBelowRetryThreshold: '<bool>',
  isRetryable: '<bool>',
})

const SCOPE: Body = { aggregateId: '{a}', tenantId: '(0)', ownerId: '', spaceId: '' }
const NAMED: Body = { contextName: 'compensation-service', aggregateName: 'execution_failed' }

const event = (name: string, className: string, body: Json): Json => ({
  id: '<id>',
  name,
  revision: '0.0.1',
  bodyType: className.includes('.') ? className : `me.ahoo.wow.compensation.api.${className}`,
  body,
})

const streamOf = (version: Json, ...events: readonly Json[]): Body => ({
  ...NAMED,
  ...SCOPE,
  id: '<id>',
  header: { '<more>': true },
  commandId: '<id>',
  requestId: '<id>',
  version,
  body: events.length === 0 ? [{ '<more>': true }] : [...events],
  createTime: '<time>',
  size: 1,
})

const stateEvent = (version: Json, status: string): Body => {
  const { size: _, ...rest } = streamOf(version)
  return {
    ...rest,
    firstOperator: '',
    firstEventTime: '<time>',
    state: state(status),
    tags: {},
    deleted: false,
  }
}

const snapshot: Body = {
  ...NAMED,
  ...SCOPE,
  version: 3,
  eventId: '<id>',
  firstOperator: '',
  operator: '',
  firstEventTime: '{first}',
  eventTime: '{last}',
  snapshotTime: '<time>',
  state: state('FAILED'),
  tags: {},
  deleted: false,
}

const window = (bound: 'tailVersion' | 'tailEventTime', value: string, head: string) =>
  illegal(
    `AggregateId(contextName=compensation-service, aggregateName=execution_failed, tenantId=(0), id={a}) ${bound}[${value}] must be greater than or equal to ${head}[1]!`,
  )
const NUMBER = (text: string) => illegal(`For input string: "${text}"`)
const limits = (limit: string) => illegal(`HTTP list query limit[${limit}] must be between 1 and 1000.`)

const tracing = (query: string) => get(`/{a}/state/tracing?${query}`)
const traced = (query: string, ...versions: readonly Body[]) =>
  again(`tracing.${query}`, tracing(query), ok([...versions]))
const untraced = (query: string, message: string) => again(`tracing.${query}`, tracing(query), illegal(message))
const range = (bounds: string, ...versions: readonly number[]) =>
  again(`event.range.${bounds}`, get(`/{a}/event/${bounds}`), ok(versions.map((version) => streamOf(version))))
const noRange = (bounds: string, expected: ReturnType<typeof illegal>) =>
  again(`event.range.${bounds}`, get(`/{a}/event/${bounds}`), expected)

const [ONE, TWO, THREE] = [stateEvent(1, 'FAILED'), stateEvent(2, 'PREPARED'), stateEvent(3, 'FAILED')]

const reading: Scenario = {
  name: 'one record, now and before',
  ids: ['a', 'unknown'],
  records: [record('{a}', { retrySpec: spec(9, 0, 0) })],
  cases: [
    ask(
      'the state of a new record at the time that it says',
      get('/{a}/state'),
      ok({
        ...state('FAILED'),
        recoverable: 'UNKNOWN',
        isRetryable: true,
        isBelowRetryThreshold: true,
        retryState: { retries: 0, retryAt: '{now}', timeoutAt: '{now}', nextRetryAt: '{now}' },
      }),
    ),
    ask('a prepare for the history', bare(put('a', 'prepare_compensation', {}, SEEN)), { status: 200, code: 'Ok' }),
    ask(
      'its outcome for the history',
      put('a', 'apply_execution_failed', { error: ERROR, executeAt: '{now}', recoverable: 'RECOVERABLE' }, SEEN),
      { status: 200, code: 'Ok' },
      { afterMs: 20 },
    ),
    again('snapshot.get', get('/{a}/snapshot'), ok(snapshot)),
    ask('a snapshot of no record', get('/{unknown}/snapshot'), notFound),
    again('state.get', get('/{a}/state'), ok(state('FAILED'))),
    again('state.unknown', get('/{unknown}/state'), notFound),
    again('state.query-param', get('/{a}/state?x=1'), ok({ id: '{a}', '<more>': true })),
    again('semicolon', get('/{a};a=b/state'), ok({ id: '{a}', '<more>': true })),
    again('encoded-path', { method: 'GET', path: '/execution%5Ffailed/{a}/state' }, ok({ id: '{a}', '<more>': true })),
    again('id-with-slash-encoded', get('/a%2Fb/state'), notFound),

    again('state.version-1', get('/{a}/state/1'), ok(state('FAILED'))),
    ask(
      'state at version 2',
      get('/{a}/state/2'),
      ok({
        ...state('PREPARED'),
        retryState: { retries: 1, retryAt: '{_at}', timeoutAt: '{_at}', nextRetryAt: '{_at}' },
      }),
    ),
    again('state.version-0', get('/{a}/state/0'), window('tailVersion', '0', 'headVersion')),
    again('state.version-neg', get('/{a}/state/-1'), window('tailVersion', '-1', 'headVersion')),
    again(
      'state.version-9',
      get('/{a}/state/9'),
      refused(400, 'IllegalState', 'targetVersion:9 != stateAggregate.version:3'),
    ),
    again('state.version-abc', get('/{a}/state/abc'), NUMBER('abc')),
    again('state.version-big', get('/{a}/state/99999999999'), NUMBER('99999999999')),
    again('state.unknown-version', get('/{unknown}/state/1'), notFound),

    ask('state at the time of the first event', get('/{a}/state/time/{first}'), ok(state('FAILED'))),
    ask(
      'state at the time of the last event',
      get('/{a}/state/time/{last}'),
      ok({ ...state('FAILED'), recoverable: 'RECOVERABLE' }),
    ),
    again('state.time', get('/{a}/state/time/{last}'), ok({ ...state('<text>') })),
    again('state.time-early', get('/{a}/state/time/1000'), notFound),
    again('state.time-abc', get('/{a}/state/time/abc'), NUMBER('abc')),
    again('state.time-0', get('/{a}/state/time/0'), window('tailEventTime', '0', 'headEventTime')),
    again('state.time-negative', get('/{a}/state/time/-5'), window('tailEventTime', '-5', 'headEventTime')),
    again('state.unknown-time', get('/{unknown}/state/time/{now}'), notFound),

    again('tracing.all', get('/{a}/state/tracing'), ok([ONE, TWO, THREE])),
    traced('headVersion=2', TWO, THREE),
    traced('headVersion=2&tailVersion=2', TWO),
    traced('tailVersion=99', ONE, TWO, THREE),
    traced('headVersion=99'),
    traced('limit=1', THREE),
    traced('limit=0'),
    untraced('headVersion=0', 'headVersion must be greater than 0.'),
    untraced('headVersion=-1', 'headVersion must be greater than 0.'),
    untraced('tailVersion=0', 'tailVersion must be greater than or equal to headVersion.'),
    untraced('headVersion=3&tailVersion=2', 'tailVersion must be greater than or equal to headVersion.'),
    untraced('limit=-1', 'limit must be greater than or equal to 0.'),
    untraced('limit=', 'limit must not be blank.'),
    untraced('limit=abc', 'limit must be an integer.'),
    untraced('headVersion=', 'headVersion must not be blank.'),
    untraced('headVersion=abc', 'headVersion must be an integer.'),
    untraced('tailVersion=1.5', 'tailVersion must be an integer.'),
    again('tracing.unknown', get('/{unknown}/state/tracing'), ok([])),
    again('tracing.sse', get('/{a}/state/tracing', AS_SSE), noRoute('execution_failed/{a}/state/tracing')),

    range('1/3', 1, 2, 3),
    range('1/1', 1),
    again('event.range.full', get('/{a}/event/1/1'), ok([streamOf(1)])),
    again('tracing.keys', tracing('limit=1'), ok([stateEvent('<int>', '<text>')])),
    range('2/99', 2, 3),
    range('0/3', 1, 2, 3),
    range('-1/3', 1, 2, 3),
    range('1/1000', 1, 2, 3),
    range('0/999', 1, 2, 3),
    noRange('3/1', limits('-1')),
    noRange('1/1001', limits('1001')),
    noRange('0/1000', limits('1001')),
    noRange('1/2147483646', limits('2147483646')),
    noRange('abc/1', NUMBER('abc')),
    noRange('1/abc', NUMBER('abc')),
    again('event.range.sse', get('/{a}/event/1/2', AS_SSE), stream([{ data: streamOf(1) }, { data: streamOf(2) }])),
    again('event.range.sse-bad', get('/{a}/event/1/2000', AS_SSE), streamRefused(limits('2000'))),
    again('event.range.unknown', get('/{unknown}/event/1/3'), ok([])),
  ],
}

const done = (name: string, request: ContractRequest, afterMs?: number) =>
  ask(name, request, { status: 200, code: 'Ok' }, afterMs === undefined ? {} : { afterMs })

const RECORD_BODY: Json = {
  eventId: EVENT_ID,
  function: FUNCTION,
  error: { ...OWN_ERROR, stackTrace: '<text>' },
  executeAt: '<time>',
  retryState: RETRY_STATE,
  retrySpec: spec(10, 180, 120),
  recoverable: 'UNKNOWN',
}

/** Every event on the wire, and the formulas of 3.9. */
const telling: Scenario = {
  name: 'every event',
  ids: ['a'],
  cases: [
    done('created with the default spec', create(failure(), { ...SEEN, 'Command-Aggregate-Id': '{a}' })),
    ask(
      'the times of a new record follow from the default spec',
      get('/{a}/state'),
      ok({
        ...state('FAILED'),
        executeAt: '{now}',
        retrySpec: spec(10, 180, 120),
        retryState: { retries: 0, retryAt: '{now}', timeoutAt: '{after120s}', nextRetryAt: '{after180s}' },
      }),
    ),
    done('prepared', put('a', 'prepare_compensation')),
    again(
      'formula.prepared',
      get('/{a}/state'),
      ok({
        ...state('PREPARED'),
        retryState: { retries: 1, retryAt: '<time>', timeoutAt: '<time>', nextRetryAt: '<time>' },
      }),
    ),
    done('failed', put('a', 'apply_execution_failed', { error: ERROR, executeAt: 5, recoverable: 'RECOVERABLE' })),
    again(
      'formula.failed',
      get('/{a}/state'),
      ok({
        ...state('FAILED'),
        executeAt: 5,
        recoverable: 'RECOVERABLE',
        retryState: { retries: 1, retryAt: '<time>', timeoutAt: '<time>', nextRetryAt: '<time>' },
      }),
    ),
    done('spec', put('a', 'apply_retry_spec', spec(1, 7, 9))),
    again(
      'formula.spec',
      get('/{a}/state'),
      ok({
        ...state('FAILED'),
        executeAt: 5,
        retrySpec: spec(1, 7, 9),
        isBelowRetryThreshold: false,
        isRetryable: false,
      }),
    ),
    done('forced', put('a', 'force_prepare_compensation')),
    done('succeeded', put('a', 'apply_execution_success', { executeAt: 6 })),
    done(
      'function',
      put('a', 'change_function', { functionKind: 'EVENT', contextName: 'a', processorName: 'b', name: 'c' }),
    ),
    done('mark', put('a', 'mark_recoverable', { recoverable: 'UNRECOVERABLE' })),
    done('tags', put('a', 'tags', { tags: { a: ['b'] } })),
    done('deleted', { method: 'DELETE', path: `${BASE}/{a}`, body: {} }),
    done('recovered', put('a', 'recover')),
    again(
      'event.all-kinds',
      get('/{a}/event/1/20'),
      ok([
        streamOf(1, event('execution_failed_created', 'ExecutionFailedCreated', RECORD_BODY)),
        streamOf(
          2,
          event('compensation_prepared', 'CompensationPrepared', {
            eventId: EVENT_ID,
            function: FUNCTION,
            retryState: RETRY_STATE,
          }),
        ),
        streamOf(
          3,
          event('execution_failed_applied', 'ExecutionFailedApplied', {
            error: { ...OWN_ERROR, stackTrace: '<text>' },
            executeAt: 5,
            recoverable: 'RECOVERABLE',
          }),
        ),
        streamOf(4, event('retry_spec_applied', 'RetrySpecApplied', spec(1, 7, 9))),
        streamOf(
          5,
          event('compensation_prepared', 'CompensationPrepared', {
            eventId: EVENT_ID,
            function: FUNCTION,
            retryState: RETRY_STATE,
          }),
        ),
        streamOf(6, event('execution_success_applied', 'ExecutionSuccessApplied', { executeAt: 6 })),
        streamOf(
          7,
          event('function_changed', 'FunctionChanged', {
            functionKind: 'EVENT',
            contextName: 'a',
            processorName: 'b',
            name: 'c',
          }),
        ),
        streamOf(8, event('recoverable_marked', 'RecoverableMarked', { recoverable: 'UNRECOVERABLE' })),
        streamOf(
          9,
          event('default_resource_tags_applied', 'me.ahoo.wow.api.abac.DefaultResourceTagsApplied', {
            tags: { a: ['b'] },
          }),
        ),
        streamOf(10, event('default_aggregate_deleted', 'me.ahoo.wow.api.event.DefaultAggregateDeleted', {})),
        streamOf(11, event('default_aggregate_recovered', 'me.ahoo.wow.api.event.DefaultAggregateRecovered', {})),
      ]),
    ),
  ],
}

/** What is read from numbers as text and with a fraction, and that a range comes in its order. */
const coercing: Scenario = {
  name: 'coercion and order',
  ids: ['a'],
  records: [record('{a}')],
  cases: [
    done('a spec of other kinds of numbers', put('a', 'apply_retry_spec', spec(3.7, '10', '60'), SEEN)),
    again(
      'coercion.event',
      get('/{a}/event/2/2'),
      ok([streamOf(2, event('retry_spec_applied', 'RetrySpecApplied', spec(3, 10, 60)))]),
    ),
    again('create.default-state', get('/{a}/state/1'), ok(state('FAILED'))),
    ...Array.from({ length: 10 }, (_, index) =>
      done(`spec ${index + 1}`, put('a', 'apply_retry_spec', spec(index, 0, 0))),
    ),
    again(
      'event.range.order-12',
      get('/{a}/event/1/20'),
      ok(Array.from({ length: 12 }, (_, index) => streamOf(index + 1))),
    ),
    again(
      'create.null-tenant',
      create(
        failure({
          eventId: {
            id: '{tag}',
            aggregateId: { contextName: '{tag}', aggregateName: 'order', aggregateId: 'o', tenantId: null },
            version: 1,
          },
        }),
        SEEN,
      ),
      ok({ aggregateId: '{tenantless}', stage: 'SNAPSHOT', '<more>': true }),
    ),
    again(
      'create.null-tenant.state',
      get('/{tenantless}/state'),
      ok({ eventId: { aggregateId: { tenantId: '', '<more>': true }, '<more>': true }, '<more>': true }),
    ),
  ],
}

export const stateScenarios: readonly Scenario[] = [reading, telling, coercing]
