import { expect, test } from 'vitest'
import { TRANSACTION_STATUSES } from '../../oms/statuses.ts'
import { isStuck, usualMs } from './stuck.ts'

test('what is closed for good is never stuck, everything else that moves can be', () => {
  for (const { code, terminal, actor } of TRANSACTION_STATUSES) {
    expect(usualMs(code, 10002) === undefined).toBe(terminal || actor === 'unknown')
  }
})

test('a backup may execute for hours, a table change may not', () => {
  expect(isStuck(4, 10009, 3_600_000)).toBe(false)
  expect(isStuck(4, 10002, 3_600_000)).toBe(true)
})

test('a status that is not known is never called stuck', () => {
  expect(isStuck(77, 10002, Number.MAX_SAFE_INTEGER)).toBe(false)
})
