/** What the address of the executions may say, and how such an address is written. */
import * as z from 'zod/mini'
import type { Sort } from '../../wow/condition/condition.ts'
import type { FieldType } from '../../wow/condition/fields.ts'
import { valueAt } from '../../wow/json.ts'
import { VIEWS } from '../../wow/condition/views.ts'
import type { View } from '../../wow/condition/views.ts'
import { EDIT } from '../conditions/editAddress.ts'
import { toParams } from '../url/useUrlState.ts'
import { columnField, fieldsOfColumn } from './columns/columnFields.ts'

/** Values that may be of any length: an address cannot carry them as the key of a page. */
const LONG_TEXTS = ['state.error.errorMsg', 'state.error.stackTrace']

interface SortField {
  readonly path: string
  readonly kind: 'text' | 'number' | 'boolean'
  /** By key where every document has the field, else by number, which ends at 10,000 rows. */
  readonly isPagedByKey: boolean
}

const BY_ID: SortField = { path: 'aggregateId', kind: 'text', isPagedByKey: true }

/** What a name in the address sorts by; undefined for a name that is none, and for what has no order. */
export function sortField(name: string): SortField | undefined {
  const path = fieldsOfColumn(name)?.shows[0] ?? name
  if (path === BY_ID.path) return BY_ID
  const field = columnField(path)
  // The elements of an array have an order only within their own document.
  if (field === undefined || path.startsWith('state.error.bindingErrors')) return undefined
  const kind = KINDS[field.type]
  return kind && { path, kind, isPagedByKey: field.isAlwaysPresent && !LONG_TEXTS.includes(path) }
}

const KINDS: Readonly<Record<FieldType, SortField['kind'] | undefined>> = {
  string: 'text',
  enum: 'text',
  number: 'number',
  time: 'number',
  boolean: 'boolean',
  array: undefined,
  object: undefined,
}

const DEFAULT_VIEW: View = 'to-retry'
const DEFAULT_SORT = '-id'
const isSort = (sort: string) => sortField(sort.replace(/^-/u, '')) !== undefined

/** Each field falls back alone. Renamed, or a lint rule takes it for a promise's. */
const orElse = z.catch
const optionalText = orElse(z.optional(z.string()), undefined)

/** An old or damaged bookmark still opens. */
export const ExecutionSearch = z.object({
  view: z._default(orElse(z.enum(VIEWS), DEFAULT_VIEW), DEFAULT_VIEW),
  /** The filter besides the view, encoded (`conditionCodec.ts`); empty is none. */
  filter: z._default(orElse(z.string(), ''), ''),
  /** What `sortField` knows, with `-` before it for descending. */
  sort: z._default(orElse(z.string().check(z.refine(isSort)), DEFAULT_SORT), DEFAULT_SORT),
  /** The id of the row behind which (`after`) or before which (`before`) this page lies. */
  after: optionalText,
  before: optionalText,
  /** That row's value of the sort field; absent where the id is the sort field. */
  key: optionalText,
  /** How many rows lie before this page by the way it was reached; only for the words "51–100". */
  from: z._default(orElse(z.coerce.number().check(z.int(), z.minimum(0)), 0), 0),
  /** Where the condition builder is open (`editAddress.ts`): Back closes it. */
  edit: orElse(z.optional(z.string().check(z.regex(EDIT))), undefined),
})
export type ExecutionSearch = z.infer<typeof ExecutionSearch>

/** What makes another list: with it the position goes back to the start. */
export const START = { after: undefined, before: undefined, key: undefined, from: 0 } as const

interface SortChoice extends SortField {
  readonly name: string
  readonly descending: boolean
}

export function sortOf(sort: string): SortChoice {
  const name = sort.replace(/^-/u, '')
  const field = sortField(name)
  return { ...(field ?? BY_ID), name: field === undefined ? 'id' : name, descending: sort.startsWith('-') }
}

/** The order as the server is asked for it: the column, then the id, so that no two rows are equal. */
export function sortFields(sort: string, reversed = false): readonly Sort[] {
  const { path, descending } = sortOf(sort)
  const direction = descending === reversed ? 'ASC' : 'DESC'
  const byId: Sort = { field: BY_ID.path, direction }
  return path === BY_ID.path ? [byId] : [{ field: path, direction }, byId]
}

/** A row's value of the sort field as it stands in the address; undefined where the id alone is the order. */
export function sortKey(sort: string, row: unknown): string | undefined {
  const { path } = sortOf(sort)
  if (path === BY_ID.path) return undefined
  const value = valueAt(row, path)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

/** Is this list paged by number: the server joins a DELETED condition with no key, and no key finds what lacks a field. */
export const isPagedByNumber = ({ view, sort }: Pick<ExecutionSearch, 'view' | 'sort'>): boolean =>
  view === 'deleted' || !sortOf(sort).isPagedByKey

/** The address of the list, or of one execution beside it, or of a part of that. */
export function executionsAddress(
  source: string,
  search: Partial<ExecutionSearch> = {},
  ...[id, ...part]: readonly string[]
): string {
  const record = id === undefined ? [] : [encodeURIComponent(id), ...part]
  const path = ['', encodeURIComponent(source), 'executions', ...record].join('/')
  const params = toParams(ExecutionSearch, ExecutionSearch.parse(search)).toString()
  return params === '' ? path : `${path}?${params}`
}
