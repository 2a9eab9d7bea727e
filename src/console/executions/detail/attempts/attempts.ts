/** Every time an execution was prepared, and what became of it: derived from its events, so it is true for every page. */
import { readEvent } from '../../../../wow/execution/events.ts'
import { fingerprint } from '../../../../wow/failure/fingerprint.ts'
import type { DomainEvent, DomainEventStream, ErrorDetails } from '../../../../wow/schemas.ts'

type AttemptOutcome =
  /** Nothing has answered yet; past `timeoutAt` of the attempt it counts as timed out. */
  | { readonly kind: 'open' }
  | { readonly kind: 'succeeded'; readonly version: number; readonly afterMs: number }
  | {
      readonly kind: 'failed'
      readonly version: number
      readonly afterMs: number
      readonly error: ErrorDetails
      /** The failure before it; undefined where that lies before what was read. */
      readonly before: ErrorDetails | undefined
      /** Against the failure before it, by fingerprint; `unknown` where that one lies before what was read. */
      readonly change: 'same' | 'different' | 'unknown'
    }
  /** Prepared again before anything answered. */
  | { readonly kind: 'unanswered' }

export interface Attempt {
  /** The count of retries with this one: 1 for the first. */
  readonly number: number
  /** Version of the stream that prepared it. */
  readonly version: number
  readonly requestId: string
  /** Epoch milliseconds. */
  readonly preparedAt: number
  readonly timeoutAt: number
  /** Since the failure or the prepare before it; undefined where that lies before what was read. */
  readonly waitedMs: number | undefined
  readonly outcome: AttemptOutcome
}

const known = new WeakMap<DomainEvent, ReturnType<typeof readEvent>>()

/** Read once: a long history is gone through again with each part of it that comes. */
function knownEvent(event: DomainEvent) {
  if (!known.has(event)) known.set(event, readEvent(event))
  return known.get(event)
}

/** The attempts in `streams` (any order, gaps at the old end allowed), oldest first. */
export function attempts(streams: readonly DomainEventStream[]): readonly Attempt[] {
  const found: Attempt[] = []
  let failure: ErrorDetails | undefined
  let restsSince: number | undefined
  const settle = (outcome: AttemptOutcome) => {
    const open = found.at(-1)
    if (open?.outcome.kind === 'open') found[found.length - 1] = { ...open, outcome }
  }
  for (const stream of [...streams].sort((a, b) => a.version - b.version)) {
    const afterMs = Math.max(0, stream.createTime - (found.at(-1)?.preparedAt ?? stream.createTime))
    for (const event of stream.body.map(knownEvent)) {
      if (event === undefined) continue
      if (event.name === 'compensation_prepared') {
        settle({ kind: 'unanswered' })
        found.push({
          number: event.body.retryState.retries,
          version: stream.version,
          requestId: stream.requestId,
          preparedAt: stream.createTime,
          timeoutAt: event.body.retryState.timeoutAt,
          waitedMs: restsSince === undefined ? undefined : Math.max(0, stream.createTime - restsSince),
          outcome: { kind: 'open' },
        })
        restsSince = stream.createTime
      } else if (event.name === 'execution_success_applied') {
        settle({ kind: 'succeeded', version: stream.version, afterMs })
      } else if (event.name === 'execution_failed_applied' || event.name === 'execution_failed_created') {
        const { error } = event.body
        settle({
          kind: 'failed',
          version: stream.version,
          afterMs,
          error,
          before: failure,
          change: compare(failure, error),
        })
        failure = error
        restsSince = stream.createTime
      }
    }
  }
  return found
}

export interface Deletion {
  readonly version: number
  /** Epoch milliseconds. */
  readonly at: number
  /** "" where the server does not say. */
  readonly operator: string
}

const isDeletion = (stream: DomainEventStream) => stream.body.some(({ name }) => name === 'default_aggregate_deleted')

/** The newest deletion in `streams`, undefined when none was read. */
export function deletionOf(streams: readonly DomainEventStream[]): Deletion | undefined {
  const stream = streams.filter(isDeletion).toSorted((a, b) => b.version - a.version)[0]
  return stream && { version: stream.version, at: stream.createTime, operator: stream.header['command_operator'] ?? '' }
}

function compare(before: ErrorDetails | undefined, after: ErrorDetails): 'same' | 'different' | 'unknown' {
  if (before === undefined) return 'unknown'
  return fingerprint(before) === fingerprint(after) ? 'same' : 'different'
}
