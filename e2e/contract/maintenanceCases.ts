/** Maintenance and what is not about one aggregate (contract 6, 7, 8). */
import type { Json } from '../../src/wow/json.ts'
import {
  again,
  AS_SSE,
  ask,
  BASE,
  bare,
  empty,
  failed,
  failure,
  illegal,
  JSON_TYPE,
  missing,
  noRoute,
  notFound,
  ok,
  processed,
  put,
  raw,
  record,
  refused,
  sent,
  spec,
  stages,
  tooLong,
  unreadable,
  unsaid,
  unsupported,
} from './answers.ts'
import type { ContractRequest, Expectation, Scenario } from './contractCase.ts'
import { OPERATION_IDS, OPERATIONS } from './operations.ts'

const API = 'me.ahoo.wow.compensation.api'
const NUMBER = illegal('For input string: "abc"')

/** Only ids of this run lie between `{before}` and what is handled, so that no other record is touched. */
const batch = (afterId: string, limit: string): ContractRequest => ({
  method: 'PUT',
  path: `${BASE}/snapshot/${afterId}/${limit}`,
})
const resend = (afterId: string, limit: string): ContractRequest => ({
  method: 'POST',
  path: `${BASE}/state/${afterId}/${limit}`,
})
const handled = (afterId: string, size: number) => ok({ afterId, size, errorCode: 'Ok', errorMsg: '', succeeded: true })

const target = (functionKind: string, more: { readonly [key: string]: Json } = {}): Json => ({
  ...more,
  function: {
    functionKind,
    contextName: 'compensation-service',
    processorName: 'CompensationEventProcessor',
    name: 'onCompensationPrepared',
  },
})
const compensate = (id: string, version: string, body: Json = target('EVENT')): ContractRequest => ({
  method: 'PUT',
  path: `${BASE}/{${id}}/${version}/compensate`,
  body,
})
const TARGET_CLASS = 'me.ahoo.wow.messaging.compensation.CompensationTarget'

const maintaining: Scenario = {
  name: 'maintenance',
  ids: ['before', 'm1', 'm2', 'unknown'],
  records: [record('{m1}', { retrySpec: spec(9, 0, 0) }), record('{m2}')],
  cases: [
    ask('a prepare to publish again', put('m1', 'prepare_compensation'), { status: 200, code: 'Ok' }),
    again('snapshot.regenerate', bare(put('m1', 'snapshot')), empty),
    again('snapshot.regenerate-body', put('m1', 'snapshot'), empty),
    again('snapshot.regenerate-unknown', bare(put('unknown', 'snapshot')), notFound),
    again(
      'snapshot.regen-accept-sse',
      bare(put('m1', 'snapshot', {}, AS_SSE)),
      noRoute('execution_failed/{m1}/snapshot'),
    ),
    again('snapshot.batch', batch('{before}', '2'), handled('{m2}', 2)),
    ask('a batch goes on behind the last id', batch('{m1}', '1'), handled('{m2}', 1)),
    again('snapshot.batch-end', batch('{end}', '10'), handled('{end}', 0)),
    again('snapshot.batch-abc', batch('{before}', 'abc'), NUMBER),
    again('snapshot.batch-neg', batch('{before}', '-1'), handled('{m1}', 1)),
    again('resend', resend('{before}', '2'), handled('{m2}', 2)),
    again('resend.end', resend('{end}', '2'), handled('{end}', 0)),
    again('resend.abc', resend('{before}', 'abc'), NUMBER),
    again('compensate.ok', compensate('m1', '2'), ok(1)),
    again('compensate.with-id', compensate('m1', '2', target('EVENT', { id: '{tag}' })), ok(1)),
    again('compensate.state-event', compensate('m1', '2', target('STATE_EVENT')), ok(1)),
    again('compensate.enum-lower', compensate('m1', '2', target('event')), ok(1)),
    again(
      'compensate.command-kind',
      compensate('m1', '2', target('COMMAND')),
      illegal('Unsupported FunctionKind:COMMAND'),
    ),
    again('compensate.enum-bad', compensate('m1', '2', target('FOO')), unreadable()),
    again('compensate.version-99', compensate('m1', '99'), ok(0)),
    again('compensate.version-0', compensate('m1', '0'), ok(0)),
    again('compensate.version-abc', compensate('m1', 'abc'), NUMBER),
    again('compensate.unknown', compensate('unknown', '1'), ok(0)),
    again('compensate.no-body', bare(compensate('m1', '2')), empty),
    again('compensate.empty-object', compensate('m1', '2', {}), unreadable()),
    again('compensate.bad-json', raw(compensate('m1', '2'), '{'), unreadable()),
    again('compensate.ct', raw(compensate('m1', '2'), '{}', 'text/plain'), unsupported('text/plain', TARGET_CLASS)),
    again('big.compensate', raw(compensate('m1', '2'), `{"id":"${'x'.repeat(300_000)}"}`), tooLong),
  ],
}

