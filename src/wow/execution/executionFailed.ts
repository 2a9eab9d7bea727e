/** The ExecutionFailed aggregate: commands become events (`decide`), events become state (`evolve`). Contract 3.9, 3.10. */
import { AGGREGATE_NAME, CONTEXT_NAME, TENANT_ID, type Command } from '../commands/commands.ts'
import { EVENT_BODY_TYPES, EVENT_REVISION, readEvent, type EventName, type ExecutionFailedEvent } from './events.ts'
import { changeFunctionRefusal, markRefusal, outcomeRefusal, prepareRefusal } from './preconditions.ts'
import { checkRetrySpec, DEFAULT_RETRY_SPEC, refusal, retryStateAt, type Refusal, type RetrySpecLike } from './retry.ts'
import type { DomainEventStream, ExecutionFailedState, Snapshot, StateEvent } from '../schemas.ts'

/** What the server knows of one execution. A snapshot is one as well. */
export type Aggregate = Pick<
  Snapshot,
  | 'aggregateId'
  | 'ownerId'
  | 'spaceId'
  | 'version'
  | 'eventId'
  | 'firstOperator'
  | 'operator'
  | 'firstEventTime'
  | 'eventTime'
  | 'state'
  | 'tags'
  | 'deleted'
>

export type Decision = { readonly ok: true; readonly event: ExecutionFailedEvent } | Refusal

type BodyOf<Name extends EventName> = Extract<ExecutionFailedEvent, { name: Name }>['body']

const happened = <Name extends EventName>(name: Name, body: BodyOf<Name>) => ({
  ok: true as const,
  event: { name, revision: EVENT_REVISION, bodyType: EVENT_BODY_TYPES[name], body },
})

function decideCreate(
  { body }: Extract<Command, { name: 'create_execution_failed' }>,
  defaultRetrySpec: RetrySpecLike,
): Decision {
  const retrySpec = body.retrySpec ?? { ...defaultRetrySpec }
  const broken = checkRetrySpec(retrySpec)
  if (broken !== undefined) return broken
  const first = retryStateAt(0, body.executeAt, retrySpec)
  if (!first.ok) return first
  return happened('execution_failed_created', {
    eventId: body.eventId,
    function: body.function,
    error: body.error,
    executeAt: body.executeAt,
    retryState: first.retryState,
    retrySpec,
    recoverable: body.recoverable,
  })
}

function decidePrepare(state: ExecutionFailedState, now: number, force: boolean): Decision {
  const reason = prepareRefusal(state, now, force)
  if (reason !== undefined && reason.code !== 'backoff-overflow') {
    return refusal('IllegalState', `ExecutionFailed can not ${force ? 'force retry' : 'retry'}.`)
  }
  const next = retryStateAt(state.retryState.retries + 1, now, state.retrySpec)
  if (!next.ok) return next
  return happened('compensation_prepared', {
    eventId: state.eventId,
    function: state.function,
    retryState: next.retryState,
  })
}

const NOT_PREPARED = refusal('IllegalState', 'ExecutionFailed is not prepared.')

interface DecideContext {
  /** The server's clock, epoch milliseconds. */
  readonly now: number
  readonly defaultRetrySpec?: RetrySpecLike
}

/**
 * The event a command leads to, or the refusal in the server's words. The checks before the handler (3.7: version,
 * owner, space, deleted) are `checkAccess`. Create looks at no existing aggregate. Never throws.
 */
export function decide(aggregate: Aggregate | undefined, command: Command, context: DecideContext): Decision {
  if (command.name === 'create_execution_failed') {
    return decideCreate(command, context.defaultRetrySpec ?? DEFAULT_RETRY_SPEC)
  }
  const state = aggregate?.state
  if (state === undefined) return refusal('NotFound', 'The aggregate is not initialized.')

  switch (command.name) {
    case 'prepare_compensation':
      return decidePrepare(state, context.now, false)
    case 'force_prepare_compensation':
      return decidePrepare(state, context.now, true)
    case 'apply_execution_success':
      return outcomeRefusal(state) === undefined ? happened('execution_success_applied', command.body) : NOT_PREPARED
    case 'apply_execution_failed':
      return outcomeRefusal(state) === undefined ? happened('execution_failed_applied', command.body) : NOT_PREPARED
    case 'apply_retry_spec':
      return checkRetrySpec(command.body) ?? happened('retry_spec_applied', command.body)
    case 'change_function': {
      const { functionKind, contextName, processorName, name } = command.body
      if (changeFunctionRefusal(state, command.body) === undefined) {
        return happened('function_changed', { name, processorName, contextName, functionKind })
      }
      const to = `FunctionInfoData(functionKind=${functionKind}, contextName=${contextName}, processorName=${processorName}, name=${name})`
      return refusal('IllegalArgument', `ExecutionFailed function is already changed to ${to}.`)
    }
    case 'mark_recoverable': {
      const { recoverable } = command.body
      if (markRefusal(state, recoverable) === undefined) return happened('recoverable_marked', { recoverable })
      return refusal('IllegalArgument', `ExecutionFailed recoverable is already marked to ${recoverable}.`)
    }
    case 'default_delete_aggregate':
      return happened('default_aggregate_deleted', {})
    case 'default_recover_aggregate':
      return happened('default_aggregate_recovered', {})
    case 'default_apply_resource_tags':
      break
  }
  return happened('default_resource_tags_applied', { tags: command.body.tags })
}

