import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition } from './condition.ts'
import { ConditionError } from './condition.ts'
import { conditions } from './conditionArbitraries.ts'
import { documents, TEST_NOW, TEST_ZONE } from './documentArbitraries.ts'
import type { Json } from '../json.ts'
import { compareText, matches } from './matches.ts'

const context = { now: TEST_NOW, zone: TEST_ZONE }

const document = {
  aggregateId: 'id-1',
  deleted: false,
  version: 2,
  ownerId: '',
  nothing: null,
  tags: { team: ['a', 'b'], none: [], mixed: [1, 'x', null, true], '0': ['zero'] },
  state: {
    status: 'FAILED',
    isRetryable: true,
    error: {
      errorMsg: 'Stock of 100% is short',
      bindingErrors: [{ name: 'f1', msg: 'm1' }, { name: 'f2', msg: 'm2', at: 2 }, 'no object'],
    },
    retrySpec: { maxRetries: 3, minBackoff: 10 },
  },
}

const holds = (condition: Condition, of: unknown = document) => matches(condition, of, context)

const q = (operator: NonNullable<Condition['operator']>, field: string, value?: Json): Condition => ({
  operator,
  field,
  ...(value === undefined ? {} : { value }),
})

const some = (child: Condition, field = 'state.error.bindingErrors'): Condition => ({
  field,
  operator: 'ELEM_MATCH',
  children: [child],
})

const group = (operator: 'AND' | 'OR' | 'NOR', children: readonly Condition[]): Condition => ({ operator, children })

const text = (value: string, of: string) =>
  holds({ ...q('CONTAINS', 'm', value), options: { ignoreCase: true } }, { m: of })

describe('a leaf', () => {
  test.each<[Condition, boolean]>([
    [q('EQ', 'state.status', 'FAILED'), true],
    [q('EQ', 'state.status', 'failed'), false],
    [q('EQ', 'version', 2), true],
    [q('EQ', 'version', '2'), false],
    [q('EQ', 'version', 2.5), false],
    [q('EQ', 'state.isRetryable', 1), false],
    [q('EQ', 'ownerId'), true],
    [q('EQ', 'nowhere'), false],
    [q('EQ', 'nothing', null), true],
    [q('EQ', 'nowhere', null), true],
    [q('EQ', 'ownerId', null), false],
    [q('NE', 'nowhere', 'x'), true],
    [q('NE', 'state.status', 'FAILED'), false],
    // Arrays: an element, the whole, or by place.
    [q('EQ', 'tags.team', 'b'), true],
    [q('NE', 'tags.team', 'b'), false],
    [q('EQ', 'tags.team', ['a', 'b']), true],
    [q('EQ', 'tags.team', ['b', 'a']), false],
    [q('EQ', 'tags.none', []), true],
    [q('EQ', 'tags.none', null), false],
    [q('EQ', 'tags.mixed', null), true],
    [q('EQ', 'tags.team.1', 'b'), true],
    [q('EQ', 'tags.team.2', 'b'), false],
    [q('EQ', 'tags.0', 'zero'), true],
    // Through an array of objects; what is no object is passed over.
    [q('EQ', 'state.error.bindingErrors.name', 'f2'), true],
    [q('EQ', 'state.error.bindingErrors.1.name', 'f1'), false],
    [q('EQ', 'state.error.bindingErrors.at', null), true],
    [q('EQ', 'tags.team.below', null), false],
    [q('EQ', 'state.status.below', null), true],
    // Objects: the same keys in the same order.
    [q('EQ', 'state.retrySpec', { maxRetries: 3, minBackoff: 10 }), true],
    [q('EQ', 'state.retrySpec', { minBackoff: 10, maxRetries: 3 }), false],
    [q('EQ', 'state.retrySpec', { maxRetries: 3 }), false],
    // Comparisons stay within a type.
    [q('GT', 'version', 1), true],
    [q('GT', 'version', 2), false],
    [q('GTE', 'version', 2), true],
    [q('LT', 'version', '9'), false],
    [q('GT', 'state.status', 'FAIL'), true],
    [q('GT', 'state.isRetryable', false), true],
    [q('LTE', 'nothing', 0), false],
    [q('LT', 'nowhere', 5), false],
    [q('GT', 'tags.team', 'a'), true],
    [q('GT', 'tags.none', ''), false],
    [q('BETWEEN', 'version', [2, 3]), true],
    [q('BETWEEN', 'version', [0, 2, 99]), true],
    [q('BETWEEN', 'version', [3, 1]), false],
    [q('IN', 'state.status', ['PREPARED', 'FAILED']), true],
    [q('IN', 'state.status', []), false],
    [q('IN', 'nowhere', [null, 1]), true],
    [q('NOT_IN', 'state.status', []), true],
    [q('NOT_IN', 'tags.team', ['b', 'c']), false],
    [q('ALL_IN', 'tags.team', ['b', 'a']), true],
    [q('ALL_IN', 'tags.team', ['b', 'c']), false],
    [q('ALL_IN', 'tags.team', []), false],
    [q('ALL_IN', 'state.status', ['FAILED']), true],
    [q('CONTAINS', 'state.error.errorMsg', '100% is'), true],
    [q('CONTAINS', 'state.error.errorMsg', 'S.ock'), false],
    [q('CONTAINS', 'state.error.errorMsg', 'STOCK'), false],
    [{ ...q('CONTAINS', 'state.error.errorMsg', 'STOCK'), options: { ignoreCase: true } }, true],
    [q('STARTS_WITH', 'state.error.errorMsg', 'Stock'), true],
    [q('STARTS_WITH', 'state.error.errorMsg', 'tock'), false],
    [q('STARTS_WITH', 'version', ''), false],
    [q('STARTS_WITH', 'ownerId', ''), true],
    [q('ENDS_WITH', 'state.error.errorMsg', 'short'), true],
    [q('ENDS_WITH', 'tags.team', 'b'), true],
    [q('NULL', 'nowhere'), true],
    [q('NULL', 'nothing'), true],
    [q('NULL', 'ownerId'), false],
    [q('NOT_NULL', 'nothing'), false],
    [q('NOT_NULL', 'tags.none'), true],
    [q('TRUE', 'state.isRetryable'), true],
    [q('FALSE', 'state.isRetryable'), false],
    [q('FALSE', 'nowhere'), false],
    [q('EXISTS', 'nothing', true), true],
    [q('EXISTS', 'nowhere', true), false],
    [q('EXISTS', 'nowhere', false), true],
    [q('EXISTS', 'tags.team.below', true), false],
    [q('EQ', '', 'x'), false],
    [q('NULL', ''), true],
    // The inherited names of a JavaScript object are no fields.
    [q('EXISTS', 'constructor', true), false],
    [q('EXISTS', 'tags.team.length', true), false],
  ])('%j is %j', (condition, expected) => {
    expect(holds(condition)).toBe(expected)
  })
})

