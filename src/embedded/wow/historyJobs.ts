import type { Connection } from '../../store/connection.ts'
import { replay, toStateEvent, type Aggregate } from '../../wow/execution/executionFailed.ts'
import type { DomainEventStream } from '../../wow/schemas.ts'
import { streamOf } from './tables.ts'

/** Versions of one aggregate, both ends included. */
interface Versions {
  readonly id: string
  readonly head: number
  readonly tail: number
}

/** A piece of a history, read in the order of its versions behind what was read before. */
export interface HistoryPiece extends Versions {
  /** The aggregate before `head`. */
  readonly before: Aggregate | undefined
  /** Streams of a later time are passed over; epoch milliseconds. */
  readonly time?: number
  /** The state after each version from here on is told. */
  readonly tellFrom?: number
  /** How long others may have to wait for this piece. One version is always read. */
  readonly mostMs: number
}

export interface HistoryRead {
  readonly after: Aggregate | undefined
  /** Elements of a trace as JSON, joined by commas. */
  readonly text: string
  /** Where the next piece begins; undefined at the end. */
  readonly next: number | undefined
}

/** Told at a time: what a reader takes slowly must not pile up. */
const MOST_TEXT = 2 * 1024 * 1024

/** The streams of an aggregate as they are stored, ascending, one at a time: a history may be longer than memory. */
export function documents(connection: Connection, { id, head, tail }: Versions) {
  return connection.database
    .prepare('SELECT document FROM event WHERE aggregateId = ? AND version BETWEEN ? AND ? ORDER BY version')
    .iterate(id, head, tail)
}

/** `toStateEvent` as JSON. The stored text is continued instead of being made anew: most of it stays as it is. */
function stateEventText(document: string, stream: DomainEventStream, aggregate: Aggregate): string {
  const size = `,"size":${stream.body.length}}`
  if (!document.endsWith(size)) return JSON.stringify(toStateEvent(stream, aggregate))
  const { firstOperator, firstEventTime, state, tags, deleted } = aggregate
  return `${document.slice(0, -size.length)},${JSON.stringify({ firstOperator, firstEventTime, state, tags, deleted }).slice(1)}`
}

export const historyJobs = {
  /** Streams as JSON, ascending. */
  streamTexts: (connection: Connection, versions: Versions): string[] =>
    [...documents(connection, versions)].map(({ document }) => String(document)),

  /** 0 when there is none. */
  lastVersion(connection: Connection, { id }: { readonly id: string }): number {
    const found = connection.statement('SELECT max(version) AS last FROM event WHERE aggregateId = ?').get(id)
    return Number(found?.['last'])
  },

  readHistory(connection: Connection, piece: HistoryPiece): HistoryRead {
    const until = performance.now() + piece.mostMs
    const { time = Number.POSITIVE_INFINITY, tellFrom = Number.POSITIVE_INFINITY } = piece
    const told: string[] = []
    let length = 0
    let after = piece.before
    for (const row of documents(connection, piece)) {
      const document = String(row['document'])
      const stream = streamOf(document)
      if (stream.createTime <= time) after = replay([stream], after)
      if (after !== undefined && stream.version >= tellFrom) {
        const text = stateEventText(document, stream, after)
        told.push(text)
        length += text.length
      }
      if (length > MOST_TEXT || performance.now() > until)
        return { after, text: told.join(','), next: stream.version < piece.tail ? stream.version + 1 : undefined }
    }
    return { after, text: told.join(','), next: undefined }
  },
}
