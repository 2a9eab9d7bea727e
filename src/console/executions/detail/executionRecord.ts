/** One execution as the detail shows it, from whichever of the server's answers knows it. */
import { useQuery } from '@tanstack/react-query'
import type { ExecutionFailedState, Snapshot, StateEvent, Tags } from '../../../wow/schemas.ts'
import { useServerClock } from '../../ui/data/serverClock.ts'
import { useMissing } from '../../ui/data/capabilities.ts'
import { executionQueries } from '../executionQueries.ts'
import { TRACING } from './neededOperations.ts'

export interface ExecutionRecord {
  readonly id: string
  readonly version: number
  readonly deleted: boolean
  readonly state: ExecutionFailedState
  readonly tags: Tags
  readonly tenantId: string
  readonly ownerId: string
  readonly spaceId: string
  /** Id of the last event stream. */
  readonly streamId: string
  /** Epoch milliseconds, server clock. */
  readonly firstEventTime: number
  readonly eventTime: number
  /** Undefined for a state that was read from events. */
  readonly snapshotTime: number | undefined
  readonly firstOperator: string
  readonly operator: string
  /** The document as it came. */
  readonly raw: unknown
}

const fromSnapshot = (snapshot: Snapshot | null): ExecutionRecord | null =>
  snapshot && { ...snapshot, id: snapshot.aggregateId, streamId: snapshot.eventId, raw: snapshot }

export const fromStateEvent = (event: StateEvent | null): ExecutionRecord | null =>
  event && {
    ...event,
    id: event.aggregateId,
    streamId: event.id,
    eventTime: event.createTime,
    snapshotTime: undefined,
    operator: event.header['command_operator'] ?? '',
    raw: event,
  }

/** An answer that comes just after the time is over counts all the same. */
const GRACE_MS = 10_000

/** How long until the next look at an attempt that runs: the longer nothing came, the less often. */
function watchMs({ status, retryState }: ExecutionFailedState, now: number): number | false {
  if (status !== 'PREPARED' || now > retryState.timeoutAt + GRACE_MS) return false
  return Math.min(10_000, Math.max(1_000, (now - retryState.retryAt) / 10))
}

/**
 * The record behind an id: its snapshot, else the last state of its events, which also knows a deleted one; null when
 * there are no events either, or when the server lacks what they are read by (`missing`). While an attempt runs it is
 * read again and again.
 */
export function useExecutionRecord(source: string, id: string) {
  const clock = useServerClock()
  const snapshot = useQuery({
    ...executionQueries.byId(source, id),
    select: fromSnapshot,
    refetchInterval: ({ state: { data } }) => (data ? watchMs(data.state, clock() ?? Date.now()) : false),
  })
  const missing = useMissing(source)(TRACING)
  const last = useQuery({
    ...executionQueries.lastState(source, id),
    select: fromStateEvent,
    enabled: snapshot.data === null && missing === undefined,
  })
  const { data, error, isFetching, refetch } = snapshot.data === null ? last : snapshot
  return snapshot.data === null && missing !== undefined
    ? { data: null, error: null, isFetching, refetch, missing }
    : { data, error, isFetching, refetch, missing: undefined }
}
