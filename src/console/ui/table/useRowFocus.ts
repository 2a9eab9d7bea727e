import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { RowOrder } from './useRowOrder.ts'

/** A row that is to come into sight, and whether the focus comes with it. */
interface Wanted {
  readonly id: string
  readonly focus: 'always' | 'from-nowhere' | 'never'
}

/**
 * The one row in reach of the Tab key, and the focus on rows, also on one that is only about to be in the document. The
 * row that is open comes into sight, and the focus that is on another row goes there: keys mean the row that is shown.
 */
export function useRowFocus(body: RefObject<HTMLElement | null>, rows: RowOrder, currentId: string | undefined) {
  const [lastFocused, setLastFocused] = useState<string>()
  const wanted = useRef<Wanted | undefined>(currentId === undefined ? undefined : { id: currentId, focus: 'never' })
  const opened = useRef(currentId)

  useEffect(() => {
    const closed = opened.current
    const id = currentId ?? closed
    opened.current = currentId
    if (id === undefined || currentId === closed) return
    const isOnRow = focusedRow(body.current) !== undefined
    // A record that is closed gives the focus back to its row, unless it already went somewhere else.
    wanted.current = { id, focus: currentId === undefined ? 'from-nowhere' : isOnRow ? 'always' : 'never' }
    setLastFocused(id)
  }, [body, currentId])

  useEffect(() => {
    if (wanted.current === undefined || rows.length === 0) return
    const { id, focus } = wanted.current
    const row = rowOf(body.current, id)
    const isTaken = focus === 'from-nowhere' && document.activeElement !== document.body
    if (row !== null || isTaken || rows.placeOf(id) < 0) wanted.current = undefined
    if (row === null || isTaken) return
    if (focus === 'never') row.scrollIntoView({ block: 'nearest' })
    else focusIn(row)
  })

  const reachable = [lastFocused, currentId].find((id) => rows.placeOf(id) >= 0) ?? rows.idAt(0)
  return {
    reachable,
    noteFocus: setLastFocused,
    focusRow: (id: string | undefined) => {
      if (id === undefined) return
      const row = rowOf(body.current, id)
      if (row !== null) return focusIn(row)
      wanted.current = { id, focus: 'always' }
      setLastFocused(id)
    },
    /** After the row with the focus was put into the document anew. */
    restoreFocus: () => {
      const id = wanted.current?.id ?? lastFocused
      const row = id === undefined ? null : rowOf(body.current, id)
      if (row === null || wanted.current?.focus === 'never' || document.activeElement !== document.body) return
      wanted.current = undefined
      focusIn(row)
    },
  }
}

export const rowOf = (body: HTMLElement | null, id: string) =>
  body?.querySelector<HTMLElement>(`tr[data-row-id="${CSS.escape(id)}"]`) ?? null

function focusIn(row: HTMLElement): void {
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
}

export function focusedRow(body: HTMLElement | null): string | undefined {
  const { activeElement } = document
  const isRow = activeElement instanceof HTMLElement && body?.contains(activeElement) === true
  return isRow ? activeElement.dataset['rowId'] : undefined
}
