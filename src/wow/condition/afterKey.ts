/** Paging by key: the rows behind one row, where the server refuses deeper pages. */
import { ConditionError } from './condition.ts'
import type { Condition, Sort } from './condition.ts'
import { isObject } from '../json.ts'

type Key = string | number | boolean

function keyOf(row: unknown, field: string): Key {
  let found = row
  for (const name of field === '_id' ? ['aggregateId'] : field.split('.')) {
    found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return found
  throw new ConditionError(`Field[${field}] of the row has no value to page by.`)
}

/**
 * The snapshots strictly behind `row` in the order of `sort`, which must end with a field that no two rows share, such as
 * `aggregateId`. Made of GT, LT, EQ, AND and OR only, which every server allows. It finds no rows that lack a field of the
 * sort. Throws ConditionError when `row` itself lacks one, or when there is no sort.
 */
export function afterKey(sort: readonly Sort[], row: unknown): Condition {
  const [first, ...rest] = sort
  if (first === undefined) throw new ConditionError('Rows without an order have no row behind.')
  const { field, direction } = first
  const value = keyOf(row, field)
  const behind: Condition = { field, operator: direction === 'ASC' ? 'GT' : 'LT', value }
  if (rest.length === 0) return behind
  const tied: Condition = { operator: 'AND', children: [{ field, operator: 'EQ', value }, afterKey(rest, row)] }
  return { operator: 'OR', children: [behind, tied] }
}
