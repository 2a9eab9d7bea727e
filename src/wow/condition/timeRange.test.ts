import { describe, expect, test } from 'vitest'
import { ConditionError } from './condition.ts'
import type { Condition, ConditionOptions } from './condition.ts'
import { timeRange } from './timeRange.ts'
import { isZone, zoneOffsetMs } from './timeZone.ts'

const iso = (bound: number | string | undefined) => (typeof bound === 'number' ? new Date(bound).toISOString() : bound)

const ask = (now: string, zone: string, condition: Condition): readonly (string | undefined)[] => {
  const { gte, lte, lt } = timeRange(condition, { now: Date.parse(now), zone })
  return lt === undefined ? [iso(gte), iso(lte)] : [iso(lt)]
}

// Bounds that Java's OffsetDateTime gives; the offset is the one of the moment, also across a clock change.
test.each<[string, string, Condition['operator'], string, string]>([
  ['2026-03-29T00:30Z', 'Europe/Berlin', 'TODAY', '2026-03-28T23:00:00.000Z', '2026-03-29T22:59:59.999Z'],
  ['2026-03-29T01:30Z', 'Europe/Berlin', 'TODAY', '2026-03-28T22:00:00.000Z', '2026-03-29T21:59:59.999Z'],
  ['2026-03-29T01:30Z', 'Europe/Berlin', 'THIS_WEEK', '2026-03-22T22:00:00.000Z', '2026-03-29T21:59:59.999Z'],
  ['2026-10-25T00:30Z', 'Europe/Berlin', 'THIS_MONTH', '2026-09-30T22:00:00.000Z', '2026-10-31T21:59:59.999Z'],
  ['2026-03-31T22:30Z', 'Europe/Berlin', 'LAST_MONTH', '2026-02-28T22:00:00.000Z', '2026-03-31T21:59:59.999Z'],
  ['2026-12-31T16:00Z', 'Asia/Shanghai', 'THIS_MONTH', '2026-12-31T16:00:00.000Z', '2027-01-31T15:59:59.999Z'],
  ['2026-12-31T15:59Z', 'Asia/Shanghai', 'TOMORROW', '2026-12-31T16:00:00.000Z', '2027-01-01T15:59:59.999Z'],
  ['2026-01-01T00:00Z', 'America/New_York', 'THIS_WEEK', '2025-12-29T05:00:00.000Z', '2026-01-05T04:59:59.999Z'],
  ['2026-01-05T00:00Z', 'Pacific/Chatham', 'NEXT_WEEK', '2026-01-11T10:15:00.000Z', '2026-01-18T10:14:59.999Z'],
  ['2026-01-04T23:00Z', 'UTC+8', 'LAST_WEEK', '2025-12-28T16:00:00.000Z', '2026-01-04T15:59:59.999Z'],
  ['1969-12-31T23:00Z', 'UTC', 'THIS_WEEK', '1969-12-29T00:00:00.000Z', '1970-01-04T23:59:59.999Z'],
])('%s in %s: %s', (now, zone, operator, first, last) => {
  expect(ask(now, zone, { operator: operator ?? 'ALL' })).toEqual([first, last])
})

