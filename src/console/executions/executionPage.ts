/**
 * A page of the list of executions: read in chunks, by key where that can be, and put together. A page of up to 1,000
 * rows is one chunk.
 */
import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { afterKey } from '../../wow/condition/afterKey.ts'
import { and, resolveNow } from '../../wow/condition/condition.ts'
import type { Condition, Sort } from '../../wow/condition/condition.ts'
import { MAX_LIMIT, MAX_PAGE_SIZE, MAX_PAGE_WINDOW } from '../../wow/condition/guard.ts'
import { pagedList } from '../../wow/schemas.ts'
import { viewCondition } from '../../wow/condition/views.ts'
import { filterOf } from '../conditions/filterText.ts'
import { patiently } from '../ui/data/patiently.ts'
import { post, request } from '../ui/data/request.ts'
import { askServerNow } from '../ui/data/serverClock.ts'
import { aggregatePath } from './executionPaths.ts'
import { listed } from './executionRow.ts'
import type { ListedExecution } from './executionRow.ts'
import { START, isPagedByNumber, sortFields, sortOf } from './executionSearch.ts'
import type { ExecutionSearch } from './executionSearch.ts'

/** Rows of a page that follow each other, as they were asked for at once. */
export interface Chunk {
  readonly rows: readonly ListedExecution[]
  /** Server time of the question; all chunks of a page ask with that of the first. */
  readonly at: number
  /** Do rows lie behind the last one. */
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  /** How many rows lie before the first one of the page, by the way it was reached. */
  readonly from: number
  /** How many rows the page can have. */
  readonly size: number
  /** The projection that was asked for. */
  readonly fields: readonly string[]
}

/** One page of a list as far as it has come, as it was at `at`: a frozen result. */
export interface ExecutionPage extends Chunk {
  /** The place of each row by its id. It may already know rows that came after this. */
  readonly places: ReadonlyMap<string, number>
  /** How many of its rows were read; those behind them still stand as an earlier reading left them. */
  readonly have: number
  /** False while rows of this page are still to be read. */
  readonly isWhole: boolean
}

/** Where a chunk begins within its page. */
interface ChunkStart {
  /** How many rows of the page were read before. */
  readonly have: number
  readonly at?: number
  /** The last one of them. */
  readonly behind?: unknown
}

export const FIRST_CHUNK: ChunkStart = { have: 0 }

export type ListSearch = Pick<ExecutionSearch, 'view' | 'filter'>
export type PageSearch = ListSearch & Pick<ExecutionSearch, 'sort' | 'after' | 'before' | 'key' | 'from'>

/** Where in which list, how many rows, and what of each. */
interface PageQuestion {
  readonly search: PageSearch
  readonly size: number
  /** A projection. */
  readonly fields: readonly string[]
}

/** View and filter as one condition at the server time `now`. Throws when the address holds no readable filter. */
export function listCondition(search: ListSearch, now: number): Condition {
  const filter = filterOf(search)
  if (filter === undefined) throw new Error('The filter in the address cannot be read')
  const view = viewCondition(search.view)
  // A deleted record is found by a bare DELETED condition only (contract 5.3): this view has no filter.
  return resolveNow(search.view === 'deleted' ? view : and(view, filter), now)
}

/** The row that the address names as the neighbour of this page, as far as the sort needs it. */
export function keyRow({ sort, after, before, key = '' }: PageSearch): unknown {
  const { path, kind } = sortOf(sort)
  const value = kind === 'number' ? Number(key) : kind === 'boolean' ? key === 'true' : key
  const nested = path.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value)
  return { ...Object(nested), aggregateId: after ?? before }
}

interface RowsQuery {
  readonly condition: Condition
  readonly sort?: readonly Sort[]
  readonly limit: number
}

export async function list(source: string, query: RowsQuery, fields: readonly string[], signal?: AbortSignal) {
  return request(
    z.array(z.unknown()),
    `${aggregatePath(source)}/snapshot/list`,
    post({ ...query, projection: { include: fields } }, signal && { signal }),
  )
}

