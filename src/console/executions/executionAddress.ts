import { useLocation } from 'react-router'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { executionsAddress } from './executionSearch.ts'

/** The address of an execution beside the list that is on screen. Every row asks for it: the search is not read anew. */
export function useExecutionAddress(): (id: string) => string {
  const source = useSourceName()
  const { search } = useLocation()
  return (id) => executionsAddress(source, {}, id) + search
}
