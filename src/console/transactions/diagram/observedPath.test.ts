import { expect, test } from 'vitest'
import { takenPath } from './observedPath.ts'

const seen = (...statuses: readonly number[]) => statuses.map((status, index) => ({ status, at: 1000 * (index + 1) }))

test('a way seen step by step is marked edge by edge', () => {
  const { taken, maybe, gaps } = takenPath(seen(1, 2, 3))
  expect([...taken]).toEqual(['1-2-webservice', '2-3-engine'])
  expect([...maybe]).toEqual([])
  expect(gaps).toEqual([])
})

test('where a person or the engine may have suspended it, neither is claimed', () => {
  const { taken, maybe } = takenPath(seen(4, 5))
  expect([...taken]).toEqual([])
  expect([...maybe]).toEqual(['4-5-engine', '4-5-oms'])
})

test('a step that was missed is a gap, not an edge', () => {
  const { taken, gaps } = takenPath(seen(1, 4))
  expect([...taken]).toEqual([])
  expect(gaps).toEqual([{ from: 1, to: 4 }])
})

test('a status seen twice carries the later time', () => {
  expect(takenPath(seen(4, 5, 6, 4)).seenAt.get(4)).toBe(4000)
})
