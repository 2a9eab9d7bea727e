import type { ChoosableColumn, ColumnChoice } from '../../ui/table/ColumnChooser.tsx'
import { setPreferences, usePreferences } from '../../ui/preferences.ts'
import { DEFAULT_COLUMNS, FIELD_COLUMNS, columnField, isBuiltIn, knownColumns } from './columnFields.ts'
import { useColumnName } from './useColumnName.ts'

/** The name under which a browser keeps the columns of this list. */
const LIST = 'executions'

interface Columns {
  /** The columns of the list, in their order. */
  readonly names: readonly string[]
  /** True where somebody chose them: then none gives way when there is little room. */
  readonly areChosen: boolean
  readonly choice: () => ColumnChoice
}

/** The columns that this browser shows, and the choice of others. */
export function useColumns(): Columns {
  const { columns } = usePreferences()
  const nameOf = useColumnName()
  const kept = columns[LIST]
  const names = knownColumns(kept)

  const asColumn = (id: string): ChoosableColumn => ({ id, name: nameOf(id), ...(isBuiltIn(id) ? {} : { path: id }) })

  function choice(): ColumnChoice {
    const all = [...DEFAULT_COLUMNS, ...FIELD_COLUMNS.map(({ path }) => path)]
    return {
      shown: names.map(asColumn),
      hidden: all.filter((id) => !names.includes(id)).map(asColumn),
      fixed: 'id',
      find: (text) => (text.startsWith('tags.') && columnField(text) !== undefined ? asColumn(text) : undefined),
      onChange(ids) {
        const { [LIST]: _before, ...others } = columns
        setPreferences({ columns: ids === undefined ? others : { ...others, [LIST]: [...ids] } })
      },
    }
  }

  return { names, areChosen: kept !== undefined, choice }
}
