import type { SQLInputValue } from 'node:sqlite'

/** A piece of SQL and the values for its question marks, in order. */
export interface Sql {
  readonly text: string
  readonly values: readonly SQLInputValue[]
}

/** SQL written here, never text from a request: that goes into `values`. */
export const sql = (text: string, ...values: readonly SQLInputValue[]): Sql => ({ text, values })

export const TRUE = sql('1')
export const FALSE = sql('0')

export function joined(parts: readonly Sql[], separator: string): Sql {
  let text = ''
  const values: SQLInputValue[] = []
  for (const part of parts) {
    text += text === '' ? part.text : separator + part.text
    for (const value of part.values) values.push(value)
  }
  return { text, values }
}

/** `${before}${part}${after}` */
export const around = (before: string, part: Sql, after: string): Sql => ({
  text: `${before}${part.text}${after}`,
  values: part.values,
})

/** All of them; no piece of it is ever NULL, so the three of logic are two. */
export function allOf(parts: readonly Sql[]): Sql {
  if (parts.includes(FALSE)) return FALSE
  const needed = parts.filter((part) => part !== TRUE)
  const [first, ...rest] = needed
  if (first === undefined) return TRUE
  return rest.length === 0 ? first : around('(', joined(needed, ' AND '), ')')
}

export function anyOf(parts: readonly Sql[]): Sql {
  if (parts.includes(TRUE)) return TRUE
  const needed = parts.filter((part) => part !== FALSE)
  const [first, ...rest] = needed
  if (first === undefined) return FALSE
  return rest.length === 0 ? first : around('(', joined(needed, ' OR '), ')')
}

export function not(part: Sql): Sql {
  if (part === TRUE) return FALSE
  return part === FALSE ? TRUE : around('NOT (', part, ')')
}

/** Above this many values a list is bound as one JSON array, so that no query runs out of question marks. */
const MAX_LISTED = 8

/** `expression` equals one of the values, all of one type. */
export function isOneOf(expression: string, values: readonly (string | number)[]): Sql {
  const [first, ...rest] = values
  if (first === undefined) return FALSE
  if (rest.length === 0) return sql(`${expression} = ?`, first)
  return values.length > MAX_LISTED
    ? sql(`${expression} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))
    : sql(`${expression} IN (${values.map(() => '?').join(', ')})`, ...values)
}

const COMPARISONS = { GT: '>', GTE: '>=', LT: '<', LTE: '<=' } as const

export const isCompared = (expression: string, operator: keyof typeof COMPARISONS, value: string | number): Sql =>
  sql(`${expression} ${COMPARISONS[operator]} ?`, value)

/** The first text behind every text that starts with `prefix`; undefined when there is none. */
function behindPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue
    const next = last === 0xd7ff ? 0xe000 : last + 1
    return String.fromCodePoint(...points, next)
  }
  return undefined
}

interface TextSearch {
  readonly position: 'anywhere' | 'start' | 'end'
  readonly text: string
  readonly ignoreCase: boolean
}

/** SQLite refuses patterns of 50,000 bytes and more. */
const MOST_IN_PATTERN = 10_000

/**
 * Whether a text expression holds the searched text. Like the reference, only A to Z are folded, which is what LIKE does.
 * GLOB and LIKE find a text a third faster than `instr`, but they see a text only up to its first NUL character, if any.
 */
export function hasText(expression: string, { position, text, ignoreCase }: TextSearch): Sql {
  if (text === '') return TRUE
  if (position === 'start' && !ignoreCase) {
    // Two bounds, which an index can follow.
    const behind = behindPrefix(text)
    const from = sql(`${expression} >= ?`, text)
    return behind === undefined ? from : allOf([from, sql(`${expression} < ?`, behind)])
  }
  if (text.length > MOST_IN_PATTERN || text.includes('\0')) {
    const found = ignoreCase ? `lower(${expression})` : expression
    const wanted = ignoreCase ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text
    if (position === 'anywhere') return sql(`instr(${found}, ?) > 0`, wanted)
    const length = Array.from(wanted).length
    return sql(`substr(${found}, ${position === 'start' ? `1, ${length}` : -length}) = ?`, wanted)
  }
  const any = ignoreCase ? '%' : '*'
  const plain = ignoreCase ? text.replace(/[\\%_]/g, '\\$&') : text.replace(/[*?[]/g, '[$&]')
  const pattern = `${position === 'start' ? '' : any}${plain}${position === 'end' ? '' : any}`
  return ignoreCase ? sql(`${expression} LIKE ? ESCAPE '\\'`, pattern) : sql(`${expression} GLOB ?`, pattern)
}
