/**
 * Filters of the condition language as SQL over the tables of `tables.ts`, with the meaning of
 * `wow/condition/matches.ts`. A field with a column is compared there; a path below one finds nothing; any other path is
 * looked up in JSON.
 */
import { satisfies } from '../../../wow/condition/matches.ts'
import type { Filter } from '../../../wow/condition/filter.ts'
import { placeOf, type Place, type Places } from './columns.ts'
import { onJson, type FieldFilter } from './jsonWalk.ts'
import { allOf, anyOf, around, FALSE, hasText, isCompared, isOneOf, not, sql, TRUE, type Sql } from './sql.ts'

/** Where the documents of one kind lie. */
export interface Source {
  readonly places: Places
  /** SQL for the whole document as JSON text. */
  readonly document: string
}

/** What a piece of SQL reads, so that its cost can be judged and only needed tables are joined. */
export interface Reads {
  readonly columns: Set<string>
  document: boolean
}

type Column = Extract<Place, { kind: 'column' }>

function onColumn(filter: FieldFilter, { name, type }: Column): Sql {
  if (filter.type === 'exists') return TRUE
  if (filter.type === 'element') return FALSE
  if (filter.type === 'text') return type === 'text' ? hasText(name, filter) : FALSE
  if (filter.type === 'compare') {
    const { operator, value } = filter
    if (typeof value === 'string') return type === 'text' ? isCompared(name, operator, value) : FALSE
    return typeof value === type ? isCompared(name, operator, Number(value)) : FALSE
  }
  const { values } = filter
  if (type === 'text') {
    return isOneOf(
      name,
      values.filter((value) => typeof value === 'string'),
    )
  }
  return isOneOf(name, values.filter((value) => typeof value === type).map(Number))
}

/** What the reference says of a field whose value is the same in every document; undefined when it is in none. */
const folded = (filter: FieldFilter, value: string | undefined): Sql =>
  satisfies({ ...filter, path: ['value'] }, value === undefined ? {} : { value }) ? TRUE : FALSE

/** A searched text that is in the document is in its JSON too, and looking there first is many times faster. */
const inDocument = (filter: FieldFilter, { document }: Source): Sql =>
  filter.type === 'text'
    ? hasText(document, { ...filter, position: 'anywhere', text: JSON.stringify(filter.text).slice(1, -1) })
    : TRUE

function onField(filter: FieldFilter, source: Source, reads: Reads): Sql {
  const found = placeOf(filter.path, source.places)
  if (found === undefined) {
    reads.document = true
    return allOf([inDocument(filter, source), onJson(filter, source.document, filter.path)])
  }
  const { place, below } = found
  if (place.kind === 'constant') return folded(filter, below.length === 0 ? place.value : undefined)
  if (place.kind === 'json') {
    reads.columns.add(place.name)
    if (below.length === 0) return onJson(filter, place.name, below)
    // In most documents there is nothing to walk through.
    const absent = folded(filter, undefined).text
    return around(
      `CASE WHEN ${place.name} IS NULL OR ${place.name} = '{}' THEN ${absent} ELSE `,
      onJson(filter, place.name, below),
      ' END',
    )
  }
  if (below.length > 0) return folded(filter, undefined)
  if (place.ofDocument !== true) {
    reads.columns.add(place.name)
    return onColumn(filter, place)
  }
  reads.document = true
  return allOf([inDocument(filter, source), onColumn(filter, place)])
}

interface RowKey {
  readonly name: string
  readonly operator: 'GT' | 'LT'
  readonly value: string | number
}

function rowKey(filter: Filter, { places }: Source): RowKey | undefined {
  if (filter.type !== 'compare') return undefined
  const { operator, path, value } = filter
  const place = places.get(path.join('.'))
  if (
    place?.kind !== 'column' ||
    typeof value === 'boolean' ||
    typeof value !== (place.type === 'text' ? 'string' : place.type)
  )
    return undefined
  return operator === 'GT' || operator === 'LT' ? { name: place.name, operator, value } : undefined
}

/** The keys of a "behind this row" as `afterKey` writes it: f > v or (f = v and (g > w or …)), all in one direction. */
export function rowKeys(filter: Filter, source: Source): readonly RowKey[] | undefined {
  if (filter.type === 'compare') {
    const key = rowKey(filter, source)
    return key === undefined ? undefined : [key]
  }
  if (filter.type !== 'or') return undefined
  const [ahead, tied, ...others] = filter.filters
  if (ahead?.type !== 'compare' || tied?.type !== 'and' || others.length > 0) return undefined
  const [same, behind, ...more] = tied.filters
  if (same?.type !== 'in' || behind === undefined || more.length > 0) return undefined
  if (same.values.length !== 1 || same.values[0] !== ahead.value || same.path.join('.') !== ahead.path.join('.'))
    return undefined
  const first = rowKey(ahead, source)
  const rest = rowKeys(behind, source)
  return first === undefined || rest?.[0]?.operator !== first.operator ? undefined : [first, ...rest]
}

/** "Behind this row" as a comparison of whole rows, which an index answers with one seek; undefined for anything else. */
function behindRow(filter: Filter, source: Source, reads: Reads): Sql | undefined {
  const keys = rowKeys(filter, source)
  if (keys === undefined) return undefined
  for (const { name } of keys) reads.columns.add(name)
  const names = keys.map(({ name }) => name).join(', ')
  const sign = keys[0]?.operator === 'GT' ? '>' : '<'
  return sql(`(${names}) ${sign} (${keys.map(() => '?').join(', ')})`, ...keys.map(({ value }) => value))
}

/** The filter as an SQL expression that is 1 or 0; what it reads is added to `reads`. */
export function toSql(filter: Filter, source: Source, reads: Reads): Sql {
  const parts = (filters: readonly Filter[]) => filters.map((each) => toSql(each, source, reads))
  if (filter.type === 'and') return allOf(parts(filter.filters))
  if (filter.type === 'or') return behindRow(filter, source, reads) ?? anyOf(parts(filter.filters))
  if (filter.type === 'nor') return not(anyOf(parts(filter.filters)))
  return onField(filter, source, reads)
}
