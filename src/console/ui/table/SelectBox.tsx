import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { useIsReachable } from './tableModel.ts'

interface SelectRowProps {
  readonly id: string
  readonly selected: boolean
  /** `isRange`: with Shift held, from the row that was chosen before. */
  readonly onChange: (selected: boolean, isRange: boolean) => void
}

/** The whole cell is the box, or a finger would open the row beside it. */
export function SelectRow({ id, selected, onChange }: SelectRowProps) {
  const { t } = useLingui()
  const isShift = useRef(false)
  return (
    <label
      className="select-area"
      onPointerDown={(event) => {
        isShift.current = event.shiftKey
      }}
    >
      <input
        type="checkbox"
        aria-label={t`Select ${id}`}
        checked={selected}
        tabIndex={useIsReachable() ? 0 : -1}
        onChange={(event) => {
          onChange(event.currentTarget.checked, isShift.current)
          isShift.current = false
        }}
      />
    </label>
  )
}

interface SelectPageProps {
  /** The rows of this page, and those of them that are selected. */
  readonly all: number
  readonly selected: number
  readonly onChange: (selected: boolean) => void
}

export function SelectPage({ all, selected, onChange }: SelectPageProps) {
  const { t } = useLingui()
  const box = useRef<HTMLInputElement>(null)
  const isSome = selected > 0 && selected < all
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isSome
  }, [isSome])
  return (
    <label className="select-area" data-tip={t`Select this page`}>
      <input
        ref={box}
        type="checkbox"
        aria-label={t`Select this page`}
        checked={all > 0 && selected === all}
        disabled={all === 0}
        onChange={() => onChange(selected < all)}
      />
    </label>
  )
}
