import { expect, test } from 'vitest'
import { axisOf, timelineOf } from './timeline.ts'
import type { Span } from './timeline.ts'
import { barAt, draw, drawingHeight, lanesFor } from './timelineDrawing.ts'
import type { DrawingSurface } from './timelineDrawing.ts'

const WIDTH = 1000
const view = { from: 0, to: 1, width: WIDTH }
const colors = {
  bars: {
    finished: 'green',
    running: 'blue',
    suspended: 'amber',
    'rolling-back': 'amber',
    ended: 'red',
    skipped: 'grey',
    waiting: 'grey',
    unknown: 'black',
  },
  text: 'text',
  line: 'line',
  full: 'full',
  chosen: 'chosen',
}

interface Painted {
  readonly color: string
  readonly x: number
  readonly y: number
  readonly width: number
}

function sceneOf(spans: readonly Span[]) {
  const timeline = timelineOf(spans)
  return { timeline, lanes: lanesFor(timeline, null), axis: axisOf(timeline), full: [], ticks: [], chosen: undefined }
}

const nothing = () => undefined

/** What is painted, in its order. */
function paint(spans: readonly Span[]): Painted[] {
  const painted: Painted[] = []
  const surface: DrawingSurface = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    font: '',
    textBaseline: 'top',
    clearRect: nothing,
    fillText: nothing,
    strokeRect: nothing,
    fillRect: (x, y, width) =>
      void painted.push({ color: typeof surface.fillStyle === 'string' ? surface.fillStyle : '', x, y, width }),
  }
  draw(surface, sceneOf(spans), view, colors)
  return painted
}

const row = (count: number, status: (id: number) => number = () => 6): Span[] =>
  Array.from({ length: count }, (_, id) => ({ id, status: status(id), start: id * 2000, end: id * 2000 + 2000 }))

test('fifty thousand actions are painted in as many strokes as there are pixels, and leave no pixel out', () => {
  const painted = paint(row(50_000))
  expect(painted.length).toBeLessThanOrEqual(WIDTH)
  const covered = new Set(
    painted.flatMap(({ x, width }) => Array.from({ length: Math.ceil(width) }, (_, at) => Math.floor(x) + at)),
  )
  expect(covered.size).toBeGreaterThanOrEqual(WIDTH - 1)
})

test('the one that failed among fifty thousand is painted, and last', () => {
  expect(paint(row(50_000, (id) => (id === 31_234 ? 4 : 6))).at(-1)).toMatchObject({ color: 'amber' })
})

test('few are painted each where it ran', () => {
  const painted = paint(row(4, (id) => (id === 2 ? 3 : 6)))
  expect(painted.map(({ color, x, width }) => [color, Math.round(x), Math.round(width)])).toEqual([
    ['green', 0, 249],
    ['green', 250, 249],
    ['green', 750, 249],
    ['blue', 500, 249],
  ])
})

test('what is pointed at is what is painted there, the one that needs a look before its neighbours', () => {
  const few = sceneOf(row(4))
  expect(barAt(few, view, { x: 600, y: 25 })?.id).toBe(2)
  expect(barAt(few, view, { x: 600, y: 60 })).toBeUndefined()
  const many = sceneOf(row(50_000, (id) => (id === 25_000 ? 4 : 6)))
  expect(barAt(many, view, { x: 501, y: 25 })?.id).toBe(25_000)
})

test('there is room for as many lanes as may run at once from the beginning', () => {
  const { timeline } = sceneOf(row(1))
  expect(lanesFor(timeline, 10)).toBe(10)
  expect(lanesFor(timeline, null)).toBe(1)
  expect(lanesFor(timeline, 4_000_000)).toBe(24)
  expect(drawingHeight(10)).toBeGreaterThan(drawingHeight(1))
})
