import { useState } from 'react'
import type { ReactNode } from 'react'

interface FoldProps {
  readonly summary: ReactNode
  readonly className: string
  /** Called only while the fold is open: what nobody opens costs nothing. */
  readonly children: () => ReactNode
}

/** Something behind a line that opens it. */
export function Fold({ summary, className, children }: FoldProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className={className} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children()}
    </details>
  )
}
