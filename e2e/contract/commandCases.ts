/** The commands of contract 3: their effects, and their refusals in the order of 3.7. */
import type { Json } from '../../src/wow/json.ts'
import {
  again,
  AS_SSE,
  ask,
  BASE,
  bare,
  create,
  emptyCommand,
  ERROR,
  errorEvent,
  failed,
  failure,
  gatewayEvent,
  get,
  missing,
  notFound,
  ok,
  post,
  processed,
  put,
  raw,
  record,
  refused,
  saved,
  SEEN,
  sent,
  spec,
  stages,
  stream,
  tooLong,
  unreadable,
  unsaid,
  unsupported,
} from './answers.ts'
import type { ContractRequest, Scenario } from './contractCase.ts'

const API = 'me.ahoo.wow.compensation.api'
const ENUM = (type: string, value: string, values: string) =>
  `Cannot deserialize value of type \`${type}\` from String "${value}": not one of the values accepted for Enum class: [${values}]`
const MISSING = (className: string, property: string) =>
  `Instantiation of [simple type, class ${className}] value failed for JSON property ${property} due to missing (therefore NULL) value for creator parameter ${property} which is a non-nullable type`

const created = (more: Parameters<typeof processed>[1] = {}) =>
  ok(processed('onCreate', { of: '_new', version: 1, ...more }))
const notCreated = (code: string, message: string) =>
  failed(400, processed('onCreate', { of: '_new', version: 0, code, message }))

function without(name: string): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(failure()).filter(([key]) => key !== name))
}

const TEXT = '{"eventId":{"id":"{tag}"}}'
const eventId = (aggregateId: { readonly [key: string]: Json }): { readonly [key: string]: Json } => ({
  eventId: {
    id: 'e1',
    aggregateId: { contextName: '{tag}', aggregateName: 'order', aggregateId: 'order-0001', ...aggregateId },
    version: 1,
  },
})

