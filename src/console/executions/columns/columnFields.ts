/**
 * The columns that a list of executions can have, and what each reads of a snapshot. The built-in ones have short names;
 * any other field of a snapshot is a column under its path, a tag under `tags.<key>`. Pure.
 */
import { SNAPSHOT_FIELDS, fieldOf } from '../../../wow/condition/fields.ts'
import type { Field } from '../../../wow/condition/fields.ts'

interface ColumnFields {
  /** Paths that the cell needs. */
  readonly reads: readonly string[]
  /** Paths whose values it stands for: to filter by, and to export. It sorts by the first. */
  readonly shows: readonly string[]
}

/**
 * What status and actions of a row are told from (`wow/execution/status.ts`, `wow/execution/actions.ts`), but for
 * `deleted`, which one view has and the others not. Asked for always, since every row has actions.
 */
const STATUS_FIELDS = [
  'state.status',
  'state.recoverable',
  'state.retrySpec.maxRetries',
  'state.retryState.retries',
  'state.retryState.timeoutAt',
  'state.retryState.nextRetryAt',
] as const

const ID = 'aggregateId'
const HANDLER = ['state.function.processorName', 'state.function.name'] as const
const ERROR = ['state.error.errorCode', 'state.error.errorMsg'] as const
const TRIES = ['state.retryState.retries', 'state.retrySpec.maxRetries'] as const
const NEXT = 'state.retryState.nextRetryAt'
const FAILED = 'state.executeAt'
const SOURCE = ['state.eventId.aggregateId.aggregateId', 'state.eventId.aggregateId.aggregateName'] as const

const BUILT_IN = {
  status: { reads: [], shows: ['state.status', 'state.recoverable'] },
  id: { reads: [], shows: [ID] },
  processor: { reads: HANDLER, shows: HANDLER },
  code: { reads: ERROR, shows: ERROR },
  tries: { reads: TRIES, shows: TRIES },
  next: { reads: [], shows: [NEXT] },
  failed: { reads: [FAILED], shows: [FAILED] },
  source: { reads: SOURCE, shows: SOURCE },
} as const satisfies Readonly<Record<string, ColumnFields>>

export type BuiltInColumn = keyof typeof BUILT_IN

export const isBuiltIn = (id: string): id is BuiltInColumn => Object.hasOwn(BUILT_IN, id)
export const DEFAULT_COLUMNS: readonly BuiltInColumn[] = Object.keys(BUILT_IN).filter(isBuiltIn)

/** The two lines of a phone show these. */
export const PHONE_COLUMNS: readonly BuiltInColumn[] = ['status', 'id', 'processor', 'code', 'failed']

/** Every other field that can be a column of its own, tags by key aside. The id has its column. */
export const FIELD_COLUMNS: readonly Field[] = SNAPSHOT_FIELDS.filter(({ path }) => path !== ID)

/** The field of a snapshot or a tag that is a column under this path. */
export function columnField(path: string): Field | undefined {
  return FIELD_COLUMNS.find((field) => field.path === path) ?? (path.startsWith('tags.') ? fieldOf(path) : undefined)
}

/** Undefined for a column that this version does not know. */
export function fieldsOfColumn(id: string): ColumnFields | undefined {
  if (isBuiltIn(id)) return BUILT_IN[id]
  return columnField(id) && { reads: [id], shows: [id] }
}

export const shownPaths = (column: string): readonly string[] => fieldsOfColumn(column)?.shows ?? []

/** Columns kept in a browser as far as they are known, each once; the id, which is the row's link, is always there. */
export function knownColumns(kept: readonly string[] | undefined): readonly string[] {
  const known = [...new Set(kept ?? DEFAULT_COLUMNS)].filter((id) => fieldsOfColumn(id) !== undefined)
  return known.includes('id') ? known : ['id', ...known]
}

/**
 * The projection for these columns and what `more` is needed: the sort field, and `deleted` where there are such. The
 * version always comes, to tell whether a row is old; a path that lies in another one is left out, since the database refuses both.
 */
export function projectionOf(columns: readonly string[], ...more: readonly string[]): readonly string[] {
  const paths = ['version', ...more, ...STATUS_FIELDS, ...columns.flatMap((id) => fieldsOfColumn(id)?.reads ?? [])]
  return outermost(paths.filter((path) => path !== ID))
}

/** Each path once, without those that lie in another. */
export function outermost(paths: readonly string[]): readonly string[] {
  const all = [...new Set(paths)]
  return all.filter((path) => !all.some((other) => path.startsWith(`${other}.`)))
}

/** Does an answer to a projection hold all of `needed`. */
export function covers(projection: readonly string[], needed: readonly string[]): boolean {
  return needed.every((path) => projection.some((asked) => path === asked || path.startsWith(`${asked}.`)))
}
