import { useLingui } from '@lingui/react/macro'
import { FlexRender, functionalUpdate } from '@tanstack/react-table'
import type { RowData, SortingState } from '@tanstack/react-table'
import { Suspense, lazy, useMemo, useRef } from 'react'
import type { KeyboardEvent, MouseEvent, ReactNode, RefObject } from 'react'
import { CellMenus } from './CellMenus.tsx'
import type { CellMenusHandle, CellMenusProps } from './CellMenus.tsx'
import { ColumnHead } from './ColumnHead.tsx'
import './dataTable.css'
import { useKey } from '../keys.ts'
import type { Density } from '../preferences.ts'
import { RowRoom } from './RowRoom.tsx'
import { SelectPage, SelectRow } from './SelectBox.tsx'
import { Reachable, rowMaker, useAppTable } from './tableModel.ts'
import type { RowSelection, TableCell, TableColumn } from './tableModel.ts'
import { useRangeSelection } from './useRangeSelection.ts'
import { focusedRow, rowOf, useRowFocus } from './useRowFocus.ts'
import { useRowOrder } from './useRowOrder.ts'

const VirtualRows = lazy(async () => ({ default: (await import('./VirtualRows.tsx')).VirtualRows }))

/** From this many on, only the rows in sight are in the document. */
const MANY_ROWS = 200
const FIRST_ROWS = 50

const noSorting: SortingState = []

interface DataTableProps<T extends RowData> {
  readonly label: string
  readonly columns: readonly TableColumn<T>[]
  readonly rows: readonly T[]
  readonly rowId: (row: T) => string
  /** The place of each row by its id, where it is known already; it may know others, whose places are behind these. */
  readonly places?: ReadonlyMap<string, number> | undefined
  /** What the table scrolls in. */
  readonly scroller: RefObject<HTMLElement | null>
  readonly rowHeight: number
  readonly density?: Density
  /** Every column keeps its width, and the table may be wider than its place. */
  readonly keepsWidths?: boolean
  readonly sorting?: SortingState
  readonly onSortingChange?: (sorting: SortingState) => void
  readonly selection?: RowSelection
  /** What can be done with the value of a cell, offered on the cell. */
  readonly choicesOf?: CellMenusProps['choicesOf']
  /** The row that is open beside the table. */
  readonly currentId?: string | undefined
  readonly onOpen: (row: T, byKeyboard: boolean) => void
  /** Asked first when `j` (1) or `k` (-1) is pressed; true when it walked something else than the focus. */
  readonly onWalk?: ((step: 1 | -1) => boolean) | undefined
  /** Shown rows are not those that were asked for last. */
  readonly busy?: boolean
  /** In place of the rows. */
  readonly placeholder?: ReactNode
}

