/**
 * What the simulated services do, as a pure function of (seed, handler, event, attempt): the running services, the
 * seeded histories and the tests all ask here, so that a seeded execution goes on as it began.
 */
import type { CommandOf } from '../../wow/commands/commands.ts'
import type { EventId, FunctionInfo } from '../../wow/schemas.ts'
import { ERROR_KINDS, type ErrorKind, type ErrorKindName } from './errorKinds.ts'
import { findFunction, type SampleFunction } from './functions.ts'
import { fillIn } from './ingredients.ts'
import { type Random, randomOf } from './random.ts'
import { stackTraceOf, type Depth } from './traces.ts'

/** What a service reports of a failed execution. */
export type Failure = Pick<CommandOf<'apply_execution_failed'>['body'], 'error' | 'recoverable'>

/** How the re-execution of a handler ends. `delayMs` is counted from the moment it was asked for. */
type Answer =
  | { readonly kind: 'succeeded'; readonly delayMs: number }
  | ({ readonly kind: 'failed'; readonly delayMs: number } & Failure)
  | { readonly kind: 'silent' }

/** A fixed behaviour in place of the handler's chances; used by the records with fixed names. */
export interface Script {
  readonly error: ErrorKindName
  readonly next: 'heals' | 'fails the same way' | 'fails differently' | 'never answers'
}

export interface Chances {
  readonly seed: number
  readonly depth?: Depth
}

const SCRIPT_DELAY_MS = 800

function failureOf(
  kind: ErrorKind,
  handler: SampleFunction,
  eventId: EventId,
  random: Random,
  depth: Depth = 'full',
): Failure {
  const sourceId = eventId.aggregateId.aggregateId
  const errorMsg = fillIn(kind.message, random, sourceId)
  return {
    error: {
      errorCode: kind.errorCode,
      errorMsg,
      stackTrace: stackTraceOf(kind, errorMsg, handler, random, sourceId, depth),
      ...(kind.bindingErrors === undefined ? {} : { bindingErrors: [...kind.bindingErrors] }),
      succeeded: false,
    },
    recoverable: kind.recoverable ?? 'UNKNOWN',
  }
}

/** The same event fails in a handler in the same way each time, apart from the exceptions that the callers make. */
const usualError = (seed: number, handler: SampleFunction, eventId: EventId): ErrorKindName =>
  randomOf(seed, eventId.id, handler.function.processorName, 'error').pick(handler.errors)

/** The failure that made the service report an execution at all. */
export function firstFailure(
  handler: SampleFunction,
  eventId: EventId,
  { seed, depth }: Chances,
  script?: Script,
): Failure {
  const random = randomOf(seed, eventId.id, handler.function.processorName, 0)
  const error = script?.error ?? usualError(seed, handler, eventId)
  return failureOf(ERROR_KINDS[error], handler, eventId, random, depth)
}

/** How attempt number `attempt` (1 = the first retry) ends. A function that no service has is never answered. */
export function answerTo(
  wanted: FunctionInfo,
  eventId: EventId,
  attempt: number,
  { seed, depth }: Chances,
  script?: Script,
): Answer {
  const handler = findFunction(wanted)
  if (handler === undefined) return { kind: 'silent' }
  const random = randomOf(seed, eventId.id, handler.function.processorName, attempt)
  const delayMs = script === undefined ? random.int(500, 8000) : SCRIPT_DELAY_MS
  const next = script?.next ?? chosen(handler, eventId, attempt, seed, random)
  if (next === 'never answers') return { kind: 'silent' }
  if (next === 'heals') return { kind: 'succeeded', delayMs }
  const usual = script?.error ?? usualError(seed, handler, eventId)
  const error = next === 'fails differently' ? handler.errors.find((other) => other !== usual) : usual
  return { kind: 'failed', delayMs, ...failureOf(ERROR_KINDS[error ?? usual], handler, eventId, random, depth) }
}

function chosen(
  { behaviour }: SampleFunction,
  eventId: EventId,
  attempt: number,
  seed: number,
  random: Random,
): Script['next'] {
  const { heals = 0, stubborn = 0, healsAt, silent = 0, changes = 0 } = behaviour
  if (random.chance(silent)) return 'never answers'
  const fate = randomOf(seed, eventId.id, 'fate')
  const canHeal = !fate.chance(stubborn)
  if (canHeal && random.chance(heals)) return 'heals'
  if (canHeal && healsAt !== undefined && attempt >= fate.int(...healsAt)) return 'heals'
  return random.chance(changes) ? 'fails differently' : 'fails the same way'
}
