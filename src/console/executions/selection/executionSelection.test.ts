import { expect, test } from 'vitest'
import { MOST_SELECTED, selecting } from './executionSelection.ts'

const none = { ids: new Set<string>(), isOverLimit: false }
const many = Array.from({ length: MOST_SELECTED }, (_, index) => `id-${index}`)

test('selecting adds what is not there, and taking away leaves the rest', () => {
  const two = selecting(selecting(none, ['a', 'b'], true), ['b'], true)
  expect([...two.ids]).toEqual(['a', 'b'])
  expect([...selecting(two, ['a', 'z'], false).ids]).toEqual(['b'])
})

test('beyond the limit nothing of the choice is taken, and it is said until the next choice', () => {
  const full = selecting(none, many, true)
  expect(full).toMatchObject({ isOverLimit: false })
  const over = selecting(full, ['one more', 'id-0'], true)
  expect(over.isOverLimit).toBe(true)
  expect(over.ids).toEqual(full.ids)
  expect(selecting(over, ['id-0'], false)).toMatchObject({ isOverLimit: false })
})
