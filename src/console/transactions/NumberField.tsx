import type { ReactNode } from 'react'

interface NumberFieldProps {
  readonly label: ReactNode
  /** As it was typed. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A field for a whole number such as an id, which has no steps and is no amount. */
export function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        inputMode="numeric"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
      />
    </label>
  )
}