const send = (type: string | undefined, body: Json, headers: ContractRequest['headers'] = {}): ContractRequest => ({
  method: 'POST',
  path: '/wow/command/send',
  headers: { ...(type === undefined ? {} : { 'Command-Type': type }), ...headers },
  body,
})
const MARK = `${API}.MarkRecoverable`
const mark = (recoverable: string, headers: ContractRequest['headers'] = {}, id = '{a}') =>
  send(MARK, { id, recoverable }, headers)
const marked = processed('onMarkRecoverable')
const noScope = (name: string) =>
  refused(400, 'IllegalState', `Scope:[${name}] does not have a matching metadata definition.`)
const unknownClass = (name: string) => ({
  expect: unsaid.expect,
  or: [
    ...unsaid.or,
    { ...noScope(name), reason: 'answered like a class that is no command: which Java classes exist is not known' },
  ],
})
const DEFAULTS = { 'Command-Aggregate-Context': 'compensation-service', 'Command-Aggregate-Name': 'execution_failed' }
const standard = (name: string, headers: ContractRequest['headers'] = {}, body: Json = {}) =>
  send(`me.ahoo.wow.api.command.${name}`, body, headers)

const sending: Scenario = {
  name: 'command by class',
  ids: ['a', 'own', 'unknown'],
  records: [record('{a}')],
  cases: [
    again('send.mark', mark('UNRECOVERABLE'), ok(marked)),
    again(
      'send.create',
      send(`${API}.CreateExecutionFailed`, failure()),
      ok(processed('onCreate', { of: '_new', version: 1 })),
    ),
    again(
      'send.create-with-id',
      send(`${API}.CreateExecutionFailed`, failure(), { 'Command-Aggregate-Id': '{own}' }),
      ok(processed('onCreate', { of: 'own', version: 1 })),
    ),
    again('send.missing-type', send(undefined, { id: '{a}' }), illegal('Command-Type can not be empty.')),
    again('send.blank-type-again', send('', { id: '{a}' }), unsaid),
    again('send.blank-type', send(' ', { id: '{a}' }), { expect: unsaid.expect, or: [...unsaid.or] }),
    again('send.unknown-type', send('a.b.C', { id: '{a}' }), unknownClass('a.b.C')),
    again('send.simple-type', send('MarkRecoverable', { id: '{a}' }), unknownClass('MarkRecoverable')),
    again('send.non-command-class', send('java.lang.String', { id: '{a}' }), noScope('java.lang.String')),
    again('send.no-id', send(MARK, { recoverable: 'UNRECOVERABLE' }), unsaid),
    again('send.no-body', bare(send(MARK, {})), unsaid),
    again('send.bad-json', raw(send(MARK, {}), '{'), unreadable()),
    again('send.missing-prop', send(MARK, { id: '{a}' }), unsaid),
    again('send.text-plain', raw(send(MARK, {}), '{}', 'text/plain'), unsaid),
    again(
      'send.header-id',
      mark('RECOVERABLE', { 'Command-Aggregate-Id': '{a}' }, '{unknown}'),
      failed(404, processed('process', { of: 'unknown', version: 0, code: 'NotFound', message: missing('unknown') })),
    ),
    again('send.sse-only', mark('UNKNOWN', AS_SSE), noRoute('wow/command/send')),
    again(
      'send.accept-both-sse-first',
      mark('RECOVERABLE', { Accept: 'text/event-stream, application/json' }),
      stages(sent(), marked),
    ),
    again('send.accept-any', mark('UNKNOWN', { Accept: '*/*' }), ok(marked)),
    again('send.accept-json-first', mark('RECOVERABLE', { Accept: 'application/json, text/event-stream' }), ok(marked)),
    again('send.accept-q0-any', mark('UNKNOWN', { Accept: 'application/json;q=0, */*' }), stages(sent(), marked)),
    again(
      'send.default-delete-no-headers',
      standard('DefaultDeleteAggregate'),
      noScope('me.ahoo.wow.api.command.DefaultDeleteAggregate'),
    ),
    again(
      'send.default-delete-no-name',
      standard('DefaultDeleteAggregate', { 'Command-Aggregate-Context': 'compensation-service' }),
      illegal('Command-Aggregate-Name can not be empty.'),
    ),
    again(
      'send.default-delete',
      standard('DefaultDeleteAggregate', { ...DEFAULTS, 'Command-Aggregate-Id': '{own}' }),
      ok(processed('ExecutionFailed.DefaultDeleteAggregate', { of: 'own', version: 2 })),
    ),
    again(
      'send.default-delete-empty-body',
      bare(standard('DefaultDeleteAggregate', { ...DEFAULTS, 'Command-Aggregate-Id': '{own}' })),
      failed(
        410,
        processed('process', {
          of: 'own',
          version: 2,
          code: 'IllegalAccessDeletedAggregate',
          message: 'Illegal access to a deleted aggregate[{own}].',
        }),
      ),
    ),
    again(
      'send.default-recover',
      standard('DefaultRecoverAggregate', { ...DEFAULTS, 'Command-Aggregate-Id': '{own}' }),
      ok(processed('ExecutionFailed.DefaultRecoverAggregate', { of: 'own', version: 3 })),
    ),
    ask(
      'tags by class',
      send(
        'me.ahoo.wow.api.abac.DefaultApplyResourceTags',
        { tags: { team: ['a'] } },
        { ...DEFAULTS, 'Command-Aggregate-Id': '{own}' },
      ),
      ok(processed('ExecutionFailed.DefaultApplyResourceTags', { of: 'own', version: 4 })),
    ),
    ...(
      [
        ['PrepareCompensation', 'onPrepare', {}],
        ['ApplyExecutionSuccess', 'onSucceed', { executeAt: '{now}' }],
        ['ApplyRetrySpec', 'onApplyRetrySpec', spec(4, 0, 0)],
        [
          'ChangeFunction',
          'onChangeFunctionKind',
          { functionKind: 'EVENT', contextName: '{tag}', processorName: 'x', name: 'y' },
        ],
      ] as const
    ).map(([name, handler, body]) =>
      ask(`${name} by class`, send(`${API}.${name}`, { id: '{a}', ...body }), ok(processed(handler))),
    ),
  ],
}

