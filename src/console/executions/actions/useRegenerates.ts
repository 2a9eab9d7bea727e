import { useQuery } from '@tanstack/react-query'
import { sourceQueries } from '../../ui/sourceQueries.ts'

/** True where the server was found to regenerate snapshots. */
export function useRegenerates(source: string): boolean {
  const { data } = useQuery(sourceQueries.all())
  return data?.sources.find(({ name }) => name === source)?.regeneratesSnapshots === true
}
