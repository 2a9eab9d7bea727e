/** The one word a person reads for an execution, by one rule for table, detail and groups. */
import { isOverThreshold, type SnapshotLike } from './preconditions.ts'

export const DISPLAY_STATUSES = [
  'failed',
  'executing',
  'timed-out',
  'due-now',
  'non-retryable',
  'unrecoverable',
  'succeeded',
  'deleted',
  /** A status this console does not know, or a projection without one. */
  'unknown',
] as const
export type DisplayStatus = (typeof DISPLAY_STATUSES)[number]

/**
 * The display status at `now`, the server's clock in epoch milliseconds. With an unknown clock (null) nothing is
 * called due or timed out. What ends an execution goes first, then what runs, then what keeps the scheduler away, then
 * time: `timed-out` until somebody prepares again, also when the next retry is due, because it says that no answer came.
 */
export function displayStatus(record: SnapshotLike, now: number | null): DisplayStatus {
  const state = record.state ?? {}
  const { timeoutAt, nextRetryAt } = state.retryState ?? {}
  const prepared = state.status === 'PREPARED'
  const timedOut = prepared && now !== null && timeoutAt !== undefined && timeoutAt <= now

  if (record.deleted === true) return 'deleted'
  if (state.status === 'SUCCEEDED') return 'succeeded'
  if (!prepared && state.status !== 'FAILED') return 'unknown'
  if (prepared && !timedOut) return 'executing'
  if (state.recoverable === 'UNRECOVERABLE') return 'unrecoverable'
  if (isOverThreshold(state) === true) return 'non-retryable'
  if (timedOut) return 'timed-out'
  return now !== null && nextRetryAt !== undefined && nextRetryAt <= now ? 'due-now' : 'failed'
}