const creating: Scenario = {
  name: 'create',
  ids: ['own'],
  cases: [
    again('create.ok', create(failure()), created()),
    again('create.retrySpec', create(failure({ retrySpec: spec(3, 60, 30), recoverable: 'RECOVERABLE' })), created()),
    again('create.enum-lowercase', create(failure({ recoverable: 'recoverable' })), created()),
    again(
      'create.enum-unknown',
      create(failure({ recoverable: 'NEVER' })),
      unreadable(ENUM('me.ahoo.wow.api.exception.RecoverableType', 'NEVER', 'UNKNOWN, UNRECOVERABLE, RECOVERABLE')),
    ),
    again(
      'create.missing-error',
      create(without('error')),
      unreadable(MISSING(`${API}.CreateExecutionFailed`, 'error')),
    ),
    again('create.missing-executeAt', create(without('executeAt')), unreadable()),
    again(
      'create.missing-stackTrace',
      create(failure({ error: { errorCode: 'X', errorMsg: 'm' } })),
      unreadable(MISSING(`${API}.ErrorDetails`, 'stackTrace')),
    ),
    again('create.wrong-type', create(failure({ executeAt: 'abc' })), unreadable()),
    again('create.executeAt-numeric-string', create(failure({ executeAt: '1795383349266' })), created()),
    again('create.unknown-property', create(failure({ foo: 1 })), created()),
    again(
      'create.with-succeeded-in-error',
      create(failure({ error: { ...ERROR, succeeded: true, bindingErrors: [{ name: 'a', msg: 'b' }] } })),
      created(),
    ),
    again('create.no-tenantId', create(failure(eventId({}))), unreadable()),
    again('create.aggregateId-null-tenant', create(failure(eventId({ tenantId: null }))), created()),
    again('create.tenant-other-in-event', create(failure(eventId({ tenantId: 't1' }))), created()),
    again('create.retrySpec-null', create(failure({ retrySpec: null })), created()),
    again('create.recoverable-null', create(failure({ recoverable: null })), unreadable()),
    again(
      'create.bad-json',
      raw(create({}), '{"eventId":'),
      unreadable('Unexpected end-of-input within/between Object entries'),
    ),
    again('create.empty-body', bare(create({})), emptyCommand),
    again('create.zero-length-body', raw(create({}), ''), emptyCommand),
    again('create.json-null', raw(create({}), 'null'), emptyCommand),
    again('create.json-array', raw(create({}), '[]'), unreadable()),
    again(
      'create.wrong-content-type',
      raw(create({}), TEXT, 'text/plain'),
      unsupported('text/plain', `${API}.CreateExecutionFailed`),
    ),
    again(
      'create.no-content-type',
      raw(create({}), TEXT, null),
      unsupported('application/octet-stream', `${API}.CreateExecutionFailed`),
    ),
    again(
      'create.form-content-type',
      raw(create({}), 'a=1', 'application/x-www-form-urlencoded'),
      unsupported('application/x-www-form-urlencoded', `${API}.CreateExecutionFailed`),
    ),
    again('create.ct-charset', { ...create(failure()), contentType: 'application/json;charset=UTF-8' }, created()),
    again(
      'create.maxRetries-negative',
      create(failure({ retrySpec: spec(-1, 1, 1) })),
      notCreated('IllegalArgument', 'maxRetries must be greater than or equal to 0.'),
    ),
    again(
      'create.executionTimeout-negative',
      create(failure({ retrySpec: spec(1, 1, -1) })),
      notCreated('IllegalArgument', 'executionTimeout must be greater than or equal to 0.'),
    ),
    again(
      'create.minBackoff-negative',
      create(failure({ retrySpec: spec(1, -1, 1) })),
      notCreated('IllegalArgument', 'minBackoff must be greater than or equal to 0.'),
    ),
    again(
      'create.all-negative',
      create(failure({ retrySpec: spec(-1, -1, -1) })),
      notCreated('IllegalArgument', 'maxRetries must be greater than or equal to 0.'),
    ),
    again(
      'create.maxRetries-63',
      create(failure({ retrySpec: spec(63, 1, 1) })),
      notCreated('BadRequest', 'Retry backoff exceeds the supported millisecond range.'),
    ),
    again('create.maxRetries-63-backoff-0', create(failure({ retrySpec: spec(63, 0, 1) })), created()),
    again(
      'create.overflow',
      create(failure({ retrySpec: spec(62, 1000, 1) })),
      notCreated('BadRequest', 'long overflow'),
    ),
    again(
      'create.with-aggregate-id',
      create(failure(), { 'Command-Aggregate-Id': '{own}' }),
      ok(processed('onCreate', { of: 'own', version: 1 })),
    ),
    again(
      'create.duplicate-id',
      create(failure(), { 'Command-Aggregate-Id': '{own}' }),
      failed(
        400,
        processed('onCreate', {
          of: 'own',
          version: 1,
          code: 'DuplicateAggregateId',
          message:
            'Duplicate AggregateId(contextName=compensation-service, aggregateName=execution_failed, tenantId=(0), id={own}).',
        }),
      ),
    ),
    again(
      'create.duplicate-id-sse',
      create(failure(), { 'Command-Aggregate-Id': '{own}', ...AS_SSE }),
      stages(
        sent({ of: 'own', version: 0 }),
        processed('onCreate', {
          of: 'own',
          version: 1,
          code: 'DuplicateAggregateId',
          message:
            'Duplicate AggregateId(contextName=compensation-service, aggregateName=execution_failed, tenantId=(0), id={own}).',
        }),
      ),
    ),
    again('create.aggregate-version-header', create(failure(), { 'Command-Aggregate-Version': '7' }), created()),
    again('create.blank-aggregate-id', create(failure(), { 'Command-Aggregate-Id': '' }), created()),
    ask('create, two of the same event', create(failure()), created()),
    again('big.create', raw(create({}), `{"eventId":{"id":"{tag}","stackTrace":"${'x'.repeat(300_000)}"}}`), tooLong),
    again('big.create-250k', create(failure({ error: { ...ERROR, stackTrace: 'x'.repeat(250_000) } })), created()),
  ],
}

const mark = (of: string, recoverable: string, headers: ContractRequest['headers'] = {}) =>
  put(of, 'mark_recoverable', { recoverable }, headers)
const marked = (of: string) => ok(processed('onMarkRecoverable', { of }))

const otherOwner = (of: string) =>
  failed(
    403,
    processed('process', {
      of,
      code: 'IllegalAccessOwnerAggregate',
      message: `Illegal access to a owner aggregate[{${of}}].`,
    }),
  )
const otherSpace = (of: string) =>
  failed(
    400,
    processed('process', {
      of,
      code: 'IllegalAccessSpaceAggregate',
      message: `Illegal access to a space aggregate[{${of}}].`,
    }),
  )

