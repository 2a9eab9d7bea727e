import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRetrySpec } from '../../../../wow/execution/retry.ts'
import { mostRetries, readSpec } from './typedSpec.ts'

const typed = (maxRetries: string, minBackoff = '180', executionTimeout = '120') => ({
  maxRetries,
  minBackoff,
  executionTimeout,
})

test('what is typed is read as numbers, around spaces too', () => {
  expect(readSpec(typed(' 3 '))).toEqual({ ok: true, spec: { maxRetries: 3, minBackoff: 180, executionTimeout: 120 } })
})

test.each([
  ['', { code: 'empty' }],
  ['-1', { code: 'negative' }],
  ['3.5', { code: 'not-whole' }],
  ['1e9', { code: 'not-whole' }],
  ['2147483648', { code: 'too-large', most: 2_147_483_647 }],
  ['9'.repeat(100_000), { code: 'too-large', most: 2_147_483_647 }],
  ['63', { code: 'backoff-overflow', most: 45 }],
])('%.12s is not sent', (maxRetries, problem) => {
  expect(readSpec(typed(maxRetries))).toEqual({ ok: false, problems: { maxRetries: problem } })
})

test('without a back-off any number of retries that the server can keep will do', () => {
  expect(readSpec(typed('2147483647', '0')).ok).toBe(true)
  expect(mostRetries(1)).toBe(53)
})

test('every problem is said at once', () => {
  expect(readSpec(typed('x', '', '-5'))).toEqual({
    ok: false,
    problems: {
      maxRetries: { code: 'not-whole' },
      minBackoff: { code: 'empty' },
      executionTimeout: { code: 'negative' },
    },
  })
})

test('exactly what the server takes is taken', () => {
  const int = fc.oneof(fc.integer({ min: -3, max: 70 }), fc.integer({ min: 0, max: 2_147_483_647 }))
  fc.assert(
    fc.property(int, int, int, (maxRetries, minBackoff, executionTimeout) => {
      const taken = readSpec(typed(String(maxRetries), String(minBackoff), String(executionTimeout))).ok
      expect(taken).toBe(checkRetrySpec({ maxRetries, minBackoff, executionTimeout }) === undefined)
    }),
    { numRuns: 2000 },
  )
})
