import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { alikeCondition, pastedErrorCondition } from './alike.ts'
import { fingerprint } from './fingerprint.ts'
import { checkCondition } from '../condition/guard.ts'
import { matches } from '../condition/matches.ts'

const STRICT = { contains: false }
const OPEN = { contains: true }
const startsWith = (value: string) => ({ field: 'state.error.errorMsg', operator: 'STARTS_WITH', value })
const contains = (value: string) => ({ field: 'state.error.errorMsg', operator: 'CONTAINS', value })
const code = { field: 'state.error.errorCode', operator: 'EQ', value: 'X' }
const snapshot = (errorCode: string, errorMsg: string) => ({ state: { error: { errorCode, errorMsg } } })

test.each([
  ['stock of sku-4 is short in W-2', startsWith('stock of sku-')],
  ['the whole message', startsWith('the whole message')],
  ['the whole message \n', startsWith('the whole message')],
  ['like <number> of them', startsWith('like ')],
  ['', { field: 'state.error.errorMsg', operator: 'EQ', value: '' }],
])('%j is asked for by its code and beginning', (errorMsg, second) => {
  const { condition } = alikeCondition({ errorCode: 'X', errorMsg }, STRICT)
  expect(condition).toEqual({ operator: 'AND', children: [code, second] })
})

test.each(['42 is too much', 'no 17', '"a" is gone', ' \n'])('%j is asked for by its code alone', (errorMsg) => {
  expect(alikeCondition({ errorCode: 'X', errorMsg }, STRICT)).toEqual({
    condition: code,
    searched: { errorCode: 'X', starts: [], parts: [], isWithoutMessage: false },
  })
})

test('an open server is asked for what lies behind the beginning too', () => {
  const { condition } = alikeCondition({ errorCode: 'X', errorMsg: '4 x sku-4 are short in warehouse W-2.' }, OPEN)
  expect(condition).toEqual({ operator: 'AND', children: [code, contains('are short in warehouse W-')] })
})

test('a long message is searched by its first 200 characters, none of them cut in half', () => {
  const { searched } = alikeCondition({ errorCode: 'X', errorMsg: `${'a'.repeat(199)}🙂tail` }, STRICT)
  expect(searched.starts).toEqual(['a'.repeat(199)])
})

const word = fc.constantFrom('stock', 'is', 'short:', 'of', '<number>', "can't", '库存', 'W-', '(', '=', '🙂', 'V')
const thing = fc.oneof(
  fc.nat().map(String),
  fc.uuid(),
  fc.constantFrom('"quoted"', "'it'", '2025-11-28T02:30:25Z', '0xFF', '0VbjxYmu0001000', '<number>'),
)
const template = fc.array(fc.oneof(word, fc.constant(undefined)), { minLength: 1, maxLength: 8 })
const filled = (parts: readonly (string | undefined)[]) =>
  fc.array(thing, { minLength: 8, maxLength: 8 }).map((things) => parts.map((part, at) => part ?? things[at]).join(' '))

test('whatever has the same fingerprint is found, and the strictest server may be asked', () => {
  const pair = template.chain((parts) => fc.tuple(filled(parts), filled(parts)))
  let same = 0
  fc.assert(
    fc.property(pair, fc.boolean(), ([one, other], isOpen) => {
      const { condition } = alikeCondition({ errorCode: 'X', errorMsg: one }, { contains: isOpen })
      if (!isOpen) expect(checkCondition(condition, { strict: true, extraNodes: 5 })).toBeUndefined()
      if (fingerprint({ errorCode: 'X', errorMsg: one }) !== fingerprint({ errorCode: 'X', errorMsg: other })) return
      if (one !== other) same += 1
      expect(matches(condition, snapshot('X', other), { now: 0, zone: 'UTC' })).toBe(true)
      expect(matches(condition, snapshot('Y', other), { now: 0, zone: 'UTC' })).toBe(false)
    }),
    { numRuns: 3000 },
  )
  expect(same).toBeGreaterThan(100)
})

const found = (pasted: string, errorCode: string, errorMsg: string, server = STRICT) => {
  const result = pastedErrorCondition(pasted, server)
  return (
    result.kind === 'condition' && matches(result.condition, snapshot(errorCode, errorMsg), { now: 0, zone: 'UTC' })
  )
}

test.each([
  ['a message', 'stock of sku-9 is short'],
  ['a message that was cut', 'stock of sku-4 is sho…'],
  ['a message in quotation marks', '"stock of sku-4 is short"'],
  ['a class before it', 'com.shop.stock.StockShortException: stock of sku-9 is short'],
  ['a stack trace', 'com.shop.Oops: stock of sku-9 is short\n\tat com.shop.A.b(A.kt:1)\n\tat com.shop.A.c(A.kt:2)'],
  ['a thread before it', 'Exception in thread "main" com.shop.Oops: stock of sku-9\n\tat com.shop.A.b(A.kt:1)'],
  ['a cause', 'Caused by: com.shop.Oops: stock of sku-9 is short'],
  ['code and message as they are copied', 'StockShort\nstock of sku-9 is short'],
  ['a row of the list', 'StockShort stock of sku-9 is short'],
  ['a row of the list with the other kind of code', 'STOCK_SHORT stock of sku-9 is short'],
])('%s finds the failure', (_name, pasted) => {
  for (const server of [STRICT, OPEN]) {
    expect(found(pasted, 'StockShort', 'stock of sku-4 is short', server)).toBe(true)
    expect(found(pasted, 'StockShort', 'no answer in 2000 ms', server)).toBe(false)
  }
})

test('a class may belong to the recorded message', () => {
  const pasted = 'java.sql.SQLException: deadlock found'
  expect(found(pasted, 'X', 'java.sql.SQLException: deadlock found')).toBe(true)
  expect(found(pasted, 'X', 'deadlock found')).toBe(true)
})

test('a copied code counts', () => {
  expect(found('StockShort\nstock of sku-9 is short', 'Other', 'stock of sku-4 is short')).toBe(false)
})

test.each([
  ['42 records are too many', 'varies', '<number> records are too many'],
  ['no 17', 'short', 'no <number>'],
  ['', 'short', ''],
])('%j cannot be searched on a strict server', (pasted, reason, pattern) => {
  expect(pastedErrorCondition(pasted, STRICT)).toEqual({ kind: 'not-searchable', reason, pattern })
})

test('an open server finds what begins with something that changes', () => {
  expect(found('42 records are too many', 'X', '17 records are too many', OPEN)).toBe(true)
})
