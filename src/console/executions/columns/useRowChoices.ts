import { useMedia } from '../../ui/useMedia.ts'
import type { MenuChoice } from '../../ui/MenuPanel.tsx'
import { useUrlState } from '../../url/useUrlState.ts'
import type { ListedExecution } from '../executionRow.ts'
import { ExecutionSearch, START, withPart } from '../executionSearch.ts'
import { PHONE_COLUMNS } from './columnFields.ts'
import { useCellChoices } from './useCellChoices.tsx'
import { useColumns } from './useColumns.ts'

/** What can be done with the values of the cells of a row, all of them in one list. */
export function useRowChoices(source: string, row: ListedExecution): readonly MenuChoice[] {
  const [search, setSearch] = useUrlState(ExecutionSearch)
  const { names } = useColumns()
  const isPhone = useMedia('(max-width: 599px)')
  const choicesOf = useCellChoices({
    source,
    rows: [row],
    onAdd: search.view === 'deleted' ? undefined : (added) => setSearch({ ...START, filter: withPart(search, added) }),
  })
  return (isPhone ? PHONE_COLUMNS : names).flatMap((name) => choicesOf(row.id, name))
}