const SIGNAL: { readonly [key: string]: Json } = {
  id: 'w1',
  waitCommandId: '{tag}',
  commandId: '{tag}',
  aggregateId: {
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    aggregateId: '{tag}',
    tenantId: '(0)',
  },
  stage: 'PROCESSED',
  function: {
    functionKind: 'COMMAND',
    contextName: 'compensation-service',
    processorName: 'ExecutionFailed',
    name: 'onCreate',
  },
}
const signal = (body: Json): ContractRequest => ({ method: 'POST', path: '/wow/command/wait', body })
const taken: Expectation = { status: 200, code: null, type: JSON_TYPE, body: '' }

const bi = (body: Json, headers: ContractRequest['headers'] = {}): ContractRequest => ({
  method: 'POST',
  path: '/wow/bi/script',
  headers,
  body,
})
const NO_NAMESPACE = {
  expect: illegal('consumerGroupNamespace must be configured before generating BI Kafka consumers'),
  or: [{ status: 200, code: null, reason: 'a consumer group namespace is configured there: the script' }],
}
const notAcceptable = refused(406, 'NotAcceptable', '406 NOT_ACCEPTABLE "Could not find acceptable representation"')

/** The paths of the API document with the names of their operations. */
function documented(): Json {
  const operations = OPERATION_IDS.map((id) => {
    const [method = '', path = ''] = OPERATIONS[id].split(' ')
    return { id, method: method.toLowerCase(), path }
  })
  const paths = Object.entries(Object.groupBy(operations, ({ path }) => path)).map(([path, those = []]) => [
    path,
    {
      ...Object.fromEntries(those.map(({ id, method }) => [method, { operationId: id, '<more>': true }])),
      '<more>': true,
    },
  ])
  return { ...Object.fromEntries(paths), '<more>': true }
}

