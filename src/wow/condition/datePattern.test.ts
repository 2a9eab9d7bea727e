import { describe, expect, test } from 'vitest'
import { ConditionError } from './condition.ts'
import { datePattern } from './datePattern.ts'

/** Start of a day, the last nanosecond of one, and a moment in the first week of a year, under an offset with seconds. */
const moments = [
  { localMs: Date.UTC(2026, 2, 25), nanos: 0, offsetMs: 28_800_000 },
  { localMs: Date.UTC(2026, 2, 25, 23, 59, 59, 999), nanos: 999_999, offsetMs: -34_200_000 },
  { localMs: Date.UTC(2021, 0, 2, 1, 2, 3, 45), nanos: 0, offsetMs: 19_845_000 },
]

// What Java 17 printed for an OffsetDateTime with the English locale.
test.each([
  [
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    '2026-03-25T00:00:00.000+08:00',
    '2026-03-25T23:59:59.999-09:30',
    '2021-01-02T01:02:03.045+05:30',
  ],
  ['u/M/d h:mm a', '2026/3/25 12:00 AM', '2026/3/25 11:59 PM', '2021/1/2 1:02 AM'],
  ['EEEE, d MMMM y G', 'Wednesday, 25 March 2026 AD', 'Wednesday, 25 March 2026 AD', 'Saturday, 2 January 2021 AD'],
  ['yy D E e c', '26 84 Wed 4 4', '26 84 Wed 4 4', '21 2 Sat 7 7'],
  ["YYYY-'W'ww W", '2026-W13 4', '2026-W13 4', '2021-W01 1'],
  ['QQQ Q K k H', 'Q1 1 0 24 0', 'Q1 1 11 23 23', 'Q1 1 1 1 1'],
  ['S SSSSSSSSS n', '0 000000000 0', '9 999999999 999999999', '0 045000000 45000000'],
  ['A N g', '0 0 61124', '86399999 86399999999999 61124', '3723045 3723045000000 59216'],
  [
    'X XX XXX XXXX XXXXX',
    '+08 +0800 +08:00 +0800 +08:00',
    '-0930 -0930 -09:30 -0930 -09:30',
    '+0530 +0530 +05:30 +053045 +05:30:45',
  ],
  ['Z ZZZZ O', '+0800 GMT+08:00 GMT+8', '-0930 GMT-09:30 GMT-9:30', '+0530 GMT+05:30:45 GMT+5:30:45'],
  ['yyyy[ VV]x', '2026+08', '2026-0930', '2021+0530'],
  ["'o''clock' ''", "o'clock '", "o'clock '", "o'clock '"],
  ['yyyy年MM月dd日', '2026年03月25日', '2026年03月25日', '2021年01月02日'],
])('%s', (pattern, ...printed) => {
  expect(moments.map(datePattern(pattern))).toEqual(printed)
})

const at = (year: number) => ({ localMs: new Date(0).setUTCFullYear(year, 5, 5), nanos: 0, offsetMs: 0 })

test('zero offsets and years of other lengths', () => {
  expect(datePattern('X x Z O ZZZZZ')(at(2026))).toBe('Z +00 +0000 GMT Z')
  expect(datePattern('yyyy u yy G')(at(12_026))).toBe('+12026 12026 26 AD')
  expect(datePattern('yyyy u G')(at(-1))).toBe('0002 -1 BC')
  // Days before 1970 have a week as well.
  expect(datePattern('E Y-w')({ localMs: Date.UTC(1969, 6, 4), nanos: 0, offsetMs: 0 })).toBe('Fri 1969-27')
})

describe('a bad pattern is refused with the words of Java', () => {
  test.each([
    ['qqqq{bad', "Pattern includes reserved character: '{'"],
    ['#', "Pattern includes reserved character: '#'"],
    ['MMMMMM', 'Too many pattern letters: M'],
    ['ddd', 'Too many pattern letters: d'],
    ['aa', 'Too many pattern letters: a'],
    ['cc', 'Invalid pattern "cc"'],
    ['SSSSSSSSSS', 'Minimum width must be from 0 to 9 inclusive but was 10'],
    ['OO', 'Pattern letter count must be 1 or 4: O'],
    ['V', 'Pattern letter count must be 2: V'],
    ['j', 'Unknown pattern letter: j'],
    ["yyyy'T", "Pattern ends with an incomplete string literal: yyyy'T"],
    ['yyyy]', 'Pattern invalid as it contains ] without previous ['],
  ])('%s', (pattern, message) => {
    expect(() => datePattern(pattern)).toThrow(new ConditionError(message))
  })

  test('a region cannot be printed for a time that only has an offset', () => {
    expect(() => moments.map(datePattern('VV'))).toThrow(ConditionError)
  })
})
