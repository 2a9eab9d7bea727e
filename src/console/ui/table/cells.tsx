/** Cells that more than one table shows. */
import type { To } from 'react-router'
import { Id } from '../values/Id.tsx'

/** The link of a row. Only the row in reach of the keyboard has it in its tab order. */
export function IdCell({ id, to, reachable }: { id: string; to: To; reachable: boolean }) {
  return <Id value={id} to={to} tabIndex={reachable ? 0 : -1} bare />
}

/** Enough for any column; a text of a megabyte must not go into the document fifty times. */
export function firstLine(text: string): string {
  return text.trimStart().slice(0, 300).split('\n', 1)[0] ?? ''
}
