import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aggregate, NOW } from './executionArbitraries.ts'
import { scheduleAhead } from './schedule.ts'
import { viewsOf } from '../condition/views.ts'

const MINUTE = 60_000
const options = { now: NOW, tickMs: MINUTE }

const record = (changes: {
  status?: string
  recoverable?: string
  deleted?: boolean
  spec?: object
  retry?: object
}) => ({
  deleted: changes.deleted ?? false,
  state: {
    status: changes.status ?? 'FAILED',
    recoverable: changes.recoverable ?? 'UNKNOWN',
    retrySpec: { maxRetries: 4, minBackoff: 180, executionTimeout: 120, ...changes.spec },
    retryState: {
      retries: 1,
      retryAt: NOW,
      timeoutAt: NOW + 2 * MINUTE,
      nextRetryAt: NOW + 6 * MINUTE,
      ...changes.retry,
    },
  },
})

test('first the stored next retry, then what the spec allows, then the end', () => {
  expect(scheduleAhead(record({}), options)).toEqual({
    kind: 'ahead',
    left: 3,
    attempts: [
      { attempt: 2, at: NOW + 6 * MINUTE, by: NOW + 7 * MINUTE, kind: 'stored' },
      // 180 s doubled twice is twelve minutes, three times twenty-four.
      { attempt: 3, at: NOW + 18 * MINUTE, by: NOW + 20 * MINUTE, kind: 'projected' },
      { attempt: 4, at: NOW + 42 * MINUTE, by: NOW + 45 * MINUTE, kind: 'projected' },
    ],
    givesUpAt: NOW + 44 * MINUTE,
  })
})

test('an overdue retry keeps its stored time, and what follows counts from now', () => {
  const schedule = scheduleAhead(record({ retry: { nextRetryAt: NOW - MINUTE } }), options)
  expect(schedule).toMatchObject({ attempts: [{ at: NOW - MINUTE, by: NOW + MINUTE }, { at: NOW + 12 * MINUTE }, {}] })
})

test('a running attempt holds the next one back until its time is over', () => {
  const retry = { timeoutAt: NOW + 10 * MINUTE, nextRetryAt: NOW + MINUTE }
  const schedule = scheduleAhead(record({ status: 'PREPARED', retry }), options)
  expect(schedule).toMatchObject({
    attempts: [{ at: NOW + MINUTE, by: NOW + 11 * MINUTE }, { at: NOW + 22 * MINUTE }, {}],
  })
})

test('without a back-off attempts are still one tick apart', () => {
  const schedule = scheduleAhead(record({ spec: { minBackoff: 0 }, retry: { nextRetryAt: NOW } }), options)
  expect(schedule).toMatchObject({ attempts: [{ at: NOW }, { at: NOW + MINUTE }, { at: NOW + 2 * MINUTE }] })
})

test.each([
  ['succeeded', record({ status: 'SUCCEEDED' })],
  ['deleted', record({ deleted: true })],
  ['unrecoverable', record({ recoverable: 'UNRECOVERABLE' })],
  ['over-threshold', record({ retry: { retries: 4 } })],
  ['unknown', record({ status: 'PARKED' })],
  ['unknown', {}],
] as const)('nothing is ahead: %s', (reason, of) => {
  expect(scheduleAhead(of, options)).toEqual({ kind: 'none', reason })
})

test('the last attempt runs, and the end is when its time is over', () => {
  const last = record({ status: 'PREPARED', retry: { retries: 4 } })
  expect(scheduleAhead(last, options)).toEqual({ kind: 'none', reason: 'last-attempt', givesUpAt: NOW + 2 * MINUTE })
})

test('a huge spec gives at most 64 attempts and no end that nobody can know', () => {
  const schedule = scheduleAhead(record({ spec: { maxRetries: 2_147_483_647, minBackoff: 0 } }), options)
  expect(schedule).toMatchObject({ kind: 'ahead', left: 2_147_483_646, givesUpAt: null })
  expect(schedule.kind === 'ahead' && schedule.attempts).toHaveLength(64)
})

test('for any state: times rise, stay within what a date can hold, and begin with the stored one', () => {
  let ahead = 0
  fc.assert(
    fc.property(aggregate, fc.option(fc.constant(NOW)), fc.integer({ min: 0, max: 120_000 }), (any, now, tickMs) => {
      const schedule = scheduleAhead(any, { now, tickMs })
      if (schedule.kind === 'none') return
      ahead += 1
      expect(schedule.attempts.length).toBeLessThanOrEqual(Math.min(64, schedule.left))
      expect(schedule.attempts[0]).toMatchObject({ kind: 'stored', at: any.state.retryState.nextRetryAt })
      for (const [index, { at, by, attempt }] of schedule.attempts.entries()) {
        expect(by).toBeGreaterThanOrEqual(at)
        expect(Number.isNaN(new Date(by).getTime())).toBe(false)
        expect(attempt).toBe(any.state.retryState.retries + index + 1)
        const before = schedule.attempts[index - 1]
        if (before !== undefined) expect(at).toBeGreaterThanOrEqual(before.at)
      }
    }),
    { numRuns: 3000 },
  )
  expect(ahead).toBeGreaterThan(100)
})

test('what the scheduler would take now has an attempt ahead that is due within a tick', () => {
  let due = 0
  fc.assert(
    fc.property(aggregate, (any) => {
      if (!viewsOf(any, NOW).includes('next-retry')) return
      due += 1
      const schedule = scheduleAhead(any, options)
      expect(schedule).toMatchObject({ kind: 'ahead', attempts: expect.anything() })
      if (schedule.kind === 'ahead') expect(schedule.attempts[0]?.by).toBe(NOW + MINUTE)
    }),
    { numRuns: 3000 },
  )
  expect(due).toBeGreaterThan(20)
})
