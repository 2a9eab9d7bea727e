import { expect, test } from 'vitest'
import type { Json } from '../../src/wow/json.ts'
import { filled, filledText, mismatches, UnboundName } from './pattern.ts'

const fits = (pattern: Json, actual: unknown, known: Readonly<Record<string, unknown>> = {}) =>
  mismatches(pattern, actual, new Map(Object.entries(known))).length === 0

const differ = (pattern: Json, actual: unknown, loose: object) => mismatches(pattern, actual, new Map(), loose).length

test('a name stands for the same value everywhere', () => {
  expect(fits(['{a}', '{a}'], ['x', 'x'])).toBe(true)
  expect(fits(['{a}', '{a}'], ['x', 'y'])).toBe(false)
  expect(fits({ id: '{a}', text: 'of [{a}], version [{_n}].' }, { id: 'x', text: 'of [x], version [3].' })).toBe(true)
  expect(fits({ id: '{a}', text: 'of [{a}].' }, { id: 'x', text: 'of [y].' })).toBe(false)
  expect(fits('{a}-1', 'mine-1', { a: 'mine' })).toBe(true)
  expect(fits('{a}-1', 'yours-1', { a: 'mine' })).toBe(false)
  expect(fits('a{', 'a{')).toBe(true)
})

test('an object has the members of its pattern and no others, unless more are allowed', () => {
  expect(fits({ a: 1 }, { a: 1 })).toBe(true)
  expect(fits({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  expect(fits({ a: 1, b: null }, { a: 1 })).toBe(false)
  expect(fits({ a: 1, '<more>': true }, { a: 1, b: 2 })).toBe(true)
  expect(fits({ a: 1 }, null)).toBe(false)
})

test('lists are compared in order, in any order, or element by element', () => {
  expect(fits([1, 2], [2, 1])).toBe(false)
  expect(fits({ '<unordered>': [1, 2] }, [2, 1])).toBe(true)
  expect(fits({ '<unordered>': [1, 1] }, [1, 2])).toBe(false)
  expect(fits({ '<unordered>': [1] }, [1, 2])).toBe(false)
  expect(fits({ '<has>': [1] }, [2, 1])).toBe(true)
  expect(fits({ '<each>': '<int>' }, [1, 2])).toBe(true)
  expect(fits({ '<each>': '<int>' }, [1, 2.5])).toBe(false)
  expect(fits([], {})).toBe(false)
})

test('kinds of values are told apart', () => {
  expect(fits('<id>', '0VbjxYmh0001000')).toBe(true)
  expect(fits('<id>', 'mine')).toBe(false)
  expect(fits('<time>', 1_795_000_000_000)).toBe(true)
  expect(fits('<time>', 12)).toBe(false)
  expect(fits('<any>', null)).toBe(true)
  expect(fits({ a: '<any>' }, {})).toBe(false)
})

test('only where it is asked for, versions and literals may differ', () => {
  expect(differ({ version: 1 }, { version: 2 }, {})).toBe(1)
  expect(differ({ version: 1 }, { version: 2 }, { history: true })).toBe(0)
  expect(differ({ version: null }, { version: 2 }, { history: true })).toBe(1)
  expect(differ({ a: 1 }, { a: 'x' }, { shape: true })).toBe(0)
  expect(differ({ a: 1 }, { b: 1 }, { shape: true })).toBe(2)
  expect(differ({ operator: 'EQ' }, { operator: 'NE' }, { shape: true })).toBe(1)
})

test('a request is filled in, and a name that nothing has bound is told', () => {
  const bindings = new Map<string, unknown>([
    ['a', 'x'],
    ['now', 5],
  ])
  expect(filled({ id: '{a}', at: '{now}', text: '{a}/{now}', list: ['{a}'] }, bindings)).toEqual({
    id: 'x',
    at: 5,
    text: 'x/5',
    list: ['x'],
  })
  expect(() => filledText('{b}', bindings)).toThrow(UnboundName)
})
