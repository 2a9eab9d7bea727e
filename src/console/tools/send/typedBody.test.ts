import { expect, test } from 'vitest'
import { offsetOf, readBody, withProperty } from './typedBody.ts'

test('a body that is no JSON is told with its place', () => {
  const text = '{\n  "a": 1,\n  b: 2\n}'
  const read = readBody(text)
  expect(read).toMatchObject({ ok: false, at: { line: 3, column: 3 } })
  expect(text.slice(offsetOf(text, { line: 3, column: 3 }))).toMatch(/^b: 2/)
})

test('JSON that is no object has no place', () => {
  expect(readBody('[1]')).toEqual({ ok: false, message: '' })
  expect(readBody('null')).toEqual({ ok: false, message: '' })
})

test('nothing is an empty object', () => expect(readBody(' \n')).toEqual({ ok: true, value: {} }))

test('a property is set in its place or left out', () => {
  expect(JSON.stringify(withProperty({ a: 1, b: 2 }, 'a', 3))).toBe('{"a":3,"b":2}')
  expect(withProperty({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 })
})
