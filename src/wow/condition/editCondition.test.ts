import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OPERATORS } from './condition.ts'
import type { Condition, Operator } from './condition.ts'
import { anyConditions, conditions } from './conditionArbitraries.ts'
import { operatorWords } from './describe.ts'
import { problemOf, tidied, withField, withOperator } from './editCondition.ts'
import { SNAPSHOT_FIELDS } from './fields.ts'
import { toFilter } from './filter.ts'
import type { Json } from '../json.ts'
import {
  firstOperator,
  isGroupOperator,
  isRecordOperator,
  operatorRule,
  operatorsFor,
  RECORD_OPERATORS,
  typeOf,
} from './operatorRules.ts'
import type { ValueType } from './operatorRules.ts'
import { fitsScalar, printLines, printScalar, readLines, readScalar, scalarOf } from './scalar.ts'
import type { Scalar } from './scalar.ts'

const TYPES: readonly ValueType[] = ['string', 'number', 'time', 'boolean', 'enum', 'array', 'object', 'any']
const FIELDS: { readonly [type in ValueType]: string } = {
  string: 'state.error.errorCode',
  number: 'state.retryState.retries',
  time: 'state.executeAt',
  boolean: 'state.isRetryable',
  enum: 'state.status',
  array: 'state.error.bindingErrors',
  object: 'state.error',
  any: 'some.path',
}
const CONTEXT = { now: 0, zone: 'UTC' }
const VALUES: { readonly [scalar in Scalar]: readonly [Json, Json] } = {
  text: ['a b', ''],
  number: [-1.5, 3],
  boolean: [true, false],
  time: [1_764_297_025_735, { $now: -60_000 }],
  any: ['12', { a: [null, 1] }],
}

/** A value as a person completes it. */
function completed(operator: Operator, type: ValueType): Json | undefined {
  const values = VALUES[scalarOf(operator, type)]
  const { shape } = operatorRule(operator)
  if (shape === 'one' || shape === 'text' || shape === 'json') return values[0]
  if (shape === 'many') return values
  if (shape === 'two') return [values[0], values[0]]
  if (shape === 'days') return 4
  if (shape === 'time-of-day') return '12:30'
  if (shape === 'boolean') return true
  return shape === 'deletion' ? 'ACTIVE' : undefined
}

const OFFERED = TYPES.flatMap((type) =>
  [...operatorsFor(type), ...RECORD_OPERATORS].map((operator): [Operator, ValueType] => [operator, type]),
)

test('every operator of the contract is offered for some field, for the record, or as a group', () => {
  const offered = new Set(OFFERED.map(([operator]) => operator))
  expect(OPERATORS.filter((operator) => !offered.has(operator) && !isGroupOperator(operator))).toEqual([])
})

test.each(OFFERED)(
  '%s on a field of type %s: chosen, completed, asked, and opened again as it was',
  (operator, type) => {
    const fresh = withOperator({ field: FIELDS[type], operator: 'EQ' }, operator, type, 'UTC')
    const value = completed(operator, type)
    const condition: Condition = value === undefined ? fresh : { ...fresh, value }
    const childCount = operatorRule(operator).shape === 'child' ? 1 : 0
    expect(problemOf(condition, type, childCount)).toBeUndefined()
    expect(condition.field).toBe(isRecordOperator(operator) ? undefined : FIELDS[type])
    expect(tidied(condition)).toEqual(condition)
    // Choosing the same again loses nothing.
    expect(withOperator(condition, operator, type, 'Asia/Shanghai')).toEqual(condition)
    // As text of an editor and back.
    const scalar = scalarOf(operator, type)
    for (const each of Array.isArray(value) ? value : []) {
      expect(readScalar(scalar, printScalar(scalar, each))).toEqual(each)
    }
    const element: Condition = { field: 'name', operator: 'EQ', value: 'x' }
    const whole = childCount === 1 ? { ...condition, children: [element] } : condition
    const asks = () =>
      toFilter(JSON.parse(JSON.stringify(whole).replaceAll('{"$now":-60000}', '0')), { now: 0, zone: 'UTC' })
    if (operator === 'MATCH' || operator === 'RAW') expect(asks).toThrow(operator)
    else expect(asks).not.toThrow()
  },
)