const snapshotOf = (ownerId: string, spaceId: string): Json => ({ ownerId, spaceId, deleted: false, '<more>': true })

const owning: Scenario = {
  name: 'owner and space',
  prefixes: { owner: '-alice', space: '-s1' },
  records: [record('{plain}')],
  ids: ['plain'],
  cases: [
    again(
      'create.owner',
      create(failure(), { 'Command-Owner-Id': '{owner}', ...SEEN }),
      ok(saved({ of: 'owned', version: 1 })),
    ),
    again('owner.other', mark('owned', 'RECOVERABLE', { 'Command-Owner-Id': 'bob' }), otherOwner('owned')),
    again('owner.same', mark('owned', 'RECOVERABLE', { 'Command-Owner-Id': '{owner}' }), marked('owned')),
    again('owner.none', mark('owned', 'UNRECOVERABLE'), marked('owned')),
    again(
      'create.space',
      create(failure(), { 'Wow-Space-Id': '{space}', ...SEEN }),
      ok(saved({ of: 'spaced', version: 1 })),
    ),
    again('space.other', mark('spaced', 'RECOVERABLE', { 'Wow-Space-Id': 's2' }), otherSpace('spaced')),
    again('space.cosec-other', mark('spaced', 'RECOVERABLE', { 'CoSec-Space-Id': 's2' }), otherSpace('spaced')),
    again('space.command-space-id', mark('spaced', 'RECOVERABLE', { 'Command-Space-Id': 's2' }), marked('spaced')),
    again('snapshot.get.owner', get('/{owned}/snapshot'), ok(snapshotOf('{owner}', ''))),
    again('snapshot.get.owner-other', get('/{owned}/snapshot', { 'Command-Owner-Id': 'bob' }), notFound),
    again(
      'snapshot.get.space-other',
      get('/{spaced}/snapshot', { 'Wow-Space-Id': 's2' }),
      ok(snapshotOf('', '{space}')),
    ),
    again(
      'state.get.owner-other',
      get('/{owned}/state', { 'Command-Owner-Id': 'bob' }),
      ok({ id: '{owned}', '<more>': true }),
    ),
    again('query.owner', post('/snapshot/count', {}, { 'Command-Owner-Id': '{owner}' }), ok(1)),
    again('query.space', post('/snapshot/count', {}, { 'Wow-Space-Id': '{space}' }), ok(1)),
    again('query.space-cosec', post('/snapshot/count', {}, { 'CoSec-Space-Id': '{space}' }), ok(1)),
    again('tenant.header', mark('owned', 'UNKNOWN', { 'Command-Tenant-Id': 't9' }), marked('owned')),
    again('owner.header-on-unowned', mark('plain', 'RECOVERABLE', { 'Command-Owner-Id': 'zz' }), otherOwner('plain')),
    again('space.header-on-unspaced', mark('plain', 'RECOVERABLE', { 'Wow-Space-Id': 'zz' }), otherSpace('plain')),
  ],
}

const refusal = (of: string, handler: string, code: string, message: string) =>
  failed(400, processed(handler, { of, code, message }))
const applyFailed = (of: string, more: { readonly [key: string]: Json } = {}) =>
  put(of, 'apply_execution_failed', { error: ERROR, executeAt: '{now}', recoverable: 'RECOVERABLE', ...more })

