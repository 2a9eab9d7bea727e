import { describe, expect, test } from 'vitest'
import {
  formatClock,
  formatCount,
  formatDay,
  formatDuration,
  formatInstant,
  formatRelative,
  middleTruncated,
} from './format.ts'

const AT = Date.UTC(2026, 10, 22, 19, 14, 9)
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('times', () => {
  test('stand in the chosen zone and name it', () => {
    expect(formatInstant(AT, 'UTC')).toBe('2026-11-22 19:14:09 UTC')
    expect(formatInstant(AT, 'Asia/Shanghai')).toBe('2026-11-23 03:14:09 UTC+08:00')
    expect(formatInstant(AT, 'America/New_York')).toBe('2026-11-22 14:14:09 UTC-05:00')
    expect(formatClock(AT, 'Asia/Shanghai', false)).toBe('03:14')
    expect(formatDay(Date.UTC(2026, 0, 1), 'UTC')).toBe('2026-01-01')
  })

  test('midnight is 00, not 24', () => {
    expect(formatClock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00')
  })

  test('a number that is no time is shown as it is', () => {
    expect(formatInstant(9e18, 'UTC')).toBe('9000000000000000000')
    expect(formatInstant(Number.NaN, 'UTC')).toBe('NaN')
  })

  test.each([
    [0, 'now', '现在'],
    [29 * SECOND, 'now', '现在'],
    [-31 * SECOND, '1 min ago', '1分钟前'],
    [2 * MINUTE, 'in 2 min', '2分钟后'],
    [-59 * MINUTE, '59 min ago', '59分钟前'],
    [-59.6 * MINUTE, '1 hr ago', '1小时前'],
    [5 * HOUR, 'in 5 hr', '5小时后'],
    [-30 * HOUR, '1 day ago', '1天前'],
    [-40 * DAY, '40 days ago', '40天前'],
  ])('%d ms from now is %j', (distance, english, chinese) => {
    expect(formatRelative(AT + distance, AT, 'en')).toBe(english)
    expect(formatRelative(AT + distance, AT, 'zh-CN').replaceAll(' ', '')).toBe(chinese)
  })

  test.each([
    [340, '340 ms'],
    [59_999, '59 s'],
    [80 * SECOND, '1 m 20 s'],
    [5 * MINUTE, '5 m'],
    [125 * MINUTE, '2 h 05 m'],
    [26 * HOUR, '1 d 02 h'],
    [-80 * SECOND, '−1 m 20 s'],
  ])('%d ms lasts %j', (ms, text) => {
    expect(formatDuration(ms, 'en')).toBe(text)
  })

  test('a duration in Chinese', () => {
    expect(formatDuration(125 * MINUTE, 'zh-CN')).toBe('2 小时 05 分')
  })
})

test('a count is exact until it is too long for a tab', () => {
  expect(formatCount(99_999, 'en')).toBe('99,999')
  expect(formatCount(1_234_567, 'en')).toBe('1.2M')
  expect(formatCount(1_234_567, 'zh-CN')).toBe('123.5万')
})

test('an id is cut in the middle, never in a character', () => {
  expect(middleTruncated('0VbjxYmu0001000')).toBe('0VbjxYmu0001000')
  expect(middleTruncated('2448ba3d-5b7e-149e-f756-5fb45d4fb061')).toBe('2448ba3d…4fb061')
  expect(middleTruncated('order-4')).toBe('order-4')
  expect(middleTruncated('😀'.repeat(20))).toBe(`${'😀'.repeat(8)}…${'😀'.repeat(6)}`)
})
