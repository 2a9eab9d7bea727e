/** The tree of conditions while it is edited: every node keeps its key wherever it is moved. Pure. */
import { isAll } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { problemOf, tidied } from '../../../wow/condition/editCondition.ts'
import type { Problem } from '../../../wow/condition/editCondition.ts'
import { isGroupOperator, operatorRule, typeOf } from '../../../wow/condition/operatorRules.ts'

export interface DraftNode {
  readonly key: number
  /** Without what is below it. */
  readonly condition: Condition
  readonly children: readonly DraftNode[]
}

/** Child indexes from the top. */
type Path = readonly number[]

let lastKey = 0

function node(condition: Condition, children: readonly DraftNode[] = []): DraftNode {
  lastKey += 1
  return { key: lastKey, condition, children }
}

export const isGroup = ({ condition }: DraftNode): boolean => isGroupOperator(condition.operator ?? 'ALL')

/** A row that nothing was chosen in yet. */
export const blankRow = (): DraftNode => node({ operator: 'EQ' })
export const isBlank = ({ condition }: DraftNode): boolean =>
  condition.operator === 'EQ' && (condition.field ?? '') === '' && (condition.value ?? '') === ''

const toNode = (condition: Condition): DraftNode => node(tidied(condition), (condition.children ?? []).map(toNode))

/** The top is always a group: what is none stands alone in an "all of". */
export function toDraft(condition: Condition): DraftNode {
  if (isAll(condition)) return node({ operator: 'AND' })
  const top = toNode(condition)
  return isGroup(top) ? top : node({ operator: 'AND' }, [top])
}

/** The draft as it stands, also where it makes no question yet. */
export function toNodeCondition({ condition, children }: DraftNode): Condition {
  const { shape } = operatorRule(condition.operator ?? 'ALL')
  const below = shape === 'children' || shape === 'child' ? children.filter((child) => !isBlank(child)) : []
  return { ...tidied(condition), ...(below.length === 0 ? {} : { children: below.map(toNodeCondition) }) }
}

/** What the draft asks, opening as the same draft: rows without any choice are left out, and so is the "all of" around one row. */
export function toCondition(top: DraftNode): Condition {
  const condition = toNodeCondition(top)
  const [first, ...others] = condition.children ?? []
  if (first === undefined) return { operator: 'ALL' }
  const isOneRow = others.length === 0 && !isGroupOperator(first.operator ?? 'ALL')
  return condition.operator === 'AND' && isOneRow ? first : condition
}

export function nodeAt(top: DraftNode, path: Path): DraftNode | undefined {
  return path.reduce<DraftNode | undefined>((at, index) => at?.children[index], top)
}

export function pathOf(top: DraftNode, key: number): Path | undefined {
  if (top.key === key) return []
  for (const [index, child] of top.children.entries()) {
    const below = pathOf(child, key)
    if (below !== undefined) return [index, ...below]
  }
  return undefined
}

function changeAt(top: DraftNode, key: number, change: (node: DraftNode) => DraftNode): DraftNode {
  if (top.key === key) return change(top)
  if (top.children.length === 0) return top
  return { ...top, children: top.children.map((child) => changeAt(child, key, change)) }
}

function changeParent(top: DraftNode, key: number, change: (children: readonly DraftNode[]) => readonly DraftNode[]) {
  const path = pathOf(top, key)
  const parent = path === undefined || path.length === 0 ? undefined : nodeAt(top, path.slice(0, -1))
  return parent === undefined
    ? top
    : changeAt(top, parent.key, (each) => ({ ...each, children: change(each.children) }))
}

export const withCondition = (top: DraftNode, key: number, condition: Condition): DraftNode =>
  changeAt(top, key, (each) => {
    const needsChild = operatorRule(condition.operator ?? 'ALL').shape === 'child'
    return { ...each, condition, children: needsChild && each.children.length === 0 ? [blankRow()] : each.children }
  })

export const withChild = (top: DraftNode, key: number, child: DraftNode): DraftNode =>
  changeAt(top, key, (each) => ({ ...each, children: [...each.children, child] }))

/** A group with one blank row in it. */
export const newGroup = (): DraftNode => node({ operator: 'OR' }, [blankRow()])

export const without = (top: DraftNode, key: number): DraftNode =>
  changeParent(top, key, (children) => children.filter((child) => child.key !== key))

export function moved(top: DraftNode, key: number, by: 1 | -1): DraftNode {
  return changeParent(top, key, (children) => {
    const from = children.findIndex((child) => child.key === key)
    const to = from + by
    const [one, other] = [children[from], children[to]]
    if (one === undefined || other === undefined) return children
    return children.map((child, index) => (index === from ? other : index === to ? one : child))
  })
}

/** Puts the node into a group of its own, in its place. */
export const wrapped = (top: DraftNode, key: number): DraftNode =>
  changeParent(top, key, (children) =>
    children.map((child) => (child.key === key ? node({ operator: 'OR' }, [child]) : child)),
  )

/** Whether the node stands in a group that stands in a group. */
export function canMoveOut(top: DraftNode, key: number): boolean {
  const path = pathOf(top, key) ?? []
  const above = nodeAt(top, path.slice(0, -2))
  return path.length > 1 && above !== undefined && isGroup(above)
}

/** Takes the node out of its group and puts it behind that group. */
export function movedOut(top: DraftNode, key: number): DraftNode {
  const path = pathOf(top, key) ?? []
  const moving = nodeAt(top, path)
  const parent = nodeAt(top, path.slice(0, -1))
  if (!canMoveOut(top, key) || moving === undefined || parent === undefined) return top
  return changeParent(without(top, key), parent.key, (children) =>
    children.flatMap((child) =>
      child.key !== parent.key ? [child] : child.children.length === 0 ? [moving] : [child, moving],
    ),
  )
}

/** What is wrong, by the key of the node. Rows without any choice are not wrong, they are not there. */
export function problemsOf(top: DraftNode): ReadonlyMap<number, Problem> {
  const problems = new Map<number, Problem>()
  function look(each: DraftNode, within: string, isTop: boolean) {
    const { operator = 'ALL', field = '' } = each.condition
    const filled = each.children.filter((child) => !isBlank(child))
    const problem = problemOf(each.condition, typeOf(field, within), filled.length)
    if (problem !== undefined && !(isTop && filled.length === 0)) problems.set(each.key, problem)
    const inside = operator === 'ELEM_MATCH' ? join(within, field) : within
    for (const child of filled) look(child, inside, false)
  }
  look(top, '', true)
  return problems
}

/** The path of the array whose elements the conditions below a node are about. */
export const join = (within: string, field: string): string => (within === '' ? field : `${within}.${field}`)

/** The node that asks exactly this. */
export function nodeLike(top: DraftNode, condition: Condition): number | undefined {
  const wanted = JSON.stringify(toNodeCondition(toNode(condition)))
  const find = (each: DraftNode): number | undefined => {
    if (JSON.stringify(toNodeCondition(each)) === wanted) return each.key
    for (const child of each.children) {
      const key = find(child)
      if (key !== undefined) return key
    }
    return undefined
  }
  return find(top)
}
