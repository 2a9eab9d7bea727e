import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { Counts } from '../../gateway/api/live.ts'
import { afterKey } from '../../wow/afterKey.ts'
import { and, resolveNow } from '../../wow/condition.ts'
import type { Condition, Sort } from '../../wow/condition.ts'
import { MAX_LIMIT, MAX_PAGE_SIZE, MAX_PAGE_WINDOW } from '../../wow/guard.ts'
import { DomainEventStream, Snapshot, StateEvent, pagedList } from '../../wow/schemas.ts'
import { viewCondition } from '../../wow/views.ts'
import { knownMissing } from '../ui/capabilities.ts'
import { patiently } from '../ui/patiently.ts'
import { ApiError, post, request } from '../ui/request.ts'
import { askServerNow } from '../ui/serverClock.ts'
import { covers, outermost } from './columns/columnFields.ts'
import { listed } from './executionRow.ts'
import type { ListedExecution } from './executionRow.ts'
import { TRACING } from './detail/neededOperations.ts'
import { filterOf } from '../conditions/filterText.ts'
import { START, isPagedByNumber, sortFields, sortOf } from './executionSearch.ts'
import type { ExecutionSearch } from './executionSearch.ts'

/** The events that tell how it stands; more than these are looked at in the history. */
const NEWEST_EVENTS = 100

/** One page of a list as it was at `at` (server time): a frozen result. */
export interface ExecutionPage {
  readonly rows: readonly ListedExecution[]
  readonly at: number
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  /** How many rows lie before the first one, by the way this page was reached. */
  readonly from: number
  /** How many rows a page can have. */
  readonly size: number
  /** The projection that was asked for. */
  readonly fields: readonly string[]
}

type ListSearch = Pick<ExecutionSearch, 'view' | 'filter'>
type PageSearch = ListSearch & Pick<ExecutionSearch, 'sort' | 'after' | 'before' | 'key' | 'from'>

/** Where in which list, how many rows, and what of each. */
interface PageQuestion {
  readonly search: PageSearch
  readonly size: number
  /** A projection. */
  readonly fields: readonly string[]
}

export const aggregatePath = (source: string) => `/api/wow/${encodeURIComponent(source)}/execution_failed`
export const recordPath = (source: string, id: string) => `${aggregatePath(source)}/${encodeURIComponent(id)}`

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

async function list(source: string, query: RowsQuery, fields: readonly string[], signal?: AbortSignal) {
  const rows = await request(
    z.array(z.unknown()),
    `${aggregatePath(source)}/snapshot/list`,
    post({ ...query, projection: { include: fields } }, signal && { signal }),
  )
  return rows.map(listed)
}

async function readPage(client: QueryClient, source: string, question: PageQuestion, signal: AbortSignal) {
  const at = await askServerNow(client, source)
  return isPagedByNumber(question.search)
    ? readNumberedPage(source, question, at, signal)
    : readKeyPage(source, question, at, signal)
}

/** By key, so that the tenth thousandth page costs what the first does; one row more tells whether there is a next. */
async function readKeyPage(
  source: string,
  question: PageQuestion,
  at: number,
  signal: AbortSignal,
): Promise<ExecutionPage> {
  const { search, size, fields } = question
  const backwards = search.before !== undefined
  const sort = sortFields(search.sort, backwards)
  const condition = listCondition(search, at)
  const behind = search.before ?? search.after
  const query = { condition: behind === undefined ? condition : and(condition, afterKey(sort, keyRow(search))), sort }
  const rows = await list(source, { ...query, limit: Math.min(size + 1, MAX_LIMIT) }, fields, signal)
  const last = rows[size - 1]
  const more =
    size < MAX_LIMIT
      ? rows.length > size
      : last !== undefined &&
        (
          await list(
            source,
            { condition: and(condition, afterKey(sort, last.raw)), sort, limit: 1 },
            ['version'],
            signal,
          )
        ).length > 0
  const page = rows.slice(0, size)
  const known = { at, size, fields }
  if (!backwards) {
    return {
      ...known,
      rows: page,
      hasNext: more,
      hasPrevious: behind !== undefined,
      from: behind === undefined ? 0 : search.from,
    }
  }
  // The start is reached: show the first page whole instead of the odd rest before the one that was left.
  if (!more) return readKeyPage(source, { ...question, search: { ...search, ...START } }, at, signal)
  return { ...known, rows: page.reverse(), hasNext: true, hasPrevious: true, from: search.from }
}

