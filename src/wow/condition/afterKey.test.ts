import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterKey } from './afterKey.ts'
import { ConditionError } from './condition.ts'
import type { Sort } from './condition.ts'
import { snapshots } from './documentArbitraries.ts'
import { checkCondition } from './guard.ts'
import { compareText, matches } from './matches.ts'

const byTime: readonly Sort[] = [
  { field: 'state.executeAt', direction: 'DESC' },
  { field: 'aggregateId', direction: 'ASC' },
]
const row = { aggregateId: 'id-5', state: { executeAt: 100, retries: null } }

test('one field is one comparison, more fields break ties', () => {
  expect(afterKey([{ field: 'aggregateId', direction: 'DESC' }], row)).toEqual({
    field: 'aggregateId',
    operator: 'LT',
    value: 'id-5',
  })
  expect(afterKey(byTime, row)).toEqual({
    operator: 'OR',
    children: [
      { field: 'state.executeAt', operator: 'LT', value: 100 },
      {
        operator: 'AND',
        children: [
          { field: 'state.executeAt', operator: 'EQ', value: 100 },
          { field: 'aggregateId', operator: 'GT', value: 'id-5' },
        ],
      },
    ],
  })
  expect(afterKey([{ field: '_id', direction: 'ASC' }], row)).toMatchObject({ field: '_id', value: 'id-5' })
})

test.each(['state.retries', 'state.nowhere', 'state', 'aggregateId.length', 'constructor'])(
  'a row without %s has no key',
  (field) => {
    expect(() => afterKey([{ field, direction: 'ASC' }], row)).toThrow(ConditionError)
  },
)

test('no order, no key', () => {
  expect(() => afterKey([], row)).toThrow(ConditionError)
})

test('paging by key meets every row once, in order, on the strictest server', () => {
  const order: readonly Sort[] = [
    { field: 'state.retryState.retries', direction: 'DESC' },
    { field: 'state.status', direction: 'ASC' },
    { field: 'aggregateId', direction: 'DESC' },
  ]
  const rows = fc
    .array(snapshots, { maxLength: 30 })
    .map((list) => list.map((each, index) => ({ ...each, aggregateId: `id-${index}` })))
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (all, size) => {
      const sorted = all.toSorted((a, b) => compareRows(a, b))
      const met: string[] = []
      let rest = sorted
      while (rest.length > 0) {
        const page = rest.slice(0, size)
        met.push(...page.map((each) => each.aggregateId))
        const behind = afterKey(order, page.at(-1))
        expect(checkCondition(behind, { strict: true, extraNodes: 2 })).toBeUndefined()
        rest = sorted.filter((each) => matches(behind, each, { now: 0, zone: 'UTC' }))
      }
      expect(met).toEqual(sorted.map((each) => each.aggregateId))
    }),
    { numRuns: 50 },
  )
})

/** By the order of the test above, written out. */
function compareRows(a: object, b: object): number {
  const [left, right] = [keyOf(a), keyOf(b)]
  return right.retries - left.retries || compareText(left.status, right.status) || compareText(right.id, left.id)
}

function keyOf(row: object): { retries: number; status: string; id: string } {
  const { aggregateId: id, state } = JSON.parse(JSON.stringify(row))
  return { retries: state.retryState.retries, status: state.status, id }
}
