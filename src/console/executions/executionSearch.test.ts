import { describe, expect, test } from 'vitest'
import { all, eq } from '../../wow/condition/condition.ts'
import { toParams } from '../url/useUrlState.ts'
import { filterOf, filterParts, toFilter } from '../conditions/filterText.ts'
import { ExecutionSearch, executionsAddress, sortFields, sortKey, sortOf } from './executionSearch.ts'

const CODE = eq('state.error.errorCode', 'STOCK_SHORT')
const KIND = eq('state.function.functionKind', 'EVENT')

describe('an address', () => {
  test('leaves out what is the default', () => {
    expect(executionsAddress('local')).toBe('/local/executions')
    expect(executionsAddress('local', { view: 'to-retry', sort: '-id', filter: '', from: 0 })).toBe('/local/executions')
  })

  test('says view, order and record, with every part encoded', () => {
    expect(executionsAddress('a/b', { view: 'all', sort: 'code' }, 'x y?')).toBe(
      '/a%2Fb/executions/x%20y%3F?view=all&sort=code',
    )
  })

  test.each([
    ['view', 'nonsense', 'to-retry'],
    ['sort', '-nonsense', '-id'],
    ['sort', '--id', '-id'],
    ['from', '-1', 0],
    ['from', '1e999', 0],
    ['from', 'x', 0],
  ])('with a damaged %s (%s) keeps everything else', (name, value, fallback) => {
    const read = ExecutionSearch.parse({ view: 'all', sort: 'code', after: 'x', [name]: value })
    expect(read).toMatchObject({ after: 'x', [name]: fallback })
  })

  test('is read back as it was written', () => {
    const search = ExecutionSearch.parse({
      view: 'succeeded',
      sort: '-failed',
      filter: toFilter([CODE]),
      after: 'id&1',
      key: '17',
      from: 50,
    })
    expect(ExecutionSearch.parse(Object.fromEntries(toParams(ExecutionSearch, search)))).toEqual(search)
  })
})

describe('a filter', () => {
  test('is the chips joined by AND, in their order', () => {
    expect(toFilter([])).toBe('')
    const text = toFilter([KIND, CODE])
    expect(text).toMatch(/^[\w-]+$/u)
    expect(filterParts(filterOf({ filter: text }) ?? {})).toEqual([KIND, CODE])
    expect(filterParts(filterOf({ filter: toFilter([CODE]) }) ?? {})).toEqual([CODE])
  })

  test('that is empty asks for all and has no chip', () => {
    expect(filterOf({ filter: '' })).toEqual(all())
    expect(filterParts(all())).toEqual([])
  })

  test('that was damaged is not read as none', () => {
    expect(filterOf({ filter: `${toFilter([CODE])}%` })).toBeUndefined()
  })

  test('keeps an OR in one chip', () => {
    const either = { operator: 'OR', children: [CODE, KIND] } as const
    expect(filterParts(filterOf({ filter: toFilter([either, CODE]) }) ?? {})).toEqual([either, CODE])
  })
})

describe('an order', () => {
  test('is the column, then the id in the same direction, so that no two rows are equal', () => {
    expect(sortFields('-failed')).toEqual([
      { field: 'state.executeAt', direction: 'DESC' },
      { field: 'aggregateId', direction: 'DESC' },
    ])
    expect(sortFields('code', true)).toEqual([
      { field: 'state.error.errorCode', direction: 'DESC' },
      { field: 'aggregateId', direction: 'DESC' },
    ])
    expect(sortFields('id')).toEqual([{ field: 'aggregateId', direction: 'ASC' }])
    expect(sortOf('-tries')).toMatchObject({ name: 'tries', descending: true, path: 'state.retryState.retries' })
  })

  test("takes a row's value of its field into the address", () => {
    const row = { aggregateId: 'x', state: { executeAt: 17, error: { errorCode: '' } } }
    expect(sortKey('-failed', row)).toBe('17')
    expect(sortKey('code', row)).toBe('')
    expect(sortKey('-id', row)).toBeUndefined()
    expect(sortKey('tries', row)).toBeUndefined()
  })
})