/** By page number, where no key can be asked for: this ends at 10,000 rows. */
async function readNumberedPage(
  source: string,
  { search, size: wanted, fields }: PageQuestion,
  at: number,
  signal: AbortSignal,
): Promise<ExecutionPage> {
  const size = Math.min(wanted, MAX_PAGE_SIZE)
  const index = Math.floor(search.from / size) + 1
  const { total, list: rows } = await request(
    pagedList(z.unknown()),
    `${aggregatePath(source)}/snapshot/paged`,
    post(
      {
        condition: listCondition(search, at),
        sort: sortFields(search.sort),
        pagination: { index, size },
        projection: { include: fields },
      },
      { signal },
    ),
  )
  const from = (index - 1) * size
  const end = from + size
  return {
    rows: rows.map(listed),
    at,
    size,
    fields,
    hasNext: end < total && end + size <= MAX_PAGE_WINDOW,
    hasPrevious: index > 1,
    from,
  }
}

/** Undefined in place of a 404: an unknown or a deleted id is an answer here, not a failure. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiError && error.status === 404 && error.code === 'NotFound') return undefined
    throw error
  }
}

/** Waits for what is asked ahead for others, who show a refusal themselves. */
async function unlessRefused(answer: Promise<unknown>): Promise<void> {
  try {
    await answer
  } catch (error) {
    if (!(error instanceof ApiError) || error.isOutage) throw error
  }
}

const List = z.looseObject({ view: z.string(), filter: z.string() })

function isSameList(previous: unknown, search: ListSearch): boolean {
  const list = List.safeParse(previous)
  return list.success && list.data.view === search.view && list.data.filter === search.filter
}

export const executionQueries = {
  all: (source: string) => ['executions', source] as const,

  pages: (source: string) => [...executionQueries.all(source), 'page'] as const,

  /** Frozen: it is asked again only when a person says so. */
  page: (source: string, search: PageSearch, size: number, fields: readonly string[]) =>
    queryOptions({
      queryKey: [...executionQueries.pages(source), search, size, fields],
      queryFn: ({ client, signal }) =>
        patiently(signal, (patient) => readPage(client, source, { search, size, fields }, patient)),
      // While another order or page of the same list is on its way the old rows stay; never those of another list.
      placeholderData: (previous, query) => (isSameList(query?.queryKey.at(-3), search) ? previous : undefined),
      staleTime: Infinity,
    }),

  /** How many match view and filter; asked apart from the page, which never waits for it. */
  total: (source: string, search: ListSearch) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'total', search],
      queryFn: async ({ client, signal }) => {
        const at = await askServerNow(client, source)
        const condition = listCondition(search, at)
        return request(z.number(), `${aggregatePath(source)}/snapshot/count`, post(condition, { signal }))
      },
      staleTime: Infinity,
    }),

  /** How many executions of any state a condition finds, for a link that says so. Deleted ones are none. */
  count: (source: string, condition: Condition) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'count', condition],
      queryFn: ({ signal }) =>
        request(z.number(), `${aggregatePath(source)}/snapshot/count`, post(condition, { signal })),
      staleTime: 30_000,
    }),

  /** The counts of all views, kept fresh by the live stream. */
  counts: (source: string) =>
    queryOptions({
      queryKey: ['counts', source],
      queryFn: ({ signal }) => request(Counts, `/api/counts/${encodeURIComponent(source)}`, { signal }),
      staleTime: 10_000,
    }),

  /** One execution as its snapshot; null when there is none, which is also so for a deleted one. */
  byId: (source: string, id: string) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'byId', id],
      queryFn: async ({ client, signal }) => {
        const path = `${recordPath(source, id)}/snapshot`
        const snapshot = await patiently(signal, (patient) => orUndefined(request(Snapshot, path, { signal: patient })))
        // Read before this one says that there is none: whoever shows the record goes over without a gap.
        if (snapshot === undefined && knownMissing(client, source, TRACING) === undefined) {
          await unlessRefused(client.query({ ...executionQueries.lastState(source, id), staleTime: 0 }))
        }
        return snapshot ?? null
      },
      staleTime: 10_000,
    }),

  /** The last state with its event, deleted or not; null for an id without events. */
  lastState: (source: string, id: string) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'lastState', id],
      queryFn: async ({ signal }) => {
        const path = `${recordPath(source, id)}/state/tracing?limit=1`
        const states = await patiently(signal, (patient) => request(z.array(StateEvent), path, { signal: patient }))
        return states.at(-1) ?? null
      },
      staleTime: 10_000,
    }),

  /** The newest event streams of one execution, newest first; a part of its own reads the older ones. */
  events: (source: string, id: string) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'events', id],
      queryFn: ({ signal }) =>
        request(
          z.array(DomainEventStream),
          `${aggregatePath(source)}/event/list`,
          post(
            {
              condition: { operator: 'AGGREGATE_ID', value: id },
              sort: [{ field: 'version', direction: 'DESC' }],
              limit: NEWEST_EVENTS,
            },
            { signal },
          ),
        ),
      staleTime: 10_000,
    }),
}