const commands = [
  'ApplyExecutionSuccess',
  'CreateExecutionFailed',
  'PrepareCompensation',
  'ChangeFunction',
  'ApplyExecutionFailed',
  'ForcePrepareCompensation',
  'ApplyRetrySpec',
  'MarkRecoverable',
]
const events = [
  'FunctionChanged',
  'RetrySpecApplied',
  'CompensationPrepared',
  'ExecutionSuccessApplied',
  'ExecutionFailedCreated',
  'ExecutionFailedApplied',
  'RecoverableMarked',
]

const globally: Scenario = {
  name: 'global endpoints',
  cases: [
    again('wait.signal', signal({ ...SIGNAL, aggregateVersion: 1 }), taken),
    again('wait.signal-minimal', signal(SIGNAL), taken),
    again('wait.signal-missing', signal({ id: 'x' }), unreadable()),
    again('wait.signal-bad-json', raw(signal({}), '{'), unreadable()),
    again('wait.signal-empty', bare(signal({})), empty),
    again('wait.signal-text', raw(signal({}), '{}', 'text/plain'), {
      status: 415,
      code: 'UnsupportedMediaType',
      type: JSON_TYPE,
    }),
    again(
      'metadata',
      { method: 'GET', path: '/wow/metadata' },
      {
        status: 200,
        code: null,
        type: JSON_TYPE,
        body: {
          contexts: {
            'compensation-service': {
              alias: 'compensation',
              description: '',
              scopes: {
                '<unordered>': [
                  'me.ahoo.wow.compensation',
                  'me.ahoo.wow.compensation.domain',
                  'me.ahoo.wow.compensation.server',
                ],
              },
              aggregates: {
                execution_failed: {
                  scopes: { '<unordered>': ['me.ahoo.wow.compensation.api', 'me.ahoo.wow.compensation.domain'] },
                  type: 'me.ahoo.wow.compensation.domain.ExecutionFailed',
                  tenantId: '(0)',
                  id: null,
                  commands: { '<unordered>': commands.map((name) => `${API}.${name}`) },
                  events: { '<unordered>': events.map((name) => `${API}.${name}`) },
                },
              },
            },
            wow: { alias: 'wow', description: '', scopes: ['me.ahoo.wow'], aggregates: {} },
            '<more>': true,
          },
        },
      },
    ),
    ask('metadata as SSE', { method: 'GET', path: '/wow/metadata', headers: AS_SSE }, noRoute('wow/metadata')),
    again(
      'id',
      { method: 'GET', path: '/wow/id/global' },
      { status: 200, code: null, type: 'text/plain', body: '<id>' },
    ),
    again(
      'id.accept-json',
      { method: 'GET', path: '/wow/id/global', headers: { Accept: 'application/json' } },
      noRoute('wow/id/global'),
    ),
    again(
      'id.accept-any',
      { method: 'GET', path: '/wow/id/global', headers: { Accept: '*/*' } },
      { status: 200, code: null, type: 'text/plain', body: '<id>' },
    ),
    again('head.id', { method: 'HEAD', path: '/wow/id/global' }, { status: 404, code: 'NotFound', body: '' }),
    again(
      'bi.get',
      { method: 'GET', path: '/wow/bi/script' },
      {
        expect: noRoute('wow/bi/script'),
        or: [
          { status: 200, code: null, reason: 'GET is taken from old clients (12.2)' },
          { ...NO_NAMESPACE.expect, reason: 'GET is taken from old clients (12.2)' },
        ],
      },
    ),
    again('bi.empty', bare(bi({})), illegal('BI script request body must not be empty')),
    again('bi.{}', bi({}), NO_NAMESPACE),
    again(
      'bi.standalone-json',
      bi({ operation: 'DEPLOY', topology: { mode: 'STANDALONE' } }, { Accept: 'application/json' }),
      NO_NAMESPACE,
    ),
    again('bi.reset', bi({ operation: 'RESET' }), illegal('replayFromEarliestConfirmed is required for RESET')),
    again('bi.reset-flag', bi({ operation: 'RESET', replayFromEarliestConfirmed: true }), {
      expect: NO_NAMESPACE.expect,
      or: [
        {
          ...illegal('RESET requires an available BI deployment inspection'),
          reason: 'a consumer group namespace is configured there',
        },
      ],
    }),
    again(
      'bi.deploy-flag',
      bi({ replayFromEarliestConfirmed: true }),
      illegal('replayFromEarliestConfirmed is only valid for RESET'),
    ),
    again(
      'bi.depth',
      bi({ maxExpansionDepth: 6 }),
      illegal('maxExpansionDepth must be less than or equal to the configured maximum of 5'),
    ),
    again('bi.accept-html', bi({}, { Accept: 'text/html' }), notAcceptable),
    again('bi.accept-sse', bi({}, AS_SSE), notAcceptable),
    again('bi.text', raw(bi({}), '{}', 'text/plain'), { status: 415, code: 'UnsupportedMediaType', type: JSON_TYPE }),
    again('bi.bad-json', raw(bi({}), '{'), unreadable()),
    again('bi.enum-bad', bi({ operation: 'X' }), unreadable()),
    ask(
      'the document has every operation',
      { method: 'GET', path: '/v3/api-docs' },
      {
        status: 200,
        code: null,
        type: JSON_TYPE,
        body: {
          openapi: '3.1.0',
          info: { 'x-wow-context-name': 'compensation-service', '<more>': true },
          paths: documented(),
          '<more>': true,
        },
      },
    ),
    again(
      'get /actuator/health/liveness',
      { method: 'GET', path: '/actuator/health/liveness' },
      { status: 200, code: null, body: { status: 'UP' } },
    ),
    again(
      'get /actuator/health/readiness',
      { method: 'GET', path: '/actuator/health/readiness' },
      { status: 200, code: null, body: { status: 'UP' } },
    ),
  ],
}

