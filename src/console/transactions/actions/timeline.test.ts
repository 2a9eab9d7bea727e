import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf, firstEndingAfter, fullPeriods, idlePeriods, ticks, timelineOf } from './timeline.ts'
import type { Span } from './timeline.ts'

const span = (id: number, start: number, end: number): Span => ({ id, status: 6, start, end })
const spans = fc
  .array(fc.record({ start: fc.integer({ min: 0, max: 500_000 }), length: fc.integer({ min: 0, max: 60_000 }) }), {
    maxLength: 60,
  })
  .map((list) => list.map(({ start, length }, id) => span(id, start, start + length)))

test('bars that run at once take lanes of their own, and a lane is used again', () => {
  const { bars, lanes } = timelineOf([span(1, 0, 5000), span(2, 1000, 3000), span(3, 3000, 9000)])
  expect(bars.map(({ id, lane }) => [id, lane])).toEqual([
    [1, 0],
    [2, 1],
    [3, 1],
  ])
  expect(lanes).toBe(2)
})

test('bars of one lane never overlap, and there are as many lanes as ran at once', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const timeline = timelineOf(list)
      for (const bar of timeline.bars) {
        const others = timeline.bars.filter(({ id, lane }) => lane === bar.lane && id !== bar.id)
        expect(others.every(({ start, end }) => end <= bar.start || start >= bar.end)).toBe(true)
      }
      expect(fullPeriods(timeline, timeline.lanes).length > 0).toBe(timeline.bars.length > 0)
      expect(fullPeriods(timeline, timeline.lanes + 1)).toEqual([])
    }),
  )
})

test('what took turns within a second takes no more lanes than may run at once; what ran at once does', () => {
  const turns = Array.from({ length: 9 }, (_, id) => span(id, 1000, 1000))
  expect(timelineOf(turns).lanes).toBe(9)
  expect(timelineOf(turns, 3).lanes).toBe(3)
  expect(timelineOf([span(1, 0, 5000), span(2, 0, 5000), span(3, 0, 5000)], 2).lanes).toBe(3)
})

test('every bar is in one track of its lane, and what needs a look comes after what does not', () => {
  fc.assert(
    fc.property(
      spans,
      fc.array(fc.constantFrom(3, 4, 6, 7, 9, 42), { minLength: 60, maxLength: 60 }),
      (list, states) => {
        const { tracks, bars } = timelineOf(list.map((each, place) => ({ ...each, status: states[place] ?? 6 })))
        expect(tracks.flatMap(({ bars }) => bars).toSorted((one, other) => one.id - other.id)).toEqual(
          bars.toSorted((one, other) => one.id - other.id),
        )
        const isPlain = tracks.map(({ bars }) => bars.every(({ group }) => group === 'finished' || group === 'skipped'))
        expect(isPlain).toEqual(isPlain.toSorted((one, other) => Number(other) - Number(one)))
        for (const { lane, bars } of tracks) expect(bars.every((bar) => bar.lane === lane)).toBe(true)
      },
    ),
  )
})

test('the first that ends after a time is found', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 600_000 }), (list, time) => {
      for (const { bars } of timelineOf(list).tracks) {
        const found = bars.findIndex(({ end }) => end > time)
        expect(firstEndingAfter(bars, time)).toBe(found < 0 ? bars.length : found)
      }
    }),
  )
})

test('what ran at once is counted as by looking at every moment', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 6 }), (list, count) => {
      const timeline = timelineOf(list)
      const periods = fullPeriods(timeline, count)
      for (const at of timeline.bars.flatMap(({ start, end }) => [start, end])) {
        const running = timeline.bars.filter(({ start, end }) => start <= at && at < end).length
        expect(periods.some(({ start, end }) => start <= at && at < end)).toBe(running >= count)
      }
    }),
  )
})

test('periods at the limit are joined where one action follows another at once', () => {
  const timeline = timelineOf([span(1, 0, 10_000), span(2, 0, 5000), span(3, 5000, 8000)])
  expect(fullPeriods(timeline, 2)).toEqual([{ start: 0, end: 8000 }])
})

test('idle periods are those in which nothing ran', () => {
  const timeline = timelineOf([span(1, 0, 5000), span(2, 2000, 3000), span(3, 65_000, 70_000)])
  expect(idlePeriods(timeline, 10_000)).toEqual([{ start: 5000, end: 65_000 }])
})

test('an axis leads from a time to its place and back, also over what is collapsed', () => {
  fc.assert(
    fc.property(spans, (list) => {
      const timeline = timelineOf(list)
      const axis = axisOf(timeline, idlePeriods(timeline, 20_000))
      expect(axis.placeOf(timeline.start)).toBeCloseTo(0)
      if (timeline.bars.length > 0) expect(axis.placeOf(timeline.end)).toBeCloseTo(1)
      let before = -1
      for (const { start } of timeline.bars) {
        const place = axis.placeOf(start)
        expect(place).toBeGreaterThanOrEqual(before)
        expect(Math.abs(axis.timeAt(place) - start)).toBeLessThan(5)
        before = place
      }
    }),
  )
})

test('ticks are round in their zone and never too many', () => {
  const hour = 3_600_000
  expect(ticks(0, 4 * hour, 5, 0)).toEqual([0, hour, 2 * hour, 3 * hour, 4 * hour])
  // Half an hour east: full hours there lie at half past in UTC.
  expect(ticks(0, 2 * hour, 3, hour / 2)).toEqual([hour / 2, (3 * hour) / 2])
  expect(ticks(0, 4000 * 24 * hour, 6, 0).length).toBeLessThanOrEqual(7)
})
