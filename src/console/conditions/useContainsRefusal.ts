import { useQuery } from '@tanstack/react-query'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'

/** The server's words when it refuses to look inside of texts; undefined where it does, and while that is unknown. */
export function useContainsRefusal(): string | undefined {
  const source = useSourceName()
  const { data } = useQuery(sourceQueries.all())
  const refused = data?.sources.find(({ name }) => name === source)?.refusedOperators ?? []
  return refused.find(({ operator }) => operator === 'CONTAINS')?.message
}
