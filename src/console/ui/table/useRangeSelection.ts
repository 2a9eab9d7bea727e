import { useRef } from 'react'
import type { RowSelection } from './tableModel.ts'
import type { RowOrder } from './useRowOrder.ts'

/** Selecting one row, and from the row that was chosen last to another one. */
export function useRangeSelection(rows: RowOrder, selection: RowSelection | undefined) {
  const anchor = useRef<string>(undefined)

  function choose(index: number, selected: boolean, isRange: boolean) {
    const id = rows.idAt(index)
    if (selection === undefined || id === undefined) return
    const from = isRange ? rows.placeOf(anchor.current) : index
    selection.onSelect(rows.idsBetween(from < 0 ? index : from, index), selected)
    anchor.current = id
  }

  return {
    choose,
    toggle: (index: number) => {
      choose(index, selection?.ids.has(rows.idAt(index) ?? '') !== true, false)
    },
    /** Moves the end of the range: what it leaves is no longer selected. */
    extend: (from: number, to: number) => {
      if (selection === undefined) return
      const known = rows.placeOf(anchor.current)
      const start = known < 0 ? from : known
      anchor.current = rows.idAt(start)
      const isLeaving = Math.abs(to - start) < Math.abs(from - start)
      if (isLeaving) {
        const left = rows.idsBetween(from, to).filter((id) => id !== rows.idAt(to))
        selection.onSelect(left, false)
      } else selection.onSelect(rows.idsBetween(start, to), true)
    },
  }
}
