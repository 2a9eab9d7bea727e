import { Suspense, lazy, useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { ListedExecution } from '../../executionRow.ts'
import { RowMore } from './RowMore.tsx'
import './rowActions.css'
import { useRowPress } from './useRowPress.ts'

const RowButtons = lazy(async () => ({ default: (await import('./RowButtons.tsx')).RowButtons }))
const RowPress = lazy(async () => ({ default: (await import('./RowPress.tsx')).RowPress }))

interface RowActionsProps {
  readonly row: ListedExecution
  /** A finger has no place to rest: there the way to the actions always stands in the row. */
  readonly isTouch?: boolean
}

/** What can be done with a row, in the row that the pointer or the focus is in; a row costs nothing before that. */
export function RowActions({ row, isTouch = false }: RowActionsProps) {
  const { id, execution } = row
  const place = useRef<HTMLSpanElement>(null)
  const isHere = useIsHere(place)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isPressed, pressDone] = useRowPress(place)

  return (
    <span ref={place} className={isTouch ? 'row-touch' : 'row-actions'}>
      {execution !== undefined && (
        <>
          {isTouch ? (
            <RowMore row={row} execution={execution} hasValues isOpen={isMenuOpen} onOpen={setMenuOpen} />
          ) : (
            (isHere || isMenuOpen) && (
              <Suspense fallback={null}>
                <RowButtons row={row} execution={execution} isMenuOpen={isMenuOpen} onMenu={setMenuOpen} />
              </Suspense>
            )
          )}
          {isPressed && (
            <Suspense fallback={null}>
              <RowPress id={id} execution={execution} onMenu={setMenuOpen} onDone={pressDone} />
            </Suspense>
          )}
        </>
      )}
    </span>
  )
}

/** Is the pointer or the focus in the row that holds this place. */
function useIsHere(place: RefObject<HTMLElement | null>): boolean {
  const [isHere, setHere] = useState(false)
  useEffect(() => {
    const element = place.current?.closest('tr')
    if (!element) return undefined
    const come = () => setHere(true)
    const leave = () => setHere(element.matches(':hover, :focus-within'))
    const events = { pointerenter: come, focusin: come, pointerleave: leave, focusout: leave }
    for (const [name, listener] of Object.entries(events)) element.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of Object.entries(events)) element.removeEventListener(name, listener)
    }
  }, [place])
  return isHere
}
