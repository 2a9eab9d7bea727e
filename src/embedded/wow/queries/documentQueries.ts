/**
 * Questions over one kind of document. What they answer is JSON text, one string per document, so that nothing is parsed
 * and written a second time on its way to the client. Conditions come already rewritten and guarded. Every question
 * rejects with ConditionError or Refusal (both 400) for what cannot be asked, and with the store's DeadlineExceeded (408),
 * Cancelled (the client has left), LaneFull or StoreError.
 */
import type {
  Condition,
  ListQuery,
  PagedQuery,
  Projection,
  SingleQuery,
  Sort,
} from '../../../wow/condition/condition.ts'
import { shapeOf, type Shape } from './projection.ts'
import type { Page } from './queryJobs.ts'
import { questionOf, type Clock, type Collection, type Reading } from './question.ts'
import type { WowStore } from '../wowStore.ts'

export interface QueryOptions {
  /** Ends the query when its client has left. */
  readonly signal?: AbortSignal
  /** From the call on, waiting included; 10 s when left out. */
  readonly deadlineMs?: number
  /** Answer the member `state` of each snapshot instead of the snapshot. */
  readonly state?: boolean
}

const DEADLINE_MS = 10_000

/** How long a small page may keep the calling thread; it has at most so many rows, of columns alone. */
const NEAR_MS = 3
const NEAR_ROWS = 100

const MOST_SHAPES = 100
const LONGEST_KEY = 4000

const limited = ({ signal, deadlineMs = DEADLINE_MS }: QueryOptions) => ({
  deadlineMs,
  ...(signal === undefined ? {} : { signal }),
})

/** The questions that can be asked of a collection in a store. */
export function documentQueries(store: WowStore, collection: Collection, clock: Clock) {
  const ask = (condition: Condition, sort: readonly Sort[] = []) => questionOf(condition, sort, collection, clock)

  /** Clients ask for the same few members again and again, and the SQL for them is long. */
  const shapes = new Map<string, Shape>()
  function shape(projection: Projection, state: boolean): Shape {
    const key = JSON.stringify([projection.include, projection.exclude, state])
    const kept = shapes.get(key)
    if (kept !== undefined) return kept
    const made = shapeOf(projection, { ...collection, state })
    if (shapes.size >= MOST_SHAPES) shapes.clear()
    if (key.length <= LONGEST_KEY) shapes.set(key, made)
    return made
  }

  function reading({ projection = {} }: SingleQuery, state: boolean): Reading & Pick<Page, 'cut'> & { columns?: true } {
    const wanted = shape(projection, state)
    if (wanted.kind === 'columns')
      return { table: collection.table, expression: wanted.sql, cut: undefined, columns: true }
    const { documentTable: table } = collection
    if (wanted.kind === 'cut')
      return { table, expression: 'document', cut: { ...wanted, ...(state ? { member: 'state' } : {}) } }
    return { table, expression: state ? `document -> '$.state'` : 'document', cut: undefined }
  }

  const laneFor = (scan: boolean) => (scan ? store.scans : store.pages)

  /** A list as it is read: where, with which SQL, and how small it is. */
  function listing(query: ListQuery, state = false) {
    const { light, covered, find } = ask(query.condition, query.sort)
    const read = reading(query, state)
    const isSmall = covered && query.limit <= NEAR_ROWS && read.columns === true
    return { lane: laneFor(!light), find: find(query.limit, 0, read), cut: read.cut, isSmall }
  }

  async function rowsOf({ lane, find, cut }: ReturnType<typeof listing>, options: QueryOptions) {
    return (await lane.run('page', { find, count: undefined, cut }, limited(options))).rows
  }

  const list = async (query: ListQuery, options: QueryOptions = {}): Promise<readonly string[]> =>
    rowsOf(listing(query, options.state), options)

  async function listJson(query: ListQuery, options: QueryOptions = {}): Promise<string | Uint8Array<ArrayBuffer>> {
    const asked = listing(query, options.state)
    if (asked.cut !== undefined) return `[${(await rowsOf(asked, options)).join(',')}]`
    const near = asked.isSmall ? store.near('array', asked.find, NEAR_MS) : undefined
    return near ?? asked.lane.run('array', asked.find, limited(options))
  }

  return {
    /** How many documents match. */
    async count(condition: Condition, options: QueryOptions = {}): Promise<number> {
      const { selective, count } = ask(condition)
      return laneFor(!selective).run('count', count(), limited(options))
    },

    /** At most `limit` documents, in the order of the sort. */
    list,

    /** The same as one JSON array. */
    listJson,

    /** A page and how many match at all, both of one moment. */
    async paged(query: PagedQuery, options: QueryOptions = {}): Promise<{ total: number; list: readonly string[] }> {
      const { index = 1, size = 10 } = query.pagination ?? {}
      const { selective, find, count } = ask(query.condition, query.sort)
      const read = reading(query, options.state === true)
      const page = { find: find(size, (index - 1) * size, read), count: count(), cut: read.cut }
      const { total, rows } = await laneFor(!selective).run('page', page, limited(options))
      return { total, list: rows }
    },

    /** The first document; undefined when none matches. */
    async single(query: SingleQuery, options: QueryOptions = {}): Promise<string | undefined> {
      const [first] = await list({ ...query, limit: 1 }, options)
      return first
    },
  }
}

export type DocumentQueries = ReturnType<typeof documentQueries>
