import { useLingui } from '@lingui/react/macro'
import { Suspense, lazy, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { KeyboardEvent, Ref, RefObject } from 'react'
import { createPortal } from 'react-dom'
import './cellMenus.css'
import { Icon } from '../Icon.tsx'
import type { MenuChoice } from '../popup/MenuPanel.tsx'

const MenuPanel = lazy(async () => ({ default: (await import('../popup/MenuPanel.tsx')).MenuPanel }))

export interface CellMenusHandle {
  /** Puts the button into the row's first cell that has choices, and the focus on it. */
  readonly enter: (row: HTMLElement) => void
}

export interface CellMenusProps {
  readonly ref: Ref<CellMenusHandle>
  readonly body: RefObject<HTMLElement | null>
  readonly choicesOf: (rowId: string, columnId: string) => readonly MenuChoice[]
}

/**
 * One button for all cells of a table: it stands in the cell that the pointer is over, or to which the keyboard went
 * with the arrows from its row. Four hundred buttons would be four hundred stops.
 */
export function CellMenus({ ref, body, choicesOf }: CellMenusProps) {
  const { t } = useLingui()
  const [cell, setCell] = useState<HTMLElement>()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const takesFocus = useRef(false)

  const choicesIn = (element: HTMLElement) => {
    const rowId = element.closest<HTMLElement>('tr')?.dataset['rowId']
    const columnId = element.dataset['column']
    return rowId === undefined || columnId === undefined ? [] : choicesOf(rowId, columnId)
  }

  useEffect(() => {
    const element = body.current
    if (element === null) return undefined
    // A menu that is open, or a button that the keyboard is on, is not taken away by the pointer.
    const isHeld = () =>
      isOpen || takesFocus.current || (button.current !== null && document.activeElement === button.current)
    const onOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch' || isHeld() || !(event.target instanceof Element)) return
      setCell(event.target.closest<HTMLElement>('td[data-column]') ?? undefined)
    }
    const onLeave = () => {
      if (!isHeld()) setCell(undefined)
    }
    element.addEventListener('pointerover', onOver)
    element.addEventListener('pointerleave', onLeave)
    return () => {
      element.removeEventListener('pointerover', onOver)
      element.removeEventListener('pointerleave', onLeave)
    }
  }, [body, isOpen])

  useEffect(() => {
    if (!takesFocus.current) return
    takesFocus.current = false
    button.current?.focus({ preventScroll: true })
    button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  useEffect(() => {
    const shown = button.current
    if (cell === undefined || shown === null) return undefined
    // What lies over the end of a row comes with the pointer, too, and a little later.
    const timers = [0, 150].map((ms) => setTimeout(() => uncover(shown, cell), ms))
    return () => timers.forEach((timer) => clearTimeout(timer))
  }, [cell])

  function goTo(target: HTMLElement | undefined) {
    if (target === undefined) return
    takesFocus.current = true
    setCell(target)
  }

  useImperativeHandle(ref, () => ({ enter: (row) => goTo(cellsOf(row).find((each) => choicesIn(each).length > 0)) }))

  function onKey(event: KeyboardEvent) {
    const row = cell?.closest<HTMLElement>('tr')
    if (cell === undefined || row === null || row === undefined || isOpen) return
    const cells = cellsOf(row).filter((each) => choicesIn(each).length > 0)
    const at = cells.indexOf(cell)
    if (event.key === 'ArrowRight') goTo(cells[at + 1])
    else if (event.key === 'ArrowLeft' && at > 0) goTo(cells[at - 1])
    else if (event.key === 'ArrowLeft' || event.key === 'Escape') {
      setCell(undefined)
      row.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  if (cell === undefined || !cell.isConnected) return null
  const choices = choicesIn(cell)
  if (choices.length === 0) return null
  return (
    <>
      {createPortal(
        <button
          ref={button}
          type="button"
          className="cell-button"
          aria-label={t`More with this value: ${cell.textContent.trim()}`}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          data-own-keys
          tabIndex={-1}
          onKeyDown={onKey}
          onBlur={(event) => {
            if (!isOpen && !cell.contains(event.relatedTarget)) setCell(undefined)
          }}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="more" />
        </button>,
        cell,
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <MenuPanel label={t`This value`} anchor={button} choices={choices} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

const SHIFT_PX = 8

/** Moves the button towards the start of its cell until nothing lies over it. */
function uncover(button: HTMLElement, cell: HTMLElement): void {
  if (!('elementFromPoint' in document)) return // where nothing is laid out
  const isCovered = () => {
    const { left, right, top, height } = button.getBoundingClientRect()
    const ends = [left + 2, right - 2].map((x) => document.elementFromPoint(x, top + height / 2))
    return ends.some((found) => found !== null && !button.contains(found))
  }
  const room = cell.clientWidth - button.offsetWidth
  for (let shift = 2; shift < room && isCovered(); shift += SHIFT_PX) button.style.right = `${shift + SHIFT_PX}px`
}

const cellsOf = (row: HTMLElement) => [...row.querySelectorAll<HTMLElement>('td[data-column]')]
