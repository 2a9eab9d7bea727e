import { useSourceName } from '../ui/useSourceName.ts'
import { useUrlState } from '../url/useUrlState.ts'
import { ExecutionSearch, executionsAddress } from './executionSearch.ts'

/** The address of an execution beside the list that is on screen. */
export function useExecutionAddress(): (id: string) => string {
  const source = useSourceName()
  const [search] = useUrlState(ExecutionSearch)
  return (id) => executionsAddress(source, search, id)
}