describe('ELEM_MATCH', () => {
  test.each<[string, Condition, boolean]>([
    [
      'asks one element for everything',
      some({ operator: 'AND', children: [q('EQ', 'name', 'f1'), q('EQ', 'msg', 'm2')] }),
      false,
    ],
    [
      'finds an element that has everything',
      some({ operator: 'AND', children: [q('EQ', 'name', 'f2'), q('GT', 'at', 1)] }),
      true,
    ],
    ['negates within an element', some({ operator: 'NOR', children: [q('EQ', 'name', 'f1')] }), true],
    ['looks at objects only', some(q('NULL', ''), 'tags.team'), false],
    ['finds nothing below a single object', some(q('EQ', 'maxRetries', 3), 'state.retrySpec'), false],
    ['does not map the id inside', some(q('EXISTS', '_id', true)), false],
  ])('%s', (_name, condition, expected) => {
    expect(holds(condition)).toBe(expected)
  })
})

test('the id has two names, and other ones in event streams', () => {
  const stream = { id: 'stream-1', aggregateId: 'id-1', body: [{ name: 'e1' }, { name: 'e2' }] }
  const event = (condition: Condition) => matches(condition, stream, { ...context, kind: 'event' })

  expect(holds(q('EQ', '_id', 'id-1'))).toBe(true)
  expect(holds(q('EQ', 'aggregateId', 'id-1'))).toBe(true)
  expect(holds({ operator: 'ID', value: 'id-1' })).toBe(true)
  expect(holds({ operator: 'ID', value: 5 })).toBe(false)
  expect(holds({ operator: 'AGGREGATE_IDS', value: ['x', 'id-1'] })).toBe(true)
  expect(event({ operator: 'ID', value: 'stream-1' })).toBe(true)
  expect(event({ operator: 'IDS', value: ['id-1'] })).toBe(false)
  expect(event({ operator: 'AGGREGATE_ID', value: 'id-1' })).toBe(true)
  expect(event(q('EQ', '_id', 'stream-1'))).toBe(true)
  expect(event(q('EQ', 'body.name', 'e2'))).toBe(true)
  // Streams have no deletion: neither state of it holds.
  expect(event({ operator: 'DELETED', value: 'ACTIVE' })).toBe(false)
  expect(event({ operator: 'DELETED', value: 'ALL' })).toBe(true)
})

