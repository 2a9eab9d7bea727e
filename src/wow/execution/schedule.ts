/** When an execution will be tried again by the scheduler (contract 10), as far as its state tells. */
import { deletionRefusal, isOverThreshold, type SnapshotLike } from './preconditions.ts'
import { backoffMs } from './retry.ts'

interface ScheduledAttempt {
  /** Number of this attempt: `retries` is this when it runs. */
  readonly attempt: number
  /** Not before this time, epoch milliseconds. */
  readonly at: number
  /** At the latest this, if the scheduler keeps its tick and every attempt before fails in time for the back-off. */
  readonly by: number
  /** `stored`: the server's own `nextRetryAt`; `projected`: reckoned with the present spec. */
  readonly kind: 'stored' | 'projected'
}

export type Schedule =
  | {
      readonly kind: 'ahead'
      readonly attempts: readonly ScheduledAttempt[]
      /** When even silence counts as failure of the last attempt; null where `attempts` is cut short. */
      readonly givesUpAt: number | null
      /** How many attempts the spec still allows; more than `attempts` holds when that is cut short. */
      readonly left: number
    }
  | {
      readonly kind: 'none'
      /** `last-attempt`: it runs now, and nothing is tried after it. */
      readonly reason: 'succeeded' | 'deleted' | 'unrecoverable' | 'over-threshold' | 'last-attempt' | 'unknown'
      /** With `last-attempt`: when silence counts as failure. */
      readonly givesUpAt?: number
    }

const MOST = 64
/** As far as a date reaches; beyond it a time means nothing to anybody. */
const FARTHEST = 8.64e15

/**
 * The attempts that the scheduler has ahead of it, the first one certain, the others "not before". `now` is the
 * server's clock in epoch milliseconds, null while unknown; `tickMs` is the scheduler's period (60 s by default there).
 * At most 64 attempts.
 */
export function scheduleAhead(record: SnapshotLike, options: { now: number | null; tickMs: number }): Schedule {
  const { state } = record
  const { retries, retryAt, timeoutAt, nextRetryAt } = state?.retryState ?? {}
  const { maxRetries, minBackoff, executionTimeout } = state?.retrySpec ?? {}
  if (deletionRefusal(record, false) !== undefined) return { kind: 'none', reason: 'deleted' }
  if (state?.status === 'SUCCEEDED') return { kind: 'none', reason: 'succeeded' }
  if (
    retries === undefined ||
    retryAt === undefined ||
    timeoutAt === undefined ||
    nextRetryAt === undefined ||
    maxRetries === undefined ||
    minBackoff === undefined ||
    executionTimeout === undefined ||
    (state?.status !== 'FAILED' && state?.status !== 'PREPARED')
  ) {
    return { kind: 'none', reason: 'unknown' }
  }
  const running = state.status === 'PREPARED' && (options.now === null || timeoutAt > options.now)
  if (isOverThreshold(state) === true) {
    return running
      ? { kind: 'none', reason: 'last-attempt', givesUpAt: timeoutAt }
      : { kind: 'none', reason: 'over-threshold' }
  }
  if (state.recoverable === 'UNRECOVERABLE') return { kind: 'none', reason: 'unrecoverable' }

  const tickMs = Math.max(0, options.tickMs)
  // A running attempt is left alone until its time is over, whatever the back-off says.
  const open = state.status === 'PREPARED' ? Math.max(nextRetryAt, timeoutAt) : nextRetryAt
  const left = maxRetries - retries
  const attempts: ScheduledAttempt[] = [
    { attempt: retries + 1, at: nextRetryAt, by: Math.max(open, options.now ?? open) + tickMs, kind: 'stored' },
  ]
  let earliest = Math.max(open, options.now ?? open)
  let latest = earliest + tickMs
  while (attempts.length < Math.min(left, MOST)) {
    const attempt = retries + attempts.length + 1
    const backoff = backoffMs(minBackoff, attempt - 1)
    if (!backoff.ok) break
    // One run of the scheduler prepares a record once, so attempts are never closer than its tick.
    earliest += Math.max(backoff.ms, tickMs)
    latest += backoff.ms + tickMs
    if (latest > FARTHEST) break
    attempts.push({ attempt, at: earliest, by: latest, kind: 'projected' })
  }
  const givesUpAt = attempts.length === left ? earliest + executionTimeout * 1000 : null
  return { kind: 'ahead', attempts, givesUpAt, left }
}
