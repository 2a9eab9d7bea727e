/**
 * What the simulated services do, as a pure function of (seed, handler, event, attempt): the running services, the
 * seeded histories and the tests all ask here, so that a seeded execution goes on as it began.
 */
import type { ErrorDetails, EventId, FunctionInfo, Recoverable } from '../../wow/schemas.ts'
import { ERROR_KINDS, type ErrorKind } from './errorKinds.ts'
import { findFunction, type SampleFunction } from './functions.ts'
import { fillIn } from './ingredients.ts'
import { type Random, randomOf } from './random.ts'
import { stackTraceOf, type Depth } from './traces.ts'

export interface Failure {
  readonly error: ErrorDetails
  readonly recoverable: Recoverable
}

/** How the re-execution of a handler ends. `delayMs` is counted from the moment it was asked for. */
export type Answer =
  | { readonly kind: 'succeeded'; readonly delayMs: number }
  | ({ readonly kind: 'failed'; readonly delayMs: number } & Failure)
  | { readonly kind: 'silent' }

/** A fixed behaviour in place of the handler's chances; used by the records with fixed names. */
export type Script = 'heals' | 'fails the same way' | 'fails differently' | 'never answers'

const SCRIPT_DELAY_MS = 800

function failureOf(kind: ErrorKind, handler: SampleFunction, eventId: EventId, random: Random, depth: Depth): Failure {
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

/** The same event fails in the same way each time, unless `elsewhere` asks for another of the handler's errors. */
function kindOf(seed: number, handler: SampleFunction, eventId: EventId, elsewhere: number): ErrorKind {
  const first = randomOf(seed, eventId.id, handler.function.processorName, 'error').int(0, handler.errors.length - 1)
  return ERROR_KINDS[handler.errors[(first + elsewhere) % handler.errors.length] ?? handler.errors[0]]
}

/** The failure that made the service report an execution at all. */
export function firstFailure(seed: number, handler: SampleFunction, eventId: EventId, depth: Depth = 'full'): Failure {
  const random = randomOf(seed, eventId.id, handler.function.processorName, 0)
  return failureOf(kindOf(seed, handler, eventId, 0), handler, eventId, random, depth)
}

/** How attempt number `attempt` (1 = the first retry) ends. A function that no service has is never answered. */
export function answerTo(
  seed: number,
  wanted: FunctionInfo,
  eventId: EventId,
  attempt: number,
  script?: Script,
  depth: Depth = 'full',
): Answer {
  const handler = findFunction(wanted)
  if (handler === undefined || script === 'never answers') return { kind: 'silent' }
  const random = randomOf(seed, eventId.id, handler.function.processorName, attempt)
  const { heals = 0, healsAt, silent = 0, changes = 0 } = handler.behaviour
  // Drawn in any case and in this order, so that one chance does not shift the others.
  const delay = random.int(500, 8000)
  const isSilent = random.chance(silent)
  const heal = random.chance(heals)
  const change = random.chance(changes)
  const delayMs = script === undefined ? delay : SCRIPT_DELAY_MS
  if (script === undefined && isSilent) return { kind: 'silent' }
  if (script === 'heals' || (script === undefined && (heal || attempt >= healedFrom(seed, eventId, healsAt)))) {
    return { kind: 'succeeded', delayMs }
  }
  const elsewhere = script === undefined ? Number(change) : Number(script === 'fails differently')
  const kind = kindOf(seed, handler, eventId, elsewhere)
  return { kind: 'failed', delayMs, ...failureOf(kind, handler, eventId, random, depth) }
}

function healedFrom(seed: number, eventId: EventId, range: readonly [number, number] | undefined): number {
  return range === undefined ? Number.POSITIVE_INFINITY : randomOf(seed, eventId.id, 'healed').int(range[0], range[1])
}
