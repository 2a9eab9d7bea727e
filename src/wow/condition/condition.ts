import type { Json } from '../json.ts'

/** They compare with a time that is counted from the moment of asking. */
export const TIME_OPERATORS = [
  'TODAY',
  'BEFORE_TODAY',
  'TOMORROW',
  'THIS_WEEK',
  'NEXT_WEEK',
  'LAST_WEEK',
  'THIS_MONTH',
  'LAST_MONTH',
  'RECENT_DAYS',
  'EARLIER_DAYS',
] as const

/** Every operator of Wow 8.10.10, in the server's declaration order. */
export const OPERATORS = [
  'AND',
  'OR',
  'NOR',
  'ID',
  'IDS',
  'AGGREGATE_ID',
  'AGGREGATE_IDS',
  'TENANT_ID',
  'OWNER_ID',
  'SPACE_ID',
  'DELETED',
  'ALL',
  'EQ',
  'NE',
  'GT',
  'LT',
  'GTE',
  'LTE',
  'CONTAINS',
  'IN',
  'NOT_IN',
  'BETWEEN',
  'ALL_IN',
  'STARTS_WITH',
  'ENDS_WITH',
  'ELEM_MATCH',
  'NULL',
  'NOT_NULL',
  'TRUE',
  'FALSE',
  'EXISTS',
  ...TIME_OPERATORS,
  'MATCH',
  'RAW',
] as const

export type Operator = (typeof OPERATORS)[number]

export interface ConditionOptions {
  readonly ignoreCase?: boolean
  /** Java `DateTimeFormatter` pattern: the field holds formatted strings, not epoch milliseconds. */
  readonly datePattern?: string
  /** IANA id or offset; without it the server's own zone counts. */
  readonly zoneId?: string
}

/**
 * A condition as it goes over the wire. Properties that an operator does not use are left out; a server reads a
 * missing operator as ALL, a missing value as "".
 */
export interface Condition {
  readonly field?: string
  readonly operator?: Operator
  readonly value?: Json
  readonly children?: readonly Condition[]
  readonly options?: ConditionOptions
}

/** A condition that the server cannot turn into a database query; the message is what it (or we, instead of a 500) says. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError'
}

/**
 * The server's clock as a value, so that a saved or pasted condition keeps its meaning: `{ $now: 0 }` is now,
 * `{ $now: -60000 }` a minute ago. Never sent: `resolveNow` replaces it first.
 */
export const NOW: Json = { $now: 0 }

function isNow(value: Json): value is { readonly $now: number } {
  return typeof value === 'object' && value !== null && '$now' in value && typeof value['$now'] === 'number'
}

function resolveValue(value: Json, now: number): Json {
  if (isNow(value)) return now + value.$now
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, now))
  return value
}

/** The condition with every symbolic `now` replaced by `now` (epoch milliseconds). */
export function resolveNow(condition: Condition, now: number): Condition {
  return {
    ...condition,
    ...(condition.value === undefined ? {} : { value: resolveValue(condition.value, now) }),
    ...(condition.children === undefined
      ? {}
      : { children: condition.children.map((child) => resolveNow(child, now)) }),
  }
}

export const all = (): Condition => ({ operator: 'ALL' })
export const eq = (field: string, value: Json): Condition => ({ field, operator: 'EQ', value })
export const isIn = (field: string, value: readonly Json[]): Condition => ({ field, operator: 'IN', value })
export const compare = (field: string, operator: 'GT' | 'LT' | 'GTE' | 'LTE', value: Json): Condition => ({
  field,
  operator,
  value,
})

export const isAll = (condition: Condition): boolean => (condition.operator ?? 'ALL') === 'ALL'

/** All of them. ALL is dropped, a nested AND is lifted; one condition alone stays as it is. */
export function and(...conditions: readonly Condition[]): Condition {
  const children = conditions.flatMap((condition) =>
    isAll(condition) ? [] : condition.operator === 'AND' ? (condition.children ?? []) : [condition],
  )
  const [first, ...rest] = children
  if (first === undefined) return all()
  return rest.length === 0 ? first : { operator: 'AND', children }
}

/** Any of them. One condition alone stays as it is; with no condition at all it is ALL, as in the official client. */
export function or(...conditions: readonly Condition[]): Condition {
  const [first, ...rest] = conditions
  if (first === undefined) return all()
  return rest.length === 0 ? first : { operator: 'OR', children: conditions }
}

export interface Sort {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
}

export interface Projection {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

export interface Pagination {
  readonly index?: number
  readonly size?: number
}

export interface SingleQuery {
  readonly condition: Condition
  readonly projection?: Projection
  readonly sort?: readonly Sort[]
}

export interface ListQuery extends SingleQuery {
  readonly limit: number
}

export interface PagedQuery extends SingleQuery {
  readonly pagination?: Pagination
}
