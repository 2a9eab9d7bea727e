import { queryOptions } from '@tanstack/react-query'
import { MaintenanceFailures, MaintenanceRuns } from '../../../gateway/api/maintenance.ts'
import { request } from '../../ui/data/request.ts'

export const runsPath = (source: string) => `/api/maintenance/${encodeURIComponent(source)}`

const WHILE_RUNNING_MS = 1000
const ELSE_MS = 10_000

export const maintenanceQueries = {
  all: (source: string) => ['maintenance', source] as const,

  /** Runs of the gateway, the newest first; asked again as long as somebody looks, also for what another tab starts. */
  runs: (source: string) =>
    queryOptions({
      queryKey: [...maintenanceQueries.all(source), 'runs'],
      queryFn: ({ signal }) => request(MaintenanceRuns, runsPath(source), { signal }),
      staleTime: 0,
      refetchInterval: (query) =>
        query.state.data?.runs[0]?.status === 'running' || (query.state.data?.runs[0]?.inFlight ?? 0) > 0
          ? WHILE_RUNNING_MS
          : ELSE_MS,
    }),

  failures: (source: string, id: number, count: number) =>
    queryOptions({
      queryKey: [...maintenanceQueries.all(source), 'failures', id, count],
      queryFn: ({ signal }) => request(MaintenanceFailures, `${runsPath(source)}/${id}/failures`, { signal }),
    }),
}
