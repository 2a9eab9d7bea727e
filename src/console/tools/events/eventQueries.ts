import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { resolveNow } from '../../../wow/condition/condition.ts'
import { DomainEventStream } from '../../../wow/schemas.ts'
import { filterOf } from '../../conditions/filterText.ts'
import { post, request } from '../../ui/data/request.ts'
import { askServerNow } from '../../ui/data/serverClock.ts'
import { behind, eventOrder } from './eventSearch.ts'
import type { EventSearch } from './eventSearch.ts'

const STREAMS_ON_A_PAGE = 50

/** A row that cannot be read is shown as it came. */
export interface ListedStream {
  readonly id: string
  readonly raw: unknown
  readonly stream: DomainEventStream | undefined
}

export interface EventPage {
  readonly rows: readonly ListedStream[]
  /** Server time at which it was true. */
  readonly at: number
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}

type Question = Pick<EventSearch, 'filter' | 'order' | 'after' | 'before'>

const eventPath = (source: string) => `/api/wow/${encodeURIComponent(source)}/execution_failed/event`

async function conditionAt(client: QueryClient, source: string, search: Pick<EventSearch, 'filter'>) {
  const filter = filterOf(search)
  if (filter === undefined) throw new Error('The filter in the address cannot be read')
  const at = await askServerNow(client, source)
  return { at, condition: resolveNow(filter, at) }
}

const WithId = z.looseObject({ id: z.string() })

function listed(raw: unknown, index: number): ListedStream {
  const read = DomainEventStream.safeParse(raw)
  if (read.success) return { id: read.data.id, raw, stream: read.data }
  const named = WithId.safeParse(raw)
  return { id: named.success ? named.data.id : `unreadable-${index}`, raw, stream: undefined }
}

async function readPage(
  client: QueryClient,
  source: string,
  search: Question,
  signal: AbortSignal,
): Promise<EventPage> {
  const { at, condition } = await conditionAt(client, source, search)
  const isBackwards = search.before !== undefined
  const sort = eventOrder(search, isBackwards)
  const from = search.before ?? search.after
  const rows = await request(
    z.array(z.unknown()),
    `${eventPath(source)}/list`,
    // One row more tells whether there is a next page.
    post({ condition: behind(condition, sort, from), sort, limit: STREAMS_ON_A_PAGE + 1 }, { signal }),
  )
  const hasMore = rows.length > STREAMS_ON_A_PAGE
  const page = rows.slice(0, STREAMS_ON_A_PAGE).map(listed)
  if (!isBackwards) return { rows: page, at, hasNext: hasMore, hasPrevious: from !== undefined }
  // The start is reached: the first page whole instead of the odd rest before the one that was left.
  if (!hasMore) return readPage(client, source, { ...search, before: undefined, after: undefined }, signal)
  return { rows: page.reverse(), at, hasNext: true, hasPrevious: true }
}

export const eventQueries = {
  all: (source: string) => ['tools', source, 'events'] as const,

  /** Frozen: it is asked again only when a person says so. */
  page: (source: string, search: Question) =>
    queryOptions({
      queryKey: [...eventQueries.all(source), 'page', search],
      queryFn: ({ client, signal }) => readPage(client, source, search, signal),
      staleTime: Infinity,
    }),

  /** One stream wherever it is; null when there is none. */
  byId: (source: string, id: string) =>
    queryOptions({
      queryKey: [...eventQueries.all(source), 'byId', id],
      queryFn: async ({ signal }) => {
        const query = { condition: { operator: 'ID', value: id }, limit: 1 }
        const [found] = await request(z.array(z.unknown()), `${eventPath(source)}/list`, post(query, { signal }))
        return found === undefined ? null : listed(found, 0)
      },
      staleTime: Infinity,
    }),

  /** How many match; asked apart from the page, which never waits for it. */
  total: (source: string, search: Pick<EventSearch, 'filter'>) =>
    queryOptions({
      queryKey: [...eventQueries.all(source), 'total', search],
      queryFn: async ({ client, signal }) => {
        const { condition } = await conditionAt(client, source, search)
        return request(z.number(), `${eventPath(source)}/count`, post(condition, { signal }))
      },
      staleTime: Infinity,
    }),
}