test('what the server would only ignore is left out', () => {
  expect(tidied({ field: 'a', operator: 'TODAY', value: 5, options: { ignoreCase: true, zoneId: 'UTC' } })).toEqual({
    field: 'a',
    operator: 'TODAY',
    options: { zoneId: 'UTC' },
  })
  expect(tidied({ field: 'a', operator: 'ID', value: 'x' })).toEqual({ operator: 'ID', value: 'x' })
  expect(tidied({ field: 'a', value: 'x' })).toEqual({ operator: 'ALL' })
  fc.assert(
    fc.property(conditions('snapshot'), (condition) => {
      const strip = (each: Condition): Condition => ({
        ...tidied(each),
        ...(each.children === undefined ? {} : { children: each.children.map(strip) }),
      })
      expect(toFilter(strip(condition), CONTEXT)).toEqual(toFilter(condition, CONTEXT))
    }),
  )
})

describe('as much of a value stays as the next operator can use', () => {
  test.each<[Condition, Operator, ValueType, Condition]>([
    [{ field: 'c', operator: 'EQ', value: 'A' }, 'IN', 'string', { field: 'c', operator: 'IN', value: ['A'] }],
    [{ field: 'c', operator: 'IN', value: ['A', 'B'] }, 'EQ', 'string', { field: 'c', operator: 'EQ', value: 'A' }],
    [
      { field: 'n', operator: 'IN', value: [1, 2, 3] },
      'BETWEEN',
      'number',
      { field: 'n', operator: 'BETWEEN', value: [1, 2] },
    ],
    [
      { field: 'c', operator: 'EQ', value: 'A' },
      'CONTAINS',
      'string',
      { field: 'c', operator: 'CONTAINS', value: 'A', options: { ignoreCase: true } },
    ],
    [
      { field: 'c', operator: 'CONTAINS', value: 'A' },
      'STARTS_WITH',
      'string',
      { field: 'c', operator: 'STARTS_WITH', value: 'A' },
    ],
    [
      { field: 't', operator: 'RECENT_DAYS', value: 4, options: { zoneId: '+08:00' } },
      'EARLIER_DAYS',
      'time',
      { field: 't', operator: 'EARLIER_DAYS', value: 4, options: { zoneId: '+08:00' } },
    ],
    [
      { field: 't', operator: 'GTE', value: { $now: -1 } },
      'TODAY',
      'time',
      { field: 't', operator: 'TODAY', options: { zoneId: 'UTC' } },
    ],
    [{ field: 'x', operator: 'EQ', value: 'A' }, 'ID', 'string', { operator: 'ID', value: 'A' }],
    [{ operator: 'IDS', value: ['A', 'B'] }, 'OWNER_ID', 'any', { operator: 'OWNER_ID', value: 'A' }],
    [{ field: 'x', operator: 'EQ', value: 'A' }, 'DELETED', 'string', { operator: 'DELETED', value: 'ACTIVE' }],
  ])('%j to %s', (condition, operator, type, next) => {
    expect(withOperator(condition, operator, type, 'UTC')).toEqual(next)
  })

  test.each<[Condition, string, Condition]>([
    [
      { field: 'state.error.errorCode', operator: 'IN', value: ['3', 'x'] },
      'state.retryState.retries',
      { field: 'state.retryState.retries', operator: 'IN', value: [3] },
    ],
    [
      { field: 'state.error.errorCode', operator: 'CONTAINS', value: 'x', options: { ignoreCase: true } },
      'state.executeAt',
      { field: 'state.executeAt', operator: 'RECENT_DAYS', options: { zoneId: 'UTC' } },
    ],
    [{ operator: 'EQ' }, 'state.status', { field: 'state.status', operator: 'IN' }],
    [{ operator: 'EQ' }, 'state.isRetryable', { field: 'state.isRetryable', operator: 'TRUE' }],
    [
      { field: 'state.retryState.retries', operator: 'GTE', value: 3 },
      'version',
      { field: 'version', operator: 'GTE', value: 3 },
    ],
  ])('%j about %s', (condition, field, next) => {
    expect(withField(condition, field, typeOf(field), 'UTC')).toEqual(next)
  })

  test('every field begins with an operator that fits it', () => {
    for (const { path, type } of SNAPSHOT_FIELDS) {
      const { operator = 'ALL' } = withField({ operator: 'EQ' }, path, type, 'UTC')
      expect(operatorsFor(type)).toContain(operator)
      expect(operator).toBe(firstOperator(type))
    }
  })

  test('a time is no number of days', () => {
    expect(withOperator({ value: 1_774_441_800_000 }, 'EARLIER_DAYS', 'any', 'UTC').value).toBeUndefined()
    expect(withOperator({ value: 30 }, 'EARLIER_DAYS', 'any', 'UTC').value).toBe(30)
  })

  test('changing to anything never throws, and never keeps what does not fit', () => {
    fc.assert(
      fc.property(anyConditions, fc.constantFrom(...OFFERED), (condition, [operator, type]) => {
        const next = withOperator(condition, operator, type, 'UTC')
        const problem = problemOf({ ...next, field: next.field ?? 'a' }, type, 1)
        expect([
          undefined,
          'no-value',
          'two-values',
          'too-many',
          'no-field',
          'field-with-dollar',
          'bad-pattern',
          'unknown-zone',
        ]).toContain(problem?.code)
      }),
    )
  })
})

