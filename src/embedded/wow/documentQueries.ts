/**
 * Questions over one kind of document. What they answer is JSON text, one string per document, so that nothing is parsed
 * and written a second time on its way to the client. Conditions come already rewritten and guarded. Every question
 * rejects with ConditionError or Refusal (both 400) for what cannot be asked, and with the store's DeadlineExceeded (408),
 * Cancelled (the client has left), LaneFull or StoreError.
 */
import type { Condition, ListQuery, PagedQuery, SingleQuery, Sort } from '../../wow/condition.ts'
import { toFilter, type Filter } from '../../wow/filter.ts'
import { placeOf } from './columns.ts'
import { jsonSortKeys } from './jsonWalk.ts'
import { shapeOf } from './projection.ts'
import type { Page, PageResult } from './queryJobs.ts'
import { illegalArgument } from './refusal.ts'
import { allOf, around, joined, sql, TRUE, type Sql } from './sql.ts'
import { toSql, type Reads, type Source } from './toSql.ts'
import type { WowStore } from './wowStore.ts'

/** One kind of document and where it lies. */
export interface Collection extends Source {
  readonly kind: 'snapshot' | 'event'
  readonly table: string
  /** Joins the table with the whole document, where that is another one. */
  readonly documentJoin: string
  /** Reads a stored document from its `row`. */
  readonly readDocument: string
  /** Reads its member `state` alone. */
  readonly readState: string
  /** Path of the id. */
  readonly id: string
  /** Objects with members that have no column. */
  readonly partial: ReadonlySet<string>
  /** Columns of which one value leads to few rows by an index. */
  readonly selective: ReadonlySet<string>
  /** Columns that the wide indexes hold: a filter on these never reads the table. */
  readonly covered: ReadonlySet<string>
}

export interface Clock {
  readonly now: () => number
  /** Of time operators that name none. */
  readonly zone: string
}

export interface QueryOptions {
  /** Ends the query when its client has left. */
  readonly signal?: AbortSignal
  /** From the call on, waiting included; 10 s when left out. */
  readonly deadlineMs?: number
  /** Answer the member `state` of each snapshot instead of the snapshot. */
  readonly state?: boolean
}

const DEADLINE_MS = 10_000

/** How often a scan asks whether it may go on: seldom enough to cost nothing, often enough to stop at once. */
const ALIVE = sql('(row & 255 OR alive())')

const MOST_SELECTED = 100

/** Whether an index leads from the filter to few rows, whatever else it asks. */
function isSelective(filter: Filter, collection: Collection): boolean {
  if (filter.type === 'and') return filter.filters.some((each) => isSelective(each, collection))
  if (filter.type !== 'in' || filter.values.length > MOST_SELECTED) return false
  const place = collection.places.get(filter.path.join('.'))
  return place?.kind === 'column' && collection.selective.has(place.name)
}

interface Order {
  readonly keys: readonly Sql[]
  /** Always true. Without it SQLite reads and sorts all rows instead of following an index. */
  readonly bound: Sql
  /** The column of the first key; undefined when it has none. */
  readonly first: string | undefined
}

/** Least values, so that a bound on a column leaves nothing out. */
const LEAST = { text: `''`, number: '-9223372036854775808', boolean: '0' } as const

/** The order of a query. The id parts equals, in the direction that an index can follow; without a sort: as inserted. */
function orderOf(sort: readonly Sort[], collection: Collection, reads: Reads): Order {
  const keys: Sql[] = []
  let bound = TRUE
  let first: string | undefined
  for (const { field, direction } of sort) {
    if (field.startsWith('$')) throw illegalArgument(`sort: Field[${field}] must not start with $.`)
    const path = (field === '_id' ? collection.id : field).split('.')
    const found = placeOf(path, collection.places)
    const place = found?.place
    if (place?.kind === 'column' && found?.below.length === 0) {
      const { name, type } = place
      if (keys.length === 0) {
        first = name
        bound = sql(`${name} >= ${LEAST[type]}`)
      }
      keys.push(sql(`${name} ${direction}`))
      if (name === 'id') break
    } else if (place === undefined || place.kind === 'json') {
      if (place === undefined) reads.document = true
      const base = place?.name ?? collection.document
      const below = found?.below ?? path
      keys.push(...jsonSortKeys(base, below, direction).map((key) => around('', key, ` ${direction}`)))
    }
    // Constants, and what lies below a plain value, are the same in every document.
  }
  keys.push(sql(sort.length === 0 ? 'row' : `id ${sort.at(-1)?.direction ?? 'ASC'}`))
  return { keys, bound, first }
}

