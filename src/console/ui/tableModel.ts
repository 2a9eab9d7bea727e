/** What every table here is made with: columns that sort at the server, and what they say about their look. */
import { createTableHook, metaHelper, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import type { Cell, ColumnDef, RowData } from '@tanstack/react-table'
import { createContext, useContext } from 'react'

interface ColumnMeta {
  /** Width, alignment and the order in which columns give way when there is little room. */
  readonly className?: string
  /** How many pixels it gets where the columns were chosen and the table may be wider than its place. */
  readonly width?: number
}

const features = tableFeatures({ rowSortingFeature, columnMeta: metaHelper<ColumnMeta>() })

export const { createAppColumnHelper, useAppTable } = createTableHook({
  features,
  manualSorting: true,
  enableSortingRemoval: false,
  enableMultiSort: false,
})

export type TableColumn<T extends RowData> = ColumnDef<typeof features, T>
export type TableCell<T extends RowData> = Cell<typeof features, T>

/** The rows that a person selected, here and elsewhere. */
export interface RowSelection {
  readonly ids: ReadonlySet<string>
  readonly onSelect: (ids: readonly string[], selected: boolean) => void
}

/** Is the row of this cell the one in reach of the Tab key. */
export const Reachable = createContext(false)
export const useIsReachable = () => useContext(Reachable)
