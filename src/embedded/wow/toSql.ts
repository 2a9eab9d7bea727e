/**
 * Filters of the condition language as SQL over the tables of `tables.ts`, with the meaning of `wow/matches.ts`. A field
 * with a column is compared there; a path below one finds nothing; any other path is looked up in JSON.
 */
import { satisfies } from '../../wow/matches.ts'
import type { Filter } from '../../wow/filter.ts'
import { placeOf, type Place, type Places } from './columns.ts'
import { onJson, type FieldFilter } from './jsonWalk.ts'
import { allOf, anyOf, FALSE, hasText, isCompared, isOneOf, not, sql, TRUE, type Sql } from './sql.ts'

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

function onField(filter: FieldFilter, source: Source, reads: Reads): Sql {
  const found = placeOf(filter.path, source.places)
  if (found === undefined) {
    reads.document = true
    const walked = onJson(filter, source.document, filter.path)
    if (filter.type !== 'text' || filter.ignoreCase) return walked
    // A text that is somewhere in the document is also in its JSON, and looking there is many times faster.
    return allOf([sql(`instr(${source.document}, ?) > 0`, JSON.stringify(filter.text).slice(1, -1)), walked])
  }
  const { place, below } = found
  if (place.kind === 'constant') return folded(filter, below.length === 0 ? place.value : undefined)
  reads.columns.add(place.name)
  if (place.kind === 'json') return onJson(filter, place.name, below)
  return below.length === 0 ? onColumn(filter, place) : folded(filter, undefined)
}

/**
 * "Behind this row in this order", as `afterKey` writes it: f > v, or f = v and g > w, and so on. As a comparison of
 * whole rows an index answers it with one seek. Undefined when it is something else.
 */
function behindRow({ filters }: Extract<Filter, { type: 'or' }>, source: Source, reads: Reads): Sql | undefined {
  const keys: { readonly column: Column; readonly operator: 'GT' | 'LT'; readonly value: string | number }[] = []
  for (const filter of filters) {
    const parts = filter.type === 'and' ? filter.filters : [filter]
    const last = parts.at(-1)
    if (last?.type !== 'compare' || parts.length !== keys.length + 1) return undefined
    const column = source.places.get(last.path.join('.'))
    const { operator, value } = last
    if (column?.kind !== 'column' || typeof value !== column.type || typeof value === 'boolean') return undefined
    if ((operator !== 'GT' && operator !== 'LT') || operator !== (keys[0]?.operator ?? operator)) return undefined
    const sameBefore = keys.every((key, index) => {
      const part = parts[index]
      return (
        part?.type === 'in' &&
        part.values.length === 1 &&
        part.values[0] === key.value &&
        source.places.get(part.path.join('.')) === key.column
      )
    })
    if (!sameBefore) return undefined
    keys.push({ column, operator, value })
  }
  if (keys.length < 2) return undefined
  const names = keys.map(({ column }) => column.name)
  for (const name of names) reads.columns.add(name)
  const sign = keys[0]?.operator === 'GT' ? '>' : '<'
  return sql(`(${names.join(', ')}) ${sign} (${names.map(() => '?').join(', ')})`, ...keys.map(({ value }) => value))
}

/** The filter as an SQL expression that is 1 or 0; what it reads is added to `reads`. */
export function toSql(filter: Filter, source: Source, reads: Reads): Sql {
  const parts = (filters: readonly Filter[]) => filters.map((each) => toSql(each, source, reads))
  if (filter.type === 'and') return allOf(parts(filter.filters))
  if (filter.type === 'or') return behindRow(filter, source, reads) ?? anyOf(parts(filter.filters))
  if (filter.type === 'nor') return not(anyOf(parts(filter.filters)))
  return onField(filter, source, reads)
}
