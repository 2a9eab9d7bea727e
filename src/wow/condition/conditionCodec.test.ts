import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOW } from './condition.ts'
import type { Condition } from './condition.ts'
import { anyConditions, conditions } from './conditionArbitraries.ts'
import { decodeCondition, encodeCondition, MAX_LENGTH, MAX_WRITTEN } from './conditionCodec.ts'
import { parseCondition } from './parseCondition.ts'
import { viewCondition, VIEWS } from './views.ts'

const asText = (json: string) => `1${btoa(json).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`

/** Links that people may have kept: these lines may be added to, never changed. */
test.each<[string, Condition]>([
  ['1WyJBTEwiXQ', { operator: 'ALL' }],
  ['1WyJFUSIsNSwiU1RPQ0tfU0hPUlQiXQ', { field: 'state.error.errorCode', operator: 'EQ', value: 'STOCK_SHORT' }],
  ['1WyJMVEUiLDIxLHsiJG5vdyI6MH1d', { field: 'state.retryState.timeoutAt', operator: 'LTE', value: NOW }],
  [
    '1WyJBTkQiLFsiRVEiLDUsIlNUT0NLX1NIT1JUIl0sWyJJTiIsOCxbIkJpbGxTYWdhIl1dXQ',
    {
      operator: 'AND',
      children: [
        { field: 'state.error.errorCode', operator: 'EQ', value: 'STOCK_SHORT' },
        { field: 'state.function.processorName', operator: 'IN', value: ['BillSaga'] },
      ],
    },
  ],
  [
    '1WyJUT0RBWSIsMzAsbnVsbCxudWxsLHsiem9uZUlkIjoiQXNpYS9TaGFuZ2hhaSJ9XQ',
    { field: 'eventTime', operator: 'TODAY', options: { zoneId: 'Asia/Shanghai' } },
  ],
])('%s', (text, condition) => {
  expect(decodeCondition(text)).toEqual(condition)
  expect(encodeCondition(condition).length).toBeLessThanOrEqual(text.length)
})

/** The same for format 2. */
test.each<[string, Condition]>([
  ['2e4ERsbCImbhDniOB83Fe-ml', { field: 'state.error.errorCode', operator: 'EQ', value: 'STOCK_SHORT' }],
  ['2PQARmwOQImp1Jg', { field: 'state.retryState.timeoutAt', operator: 'LTE', value: NOW }],
  [
    '2y7qRv20HLTTqNzQoDQ_ntsEeqlgnUd5',
    {
      operator: 'AND',
      children: [
        { field: 'state.error.errorCode', operator: 'EQ', value: 'STOCK_SHORT' },
        { field: 'state.function.processorName', operator: 'IN', value: ['BillSaga'] },
      ],
    },
  ],
  ['2EuZRTaAR0Ha8q4_OGQ', { field: 'eventTime', operator: 'TODAY', options: { zoneId: 'Asia/Shanghai' } }],
  [
    '2B4oRteZKDKHkINNPP1__fKb3iUfya0POvcD31VBxHdBPof13g55BA',
    { field: 'state.error.errorMsg', operator: 'CONTAINS', value: '库存不足 sku-4', options: { ignoreCase: true } },
  ],
  [
    '2CyRRrFZE56zMb95otFlY8f_PgTzzg',
    { operator: 'IDS', value: ['0VcE13Lt0001001', '0VcE13Lt0001002', '0VcE13Lt0001003'] },
  ],
])('%s', (text, condition) => {
  expect(decodeCondition(text)).toEqual(condition)
  expect(encodeCondition(condition)).toBe(text)
})

