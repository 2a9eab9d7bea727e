/** The actions of a transaction on a time axis: which lane each takes, how many ran at once, and where nothing ran. Pure. */

import { actionStatus } from '../../../oms/statuses.ts'
import type { ActionGroup } from '../../../oms/statuses.ts'

/** An action that has begun. Times are epoch milliseconds. */
export interface Span {
  readonly id: number
  readonly status: number
  readonly start: number
  /** Of one that still runs: when that was read. Never before `start`. */
  readonly end: number
}

export interface Bar extends Span {
  /** From 0; bars of one lane do not overlap. */
  readonly lane: number
  readonly group: ActionGroup | 'unknown'
}

/** Bars of one lane, in the order of their starts and so of their ends. */
interface Track {
  readonly lane: number
  readonly bars: readonly Bar[]
}

export interface Timeline {
  /** By start, then id. */
  readonly bars: readonly Bar[]
  /** The most that ran at once. */
  readonly lanes: number
  readonly start: number
  readonly end: number
  /** First what went as it should, then what needs a look: drawn in this order, the latter is never covered. */
  readonly tracks: readonly Track[]
}

/** A second that is shorter than a pixel still took its time: the OMS knows no fractions. */
const LEAST_MS = 1000

/**
 * `most`: how many may run at once. The OMS writes whole seconds: where more actions begin within one than may, they took
 * turns, and share lanes.
 */
export function timelineOf(spans: readonly Span[], most = Infinity): Timeline {
  const sorted = spans.toSorted((one, other) => one.start - other.start || one.id - other.id)
  const laneEnds: number[] = []
  const seenEnds: number[] = []
  const bars: Bar[] = []
  const plain: Bar[][] = []
  const notable: Bar[][] = []
  let last = -Infinity
  for (const { id, status, start, end: seenEnd } of sorted) {
    const end = Math.max(seenEnd, start + LEAST_MS)
    const free = laneEnds.findIndex((laneEnd) => laneEnd <= start)
    const shared = free < 0 && laneEnds.length >= most ? seenEnds.findIndex((laneEnd) => laneEnd <= start) : free
    const lane = shared < 0 ? laneEnds.length : shared
    laneEnds[lane] = end
    seenEnds[lane] = seenEnd
    last = Math.max(last, end)
    const group = actionStatus(status)?.group ?? 'unknown'
    const bar: Bar = { id, status, start, end, lane, group }
    bars.push(bar)
    const tracks = group === 'finished' || group === 'skipped' ? plain : notable
    ;(tracks[lane] ??= []).push(bar)
  }
  const start = sorted[0]?.start ?? 0
  return {
    bars,
    lanes: laneEnds.length,
    start,
    end: bars.length === 0 ? start : last,
    tracks: [...tracksOf(plain), ...tracksOf(notable)],
  }
}

const tracksOf = (lanes: readonly (readonly Bar[] | undefined)[]): Track[] =>
  [...lanes].flatMap((bars, lane) => (bars === undefined ? [] : [{ lane, bars }]))

/** Place of the first of these, none of which overlap, that ends after `time`. */
export function firstEndingAfter(sorted: readonly { readonly end: number }[], time: number, from = 0): number {
  let low = from
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.end ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return low
}

export interface Period {
  readonly start: number
  readonly end: number
}

/** When at least `count` ran at once. */
export function fullPeriods({ bars }: Timeline, count: number): readonly Period[] {
  if (count <= 0) return []
  const ends = Float64Array.from(bars, ({ end }) => end).sort()
  const periods: Period[] = []
  let running = 0
  let ended = 0
  let from: number | undefined
  // Ends before starts: where one ends and the next begins, they did not run at once.
  const endUntil = (time: number) => {
    for (; ended < ends.length; ended += 1) {
      const at = ends[ended] ?? Infinity
      if (at > time) return
      running -= 1
      if (from === undefined || running >= count) continue
      const last = periods.at(-1)
      if (last?.end === from) periods[periods.length - 1] = { start: last.start, end: at }
      else periods.push({ start: from, end: at })
      from = undefined
    }
  }
  for (const { start } of bars) {
    endUntil(start)
    running += 1
    if (from === undefined && running >= count) from = start
  }
  endUntil(Infinity)
  return periods
}

/** When nothing ran for longer than `leastMs`. */
export function idlePeriods({ bars }: Timeline, leastMs: number): readonly Period[] {
  const periods: Period[] = []
  let busyUntil = bars[0]?.start ?? 0
  for (const { start, end } of bars) {
    if (start - busyUntil > leastMs) periods.push({ start: busyUntil, end: start })
    busyUntil = Math.max(busyUntil, end)
  }
  return periods
}

/** From times to places between 0 and 1, with idle periods drawn short when they are collapsed. */
export interface Axis {
  readonly placeOf: (time: number) => number
  readonly timeAt: (place: number) => number
  readonly collapsed: readonly Period[]
}

/** Share of the whole axis that one collapsed period takes, at most. */
const COLLAPSED_SHARE = 0.02

export function axisOf({ start, end }: Timeline, collapsed: readonly Period[] = []): Axis {
  const idleMs = collapsed.reduce((sum, { start, end }) => sum + end - start, 0)
  const busyMs = Math.max(1, end - start - idleMs)
  const gap = Math.min(COLLAPSED_SHARE, 0.5 / Math.max(1, collapsed.length))
  const scale = (1 - gap * collapsed.length) / busyMs
  interface Piece {
    readonly from: number
    readonly to: number
    readonly place: number
    readonly scale: number
  }
  const pieces: Piece[] = []
  let time = start
  let place = 0
  const add = (to: number, by: number) => {
    if (to <= time) return
    pieces.push({ from: time, to, place, scale: by })
    place += (to - time) * by
    time = to
  }
  for (const period of collapsed) {
    add(period.start, scale)
    add(period.end, gap / Math.max(1, period.end - period.start))
  }
  add(Math.max(end, start + 1), scale)
  const pieceOf = (isBefore: (piece: Piece) => boolean): Piece | undefined => {
    let low = 0
    let high = pieces.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const piece = pieces[middle]
      if (piece !== undefined && isBefore(piece)) low = middle
      else high = middle - 1
    }
    return pieces[low]
  }
  return {
    placeOf: (at) => {
      const piece = pieceOf(({ from }) => from <= at)
      return piece === undefined ? 0 : piece.place + (at - piece.from) * piece.scale
    },
    timeAt: (where) => {
      const piece = pieceOf((each) => each.place <= where)
      return piece === undefined ? start : piece.from + (where - piece.place) / piece.scale
    },
    collapsed,
  }
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [
  ...[1, 2, 5, 10, 30].map((step) => step * SECOND),
  ...[1, 2, 5, 10, 30].map((step) => step * MINUTE),
  ...[1, 2, 6, 12].map((step) => step * HOUR),
  ...[1, 2, 7, 30, 90, 365].map((step) => step * DAY),
]

/** Round times for `from` to `to`, at most `most` of them. `offsetMs`: of the zone they are round in, east of UTC. */
export function ticks(from: number, to: number, most: number, offsetMs: number): readonly number[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? Math.ceil((to - from) / most / DAY) * DAY
  const found: number[] = []
  for (let at = Math.ceil((from + offsetMs) / step) * step - offsetMs; at <= to && found.length <= most; at += step) {
    found.push(at)
  }
  return found
}
