import { expect, test } from 'vitest'
import { errorDifference, framesDifference, messageDifference } from './errorDifference.ts'

const error = {
  errorCode: 'STOCK_SHORT',
  errorMsg: 'stock of sku-4 is short',
  stackTrace:
    'com.shop.StockException: stock of sku-4 is short\n\tat com.shop.Stock.take(Stock.java:41)\n\tat com.shop.Saga.on(Saga.java:7)',
}

test('the same failure again differs in nothing', () => {
  expect(errorDifference(error, { ...error })).toEqual({ isSameCode: true, message: 'same', isSameFrames: true })
})

test('another number in the message is another value, also where the trace repeats the message', () => {
  const again = {
    ...error,
    errorMsg: 'stock of sku-99 is short',
    stackTrace: error.stackTrace.replace('sku-4', 'sku-99'),
  }
  expect(errorDifference(error, again)).toEqual({ isSameCode: true, message: 'values', isSameFrames: true })
  expect(messageDifference(error.errorMsg, again.errorMsg)).toEqual([
    { kind: 'same', texts: ['stock', ' ', 'of', ' '] },
    { kind: 'gone', texts: ['sku-4'] },
    { kind: 'come', texts: ['sku-99'] },
    { kind: 'same', texts: [' ', 'is', ' ', 'short'] },
  ])
})

test('another message, another code and another line are told apart', () => {
  const other = {
    errorCode: 'TIMEOUT',
    errorMsg: 'no answer',
    stackTrace: error.stackTrace.replace('Stock.java:41', 'Stock.java:44'),
  }
  expect(errorDifference(error, other)).toEqual({ isSameCode: false, message: 'changed', isSameFrames: false })
  expect(messageDifference(error.errorMsg, other.errorMsg)).toEqual([
    { kind: 'gone', texts: [error.errorMsg] },
    { kind: 'come', texts: ['no answer'] },
  ])
  expect(framesDifference(error.stackTrace, other.stackTrace)).toEqual([
    { kind: 'same', texts: ['com.shop.StockException'] },
    { kind: 'gone', texts: ['at com.shop.Stock.take(Stock.java:41)'] },
    { kind: 'come', texts: ['at com.shop.Stock.take(Stock.java:44)'] },
    { kind: 'same', texts: ['at com.shop.Saga.on(Saga.java:7)'] },
  ])
})