describe('days and times of day', () => {
  const now = '2026-03-25T12:30Z'

  test.each<[Condition, readonly string[]]>([
    [{ operator: 'RECENT_DAYS', value: 1 }, ['2026-03-25T00:00:00.000Z', '2026-03-25T23:59:59.999Z']],
    [{ operator: 'RECENT_DAYS', value: 7 }, ['2026-03-19T00:00:00.000Z', '2026-03-25T23:59:59.999Z']],
    [{ operator: 'RECENT_DAYS', value: 1.9 }, ['2026-03-25T00:00:00.000Z', '2026-03-25T23:59:59.999Z']],
    [{ operator: 'RECENT_DAYS', value: 0 }, ['2026-03-26T00:00:00.000Z', '2026-03-25T23:59:59.999Z']],
    [{ operator: 'EARLIER_DAYS', value: 7 }, ['2026-03-19T00:00:00.000Z']],
    [{ operator: 'BEFORE_TODAY', value: '12:30' }, ['2026-03-25T12:30:00.000Z']],
    [{ operator: 'BEFORE_TODAY', value: '23:59:59.5' }, ['2026-03-25T23:59:59.500Z']],
    [{ operator: 'BEFORE_TODAY', value: 3600.9 }, ['2026-03-25T01:00:00.000Z']],
  ])('%j', (condition, bounds) => {
    expect(ask(now, 'UTC', condition)).toEqual(bounds)
  })

  test.each<[Condition, string]>([
    [{ operator: 'RECENT_DAYS', value: '10' }, 'RECENT_DAYS operator value must be a number of days.'],
    [{ operator: 'EARLIER_DAYS' }, 'EARLIER_DAYS operator value must be a number of days.'],
    [{ operator: 'RECENT_DAYS', value: 1e18 }, 'RECENT_DAYS operator value is beyond the calendar.'],
    [
      { operator: 'BEFORE_TODAY', value: 86_400 },
      'BEFORE_TODAY operator value[86400] must be between 0 and 86399 seconds.',
    ],
    [
      { operator: 'BEFORE_TODAY', value: '25:99' },
      'BEFORE_TODAY operator value must be seconds of the day or a time such as "12:30".',
    ],
    [{ operator: 'BEFORE_TODAY' }, 'BEFORE_TODAY operator value must be seconds of the day or a time such as "12:30".'],
    [{ operator: 'EQ' }, 'EQ is no time operator.'],
  ])('%j is refused', (condition, message) => {
    expect(() => ask(now, 'UTC', condition)).toThrow(new ConditionError(message))
  })
})

const asked = (options: ConditionOptions) => ask('2026-03-25T20:00Z', 'UTC', { operator: 'TODAY', options })

test('the zone of the condition goes before the zone of the server', () => {
  expect(asked({})).toEqual(['2026-03-25T00:00:00.000Z', '2026-03-25T23:59:59.999Z'])
  expect(asked({ zoneId: '+08:00' })).toEqual(['2026-03-25T16:00:00.000Z', '2026-03-26T15:59:59.999Z'])
  expect(asked({ zoneId: 'Asia/Shanghai', datePattern: 'yyyy-MM-dd HH:mm:ss.SSSSSSSSS' })).toEqual([
    '2026-03-26 00:00:00.000000000',
    '2026-03-26 23:59:59.999999999',
  ])
  expect(() => asked({ zoneId: 'Nope/Zone' })).toThrow(/Unknown time zone "Nope\/Zone"/)
  expect(() => asked({ datePattern: '{' })).toThrow(new ConditionError("Pattern includes reserved character: '{'"))
})

describe('zones as Java takes them', () => {
  const summer = Date.UTC(2026, 6, 1)

  test.each([
    ['Z', 0],
    ['UTC', 0],
    ['UT', 0],
    ['GMT0', 0],
    ['UTC+8', 28_800],
    ['GMT-03:30', -12_600],
    ['+8', 28_800],
    ['-0930', -34_200],
    ['+05:30:45', 19_845],
    ['+18:00', 64_800],
    ['Etc/GMT+5', -18_000],
    ['EST5EDT', -14_400],
    ['Europe/Berlin', 7200],
    ['Asia/Kolkata', 19_800],
  ])('%s', (zone, seconds) => {
    expect(zoneOffsetMs(zone, summer)).toBe(seconds * 1000)
    expect(isZone(zone)).toBe(true)
  })

  test.each([
    '',
    'z',
    '+',
    '+800',
    '+18:01',
    '+19',
    '+08:60',
    'UTC8',
    'UTC+Z',
    'CST',
    'asia/shanghai',
    'Asia/Shanghai ',
  ])('"%s" is none', (zone) => {
    expect(isZone(zone)).toBe(false)
    expect(() => zoneOffsetMs(zone, summer)).toThrow(ConditionError)
  })
})