/** A page with the source and the time to ask it at. */
interface Reading extends PageQuestion {
  readonly source: string
  readonly at: number
  readonly signal: AbortSignal
}

export async function readChunk(
  client: QueryClient,
  source: string,
  question: PageQuestion,
  start: ChunkStart,
  signal: AbortSignal,
): Promise<Chunk> {
  const at = start.at ?? (await patiently(signal, () => askServerNow(client, source)))
  const reading = { ...question, source, at, signal }
  if (isPagedByNumber(question.search)) return readNumbered(reading, start.have)
  const isBackwards = question.search.before !== undefined && start.have === 0
  if (!isBackwards) return readForwards(reading, start)
  return question.size <= MAX_LIMIT ? readBackwards(reading) : readFromStart(reading)
}

/** Where the next chunk begins; undefined when the page is whole. */
export function nextChunk(last: Chunk, chunks: readonly Chunk[]): ChunkStart | undefined {
  const have = chunks.reduce((sum, { rows }) => sum + rows.length, 0)
  return last.hasNext && have < last.size ? { have, at: last.at, behind: last.rows.at(-1)?.raw } : undefined
}

/** By key, so that the tenth thousandth page costs what the first does. */
async function readForwards(reading: Reading, { have, behind }: ChunkStart): Promise<Chunk> {
  const { search, at, size, fields } = reading
  const isFirst = search.after === undefined && search.before === undefined
  const key = behind ?? (isFirst ? undefined : keyRow(search))
  const { rows, hasMore } = await readRows(reading, sortFields(search.sort), key, have)
  return { rows, at, size, fields, hasNext: hasMore, hasPrevious: !isFirst, from: isFirst ? 0 : search.from }
}

/** A page before a key that one answer holds. */
async function readBackwards(reading: Reading): Promise<Chunk> {
  const { search, at, size, fields } = reading
  const { rows, hasMore } = await readRows(reading, sortFields(search.sort, true), keyRow(search), 0)
  if (!hasMore) return readFirstPage(reading)
  return { rows: rows.toReversed(), at, size, fields, hasNext: true, hasPrevious: true, from: search.from }
}

/** Fewer rows than a page lie before a key: the first page whole, instead of the odd rest before the one that was left. */
const readFirstPage = (reading: Reading) =>
  readForwards({ ...reading, search: { ...reading.search, ...START } }, FIRST_CHUNK)

/** The start of a long page before a key: its first row is looked for, so that what is read on comes below what is shown. */
async function readFromStart(reading: Reading): Promise<Chunk> {
  const { search, size } = reading
  let first: unknown = keyRow(search)
  for (let left = size; left > 0 && first !== undefined; left -= MAX_PAGE_WINDOW) {
    first = await readRowBefore(reading, first, Math.min(left, MAX_PAGE_WINDOW))
  }
  // One before the first tells whether the page before is a whole one too.
  if (first === undefined || (await readRowBefore(reading, first, 1)) === undefined) return readFirstPage(reading)
  const chunk = await readForwards(reading, { have: 1, behind: first })
  return { ...chunk, rows: [listed(first, 0, reading.fields), ...chunk.rows] }
}

/** The row that lies so many places before another one; undefined where fewer do. */
async function readRowBefore(reading: Reading, row: unknown, places: number): Promise<unknown> {
  const { search, at, source, fields, signal } = reading
  const sort = sortFields(search.sort, true)
  const body = {
    condition: and(listCondition(search, at), afterKey(sort, row)),
    sort,
    pagination: { index: places, size: 1 },
    projection: { include: fields },
  }
  return (await readPaged(source, body, signal)).list[0]
}

