/**
 * Filters on JSON text, where a path may lead through arrays. `walk` follows the path as `leaves` and `candidates` of
 * `wow/condition/matches.ts` do: a row for everything the path leads to at depth `n`, `missing` where it leads nowhere,
 * and at depth `n + 1` the elements of the arrays found at `n`.
 */
import type { Filter, Path } from '../../../wow/condition/filter.ts'
import { allOf, anyOf, around, FALSE, hasText, isCompared, isOneOf, joined, not, sql, type Sql } from './sql.ts'

export type FieldFilter = Exclude<Filter, { readonly type: 'and' | 'or' | 'nor' }>

const isDigits = (key: string): boolean => /^\d+$/.test(key)

/** `base` is JSON text or NULL, which counts as missing. */
function walk(base: string, path: Path): Sql {
  const keys = JSON.stringify(path)
  const n = path.length
  const array = `json_each(iif(walk.type = 'array', walk.value, NULL))`
  const steps = [
    sql(`SELECT iif(${base} IS NULL, ${n}, 0), ${base}, coalesce(json_type(${base}), 'missing')`),
    sql(
      `SELECT iif(item.type IS NULL, ${n}, depth + 1), item.value, coalesce(item.type, 'missing')
       FROM walk LEFT JOIN json_each(iif(walk.type = 'object', walk.value, NULL)) AS item ON item.key = ? ->> depth
       WHERE depth < ${n} AND walk.type NOT IN ('array', 'missing')`,
      keys,
    ),
    sql(
      `SELECT depth + (depth = ${n}), item.value, item.type FROM walk JOIN ${array} AS item
       WHERE depth <= ${n} AND (depth = ${n} OR item.type = 'object')`,
    ),
  ]
  if (path.some(isDigits)) {
    steps.push(
      sql(
        `SELECT depth + 1, item.value, item.type FROM walk JOIN ${array} AS item
         WHERE depth < ${n} AND ? ->> depth NOT GLOB '*[^0-9]*' AND ? ->> depth <> ''
           AND item.key = CAST(? ->> depth AS INTEGER)`,
        keys,
        keys,
        keys,
      ),
    )
  }
  return around('WITH RECURSIVE walk(depth, value, type) AS (', joined(steps, ' UNION ALL '), ')')
}

const NUMBER = sql(`type IN ('integer', 'real')`)
const TEXT = sql(`type = 'text'`)

/** Whether a found value (columns `type` and `value`, in json_each's words) passes. */
function passes(filter: Extract<FieldFilter, { type: 'in' | 'compare' | 'text' }>): Sql {
  if (filter.type === 'text') return allOf([TEXT, hasText('value', filter)])
  if (filter.type === 'compare') {
    const { operator, value } = filter
    if (typeof value === 'string') return allOf([TEXT, isCompared('value', operator, value)])
    const ofType = typeof value === 'number' ? NUMBER : sql(`type IN ('true', 'false')`)
    return allOf([ofType, isCompared('value', operator, Number(value))])
  }
  const { values } = filter
  const texts = values.filter((value) => typeof value === 'string')
  const numbers = values.filter((value) => typeof value === 'number')
  const containers = values.filter((value) => typeof value === 'object' && value !== null)
  return anyOf([
    allOf([TEXT, isOneOf('value', texts)]),
    allOf([NUMBER, isOneOf('value', numbers)]),
    values.includes(true) ? sql(`type = 'true'`) : FALSE,
    values.includes(false) ? sql(`type = 'false'`) : FALSE,
    values.includes(null) ? sql(`type IN ('null', 'missing')`) : FALSE,
    // Documents are written by JSON.stringify, so equal content in equal order is equal text.
    allOf([
      sql(`type IN ('object', 'array')`),
      isOneOf(
        'value',
        containers.map((value) => JSON.stringify(value)),
      ),
    ]),
  ])
}

/** A filter on one field of the JSON text that the SQL expression `base` gives; `level` counts ELEM_MATCH around it. */
export function onJson(filter: FieldFilter, base: string, path: Path, level = 0): Sql {
  const some = (where: string, test: Sql) => {
    const found = around('EXISTS (', walk(base, path), ` SELECT 1 FROM walk WHERE ${where} AND `)
    return test === FALSE ? FALSE : joined([found, test, sql(')')], '')
  }
  if (filter.type === 'exists') return some(`depth = ${path.length}`, sql(`type <> 'missing'`))
  if (filter.type !== 'element') return some(`depth >= ${path.length}`, passes(filter))

  // A name of its own, because elements may lie in elements.
  const element = `element${level}`
  const inside = filterOnJson(filter.filter, `${element}.value`, level + 1)
  const elements = `json_each(iif(walk.type = 'array', walk.value, NULL)) AS ${element}`
  const passing = around(`EXISTS (SELECT 1 FROM ${elements} WHERE ${element}.type = 'object' AND `, inside, ')')
  return some(`depth = ${path.length}`, passing)
}

/** A whole filter on JSON text; paths start at its top. */
function filterOnJson(filter: Filter, base: string, level = 0): Sql {
  const parts = (filters: readonly Filter[]) => filters.map((each) => filterOnJson(each, base, level))
  if (filter.type === 'and') return allOf(parts(filter.filters))
  if (filter.type === 'or') return anyOf(parts(filter.filters))
  if (filter.type === 'nor') return not(anyOf(parts(filter.filters)))
  return onJson(filter, base, filter.path, level)
}

/**
 * Two sort keys for a path in JSON text, in MongoDB's order: first by type (missing and null, numbers, strings, objects,
 * arrays, booleans), then by value. An array counts as its least element, or its greatest when the order is descending.
 */
export function jsonSortKeys(base: string, path: Path, direction: 'ASC' | 'DESC'): readonly Sql[] {
  const rank = `CASE type WHEN 'integer' THEN 2 WHEN 'real' THEN 2 WHEN 'text' THEN 3 WHEN 'object' THEN 4
    WHEN 'array' THEN 5 WHEN 'true' THEN 6 WHEN 'false' THEN 6 ELSE 1 END`
  const first = (wanted: string) =>
    around(
      'coalesce((',
      walk(base, path),
      ` SELECT ${wanted} FROM walk WHERE depth >= ${path.length} AND NOT (depth = ${path.length} AND type = 'array')
        ORDER BY ${rank} ${direction}, value ${direction} LIMIT 1), 1)`,
    )
  return [first(rank), first('value')]
}
