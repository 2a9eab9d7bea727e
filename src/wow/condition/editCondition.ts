/** One condition while a person edits it: what changes when its field or operator does, and what is still wrong with it. */
import { ConditionError } from './condition.ts'
import type { Condition, ConditionOptions, Operator } from './condition.ts'
import { datePattern } from './datePattern.ts'
import { MAX_VALUES } from './guard.ts'
import type { Json } from '../json.ts'
import { firstOperator, isRecordOperator, operatorRule, operatorsFor, takesCase, takesZone } from './operatorRules.ts'
import type { ValueShape, ValueType } from './operatorRules.ts'
import { fitsScalar, scalarOf, toScalar } from './scalar.ts'
import type { Scalar } from './scalar.ts'
import { timeRange } from './timeRange.ts'
import { isZone } from './timeZone.ts'

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?$/u

const isDays = (value: Json): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isTimeOfDay = (value: Json): boolean =>
  typeof value === 'number'
    ? Number.isInteger(value) && value >= 0 && value < 86_400
    : typeof value === 'string' && TIME_OF_DAY.test(value)
const DELETION = ['ACTIVE', 'DELETED', 'ALL']
const isDeletion = (value: Json): boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && DELETION.includes(value.toUpperCase()))

const atoms = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** A larger number was a time in milliseconds, and would lead out of the calendar as days. */
const MOST_DAYS_KEPT = 100_000

/** As much of the value as another operator can use. */
function valueFor(shape: ValueShape, scalar: Scalar, value: Json | undefined): Json | undefined {
  const [first] = atoms(value)
  const fitting = atoms(value).flatMap((atom) => {
    const same = toScalar(scalar, atom)
    return same === undefined ? [] : [same]
  })
  switch (shape) {
    case 'none':
    case 'child':
    case 'children':
      return undefined
    case 'one':
      return scalar === 'any' ? (first ?? value) : fitting[0]
    case 'text':
      return fitting[0]
    case 'many':
      return fitting.length === 0 ? undefined : fitting
    case 'two':
      return fitting.length === 0 ? undefined : fitting.slice(0, 2)
    case 'days':
      return first !== undefined && isDays(first) && Number(first) <= MOST_DAYS_KEPT ? first : undefined
    case 'time-of-day':
      return first !== undefined && isTimeOfDay(first) ? first : undefined
    case 'boolean':
      return typeof first === 'boolean' ? first : true
    case 'deletion':
      return first !== undefined && isDeletion(first) ? first : 'ACTIVE'
    case 'json':
      return value
    default:
      return shape satisfies never
  }
}

function optionsFor(operator: Operator, before: Condition, zoneId: string): { readonly options?: ConditionOptions } {
  const { options = {}, operator: was = 'ALL' } = before
  const set: ConditionOptions = {
    // Whoever looks for words of a message seldom knows their letter case.
    ...(takesCase(operator) && (takesCase(was) ? options.ignoreCase === true : operator === 'CONTAINS')
      ? { ignoreCase: true }
      : {}),
    ...(takesZone(operator) && options.datePattern !== undefined ? { datePattern: options.datePattern } : {}),
    ...(takesZone(operator) ? (takesZone(was) ? zoneOf(options) : { zoneId }) : {}),
  }
  return Object.keys(set).length === 0 ? {} : { options: set }
}

const zoneOf = ({ zoneId }: ConditionOptions): ConditionOptions => (zoneId === undefined ? {} : { zoneId })

/** The condition with another operator; its field has this type. Operators of days get this zone. */
export function withOperator(condition: Condition, operator: Operator, type: ValueType, zoneId: string): Condition {
  const { shape } = operatorRule(operator)
  const value = valueFor(shape, scalarOf(operator, type), condition.value)
  return {
    ...(condition.field === undefined || isRecordOperator(operator) ? {} : { field: condition.field }),
    operator,
    ...(value === undefined ? {} : { value }),
    ...optionsFor(operator, condition, zoneId),
  }
}

/** The condition about another field of this type: with its operator where that fits, else with a usual one. */
export function withField(condition: Condition, field: string, type: ValueType, zoneId: string): Condition {
  const { operator = 'ALL', value } = condition
  const isUntouched = value === undefined && operatorRule(operator).shape === 'one'
  const keeps = operatorsFor(type).includes(operator) && !isUntouched
  return withOperator({ ...condition, field }, keeps ? operator : firstOperator(type), type, zoneId)
}

