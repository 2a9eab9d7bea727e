import { queryOptions, useQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { Capabilities, missingOf } from '../../../gateway/api/capabilities.ts'
import type { Endpoint } from '../../../gateway/api/capabilities.ts'
import { request } from './request.ts'

export const capabilitiesPath = (source: string): string => `/api/capabilities/${encodeURIComponent(source)}`

export const capabilityQueries = {
  /** Found out by the gateway, which looks again when the server was down. */
  of: (source: string) =>
    queryOptions({
      queryKey: ['capabilities', source],
      queryFn: ({ signal }) => request(Capabilities, capabilitiesPath(source), { signal }),
      staleTime: 10 * 60_000,
      enabled: source !== '',
    }),
}

/** Tells whether an operation was found not to be there; undefined while that is not known. */
export function useMissing(source: string): (id: string) => Endpoint | undefined {
  const { data } = useQuery(capabilityQueries.of(source))
  return (id) => missingOf(data, id)
}

/** The same from what is known already: nothing is asked, and nothing shown anew when it is. */
export const knownMissing = (client: QueryClient, source: string, id: string): Endpoint | undefined =>
  missingOf(client.getQueryData(capabilityQueries.of(source).queryKey), id)