const retrying: Scenario = {
  name: 'prepare and outcome',
  ids: ['a', 'b', 'c'],
  records: [record('{a}'), record('{b}', { retrySpec: spec(1, 0, 0) }), record('{c}', { retrySpec: spec(62, 0, 0) })],
  cases: [
    again('prepare.no-body', bare(put('a', 'prepare_compensation')), ok(processed('onPrepare', { version: 2 }))),
    again(
      'prepare.not-timed-out',
      put('a', 'prepare_compensation'),
      refusal('a', 'onPrepare', 'IllegalState', 'ExecutionFailed can not retry.'),
    ),
    again(
      'force.not-timed-out',
      put('a', 'force_prepare_compensation'),
      refusal('a', 'onForcePrepare', 'IllegalState', 'ExecutionFailed can not force retry.'),
    ),
    again(
      'apply_success.ok',
      put('a', 'apply_execution_success', { executeAt: '{now}' }),
      ok(processed('onSucceed', { version: 3 })),
    ),
    again(
      'apply_success.not-prepared',
      put('a', 'apply_execution_success', { executeAt: '{now}' }),
      refusal('a', 'onSucceed', 'IllegalState', 'ExecutionFailed is not prepared.'),
    ),
    again(
      'apply_failed.not-prepared',
      put('a', 'apply_execution_failed', { error: ERROR, executeAt: '{now}' }),
      refusal('a', 'onFailed', 'IllegalState', 'ExecutionFailed is not prepared.'),
    ),
    again(
      'prepare.succeeded',
      put('a', 'prepare_compensation'),
      refusal('a', 'onPrepare', 'IllegalState', 'ExecutionFailed can not retry.'),
    ),
    again(
      'force.succeeded',
      put('a', 'force_prepare_compensation'),
      refusal('a', 'onForcePrepare', 'IllegalState', 'ExecutionFailed can not force retry.'),
    ),
    ask(
      'the state after a success',
      get('/{a}/state'),
      ok({
        status: 'SUCCEEDED',
        isRetryable: false,
        isBelowRetryThreshold: true,
        executeAt: '{now}',
        error: { ...ERROR, succeeded: false },
        '<more>': true,
      }),
    ),
    again(
      'prepare.empty-zero-length',
      raw(put('b', 'prepare_compensation'), ''),
      ok(processed('onPrepare', { of: 'b', version: 2 })),
    ),
    again('apply_failed.ok', applyFailed('b'), ok(processed('onFailed', { of: 'b', version: 3 }))),
    again(
      'prepare.over-threshold',
      put('b', 'prepare_compensation'),
      refusal('b', 'onPrepare', 'IllegalState', 'ExecutionFailed can not retry.'),
    ),
    again(
      'force.over-threshold',
      bare(put('b', 'force_prepare_compensation')),
      ok(processed('onForcePrepare', { of: 'b', version: 4 })),
    ),
    again(
      'prepare.timed-out-over',
      put('b', 'prepare_compensation'),
      refusal('b', 'onPrepare', 'IllegalState', 'ExecutionFailed can not retry.'),
    ),
    again(
      'force.timed-out',
      put('b', 'force_prepare_compensation'),
      ok(processed('onForcePrepare', { of: 'b', version: 5 })),
      { afterMs: 30 },
    ),
    again('apply_failed.missing-error', put('b', 'apply_execution_failed', { executeAt: 1 }), unsaid),
    again('apply_failed.no-body', bare(put('b', 'apply_execution_failed')), unsaid),
    again('apply_failed.enum-lowercase', applyFailed('b', { recoverable: 'recoverable' }), unsaid),
    again('apply_failed.recoverable-null', applyFailed('b', { recoverable: null }), unsaid),
    again(
      'apply_failed.no-recoverable',
      put('b', 'apply_execution_failed', { executeAt: '{now}', error: ERROR }),
      ok(processed('onFailed', { of: 'b', version: 6 })),
    ),
    ask(
      'a failure that says nothing of it makes it UNKNOWN again',
      get('/{b}/state'),
      ok({
        recoverable: 'UNKNOWN',
        status: 'FAILED',
        isBelowRetryThreshold: false,
        isRetryable: false,
        retryState: { retries: 3, '<more>': true },
        '<more>': true,
      }),
    ),
    again('force.63', put('c', 'force_prepare_compensation'), ok(processed('onForcePrepare', { of: 'c', version: 2 }))),
    again(
      'prepare.text-plain-no-body',
      { ...bare(put('c', 'prepare_compensation')), contentType: 'text/plain' },
      unsaid,
    ),
    again(
      'event.page.dashboard',
      post('/event/paged', {
        condition: { operator: 'AGGREGATE_ID', value: '{c}' },
        sort: [{ field: 'version', direction: 'DESC' }],
        pagination: { index: 1, size: 10 },
      }),
      ok({
        total: 2,
        list: [
          { version: 2, '<more>': true },
          { version: 1, '<more>': true },
        ],
      }),
    ),
    again('apply_success.no-body', bare(put('b', 'apply_execution_success')), unsaid),
    again('apply_success.wrong-type', put('b', 'apply_execution_success', { executeAt: 'abc' }), unsaid),
    again(
      'big.apply_failed',
      raw(put('b', 'apply_execution_failed'), `{"executeAt":1,"x":"${'x'.repeat(300_000)}"}`),
      tooLong,
    ),
    again(
      'big.sse',
      raw({ ...put('b', 'apply_execution_failed', {}, AS_SSE) }, `{"executeAt":1,"x":"${'x'.repeat(300_000)}"}`),
      stream([errorEvent(tooLong)]),
    ),
  ],
}

