/** The rules that decide whether a command on an execution can succeed: one place for server, page and bulk operations. */
import { backoffMs } from './retry.ts'

/** A snapshot, or as much of one as a projection left. What is absent is not judged. */
export interface SnapshotLike {
  readonly version?: number | undefined
  readonly deleted?: boolean | undefined
  readonly state?: StateLike | undefined
}

export interface StateLike {
  readonly status?: string | undefined
  readonly recoverable?: string | undefined
  readonly isBelowRetryThreshold?: boolean | undefined
  readonly function?: FunctionLike | undefined
  readonly retrySpec?:
    | {
        readonly maxRetries?: number | undefined
        readonly minBackoff?: number | undefined
        readonly executionTimeout?: number | undefined
      }
    | undefined
  readonly retryState?:
    | {
        readonly retries?: number | undefined
        readonly retryAt?: number | undefined
        readonly timeoutAt?: number | undefined
        readonly nextRetryAt?: number | undefined
      }
    | undefined
}

export interface FunctionLike {
  readonly functionKind?: string | undefined
  readonly contextName?: string | undefined
  readonly processorName?: string | undefined
  readonly name?: string | undefined
}

/** Why the server would refuse. Branch on `code`. */
export type Reason =
  /** 3.7, check 5b */
  | { readonly code: 'deleted' }
  /** 3.7, check 5a */
  | { readonly code: 'not-deleted' }
  /** 3.9.2, 3.9.3: nothing to retry */
  | { readonly code: 'succeeded' }
  /** 3.9.2, 3.9.3: PREPARED, and the time for an answer is not over before `until` (epoch ms) has passed */
  | { readonly code: 'not-timed-out'; readonly until: number }
  /** 3.9.2: only force prepare goes beyond the spec */
  | { readonly code: 'over-threshold'; readonly retries: number; readonly maxRetries: number }
  /** 3.9.3: one more attempt would need a back-off that 64 bits cannot hold */
  | { readonly code: 'backoff-overflow'; readonly retries: number; readonly message: string }
  /** 3.9.4, 3.9.5: no attempt is running */
  | { readonly code: 'not-prepared'; readonly status: string }
  /** 3.9.7 */
  | { readonly code: 'same-function' }
  /** 6.3: only domain events and state events are published */
  | { readonly code: 'not-published'; readonly kind: string }
  /** 3.9.8 */
  | { readonly code: 'already-marked'; readonly recoverable: string }

/** True when the retries used up the spec; undefined where the projection left too little to know. */
export function isOverThreshold(state: StateLike): boolean | undefined {
  const retries = state.retryState?.retries
  const maxRetries = state.retrySpec?.maxRetries
  if (retries !== undefined && maxRetries !== undefined) return retries >= maxRetries
  return state.isBelowRetryThreshold === undefined ? undefined : !state.isBelowRetryThreshold
}

/**
 * Why prepare (or force prepare) is refused at `now`, the server's clock in epoch milliseconds. Without a clock the
 * rule about time is left to the server. `nextRetryAt` and `recoverable` do not count: only the scheduler looks at them.
 */
export function prepareRefusal(state: StateLike, now: number | null, force: boolean): Reason | undefined {
  if (state.status === 'SUCCEEDED') return { code: 'succeeded' }
  const until = state.retryState?.timeoutAt
  // Strictly later: at exactly `timeoutAt` queries list the record already and prepare still refuses it (12.10).
  if (state.status === 'PREPARED' && now !== null && until !== undefined && now <= until) {
    return { code: 'not-timed-out', until }
  }
  const retries = state.retryState?.retries
  if (!force && isOverThreshold(state) === true) {
    const maxRetries = state.retrySpec?.maxRetries
    return { code: 'over-threshold', retries: retries ?? maxRetries ?? 0, maxRetries: maxRetries ?? retries ?? 0 }
  }
  if (retries === undefined) return undefined
  const backoff = backoffMs(state.retrySpec?.minBackoff ?? 0, retries + 1)
  return backoff.ok ? undefined : { code: 'backoff-overflow', retries: retries + 1, message: backoff.errorMsg }
}

/** Why an outcome cannot be reported: only a running attempt has one, even when its time is over. */
export const outcomeRefusal = (state: StateLike): Reason | undefined =>
  state.status === 'PREPARED' || state.status === undefined ? undefined : { code: 'not-prepared', status: state.status }

export function markRefusal(state: StateLike, recoverable: string): Reason | undefined {
  return state.recoverable === recoverable ? { code: 'already-marked', recoverable } : undefined
}

export function changeFunctionRefusal(state: StateLike, to: FunctionLike): Reason | undefined {
  const from = state.function
  const same =
    from !== undefined &&
    (['functionKind', 'contextName', 'processorName', 'name'] as const).every((part) => from[part] === to[part])
  return same ? { code: 'same-function' } : undefined
}

/** Why an event is not published again for a function (6.3). */
export function publishRefusal({ functionKind }: FunctionLike): Reason | undefined {
  const isPublished = functionKind === undefined || functionKind === 'EVENT' || functionKind === 'STATE_EVENT'
  return isPublished ? undefined : { code: 'not-published', kind: functionKind }
}

/** Recover needs a deleted record, everything else one that is not (3.7, checks 5a and 5b). */
export function deletionRefusal(record: SnapshotLike, recovers: boolean): Reason | undefined {
  if (record.deleted === undefined || record.deleted === recovers) return undefined
  return { code: record.deleted ? 'deleted' : 'not-deleted' }
}
