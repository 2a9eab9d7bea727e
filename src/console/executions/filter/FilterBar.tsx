import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { ComponentProps, ReactNode, Ref } from 'react'
import type { Condition } from '../../../wow/condition/condition.ts'
import { MAX_WRITTEN } from '../../../wow/condition/conditionCodec.ts'
import { ConditionChips } from '../../conditions/ConditionChips.tsx'
import { filterOf, filterParts, toFilter } from '../../conditions/filterText.ts'
import { QuickBox } from './QuickBox.tsx'

interface FilterBarProps extends ComponentProps<typeof ConditionChips> {
  readonly inputRef: Ref<HTMLInputElement>
  /** At the end of the bar. */
  readonly children?: ReactNode
}

/** The quick text box and the chips of what it added. */
export function FilterBar({ inputRef, children, ...chips }: FilterBarProps) {
  const { filter, onChange } = chips
  const condition = filterOf({ filter })
  const parts = condition === undefined ? [] : filterParts(condition)
  const [tooLong, setTooLong] = useState(0)

  function add(added: Condition): boolean {
    const next = toFilter([...parts, added])
    const fits = next.length <= MAX_WRITTEN
    setTooLong(fits ? 0 : next.length)
    if (fits) onChange(next)
    return fits
  }

  return (
    <div className="filter-bar">
      <QuickBox inputRef={inputRef} onAdd={add} />
      <ConditionChips {...chips} />
      {children}
      {tooLong > 0 && (
        <p className="problem" role="alert">
          <Trans>
            Not added: with it the filter would need {tooLong} characters in the address, and {MAX_WRITTEN} is the most
            that can be read back.
          </Trans>
        </p>
      )}
    </div>
  )
}
