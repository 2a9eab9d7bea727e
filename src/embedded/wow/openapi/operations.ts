/** Every operation of the server, as the OpenAPI document lists it; a test compares this list with the routes. */
import { COMMAND_NAMES, COMMANDS, BASE_PATH, type CommandName } from '../../../wow/commands/commands.ts'
import { answer, component, json, jsonOrEvents } from './components.ts'
import { OWN, ref, SCALARS, schemaName, type JsonSchema } from './shapeSchema.ts'

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** `{name}` stands for one segment. */
  readonly path: string
  readonly id: string
  readonly tag: string
  readonly summary: string
  /** Names of shared parameters, without their prefix. */
  readonly parameters?: readonly string[]
  readonly body?: JsonSchema
  /** By status. */
  readonly responses: Readonly<Record<string, JsonSchema>>
}

const AGGREGATE = 'compensation.execution_failed'
const SNAPSHOT = `${OWN}ExecutionFailedStateMaterializedSnapshot`
const STATE = `${OWN}ExecutionFailedState`
const STREAM = `${OWN}ExecutionFailedAggregatedDomainEventStream`

const response = (name: string): JsonSchema => component('responses', `wow.${name}`)
const requestBody = (name: string): JsonSchema => component('requestBodies', name)
const ok = (schema: JsonSchema, description = ''): { readonly 200: JsonSchema } => ({
  200: answer(description, json(schema)),
})
const notFound = { 404: response('NotFound') }
const badRequest = { 400: response('BadRequest') }
const late = { 408: response('RequestTimeout') }
const busy = { 429: response('TooManyRequests') }

const WAIT = [
  'Command-Wait-Stage',
  'Command-Wait-Context',
  'Command-Wait-Processor',
  'Command-Wait-Function',
  'Command-Wait-Timeout',
  'Command-Wait-Tail-Stage',
  'Command-Wait-Tail-Context',
  'Command-Wait-Tail-Processor',
  'Command-Wait-Tail-Function',
  'Command-Aggregate-Id',
  'Command-Aggregate-Version',
  'Command-Request-Id',
  'Command-Local-First',
  'Accept',
]

const COMMAND_RESPONSES = {
  200: response('CommandOk'),
  400: response('CommandBadRequest'),
  403: answer('Of another owner', json(ref('wow.command.CommandResult'))),
  404: response('CommandNotFound'),
  409: response('CommandVersionConflict'),
  429: response('CommandTooManyRequests'),
  408: response('CommandRequestTimeout'),
  410: response('CommandIllegalAccessDeletedAggregate'),
}

const COMMAND_SUMMARIES: Partial<Readonly<Record<CommandName, string>>> = {
  default_delete_aggregate: 'Delete aggregate',
  default_recover_aggregate: 'Recover deleted aggregate',
  default_apply_resource_tags: 'Apply ABAC Resource Tags',
}

const METHODS = { POST: 'post', PUT: 'put', DELETE: 'delete' } as const

const command = (name: CommandName): Operation => {
  const { method, path, className, body } = COMMANDS[name]
  const summary = COMMAND_SUMMARIES[name] ?? name
  return {
    method: METHODS[method],
    path: BASE_PATH + path,
    id: OWN + name,
    tag: AGGREGATE,
    summary,
    parameters: [...(path.includes('{id}') ? ['id'] : []), ...WAIT],
    body: { description: summary, content: json(ref(schemaName(className))) },
    responses: {
      ...COMMAND_RESPONSES,
      ...(body === 'typed' ? { 415: response('UnsupportedMediaType') } : {}),
    },
  }
}

interface Rest {
  readonly parameters?: readonly string[]
  readonly body?: JsonSchema
  readonly responses: Readonly<Record<string, JsonSchema>>
}

const own = (method: Operation['method'], path: string, id: string, summary: string, rest: Rest): Operation => ({
  method,
  path: BASE_PATH + path,
  id: OWN + id,
  tag: AGGREGATE,
  summary,
  ...rest,
})