const applySpec = (
  of: string,
  ...[retries, backoff, timeout, headers]: [Json, Json, Json, ContractRequest['headers']?]
) => put(of, 'apply_retry_spec', spec(retries, backoff, timeout), headers)
const specApplied = (of = 'a', more: Parameters<typeof processed>[1] = {}) =>
  ok(processed('onApplyRetrySpec', { of, ...more }))
const change = (functionKind: string) =>
  put('a', 'change_function', {
    functionKind,
    contextName: '{tag}',
    processorName: 'OrderProjector',
    name: 'onShipped',
  })

const changing: Scenario = {
  name: 'retry spec, function and mark',
  ids: ['a', 'unknown'],
  records: [record('{a}')],
  cases: [
    again('retry_spec.ok', applySpec('a', 5, 10, 60), specApplied('a', { version: 2 })),
    again('retry_spec.same', applySpec('a', 5, 10, 60), specApplied('a', { version: 3 })),
    again(
      'retry_spec.negative',
      applySpec('a', -5, 10, 60),
      refusal('a', 'onApplyRetrySpec', 'IllegalArgument', 'maxRetries must be greater than or equal to 0.'),
    ),
    again(
      'retry_spec.63',
      applySpec('a', 63, 10, 60),
      refusal('a', 'onApplyRetrySpec', 'BadRequest', 'Retry backoff exceeds the supported millisecond range.'),
    ),
    again(
      'retry_spec.overflow',
      applySpec('a', 60, 180, 60),
      refusal('a', 'onApplyRetrySpec', 'BadRequest', 'long overflow'),
    ),
    again('retry_spec.missing', put('a', 'apply_retry_spec', { maxRetries: 1 }), unsaid),
    again('retry_spec.empty-object', put('a', 'apply_retry_spec'), unsaid),
    again('retry_spec.numeric-string', applySpec('a', '3', 10, 60), specApplied()),
    again('retry_spec.float', applySpec('a', 3.7, 10, 60), specApplied()),
    ask(
      'a spec that is applied leaves the retry state as it was',
      get('/{a}/state'),
      ok({
        retrySpec: spec(3, 10, 60),
        retryState: { retries: 0, retryAt: '{now}', timeoutAt: '<time>', nextRetryAt: '<time>' },
        '<more>': true,
      }),
    ),
    again('change_function.ok', change('STATE_EVENT'), ok(processed('onChangeFunctionKind'))),
    again(
      'change_function.same',
      change('STATE_EVENT'),
      refusal(
        'a',
        'onChangeFunctionKind',
        'IllegalArgument',
        'ExecutionFailed function is already changed to FunctionInfoData(functionKind=STATE_EVENT, contextName={_context}, processorName=OrderProjector, name={_name}).',
      ),
    ),
    again('change_function.enum-bad', change('FOO'), unsaid),
    again('change_function.enum-lowercase', change('event'), unsaid),
    again('change_function.missing', put('a', 'change_function', { functionKind: 'EVENT' }), unsaid),
    again('mark.ok', mark('a', 'RECOVERABLE'), marked('a')),
    again(
      'mark.same',
      mark('a', 'RECOVERABLE'),
      refusal(
        'a',
        'onMarkRecoverable',
        'IllegalArgument',
        'ExecutionFailed recoverable is already marked to RECOVERABLE.',
      ),
    ),
    again('mark.enum-bad', mark('a', 'FOO'), unsaid),
    again('mark.missing', put('a', 'mark_recoverable'), unsaid),
    again('mark.no-body', bare(put('a', 'mark_recoverable')), unsaid),
    again(
      'mark.bad-json',
      raw(put('a', 'mark_recoverable'), '{"recoverable":'),
      unreadable('Unexpected end-of-input within/between Object entries'),
    ),
    again('mark.json-array', raw(put('a', 'mark_recoverable'), '[1]'), unreadable()),
    again('mark.json-string', raw(put('a', 'mark_recoverable'), '"x"'), unreadable()),
    again('mark.json-null', raw(put('a', 'mark_recoverable'), 'null'), unsaid),
    again('mark.text-plain', raw(put('a', 'mark_recoverable'), '{"recoverable":"UNKNOWN"}', 'text/plain'), unsaid),
    again('mark.no-content-type', raw(put('a', 'mark_recoverable'), '{"recoverable":"UNKNOWN"}', null), unsaid),
    again('mark.form', raw(put('a', 'mark_recoverable'), 'a=1', 'application/x-www-form-urlencoded'), unsaid),
    again(
      'content-type-garbage',
      raw(put('a', 'mark_recoverable'), '{}', 'garbage'),
      refused(400, 'IllegalArgument', `Invalid mime type "garbage": does not contain '/'`),
    ),
    again(
      'mark.path-id-wins',
      put('a', 'mark_recoverable', { id: 'other', recoverable: 'UNRECOVERABLE' }),
      marked('a'),
    ),
    again('mark.header-id-ignored', mark('a', 'UNKNOWN', { 'Command-Aggregate-Id': 'zzz' }), marked('a')),
    again('mark.unknown-prop', put('a', 'mark_recoverable', { recoverable: 'RECOVERABLE', x: 1 }), marked('a')),
    again(
      'notfound',
      mark('unknown', 'RECOVERABLE'),
      failed(404, processed('process', { of: 'unknown', version: 0, code: 'NotFound', message: missing('unknown') })),
    ),
    again(
      'id-blank-encoded',
      { method: 'PUT', path: `${BASE}/%20/mark_recoverable`, body: { recoverable: 'UNKNOWN' } },
      {
        status: 404,
        code: 'NotFound',
        body: { aggregateId: ' ', aggregateVersion: 0, errorCode: 'NotFound', stage: 'PROCESSED', '<more>': true },
      },
    ),
    again(
      'wait-sse.notfound',
      mark('unknown', 'UNKNOWN', AS_SSE),
      stages(
        sent({ of: 'unknown' }),
        processed('process', { of: 'unknown', version: 0, code: 'NotFound', message: missing('unknown') }),
      ),
    ),
    again(
      'header.command-header',
      put('a', 'apply_retry_spec', spec(9, 0, 0), {
        'Command-Header-foo': 'bar',
        'User-Agent': 'rec/1',
        'X-Forwarded-For': '10.0.0.1, 10.0.0.2',
        'CoSec-App-Id': 'app',
        'CoSec-Device-Id': 'dev',
        'Command-Local-First': 'false',
      }),
      ok(processed('onApplyRetrySpec', { version: '{headed}' })),
    ),
    again(
      'event.range.header',
      get('/{a}/event/{headed}/{headed}'),
      ok([
        {
          header: { user_agent: 'rec/1', remote_ip: '10.0.0.1', app_id: 'app', device_id: 'dev', '<more>': true },
          '<more>': true,
        },
      ]),
    ),
    again('sse.bad-json', raw(put('a', 'mark_recoverable', {}, AS_SSE), '{"a":'), stream([errorEvent(unreadable())])),
    again('sse.missing-prop', put('a', 'mark_recoverable', {}, AS_SSE), {
      expect: stream([errorEvent(refused(400, 'BadRequest', '<text>'))]),
      or: [
        {
          ...stream([errorEvent(refused(400, 'IllegalArgument', '<text>'))]),
          reason: 'IllegalArgument naming the field instead of the words of an exception (12.14)',
        },
      ],
    }),
    again('sse.create-empty', bare(create({}, AS_SSE)), stream([errorEvent(emptyCommand)])),
  ],
}

