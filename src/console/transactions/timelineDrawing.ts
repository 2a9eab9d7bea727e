/** Draws the visible part of a timeline on a canvas: as many bars as there are pixels, never more. */
import { actionStatus } from '../../oms/statuses.ts'
import type { ActionGroup } from '../../oms/statuses.ts'
import { firstBarAt } from './timeline.ts'
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

export interface DrawingContent {
  readonly timeline: Timeline
  readonly axis: Axis
  /** When as many ran as may. */
  readonly full: readonly Period[]
  readonly ticks: readonly { readonly at: number; readonly words: string }[]
  readonly chosenId: number | undefined
}

const laneHeight = (lanes: number): number =>
  lanes <= MOST_FULL_LANES ? LANE_HEIGHT : Math.max(2, (MOST_FULL_LANES * LANE_HEIGHT) / lanes)

export const drawingHeight = (lanes: number): number =>
  HEAD_HEIGHT + Math.ceil(Math.max(1, lanes) * laneHeight(lanes)) + 4

export function draw(
  context: CanvasRenderingContext2D,
  { timeline, axis, full, ticks, chosenId }: DrawingContent,
  { from, to, width }: DrawingWindow,
  colors: DrawingColors,
): void {
  const height = drawingHeight(timeline.lanes)
  const xOf = (time: number) => ((axis.placeOf(time) - from) / (to - from)) * width
  context.clearRect(0, 0, width, height)

  context.fillStyle = colors.full
  for (const period of full) {
    const left = xOf(period.from)
    const right = xOf(period.to)
    if (right >= 0 && left <= width) context.fillRect(left, HEAD_HEIGHT - 2, Math.max(1, right - left), height)
  }

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
    const left = xOf(gap.from)
    const right = xOf(gap.to)
    for (let x = Math.max(left, 0); x < Math.min(right, width); x += 4) context.fillRect(x, HEAD_HEIGHT, 1, height)
  }

  const high = laneHeight(timeline.lanes)
  const barHigh = Math.max(1, high - (LANE_HEIGHT - BAR_HEIGHT) * (high / LANE_HEIGHT))
  const last = axis.timeAt(to)
  // Of bars that fall on the same pixels of a lane only the first is painted, except where a later one needs a look.
  const paintedTo = new Float64Array(timeline.lanes).fill(-1)
  for (let index = firstBarAt(timeline, axis.timeAt(from)); index < timeline.bars.length; index += 1) {
    const bar = timeline.bars[index]
    if (bar === undefined || bar.start > last) break
    const group = actionStatus(bar.status)?.group ?? 'unknown'
    const left = xOf(bar.start)
    const right = Math.max(left + LEAST_BAR_WIDTH, xOf(bar.end) - 1)
    const isPlain = group === 'finished' || group === 'skipped'
    if (right < 0 || (isPlain && right <= (paintedTo[bar.lane] ?? -1))) continue
    paintedTo[bar.lane] = right
    context.fillStyle = colors.bars[group]
    context.fillRect(left, HEAD_HEIGHT + bar.lane * high + (high - barHigh) / 2, right - left, barHigh)
    if (bar.id === chosenId) outline(context, colors.chosen, left, HEAD_HEIGHT + bar.lane * high, right - left, high)
  }
}

function outline(
  context: CanvasRenderingContext2D,
  color: string,
  x: number,
  y: number,
  width: number,
  height: number,
) {
  context.strokeStyle = color
  context.lineWidth = 2
  context.strokeRect(x - 2, y, width + 4, height)
}

/** The bar under a point of the drawing, in CSS pixels. */
export function barAt(
  { timeline, axis }: Pick<DrawingContent, 'timeline' | 'axis'>,
  { from, to, width }: DrawingWindow,
  point: { readonly x: number; readonly y: number },
): Bar | undefined {
  const lane = Math.floor((point.y - HEAD_HEIGHT) / laneHeight(timeline.lanes))
  const place = (x: number) => from + (x / width) * (to - from)
  // A finger's or a mouse's width of mercy for what is a pixel wide.
  const earliest = axis.timeAt(place(point.x - 3))
  const latest = axis.timeAt(place(point.x + 3))
  let found: Bar | undefined
  for (let index = firstBarAt(timeline, earliest); index < timeline.bars.length; index += 1) {
    const bar = timeline.bars[index]
    if (bar === undefined || bar.start > latest) break
    if (bar.lane === lane && bar.end >= earliest) found = bar
  }
  return found
}
