import { Trans } from '@lingui/react/macro'
import { useId } from 'react'
import { MOST_RATE } from '../../../gateway/api/maintenance.ts'

interface RateFieldProps {
  /** As it was typed. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
}

/** The rate that was typed; undefined where it is none. */
export function rateOf(typed: string): number | undefined {
  const text = typed.trim()
  const rate = /^\d{1,4}$/u.test(text) ? Number(text) : 0
  return rate >= 1 && rate <= MOST_RATE ? rate : undefined
}

export function RateField({ value, onChange, disabled = false }: RateFieldProps) {
  const problemId = useId()
  const isWrong = rateOf(value) === undefined
  return (
    <div>
      <label className="tool-field">
        <Trans>Records a second, at most</Trans>
        <input
          className="rate-box"
          inputMode="numeric"
          autoComplete="off"
          value={value}
          disabled={disabled}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? problemId : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </label>
      {isWrong && (
        <p className="problem" id={problemId}>
          <Trans>A whole number from 1 to {MOST_RATE}.</Trans>
        </p>
      )}
    </div>
  )
}
