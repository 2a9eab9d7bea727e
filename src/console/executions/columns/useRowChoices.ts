import { withPart } from '../../conditions/filterText.ts'
import { useMedia } from '../../ui/useMedia.ts'
import type { MenuChoice } from '../../ui/popup/MenuPanel.tsx'
import { useUrlState } from '../../url/useUrlState.ts'
import type { ListedExecution } from '../executionRow.ts'
import { ExecutionSearch, START } from '../executionSearch.ts'
import { PHONE_COLUMNS, shownPaths } from './columnFields.ts'
import { useCellChoices } from '../../conditions/useCellChoices.tsx'
import { useColumns } from './useColumns.ts'

interface RowChoices {
  readonly choices: readonly MenuChoice[]
  /** False where they are only copied. */
  readonly takesFilter: boolean
}

/** The conditions that the values of a row offer, all of its cells in one list; where the list takes none, the values to copy. */
export function useRowChoices(source: string, row: ListedExecution): RowChoices {
  const [search, setSearch] = useUrlState(ExecutionSearch)
  const { names } = useColumns()
  const isPhone = useMedia('(max-width: 599px)')
  const takesFilter = search.view !== 'deleted'
  const choicesOf = useCellChoices({
    source,
    rows: [row],
    pathsOf: shownPaths,
    byId: 'ID',
    onAdd: takesFilter ? (added) => setSearch({ ...START, filter: withPart(search, added) }) : undefined,
    hasCopies: !takesFilter,
  })
  const choices = (isPhone ? PHONE_COLUMNS : names).flatMap((name) => choicesOf(row.id, name))
  return { choices, takesFilter }
}