/** As many rows behind a key as one answer has, or as are left of the page. */
async function readRows(reading: Reading, sort: readonly Sort[], key: unknown, have: number) {
  const { source, search, at, signal } = reading
  const condition = listCondition(search, at)
  const behind = (row: unknown) => (row === undefined ? condition : and(condition, afterKey(sort, row)))
  const read = (row: unknown, limit: number, fields: readonly string[]) =>
    patiently(signal, (patient) => list(source, { condition: behind(row), sort, limit }, fields, patient))
  const left = reading.size - have
  // One row more tells whether there is a next.
  const answer = await read(key, Math.min(left + 1, MAX_LIMIT), reading.fields)
  const rows = answer.slice(0, left).map((raw, index) => listed(raw, have + index, reading.fields))
  if (left < MAX_LIMIT) return { rows, hasMore: answer.length > left }
  const isFull = answer.length === MAX_LIMIT
  // There was no room for it. The next chunk tells, but for the last one.
  const hasMore = isFull && (left > MAX_LIMIT || (await read(answer.at(-1), 1, ['version'])).length > 0)
  return { rows, hasMore }
}

/** By page number, where no key can be asked for: this ends at 10,000 rows. */
async function readNumbered(reading: Reading, have: number): Promise<Chunk> {
  const { source, search, at, size, fields, signal } = reading
  const step = Math.min(size, MAX_PAGE_SIZE)
  const first = Math.floor(search.from / step)
  const index = first + have / step + 1
  const body = {
    condition: listCondition(search, at),
    sort: sortFields(search.sort),
    pagination: { index, size: step },
    projection: { include: fields },
  }
  const { total, list: rows } = await readPaged(source, body, signal)
  const end = index * step
  return {
    rows: rows.map((raw, at) => listed(raw, have + at, fields)),
    at,
    size,
    fields,
    hasNext: rows.length === step && end < total && end + step <= MAX_PAGE_WINDOW,
    hasPrevious: first > 0,
    from: first * step,
  }
}

const readPaged = (source: string, body: unknown, signal: AbortSignal) =>
  patiently(signal, (patient) =>
    request(pagedList(z.unknown()), `${aggregatePath(source)}/snapshot/paged`, post(body, { signal: patient })),
  )

interface Gathered {
  readonly chunks: readonly Chunk[]
  readonly page: ExecutionPage
  readonly places: Map<string, number>
}

/** What was put together last, by its first chunk: one more chunk costs no more than itself, none gives the same page. */
const gathered = new WeakMap<Chunk, Gathered>()

/** Chunks as one page. A row that was moved on between two of them, by somebody's change, stands where it came first. */
export function gather({ pages: chunks }: { readonly pages: readonly Chunk[] }): ExecutionPage {
  const [first] = chunks
  const last = chunks.at(-1)
  if (first === undefined || last === undefined) throw new Error('A page has at least one chunk')
  const known = gathered.get(first)
  const continued = known?.chunks.every((chunk, index) => chunk === chunks[index]) === true ? known : undefined
  if (continued?.chunks.length === chunks.length) return continued.page
  const rows = [...(continued?.page.rows ?? [])]
  const places = continued?.places ?? new Map<string, number>()
  for (const row of chunks.slice(continued?.chunks.length ?? 0).flatMap((chunk) => chunk.rows)) {
    if (places.has(row.id)) continue
    places.set(row.id, rows.length)
    rows.push(row)
  }
  const isWhole = nextChunk(last, chunks) === undefined
  const page = { ...first, rows, places, have: rows.length, hasNext: last.hasNext, isWhole }
  gathered.set(first, { chunks, page, places })
  return page
}

/** A page that is being read again, with the rows of the reading before it where it has not come to them yet. */
export function withRest(page: ExecutionPage, before: ExecutionPage): ExecutionPage {
  const end = page.rows.findLast(({ id }) => before.places.has(id))?.id ?? ''
  const rest = before.rows.slice((before.places.get(end) ?? page.have - 1) + 1).filter(({ id }) => !page.places.has(id))
  if (page.isWhole || rest.length === 0) return page
  const rows = [...page.rows, ...rest].slice(0, page.size)
  return { ...page, at: before.at, rows, places: new Map(rows.map(({ id }, index) => [id, index])) }
}
