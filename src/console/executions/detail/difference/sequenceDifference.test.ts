import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sequenceDifference } from './sequenceDifference.ts'

const long = (name: string) => ['head', ...Array.from({ length: 700 }, (_, at) => `${name}${at}`), 'tail']

test('what stayed, went and came stands in its order', () => {
  expect(sequenceDifference(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e'])).toEqual([
    { kind: 'same', texts: ['a'] },
    { kind: 'gone', texts: ['b'] },
    { kind: 'come', texts: ['x'] },
    { kind: 'same', texts: ['c', 'd'] },
    { kind: 'come', texts: ['e'] },
  ])
})

test('sequences too long to be compared are replaced between their common ends', () => {
  expect(sequenceDifference(long('a'), long('b')).map(({ kind, texts }) => [kind, texts.length])).toEqual([
    ['same', 1],
    ['gone', 700],
    ['come', 700],
    ['same', 1],
  ])
})

test('without what came it is the first sequence, without what went the second', () => {
  const sequence = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 })
  fc.assert(
    fc.property(sequence, sequence, (before, after) => {
      const parts = sequenceDifference(before, after)
      const textsOf = (left: string) => parts.flatMap(({ kind, texts }) => (kind === left ? [] : texts))
      expect(textsOf('come')).toEqual(before)
      expect(textsOf('gone')).toEqual(after)
    }),
  )
})
