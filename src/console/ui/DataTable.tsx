import { useLingui } from '@lingui/react/macro'
import { createTableHook, functionalUpdate, metaHelper, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import type { ColumnDef, RowData, SortingState } from '@tanstack/react-table'
import { createContext, useContext, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import type { Density } from './preferences.ts'
import { useKey } from './keys.ts'
import './dataTable.css'

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

const noSorting: SortingState = []

/** Is the row of this cell the one in reach of the Tab key. */
const Reachable = createContext(false)
export const useIsReachable = () => useContext(Reachable)

interface DataTableProps<T extends RowData> {
  readonly label: string
  readonly columns: readonly TableColumn<T>[]
  readonly rows: readonly T[]
  readonly rowId: (row: T) => string
  readonly sorting?: SortingState
  readonly onSortingChange?: (sorting: SortingState) => void
  /** The row that is open beside the table. */
  readonly currentId?: string | undefined
  readonly onOpen: (row: T, byKeyboard: boolean) => void
  /** Asked first when `j` (1) or `k` (-1) is pressed; true when it walked something else than the focus. */
  readonly onWalk?: ((step: 1 | -1) => boolean) | undefined
  /** Shown rows are not those that were asked for last. */
  readonly busy?: boolean
  /** In place of the rows. */
  readonly placeholder?: ReactNode
  readonly density?: Density
  /** Every column keeps its width, and the table may be wider than its place. */
  readonly keepsWidths?: boolean
}

/**
 * A plain table: headers that sort are buttons, rows are reached with Tab once and walked with the arrow keys, `j` and
 * `k`, and opened with Enter or a click anywhere that is not a link.
 */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  rowId,
  sorting = noSorting,
  onSortingChange,
  currentId,
  onOpen,
  onWalk,
  busy = false,
  placeholder,
  density = 'compact',
  keepsWidths = false,
}: DataTableProps<T>) {
  const { t } = useLingui()
  const body = useRef<HTMLTableSectionElement>(null)
  const [lastFocused, setLastFocused] = useState<string>()
  const table = useAppTable({
    columns,
    data: rows,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: (next) => onSortingChange?.(functionalUpdate(next, sorting)),
  })
  const shown = table.getRowModel().rows
  const ids = shown.map(({ id }) => id)
  const reachable = [lastFocused, currentId].find((id) => id !== undefined && ids.includes(id)) ?? ids[0]

  function walk(step: 1 | -1) {
    if (onWalk?.(step) === true) return
    const focused = focusedIndex(body.current)
    focusRow(body.current, focused === undefined ? ids.indexOf(reachable ?? '') : focused + step)
  }
  useKey('j', t`Next row`, 'list', () => walk(1))
  useKey('k', t`Previous row`, 'list', () => walk(-1))
  useKey('Enter', t`Open the row`, 'list', () => {
    const row = shown[focusedIndex(body.current) ?? -1]
    return row === undefined ? false : onOpen(row.original, true)
  })

  function walkByArrow(event: KeyboardEvent<HTMLTableRowElement>, index: number) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const step = stepOf(event.key)
    if (step === undefined) return
    focusRow(body.current, step === Infinity ? ids.length - 1 : step === -Infinity ? 0 : index + step)
    event.preventDefault()
  }

  return (
    <table
      className={`data-table is-${density}${keepsWidths ? ' keeps-widths' : ''}`}
      style={keepsWidths ? { minWidth: widthOf(columns) } : undefined}
      aria-label={label}
      aria-busy={busy}
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const sorted = header.column.getIsSorted()
              return (
                <th
                  key={header.id}
                  scope="col"
                  className={header.column.columnDef.meta?.className}
                  style={keepsWidths ? { width: header.column.columnDef.meta?.width } : undefined}
                  aria-sort={
                    header.column.getCanSort()
                      ? sorted === false
                        ? 'none'
                        : sorted === 'asc'
                          ? 'ascending'
                          : 'descending'
                      : undefined
                  }
                >
                  {header.column.getCanSort() ? (
                    <button
                      type="button"
                      className={`sort-button${sorted === false ? '' : ' is-sorted'}`}
                      onClick={header.column.getToggleSortingHandler()}
                    >
                      <table.FlexRender header={header} />
                      <Icon name={sorted === 'asc' ? 'up' : 'down'} />
                    </button>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              )
            })}
          </tr>
        ))}
      </thead>
      <tbody ref={body}>
        {placeholder}
        {shown.map((row, index) => (
          <Reachable key={row.id} value={row.id === reachable}>
            <tr
              data-row-id={row.id}
              tabIndex={row.id === reachable ? 0 : -1}
              aria-current={row.id === currentId ? 'true' : undefined}
              onFocus={() => setLastFocused(row.id)}
              onKeyDown={(event) => walkByArrow(event, index)}
              onClick={(event) => {
                if (isPlainClick(event)) onOpen(row.original, false)
              }}
            >
              {row.getAllCells().map((cell) => (
                // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- a cell, whose content is its label
                <td key={cell.id} className={cell.column.columnDef.meta?.className}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          </Reachable>
        ))}
      </tbody>
    </table>
  )
}

function widthOf<T extends RowData>(columns: readonly TableColumn<T>[]): number {
  return columns.reduce((sum, { meta }) => sum + (meta?.width ?? 0), 0)
}

function stepOf(key: string): number | undefined {
  if (key === 'ArrowDown') return 1
  if (key === 'ArrowUp') return -1
  if (key === 'Home') return -Infinity
  return key === 'End' ? Infinity : undefined
}

/** The place of the row that has the focus itself, not something in it. */
function focusedIndex(body: HTMLElement | null): number | undefined {
  const rows = [...(body?.querySelectorAll<HTMLElement>('tr[data-row-id]') ?? [])]
  const index = rows.findIndex((row) => row === document.activeElement)
  return index < 0 ? undefined : index
}

/** Moves the focus to a row by its place; stays where it is at the ends. */
function focusRow(body: HTMLElement | null, index: number): void {
  const row = body?.querySelectorAll<HTMLElement>('tr[data-row-id]').item(index)
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/** A click that means the row: not on something in it, not with a modifier, not the end of selecting text. */
function isPlainClick(event: MouseEvent<HTMLTableRowElement>): boolean {
  const onControl = event.target instanceof Element && event.target.closest('a, button, input, label') !== null
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0
  return !onControl && !modified && (window.getSelection()?.isCollapsed ?? true)
}