const conflict = (of: string, expected: string) =>
  failed(
    409,
    processed('process', {
      of,
      code: 'CommandExpectVersionConflict',
      message: `The expected version[${expected}] of the command is inconsistent with the actual version[{_actual}].`,
    }),
  )
const duplicate = (requestId: string, stage: 'SENT' | 'PROCESSED' = 'SENT') => {
  const reached = {
    code: 'DuplicateRequestId',
    message: `Duplicate request ID[{${requestId}}].`,
    requestId: `{${requestId}}`,
  }
  return stage === 'SENT' ? sent(reached) : processed('onApplyRetrySpec', reached)
}

const versions: Scenario = {
  name: 'expected versions and request ids',
  ids: ['a', 'b', 'unknown', 'request', 'failing', 'cosec'],
  records: [record('{a}'), record('{b}')],
  cases: [
    again(
      'version.conflict',
      mark('a', 'UNRECOVERABLE', { 'Command-Aggregate-Version': '7' }),
      conflict('a', '{_expected}'),
    ),
    again('version.negative', mark('a', 'RECOVERABLE', { 'Command-Aggregate-Version': '-1' }), conflict('a', '-1')),
    again(
      'notfound.version',
      mark('unknown', 'RECOVERABLE', { 'Command-Aggregate-Version': '3' }),
      conflict('unknown', '3'),
    ),
    again('version.not-int', mark('a', 'UNRECOVERABLE', { 'Command-Aggregate-Version': 'abc' }), marked('a')),
    again(
      'version.over-int',
      applySpec('a', 1, 1, 1, { 'Command-Aggregate-Version': '99999999999' }),
      specApplied('a', { version: 3 }),
    ),
    again(
      'version.ok',
      applySpec('a', 4, 10, 60, { 'Command-Aggregate-Version': '3' }),
      specApplied('a', { version: 4 }),
    ),
    again(
      'requestid.first',
      applySpec('a', 4, 10, 60, { 'Command-Request-Id': '{request}' }),
      specApplied('a', { requestId: '{request}' }),
    ),
    again(
      'requestid.dup',
      applySpec('a', 4, 10, 60, { 'Command-Request-Id': '{request}' }),
      failed(400, duplicate('request')),
    ),
    again(
      'requestid.dup-sse',
      applySpec('a', 4, 10, 60, { 'Command-Request-Id': '{request}', ...AS_SSE }),
      gatewayEvent(duplicate('request')),
    ),
    again(
      'requestid.dup-sent',
      applySpec('a', 4, 10, 60, { 'Command-Request-Id': '{request}', 'Command-Wait-Stage': 'SENT' }),
      failed(400, duplicate('request')),
    ),
    again(
      'requestid.other-aggregate',
      applySpec('b', 4, 10, 60, { 'Command-Request-Id': '{request}' }),
      specApplied('b', { requestId: '{request}' }),
    ),
    again(
      'requestid.failed-first',
      applySpec('a', -4, 10, 60, { 'Command-Request-Id': '{failing}' }),
      failed(
        400,
        processed('onApplyRetrySpec', {
          code: 'IllegalArgument',
          message: 'maxRetries must be greater than or equal to 0.',
          requestId: '{failing}',
        }),
      ),
    ),
    again(
      'requestid.failed-then-ok',
      applySpec('a', 4, 10, 60, { 'Command-Request-Id': '{failing}' }),
      specApplied('a', { requestId: '{failing}' }),
    ),
    again(
      'requestid.cosec',
      applySpec('a', 4, 10, 60, { 'CoSec-Request-Id': '{cosec}' }),
      specApplied('a', { requestId: '{cosec}' }),
    ),
  ],
}

