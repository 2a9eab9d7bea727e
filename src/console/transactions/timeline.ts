/** The actions of a transaction on a time axis: which lane each takes, how many ran at once, and where nothing ran. Pure. */

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
}

export interface Timeline {
  /** By start, then id. */
  readonly bars: readonly Bar[]
  /** The most that ran at once. */
  readonly lanes: number
  readonly start: number
  readonly end: number
  /** Longest bar: how far before a window its first bar can begin. */
  readonly longestMs: number
}

/** A second that is shorter than a pixel still took its time: the OMS knows no fractions. */
const LEAST_MS = 1000

export function timelineOf(spans: readonly Span[]): Timeline {
  const sorted = spans
    .map((span) => ({ ...span, end: Math.max(span.end, span.start + LEAST_MS) }))
    .sort((one, other) => one.start - other.start || one.id - other.id)
  const laneEnds: number[] = []
  const bars: Bar[] = []
  let end = -Infinity
  let longestMs = 0
  for (const span of sorted) {
    const free = laneEnds.findIndex((laneEnd) => laneEnd <= span.start)
    const lane = free < 0 ? laneEnds.length : free
    laneEnds[lane] = span.end
    end = Math.max(end, span.end)
    longestMs = Math.max(longestMs, span.end - span.start)
    bars.push({ ...span, lane })
  }
  const start = sorted[0]?.start ?? 0
  return { bars, lanes: laneEnds.length, start, end: bars.length === 0 ? start : end, longestMs }
}

/** Place of the first bar that may still be seen at `time`. */
export function firstBarAt({ bars, longestMs }: Timeline, time: number): number {
  let low = 0
  let high = bars.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bars[middle]?.start ?? Infinity) < time - longestMs) low = middle + 1
    else high = middle
  }
  return low
}

export interface Period {
  readonly from: number
  readonly to: number
}

/** When at least `count` ran at once. */
export function fullPeriods({ bars }: Timeline, count: number): readonly Period[] {
  if (count <= 0) return []
  // Ends before starts: where one ends and the next begins, they did not run at once.
  const steps = bars
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ])
    .sort((one, other) => one.at - other.at || one.by - other.by)
  const periods: Period[] = []
  let running = 0
  let from: number | undefined
  for (const { at, by } of steps) {
    running += by
    if (from === undefined && running >= count) from = at
    else if (from !== undefined && running < count) {
      const last = periods.at(-1)
      if (last?.to === from) periods[periods.length - 1] = { from: last.from, to: at }
      else periods.push({ from, to: at })
      from = undefined
    }
  }
  return periods
}

/** When nothing ran for longer than `leastMs`. */
export function idlePeriods({ bars }: Timeline, leastMs: number): readonly Period[] {
  const periods: Period[] = []
  let busyUntil = bars[0]?.start ?? 0
  for (const { start, end } of bars) {
    if (start - busyUntil > leastMs) periods.push({ from: busyUntil, to: start })
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
  const idleMs = collapsed.reduce((sum, { from, to }) => sum + to - from, 0)
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
  for (const { from, to } of collapsed) {
    add(from, scale)
    add(to, gap / Math.max(1, to - from))
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
