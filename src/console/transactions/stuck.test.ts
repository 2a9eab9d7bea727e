import { expect, test } from 'vitest'
import { TRANSACTION_STATUSES } from '../../oms/statuses.ts'
import { inStatusSince, isStuck, usualMs } from './stuck.ts'

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

test('a status is as old as the last update of the OMS, and never younger than it was seen', () => {
  const since = Date.UTC(2026, 0, 1, 12)
  const sinceOf = (updateTime: string | null, omsZone = 'Asia/Shanghai') =>
    inStatusSince({ since, updateTime }, omsZone)
  expect(sinceOf('2026-01-01 17:00:00')).toBe(Date.UTC(2026, 0, 1, 9))
  expect(sinceOf('2026-01-01 21:00:00')).toBe(since)
  expect(sinceOf(null)).toBe(since)
  expect(sinceOf('2026-01-01 17:00:00', '')).toBe(since)
  expect(inStatusSince({ since: null, updateTime: '2026-01-01 17:00:00' }, 'UTC')).toBeNull()
})
