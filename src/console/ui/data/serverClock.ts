/** The server's clock: no rule reads the browser's. */
import { useQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { sourceQueries } from './sourceQueries.ts'
import type { KnownSources } from './sourceQueries.ts'
import { useSourceName } from './useSourceName.ts'
import { useTick } from './tick.ts'

/** Server clock minus browser clock in milliseconds; null while the server's clock is unknown. */
function offset(known: KnownSources | undefined, source: string): number | null {
  const clockOffsetMs = known?.sources.find(({ name }) => name === source)?.clockOffsetMs ?? null
  return known === undefined || clockOffsetMs === null ? null : known.pageOffsetMs + clockOffsetMs
}

/**
 * The server's time for a question that needs one: its own clock, else the gateway's, which is the nearest thing to
 * it that is known.
 */
export async function askServerNow(client: QueryClient, source: string): Promise<number> {
  const known = await client.query({ ...sourceQueries.all(), staleTime: Infinity })
  return Math.round(Date.now() + (offset(known, source) ?? known.pageOffsetMs))
}

/** The server's clock as a function, to be called in event handlers; gives null while unknown. */
export function useServerClock(): () => number | null {
  const source = useSourceName()
  const { data } = useQuery(sourceQueries.all())
  const offsetMs = offset(data, source)
  return () => (offsetMs === null ? null : Math.round(Date.now() + offsetMs))
}

/** The server's time, renewed every `periodMs`; null while unknown: then words that need the time say so. */
export function useServerNow(periodMs = 30_000): number | null {
  useTick(periodMs)
  return useServerClock()()
}

/** The gateway's clock as a function; before its first word, the browser's. */
function useGatewayClock(): () => number {
  const { data } = useQuery(sourceQueries.all())
  return () => Math.round(Date.now() + (data?.pageOffsetMs ?? 0))
}

/** The gateway's time, renewed every `periodMs`: for what the gateway itself observed. */
export function useGatewayNow(periodMs = 30_000): number {
  useTick(periodMs)
  return useGatewayClock()()
}