test('text is ordered by code point, not by 16-bit unit', () => {
  expect(compareText('\uFFFD', '\u{1F600}')).toBeLessThan(0)
  expect(compareText('a\u{1F600}b', 'a\u{1F600}c')).toBeLessThan(0)
  expect(compareText('a', 'ab')).toBeLessThan(0)
  expect(compareText('B', 'a')).toBeLessThan(0)
  const code = fc.string({ unit: fc.constantFrom('a', 'b', '\uD7FF', '\uE000', '\uFFFD', '\u{1F600}', '\u{10FFFF}') })
  fc.assert(
    fc.property(code, code, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
  )
})

test('letter case is ignored for A to Z only', () => {
  expect(text('ORDER', 'an order')).toBe(true)
  expect(text('É', 'é')).toBe(false)
  expect(text('É', 'É')).toBe(true)
  // The Kelvin sign is a k for Unicode.
  expect(text('k', '\u212A')).toBe(false)
})

describe('a condition that cannot be converted is refused whatever the document', () => {
  test.each<[Condition, string]>([
    [{ operator: 'AND' }, 'AND operator children cannot be empty.'],
    [{ operator: 'NOR', children: [] }, 'NOR operator children cannot be empty.'],
    [q('IN', 'state.status', 'FAILED'), 'IN operator value of field[state.status] must be an array.'],
    [{ operator: 'IDS', value: 'x' }, 'IDS operator value must be an array.'],
    [q('BETWEEN', 'version', [1]), 'BETWEEN operator value must be a array with 2 elements.'],
    [q('BETWEEN', 'version', 1), 'BETWEEN operator value of field[version] must be an array.'],
    [q('GT', 'version', [1]), 'GT operator value of field[version] must be a number, a string or a boolean.'],
    [q('STARTS_WITH', 'version', 1), 'STARTS_WITH operator value of field[version] must be a string.'],
    [q('EXISTS', 'version'), 'EXISTS operator value of field[version] must be a boolean.'],
    [{ operator: 'DELETED' }, 'No enum constant me.ahoo.wow.api.query.DeletionState.'],
    [{ operator: 'DELETED', value: 'foo' }, 'No enum constant me.ahoo.wow.api.query.DeletionState.FOO'],
    [{ operator: 'DELETED', value: 1 }, 'Value must be String, Boolean, or DeletionState, but was Int.'],
    [{ operator: 'DELETED', value: 3e9 }, 'Value must be String, Boolean, or DeletionState, but was Long.'],
    [{ operator: 'DELETED', value: 1.5 }, 'Value must be String, Boolean, or DeletionState, but was Double.'],
    [{ operator: 'DELETED', value: [] }, 'Value must be String, Boolean, or DeletionState, but was ArrayList.'],
    [q('EQ', '$where', '1'), 'Field[$where] must not start with $.'],
    [
      q('LTE', 'eventTime', { $now: 0 }),
      'LTE operator value of field[eventTime] must be a number, a string or a boolean.',
    ],
    [q('EQ', 'eventTime', { $now: 0 }), 'Field[eventTime]: the value must not hold a name with $ ($now).'],
    [q('ELEM_MATCH', 'tags.team'), 'ELEM_MATCH condition must contain exactly one child.'],
  ])('%j', (condition, message) => {
    expect(() => holds(condition, {})).toThrow(new ConditionError(message))
    const hidden: Condition = { operator: 'AND', children: [q('EQ', 'nowhere', 1), condition] }
    expect(() => holds(hidden, {})).toThrow(new ConditionError(message))
  })
})

describe.each(['snapshot', 'event'] as const)('over random %ss', (kind) => {
  const both = [conditions(kind), conditions(kind), documents(kind)] as const
  const is = (condition: Condition, of: unknown) => matches(condition, of, { ...context, kind })

  test('AND, OR and NOR are what they are for booleans', () => {
    fc.assert(
      fc.property(...both, (a, b, of) => {
        expect(is(group('AND', [a, b]), of)).toBe(is(a, of) && is(b, of))
        expect(is(group('OR', [a, b]), of)).toBe(is(a, of) || is(b, of))
        expect(is(group('NOR', [a, b]), of)).toBe(!is(group('OR', [a, b]), of))
      }),
      { numRuns: 200 },
    )
  })

  test('the negative operators are the opposite of the positive ones', () => {
    const opposites = { NE: 'EQ', NOT_IN: 'IN', NOT_NULL: 'NULL' } as const
    fc.assert(
      fc.property(conditions(kind), documents(kind), ({ operator, ...rest }, of) => {
        if (operator !== 'NE' && operator !== 'NOT_IN' && operator !== 'NOT_NULL') return
        expect(is({ operator, ...rest }, of)).toBe(!is({ operator: opposites[operator], ...rest }, of))
      }),
      // One in eight is a negative one.
      { numRuns: 800 },
    )
  })
})
