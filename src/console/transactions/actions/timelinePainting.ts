/** The drawing of the timeline on its canvas: when it is painted, which part of it, and in which colours. */
import { formatClock, formatDay, zoneOffsetMs } from '../../ui/values/format.ts'
import { ticks } from './timeline.ts'
import { draw, drawingHeight } from './timelineDrawing.ts'
import type { DrawingColors, DrawingContent, DrawingWindow } from './timelineDrawing.ts'

const TICK_WIDTH = 110

interface Scene extends Omit<DrawingContent, 'ticks'> {
  readonly zone: string
}

/** Paints the scene now, and again when it scrolls, is zoomed or gets other colours, once a frame; gives the way to end it. */
export function keepPainted(
  box: HTMLElement | null,
  surface: HTMLCanvasElement | null,
  scene: Scene,
): (() => void) | undefined {
  const context = surface?.getContext('2d') ?? null
  if (box === null || surface === null || context === null) return undefined
  let frame = 0
  let colors: DrawingColors | undefined
  const paint = () => {
    frame = 0
    colors ??= colorsOf(box)
    paintScene(surface, context, scene, windowOf(box), colors)
  }
  const ask = () => {
    frame ||= requestAnimationFrame(paint)
  }
  ask()
  box.addEventListener('scroll', ask, { passive: true })
  const sizes = new ResizeObserver(ask)
  sizes.observe(box)
  if (surface.parentElement !== null) sizes.observe(surface.parentElement)
  const looks = new MutationObserver(() => {
    colors = undefined
    ask()
  })
  looks.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    cancelAnimationFrame(frame)
    box.removeEventListener('scroll', ask)
    sizes.disconnect()
    looks.disconnect()
  }
}

function paintScene(
  surface: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { zone, ...content }: Scene,
  view: DrawingWindow,
  colors: DrawingColors,
): void {
  const ratio = window.devicePixelRatio
  const height = drawingHeight(content.lanes)
  const size = { width: Math.round(view.width * ratio), height: Math.round(height * ratio) }
  if (surface.width !== size.width || surface.height !== size.height) {
    Object.assign(surface, size)
    surface.style.width = `${view.width}px`
    surface.style.height = `${height}px`
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  const from = content.axis.timeAt(view.from)
  const to = content.axis.timeAt(view.to)
  const times = ticks(from, to, Math.max(1, view.width / TICK_WIDTH), zoneOffsetMs(from, zone))
  draw(context, { ...content, ticks: times.map((at) => ({ at, words: tickWords(at, to - from, zone) })) }, view, colors)
}

/** What of the whole axis is in sight. */
export function windowOf({ scrollLeft, clientWidth, scrollWidth }: HTMLElement): DrawingWindow {
  const whole = Math.max(scrollWidth, 1)
  return { from: scrollLeft / whole, to: (scrollLeft + clientWidth) / whole, width: clientWidth }
}

const DAY_MS = 86_400_000

const tickWords = (at: number, span: number, zone: string): string =>
  span > 2 * DAY_MS ? formatDay(at, zone) : formatClock(at, zone, span < 20 * 60_000)

/** The theme's own colours, as they hold where the drawing stands. */
function colorsOf(element: HTMLElement): DrawingColors {
  const style = getComputedStyle(element)
  const color = (name: string) => style.getPropertyValue(name).trim()
  const waiting = color('--ant-color-border')
  return {
    bars: {
      finished: color('--ant-color-success'),
      running: color('--ant-color-link'),
      suspended: color('--ant-color-warning'),
      'rolling-back': color('--ant-color-warning'),
      ended: color('--ant-color-error'),
      skipped: waiting,
      waiting,
      unknown: color('--ant-color-text-secondary'),
    },
    text: color('--ant-color-text-secondary'),
    line: color('--ant-color-split'),
    full: color('--ant-color-fill-tertiary'),
    chosen: color('--ant-color-text'),
  }
}
