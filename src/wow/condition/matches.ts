/**
 * Says whether a JSON document satisfies a condition: the reference for every other evaluator. MongoDB's rules, as far as
 * they can show on snapshots and event streams; `filter.ts` reduces the operators to the terms used here.
 *
 * Paths. `a.b.c` goes down by own keys. On the way, an array is entered: each element that is an object is followed with
 * the rest of the path, and a key of digits also picks the element at that index. Elements that are neither contribute
 * nothing. A key that an object lacks, or a path that goes on below a string, number, boolean or null, yields "missing".
 * So a path yields any number of leaves, and a term holds when it holds for one of them (negations for none).
 * `_id` means `aggregateId` in snapshots and `id` in event streams, but not inside ELEM_MATCH. Names are never trimmed, an
 * empty name is a key like any other, and so finds nothing.
 *
 * `in` (EQ, IN, ID, TRUE, NULL, …). A leaf equals a value when both have the same type and content; numbers by value (1 is
 * 1.0), strings code point by code point, arrays element by element, objects with the same keys **in the same order**. An
 * array leaf also matches when one of its elements equals the value. null equals null and missing. No values: never.
 * NE, NOT_IN and NOT_NULL are the exact opposite, so they hold for missing fields.
 *
 * `compare` (GT, BETWEEN, time ranges, …). Only within one type: number with number, string with string (by code point,
 * which is also the byte order of UTF-8), boolean with boolean (false before true). An array leaf matches when one of its
 * elements does; in a BETWEEN the two ends may be met by different elements. Missing, null and objects never match.
 *
 * `text`. Strings only, or a string element of an array leaf; the searched text has no wildcards. With `ignoreCase` the
 * letters A to Z equal a to z and nothing else is folded (MongoDB folds all letters). An empty text fits every string.
 *
 * `exists`. Some leaf is not missing; null and empty arrays exist.
 *
 * `element`. Some leaf is an array with an object among its elements that satisfies the filter; paths start at the element.
 *
 * Numbers are doubles: integers beyond 2^53 are not told apart. Text is compared as it is, without normalisation.
 */
import type { Condition } from './condition.ts'
import { toFilter } from './filter.ts'
import type { CompareOperator, Filter, FilterContext, Path } from './filter.ts'
import { isObject } from '../json.ts'

const MISSING: unique symbol = Symbol('missing')

/** Every value that a path leads to; MISSING where it leads nowhere. */
function* leaves(value: unknown, path: Path, depth = 0): Generator {
  const key = path[depth]
  if (key === undefined) {
    yield value
  } else if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) yield* leaves(item, path, depth)
    if (/^\d+$/.test(key) && Number(key) < value.length) yield* leaves(value[Number(key)], path, depth + 1)
  } else if (isObject(value) && Object.hasOwn(value, key)) {
    yield* leaves(value[key], path, depth + 1)
  } else {
    yield MISSING
  }
}

/** The leaves, and the elements of those that are arrays. */
function* candidates(document: unknown, path: Path): Generator {
  for (const leaf of leaves(document, path)) {
    if (Array.isArray(leaf)) yield* leaf
    yield leaf
  }
}

function some(values: Iterable<unknown>, test: (value: unknown) => boolean): boolean {
  for (const value of values) if (test(value)) return true
  return false
}

/** Equality of `in`; `wanted` comes from the condition. */
function isEqual(found: unknown, wanted: unknown): boolean {
  if (wanted === null) return found === null || found === MISSING
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(found) &&
      found.length === wanted.length &&
      wanted.every((item, index) => isIdentical(found[index], item))
    )
  }
  if (isObject(wanted)) {
    if (!isObject(found)) return false
    const keys = Object.keys(found)
    const wantedKeys = Object.keys(wanted)
    return (
      keys.length === wantedKeys.length &&
      wantedKeys.every((key, index) => keys[index] === key && isIdentical(found[key], wanted[key]))
    )
  }
  return found === wanted
}

/** Inside arrays and objects there is no "missing". */
const isIdentical = (found: unknown, wanted: unknown): boolean =>
  wanted === null ? found === null : isEqual(found, wanted)

/** Negative when `a` comes first by code points. UTF-16 order differs from it only where a surrogate is involved. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1
  }
  return a.length - b.length
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

function compareSameType(found: unknown, wanted: string | number | boolean): number | undefined {
  if (typeof found === 'string' && typeof wanted === 'string') return compareText(found, wanted)
  if (typeof found === 'number' && typeof wanted === 'number') return found - wanted
  if (typeof found === 'boolean' && typeof wanted === 'boolean') return Number(found) - Number(wanted)
  return undefined
}

const HOLDS: { readonly [operator in CompareOperator]: (order: number) => boolean } = {
  GT: (order) => order > 0,
  GTE: (order) => order >= 0,
  LT: (order) => order < 0,
  LTE: (order) => order <= 0,
}

const foldLatin = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

function hasText({ position, text, ignoreCase }: Extract<Filter, { type: 'text' }>): (value: unknown) => boolean {
  const fold = ignoreCase ? foldLatin : (value: string) => value
  const wanted = fold(text)
  return (value) => {
    if (typeof value !== 'string') return false
    const found = fold(value)
    if (position === 'start') return found.startsWith(wanted)
    return position === 'end' ? found.endsWith(wanted) : found.includes(wanted)
  }
}

/** Whether a document satisfies a filter. */
export function satisfies(filter: Filter, document: unknown): boolean {
  if (filter.type === 'and') return filter.filters.every((each) => satisfies(each, document))
  if (filter.type === 'or') return filter.filters.some((each) => satisfies(each, document))
  if (filter.type === 'nor') return !filter.filters.some((each) => satisfies(each, document))
  if (filter.type === 'in') {
    return some(candidates(document, filter.path), (found) => filter.values.some((value) => isEqual(found, value)))
  }
  if (filter.type === 'compare') {
    return some(candidates(document, filter.path), (found) => {
      const order = compareSameType(found, filter.value)
      return order !== undefined && HOLDS[filter.operator](order)
    })
  }
  if (filter.type === 'text') return some(candidates(document, filter.path), hasText(filter))
  if (filter.type === 'exists') return some(leaves(document, filter.path), (found) => found !== MISSING)
  return some(
    leaves(document, filter.path),
    (found) => Array.isArray(found) && found.some((item) => isObject(item) && satisfies(filter.filter, item)),
  )
}

/**
 * Whether a snapshot or event stream, in wire form, satisfies a condition at `now` (epoch milliseconds). Throws
 * ConditionError, whatever the document, where the server would refuse the condition. To test many documents, convert once:
 * `satisfies(toFilter(condition, context), document)`.
 */
export const matches = (condition: Condition, document: unknown, context: FilterContext): boolean =>
  satisfies(toFilter(condition, context), document)
