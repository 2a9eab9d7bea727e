/** Shared parts of the OpenAPI document beside the schemas. */
import { OWN, ref, SCALARS, type JsonSchema } from './shapeSchema.ts'

export const component = (
  kind: 'headers' | 'parameters' | 'responses' | 'requestBodies',
  name: string,
): JsonSchema => ({
  $ref: `#/components/${kind}/${name}`,
})

export const json = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } })
export const jsonOrEvents = (item: string): JsonSchema => ({
  'application/json': { schema: { type: 'array', items: ref(item) } },
  'text/event-stream': { schema: { type: 'array', items: ref(`${item}ServerSentEventNonNullData`) } },
})

const errorCode = { 'Wow-Error-Code': component('headers', 'wow.Wow-Error-Code') }

/** An answer that names its error code in a header, as all but a few do. */
export const answer = (description: string, content: JsonSchema): JsonSchema => ({
  description,
  headers: errorCode,
  content,
})
const errorAnswer = (description: string): JsonSchema => answer(description, json(ref('wow.api.DefaultErrorInfo')))
const commandAnswer = (description: string): JsonSchema => answer(description, json(ref('wow.command.CommandResult')))

export const HEADERS: Readonly<Record<string, JsonSchema>> = {
  'wow.Wow-Error-Code': { description: 'Error code', schema: { type: 'string', example: 'Ok' } },
}

export const RESPONSES: Readonly<Record<string, JsonSchema>> = {
  'wow.CommandOk': answer('The result of the awaited stage; as events, of each stage up to it.', {
    'application/json': { schema: ref('wow.command.CommandResult') },
    'text/event-stream': {
      schema: { anyOf: [ref('wow.command.CommandResult'), ref('wow.api.DefaultErrorInfo')] },
    },
  }),
  'wow.CommandBadRequest': commandAnswer('Command Bad Request'),
  'wow.CommandNotFound': commandAnswer('Aggregate Not Found'),
  'wow.CommandVersionConflict': commandAnswer('Command Version Conflict'),
  'wow.CommandTooManyRequests': errorAnswer('Command Too Many Requests'),
  'wow.CommandRequestTimeout': errorAnswer('Command Request Timeout'),
  'wow.CommandIllegalAccessDeletedAggregate': commandAnswer('Illegal Access Deleted Aggregate'),
  'wow.BadRequest': errorAnswer('Bad Request'),
  'wow.UnsupportedMediaType': errorAnswer('Unsupported Media Type'),
  'wow.NotFound': errorAnswer('Not Found'),
  'wow.CountQuery': answer('How many match', json(SCALARS.long)),
  'wow.RequestTimeout': errorAnswer('Request Timeout'),
  'wow.TooManyRequests': errorAnswer('Too Many Requests'),
  'wow.BatchResult': answer('Batch Result', json(ref('wow.openapi.BatchResult'))),
  'wow.CompensationTarget': answer('Number of event streams compensated', json(SCALARS.int)),
}

const body = (name: string): JsonSchema => ({ content: json(ref(name)) })

export const REQUEST_BODIES: Readonly<Record<string, JsonSchema>> = {
  [`${OWN}CountQuery`]: body(`${OWN}ExecutionFailedAggregatedCondition`),
  [`${OWN}ListQuery`]: body(`${OWN}ExecutionFailedAggregatedListQuery`),
  [`${OWN}PagedQuery`]: body(`${OWN}ExecutionFailedAggregatedPagedQuery`),
  [`${OWN}SingleQuery`]: body(`${OWN}ExecutionFailedAggregatedSingleQuery`),
  'wow.CountQuery': body('wow.api.query.Condition'),
  'wow.ListQuery': body('wow.api.query.ListQuery'),
  'wow.PagedQuery': body('wow.api.query.PagedQuery'),
  'wow.CompensationTarget': body('wow.messaging.CompensationTarget'),
}

const text = { type: 'string' }
const stage = ref('wow.command.CommandStage')

const header = (name: string, schema: JsonSchema, description?: string): readonly [string, JsonSchema] => [
  `wow.${name}`,
  { name, in: 'header', ...(description === undefined ? {} : { description }), schema },
]
const inPath = (name: string, schema: JsonSchema, description: string): readonly [string, JsonSchema] => [
  `wow.${name}`,
  { name, in: 'path', description, required: true, schema },
]
const inQuery = (name: string, description: string): readonly [string, JsonSchema] => [
  `wow.aggregate-tracing.${name}`,
  { name, in: 'query', description, required: false, schema: SCALARS.int },
]

export const PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries([
    header('Command-Wait-Stage', stage, 'How far the answer waits; PROCESSED when left out'),
    header('Command-Wait-Context', text, 'The bounded context that must report the stage'),
    header('Command-Wait-Processor', text, 'The processor that must report it; any when left out'),
    header('Command-Wait-Function', text, 'The function that must report it; any when left out'),
    header('Command-Wait-Timeout', SCALARS.int, 'How long to wait, in milliseconds; 30000 when left out'),
    header('Command-Wait-Tail-Stage', stage, 'With SAGA_HANDLED: what each command of the saga must reach'),
    header('Command-Wait-Tail-Context', text),
    header('Command-Wait-Tail-Processor', text),
    header('Command-Wait-Tail-Function', text),
    header('Command-Aggregate-Id', text, 'The id of the aggregate, where the path has none'),
    header('Command-Aggregate-Version', SCALARS.int, 'The version that the aggregate must have'),
    header('Command-Request-Id', text, 'Of commands with the same request id one takes effect'),
    header('Command-Local-First', { type: 'boolean' }),
    header('Accept', { ...text, default: 'application/json', enum: ['application/json', 'text/event-stream'] }),
    header('Command-Tenant-Id', text, 'Ignored: the aggregate has one tenant'),
    header('Wow-Space-Id', text, 'Refuses a command on an aggregate of another space'),
    header('Command-Owner-Id', text, 'Refuses a command on an aggregate of another owner'),
    header('Command-Aggregate-Context', text, 'For the commands that every aggregate has: the context'),
    header('Command-Aggregate-Name', text, 'For the commands that every aggregate has: the aggregate'),
    inPath('id', text, 'The id of the aggregate'),
    inPath('version', SCALARS.int, 'The version of the aggregate'),
    inPath('createTime', SCALARS.long, 'A time in epoch milliseconds'),
    inPath('afterId', { ...text, example: '(0)' }, 'The id behind which the batch begins; (0) comes before all'),
    inPath('limit', SCALARS.int, 'How many aggregates at most; 0 means all'),
    inPath('headVersion', SCALARS.int, 'The first version'),
    inPath('tailVersion', SCALARS.int, 'The last version; at most 1000 are given'),
    inQuery('headVersion', 'The first version that is given'),
    inQuery('tailVersion', 'The last version that is given'),
    inQuery('limit', 'Of these versions only so many of the last'),
  ]),
  'wow.Command-Type': {
    name: 'Command-Type',
    in: 'header',
    description: 'The class of the command',
    required: true,
    schema: text,
  },
}
