/** What `edit` in the address says: that the condition builder is open, and where in the filter. Pure. */
import type { Condition } from '../../wow/condition/condition.ts'

/** At a new row, or at the top. */
export const NEW_ROW = 'new'
export const TOP = 'all'
export const EDIT = /^(?:new|all|\d+(?:\.\d+)*)$/u

const GROUPS = /^(?:AND|OR|NOR)$/u

/** At the node with this path of the applied filter. What is no group stands alone in one in the builder. */
export function editAt(filter: Condition, path: readonly number[]): string {
  const inBuilder = GROUPS.test(filter.operator ?? '') ? path : [0, ...path]
  return inBuilder.length === 0 ? TOP : inBuilder.join('.')
}
