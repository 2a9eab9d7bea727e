import { FlexRender } from '@tanstack/react-table'
import type { RowData } from '@tanstack/react-table'
import { Icon } from '../Icon.tsx'
import type { TableHeader } from './tableModel.ts'

interface ColumnHeadProps<T extends RowData> {
  readonly header: TableHeader<T>
  readonly keepsWidth: boolean
}

/** The head of a column: a button where the server can sort by it. */
export function ColumnHead<T extends RowData>({ header, keepsWidth }: ColumnHeadProps<T>) {
  const { column } = header
  const { className, width } = column.columnDef.meta ?? {}
  const style = keepsWidth && width !== undefined ? { width } : undefined
  if (!column.getCanSort()) {
    return (
      <th scope="col" className={className} style={style}>
        <FlexRender header={header} />
      </th>
    )
  }
  const sorted = column.getIsSorted()
  return (
    <th scope="col" className={className} style={style} aria-sort={ARIA_SORTS[String(sorted)]}>
      <button
        type="button"
        className={`sort-button${sorted === false ? '' : ' is-sorted'}`}
        onClick={column.getToggleSortingHandler()}
      >
        <FlexRender header={header} />
        <Icon name={sorted === 'asc' ? 'up' : 'down'} />
      </button>
    </th>
  )
}

const ARIA_SORTS: Readonly<Record<string, 'none' | 'ascending' | 'descending'>> = {
  false: 'none',
  asc: 'ascending',
  desc: 'descending',
}