/** The questions that can be asked of a collection in a store. */
export function documentQueries(store: WowStore, collection: Collection, clock: Clock) {
  function ask(condition: Condition, sort: readonly Sort[] = []) {
    const filter = toFilter(condition, { now: clock.now(), zone: clock.zone, kind: collection.kind })
    const reads: Reads = { columns: new Set(), document: false }
    const asked = toSql(filter, collection, reads)
    const order = orderOf(sort, collection, reads)
    const from = `${collection.table}${reads.document ? ` ${collection.documentJoin}` : ''}`
    const selective = isSelective(filter, collection)
    const light =
      selective ||
      (order.first !== undefined &&
        !reads.document &&
        [...reads.columns].every((name) => name === order.first || collection.covered.has(name)))
    return {
      selective,
      light,
      count: around(`SELECT count(*) AS total FROM ${from} WHERE `, allOf([ALIVE, asked]), ''),
      find: (limit: number, offset: number): Sql =>
        joined(
          [
            sql(`SELECT row FROM ${from} WHERE`),
            allOf([ALIVE, order.bound, asked]),
            sql('ORDER BY'),
            joined(order.keys, ', '),
            sql('LIMIT ? OFFSET ?', limit, offset),
          ],
          ' ',
        ),
    }
  }

  function reading({ projection = {} }: SingleQuery, state: boolean): Pick<Page, 'read' | 'cut' | 'member'> {
    const shape = shapeOf(projection, { ...collection, state })
    const whole = collection.readDocument
    if (shape.kind === 'cut') return { read: whole, cut: shape, member: state ? 'state' : undefined }
    const read =
      shape.kind === 'columns'
        ? `SELECT ${shape.sql} AS document FROM ${collection.table} WHERE row = ?`
        : state
          ? collection.readState
          : whole
    return { read, cut: undefined, member: undefined }
  }

  const run = (scan: boolean, page: Page, { signal, deadlineMs = DEADLINE_MS }: QueryOptions): Promise<PageResult> =>
    (scan ? store.scans : store.pages).run('page', page, { deadlineMs, ...(signal === undefined ? {} : { signal }) })

  async function list(query: ListQuery, options: QueryOptions = {}): Promise<readonly string[]> {
    const { light, find } = ask(query.condition, query.sort)
    const page = { find: find(query.limit, 0), count: undefined, ...reading(query, options.state === true) }
    return (await run(!light, page, options)).rows
  }

  return {
    /** How many documents match. */
    async count(condition: Condition, { signal, deadlineMs = DEADLINE_MS }: QueryOptions = {}): Promise<number> {
      const { selective, count } = ask(condition)
      const limits = { deadlineMs, ...(signal === undefined ? {} : { signal }) }
      return (selective ? store.pages : store.scans).run('count', count, limits)
    },

    /** At most `limit` documents, in the order of the sort. */
    list,

    /** A page and how many match at all, both of one moment. */
    async paged(query: PagedQuery, options: QueryOptions = {}): Promise<{ total: number; list: readonly string[] }> {
      const { index = 1, size = 10 } = query.pagination ?? {}
      const { selective, find, count } = ask(query.condition, query.sort)
      const page = { find: find(size, (index - 1) * size), count, ...reading(query, options.state === true) }
      const { total, rows } = await run(!selective, page, options)
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