/** The state with its two computed flags, which are stored with the snapshot so that queries can ask for them. */
function computed(
  state: Pick<
    ExecutionFailedState,
    'id' | 'error' | 'eventId' | 'executeAt' | 'function' | 'recoverable' | 'retrySpec' | 'retryState' | 'status'
  >,
): ExecutionFailedState {
  const isBelowRetryThreshold = state.retryState.retries < state.retrySpec.maxRetries
  return {
    id: state.id,
    error: state.error,
    eventId: state.eventId,
    executeAt: state.executeAt,
    function: state.function,
    isBelowRetryThreshold,
    isRetryable: state.status !== 'SUCCEEDED' && isBelowRetryThreshold,
    recoverable: state.recoverable,
    retrySpec: state.retrySpec,
    retryState: state.retryState,
    status: state.status,
  }
}

function evolveState(state: ExecutionFailedState, event: ExecutionFailedEvent): ExecutionFailedState {
  switch (event.name) {
    case 'compensation_prepared':
      return computed({ ...state, retryState: event.body.retryState, status: 'PREPARED' })
    case 'execution_success_applied':
      return computed({ ...state, executeAt: event.body.executeAt, status: 'SUCCEEDED' })
    case 'execution_failed_applied': {
      const { error, executeAt, recoverable } = event.body
      return computed({ ...state, error, executeAt, recoverable, status: 'FAILED' })
    }
    case 'retry_spec_applied':
      // `retryState` is not computed anew: the next retry stays where the old spec put it.
      return computed({ ...state, retrySpec: event.body })
    case 'recoverable_marked':
      return computed({ ...state, recoverable: event.body.recoverable })
    case 'function_changed': {
      const { functionKind, contextName, processorName, name } = event.body
      return computed({ ...state, function: { functionKind, contextName, processorName, name } })
    }
    case 'execution_failed_created':
    case 'default_aggregate_deleted':
    case 'default_aggregate_recovered':
    case 'default_resource_tags_applied':
      break
  }
  return state
}

/** What `evolve` needs of the stream that an event came in. */
export type StreamFacts = Pick<
  DomainEventStream,
  'id' | 'aggregateId' | 'ownerId' | 'spaceId' | 'version' | 'createTime' | 'header'
>

function created(event: ExecutionFailedEvent | undefined, stream: StreamFacts): Aggregate {
  if (event?.name !== 'execution_failed_created') {
    throw new Error(`The history of ${stream.aggregateId} does not begin with execution_failed_created.`)
  }
  const { eventId, function: failed, error, executeAt, retryState, retrySpec, recoverable } = event.body
  const operator = stream.header['command_operator'] ?? ''
  const id = stream.aggregateId
  return {
    aggregateId: id,
    ownerId: stream.ownerId,
    spaceId: stream.spaceId,
    version: stream.version,
    eventId: stream.id,
    firstOperator: operator,
    operator,
    firstEventTime: stream.createTime,
    eventTime: stream.createTime,
    state: computed({
      id,
      eventId,
      function: failed,
      error,
      executeAt,
      retrySpec,
      retryState,
      recoverable,
      status: 'FAILED',
    }),
    tags: {},
    deleted: false,
  }
}

/**
 * The aggregate after one event. An event that is not known (`undefined`, from a newer server) moves version and time
 * and leaves the state as it is. Throws when the first event of a history is not the creation.
 */
export function evolve(
  aggregate: Aggregate | undefined,
  event: ExecutionFailedEvent | undefined,
  stream: StreamFacts,
): Aggregate {
  if (aggregate === undefined) return created(event, stream)
  return {
    ...aggregate,
    version: stream.version,
    eventId: stream.id,
    operator: stream.header['command_operator'] ?? '',
    eventTime: stream.createTime,
    state: event === undefined ? aggregate.state : evolveState(aggregate.state, event),
    tags: event?.name === 'default_resource_tags_applied' ? event.body.tags : aggregate.tags,
    deleted:
      event?.name === 'default_aggregate_deleted' ||
      (event?.name !== 'default_aggregate_recovered' && aggregate.deleted),
  }
}

/** The aggregate after streams in the order of their versions; `from` is what came before them. */
export function replay(streams: readonly DomainEventStream[], from?: Aggregate): Aggregate | undefined {
  let aggregate = from
  for (const stream of streams) {
    for (const event of stream.body) aggregate = evolve(aggregate, readEvent(event), stream)
  }
  return aggregate
}

/** The snapshot of an aggregate, saved at `snapshotTime` (epoch milliseconds), its members in the server's order. */
export const toSnapshot = (aggregate: Aggregate, snapshotTime: number): Snapshot => ({
  contextName: CONTEXT_NAME,
  aggregateName: AGGREGATE_NAME,
  tenantId: TENANT_ID,
  ownerId: aggregate.ownerId,
  spaceId: aggregate.spaceId,
  version: aggregate.version,
  eventId: aggregate.eventId,
  firstOperator: aggregate.firstOperator,
  operator: aggregate.operator,
  firstEventTime: aggregate.firstEventTime,
  eventTime: aggregate.eventTime,
  state: aggregate.state,
  snapshotTime,
  tags: aggregate.tags,
  deleted: aggregate.deleted,
  aggregateId: aggregate.aggregateId,
})

/** An element of `state/tracing`: a stream and the aggregate it led to. `size` is not part of it. */
export function toStateEvent(stream: DomainEventStream, aggregate: Aggregate): StateEvent {
  const { body, createTime, size: _size, ...facts } = stream
  const { firstOperator, firstEventTime, state, tags, deleted } = aggregate
  return { ...facts, firstOperator, firstEventTime, state, tags, deleted, body, createTime }
}
