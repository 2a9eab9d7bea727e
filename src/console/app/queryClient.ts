import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../ui/data/request.ts'

const RETRIES = 2

/** A question that took all the time there was would take it again. */
const TOOK_ALL_TIME = ['GatewayUpstreamTimeout', 'NoAnswer']

/** Retries only what an outage broke: a refusal stays one however often it is asked. */
export function createQueryClient(retryDelayMs?: number): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < RETRIES && error instanceof ApiError && error.isOutage && !TOOK_ALL_TIME.includes(error.code),
        ...(retryDelayMs === undefined ? {} : { retryDelay: retryDelayMs }),
        // What is on screen changes when the live stream or a person says so, not when a window is touched.
        refetchOnWindowFocus: false,
        staleTime: 30_000,
      },
      mutations: { retry: false },
    },
  })
}