/** Ids as the server makes them, a few seconds apart. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base62 = (value: number, length: number): string =>
  length === 0 ? '' : base62(Math.floor(value / 62), length - 1) + (digits[value % 62] ?? '')
const ids = Array.from(
  { length: 1000 },
  (_, index) => base62(1_764_297_025_735 - index * 345_678, 8) + base62(index % 3, 4) + base62((index * 7919) % 100, 3),
)

test('as many ids as the server takes fit into an address', () => {
  const condition: Condition = { operator: 'IDS', value: ids }
  const text = encodeCondition(condition)
  expect(text.length).toBeLessThan(MAX_WRITTEN)
  expect(decodeCondition(text)).toEqual(condition)
})

test('a link that was cut or changed anywhere asks nothing instead of something else', () => {
  const condition: Condition = { field: 'state.error.errorCode', operator: 'IN', value: ['STOCK_SHORT', 'TIMEOUT'] }
  const text = encodeCondition(condition)
  for (let at = 1; at < text.length; at += 1) {
    for (const damaged of [
      text.slice(0, at),
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`,
    ]) {
      // The last bits may say nothing.
      expect([undefined, JSON.stringify(condition)]).toContain(
        decodeCondition(damaged) && JSON.stringify(decodeCondition(damaged)),
      )
    }
  }
})

test('a condition too large to pack is written plainly, which says its length', () => {
  const condition: Condition = { field: 'a', operator: 'EQ', value: 'x'.repeat(200_000) }
  expect(encodeCondition(condition).length).toBeGreaterThan(MAX_WRITTEN)
  expect(decodeCondition(encodeCondition(condition))).toBeUndefined()
})

test('every condition comes back as it would be read from the wire', () => {
  fc.assert(
    fc.property(fc.oneof(anyConditions, conditions('snapshot'), conditions('event')), (condition) => {
      const text = encodeCondition(condition)
      expect(text).toMatch(/^[12][\w-]+$/)
      expect({ ok: true, condition: decodeCondition(text) }).toEqual(parseCondition(condition))
    }),
    { numRuns: 400 },
  )
})

test('the views keep their symbolic now', () => {
  for (const view of VIEWS) {
    expect(decodeCondition(encodeCondition(viewCondition(view)))).toEqual(viewCondition(view))
  }
})

describe('what nobody encoded is undefined', () => {
  test.each([
    ['nothing', ''],
    ['another format', '3WyJBTEwiXQ'],
    ['packed, but not by us', '2WyJBTEwiXQ'],
    ['nothing packed', '2'],
    ['no text', '1'],
    ['characters that do not belong', '1WyJBTEwiXQ=='],
    ['a cut link', '1WyJFUSIsNSwiU1RPQ0tfU0hPUl'],
    ['no list', asText('{"operator":"ALL"}')],
    ['no operator', asText('[]')],
    ['an unknown operator', asText('["LIKE",5,"x"]')],
    ['a field of a newer console', asText('["EQ",9999,"x"]')],
    ['a field before the first', asText('["EQ",-1,"x"]')],
    ['a child that is none', asText('["AND",["EQ",5,"x"],5]')],
    ['an option of another type', asText('["TODAY",30,null,null,{"zoneId":5}]')],
    ['bytes that are no text', `1${btoa('["EQ",5,"\xff"]')}`],
    ['nesting without end', asText(`${'["AND",'.repeat(2000)}["ALL"]${']'.repeat(2000)}`)],
    ['a value without end', asText(`["EQ",5,${'['.repeat(9000)}${']'.repeat(9000)}]`)],
    ['too much', asText(JSON.stringify(['EQ', 5, 'x'.repeat(MAX_LENGTH)]))],
  ])('%s', (_name, text) => {
    expect(decodeCondition(text)).toBeUndefined()
  })

  test('random text never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `2${text.replaceAll(/[+/=]/g, '')}`),
          fc.jsonValue().map((value) => asText(JSON.stringify([value]).replaceAll(/[^ -~]/g, '?'))),
        ),
        (text) => {
          expect(() => decodeCondition(text)).not.toThrow()
        },
      ),
      { numRuns: 1000 },
    )
  })
})
