import { expect, test } from 'vitest'
import type { Attempt } from '../attempts/attempts.ts'
import { axisPoints } from './axisPoints.ts'

const attempt = (number: number): Attempt => ({
  number,
  version: number + 1,
  requestId: '',
  preparedAt: number * 10,
  timeoutAt: number * 10 + 5,
  waitedMs: 5,
  outcome: { kind: 'unanswered' },
})

const ahead = (first: number, count: number) =>
  Array.from(
    { length: count },
    (_, at) =>
      ({ kind: at === 0 ? 'stored' : 'projected', attempt: first + at, at: 1000 + at, by: 2000 + at }) as const,
  )

test('past and future stand on one line, from the first failure to where it gives up', () => {
  const points = axisPoints(1, [attempt(1)], 1, { kind: 'ahead', attempts: ahead(2, 2), givesUpAt: 9000, left: 2 })
  expect(points.map(({ kind }) => kind)).toEqual(['recorded', 'attempt', 'stored', 'projected', 'gives-up'])
})

test('what does not fit is counted, at both ends', () => {
  const tried = Array.from({ length: 20 }, (_, at) => attempt(at + 31))
  const points = axisPoints(1, tried, 50, { kind: 'ahead', attempts: ahead(51, 64), givesUpAt: null, left: 1000 })
  expect(points.filter(({ kind }) => kind === 'more')).toEqual([
    { kind: 'more', count: 47 },
    { kind: 'more', count: 996 },
  ])
  expect(points).toHaveLength(10)
})

test('when nothing is ahead the line ends with the last attempt', () => {
  const points = axisPoints(1, [attempt(1)], 1, { kind: 'none', reason: 'succeeded' })
  expect(points.map(({ kind }) => kind)).toEqual(['recorded', 'attempt'])
})
