/** A filter as it stands in an address, and the parts of it. Pure. */
import { all, and, isAll } from '../../wow/condition/condition.ts'
import type { Condition } from '../../wow/condition/condition.ts'
import { decodeCondition, encodeCondition } from '../../wow/condition/conditionCodec.ts'

interface HasFilter {
  /** Encoded (`conditionCodec.ts`); empty is none. */
  readonly filter: string
}

/** The filter of the address as a condition; undefined when the address holds something unreadable. */
export function filterOf(search: HasFilter): Condition | undefined {
  return search.filter === '' ? all() : decodeCondition(search.filter)
}

/** The parts of a filter that are joined by AND: one chip each. */
export function filterParts(filter: Condition): readonly Condition[] {
  const parts = filter.operator === 'AND' ? (filter.children ?? []) : [filter]
  return parts.filter((part) => !isAll(part))
}

export function toFilter(parts: readonly Condition[]): string {
  return parts.length === 0 ? '' : encodeCondition(and(...parts))
}

/** The filter of the address with one more condition; the same twice would say nothing more. */
export function withPart(search: HasFilter, part: Condition): string {
  const parts = filterParts(filterOf(search) ?? all())
  const isThere = parts.some((each) => JSON.stringify(each) === JSON.stringify(part))
  return isThere ? search.filter : toFilter([...parts, part])
}
