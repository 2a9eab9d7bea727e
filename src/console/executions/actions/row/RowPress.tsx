import { useEffect, useEffectEvent, useRef } from 'react'
import type { ExecutionRow } from '../../executionRow.ts'
import { useFirstAct } from './useFirstAct.ts'

interface RowPressProps {
  readonly id: string
  readonly execution: ExecutionRow
  readonly onMenu: (isOpen: boolean) => void
  readonly onDone: () => void
}

/** What the key that was pressed does, once, when it is on screen. */
export function RowPress({ id, execution, onMenu, onDone }: RowPressProps) {
  const { take } = useFirstAct(id, execution, onMenu)
  const isDone = useRef(false)
  const press = useEffectEvent(() => {
    if (isDone.current) return // React runs effects twice while one develops
    isDone.current = true
    onDone()
    take()
  })
  useEffect(() => press(), [])
  return null
}
