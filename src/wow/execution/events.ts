/** The ten events of the ExecutionFailed aggregate as they stand in the event store (contract 3.10). */
import * as z from 'zod/mini'
import { ErrorDetails, EventId, FunctionInfo, RetrySpec, RetryState, Tags } from '../schemas.ts'

export const EVENT_REVISION = '0.0.1'

const API = 'me.ahoo.wow.compensation.api'

/** Java class of each event's body. */
export const EVENT_BODY_TYPES = {
  execution_failed_created: `${API}.ExecutionFailedCreated`,
  compensation_prepared: `${API}.CompensationPrepared`,
  execution_success_applied: `${API}.ExecutionSuccessApplied`,
  execution_failed_applied: `${API}.ExecutionFailedApplied`,
  retry_spec_applied: `${API}.RetrySpecApplied`,
  recoverable_marked: `${API}.RecoverableMarked`,
  function_changed: `${API}.FunctionChanged`,
  default_aggregate_deleted: 'me.ahoo.wow.api.event.DefaultAggregateDeleted',
  default_aggregate_recovered: 'me.ahoo.wow.api.event.DefaultAggregateRecovered',
  default_resource_tags_applied: 'me.ahoo.wow.api.abac.DefaultResourceTagsApplied',
} as const

export type EventName = keyof typeof EVENT_BODY_TYPES

export const isEventName = (name: string): name is EventName => Object.hasOwn(EVENT_BODY_TYPES, name)
export const EVENT_NAMES: readonly EventName[] = Object.keys(EVENT_BODY_TYPES).filter(isEventName)

const eventOf = <const Name extends EventName, Body extends z.ZodMiniType>(name: Name, body: Body) =>
  z.looseObject({ name: z.literal(name), revision: z.string(), bodyType: z.string(), body })

export const ExecutionFailedEvent = z.discriminatedUnion('name', [
  eventOf(
    'execution_failed_created',
    z.looseObject({
      eventId: EventId,
      function: FunctionInfo,
      error: ErrorDetails,
      executeAt: z.number(),
      retryState: RetryState,
      retrySpec: RetrySpec,
      recoverable: z.string(),
    }),
  ),
  eventOf('compensation_prepared', z.looseObject({ eventId: EventId, function: FunctionInfo, retryState: RetryState })),
  eventOf('execution_success_applied', z.looseObject({ executeAt: z.number() })),
  eventOf(
    'execution_failed_applied',
    z.looseObject({ error: ErrorDetails, executeAt: z.number(), recoverable: z.string() }),
  ),
  eventOf('retry_spec_applied', RetrySpec),
  eventOf('recoverable_marked', z.looseObject({ recoverable: z.string() })),
  eventOf('function_changed', FunctionInfo),
  eventOf('default_aggregate_deleted', z.looseObject({})),
  eventOf('default_aggregate_recovered', z.looseObject({})),
  eventOf('default_resource_tags_applied', z.looseObject({ tags: Tags })),
])
/** An event with a body that is understood; the id, where there is one, stays with it. */
export type ExecutionFailedEvent = z.infer<typeof ExecutionFailedEvent>

/** An element of a stream's `body`, or undefined when its name or body is not known here. */
export function readEvent(event: unknown): ExecutionFailedEvent | undefined {
  const read = z.safeParse(ExecutionFailedEvent, event)
  return read.success ? read.data : undefined
}
