import { useQuery } from '@tanstack/react-query'
import { liveQueries } from './liveQueries.ts'
import { sourceQueries } from './sourceQueries.ts'
import { useSourceName } from './useSourceName.ts'

export type Writable =
  | { readonly writable: true }
  | {
      readonly writable: false
      /** `gateway`: this page does not reach Amends; `source`: Amends does not reach the server; `role`: not allowed. */
      readonly why: 'gateway' | 'source' | 'role'
      /** Gateway time of the last good answer, epoch milliseconds; null before the first. */
      readonly since: number | null
      /** Why the server is down, in its or the network's words. */
      readonly words: string | null
    }

/** May a command be sent now to the source in the address, and if not, why. */
export function useWritable(): Writable {
  const source = useSourceName()
  const { data } = useQuery(sourceQueries.all())
  const { data: lostAt } = useQuery({ ...liveQueries.of(source), select: (live) => live.lostAt })
  if (lostAt !== null) return { writable: false, why: 'gateway', since: lostAt, words: null }
  const health = data?.sources.find(({ name }) => name === source)?.health
  if (health?.state === 'down') {
    return { writable: false, why: 'source', since: health.lastGoodAt, words: health.message }
  }
  if (data?.role === 'viewer') return { writable: false, why: 'role', since: null, words: null }
  return { writable: true }
}
