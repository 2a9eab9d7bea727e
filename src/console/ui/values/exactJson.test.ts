import { expect, test, vi } from 'vitest'
import { exactNumber, parseExactly } from './exactJson.ts'

const BODY = '{"small":1,"long":9007199254740993,"list":[1.50,-0,1e400],"text":"9007199254740993"}'

test('numbers are written as they were read, at any depth', () => {
  expect(JSON.stringify(parseExactly(BODY))).toBe(BODY)
  expect(parseExactly('{"a":[1,-2.5]}')).toEqual({ a: [1, -2.5] })
  expect(() => parseExactly('{"a":01}')).toThrow(SyntaxError)
})

test('what is typed keeps its digits, and what is no JSON number is the number that it means', () => {
  expect(JSON.stringify([exactNumber('9223372036854775807'), exactNumber('1.50'), exactNumber('7')])).toBe(
    '[9223372036854775807,1.50,7]',
  )
  expect(exactNumber('007')).toBe(7)
})

test('a browser that cannot write them so reads plain numbers', () => {
  const { rawJSON } = JSON
  vi.stubGlobal('JSON', { parse: JSON.parse, stringify: JSON.stringify })
  try {
    expect(parseExactly('[1.50,9007199254740993]')).toEqual([1.5, 9_007_199_254_740_992])
  } finally {
    vi.unstubAllGlobals()
  }
  expect(JSON.rawJSON).toBe(rawJSON)
})
