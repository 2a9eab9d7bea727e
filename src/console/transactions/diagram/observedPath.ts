/** What the way that a transaction was seen to take means for the drawing. Pure. */
import { transitionsBetween } from '../../../oms/transitions.ts'
import { edgeKey } from './diagramLayout.ts'

/** One status as it was seen, oldest first. Times are epoch milliseconds, gateway clock. */
export interface SeenStatus {
  readonly status: number
  /** First seen in this status. */
  readonly at: number
}

export interface TakenPath {
  /** Edges that were taken for sure: the only way between two statuses seen one after the other. */
  readonly taken: ReadonlySet<string>
  /** Edges of which one was taken: a person or the engine led from one status to the next. */
  readonly maybe: ReadonlySet<string>
  /** When each status was seen last. */
  readonly seenAt: ReadonlyMap<number, number>
  /** Steps between which something was missed. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
}

export function takenPath(seen: readonly SeenStatus[]): TakenPath {
  const taken = new Set<string>()
  const maybe = new Set<string>()
  const gaps: { from: number; to: number }[] = []
  for (const [index, { status: to }] of seen.entries()) {
    const from = seen[index - 1]?.status
    if (from === undefined || from === to) continue
    const ways = transitionsBetween(from, to).map(edgeKey)
    if (ways.length === 0) gaps.push({ from, to })
    for (const way of ways) (ways.length === 1 ? taken : maybe).add(way)
  }
  return { taken, maybe, gaps, seenAt: new Map(seen.map(({ status, at }) => [status, at])) }
}