describe('what is still wrong', () => {
  const many = Array.from({ length: 1001 }, (_, index) => `v${index}`)
  test.each<[Condition, ValueType, string]>([
    [{ operator: 'EQ', value: 'x' }, 'any', 'no-field'],
    [{ field: ' ', operator: 'NULL' }, 'any', 'no-field'],
    [{ field: '$where', operator: 'EQ', value: 'x' }, 'any', 'field-with-dollar'],
    [{ field: 'a', operator: 'EQ' }, 'string', 'no-value'],
    [{ field: 'a', operator: 'IN' }, 'string', 'no-value'],
    [{ field: 'a', operator: 'IN', value: 'x' }, 'string', 'not-a-list'],
    [{ field: 'a', operator: 'IN', value: many }, 'string', 'too-many'],
    [{ field: 'a', operator: 'EQ', value: 'abc' }, 'number', 'wrong-type'],
    [{ field: 'a', operator: 'IN', value: [1, 'abc'] }, 'number', 'wrong-type'],
    [{ field: 'a', operator: 'GT', value: 'yesterday' }, 'time', 'wrong-type'],
    [{ field: 'a', operator: 'CONTAINS', value: 5 }, 'string', 'wrong-type'],
    [{ field: 'a', operator: 'BETWEEN', value: [1] }, 'number', 'two-values'],
    [{ field: 'a', operator: 'BETWEEN', value: [1, ''] }, 'number', 'two-values'],
    [{ field: 'a', operator: 'ELEM_MATCH' }, 'array', 'one-child'],
    [{ operator: 'AND' }, 'any', 'no-children'],
    [{ field: 'a', operator: 'RECENT_DAYS', value: 1.5 }, 'time', 'not-days'],
    [{ field: 'a', operator: 'RECENT_DAYS', value: 'x' }, 'time', 'not-days'],
    [{ field: 'a', operator: 'RECENT_DAYS', value: 1e12 }, 'time', 'beyond-calendar'],
    [{ field: 'a', operator: 'BEFORE_TODAY', value: '25:00' }, 'time', 'not-a-time-of-day'],
    [{ field: 'a', operator: 'EXISTS', value: 'true' }, 'string', 'not-a-boolean'],
    [{ operator: 'DELETED', value: 'gone' }, 'any', 'not-a-deletion-state'],
    [{ field: 'a', operator: 'TODAY', options: { zoneId: 'Moon/Base' } }, 'time', 'unknown-zone'],
    [{ field: 'a', operator: 'TODAY', options: { datePattern: '{' } }, 'any', 'bad-pattern'],
  ])('%j on %s: %s', (condition, type, code) => {
    expect(problemOf(condition, type, 0)?.code).toBe(code)
  })

  test.each<[Condition, ValueType]>([
    [{ field: 'a', operator: 'EQ', value: '' }, 'string'],
    [{ field: 'a', operator: 'IN', value: [] }, 'string'],
    [{ field: 'a', operator: 'IN', value: ['A_NEW_STATUS'] }, 'enum'],
    [{ field: 'a', operator: 'GT', value: { $now: 0 } }, 'time'],
    [{ field: 'a', operator: 'BEFORE_TODAY', value: 3600 }, 'time'],
    [{ field: 'a', operator: 'TODAY', options: { datePattern: 'yyyy-MM-dd', zoneId: '+08:00' } }, 'any'],
  ])('nothing: %j on %s', (condition, type) => {
    expect(problemOf(condition, type)).toBeUndefined()
  })
})

