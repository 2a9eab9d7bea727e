import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAll } from './condition.ts'
import type { Condition } from './condition.ts'
import { anyConditions, conditions } from './conditionArbitraries.ts'
import { checkCondition, checkLimit, checkPage, countNodes } from './guard.ts'
import { scoped } from './rewrite.ts'

const or = (children: readonly Condition[]): Condition => ({ operator: 'OR', children })
/** An OR of EQs with this many nodes altogether. */
const nodes = (count: number): Condition =>
  or(Array.from({ length: count - 1 }, (_, value): Condition => ({ field: 'version', operator: 'EQ', value })))

const refusal = (condition: Condition) => checkCondition(condition, { strict: true })?.message
const expensive = (operator: string) =>
  `HTTP query operator[${operator}] is disabled because expensive operators are not allowed.`
const passes = (count: number, extraNodes: number) =>
  checkCondition(nodes(count), { strict: true, extraNodes }) === undefined
const withOneValue = (condition: Condition) => checkCondition(condition, { strict: true, maxValues: 1 })?.message

describe('the strict guard', () => {
  test.each(['NE', 'NOT_IN', 'NOR', 'NULL', 'NOT_NULL', 'CONTAINS', 'ENDS_WITH'] as const)('refuses %s', (operator) => {
    expect(refusal({ field: 'a', operator, value: 'x' })).toBe(expensive(operator))
  })

  test.each<[Condition, boolean]>([
    [{ operator: 'EXISTS', field: 'a', value: true }, true],
    [{ operator: 'EXISTS', field: 'a', value: false }, false],
    // Left to the conversion, which refuses them.
    [{ operator: 'EXISTS', field: 'a', value: 'false' }, true],
    [{ operator: 'EXISTS', field: 'a' }, true],
    [{ operator: 'STARTS_WITH', field: 'a', value: 'x' }, true],
    [{ operator: 'STARTS_WITH', field: 'a', value: '' }, false],
    [{ operator: 'STARTS_WITH', field: 'a' }, false],
    [{ operator: 'STARTS_WITH', field: 'a', value: 5 }, false],
    [{ operator: 'STARTS_WITH', field: 'a', value: 'x', options: { ignoreCase: true } }, false],
    [{ operator: 'STARTS_WITH', field: 'a', value: 'x', options: { ignoreCase: false } }, true],
    [{ operator: 'MATCH', value: 'x' }, true],
  ])('%j passes: %j', (condition, passes) => {
    expect(refusal(condition) === undefined).toBe(passes)
  })
})

describe('under either policy', () => {
  test.each([true, false])('strict %j', (strict) => {
    const check = (condition: Condition) => checkCondition(condition, { strict })?.message
    const many = Array.from({ length: 1001 }, (_, index) => index)
    expect(check({ operator: 'RAW', value: '{}' })).toBe('HTTP query operator[RAW] is not allowed.')
    expect(check({ operator: 'ELEM_MATCH', field: 'a' })).toBe(
      'HTTP ELEM_MATCH condition must contain exactly one child.',
    )
    expect(check({ operator: 'IN', field: 'a', value: many })).toBe(
      'HTTP query condition values[1001] must not exceed 1000.',
    )
    expect(check({ operator: 'IDS', value: many })).toBe('HTTP query condition values[1001] must not exceed 1000.')
    expect(check({ operator: 'IN', field: 'a', value: many.slice(1) })).toBeUndefined()
    expect(check({ operator: 'BETWEEN', field: 'a', value: many })).toBeUndefined()
    expect(check(nodes(64))).toBeUndefined()
    expect(check(nodes(65))).toBe('HTTP query condition nodes[65] must not exceed 64.')
    expect(check(nodes(500))).toBe('HTTP query condition nodes[65] must not exceed 64.')
  })

  test('the open policy lets the expensive operators pass', () => {
    expect(
      checkCondition({ operator: 'NOR', children: [{ operator: 'NULL', field: 'a' }] }, { strict: false }),
    ).toBeUndefined()
  })

  test('limits can be set', () => {
    expect(checkCondition(nodes(4), { strict: true, maxNodes: 3 })?.message).toBe(
      'HTTP query condition nodes[4] must not exceed 3.',
    )
    expect(checkCondition({ operator: 'IN', field: 'a', value: [1, 2] }, { strict: true, maxValues: 1 })?.message).toBe(
      'HTTP query condition values[2] must not exceed 1.',
    )
  })
})

