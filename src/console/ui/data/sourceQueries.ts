import { queryOptions, useQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { SourceHealth } from '../../../gateway/api/live.ts'
import { Sources } from '../../../gateway/api/sources.ts'
import type { RefusedOperator } from '../../../gateway/api/sources.ts'
import { patiently } from './patiently.ts'
import { request } from './request.ts'

/** What the gateway says of itself and its sources, and how far its clock is from this browser's. */
export type KnownSources = Sources & {
  /** Gateway clock minus browser clock, milliseconds. */
  readonly pageOffsetMs: number
}

async function readSources(signal: AbortSignal): Promise<KnownSources> {
  const sentAt = Date.now()
  const sources = await request(Sources, '/api/sources', { signal })
  // The answer was made halfway between question and arrival.
  return { ...sources, pageOffsetMs: sources.now - (sentAt + Date.now()) / 2 }
}

export const sourceQueries = {
  all: () =>
    queryOptions({
      queryKey: ['sources'],
      queryFn: ({ signal }) => patiently(signal, readSources),
      // The live stream tells what changes; a minute is for a browser whose clock drifts or was put to sleep.
      staleTime: 60_000,
      refetchInterval: 60_000,
    }),
}

/** What the server refuses to be asked with its reason; undefined while unknown. */
export function useRefusedOperators(source: string): readonly RefusedOperator[] | undefined {
  const { data } = useQuery(sourceQueries.all())
  return data?.sources.find(({ name }) => name === source)?.refusedOperators ?? undefined
}

/** Takes what the live stream says about one source into what is known. */
export function noteHealth(client: QueryClient, news: SourceHealth): void {
  client.setQueryData(sourceQueries.all().queryKey, (known) =>
    known === undefined
      ? known
      : {
          ...known,
          sources: known.sources.map((source) =>
            source.kind === 'wow' && source.name === news.source
              ? { ...source, clockOffsetMs: news.clockOffsetMs, health: news.health }
              : source,
          ),
        },
  )
}
