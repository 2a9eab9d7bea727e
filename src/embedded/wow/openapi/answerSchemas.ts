/** JSON schemas of answers, made from the schemas that read them. */
import * as z from 'zod'
import { EVENT_BODY_TYPES, EVENT_REVISION, ExecutionFailedEvent } from '../../../wow/execution/events.ts'
import { isObject } from '../../../wow/json.ts'
import {
  AggregateMetadata,
  AggregateMetadataMap,
  ContextMetadata,
  ContextMetadataMap,
  WowMetadata,
} from '../../../wow/metadata.ts'
import {
  AggregateId,
  BindingError,
  CommandResult,
  DomainEventStream,
  ErrorDetails,
  ErrorInfo,
  EventId,
  ExecutionFailedState,
  FunctionInfo,
  pagedList,
  RetrySpec,
  RetryState,
  Snapshot,
  StateEvent,
  STATUSES,
  Tags,
} from '../../../wow/schemas.ts'
import { OWN, ref, SCALARS, schemaName, type JsonSchema } from './shapeSchema.ts'

const BatchResult = z.object({
  afterId: z.string(),
  size: z.number(),
  errorCode: z.string(),
  errorMsg: z.string(),
  bindingErrors: z.optional(z.array(BindingError)),
  succeeded: z.boolean(),
})

const BiScriptDiagnostic = z.object({
  code: z.string(),
  aggregate: z.string(),
  path: z.string(),
  sourceType: z.string(),
  decision: z.string(),
  message: z.string(),
})

const BiScriptResponse = z.object({
  script: z.string(),
  destructive: z.boolean(),
  diagnostics: z.array(BiScriptDiagnostic),
})

const Link = z.object({ href: z.string(), templated: z.boolean() })

/** An SSE event as the client library reads it; the server names no `retry`. */
const eventOf = <T extends z.core.$ZodType>(data: T) =>
  z.object({
    data,
    event: z.optional(z.nullable(z.string())),
    id: z.optional(z.nullable(z.string())),
    retry: z.optional(z.nullable(z.number())),
  })

const SNAPSHOT = `${OWN}ExecutionFailedStateMaterializedSnapshot`
const STREAM = `${OWN}ExecutionFailedAggregatedDomainEventStream`
const STATE_EVENT = `${OWN}ExecutionFailedStateStateEvent`

const NAMED: Readonly<Record<string, z.core.$ZodType>> = {
  'compensation.Link': Link,
  'compensation.StringLinkMap': z.record(z.string(), Link),
  'compensation.StringStringListMap': Tags,
  'wow.api.modeling.AggregateId': AggregateId,
  'wow.api.BindingError': BindingError,
  'wow.api.DefaultErrorInfo': ErrorInfo,
  'wow.api.messaging.FunctionInfoData': FunctionInfo,
  'wow.command.CommandResult': CommandResult,
  'wow.configuration.Aggregate': AggregateMetadata,
  'wow.configuration.BoundedContext': ContextMetadata,
  'wow.configuration.StringAggregateMap': AggregateMetadataMap,
  'wow.configuration.StringBoundedContextMap': ContextMetadataMap,
  'wow.configuration.WowMetadata': WowMetadata,
  'wow.openapi.BatchResult': BatchResult,
  'wow.openapi.BiScriptDiagnosticResponse': BiScriptDiagnostic,
  'wow.openapi.BiScriptResponse': BiScriptResponse,
  [`${OWN}EventId`]: EventId,
  [`${OWN}ErrorDetails`]: ErrorDetails,
  [`${OWN}RetrySpec`]: RetrySpec,
  [`${OWN}RetryState`]: RetryState,
  [`${OWN}ExecutionFailedState`]: ExecutionFailedState,
  [SNAPSHOT]: Snapshot,
  [STATE_EVENT]: StateEvent,
  [STREAM]: DomainEventStream,
  [`${OWN}ExecutionFailedStatePagedList`]: pagedList(ExecutionFailedState),
  [`${SNAPSHOT}PagedList`]: pagedList(Snapshot),
  [`${STREAM}PagedList`]: pagedList(DomainEventStream),
  [`${OWN}ExecutionFailedStateServerSentEventNonNullData`]: eventOf(ExecutionFailedState),
  [`${SNAPSHOT}ServerSentEventNonNullData`]: eventOf(Snapshot),
  [`${STREAM}ServerSentEventNonNullData`]: eventOf(DomainEventStream),
}

