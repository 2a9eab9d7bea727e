import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { progress } from './progress.ts'

const actions = (...statuses: number[]) => statuses.map((Status, index) => ({ Id: index + 1, Status }))

const look = (...statuses: number[]) => progress(actions(...statuses)).lookAt

test('finished, ended and skipped are done, and counted apart', () => {
  expect(progress(actions(1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 42))).toEqual({
    total: 11,
    done: 4,
    counts: { waiting: 3, running: 1, suspended: 1, 'rolling-back': 1, finished: 2, ended: 1, skipped: 1, unknown: 1 },
    lookAt: 4,
  })
})

test('one looks at the suspended action before the running one, and at the first of several', () => {
  expect([look(3, 5, 4, 4), look(3, 5), look(6, 3, 3), look(6, 9), look()]).toEqual([3, 2, 2, undefined, undefined])
})

test('the counts always sum to the total', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 })), (statuses) => {
      const { total, done, counts } = progress(actions(...statuses))
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total)
      expect(done).toBeLessThanOrEqual(total)
    }),
  )
})
