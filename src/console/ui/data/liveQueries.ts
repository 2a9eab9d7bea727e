import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ChangedRow, Changes } from '../../../gateway/api/live.ts'

/** How many changed rows a page remembers; beyond that it says "many". */
const REMEMBERED = 2000

/** What the live stream of one source has told this page. */
export interface Live {
  /** Browser time since which the gateway does not answer, null while it does. */
  readonly lostAt: number | null
  /** Server time up to which changes are known; null before the first word. */
  readonly at: number | null
  /** The newest state of every execution that changed while this page was open, by id. */
  readonly changed: ReadonlyMap<string, ChangedRow>
  /** Server time at which more changed than was told; a list older than this cannot count what changed. */
  readonly uncountedAt: number | null
}

const QUIET: Live = { lostAt: null, at: null, changed: new Map(), uncountedAt: null }

export const liveQueries = {
  /** Filled by the live connection; never fetched. */
  of: (source: string) =>
    queryOptions({
      queryKey: ['live', source],
      queryFn: () => QUIET,
      initialData: QUIET,
      enabled: false,
      staleTime: Infinity,
      gcTime: Infinity,
    }),
}

function patchLive(client: QueryClient, source: string, patch: (live: Live) => Live): void {
  client.setQueryData(liveQueries.of(source).queryKey, (live) => patch(live ?? QUIET))
}

export function noteLost(client: QueryClient, source: string, lostAt: number | null): void {
  patchLive(client, source, (live) => (live.lostAt === lostAt ? live : { ...live, lostAt }))
}

export function noteChanges(client: QueryClient, changes: Pick<Changes, 'at' | 'rows' | 'more'>, source: string): void {
  patchLive(client, source, (live) => {
    const changed = new Map(live.changed)
    for (const row of changes.rows) {
      const known = changed.get(row.aggregateId)
      if (known !== undefined && known.version >= row.version) continue
      changed.delete(row.aggregateId) // the newest stand last
      changed.set(row.aggregateId, row)
    }
    const forgotten = [...changed.keys()].slice(0, Math.max(0, changed.size - REMEMBERED))
    for (const id of forgotten) changed.delete(id)
    const uncounted = changes.more || forgotten.length > 0
    const at = Math.max(changes.at, live.at ?? 0)
    return { ...live, changed, at, uncountedAt: uncounted ? at : live.uncountedAt }
  })
}
