/** Which nodes of a draft this server is known to refuse. Pure. */
import type { Condition, Operator } from '../../../wow/condition/condition.ts'
import type { DraftNode } from './draft.ts'

/** As in `/api/sources`. */
export interface RefusedOperator {
  readonly operator: string
  readonly form?: 'false' | 'ignoreCase' | undefined
  readonly message: string
}

/** The server's words when it refuses the operator whatever else the condition says. */
export const refusalOf = (operator: Operator, refused: readonly RefusedOperator[]): string | undefined =>
  refused.find((each) => each.operator === operator && each.form === undefined)?.message

/** The words with which it refuses one form of an operator: EXISTS false, STARTS_WITH in any letter case. */
export const formRefusal = (operator: Operator, refused: readonly RefusedOperator[]): string | undefined =>
  refused.find((each) => each.operator === operator && each.form !== undefined)?.message

function refusalOfCondition(
  { operator = 'ALL', value, options }: Condition,
  refused: readonly RefusedOperator[],
): string | undefined {
  const inForm = value === false && operator === 'EXISTS' ? 'false' : options?.ignoreCase === true ? 'ignoreCase' : ''
  return refused.find((each) => each.operator === operator && (each.form === undefined || each.form === inForm))
    ?.message
}

/** By the key of the node. */
export function refusedNodes(top: DraftNode, refused: readonly RefusedOperator[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  function look(node: DraftNode) {
    const words = refusalOfCondition(node.condition, refused)
    if (words !== undefined) found.set(node.key, words)
    node.children.forEach(look)
  }
  look(top)
  return found
}
