/** Turns a condition and an order into statements that SQLite answers well, and says what they cost. */
import type { Condition, Sort } from '../../../wow/condition/condition.ts'
import { toFilter, type Filter } from '../../../wow/condition/filter.ts'
import { placeOf } from './columns.ts'
import { jsonSortKeys } from './jsonWalk.ts'
import { illegalArgument } from '../refusal.ts'
import { allOf, around, joined, sql, TRUE, type Sql } from './sql.ts'
import { rowKeys, toSql, type Reads, type Source } from './toSql.ts'

/** One kind of document and where it lies. */
export interface Collection extends Source {
  readonly kind: 'snapshot' | 'event'
  readonly table: string
  /** The table with the whole document as `document`, which may be the same. */
  readonly documentTable: string
  /** Path of the id. */
  readonly id: string
  /** Columns of which one value leads to few rows by an index. */
  readonly selective: ReadonlySet<string>
  /** By the column that orders an index (behind `deleted`): the columns it holds. A question on these reads no table. */
  readonly indexes: ReadonlyMap<string, ReadonlySet<string>>
  /** The two columns of a unique index: among the rows with one value of the first, it goes by the second. */
  readonly within?: { readonly one: string; readonly order: string }
}

export interface Clock {
  readonly now: () => number
  /** Of time operators that name none. */
  readonly zone: string
}

/** How often a scan asks whether it may go on: seldom enough to cost nothing, often enough to stop at once. */
const ALIVE = sql('(row & 255 OR alive())')

/** A column that the filter pins to values or to a range, whatever else it asks. */
interface Pin {
  readonly name: string
  readonly to: 'values' | 'range'
}

function pinsOf(filter: Filter, collection: Collection): readonly Pin[] {
  if (filter.type === 'and') return filter.filters.flatMap((each) => pinsOf(each, collection))
  if (filter.type === 'or') {
    const key = rowKeys(filter, collection)?.[0]
    return key === undefined ? [] : [{ name: key.name, to: 'range' }]
  }
  const toValues = filter.type === 'in'
  const toRange = filter.type === 'compare' || (filter.type === 'text' && filter.position === 'start')
  if (!toValues && !toRange) return []
  const place = collection.places.get(filter.path.join('.'))
  return place?.kind === 'column' ? [{ name: place.name, to: toValues ? 'values' : 'range' }] : []
}

/** Whether the filter asks for one value of a column, whatever else it asks. */
function asksForOne(filter: Filter, column: string, collection: Collection): boolean {
  if (filter.type === 'and') return filter.filters.some((each) => asksForOne(each, column, collection))
  if (filter.type !== 'in' || filter.values.length !== 1) return false
  const place = collection.places.get(filter.path.join('.'))
  return place?.kind === 'column' && place.name === column
}

/** Whether few rows are likely to pass, found by looking at each: a search for a text. */
function isSearch(filter: Filter): boolean {
  if (filter.type === 'and') return filter.filters.some(isSearch)
  return filter.type === 'text' && (filter.position !== 'start' || filter.ignoreCase)
}

/** As many as the real server's database takes. */
const MOST_SORTS = 32

interface Order {
  readonly keys: readonly Sql[]
  /** The column of the first key; undefined when it has none. */
  readonly first: { readonly name: string; readonly type: keyof typeof LEAST } | undefined
}

/** Least values, so that a bound on a column leaves nothing out. */
const LEAST = { text: `''`, number: '-9223372036854775808', boolean: '0' } as const

/** The order of a query. The id parts equals, in the direction that an index can follow; without a sort: as inserted. */
function orderOf(sort: readonly Sort[], collection: Collection, reads: Reads): Order {
  const keys: Sql[] = []
  let first: Order['first']
  if (sort.length > MOST_SORTS) throw illegalArgument(`sort: ${sort.length} fields must not exceed ${MOST_SORTS}.`)
  for (const { field, direction } of sort) {
    if (field.startsWith('$')) throw illegalArgument(`sort: Field[${field}] must not start with $.`)
    const path = (field === '_id' ? collection.id : field).split('.')
    const found = placeOf(path, collection.places)
    const place = found?.place
    if (place?.kind === 'column' && found?.below.length === 0) {
      if (place.ofDocument === true) reads.document = true
      else reads.columns.add(place.name)
      if (keys.length === 0) first = place
      keys.push(sql(`${place.name} ${direction}`))
      // Nothing behind the id can matter.
      if (place.name === 'id') return { keys, first }
    } else if (place === undefined || place.kind === 'json') {
      if (place === undefined) reads.document = true
      else reads.columns.add(place.name)
      const base = place?.name ?? collection.document
      const below = found?.below ?? path
      keys.push(...jsonSortKeys(base, below, direction).map((key) => around('', key, ` ${direction}`)))
    }
    // Constants, and what lies below a plain value, are the same in every document.
  }
  keys.push(sql(sort.length === 0 ? 'row' : `id ${sort.at(-1)?.direction ?? 'ASC'}`))
  return { keys, first }
}

