import { describe, expect, test } from 'vitest'
import { readQuickFilter } from './quickFilter.ts'

const contains = (text: string) => ({
  kind: 'condition',
  condition: { field: 'state.error.errorMsg', operator: 'CONTAINS', value: text, options: { ignoreCase: true } },
})
const condition = (asked: object) => ({ kind: 'condition', condition: asked })

const CODE = 'state.error.errorCode'
const TRIES = 'state.retryState.retries'

describe('the quick filter', () => {
  test.each([
    ['', { kind: 'nothing' }],
    ['   ', { kind: 'nothing' }],
    ['code: , ', { kind: 'nothing' }],
    ['stock is short', contains('stock is short')],
    ['code:', contains('code:')],
    ['java.lang.Error: bad', contains('java.lang.Error: bad')],
    ['0VbjxYmu000100', contains('0VbjxYmu000100')],
    ['code:STOCK_SHORT', condition({ field: CODE, operator: 'EQ', value: 'STOCK_SHORT' })],
    ['code: A , B ', condition({ field: CODE, operator: 'IN', value: ['A', 'B'] })],
    ['code:"A, B"', condition({ field: CODE, operator: 'EQ', value: 'A, B' })],
    ['code:""', condition({ field: CODE, operator: 'EQ', value: '' })],
    ['code:STOCK*', condition({ field: CODE, operator: 'STARTS_WITH', value: 'STOCK' })],
    ['code:"STOCK*"', condition({ field: CODE, operator: 'EQ', value: 'STOCK*' })],
    ['code:*', condition({ field: CODE, operator: 'EQ', value: '*' })],
    ['aggregate:a:b', condition({ field: 'state.eventId.aggregateId.aggregateId', operator: 'EQ', value: 'a:b' })],
    ['status:failed', condition({ field: 'state.status', operator: 'EQ', value: 'FAILED' })],
    ['status:failed,PREPARED', condition({ field: 'state.status', operator: 'IN', value: ['FAILED', 'PREPARED'] })],
    ['status:broken', { kind: 'unknown-value', field: 'status', known: ['FAILED', 'PREPARED', 'SUCCEEDED'] }],
    ['tries:3', condition({ field: TRIES, operator: 'EQ', value: 3 })],
    ['tries:1,2', condition({ field: TRIES, operator: 'IN', value: [1, 2] })],
    ['tries:>=3', condition({ field: TRIES, operator: 'GTE', value: 3 })],
    ['tries:< 3', condition({ field: TRIES, operator: 'LT', value: 3 })],
    ['tries:many', { kind: 'not-a-number', field: 'tries', text: 'many' }],
    ['tries:>=x', { kind: 'not-a-number', field: 'tries', text: 'x' }],
    ['tries:9999999999999999', { kind: 'not-a-number', field: 'tries', text: '9999999999999999' }],
    ['id:a', condition({ operator: 'ID', value: 'a' })],
    ['id:a,b', condition({ operator: 'IDS', value: ['a', 'b'] })],
  ])('reads %j', (typed, expected) => {
    expect(readQuickFilter(typed, [])).toEqual(expected)
  })

  test('takes what looks like an id for an execution or an event', () => {
    expect(readQuickFilter(' 0VbjxYmu0001000 ', [])).toEqual(
      condition({
        operator: 'OR',
        children: [
          { operator: 'ID', value: '0VbjxYmu0001000' },
          { field: 'state.eventId.id', operator: 'EQ', value: '0VbjxYmu0001000' },
        ],
      }),
    )
  })

  test('asks nothing that this server refuses, and says it in its words', () => {
    const refused = [{ operator: 'CONTAINS', message: 'HTTP query operator[CONTAINS] is disabled' }]
    expect(readQuickFilter('short', refused)).toEqual({
      kind: 'refused',
      operator: 'CONTAINS',
      words: 'HTTP query operator[CONTAINS] is disabled',
    })
    expect(readQuickFilter('code:short', refused).kind).toBe('condition')
  })
})
