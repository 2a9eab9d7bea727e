import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/CopyButton.tsx'

interface RawJsonProps {
  readonly value: unknown
  readonly summary: ReactNode
  /** What is copied, for the name of the button. */
  readonly label: string
}

/** A document of the server as it came, behind a fold: text is made of it only when somebody opens it. */
export function RawJson({ value, summary, label }: RawJsonProps) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const text = open ? JSON.stringify(value, undefined, 2) : ''
  return (
    <details className="raw-json" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && (
        <div className="raw-json-body">
          <CopyButton text={text} label={t`Copy ${label}`} />
          <pre>{text}</pre>
        </div>
      )}
    </details>
  )
}
