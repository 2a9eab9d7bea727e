/** Cells that more than one table shows. */
import type { To } from 'react-router'
import { Id } from './Id.tsx'

/** The link of a row. Only the row in reach of the keyboard has it in its tab order. */
export function IdCell({ id, to, reachable }: { id: string; to: To; reachable: boolean }) {
  return <Id value={id} to={to} tabIndex={reachable ? 0 : -1} bare />
}