/**
 * The projection to ask a page with: that of the newest answer to the same question which holds all of `needed`, so that
 * taking a column away asks nothing; else `needed`.
 */
export function fieldsToAsk(
  client: QueryClient,
  source: string,
  search: PageSearch,
  size: number,
  needed: readonly string[],
): readonly string[] {
  const queryKey = [...executionQueries.pages(source), search, size]
  const answers = client
    .getQueryCache()
    .findAll({ queryKey })
    .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
  const asked = answers.map((query) => client.getQueryData<ExecutionPage>(query.queryKey)?.fields ?? [])
  return asked.find((fields) => covers(fields, needed)) ?? needed
}

/** Puts a newer state of one execution into every list that shows it, in its place. An older one is ignored. */
function patchRow(client: QueryClient, source: string, row: ListedExecution): void {
  client.setQueriesData<ExecutionPage>({ queryKey: executionQueries.pages(source) }, (page) =>
    page === undefined || !page.rows.some(({ id }) => id === row.id)
      ? page
      : { ...page, rows: page.rows.map((shown) => (isNewer(row, shown) ? row : shown)) },
  )
}

function isNewer(row: ListedExecution, shown: ListedExecution): boolean {
  return row.id === shown.id && (row.execution?.version ?? 0) >= (shown.execution?.version ?? 0)
}

/**
 * Reads one execution again after a command and patches only its own row; other rows stay as they are. One that is
 * gone from the snapshots was deleted, and its row says so.
 */
export async function refreshRow(client: QueryClient, source: string, id: string): Promise<void> {
  const record = { queryKey: executionQueries.byId(source, id).queryKey }
  await Promise.all([
    client.invalidateQueries(record),
    client.invalidateQueries({ queryKey: executionQueries.lastState(source, id).queryKey }),
    client.invalidateQueries({ queryKey: executionQueries.events(source, id).queryKey }),
    client.invalidateQueries({ queryKey: executionQueries.counts(source).queryKey }),
    readRow(client, source, id),
  ])
}

/** Asks for what the pages that show the row ask for, and for nothing where none shows it. */
async function readRow(client: QueryClient, source: string, id: string): Promise<void> {
  const showing = client
    .getQueriesData<ExecutionPage>({ queryKey: executionQueries.pages(source) })
    .flatMap(([, page]) => (page?.rows.some((row) => row.id === id) === true ? [page] : []))
  if (showing.length === 0) return
  const fields = outermost(showing.flatMap((page) => page.fields))
  const [row] = await list(source, { condition: { operator: 'AGGREGATE_ID', value: id }, limit: 1 }, fields)
  if (row) return patchRow(client, source, row)
  // A deleted one is in no list of the others; its events know it.
  const last = await client.query({ ...executionQueries.lastState(source, id), staleTime: 0 })
  if (last !== null) patchRow(client, source, listed({ ...last, eventTime: last.createTime }, 0))
  return undefined
}
