import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_PARSED_DEPTH,
  MAX_PARSED_NODES,
  parseCondition,
  parseListQuery,
  parsePagedQuery,
  parseSingleQuery,
} from './parseCondition.ts'

const nested = (depth: number): unknown =>
  JSON.parse(`${'{"operator":"AND","children":['.repeat(depth - 1)}{}${']}'.repeat(depth - 1)}`)

const wide = (nodes: number) => ({ operator: 'OR', children: Array.from({ length: nodes - 1 }, () => ({})) })

const told = (input: unknown) => {
  const parsed = parseCondition(input)
  return parsed.ok ? parsed.condition : parsed.message
}

describe('a condition', () => {
  test.each<[unknown, unknown]>([
    [{}, { operator: 'ALL' }],
    [
      { field: 'a', operator: 'EQ', value: 1, foo: 'ignored' },
      { field: 'a', operator: 'EQ', value: 1 },
    ],
    [
      { operator: 'EQ', field: 'a', value: null },
      { operator: 'EQ', field: 'a' },
    ],
    [
      { operator: 'EQ', field: 'a', value: [null, { b: [1] }] },
      { operator: 'EQ', field: 'a', value: [null, { b: [1] }] },
    ],
    // The sample of the server's own API document.
    [
      { field: '', operator: 'ALL', value: '', children: '[]', options: '{}' },
      { operator: 'ALL', value: '' },
    ],
    [
      { operator: 'AND', children: [{}, { operator: 'ID', value: 'x' }] },
      { operator: 'AND', children: [{ operator: 'ALL' }, { operator: 'ID', value: 'x' }] },
    ],
    [
      { operator: 'TODAY', field: 'a', options: { zoneId: '+08:00', datePattern: null, ignoreCase: 'true', other: 1 } },
      { operator: 'TODAY', field: 'a', options: { zoneId: '+08:00' } },
    ],
  ])('%j is read', (input, condition) => {
    expect(told(input)).toEqual(condition)
  })

  test.each<[unknown, string]>([
    [{ operator: 'eq' }, 'operator: unknown operator "eq"; write "EQ".'],
    [{ operator: 5 }, 'operator must be the name of an operator, such as "EQ".'],
    [{ operator: null }, 'operator must not be null.'],
    [{ field: null }, 'field must not be null.'],
    [{ field: 5 }, 'field must be a string, but was 5.'],
    [{ children: null }, 'children must not be null.'],
    [{ children: {} }, 'children must be a list, but was an object.'],
    [{ children: [[]] }, 'children[0] must be an object, but was a list.'],
    [{ options: null }, 'options must not be null.'],
    [{ options: { zoneId: 8 } }, 'options.zoneId must be a string, but was 8.'],
    [
      { operator: 'AND', children: [{}, {}, { operator: 'Eq' }] },
      'children[2].operator: unknown operator "Eq"; write "EQ".',
    ],
    [[], 'The body must be an object, but was a list.'],
    [null, 'The body must be an object, but was null.'],
    [{ value: [Number.POSITIVE_INFINITY] }, 'value[0] must be a JSON value with finite numbers.'],
  ])('%j is refused', (input, message) => {
    expect(told(input)).toBe(message)
  })

  test('an operator that nobody knows is answered with those that are', () => {
    expect(told({ operator: 'LIKE' })).toMatch(/^operator: unknown operator "LIKE"; known are AND, OR, .*, RAW\.$/)
  })

  test('depth and size have an end, however much there is', () => {
    expect(parseCondition(nested(MAX_PARSED_DEPTH))).toMatchObject({ ok: true })
    expect(told(nested(MAX_PARSED_DEPTH + 1))).toBe(
      `The condition is nested deeper than ${MAX_PARSED_DEPTH} levels; use IN for many values.`,
    )
    expect(parseCondition(nested(20_000))).toMatchObject({ ok: false })
    expect(parseCondition(wide(MAX_PARSED_NODES))).toMatchObject({ ok: true })
    expect(told(wide(MAX_PARSED_NODES + 1))).toBe(
      `The condition has more than ${MAX_PARSED_NODES} nodes; use IN for many values.`,
    )
    const deepValue: unknown = JSON.parse(`{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)
    expect(told(deepValue)).toMatch(/is nested deeper than 100 levels; make it flatter\.$/)
  })

  test('no JSON at all makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (operator, rest) => {
        expect(parseCondition({ operator, children: [rest], options: rest })).toHaveProperty('ok')
        expect(parseListQuery(rest)).toHaveProperty('ok')
      }),
    )
  })
})

describe('a query', () => {
  const condition = { operator: 'ALL' }

  test.each<[unknown, unknown]>([
    [undefined, 0],
    ['5', 5],
    [2.5, 2],
    [-1, -1],
  ])('limit %j is %j', (limit, expected) => {
    expect(parseListQuery({ condition: {}, ...(limit === undefined ? {} : { limit }) })).toEqual({
      ok: true,
      query: { condition, limit: expected },
    })
  })

  test('what is left out has the defaults of the server', () => {
    expect(parsePagedQuery({ condition: {}, pagination: { size: '3' } })).toEqual({
      ok: true,
      query: { condition, pagination: { index: 1, size: 3 } },
    })
    expect(parsePagedQuery({ condition: {} })).toEqual({
      ok: true,
      query: { condition, pagination: { index: 1, size: 10 } },
    })
    expect(parseSingleQuery({ condition: {}, limit: 'ignored here' })).toEqual({ ok: true, query: { condition } })
  })

  test('projection and sort are read, and the strings of API samples count as empty', () => {
    const sort = [{ field: 'version', direction: 'ASC' }]
    expect(parseListQuery({ condition: {}, limit: 1, projection: { include: ['a'], exclude: [] }, sort })).toEqual({
      ok: true,
      query: { condition, limit: 1, projection: { include: ['a'] }, sort },
    })
    expect(
      parseListQuery({ condition: {}, limit: '1', projection: { include: '[]', exclude: '[]' }, sort: '[]' }),
    ).toEqual({ ok: true, query: { condition, limit: 1 } })
  })

  test.each<[unknown, string]>([
    [{}, 'condition is required.'],
    [{ condition: null }, 'condition must not be null.'],
    [
      { condition: { children: [{ operator: 'in' }] } },
      'condition.children[0].operator: unknown operator "in"; write "IN".',
    ],
    [{ condition: {}, limit: null }, 'limit must not be null.'],
    [
      { condition: {}, limit: 99_999_999_999 },
      'limit must be between -2147483648 and 2147483647, but was 99999999999.',
    ],
    [{ condition: {}, limit: 'many' }, 'limit must be an integer, but was "many".'],
    [{ condition: {}, projection: null }, 'projection must not be null.'],
    [{ condition: {}, projection: { include: null } }, 'projection.include must not be null.'],
    [{ condition: {}, sort: {} }, 'sort must be a list, but was an object.'],
    [{ condition: {}, sort: [{ field: 'a' }] }, 'sort[0].direction is required.'],
    [
      { condition: {}, sort: [{ field: 'a', direction: 'asc' }] },
      'sort[0].direction must be one of ASC, DESC, but was "asc".',
    ],
  ])('%j is refused', (body, message) => {
    expect(parseListQuery(body)).toMatchObject({ ok: false, message })
  })

  test('a refused page says where', () => {
    expect(parsePagedQuery({ condition: {}, pagination: { index: true } })).toEqual({
      ok: false,
      path: 'pagination.index',
      message: 'pagination.index must be an integer, but was true.',
    })
  })
})
