/**
 * Bodies of the Wow compensation protocol. Reading is loose (unknown members are kept, enums are open), because a
 * newer server must not break an older console; what is written is checked by the strict twins in `commands.ts`.
 * All times are epoch milliseconds; `minBackoff` and `executionTimeout` are seconds.
 */
import * as z from 'zod/mini'

const openEnum = <const T extends readonly [string, ...string[]]>(_known: T) =>
  z.custom<T[number] | (string & {})>((value) => typeof value === 'string')

export const STATUSES = ['FAILED', 'PREPARED', 'SUCCEEDED'] as const
export const RECOVERABLES = ['RECOVERABLE', 'UNRECOVERABLE', 'UNKNOWN'] as const
export const FUNCTION_KINDS = ['COMMAND', 'SOURCING', 'EVENT', 'STATE_EVENT', 'ERROR'] as const
export const WAIT_STAGES = ['SENT', 'PROCESSED', 'SNAPSHOT', 'PROJECTED', 'EVENT_HANDLED', 'SAGA_HANDLED'] as const

export type Recoverable = (typeof RECOVERABLES)[number]
export type FunctionKind = (typeof FUNCTION_KINDS)[number]
export type WaitStage = (typeof WAIT_STAGES)[number]

export const BindingError = z.looseObject({ name: z.string(), msg: z.string() })
export type BindingError = z.infer<typeof BindingError>

export const AggregateId = z.looseObject({
  contextName: z.string(),
  aggregateName: z.string(),
  aggregateId: z.string(),
  tenantId: z.string(),
})
export type AggregateId = z.infer<typeof AggregateId>

export const FunctionInfo = z.looseObject({
  functionKind: openEnum(FUNCTION_KINDS),
  contextName: z.string(),
  processorName: z.string(),
  name: z.string(),
})
export type FunctionInfo = z.infer<typeof FunctionInfo>

/** Identifies the event whose handling failed: an event of another service. */
export const EventId = z.looseObject({ id: z.string(), aggregateId: AggregateId, version: z.number() })
export type EventId = z.infer<typeof EventId>

export const ErrorDetails = z.looseObject({
  errorCode: z.string(),
  errorMsg: z.string(),
  stackTrace: z.string(),
  bindingErrors: z.optional(z.array(BindingError)),
  succeeded: z.optional(z.boolean()),
})
export type ErrorDetails = z.infer<typeof ErrorDetails>

export const RetrySpec = z.looseObject({
  maxRetries: z.number(),
  minBackoff: z.number(),
  executionTimeout: z.number(),
})
export type RetrySpec = z.infer<typeof RetrySpec>

export const RetryState = z.looseObject({
  retries: z.number(),
  retryAt: z.number(),
  timeoutAt: z.number(),
  nextRetryAt: z.number(),
})
export type RetryState = z.infer<typeof RetryState>

export const ExecutionFailedState = z.looseObject({
  id: z.string(),
  eventId: EventId,
  function: FunctionInfo,
  error: ErrorDetails,
  executeAt: z.number(),
  retrySpec: RetrySpec,
  retryState: RetryState,
  status: openEnum(STATUSES),
  recoverable: openEnum(RECOVERABLES),
  /** `retries < maxRetries`, computed by the server and stored with the snapshot. */
  isBelowRetryThreshold: z.boolean(),
  /** `status != SUCCEEDED && isBelowRetryThreshold`; ignores `recoverable`. */
  isRetryable: z.boolean(),
})
export type ExecutionFailedState = z.infer<typeof ExecutionFailedState>

export const Tags = z.record(z.string(), z.array(z.string()))
export type Tags = z.infer<typeof Tags>

export const Snapshot = z.looseObject({
  contextName: z.string(),
  aggregateName: z.string(),
  aggregateId: z.string(),
  tenantId: z.string(),
  ownerId: z.string(),
  spaceId: z.string(),
  /** Version of the last event stream; starts at 1. */
  version: z.number(),
  /** Id of the last event stream. */
  eventId: z.string(),
  firstOperator: z.string(),
  operator: z.string(),
  firstEventTime: z.number(),
  eventTime: z.number(),
  state: ExecutionFailedState,
  snapshotTime: z.number(),
  tags: Tags,
  deleted: z.boolean(),
})
export type Snapshot = z.infer<typeof Snapshot>

export const DomainEvent = z.looseObject({
  id: z.string(),
  name: z.string(),
  revision: z.string(),
  bodyType: z.string(),
  body: z.unknown(),
})
export type DomainEvent = z.infer<typeof DomainEvent>

export const EventHeader = z.record(z.string(), z.string())
export type EventHeader = z.infer<typeof EventHeader>

/** One stream is written for each successful command. */
export const DomainEventStream = z.looseObject({
  id: z.string(),
  contextName: z.string(),
  aggregateName: z.string(),
  aggregateId: z.string(),
  tenantId: z.string(),
  ownerId: z.string(),
  spaceId: z.string(),
  header: EventHeader,
  commandId: z.string(),
  requestId: z.string(),
  version: z.number(),
  body: z.array(DomainEvent),
  createTime: z.number(),
})
export type DomainEventStream = z.infer<typeof DomainEventStream>

/** An element of `state/tracing`: a stream and the state it led to. */
export const StateEvent = z.extend(DomainEventStream, {
  firstOperator: z.string(),
  firstEventTime: z.number(),
  state: ExecutionFailedState,
  tags: Tags,
  deleted: z.boolean(),
})
export type StateEvent = z.infer<typeof StateEvent>

export const pagedList = <T extends z.ZodMiniType>(item: T) => z.looseObject({ total: z.number(), list: z.array(item) })

/** The body of every refusal. */
export const ErrorInfo = z.looseObject({
  errorCode: z.string(),
  errorMsg: z.string(),
  bindingErrors: z.optional(z.array(BindingError)),
  succeeded: z.optional(z.boolean()),
})
export type ErrorInfo = z.infer<typeof ErrorInfo>

export const CommandResult = z.looseObject({
  id: z.string(),
  waitCommandId: z.string(),
  stage: openEnum(WAIT_STAGES),
  contextName: z.string(),
  aggregateName: z.string(),
  tenantId: z.string(),
  aggregateId: z.string(),
  /** null where the gateway failed before an aggregate was asked. */
  aggregateVersion: z.nullable(z.number()),
  requestId: z.string(),
  commandId: z.string(),
  function: FunctionInfo,
  errorCode: z.string(),
  errorMsg: z.string(),
  bindingErrors: z.optional(z.array(BindingError)),
  result: z.record(z.string(), z.unknown()),
  signalTime: z.number(),
  succeeded: z.boolean(),
})
export type CommandResult = z.infer<typeof CommandResult>