/** Only what the operator uses, since the server would ignore the rest. */
export function tidied({ field, operator = 'ALL', value, options = {} }: Condition): Condition {
  const { shape } = operatorRule(operator)
  const takesValue = shape !== 'none' && shape !== 'child' && shape !== 'children'
  const kept: ConditionOptions = {
    ...(takesCase(operator) && options.ignoreCase !== undefined ? { ignoreCase: options.ignoreCase } : {}),
    ...(takesZone(operator) && options.datePattern !== undefined ? { datePattern: options.datePattern } : {}),
    ...(takesZone(operator) ? zoneOf(options) : {}),
  }
  return {
    ...(field === undefined || isRecordOperator(operator) || shape === 'children' ? {} : { field }),
    operator,
    ...(takesValue && value !== undefined ? { value } : {}),
    ...(Object.keys(kept).length === 0 ? {} : { options: kept }),
  }
}

export type Problem =
  | { readonly code: 'no-field' }
  | { readonly code: 'field-with-dollar' }
  | { readonly code: 'no-value' }
  | { readonly code: 'no-children' }
  | { readonly code: 'one-child' }
  | { readonly code: 'two-values' }
  | { readonly code: 'not-a-list' }
  | { readonly code: 'wrong-type'; readonly scalar: Exclude<Scalar, 'any'>; readonly value: Json }
  | { readonly code: 'too-many'; readonly count: number; readonly most: number }
  | { readonly code: 'not-days' }
  | { readonly code: 'not-a-time-of-day' }
  | { readonly code: 'not-a-boolean' }
  | { readonly code: 'not-a-deletion-state' }
  | { readonly code: 'unknown-zone'; readonly zone: string }
  | { readonly code: 'bad-pattern'; readonly words: string }
  | { readonly code: 'beyond-calendar' }

function wrongScalar(scalar: Scalar, values: readonly Json[]): Problem | undefined {
  if (scalar === 'any') return undefined
  const value = values.find((each) => !fitsScalar(scalar, each))
  return value === undefined ? undefined : { code: 'wrong-type', scalar, value }
}

function valueProblem(shape: ValueShape, scalar: Scalar, value: Json | undefined): Problem | undefined {
  if (shape === 'none' || shape === 'children' || shape === 'child') return undefined
  // The server binds no null.
  if (value === undefined || value === null) return { code: 'no-value' }
  switch (shape) {
    case 'one':
    case 'text':
      return wrongScalar(scalar, [value])
    case 'many':
      if (!Array.isArray(value)) return { code: 'not-a-list' }
      if (value.length > MAX_VALUES) return { code: 'too-many', count: value.length, most: MAX_VALUES }
      return wrongScalar(scalar, value)
    case 'two':
      return !Array.isArray(value) || value.length < 2 || value.slice(0, 2).includes('')
        ? { code: 'two-values' }
        : wrongScalar(scalar, value.slice(0, 2))
    case 'days':
      return isDays(value) ? undefined : { code: 'not-days' }
    case 'time-of-day':
      return isTimeOfDay(value) ? undefined : { code: 'not-a-time-of-day' }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { code: 'not-a-boolean' }
    case 'deletion':
      return isDeletion(value) ? undefined : { code: 'not-a-deletion-state' }
    case 'json':
      return undefined
    default:
      return shape satisfies never
  }
}

function timeProblem(condition: Condition): Problem | undefined {
  const { zoneId, datePattern: pattern } = condition.options ?? {}
  if (zoneId !== undefined && !isZone(zoneId)) return { code: 'unknown-zone', zone: zoneId }
  try {
    if (pattern !== undefined) datePattern(pattern)
  } catch (error) {
    if (error instanceof ConditionError) return { code: 'bad-pattern', words: error.message }
    throw error
  }
  try {
    timeRange(condition, { now: Date.UTC(2026, 0), zone: 'UTC' })
    return undefined
  } catch (error) {
    if (error instanceof ConditionError) return { code: 'beyond-calendar' }
    throw error
  }
}

/** What keeps a condition from being asked, without what is below it; undefined when it is complete. */
export function problemOf(condition: Condition, type: ValueType, childCount = 0): Problem | undefined {
  const { operator = 'ALL', field = '', value } = condition
  const { shape, fits } = operatorRule(operator)
  if (shape === 'children') return childCount === 0 ? { code: 'no-children' } : undefined
  if (fits !== 'record' && field.trim() === '') return { code: 'no-field' }
  if (field.startsWith('$')) return { code: 'field-with-dollar' }
  if (shape === 'child' && childCount !== 1) return { code: 'one-child' }
  return (
    valueProblem(shape, scalarOf(operator, type), value) ?? (takesZone(operator) ? timeProblem(condition) : undefined)
  )
}
