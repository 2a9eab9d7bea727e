import { expect, test } from 'vitest'
import { findMatches, searchable, stepped } from './traceSearch.ts'

const texts = ['Stock of SKU', 'no stock, no sTock'].map((text, index) => searchable(index, text))
const places = (wanted: string) => findMatches(texts, wanted).map(({ piece, start, end }) => [piece, start, end])

test('every place is found, in any letter case and in order', () => {
  expect(places('stock')).toEqual([
    [0, 0, 5],
    [1, 3, 8],
    [1, 13, 18],
  ])
  expect(places('nowhere')).toEqual([])
  expect(places('')).toEqual([])
})

test('letters whose lower case is longer move no mark', () => {
  expect(findMatches([searchable('x', 'İİ stock')], 'stock')).toEqual([{ piece: 'x', start: 3, end: 8 }])
})

test('places that would overlap count once', () => {
  expect(findMatches([searchable('x', 'aaaa')], 'aa')).toHaveLength(2)
})

test('after the last one comes the first, before the first the last', () => {
  expect([stepped(2, 1, 3), stepped(0, -1, 3), stepped(0, 1, 3), stepped(0, 1, 0)]).toEqual([0, 2, 1, 0])
})
