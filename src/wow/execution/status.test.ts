import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aggregate, NOW } from './executionArbitraries.ts'
import { displayStatus, DISPLAY_STATUSES } from './status.ts'
import { viewsOf } from '../condition/views.ts'

const record = (state: object, deleted = false) => ({
  deleted,
  state: {
    status: 'FAILED',
    recoverable: 'UNKNOWN',
    retrySpec: { maxRetries: 3 },
    retryState: { retries: 1, timeoutAt: NOW - 10, nextRetryAt: NOW + 10 },
    ...state,
  },
})
const retryState = (state: object) => ({
  retryState: { retries: 1, timeoutAt: NOW - 10, nextRetryAt: NOW + 10, ...state },
})

test.each([
  ['failed', record({})],
  ['due-now', record(retryState({ nextRetryAt: NOW }))],
  ['executing', record({ status: 'PREPARED', ...retryState({ timeoutAt: NOW + 1 }) })],
  ['timed-out', record({ status: 'PREPARED', ...retryState({ timeoutAt: NOW }) })],
  ['timed-out', record({ status: 'PREPARED', ...retryState({ nextRetryAt: NOW - 5 }) })],
  ['non-retryable', record(retryState({ retries: 3 }))],
  ['non-retryable', record({ status: 'PREPARED', ...retryState({ retries: 3 }) })],
  ['executing', record({ status: 'PREPARED', ...retryState({ retries: 3, timeoutAt: NOW + 1 }) })],
  ['unrecoverable', record({ recoverable: 'UNRECOVERABLE', ...retryState({ retries: 3 }) })],
  ['executing', record({ status: 'PREPARED', recoverable: 'UNRECOVERABLE', ...retryState({ timeoutAt: NOW + 1 }) })],
  ['succeeded', record({ status: 'SUCCEEDED', recoverable: 'UNRECOVERABLE' })],
  ['deleted', record({ status: 'SUCCEEDED' }, true)],
  ['unknown', record({ status: 'PARKED' })],
  ['unknown', {}],
] as const)('%s', (status, of) => {
  expect(displayStatus(of, NOW)).toBe(status)
})

test('with an unknown clock nothing is called due or timed out', () => {
  expect(displayStatus(record(retryState({ nextRetryAt: 0 })), null)).toBe('failed')
  expect(displayStatus(record({ status: 'PREPARED', ...retryState({ timeoutAt: 0 }) }), null)).toBe('executing')
})

test('a projection without the spec is judged by the stored flag', () => {
  const bare = { state: { status: 'FAILED', isBelowRetryThreshold: false } }
  expect(displayStatus(bare, NOW)).toBe('non-retryable')
})

test('the word on a record fits the views it is in', () => {
  const views = {
    failed: 'to-retry',
    'due-now': 'next-retry',
    'timed-out': 'to-retry',
    executing: 'executing',
    'non-retryable': 'non-retryable',
    unrecoverable: 'unrecoverable',
    succeeded: 'succeeded',
    deleted: 'deleted',
    unknown: 'all',
  } as const
  const seen = new Set<string>()
  fc.assert(
    fc.property(aggregate, (any) => {
      if (any.state.recoverable === 'MAYBE') return
      const status = displayStatus(any, NOW)
      seen.add(status)
      expect(viewsOf(any, NOW)).toContain(views[status])
    }),
    { numRuns: 3000 },
  )
  expect([...seen].sort()).toEqual([...DISPLAY_STATUSES].sort())
})
