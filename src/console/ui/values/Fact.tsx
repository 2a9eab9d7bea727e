import type { ReactNode } from 'react'
import './facts.css'

/** A name and its value, inside `<dl className="facts">`. Nothing is shown for an empty value. */
export function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  if (children === undefined || children === null || children === false || children === '') return null
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
