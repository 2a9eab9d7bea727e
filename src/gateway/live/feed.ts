/** What changed on a server, asked once for everybody: Wow itself tells nobody. */
import * as z from 'zod/mini'
import { ChangedRow } from '../api/live.ts'
import type { Changes } from '../api/live.ts'
import type { WowSource } from '../wow/source.ts'

interface Feed {
  /** Calls back with what changed from `since` (server time, epoch milliseconds) on. Answers the end of it. */
  subscribe(since: number | undefined, listener: (changes: Changes) => void): () => void
  /** Asks what changed since the last time and tells everybody. Throws when the server did not answer. */
  poll(): Promise<void>
  /** The same for deleted executions, which no condition with a time can find. Silent when there are none. */
  pollDeleted(): Promise<void>
}

/** The read side of a busy server follows its clock so late, in milliseconds. */
const OVERLAP_MS = 5000
/** Where the server's clock is unknown, the gateway's own stands in for it. */
const UNKNOWN_CLOCK_OVERLAP_MS = 60_000
/** Rows in one event; where more changed, the page says "many". */
export const MOST_ROWS = 200
/** Somebody who looked away for longer is told "many". */
const LONGEST_ABSENCE_MS = 3_600_000

const projection = { exclude: ['state.error.stackTrace', 'state.error.bindingErrors'] }
const sort = [
  { field: 'eventTime', direction: 'DESC' },
  { field: 'aggregateId', direction: 'DESC' },
]

interface Subscriber {
  /** Up to here, in server time, the subscriber knows what changed; undefined until the first question is asked. */
  known: number | undefined
  /** The same for what was deleted. */
  knownDeleted: number | undefined
  /** Version last told, by id, of every row that a later question may bring again. */
  readonly told: Map<string, { readonly version: number; readonly eventTime: number }>
  readonly listener: (changes: Changes) => void
}

export function changeFeed(source: WowSource): Feed {
  const subscribers = new Set<Subscriber>()

  const overlapMs = () => (source.health().clockOffsetMs === null ? UNKNOWN_CLOCK_OVERLAP_MS : OVERLAP_MS)

  async function list(condition: unknown): Promise<readonly ChangedRow[]> {
    const query = { condition, projection, sort, limit: MOST_ROWS + 1 }
    // No list is no answer: taken for an empty one, what changed meanwhile would never be told.
    const answer = await source.ask(z.array(z.unknown()), '/execution_failed/snapshot/list', query)
    // A row that cannot be read is left out: the page meets it when it reads the list.
    return answer.flatMap((row) => {
      const parsed = z.safeParse(ChangedRow, row)
      return parsed.success ? [parsed.data] : []
    })
  }

  /** The rows from then on that this subscriber was not told yet, oldest first. */
  function newsFor({ told }: Subscriber, rows: readonly ChangedRow[], from: number): ChangedRow[] {
    for (const [id, { eventTime }] of told) if (eventTime < from) told.delete(id)
    const news = rows.filter((row) => row.eventTime >= from && told.get(row.aggregateId)?.version !== row.version)
    for (const { aggregateId, version, eventTime } of news) told.set(aggregateId, { version, eventTime })
    return news.reverse()
  }

  return {
    subscribe(since, listener) {
      const subscriber = { known: since, knownDeleted: since, told: new Map(), listener }
      subscribers.add(subscriber)
      return () => void subscribers.delete(subscriber)
    },

    async poll() {
      const asking = [...subscribers]
      if (asking.length === 0) return
      const at = source.serverNow()
      const earliest = Math.min(...asking.map(({ known }) => known ?? at))
      const from = Math.max(earliest, at - LONGEST_ABSENCE_MS) - overlapMs()
      const found = await list({ field: 'eventTime', operator: 'GTE', value: from })
      const rows = found.slice(0, MOST_ROWS)
      /** Everything from here on is in the answer. */
      const completeFrom = found.length > MOST_ROWS ? (rows.at(-1)?.eventTime ?? at) + 1 : from
      for (const subscriber of asking) {
        const since = Math.min(subscriber.known ?? at, at) - overlapMs()
        const news = newsFor(subscriber, rows, since)
        subscriber.known = at
        subscriber.listener({ source: source.name, at, rows: news, more: completeFrom > since })
      }
    },

    async pollDeleted() {
      const asking = [...subscribers]
      if (asking.length === 0) return
      const at = source.serverNow()
      const rows = await list({ operator: 'DELETED', value: 'DELETED' })
      for (const subscriber of asking) {
        const news = newsFor(subscriber, rows, Math.min(subscriber.knownDeleted ?? at, at) - overlapMs())
        subscriber.knownDeleted = at
        if (news.length > 0) subscriber.listener({ source: source.name, at, rows: news, more: false })
      }
    },
  }
}
