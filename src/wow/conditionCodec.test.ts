import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOW } from './condition.ts'
import type { Condition } from './condition.ts'
import { anyConditions, conditions } from './conditionArbitraries.ts'
import { decodeCondition, encodeCondition, MAX_LENGTH } from './conditionCodec.ts'
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
  expect(encodeCondition(condition)).toBe(text)
})

test('every condition comes back as it would be read from the wire', () => {
  fc.assert(
    fc.property(fc.oneof(anyConditions, conditions('snapshot'), conditions('event')), (condition) => {
      const text = encodeCondition(condition)
      expect(text).toMatch(/^1[\w-]+$/)
      expect({ ok: true, condition: decodeCondition(text) }).toEqual(parseCondition(condition))
    }),
    { numRuns: 1000 },
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
    ['another format', '2WyJBTEwiXQ'],
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
