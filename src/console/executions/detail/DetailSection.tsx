import { useId } from 'react'
import type { ReactNode } from 'react'

/** One part of the detail: its name in the gutter, what it says beside. */
export function DetailSection({
  title,
  aside,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className="detail-section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className="detail-section-body">{children}</div>
      {aside}
    </section>
  )
}