const erase = (of: string, headers: ContractRequest['headers'] = {}): ContractRequest => ({
  method: 'DELETE',
  path: `${BASE}/{${of}}`,
  headers,
  body: {},
})
const DELETE = 'ExecutionFailed.DefaultDeleteAggregate'
const TAGS = 'ExecutionFailed.DefaultApplyResourceTags'
const gone = failed(
  410,
  processed('process', {
    code: 'IllegalAccessDeletedAggregate',
    message: 'Illegal access to a deleted aggregate[{a}].',
  }),
)
const tags = (body: Json) => put('a', 'tags', body)
const lenient = (handler: string, reached: Parameters<typeof processed>[1] = {}) => [
  {
    ...(reached.code === undefined ? ok(processed(handler, reached)) : failed(400, processed(handler, reached))),
    reason: 'an empty body is taken on delete and recover (12.2)',
  },
]

const NOT_DELETED = {
  code: 'IllegalState',
  message: 'Failed to process command[{_command}]: The current StateAggregate[{a}] is not deleted.',
}

const deleting: Scenario = {
  name: 'tags, delete and recover',
  ids: ['a', 'lenient', 'other', 'unknown'],
  records: [record('{a}'), record('{lenient}'), record('{other}')],
  cases: [
    again('tags.ok', tags({ tags: { team: ['a', 'b'], env: ['prod'] } }), ok(processed(TAGS, { version: 2 }))),
    again(
      'tags.blank-key',
      tags({ tags: { ' ': ['a'] } }),
      failed(400, sent({ code: 'IllegalArgument', message: 'Tags cannot contain blank keys!' })),
    ),
    again('tags.empty-body', bare(tags({})), emptyCommand),
    again('tags.empty-object', tags({}), unreadable(MISSING('me.ahoo.wow.api.abac.DefaultApplyResourceTags', 'tags'))),
    again('tags.string-value', tags({ tags: { team: 'a' } }), unreadable()),
    again('recover.not-deleted', put('a', 'recover'), failed(400, processed('process', NOT_DELETED))),
    again('recover.no-body', bare(put('a', 'recover')), { expect: emptyCommand, or: lenient('process', NOT_DELETED) }),
    again('delete.no-body', bare(erase('lenient')), { expect: emptyCommand, or: lenient(DELETE, { of: 'lenient' }) }),
    again('delete.zero-length', raw(erase('other'), ''), {
      expect: emptyCommand,
      or: lenient(DELETE, { of: 'other' }),
    }),
    again(
      'delete.no-ct',
      raw(erase('a'), '{}', null),
      unsupported('application/octet-stream', 'me.ahoo.wow.api.command.DefaultDeleteAggregate'),
    ),
    again('delete.ok', erase('a', SEEN), ok(saved({ version: 3 }))),
    again('delete.twice', erase('a'), gone),
    again('deleted.mark', mark('a', 'RECOVERABLE'), gone),
    again('deleted.tags', tags({ tags: {} }), gone),
    again('delete.bad-version', erase('a', { 'Command-Aggregate-Version': '1' }), conflict('a', '1')),
    again('recover.bad-version', put('a', 'recover', {}, { 'Command-Aggregate-Version': '1' }), conflict('a', '1')),
    again('deleted.owner-other', mark('a', 'RECOVERABLE', { 'Command-Owner-Id': 'zz' }), otherOwner('a')),
    again(
      'create.on-deleted-id',
      create(failure(), { 'Command-Aggregate-Id': '{a}' }),
      failed(
        400,
        processed('onCreate', {
          version: 1,
          code: 'DuplicateAggregateId',
          message:
            'Duplicate AggregateId(contextName=compensation-service, aggregateName=execution_failed, tenantId=(0), id={a}).',
        }),
      ),
    ),
    again('deleted.snapshot', get('/{a}/snapshot'), notFound),
    again('deleted.state', get('/{a}/state'), notFound),
    again('deleted.state-version-1', get('/{a}/state/1'), ok({ id: '{a}', '<more>': true }), {
      alike: ['deleted.state-version'],
    }),
    ask('the state at the version that deleted it is not found', get('/{a}/state/3'), notFound),
    again('deleted.state-time', get('/{a}/state/time/{later}'), notFound, { alike: ['deleted.state-time-now'] }),
    again('deleted.tracing', get('/{a}/state/tracing?limit=1'), ok([{ version: 3, deleted: true, '<more>': true }])),
    again(
      'deleted.events',
      get('/{a}/event/1/2'),
      ok([
        { version: 1, '<more>': true },
        { version: 2, '<more>': true },
      ]),
    ),
    again('deleted.snapshot-put', { ...bare(put('a', 'snapshot')) }, { status: 200, code: null, body: '' }),
    again(
      'deleted.compensate',
      put('a', '1/compensate', {
        function: { functionKind: 'EVENT', contextName: 'c', processorName: 'p', name: 'n' },
      }),
      ok(1),
    ),
    again('recover.ok', put('a', 'recover', {}, SEEN), ok(saved({ version: 4 }))),
    ask(
      'tags are in the snapshot, also after delete and recover',
      get('/{a}/snapshot'),
      ok({ tags: { team: ['a', 'b'], env: ['prod'] }, version: 4, '<more>': true }),
    ),
    again('recovered.state', get('/{a}/state'), ok({ id: '{a}', status: 'FAILED', '<more>': true })),
    again(
      'delete.notfound',
      erase('unknown'),
      failed(404, processed('process', { of: 'unknown', version: 0, code: 'NotFound', message: missing('unknown') })),
    ),
    again(
      'recover.notfound',
      put('unknown', 'recover'),
      failed(404, processed('process', { of: 'unknown', version: 0, code: 'NotFound', message: missing('unknown') })),
    ),
  ],
}

export const commandScenarios: readonly Scenario[] = [creating, owning, retrying, changing, versions, deleting]