/** With a sign before it `deleted` leads into no index, so that SQLite follows the column that says more. */
function unledByDeleted(collection: Collection): Collection {
  const places = new Map(collection.places)
  if (places.has('deleted')) places.set('deleted', { kind: 'column', name: '+deleted', type: 'boolean' })
  return { ...collection, places }
}

/** A CROSS JOIN, which keeps the narrow table outside: it is filtered first, and there a scan asks whether it may go on. */
const documentJoin = ({ table, documentTable }: Collection): string =>
  documentTable === table ? '' : ` CROSS JOIN ${documentTable} USING (row)`

/** Whether an index holds all that is read. */
const holds = (held: ReadonlySet<string> | undefined, names: ReadonlySet<string>, document: boolean): boolean =>
  held !== undefined && !document && names.isSubsetOf(held)

/** What is read of each row. */
export interface Reading {
  readonly table: string
  /** SQL that gives JSON text. */
  readonly expression: string
}

/** A condition and an order as statements. Throws ConditionError or Refusal for what cannot be asked. */
export function questionOf(condition: Condition, sort: readonly Sort[], collection: Collection, clock: Clock) {
  const filter = toFilter(condition, { now: clock.now(), zone: clock.zone, kind: collection.kind })
  const pins = pinsOf(filter, collection)
  const selective = pins.some(({ name, to }) => to === 'values' && collection.selective.has(name))
  const reads: Reads = { columns: new Set(), document: false }
  const where = toSql(filter, selective ? unledByDeleted(collection) : collection, reads)
  const filterReads = new Set(reads.columns)
  const filterReadsDocument = reads.document
  const { keys, first } = orderOf(sort, collection, reads)

  const leads = selective || pins.some(({ name }) => collection.indexes.has(name))
  const isCovered = (names: ReadonlySet<string>, document: boolean) =>
    [...collection.indexes.values()].some((held) => holds(held, names, document))

  // `deleted`, which leads the indexes, says little: reading the table through one of them, row after row, is far slower
  // than reading it in its own order.
  const from = (document: boolean, useIndex: boolean) =>
    `${collection.table}${useIndex ? '' : ' NOT INDEXED'}${document ? documentJoin(collection) : ''}`
  const index = first === undefined ? undefined : collection.indexes.get(first.name)
  const covered = holds(index, filterReads, filterReadsDocument)
  // Rows lie in the table much as their ids ascend. Along another order a search would jump to and fro in it for each row.
  const follows = covered || first?.name === 'id' || !isSearch(filter)
  const ordered = first !== undefined && index !== undefined && !selective && follows
  const { within } = collection
  const goesWithin = first?.name === within?.order && within !== undefined && asksForOne(filter, within.one, collection)
  // Always true. Without it SQLite reads and sorts all rows instead of following the index.
  const bound =
    ordered && !pins.some(({ name }) => name === first.name) ? sql(`${first.name} >= ${LEAST[first.type]}`) : TRUE
  const useIndex = leads || ordered || (first !== undefined && isCovered(reads.columns, reads.document))

  return {
    /** An index leads to few rows, whatever the order. */
    selective,
    /** A page of it reads little. */
    light: selective || (ordered && covered),
    /** One index gives the page, filter and order. */
    covered: ordered && covered,
    count: (): Sql => {
      const throughIndex = leads || isCovered(filterReads, filterReadsDocument)
      // Of the indexes that hold everything the one by id is the smallest.
      const byId = !leads && holds(collection.indexes.get('id'), filterReads, filterReadsDocument)
      const counted = allOf([ALIVE, byId ? sql(`id >= ''`) : TRUE, where])
      return around(`SELECT count(*) AS total FROM ${from(filterReadsDocument, throughIndex)} WHERE `, counted, '')
    },
    /** Gives `expression` over `table` for each row, as `document`. */
    find: (limit: number, offset: number, { table, expression }: Reading): Sql => {
      // The sign keeps SQLite from following the order instead of the few rows. Nothing behind the second column of a
      // unique index can matter.
      const followed = goesWithin ? keys.slice(0, 1) : keys
      const order = joined(selective && !goesWithin ? keys.map((key) => around('+', key, '')) : followed, ', ')
      const page = (wanted: string) =>
        joined(
          [
            sql(`SELECT ${wanted} FROM ${from(reads.document, useIndex)} WHERE`),
            allOf([ALIVE, bound, where]),
            sql('ORDER BY'),
            order,
            sql('LIMIT ? OFFSET ?', limit, offset),
          ],
          ' ',
        )
      // The index tells which rows are wanted before the table is looked at.
      if (ordered && covered && table === collection.table) return page(`${expression} AS document`)
      // Found first and read afterwards, so that no row is read that is not wanted. A CROSS JOIN goes through its left
      // side in order.
      const read = `) SELECT ${expression} AS document FROM page CROSS JOIN ${table} USING (row) WHERE (row & 7 OR alive())`
      return around('WITH page AS MATERIALIZED (', page('row'), read)
    },
  }
}
