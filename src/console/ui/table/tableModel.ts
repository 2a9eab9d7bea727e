/** What every table here is made with: columns that sort at the server, and what they say about their look. */
import { constructRow, createTableHook, metaHelper, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import type { Cell, ColumnDef, Header, Row, RowData, Table } from '@tanstack/react-table'
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
export type TableHeader<T extends RowData> = Header<typeof features, T>

/** Makes the table's row of a piece of data when it is wanted; the same one again for the same data. */
export function rowMaker<T extends RowData>(table: Table<typeof features, T>) {
  const made = new WeakMap<T, Row<typeof features, T>>()
  return (original: T, index: number) => {
    const known = made.get(original)
    if (known?.index === index) return known
    const row = constructRow(table, table.getRowId(original, index), original, index, 0)
    made.set(original, row)
    return row
  }
}

/** The rows that a person selected, here and elsewhere. */
export interface RowSelection {
  readonly ids: { readonly has: (id: string) => boolean }
  /** How many of them stand in this table. */
  readonly here: number
  readonly onSelect: (ids: readonly string[], selected: boolean) => void
}

/** Is the row of this cell the one in reach of the Tab key. */
export const Reachable = createContext(false)
export const useIsReachable = () => useContext(Reachable)
