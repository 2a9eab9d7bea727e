import { expect, test } from 'vitest'
import { MOST_SELECTED, SelectedIds, selecting } from './executionSelection.ts'

const none = () => ({ ids: new SelectedIds(), isOverLimit: false })
const many = Array.from({ length: MOST_SELECTED }, (_, index) => `id-${index}`)
const rows = many.map((id) => ({ id, execution: undefined, raw: undefined }))
const places = new Map(many.map((id, index) => [id, index]))

test('selecting adds what is not there, and taking away leaves the rest', () => {
  const two = selecting(selecting(none(), ['a', 'b'], true), ['b'], true)
  expect([...two.ids]).toEqual(['a', 'b'])
  expect([...selecting(two, ['a', 'z'], false).ids]).toEqual(['b'])
})

test('beyond the limit nothing of the choice is taken, and it is said until the next choice', () => {
  const full = selecting(none(), many, true)
  expect(full).toMatchObject({ isOverLimit: false })
  const over = selecting(full, ['one more', 'id-0'], true)
  expect(over.isOverLimit).toBe(true)
  expect([...over.ids]).toEqual(many)
  expect(selecting(over, ['id-0'], false)).toMatchObject({ isOverLimit: false })
  // Named twice it is still one.
  expect(selecting(over, ['id-0', 'id-0'], true)).toMatchObject({ isOverLimit: false })
})

test('how many are selected on a page is true after every change and every row that comes to it', () => {
  const { ids } = selecting(none(), ['id-1', 'id-4', 'elsewhere'], true)
  const first = { rows: rows.slice(0, 3), places }
  expect(ids.countOn(first)).toBe(1)
  selecting({ ids, isOverLimit: false }, ['id-2', 'id-1', 'id-5'], true)
  expect(ids.countOn(first)).toBe(2)
  expect(ids.countOn({ rows: rows.slice(0, 6), places })).toBe(4)
  selecting({ ids, isOverLimit: false }, ['id-4', 'elsewhere', 'id-3'], false)
  expect(ids.countOn({ rows: rows.slice(0, 6), places })).toBe(3)
  expect(ids.countOn(first)).toBe(2)
  expect(ids.countOn({ rows: rows.slice(4, 6), places: new Map([['id-5', 1]]) })).toBe(1)
  expect(ids.countOn()).toBe(0)
})
