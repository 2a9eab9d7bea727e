import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { Counts } from '../../gateway/api/live.ts'
import type { Condition } from '../../wow/condition/condition.ts'
import { MAX_LIMIT } from '../../wow/condition/guard.ts'
import { DomainEventStream, Snapshot, StateEvent } from '../../wow/schemas.ts'
import { knownMissing } from '../ui/data/capabilities.ts'
import { patiently } from '../ui/data/patiently.ts'
import { ApiError, post, request } from '../ui/data/request.ts'
import { askServerNow } from '../ui/data/serverClock.ts'
import { covers, outermost } from './columns/columnFields.ts'
import { FIRST_CHUNK, gather, list, listCondition, nextChunk, readChunk } from './executionPage.ts'
import type { Chunk, ListSearch, PageSearch } from './executionPage.ts'
import { aggregatePath, recordPath } from './executionPaths.ts'
import { listed } from './executionRow.ts'
import type { ListedExecution } from './executionRow.ts'
import { TRACING } from './detail/neededOperations.ts'

/** Longer pages are forgotten soon after they were left: one of 100,000 rows takes a hundred megabytes. */
const LONG_PAGE = 10_000
const LONG_PAGE_KEPT_MS = 60_000

/** The events that tell how it stands; more than these are looked at in the history. */
const NEWEST_EVENTS = 100

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

  /** Frozen: it is asked again only when a person says so. A long one comes in chunks; whoever shows it reads on. */
  page: (source: string, search: PageSearch, size: number, fields: readonly string[]) =>
    infiniteQueryOptions({
      queryKey: [...executionQueries.pages(source), search, size, fields],
      queryFn: ({ client, pageParam, signal }) =>
        readChunk(client, source, { search, size, fields }, pageParam, signal),
      initialPageParam: FIRST_CHUNK,
      getNextPageParam: nextChunk,
      select: gather,
      // While another order or page of the same list is on its way the old rows stay; never those of another list.
      placeholderData: (previous, query) => (isSameList(query?.queryKey.at(-3), search) ? previous : undefined),
      staleTime: Infinity,
      structuralSharing: size <= MAX_LIMIT,
      ...(size > LONG_PAGE ? { gcTime: LONG_PAGE_KEPT_MS } : {}),
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

type Page = InfiniteData<Chunk>

const chunkOf = (page: Page | undefined, id: string): Chunk | undefined =>
  page?.pages.find(({ rows }) => rows.some((row) => row.id === id))

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
  return answersTo(client, source, search, size).find(({ fields }) => covers(fields, needed))?.fields ?? needed
}

/** The projection of that answer to the same question which holds the most rows. */
export function fieldsOfLongest(
  client: QueryClient,
  source: string,
  search: PageSearch,
  size: number,
): readonly string[] | undefined {
  const answers = answersTo(client, source, search, size)
  return answers.toSorted((one, other) => other.count - one.count)[0]?.fields
}

/** What was answered to one question, for whichever columns, the newest first. */
function answersTo(client: QueryClient, source: string, search: PageSearch, size: number) {
  return client
    .getQueryCache()
    .findAll({ queryKey: [...executionQueries.pages(source), search, size] })
    .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    .flatMap(({ queryKey }) => {
      const { pages = [] } = client.getQueryData<Page>(queryKey) ?? {}
      const [first] = pages
      return first ? [{ fields: first.fields, count: pages.reduce((sum, { rows }) => sum + rows.length, 0) }] : []
    })
}

/** Puts a newer state of one execution into every list that shows it, in its place. An older one is ignored. */
function patchRow(client: QueryClient, source: string, row: ListedExecution): void {
  for (const query of client.getQueryCache().findAll({ queryKey: executionQueries.pages(source) })) {
    const patch = () =>
      client.setQueryData<Page>(query.queryKey, (page) => {
        const holding = chunkOf(page, row.id)
        if (page === undefined || holding === undefined) return page
        const patched = { ...holding, rows: holding.rows.map((shown) => (isNewer(row, shown) ? row : shown)) }
        return { ...page, pages: page.pages.map((chunk) => (chunk === holding ? patched : chunk)) }
      })
    patch()
    // What is on its way was asked for before this, and would put the older state back.
    void query.promise?.then(patch, patch)
  }
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
    .getQueriesData<Page>({ queryKey: executionQueries.pages(source) })
    .flatMap(([, page]) => chunkOf(page, id) ?? [])
  if (showing.length === 0) return
  const fields = outermost(showing.flatMap((chunk) => chunk.fields))
  const [row] = await list(source, { condition: { operator: 'AGGREGATE_ID', value: id }, limit: 1 }, fields)
  if (row !== undefined) return patchRow(client, source, listed(row, 0, fields))
  // A deleted one is in no list of the others; its events know it.
  const last = await client.query({ ...executionQueries.lastState(source, id), staleTime: 0 })
  if (last !== null) patchRow(client, source, listed({ ...last, eventTime: last.createTime }, 0))
  return undefined
}
