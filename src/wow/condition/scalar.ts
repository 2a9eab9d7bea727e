/** Single values of a condition as a person types them: one line of text and back. */
import type { Operator } from './condition.ts'
import { isObject } from '../json.ts'
import type { Json } from '../json.ts'
import { operatorRule } from './operatorRules.ts'
import type { ValueType } from './operatorRules.ts'

/** `any`: text that reads as JSON is that JSON, other text is text. */
export type Scalar = 'text' | 'number' | 'boolean' | 'time' | 'any'

const SCALARS: { readonly [type in ValueType]: Scalar } = {
  string: 'text',
  enum: 'text',
  array: 'text',
  number: 'number',
  boolean: 'boolean',
  time: 'time',
  object: 'any',
  any: 'any',
}

/** What the values of an operator are on a field of this type. */
export function scalarOf(operator: Operator, type: ValueType): Scalar {
  const { fits, shape } = operatorRule(operator)
  if (shape === 'json') return 'any'
  return fits === 'record' || shape === 'text' ? 'text' : SCALARS[type]
}

const isNow = (value: Json): value is { readonly $now: number } =>
  isObject(value) && typeof value['$now'] === 'number' && Object.keys(value).length === 1

/** The shift against now in milliseconds; undefined for a value that is not symbolic. */
export const shiftOf = (value: Json | undefined): number | undefined =>
  value !== undefined && isNow(value) ? value.$now : undefined

export function fitsScalar(scalar: Scalar, value: Json): boolean {
  if (scalar === 'any') return true
  if (scalar === 'text') return typeof value === 'string'
  if (scalar === 'boolean') return typeof value === 'boolean'
  return typeof value === 'number' || (scalar === 'time' && isNow(value))
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu

function readNumber(text: string): number | undefined {
  const number = NUMBER.test(text) ? Number(text) : NaN
  // -0 would come back from an address as 0.
  return Number.isFinite(number) ? number + 0 : undefined
}

/** The JSON that the text is, else `plain`. */
function readJson(text: string, plain: string): Json {
  try {
    const value: Json = JSON.parse(text)
    return typeof value === 'number' ? (readNumber(String(value)) ?? plain) : value
  } catch {
    return plain
  }
}

const UNITS_MS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const SHIFT = /^now(?:\s*([+-])\s*(\d+)\s*(ms|s|m|h|d))?$/u
const INSTANT = /^[+-]?\d{4,6}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d))?$/u

function readTime(text: string): Json | undefined {
  const shift = SHIFT.exec(text)
  if (shift !== null) {
    const [, sign, amount = '0', unit = 'ms'] = shift
    const ms = Number(amount) * (UNITS_MS[unit] ?? 1)
    return { $now: sign === '-' && ms !== 0 ? -ms : ms }
  }
  const at = INSTANT.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN
  return Number.isNaN(at) ? readNumber(text) : at
}

function printShift(shiftMs: number): string {
  if (shiftMs === 0) return 'now'
  const units = Object.entries(UNITS_MS).filter(([, ms]) => shiftMs % ms === 0)
  const [unit, ms] = units.at(-1) ?? ['ms', 1]
  return `now${shiftMs < 0 ? '-' : '+'}${Math.abs(shiftMs) / ms}${unit}`
}

function printTime(at: number): string {
  // Times that a calendar of four digits does not hold, and fractions of a millisecond, are numbers.
  const isDate = Number.isInteger(at) && at >= Date.UTC(1000, 0) && at < Date.UTC(10_000, 0)
  return isDate ? new Date(at).toISOString() : String(at)
}

/** What was typed; text that is no value of that kind stays the text it is, so that it can be shown as wrong. */
export function readScalar(scalar: Scalar, text: string): Json {
  if (scalar === 'text') return text
  const trimmed = text.trim()
  if (scalar === 'number') return readNumber(trimmed) ?? text
  if (scalar === 'time') return readTime(trimmed) ?? text
  if (scalar === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : text
  return readJson(trimmed, text)
}

/** The text that is read back as the value. */
export function printScalar(scalar: Scalar, value: Json): string {
  if (scalar === 'time') {
    const shift = shiftOf(value)
    if (shift !== undefined && Number.isInteger(shift)) return printShift(shift)
    if (typeof value === 'number') return printTime(value)
  }
  if (typeof value !== 'string') return JSON.stringify(value)
  return readScalar(scalar, value) === value ? value : JSON.stringify(value)
}

/** One line for each value: what a line cannot carry stands in JSON's quotation marks. */
export const printLines = (scalar: Scalar, values: readonly Json[]): string =>
  values
    .map((value) => {
      const line = printScalar(scalar, value)
      const isPlain = line !== '' && line === line.trim() && !/[\r\n\t]/u.test(line) && !line.startsWith('"')
      return isPlain || typeof value !== 'string' ? line : JSON.stringify(value)
    })
    .join('\n')

/** Values from many lines (or cells of a table); empty ones are left out. */
export function readLines(scalar: Scalar, text: string): readonly Json[] {
  return text
    .split(/[\r\n\t]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const quoted = line.startsWith('"') ? readJson(line, line) : undefined
      return typeof quoted === 'string' && quoted !== line ? quoted : readScalar(scalar, line)
    })
}

/** The same value as another kind, where there is such a one. */
export function toScalar(scalar: Scalar, value: Json): Json | undefined {
  if (fitsScalar(scalar, value)) return value
  if (scalar === 'text') return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  const read = readScalar(scalar, value)
  return fitsScalar(scalar, read) ? read : undefined
}
