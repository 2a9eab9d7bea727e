import { useLingui } from '@lingui/react/macro'
import { Suspense, lazy, useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import { useKey } from '../../../ui/keys.ts'
import { useIsReachable } from '../../../ui/tableModel.ts'
import type { ListedExecution } from '../../executionRow.ts'
import './rowActions.css'

const RowButtons = lazy(async () => ({ default: (await import('./RowButtons.tsx')).RowButtons }))

/**
 * What can be done with a row, in the row that the pointer or the focus is in; a row costs nothing before that. `r` does
 * the right next thing with the row in focus, unless a record is open: then it is that one's.
 */
export function RowActions({ row }: { readonly row: ListedExecution }) {
  const { t } = useLingui()
  const isRecordOpen = useParams()['id'] !== undefined
  const isReachable = useIsReachable()
  const place = useRef<HTMLSpanElement>(null)
  const [isHere, setHere] = useState(false)
  const [isMenuOpen, setMenuOpen] = useState(false)
  /** Pressed, and not yet done: the code may still be on its way. */
  const [isPressed, setPressed] = useState(false)

  useKey('r', isReachable ? t`The right next action` : undefined, 'list', () => {
    const isFocused = place.current?.closest('tr')?.contains(document.activeElement) === true
    if (isRecordOpen || !isFocused) return false
    setPressed(true)
    return undefined
  })

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
  }, [])

  return (
    <span ref={place} className="row-actions">
      {(isHere || isMenuOpen || isPressed) && row.execution !== undefined && (
        <Suspense fallback={null}>
          <RowButtons
            id={row.id}
            execution={row.execution}
            isMenuOpen={isMenuOpen}
            onMenu={setMenuOpen}
            isPressed={isPressed}
            onPressDone={() => setPressed(false)}
          />
        </Suspense>
      )}
    </span>
  )
}