const query = (path: string, id: string, summary: string, body: string, responses: Rest['responses']): Operation =>
  own('post', path, id, summary, {
    body: requestBody(body),
    responses: { ...responses, ...badRequest, ...late, ...busy },
  })

const wow = (method: Operation['method'], path: string, id: string, summary: string, rest: Rest): Operation => ({
  method,
  path: `/wow/${path}`,
  id: `wow.${id}`,
  tag: 'wow',
  summary,
  ...rest,
})

const ACTUATOR_JSON = 'application/vnd.spring-boot.actuator.v3+json'
const actuator = (path: string, id: string, summary: string, rest: Partial<Rest> = {}): Operation => ({
  method: 'get',
  path: `/actuator${path}`,
  id,
  tag: 'Actuator',
  summary,
  ...rest,
  responses: {
    200: {
      description: 'OK',
      content: {
        [ACTUATOR_JSON]: { schema: path === '' ? ref('compensation.StringLinkMap') : { type: 'object' } },
      },
    },
    ...rest.responses,
  },
})

const error = (description: string): JsonSchema => answer(description, json(ref('wow.api.DefaultErrorInfo')))

export const OPERATIONS: readonly Operation[] = [
  ...COMMAND_NAMES.map(command),

  query('/snapshot/count', 'snapshot.count', 'Count Snapshot', `${OWN}CountQuery`, { 200: response('CountQuery') }),
  query('/snapshot/list', 'snapshot.list_query', 'List Query Snapshot', `${OWN}ListQuery`, {
    200: answer('', jsonOrEvents(SNAPSHOT)),
  }),
  query('/snapshot/list/state', 'snapshot_state.list_query', 'List Query Snapshot State', `${OWN}ListQuery`, {
    200: answer('', jsonOrEvents(STATE)),
  }),
  query(
    '/snapshot/paged',
    'snapshot.paged_query',
    'Paged Query Snapshot',
    `${OWN}PagedQuery`,
    ok(ref(`${SNAPSHOT}PagedList`)),
  ),
  query(
    '/snapshot/paged/state',
    'snapshot_state.paged_query',
    'Paged Query Snapshot State',
    `${OWN}PagedQuery`,
    ok(ref(`${STATE}PagedList`)),
  ),
  query('/snapshot/single', 'snapshot.single', 'Single Snapshot', `${OWN}SingleQuery`, {
    ...ok(ref(SNAPSHOT)),
    ...notFound,
  }),
  query('/snapshot/single/state', 'snapshot_state.single', 'Single Snapshot State', `${OWN}SingleQuery`, {
    ...ok(ref(STATE)),
    ...notFound,
  }),
  query('/event/count', 'event.count', 'Count Event Stream', 'wow.CountQuery', { 200: response('CountQuery') }),
  query('/event/list', 'event.list_query', 'List Query Event Stream', 'wow.ListQuery', {
    200: answer('', jsonOrEvents(STREAM)),
  }),
  query(
    '/event/paged',
    'event.paged_query',
    'Paged Query Event Stream',
    'wow.PagedQuery',
    ok(ref(`${STREAM}PagedList`)),
  ),

  own('get', '/{id}/snapshot', 'snapshot.load', 'Get Snapshot', {
    parameters: ['id'],
    responses: { ...ok(ref(`${STATE}Snapshot`)), ...notFound, ...late },
  }),
  own('get', '/{id}/state', 'aggregate.load', 'Load State Aggregate', {
    parameters: ['id'],
    responses: { ...ok(ref(STATE)), ...badRequest, ...notFound },
  }),
  own('get', '/{id}/state/tracing', 'aggregate_tracing.get', 'Get Aggregate Tracing', {
    parameters: ['id', 'aggregate-tracing.headVersion', 'aggregate-tracing.tailVersion', 'aggregate-tracing.limit'],
    responses: { ...ok({ type: 'array', items: ref(`${STATE}StateEvent`) }), ...badRequest },
  }),
  own('get', '/{id}/state/{version}', 'versioned_aggregate.load', 'Load Versioned State Aggregate', {
    parameters: ['id', 'version'],
    responses: { ...ok(ref(STATE)), ...badRequest, ...notFound },
  }),
  own('get', '/{id}/state/time/{createTime}', 'time_based_aggregate.load', 'Load Time Based State Aggregate', {
    parameters: ['id', 'createTime'],
    responses: { ...ok(ref(STATE)), ...badRequest, ...notFound },
  }),
  own('get', '/{id}/event/{headVersion}/{tailVersion}', 'event_stream.load', 'Load Event Stream', {
    parameters: ['id', 'headVersion', 'tailVersion'],
    responses: { 200: answer('', jsonOrEvents(STREAM)), ...badRequest, ...late },
  }),

  own('put', '/{id}/snapshot', 'snapshot.regenerate', 'Regenerate Aggregate Snapshot', {
    parameters: ['id'],
    responses: { 200: { description: 'An empty body' }, ...notFound },
  }),
  own('put', '/snapshot/{afterId}/{limit}', 'snapshot.batch_regenerate', 'Batch Regenerate Aggregate Snapshot', {
    parameters: ['afterId', 'limit'],
    responses: { 200: response('BatchResult'), 400: response('BatchResult'), ...late },
  }),
  own('post', '/state/{afterId}/{limit}', 'state_event.resend', 'Resend State Event', {
    parameters: ['afterId', 'limit'],
    responses: { 200: response('BatchResult'), 400: response('BatchResult'), ...late },
  }),
  own('put', '/{id}/{version}/compensate', 'compensate', 'Event Compensate', {
    parameters: ['id', 'version'],
    body: requestBody('wow.CompensationTarget'),
    responses: { 200: response('CompensationTarget'), ...badRequest, 415: response('UnsupportedMediaType') },
  }),

  wow('post', 'command/send', 'command.send', 'Unified Sending Endpoint For Command Messages', {
    parameters: [
      'Command-Type',
      ...WAIT,
      'Command-Tenant-Id',
      'Wow-Space-Id',
      'Command-Owner-Id',
      'Command-Aggregate-Context',
      'Command-Aggregate-Name',
    ],
    body: { description: 'Command Message Body', content: json({ type: 'object' }) },
    responses: COMMAND_RESPONSES,
  }),
  wow('post', 'command/wait', 'command.wait', 'The receiving endpoint of the wait signal', {
    body: { content: json(ref('wow.command.SimpleWaitSignal')) },
    responses: { 200: { description: 'An empty body' }, ...badRequest, 415: response('UnsupportedMediaType') },
  }),
  wow('get', 'metadata', 'metadata.get', 'Get Wow Metadata', {
    responses: { 200: { description: 'The Wow Metadata.', content: json(ref('wow.configuration.WowMetadata')) } },
  }),
  wow('get', 'id/global', 'global_id.generate', 'Generate Global ID', {
    responses: {
      200: { description: 'The generated global ID', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
  }),
  wow('post', 'bi/script', 'bi_script.generate', 'Generate BI Sync Script', {
    body: {
      description: 'BI script option overrides.',
      content: json(ref('wow.openapi.BiScriptRequest')),
      required: true,
    },
    responses: {
      200: {
        description: 'The generated BI synchronization script.',
        headers: { 'Wow-BI-Diagnostic-Count': { description: 'The number of diagnostics.', schema: SCALARS.int } },
        content: {
          'application/sql': { schema: { type: 'string' } },
          'application/json': { schema: ref('wow.openapi.BiScriptResponse') },
        },
      },
      ...badRequest,
      406: error('None of the requested response media types is supported.'),
      415: response('UnsupportedMediaType'),
    },
  }),

  actuator('', 'links', 'Actuator root web endpoint'),
  actuator('/health', 'health_1', "Actuator web endpoint 'health'", { responses: { 503: { description: 'Down' } } }),
  actuator('/health/{path}', 'health', "Actuator web endpoint 'health-path'", {
    parameters: ['path'],
    responses: { 404: { description: 'Not Found' }, 503: { description: 'Down' } },
  }),
]
