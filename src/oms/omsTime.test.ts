import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationMs, isTimeZone, localTimeAt, momentOf } from './omsTime.ts'

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())

test('a local time means a moment in its own zone, whatever the zone of this machine', () => {
  expect(iso(momentOf('2023-05-04 10:11:12', 'Asia/Shanghai')?.at)).toBe('2023-05-04T02:11:12.000Z')
  expect(iso(momentOf('2023-05-04 10:11:12', 'America/New_York')?.at)).toBe('2023-05-04T14:11:12.000Z')
  expect(iso(momentOf('2023-05-04 10:11:12', 'Asia/Kathmandu')?.at)).toBe('2023-05-04T04:26:12.000Z')
  expect(momentOf('2023-05-04 10:11:12', 'UTC')).toEqual({ at: Date.UTC(2023, 4, 4, 10, 11, 12) })
})

test('a time that the clocks left out is read as the one after the gap', () => {
  const gap = momentOf('2023-03-26 02:30:00', 'Europe/Berlin')
  expect([iso(gap?.at), gap?.skipped]).toEqual(['2023-03-26T01:30:00.000Z', true])
  expect(momentOf('2023-03-26 03:00:00', 'Europe/Berlin')).toEqual({ at: Date.UTC(2023, 2, 26, 1) })
  expect(momentOf('2023-03-26 01:59:59', 'Europe/Berlin')).toEqual({ at: Date.UTC(2023, 2, 26, 0, 59, 59) })
})

test('a time that the clocks showed twice has two readings', () => {
  const twice = momentOf('2023-10-29 02:30:00', 'Europe/Berlin')
  expect([iso(twice?.at), iso(twice?.later)]).toEqual(['2023-10-29T00:30:00.000Z', '2023-10-29T01:30:00.000Z'])
  expect(momentOf('1989-09-17 00:30:00', 'Asia/Shanghai')?.later).toBeUndefined()
})

test('no value and no date give nothing', () => {
  for (const text of [null, undefined, '', '0000-00-00 00:00:00', '2023-02-30 10:00:00', '2023-13-01 00:00:00', 'x']) {
    expect(momentOf(text, 'Asia/Shanghai')).toBeUndefined()
  }
})

test('a moment is written as the OMS does', () => {
  expect(localTimeAt(Date.UTC(2023, 11, 31, 16, 0, 5), 'Asia/Shanghai')).toBe('2024-01-01 00:00:05')
})

test('what is written is read back', () => {
  const moment = fc.integer({ min: Date.UTC(1971, 0) / 1000, max: Date.UTC(2037, 0) / 1000 })
  const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC')
  fc.assert(
    fc.property(moment, zone, (seconds, name) => {
      const found = momentOf(localTimeAt(seconds * 1000, name), name)
      expect([found?.at, found?.later]).toContain(seconds * 1000)
      expect(found?.skipped).toBeUndefined()
    }),
  )
})

test('a duration goes over a change of the clocks', () => {
  expect(durationMs('2023-03-26 01:00:00', '2023-03-26 04:00:00', 'Europe/Berlin')).toBe(2 * 3_600_000)
  expect(durationMs(null, '2023-03-26 04:00:00', 'Europe/Berlin')).toBeUndefined()
})

test('a zone that nobody knows is told', () => {
  expect([isTimeZone('Asia/Shanghai'), isTimeZone('Asia/Nowhere'), isTimeZone('')]).toEqual([true, false, false])
})