describe('single values as text', () => {
  const values: { readonly [scalar in Scalar]: fc.Arbitrary<Json> } = {
    text: fc.string({ unit: 'grapheme' }),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
    boolean: fc.boolean(),
    time: fc.oneof(
      fc.integer({ min: -8e12, max: 9e12 }),
      fc.integer().map((shift) => ({ $now: shift })),
    ),
    any: fc.oneof(
      fc.jsonValue().map((each): Json => JSON.parse(JSON.stringify(each).replaceAll('-0', '0'))),
      fc.string({ unit: 'grapheme' }),
    ),
  }
  test.each(['text', 'number', 'boolean', 'time', 'any'] as const)('%s comes back as it was', (scalar) => {
    fc.assert(
      fc.property(values[scalar], (value) => {
        expect(readScalar(scalar, printScalar(scalar, value))).toEqual(value)
      }),
    )
    fc.assert(
      fc.property(fc.array(values[scalar], { maxLength: 5 }), (list) => {
        expect(readLines(scalar, printLines(scalar, list))).toEqual(list)
      }),
    )
  })

  test.each<[Scalar, string, Json]>([
    ['time', 'now', { $now: 0 }],
    ['time', 'now - 5m', { $now: -300_000 }],
    ['time', '2025-11-28T02:30:25.735Z', 1_764_297_025_735],
    ['time', '2025-11-28 10:30+08:00', 1_764_297_000_000],
    ['time', '1764297025735', 1_764_297_025_735],
    ['number', ' 12 ', 12],
    ['number', '1e3', 1000],
    ['any', '12', 12],
    ['any', '"12"', '12'],
    ['any', 'plain text', 'plain text'],
    ['any', '["a",1]', ['a', 1]],
  ])('%s %j', (scalar, text, value) => {
    expect(readScalar(scalar, text)).toEqual(value)
    expect(fitsScalar(scalar, value)).toBe(true)
  })

  test('what is no such value stays text, to be shown as wrong', () => {
    expect(readScalar('number', '1.')).toBe('1.')
    expect(readScalar('time', 'yesterday')).toBe('yesterday')
    expect(fitsScalar('number', readScalar('number', 'abc'))).toBe(false)
  })

  test('lines of a log or cells of a table become values, empty ones none', () => {
    expect(readLines('text', ' 0VcE13Lt0001001\r\n\r\n0VcE13Lt0001002\tA B\n')).toEqual([
      '0VcE13Lt0001001',
      '0VcE13Lt0001002',
      'A B',
    ])
  })
})

test('the words of operators to choose from differ within each list, in both languages', () => {
  for (const type of TYPES) {
    for (const language of ['en', 'zh-CN'] as const) {
      for (const list of [operatorsFor(type), RECORD_OPERATORS]) {
        const words = list.map((operator) => operatorWords(operator, type, language))
        expect(new Set(words).size).toBe(words.length)
        expect(words.join('')).not.toMatch(/[{}]/)
      }
    }
  }
})
