import type { Connection } from '../../store/connection.ts'
import { replay, toSnapshot, toStateEvent, type Aggregate } from '../../wow/execution/executionFailed.ts'
import type { DomainEventStream, StateEvent } from '../../wow/schemas.ts'
import { documents } from './historyJobs.ts'
import { refreshSnapshot, streamOf } from './tables.ts'

/** A piece of a batch: ids behind `afterId` in ascending order, until `limit` are done or the time is up. */
interface BatchPiece {
  readonly afterId: string
  readonly limit: number
  /** How long others may have to wait for this piece. One id is always done. */
  readonly mostMs: number
}

export interface BatchProgress {
  /** The last id that was done. */
  readonly afterId: string
  readonly size: number
  /** Where it stopped, and why. */
  readonly failed?: { readonly id: string; readonly cause: string }
  /** No id is left behind `afterId`. */
  readonly ended: boolean
}

/** The histories of all aggregates behind an id, one stream at a time: a history may be longer than memory. */
function* historiesAfter(connection: Connection, { afterId }: BatchPiece): Generator<readonly [string, string]> {
  const rows = connection.database
    .prepare('SELECT aggregateId, document FROM event WHERE aggregateId > ? ORDER BY aggregateId, version')
    .iterate(afterId)
  for (const { aggregateId, document } of rows) yield [String(aggregateId), String(document)]
}

/** Calls `take` for each stream and `done` at the end of each history. */
function batch(
  connection: Connection,
  piece: BatchPiece,
  take: (stream: DomainEventStream) => void,
  done: () => void,
): BatchProgress {
  const until = performance.now() + piece.mostMs
  let { afterId } = piece
  let size = 0
  let id: string | undefined
  const finish = () => {
    if (id === undefined) return
    done()
    afterId = id
    size += 1
  }
  try {
    for (const [next, document] of historiesAfter(connection, piece)) {
      if (next !== id) {
        finish()
        if (size === piece.limit || (size > 0 && performance.now() > until)) return { afterId, size, ended: false }
        id = next
      }
      take(streamOf(document))
    }
    finish()
    return { afterId, size, ended: true }
  } catch (error) {
    if (id === undefined) throw error
    return { afterId, size, failed: { id, cause: String(error) }, ended: true }
  }
}

export const maintenanceJobs = {
  /** Builds the snapshot anew from all events, whatever is stored; false when there are none. */
  regenerateSnapshot(connection: Connection, { id, now }: { readonly id: string; readonly now: number }): boolean {
    return connection.transaction(() => {
      let aggregate: Aggregate | undefined
      for (const { document } of documents(connection, { id, head: 1, tail: Number.MAX_SAFE_INTEGER }))
        aggregate = replay([streamOf(String(document))], aggregate)
      if (aggregate !== undefined) refreshSnapshot(connection, toSnapshot(aggregate, now))
      return aggregate !== undefined
    })
  },

  /** Builds snapshots anew from all events, whatever is stored. What was done before one that fails stays done. */
  regenerateSnapshots(connection: Connection, { now, ...piece }: BatchPiece & { readonly now: number }): BatchProgress {
    return connection.transaction(() => {
      let aggregate: Aggregate | undefined
      return batch(
        connection,
        piece,
        (stream) => (aggregate = replay([stream], aggregate)),
        () => {
          if (aggregate !== undefined) refreshSnapshot(connection, toSnapshot(aggregate, now))
          aggregate = undefined
        },
      )
    })
  },

  /** The state after every version; the events themselves only when somebody wants them. */
  stateEvents(
    connection: Connection,
    { wanted, ...piece }: BatchPiece & { readonly wanted: boolean },
  ): BatchProgress & { readonly events: readonly StateEvent[] } {
    const events: StateEvent[] = []
    let finished = 0
    let aggregate: Aggregate | undefined
    const progress = batch(
      connection,
      piece,
      (stream) => {
        aggregate = replay([stream], aggregate)
        if (wanted && aggregate !== undefined) events.push(toStateEvent(stream, aggregate))
      },
      () => {
        aggregate = undefined
        finished = events.length
      },
    )
    // Of an aggregate that failed half way nothing is sent.
    return { ...progress, events: events.slice(0, finished) }
  },
}