/**
 * A plain table: headers that sort are buttons, rows are reached with Tab once and walked with the arrow keys, `j` and
 * `k`, opened with Enter or a click anywhere that is not a link, and selected with Space, `x`, their box, or a range of
 * them with Shift. The right arrow goes from a row to what can be done with the values of its cells.
 */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  rowId,
  places,
  scroller,
  rowHeight,
  density = 'compact',
  keepsWidths = false,
  sorting = noSorting,
  onSortingChange,
  selection,
  choicesOf,
  currentId,
  onOpen,
  onWalk,
  busy = false,
  placeholder,
}: DataTableProps<T>) {
  const { t } = useLingui()
  const body = useRef<HTMLTableSectionElement>(null)
  const cellMenus = useRef<CellMenusHandle>(null)
  // From the first one the table knows which way a column sorts first. The others are made when they come into sight:
  // of a hundred thousand hardly any ever does.
  const sample = useMemo(() => rows.slice(0, 1), [rows])
  const table = useAppTable({
    columns,
    data: sample,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: (next) => onSortingChange?.(functionalUpdate(next, sorting)),
  })
  // What the hook gives is another object each time; the table itself stays.
  const owner = table.getAllColumns()[0]?.table ?? table
  const makeRow = useMemo(() => rowMaker(owner), [owner])
  const ordered = useRowOrder(rows, rowId, places)
  const { reachable, noteFocus, focusRow, restoreFocus } = useRowFocus(body, ordered, currentId)
  const select = useRangeSelection(ordered, selection)
  const isVirtual = rows.length >= MANY_ROWS

  /** The place of the row that has the focus itself, not something in it; -1 when none has. */
  const focusedIndex = () => ordered.placeOf(focusedRow(body.current))

  function walk(step: 1 | -1) {
    if (onWalk?.(step) === true) return
    const focused = focusedIndex()
    focusRow(focused < 0 ? reachable : ordered.idAt(focused + step))
  }
  useKey('j', t`Next row`, 'list', () => walk(1))
  useKey('k', t`Previous row`, 'list', () => walk(-1))
  useKey('Enter', t`Open the row`, 'list', () => {
    const row = rows[focusedIndex()]
    return row === undefined ? false : onOpen(row, true)
  })
  useKey('x', selection && t`Select the row`, 'list', () => {
    const index = focusedIndex()
    const at = index < 0 ? ordered.placeOf(currentId) : index
    return at < 0 ? false : select.toggle(at)
  })

  useKey('ArrowRight', choicesOf && t`Filter by a value of the row`, 'list', () => {
    const row = rowOf(body.current, focusedRow(body.current) ?? '')
    return row === null ? false : cellMenus.current?.enter(row)
  })

  function onKey(event: KeyboardEvent<HTMLTableRowElement>, index: number) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const step = stepOf(event.key)
    if (event.key === ' ' && selection !== undefined) select.toggle(index)
    else if (step === undefined) return
    else {
      const to = Math.max(0, Math.min(rows.length - 1, index + step))
      if (event.shiftKey) select.extend(index, to)
      focusRow(ordered.idAt(to))
    }
    event.preventDefault()
  }

  function onClick(event: MouseEvent<HTMLTableRowElement>, row: T, index: number) {
    if (isOnControl(event) || event.ctrlKey || event.metaKey || event.altKey || event.button !== 0) return
    if (event.shiftKey) {
      window.getSelection()?.removeAllRanges()
      select.choose(index, true, true)
    } else if (window.getSelection()?.isCollapsed ?? true) onOpen(row, false)
  }

  function renderRow(index: number): ReactNode {
    const original = rows[index]
    if (original === undefined) return null
    const row = makeRow(original, index)
    const isSelected = selection?.ids.has(row.id)
    return (
      <Reachable key={row.id} value={row.id === reachable}>
        <tr
          data-row-id={row.id}
          tabIndex={row.id === reachable ? 0 : -1}
          aria-rowindex={isVirtual ? index + 2 : undefined}
          aria-current={row.id === currentId ? 'true' : undefined}
          className={isSelected === true ? 'is-selected' : undefined}
          onFocus={() => noteFocus(row.id)}
          onKeyDown={(event) => onKey(event, index)}
          onClick={(event) => onClick(event, row.original, index)}
        >
          {isSelected !== undefined && (
            <td className="col-select">
              <SelectRow
                id={row.id}
                selected={isSelected}
                onChange={(selected, isRange) => select.choose(index, selected, isRange)}
              />
            </td>
          )}
          <Cells cells={row.getAllCells()} hasMenus={choicesOf !== undefined} />
        </tr>
      </Reachable>
    )
  }

  return (
    <>
      <table
        className={`data-table is-${density}${keepsWidths ? ' keeps-widths' : ''}`}
        style={keepsWidths ? { minWidth: widthOf(columns) } : undefined}
        aria-label={label}
        aria-busy={busy}
        aria-rowcount={isVirtual ? rows.length + 1 : undefined}
      >
        {/* A phone takes the head out of the table, and with it the widths. */}
        <colgroup>
          {selection && <col className="col-select" />}
          {table.getAllColumns().map(({ id, columnDef: { meta } }) => (
            <col key={id} className={meta?.className} style={keepsWidths ? { width: meta?.width } : undefined} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={isVirtual ? 1 : undefined}>
              {selection && (
                <th scope="col" className="col-select">
                  <SelectPage
                    all={rows.length}
                    selected={selection.here}
                    onChange={(selected) => selection.onSelect(rows.map(rowId), selected)}
                  />
                </th>
              )}
              {group.headers.map((header) => (
                <ColumnHead key={header.id} header={header} keepsWidth={keepsWidths} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={body}>
          {placeholder}
          {isVirtual ? (
            // Until its code is there, the first rows stand, with the room of the others, so that nothing jumps.
            <Suspense
              fallback={
                <>
                  {rows.slice(0, FIRST_ROWS).map((_, index) => renderRow(index))}
                  <RowRoom height={(rows.length - FIRST_ROWS) * rowHeight} />
                </>
              }
            >
              <VirtualRows
                scroller={scroller}
                count={rows.length}
                rowHeight={rowHeight}
                kept={ordered.placeOf(reachable)}
                render={renderRow}
                onShown={restoreFocus}
              />
            </Suspense>
          ) : (
            rows.map((_, index) => renderRow(index))
          )}
        </tbody>
      </table>
      {choicesOf && <CellMenus ref={cellMenus} body={body} choicesOf={choicesOf} />}
    </>
  )
}

/** The same elements as before while the row is the same: walking from row to row renders only the two rows anew. */
function Cells<T extends RowData>({ cells, hasMenus }: { cells: readonly TableCell<T>[]; hasMenus: boolean }) {
  return useMemo(
    () =>
      cells.map((cell) => (
        <td
          key={cell.id}
          data-column={hasMenus ? cell.column.id : undefined}
          className={cell.column.columnDef.meta?.className}
        >
          <FlexRender cell={cell} />
        </td>
      )),
    [cells, hasMenus],
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

const isOnControl = ({ target }: MouseEvent): boolean =>
  target instanceof Element && target.closest('a, button, input, label, dialog') !== null