/** Reading takes any text here, so that a newer server does not break an older console. */
const ENUMS: Readonly<Record<string, string>> = {
  functionKind: 'wow.api.messaging.FunctionKind',
  recoverable: 'wow.api.RecoverableType',
  stage: 'wow.command.CommandStage',
  status: `${OWN}ExecutionFailedStatus`,
}

const isLong = (name: string): boolean => /(At|Time)$/.test(name) || name === 'total'

function typed(type: unknown, name: string): JsonSchema {
  if (type === 'number') return isLong(name) ? SCALARS.long : SCALARS.int
  return Array.isArray(type) ? { anyOf: type.map((each: unknown) => typed(each, name)) } : { type }
}

/** Makes schemas in the words of the document: references by name, integers with their width, objects open. */
function fromZod(named: Readonly<Record<string, z.core.$ZodType>>): Map<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    override({ jsonSchema, path }) {
      const name = String(path.at(-1))
      const { type, additionalProperties } = jsonSchema
      if (isObject(additionalProperties) && Object.keys(additionalProperties).length === 0)
        delete jsonSchema.additionalProperties
      delete jsonSchema.propertyNames
      const known = path.at(-2) === 'properties' ? ENUMS[name] : undefined
      if (known === undefined && (type === undefined || typeof type === 'string') && type !== 'number') return
      delete jsonSchema.type
      Object.assign(jsonSchema, known === undefined ? typed(type, name) : ref(known))
    },
  })
  return new Map(Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema]))
}

const EVENTS = ExecutionFailedEvent.def.options.flatMap(({ def: { shape } }) =>
  shape.name.def.values.map((name) => ({ name, body: shape.body })),
)

/** The schema of an event's body has the name of its class; what every aggregate has is not among the schemas. */
const bodyName = (name: keyof typeof EVENT_BODY_TYPES): string | undefined => {
  const className = EVENT_BODY_TYPES[name]
  return className.startsWith('me.ahoo.wow.compensation.') ? schemaName(className) : undefined
}

const eventSchema = (name: keyof typeof EVENT_BODY_TYPES): JsonSchema => {
  const named = bodyName(name)
  return {
    type: 'object',
    title: name,
    properties: {
      id: { type: 'string' },
      name: { type: 'string', const: name },
      revision: { type: 'string', default: EVENT_REVISION },
      bodyType: { type: 'string', const: EVENT_BODY_TYPES[name] },
      body: named === undefined ? { type: 'object' } : ref(named),
    },
    required: ['id', 'name', 'revision', 'bodyType', 'body'],
  }
}

/** All of them, by name. */
export function answerSchemas(): Map<string, JsonSchema> {
  const schemas = fromZod(NAMED)
  const copy = (from: string, to: string, change: JsonSchema = {}) => {
    const schema = schemas.get(from)
    if (schema === undefined) throw new Error(`There is no schema ${from}.`)
    schemas.set(to, { ...schema, ...change })
  }
  // An event that has a shared type as its body would be named by that type alone.
  copy(`${OWN}RetrySpec`, `${OWN}RetrySpecApplied`)
  copy('wow.api.messaging.FunctionInfoData', `${OWN}FunctionChanged`)
  copy(SNAPSHOT, `${OWN}ExecutionFailedStateSnapshot`)
  const bodies = EVENTS.flatMap(({ name, body }) => {
    const named = bodyName(name)
    return named === undefined || schemas.has(named) ? [] : [[named, body] as const]
  })
  for (const [name, schema] of fromZod({ ...NAMED, ...Object.fromEntries(bodies) }))
    if (!schemas.has(name)) schemas.set(name, schema)

  const events = { type: 'array', items: { anyOf: EVENTS.map(({ name }) => eventSchema(name)) } }
  for (const name of [STREAM, STATE_EVENT]) {
    const properties = schemas.get(name)?.['properties']
    copy(name, name, { properties: { ...(isObject(properties) ? properties : {}), body: events } })
  }
  schemas.set(`${OWN}ExecutionFailedStatus`, { type: 'string', enum: STATUSES })
  schemas.set('compensation.StringObjectMap', { type: 'object' })
  return schemas
}
