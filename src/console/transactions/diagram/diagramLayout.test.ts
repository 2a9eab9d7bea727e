import { expect, test } from 'vitest'
import { TRANSACTION_STATUSES } from '../../../oms/statuses.ts'
import { TRANSITIONS } from '../../../oms/transitions.ts'
import { BOX, DIAGRAM, EDGES, PLACES, edgeKey } from './diagramLayout.ts'

const near = (point: { x: number; y: number } | undefined, place: { x: number; y: number }) =>
  point !== undefined &&
  Math.abs(point.x - place.x) <= BOX.width / 2 + 8 &&
  Math.abs(point.y - place.y) <= BOX.height / 2 + 8

test('every transition of the table is drawn, and nothing else', () => {
  expect(Object.keys(EDGES).toSorted()).toEqual(TRANSITIONS.map(edgeKey).toSorted())
})

test('every status has a place of its own inside the drawing', () => {
  const places = TRANSACTION_STATUSES.map(({ code }) => PLACES[code])
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(TRANSACTION_STATUSES.length)
  for (const { x, y } of places) {
    expect(x - BOX.width / 2).toBeGreaterThanOrEqual(0)
    expect(x + BOX.width / 2).toBeLessThanOrEqual(DIAGRAM.width)
    expect(y + BOX.height / 2).toBeLessThanOrEqual(DIAGRAM.height)
  }
})

test.for(TRANSITIONS.map((transition) => [edgeKey(transition), transition] as const))(
  'the way %s begins and ends at its boxes',
  ([key, { from, to }]) => {
    const numbers = (EDGES[key] ?? '').match(/[A-Z][\d. ]+/g) ?? []
    let [x, y] = [0, 0]
    const points = numbers.map((step) => {
      const values = step.slice(1).trim().split(' ').map(Number)
      if (step.startsWith('H')) x = values[0] ?? 0
      else if (step.startsWith('V')) y = values[0] ?? 0
      else [x = 0, y = 0] = values.slice(-2)
      return { x, y }
    })
    expect(near(points[0], PLACES[from])).toBe(true)
    expect(near(points.at(-1), PLACES[to])).toBe(true)
  },
)