test('a client counts the nodes that the server adds: 62, 60 with an owner, 59 with a space too', () => {
  expect([62, 63].map((count) => passes(count, 2))).toEqual([true, false])
  expect([60, 61].map((count) => passes(count, 4))).toEqual([true, false])
  expect([59, 60].map((count) => passes(count, 5))).toEqual([true, false])
})

test('the refused node is the last one at fault, with its path, as the server goes from the last child to the first', () => {
  const condition: Condition = {
    operator: 'AND',
    children: [
      { operator: 'NE', field: 'a', value: 1 },
      or([{ operator: 'EQ', field: 'a' }, { operator: 'NULL', field: 'a' }, { operator: 'ALL' }]),
      { operator: 'EQ', field: 'a' },
    ],
  }
  expect(checkCondition(condition, { strict: true })).toEqual({
    path: [1, 1],
    operator: 'NULL',
    message: 'HTTP query operator[NULL] is disabled because expensive operators are not allowed.',
  })
})

test('a node is refused for its children before its operator, and the size of a list comes last', () => {
  expect(withOneValue({ operator: 'NOT_IN', field: 'a', value: [1, 2] })).toMatch(/^HTTP query operator\[NOT_IN\]/)
  expect(withOneValue({ operator: 'ELEM_MATCH', field: 'a', children: [{ operator: 'RAW' }, {}] })).toMatch(
    /exactly one child/,
  )
})

test('checking the plain condition with extra nodes is checking the rewritten one', () => {
  const scopes = [
    { extraNodes: 2, scope: { tenantId: '(0)' } },
    { extraNodes: 4, scope: { tenantId: '(0)', ownerId: 'a' } },
    { extraNodes: 5, scope: { tenantId: '(0)', ownerId: 'a', spaceId: 's' } },
  ]
  fc.assert(
    fc.property(
      fc.oneof(conditions('snapshot'), anyConditions),
      fc.boolean(),
      fc.constantFrom(...scopes),
      fc.integer({ min: 6, max: 20 }),
      (condition, strict, { extraNodes, scope }, maxNodes) => {
        const before = checkCondition(condition, { strict, maxNodes, extraNodes })
        const after = checkCondition(scoped(condition, scope), { strict, maxNodes })
        expect(before?.message).toBe(after?.message)
        const total = isAll(condition) ? 0 : countNodes(condition) + extraNodes
        expect(before === undefined && total > maxNodes).toBe(false)
      },
    ),
  )
})

test('limits and pages are refused at their first fault', () => {
  expect([0, 1, 1000, 1001, -1].map(checkLimit)).toEqual([
    'HTTP list query limit[0] must be between 1 and 1000.',
    undefined,
    undefined,
    'HTTP list query limit[1001] must be between 1 and 1000.',
    'HTTP list query limit[-1] must be between 1 and 1000.',
  ])
  expect(checkPage({})).toBeUndefined()
  expect(checkPage({ index: 100, size: 100 })).toBeUndefined()
  expect(checkPage({ index: 0, size: 0 })).toBe('HTTP page index[0] must be greater than or equal to 1.')
  expect(checkPage({ index: 1_000_000, size: 101 })).toBe('HTTP page size[101] must be between 1 and 100.')
  expect(checkPage({ index: 2_147_483_647, size: 100 })).toBe('HTTP page window[214748364700] must not exceed 10000.')
})
