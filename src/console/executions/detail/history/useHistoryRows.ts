import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { EventName } from '../../../../wow/execution/events.ts'
import type { DomainEventStream } from '../../../../wow/schemas.ts'
import { VERSIONS_AT_ONCE, historyQueries } from './historyQueries.ts'

/** The rows of a history, newest first, as far as they are known. */
export interface HistoryRows {
  readonly count: number
  /** Undefined while it is on its way. */
  readonly at: (index: number) => { readonly version?: number; readonly stream?: DomainEventStream } | undefined
  /** Where a version stands; the next older one where it is not among them, -1 where it is not known yet. */
  readonly indexOf: (version: number) => number
  /** How many there are in all, undefined while unknown. */
  readonly total: number | undefined
  readonly error: Error | null
  readonly isFetching: boolean
  readonly retry: () => void
  /** Tells which rows are in sight. */
  readonly show: (first: number, last: number) => void
}

interface Shown {
  readonly first: number
  readonly last: number
}

/** A scrollbar that is dragged passes by thousands of rows nobody wants to read. */
const SETTLED_MS = 100
/** Rows read before they come into sight. */
const AHEAD = VERSIONS_AT_ONCE / 2

/** The whole history: every version has its place before it is read. */
export function useVersions(source: string, id: string, newest: number): HistoryRows {
  const [{ first, last }, show] = useSettled()
  const heads = headsOf(newest - last - AHEAD, newest - first + AHEAD, newest)
  const chunks = useQueries({
    queries: heads.map((head) =>
      historyQueries.versions(source, id, head, Math.min(head + VERSIONS_AT_ONCE - 1, newest)),
    ),
  })
  const streams = new Map(chunks.flatMap(({ data }) => data ?? []).map((stream) => [stream.version, stream]))
  const failed = chunks.filter(({ error }) => error !== null)
  return {
    count: newest,
    at(index) {
      const version = newest - index
      const stream = streams.get(version)
      return stream === undefined ? { version } : { version, stream }
    },
    indexOf: (version) => newest - version,
    total: newest,
    error: failed[0]?.error ?? null,
    isFetching: chunks.some(({ isFetching }) => isFetching),
    retry: () => failed.forEach(({ refetch }) => void refetch()),
    show,
  }
}

/** The history of some events: how far it reaches is known when its end is read. */
export function useNamedEvents(
  source: string,
  question: { readonly id: string; readonly names: readonly EventName[]; readonly newest: number },
): HistoryRows {
  const pages = useInfiniteQuery(historyQueries.named(source, question))
  const total = useQuery(historyQueries.namedTotal(source, question))
  const streams = pages.data?.pages.flat() ?? []
  const { hasNextPage, isFetchingNextPage, isError } = pages
  return {
    // One row more, where the next ones will stand.
    count: streams.length + (hasNextPage || pages.isPending ? 1 : 0),
    at(index) {
      const stream = streams[index]
      return stream && { version: stream.version, stream }
    },
    indexOf: (version) => streams.findIndex((stream) => stream.version <= version),
    total: total.data,
    error: pages.error,
    isFetching: pages.isFetching,
    retry: () => void (isError && streams.length > 0 ? pages.fetchNextPage() : pages.refetch()),
    show(_, last) {
      if (last >= streams.length - AHEAD && hasNextPage && !isFetchingNextPage && !isError) void pages.fetchNextPage()
    },
  }
}

/** The first versions of the blocks that hold what lies between two versions. */
function headsOf(from: number, to: number, newest: number): readonly number[] {
  const blockOf = (version: number) => Math.floor((Math.max(1, Math.min(newest, version)) - 1) / VERSIONS_AT_ONCE)
  const [first, last] = [blockOf(from), blockOf(to)]
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * VERSIONS_AT_ONCE + 1)
}

/** The rows in sight when nothing has moved for a moment; until then nothing is rendered for it. */
function useSettled(): readonly [Shown, HistoryRows['show']] {
  const [settled, setSettled] = useState<Shown>({ first: 0, last: 20 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  function show(first: number, last: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setSettled({ first, last }), SETTLED_MS)
  }
  return [settled, show]
}
