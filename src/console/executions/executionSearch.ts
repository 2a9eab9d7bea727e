/** What the address of the executions may say, and how such an address is written. */
import * as z from 'zod/mini'
import { all, and } from '../../wow/condition.ts'
import type { Condition, Sort } from '../../wow/condition.ts'
import { decodeCondition, encodeCondition } from '../../wow/conditionCodec.ts'
import { isObject } from '../../wow/json.ts'
import { VIEWS } from '../../wow/views.ts'
import type { View } from '../../wow/views.ts'
import { toParams } from '../url/useUrlState.ts'

/** The sortable columns: the name in the address, the document's field, and how its values are read back. */
export const SORTS = {
  id: { field: 'aggregateId', kind: 'text' },
  status: { field: 'state.status', kind: 'text' },
  processor: { field: 'state.function.processorName', kind: 'text' },
  code: { field: 'state.error.errorCode', kind: 'text' },
  tries: { field: 'state.retryState.retries', kind: 'number' },
  next: { field: 'state.retryState.nextRetryAt', kind: 'number' },
  failed: { field: 'state.executeAt', kind: 'number' },
  source: { field: 'state.eventId.aggregateId.aggregateId', kind: 'text' },
} as const

export type SortName = keyof typeof SORTS

export const DEFAULT_VIEW: View = 'to-retry'
const DEFAULT_SORT = '-id'
const SORT_PATTERN = new RegExp(`^-?(${Object.keys(SORTS).join('|')})$`, 'u')

/** Each field falls back alone. Renamed, or a lint rule takes it for a promise's. */
const orElse = z.catch
const optionalText = orElse(z.optional(z.string()), undefined)

/** An old or damaged bookmark still opens. */
export const ExecutionSearch = z.object({
  view: z._default(orElse(z.enum(VIEWS), DEFAULT_VIEW), DEFAULT_VIEW),
  /** The filter besides the view, encoded (`conditionCodec.ts`); empty is none. */
  filter: z._default(orElse(z.string(), ''), ''),
  /** A name of `SORTS`, with `-` before it for descending. */
  sort: z._default(orElse(z.string().check(z.regex(SORT_PATTERN)), DEFAULT_SORT), DEFAULT_SORT),
  /** The id of the row behind which (`after`) or before which (`before`) this page lies. */
  after: optionalText,
  before: optionalText,
  /** That row's value of the sort field; absent where the id is the sort field. */
  key: optionalText,
  /** How many rows lie before this page by the way it was reached; only for the words "51–100". */
  from: z._default(orElse(z.coerce.number().check(z.int(), z.minimum(0)), 0), 0),
})
export type ExecutionSearch = z.infer<typeof ExecutionSearch>

/** What makes another list: with it the position goes back to the start. */
export const START = { after: undefined, before: undefined, key: undefined, from: 0 } as const

export function sortOf(sort: string): { readonly name: SortName; readonly descending: boolean } {
  const bare = sort.replace(/^-/u, '')
  const name = isSortName(bare) ? bare : 'id'
  return { name, descending: sort.startsWith('-') }
}

function isSortName(name: string): name is SortName {
  return Object.hasOwn(SORTS, name)
}

/** The order as the server is asked for it: the column, then the id, so that no two rows are equal. */
export function sortFields(sort: string, reversed = false): readonly Sort[] {
  const { name, descending } = sortOf(sort)
  const direction = descending === reversed ? 'ASC' : 'DESC'
  const byId: Sort = { field: SORTS.id.field, direction }
  return name === 'id' ? [byId] : [{ field: SORTS[name].field, direction }, byId]
}

/** A row's value of the sort field as it stands in the address; undefined where the id alone is the order. */
export function sortKey(sort: string, row: unknown): string | undefined {
  const { name } = sortOf(sort)
  if (name === 'id') return undefined
  const value = SORTS[name].field
    .split('.')
    .reduce<unknown>((inner, part) => (isObject(inner) ? inner[part] : undefined), row)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** The filter of the address as a condition; undefined when the address holds something unreadable. */
export function filterOf(search: Pick<ExecutionSearch, 'filter'>): Condition | undefined {
  return search.filter === '' ? all() : decodeCondition(search.filter)
}

/** The parts of a filter that are joined by AND: one chip each. */
export function filterParts(filter: Condition): readonly Condition[] {
  const joined = and(filter)
  return joined.operator === 'AND' ? (joined.children ?? []) : joined.operator === 'ALL' ? [] : [joined]
}

export function toFilter(parts: readonly Condition[]): string {
  return parts.length === 0 ? '' : encodeCondition(and(...parts))
}

/** The address of the list, or of one execution beside it. */
export function executionsAddress(source: string, search: Partial<ExecutionSearch> = {}, id?: string): string {
  const path = `/${encodeURIComponent(source)}/executions${id === undefined ? '' : `/${encodeURIComponent(id)}`}`
  const params = toParams(ExecutionSearch, ExecutionSearch.parse(search)).toString()
  return params === '' ? path : `${path}?${params}`
}