const visit = (path: string, headers: ContractRequest['headers'] = {}): ContractRequest => ({
  method: 'GET',
  path,
  headers,
})
const ACTUATOR = 'application/vnd.spring-boot.actuator.v3+json'
const notAllowed = refused(
  405,
  'MethodNotAllowed',
  '405 METHOD_NOT_ALLOWED "Request method \'POST\' is not supported."',
)
const noActuator = (name: string) =>
  again(`get /actuator/${name}`, visit(`/actuator/${name}`), noRoute(`actuator/${name}`))

const describing: Scenario = {
  name: 'document and health',
  cases: [
    again('get /swagger-ui.html', visit('/swagger-ui.html'), { status: 302, code: null, body: '' }),
    again('get /swagger-ui/index.html', visit('/swagger-ui/index.html'), {
      status: 200,
      code: null,
      type: 'text/html',
    }),
    again('get /v3/api-docs/swagger-config', visit('/v3/api-docs/swagger-config'), {
      status: 200,
      code: null,
      type: JSON_TYPE,
      body: {
        configUrl: '/v3/api-docs/swagger-config',
        oauth2RedirectUrl: '{_origin}/swagger-ui/oauth2-redirect.html',
        url: '/v3/api-docs',
        validatorUrl: '',
      },
    }),
    again('get /v3/api-docs.yaml', visit('/v3/api-docs.yaml'), {
      status: 200,
      code: null,
      type: 'application/vnd.oai.openapi',
    }),
    again('api-docs-accept-html', visit('/v3/api-docs', { Accept: 'text/html' }), {
      status: 406,
      code: 'NotAcceptable',
      type: JSON_TYPE,
    }),
    again('post-api-docs', { method: 'POST', path: '/v3/api-docs', body: {} }, notAllowed),
    again('get /actuator', visit('/actuator'), {
      status: 200,
      code: null,
      type: ACTUATOR,
      body: { _links: { self: '<any>', health: '<any>', 'health-path': '<any>', '<more>': true } },
    }),
    again('get /actuator/health', visit('/actuator/health'), {
      expect: { status: 503, code: null, type: ACTUATOR, body: { status: 'DOWN', '<more>': true } },
      or: [
        {
          status: 200,
          code: null,
          type: ACTUATOR,
          body: { status: 'UP', '<more>': true },
          reason: 'the recorded server was not well, this one is',
        },
      ],
    }),
    again('post-actuator', { method: 'POST', path: '/actuator/health', body: {} }, notAllowed),
    ...['wow', 'wowBI', 'info'].map(noActuator),
  ],
}

export const maintenanceScenarios: readonly Scenario[] = [maintaining, sending, globally, describing]
