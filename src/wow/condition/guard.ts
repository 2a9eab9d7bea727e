/**
 * What a server refuses to run over HTTP before it looks at the data (contract 4.3), in the server's own words. The order
 * in which nodes are seen decides which of several refusals is given: from the last child to the first, as the server does.
 */
import { isAll } from './condition.ts'
import type { Condition, Operator, Pagination } from './condition.ts'

interface GuardPolicy {
  /** The default of a real server. False: only RAW and sizes are refused. */
  readonly strict: boolean
  readonly maxNodes?: number
  readonly maxValues?: number
  /**
   * Nodes the server puts around the condition when it is not ALL: 2, or 4 with an owner or a space, 5 with both.
   * 0 when the condition is already rewritten.
   */
  readonly extraNodes?: number
}

interface Refusal {
  /** Child indexes from the top to the node that is refused. */
  readonly path: readonly number[]
  readonly operator: Operator
  readonly message: string
}

export const MAX_NODES = 64
export const MAX_VALUES = 1000
export const MAX_LIMIT = 1000
export const MAX_PAGE_SIZE = 100
export const MAX_PAGE_WINDOW = 10_000

const EXPENSIVE: ReadonlySet<Operator> = new Set(['NE', 'NOT_IN', 'NOR', 'NULL', 'NOT_NULL', 'CONTAINS', 'ENDS_WITH'])
const WITH_MANY_VALUES: ReadonlySet<Operator> = new Set(['IN', 'NOT_IN', 'ALL_IN', 'IDS', 'AGGREGATE_IDS'])

function isExpensive({ operator = 'ALL', value, options }: Condition): boolean {
  if (operator === 'EXISTS') return value === false
  if (operator === 'STARTS_WITH') return typeof value !== 'string' || value === '' || options?.ignoreCase === true
  return EXPENSIVE.has(operator)
}

function refusedNode(condition: Condition, { strict, maxValues = MAX_VALUES }: GuardPolicy): string | undefined {
  const { operator = 'ALL', value, children = [] } = condition
  if (operator === 'ELEM_MATCH' && children.length !== 1) {
    return 'HTTP ELEM_MATCH condition must contain exactly one child.'
  }
  if (operator === 'RAW') return 'HTTP query operator[RAW] is not allowed.'
  if (strict && isExpensive(condition)) {
    return `HTTP query operator[${operator}] is disabled because expensive operators are not allowed.`
  }
  if (WITH_MANY_VALUES.has(operator) && Array.isArray(value) && value.length > maxValues) {
    return `HTTP query condition values[${value.length}] must not exceed ${maxValues}.`
  }
  return undefined
}

/** Number of nodes of a condition; every condition object counts, ALL too. */
export const countNodes = (condition: Condition): number =>
  (condition.children ?? []).reduce((sum, child) => sum + countNodes(child), 1)

interface Visit {
  readonly node: Condition
  /** Among the children of the one above. */
  readonly index: number
  readonly above?: Visit
}

const pathTo = ({ index, above }: Visit): readonly number[] => (above === undefined ? [] : [...pathTo(above), index])

/** The first refusal in the server's order, or undefined when the guard lets the condition pass. */
export function checkCondition(condition: Condition, policy: GuardPolicy): Refusal | undefined {
  const { maxNodes = MAX_NODES, extraNodes = 0 } = policy
  const pending: Visit[] = [{ node: condition, index: 0 }]
  // The server puts its own condition in the place of an ALL, whatever else that one holds.
  if (extraNodes > 0 && isAll(condition)) return undefined
  let nodes = extraNodes
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node } = next
    nodes += 1
    const message =
      nodes > maxNodes ? `HTTP query condition nodes[${nodes}] must not exceed ${maxNodes}.` : refusedNode(node, policy)
    if (message !== undefined) return { path: pathTo(next), operator: node.operator ?? 'ALL', message }
    node.children?.forEach((child, index) => pending.push({ node: child, index, above: next }))
  }
  return undefined
}

/** Why a list of this many rows is refused. The guard asks this before it looks at the condition. */
export function checkLimit(limit: number): string | undefined {
  if (limit >= 1 && limit <= MAX_LIMIT) return undefined
  return `HTTP list query limit[${limit}] must be between 1 and ${MAX_LIMIT}.`
}

/** Why a page is refused. The guard asks this before it looks at the condition. */
export function checkPage({ index = 1, size = 10 }: Pagination): string | undefined {
  if (index < 1) return `HTTP page index[${index}] must be greater than or equal to 1.`
  if (size < 1 || size > MAX_PAGE_SIZE) return `HTTP page size[${size}] must be between 1 and ${MAX_PAGE_SIZE}.`
  if (index * size > MAX_PAGE_WINDOW) {
    return `HTTP page window[${index * size}] must not exceed ${MAX_PAGE_WINDOW}.`
  }
  return undefined
}
