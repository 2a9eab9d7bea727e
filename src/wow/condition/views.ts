/** The named views of executions, as conditions whose `now` stays symbolic until they are sent. */
import { all, and, compare, eq, isIn, NOW, or, type Condition } from './condition.ts'
import type { SnapshotLike } from '../execution/preconditions.ts'
import { isOverThreshold } from '../execution/preconditions.ts'

/** In the order of the tabs. */
export const VIEWS = [
  'to-retry',
  'executing',
  'next-retry',
  'non-retryable',
  'unrecoverable',
  'active',
  'succeeded',
  'all',
  'deleted',
] as const
export type View = (typeof VIEWS)[number]

/** The addresses that the server's chat notifications and its own dashboard use; each names the view of that name. */
export const NOTIFICATION_VIEWS = [
  'to-retry',
  'executing',
  'next-retry',
  'non-retryable',
  'succeeded',
  'unrecoverable',
] as const satisfies readonly View[]

/** The view that an address such as `/next-retry` means, undefined for any other address. */
export const viewOfAddress = (path: string): View | undefined =>
  NOTIFICATION_VIEWS.find((view) => path.replace(/\/$/, '') === `/${view}`)

const STATUS = 'state.status'
const TIMEOUT_AT = 'state.retryState.timeoutAt'

const active = isIn(STATUS, ['FAILED', 'PREPARED'])
/** Not marked unrecoverable: what the scheduler takes. */
const recoverable = isIn('state.recoverable', ['RECOVERABLE', 'UNKNOWN'])
const toRetry = and(
  recoverable,
  eq('state.isRetryable', true),
  or(eq(STATUS, 'FAILED'), and(eq(STATUS, 'PREPARED'), compare(TIMEOUT_AT, 'LTE', NOW))),
)

const CONDITIONS: { readonly [Name in View]: Condition } = {
  'to-retry': toRetry,
  executing: and(eq(STATUS, 'PREPARED'), compare(TIMEOUT_AT, 'GT', NOW)),
  'next-retry': and(toRetry, compare('state.retryState.nextRetryAt', 'LTE', NOW)),
  'non-retryable': and(recoverable, active, eq('state.isBelowRetryThreshold', false)),
  unrecoverable: and(eq('state.recoverable', 'UNRECOVERABLE'), active),
  active,
  succeeded: eq(STATUS, 'SUCCEEDED'),
  all: all(),
  // Bare: joined with anything else it finds nothing (contract 5.3).
  deleted: { operator: 'DELETED', value: 'DELETED' },
}

/** The condition of a view; send it through `resolveNow` with the server's clock. */
export const viewCondition = (view: View): Condition => CONDITIONS[view]

/**
 * The views that hold a record at `now` (server clock, epoch milliseconds): the conditions above as a plain rule, which
 * also works on a projection. Where status or a time is missing the views that need it are left out.
 */
export function viewsOf(record: SnapshotLike, now: number): readonly View[] {
  if (record.deleted === true) return ['deleted']

  const state = record.state ?? {}
  const over = isOverThreshold(state) ?? false
  const { timeoutAt, nextRetryAt } = state.retryState ?? {}
  const timedOut = timeoutAt !== undefined && timeoutAt <= now
  const failed = state.status === 'FAILED'
  const prepared = state.status === 'PREPARED'
  const open = failed || prepared
  const taken = state.recoverable === 'RECOVERABLE' || state.recoverable === 'UNKNOWN'
  const retry = taken && !over && (failed || (prepared && timedOut))

  const holds: { readonly [Name in View]: boolean } = {
    'to-retry': retry,
    executing: prepared && timeoutAt !== undefined && timeoutAt > now,
    'next-retry': retry && nextRetryAt !== undefined && nextRetryAt <= now,
    'non-retryable': taken && open && over,
    unrecoverable: state.recoverable === 'UNRECOVERABLE' && open,
    active: open,
    succeeded: state.status === 'SUCCEEDED',
    all: true,
    deleted: false,
  }
  return VIEWS.filter((view) => holds[view])
}
