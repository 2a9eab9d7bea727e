/** Draws the visible part of a timeline on a canvas: as many bars as there are pixels, never more. */
import type { ActionGroup } from '../../../oms/statuses.ts'
import { firstEndingAfter } from './timeline.ts'
import type { Axis, Bar, Period, Timeline } from './timeline.ts'

const LANE_HEIGHT = 14
const BAR_HEIGHT = 10
const HEAD_HEIGHT = 20
/** More lanes than this are drawn thinner, so that the drawing stays on the screen. */
const MOST_FULL_LANES = 24
const LEAST_BAR_WIDTH = 2

export interface DrawingWindow {
  /** Part of the whole axis that is visible, places between 0 and 1. */
  readonly from: number
  readonly to: number
  /** In CSS pixels. */
  readonly width: number
}

export interface DrawingColors {
  readonly bars: Readonly<Record<ActionGroup | 'unknown', string>>
  readonly text: string
  readonly line: string
  readonly full: string
  readonly chosen: string
}

/** What is used of a canvas. */
export type DrawingSurface = Pick<
  CanvasRenderingContext2D,
  | 'clearRect'
  | 'fillRect'
  | 'fillText'
  | 'strokeRect'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'font'
  | 'textBaseline'
>

export interface DrawingContent {
  readonly timeline: Timeline
  /** How many there is room for: as many as may run at once, also while fewer do, so that the drawing keeps its height. */
  readonly lanes: number
  readonly axis: Axis
  /** When as many ran as may. */
  readonly full: readonly Period[]
  readonly ticks: readonly { readonly at: number; readonly words: string }[]
  readonly chosen: Bar | undefined
}

export const lanesFor = ({ lanes }: Timeline, limit: number | null): number =>
  Math.max(1, lanes, Math.min(limit ?? 1, MOST_FULL_LANES))

const laneHeight = (lanes: number): number =>
  lanes <= MOST_FULL_LANES ? LANE_HEIGHT : Math.max(2, (MOST_FULL_LANES * LANE_HEIGHT) / lanes)

export const drawingHeight = (lanes: number): number =>
  HEAD_HEIGHT + Math.ceil(Math.max(1, lanes) * laneHeight(lanes)) + 4

export function draw(
  context: DrawingSurface,
  { timeline, lanes, axis, full, ticks, chosen }: DrawingContent,
  { from, to, width }: DrawingWindow,
  colors: DrawingColors,
): void {
  const height = drawingHeight(lanes)
  const xOf = (time: number) => ((axis.placeOf(time) - from) / (to - from)) * width
  /** Of what falls on the same pixels only the first is painted: as many as there are pixels, however many there are. */
  const eachSeen = <T extends Period>(
    sorted: readonly T[],
    paint: (left: number, right: number, one: T) => void,
  ): void => {
    const timeAt = (x: number) => axis.timeAt(from + (x / width) * (to - from))
    const last = timeAt(width)
    let place = firstEndingAfter(sorted, timeAt(0))
    for (;;) {
      const one = sorted[place]
      if (one === undefined || one.start > last) return
      const left = xOf(one.start)
      const right = Math.max(left + LEAST_BAR_WIDTH, xOf(one.end) - 1)
      paint(left, right, one)
      place += 1
      const next = sorted[place]
      if (next !== undefined && xOf(next.end) - 1 <= right) place = firstEndingAfter(sorted, timeAt(right), place)
    }
  }
  context.clearRect(0, 0, width, height)

  context.fillStyle = colors.full
  eachSeen(full, (left, right) => context.fillRect(left, HEAD_HEIGHT - 2, right - left, height))

  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'top'
  for (const { at, words } of ticks) {
    const x = Math.round(xOf(at)) + 0.5
    context.fillStyle = colors.line
    context.fillRect(x, HEAD_HEIGHT - 4, 1, height)
    context.fillStyle = colors.text
    context.fillText(words, x + 3, 3)
  }
  context.fillStyle = colors.line
  for (const gap of axis.collapsed) {
    const left = xOf(gap.start)
    const right = xOf(gap.end)
    for (let x = Math.max(left, 0); x < Math.min(right, width); x += 4) context.fillRect(x, HEAD_HEIGHT, 1, height)
  }

  const high = laneHeight(lanes)
  const barHigh = Math.max(1, high - (LANE_HEIGHT - BAR_HEIGHT) * (high / LANE_HEIGHT))
  for (const { lane, bars } of timeline.tracks) {
    const top = HEAD_HEIGHT + lane * high + (high - barHigh) / 2
    eachSeen(bars, (left, right, { group }) => {
      const color = colors.bars[group]
      if (context.fillStyle !== color) context.fillStyle = color
      context.fillRect(left, top, right - left, barHigh)
    })
  }
  if (chosen !== undefined) {
    const left = xOf(chosen.start)
    outline(context, colors.chosen, left, HEAD_HEIGHT + chosen.lane * high, xOf(chosen.end) - left, high)
  }
}

function outline(context: DrawingSurface, color: string, x: number, y: number, width: number, height: number) {
  context.strokeStyle = color
  context.lineWidth = 2
  context.strokeRect(x - 2, y, width + 4, height)
}

/** The bar under a point of the drawing, in CSS pixels. */
export function barAt(
  { timeline, lanes, axis }: Pick<DrawingContent, 'timeline' | 'lanes' | 'axis'>,
  { from, to, width }: DrawingWindow,
  point: { readonly x: number; readonly y: number },
): Bar | undefined {
  const lane = Math.floor((point.y - HEAD_HEIGHT) / laneHeight(lanes))
  // A finger's or a mouse's width of mercy for what is a pixel wide.
  const earliest = axis.timeAt(from + ((point.x - 3) / width) * (to - from))
  const latest = axis.timeAt(from + ((point.x + 3) / width) * (to - from))
  return timeline.tracks
    .filter((track) => track.lane === lane)
    .map(({ bars }) => bars[firstEndingAfter(bars, earliest)])
    .findLast((bar) => bar !== undefined && bar.start <= latest)
}
