import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAll } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { anyConditions, conditions } from '../../../wow/condition/conditionArbitraries.ts'
import { decodeCondition, encodeCondition } from '../../../wow/condition/conditionCodec.ts'
import { tidied } from '../../../wow/condition/editCondition.ts'
import { isGroupOperator } from '../../../wow/condition/operatorRules.ts'
import { countNodes, checkCondition } from '../../../wow/condition/guard.ts'
import { viewCondition, VIEWS } from '../../../wow/condition/views.ts'
import { and } from '../../../wow/condition/condition.ts'
import { EDIT, editAt } from '../editAddress.ts'
import {
  blankRow,
  canMoveOut,
  isBlank,
  moved,
  movedOut,
  nodeAt,
  nodeLike,
  pathOf,
  problemsOf,
  toCondition,
  toDraft,
  withChild,
  withCondition,
  without,
  wrapped,
} from './draft.ts'
import type { DraftNode } from './draft.ts'
import { MOST_NODES } from '../nodeLimit.ts'
import { nodeCount } from '../../executions/filter/nodeCount.ts'
import { brokenAt } from '../../ui/values/brokenJson.ts'
import { readPasted } from './pastedCondition.ts'
import { refusedNodes } from './refusedNodes.ts'
import { fromWallClock, toWallClock } from './zonedTime.ts'

const A: Condition = { field: 'state.error.errorCode', operator: 'EQ', value: 'A' }
const B: Condition = { field: 'state.error.errorCode', operator: 'EQ', value: 'B' }
const C: Condition = { field: 'state.retryState.retries', operator: 'GTE', value: 3 }
const all = (...children: readonly Condition[]): Condition => ({ operator: 'AND', children })
const any = (...children: readonly Condition[]): Condition => ({ operator: 'OR', children })

const hasBlank = (condition: Condition): boolean =>
  isBlank({ key: 0, condition, children: [] }) || (condition.children ?? []).some(hasBlank)
/** Rows without any choice are left out; they have a test of their own. */
const filled = conditions('snapshot').filter((condition) => !hasBlank(condition))

/** Without what the server would ignore. */
function clean(condition: Condition): Condition {
  const children = (condition.children ?? []).map(clean)
  return { ...tidied(condition), ...(children.length === 0 ? {} : { children }) }
}

describe('a draft', () => {
  test('asks what the filter asked that it was made of', () => {
    fc.assert(
      fc.property(filled, (condition) => {
        const [only, ...others] = condition.children ?? []
        const isOneRow = only !== undefined && others.length === 0 && !isGroupOperator(only.operator ?? 'ALL')
        const same = condition.operator === 'AND' && isOneRow ? only : condition
        expect(toCondition(toDraft(condition))).toEqual(isAll(condition) ? { operator: 'ALL' } : clean(same))
      }),
    )
  })

  test('takes anything that can be pasted', () => {
    fc.assert(
      fc.property(anyConditions, (condition) => {
        const top = toDraft(condition)
        expect(() => [toCondition(top), problemsOf(top), refusedNodes(top, [])]).not.toThrow()
        expect(countNodes(toCondition(top))).toBeLessThanOrEqual(countNodes(condition))
      }),
    )
  })

  test('leaves out rows without any choice, and needs nothing for them', () => {
    const top = toDraft(A)
    const more = withChild(withChild(top, top.key, blankRow()), top.key, blankRow())
    expect(toCondition(more)).toEqual(A)
    expect([...problemsOf(more)]).toEqual([])
    expect(toCondition(toDraft({}))).toEqual({ operator: 'ALL' })
  })

  test('opens at the node that the address names', () => {
    for (const filter of [A, all(A, any(B, C)), any(A, B)]) {
      const top = toDraft(filter)
      const edit = editAt(filter, filter.operator === 'AND' ? [1, 1] : filter.operator === 'OR' ? [1] : [])
      expect(edit).toMatch(EDIT)
      expect(nodeAt(top, edit.split('.').map(Number))?.condition).toEqual(
        filter === A ? A : filter.operator === 'AND' ? C : B,
      )
    }
    expect(editAt(any(A, B), [])).toBe('all')
  })
})

describe('nodes', () => {
  const top = toDraft(all(A, any(B, C)))
  const keyAt = (...path: readonly number[]) => nodeAt(top, path)?.key ?? -1

  test.each<[string, Condition]>([
    ['are removed', toCondition(without(top, keyAt(0)))],
    ['are moved down', toCondition(moved(top, keyAt(0), 1))],
    ['stay where they cannot go further', toCondition(moved(top, keyAt(0), -1))],
    ['are put into a group of their own', toCondition(wrapped(top, keyAt(0)))],
    ['are moved out of their group', toCondition(movedOut(top, keyAt(1, 0)))],
    ['change', toCondition(withCondition(top, keyAt(1), { operator: 'AND' }))],
  ])('%s', (name, condition) => {
    const expected: Record<string, Condition> = {
      'are removed': all(any(B, C)),
      'are moved down': all(any(B, C), A),
      'stay where they cannot go further': all(A, any(B, C)),
      'are put into a group of their own': all({ operator: 'OR', children: [A] }, any(B, C)),
      'are moved out of their group': all(A, { operator: 'OR', children: [C] }, B),
      change: all(A, all(B, C)),
    }
    expect(condition).toEqual(expected[name])
  })

  test('the last one out takes its empty group along', () => {
    const one = toDraft(all(A, any(all(B, C), A)))
    const key = nodeAt(one, [1, 0])?.key ?? -1
    const out = movedOut(one, key)
    expect(toCondition(out)).toEqual(all(A, any(A), all(B, C)))
    expect(toCondition(movedOut(out, nodeAt(out, [1, 0])?.key ?? -1))).toEqual(all(A, A, all(B, C)))
    expect(canMoveOut(one, nodeAt(one, [0])?.key ?? -1)).toBe(false)
  })

  test('keep their keys, so that nothing typed jumps to another row', () => {
    const key = keyAt(1, 1)
    for (const next of [moved(top, keyAt(0), 1), wrapped(top, key), movedOut(top, key), without(top, keyAt(0))]) {
      expect(nodeAt(next, pathOf(next, key) ?? [])?.condition).toEqual(C)
    }
  })

  test('are found again by what they ask', () => {
    expect(nodeLike(top, C)).toBe(keyAt(1, 1))
    expect(nodeLike(top, any(B, C))).toBe(keyAt(1))
    expect(nodeLike(top, { ...A, value: 'other' })).toBeUndefined()
  })

  test('of an array are about its elements', () => {
    const field = 'state.error.bindingErrors'
    const wrong = toDraft({ field, operator: 'ELEM_MATCH', children: [{ field: 'name', operator: 'EQ', value: 5 }] })
    expect([...problemsOf(wrong).values()]).toEqual([{ code: 'wrong-type', scalar: 'text', value: 5 }])
    const empty = toDraft(A)
    const key = nodeAt(empty, [0])?.key ?? -1
    const asked = withCondition(empty, key, { field, operator: 'ELEM_MATCH' })
    expect([...problemsOf(asked).values()]).toEqual([{ code: 'one-child' }])
    expect(nodeAt(asked, [0])?.children).toHaveLength(1)
  })
})

describe('the meter', () => {
  test('counts what is sent, with view and next page: what fits is never refused, one more is', () => {
    for (const view of VIEWS.filter((each) => each !== 'deleted')) {
      for (const sort of ['-id', 'code']) {
        const { used, around } = nodeCount({ operator: 'ALL' }, view, sort)
        expect(used).toBe(around)
        const room = MOST_NODES - around
        const filter = (rows: number) => all(...Array.from({ length: rows }, () => C))
        const rows =
          [room, room - 1, room - 2].find((each) => nodeCount(filter(each), view, sort).used === MOST_NODES) ?? 0
        const page = (filterOf: Condition) =>
          and(viewCondition(view), filterOf, ...(sort === '-id' ? [C] : [any(C, all(C, C))]))
        expect(checkCondition(page(filter(rows)), { strict: true, extraNodes: 2 })).toBeUndefined()
        expect(checkCondition(page(filter(rows + 1)), { strict: true, extraNodes: 2 })).toBeDefined()
      }
    }
  })
})

describe('pasted text', () => {
  test.each<[string, string, Condition]>([
    ['a condition', JSON.stringify(A), A],
    ['a query', JSON.stringify({ condition: A, limit: 10, sort: [] }), A],
    [
      'a body as the reference prints it',
      '{"condition":{"field":"","operator":"AND","value":null,"children":[{"field":"version","operator":"EQ","value":1,"children":"[]","options":"{}"}],"options":"{}"},"sort":"[]","projection":{"include":"[]","exclude":"[]"}}',
      all({ field: 'version', operator: 'EQ', value: 1 }),
    ],
    ['nothing', '  ', { operator: 'ALL' }],
  ])('%s', (_name, text, condition) => {
    expect(readPasted(text)).toMatchObject({ ok: true, condition })
  })

  test('that is no JSON says where', () => {
    expect(readPasted('{\n  "operator": EQ\n}')).toMatchObject({ ok: false, line: 2, column: 15 })
    expect(readPasted('{"operator": "EQ"')).toMatchObject({ ok: false, line: 1, column: 18 })
    expect(readPasted('{"children": [1,]}')).toMatchObject({ ok: false, line: 1, column: 17 })
    expect(readPasted('{"a" 1}')).toMatchObject({ ok: false, line: 1, column: 6 })
    expect(readPasted('{} {}')).toMatchObject({ ok: false, line: 1, column: 4 })
    expect(readPasted('{"a": 1]')).toMatchObject({ ok: false, line: 1, column: 8 })
  })

  test('the place is where it breaks: everything before could still become JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const at = cut % (text.length + 1)
        const broken = brokenAt(`${text.slice(0, at)}\u0001${text.slice(at)}`)
        expect(broken.line).toBe(1)
        expect(broken.column - 1).toBeLessThanOrEqual(at)
        // A whole text breaks at its end only.
        expect(brokenAt(text)).toEqual({ line: 1, column: text.length + 1 })
      }),
    )
  })

  test('that is no condition says which part', () => {
    expect(readPasted('{"operator":"AND","children":[{"operator":"eq"}]}')).toMatchObject({
      ok: false,
      path: 'children[0].operator',
      message: expect.stringContaining('write "EQ"'),
    })
    expect(readPasted('{"condition":{"operator":"LIKE"}}')).toMatchObject({ ok: false, path: 'condition.operator' })
    expect(readPasted('[]')).toMatchObject({ ok: false })
  })
})

test('refused nodes are found with the words, refused forms too', () => {
  const top = toDraft(
    all(
      { field: 'a', operator: 'EXISTS', value: true },
      { field: 'a', operator: 'EXISTS', value: false },
      { field: 'a', operator: 'STARTS_WITH', value: 'x', options: { ignoreCase: true } },
      { operator: 'NOR', children: [A] },
    ),
  )
  const refused = refusedNodes(top, [
    { operator: 'EXISTS', form: 'false', message: 'no EXISTS false' },
    { operator: 'STARTS_WITH', form: 'ignoreCase', message: 'no case' },
    { operator: 'NOR', message: 'no NOR' },
  ])
  expect([...refused].map(([key, words]) => [pathOf(top, key), words])).toEqual([
    [[1], 'no EXISTS false'],
    [[2], 'no case'],
    [[3], 'no NOR'],
  ])
})

test('a moment on the wall clock of any zone comes back, also around a change of the clock', () => {
  const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', '-09:30']
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2e12 }), (zone, at) => {
      const text = toWallClock(at, zone)
      const back = fromWallClock(text, zone) ?? NaN
      // An hour that comes twice has one name.
      expect(toWallClock(back, zone)).toBe(text)
      expect(Math.abs(back - at)).toBeLessThanOrEqual(3_600_000)
    }),
  )
  expect(fromWallClock('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30))
  expect(fromWallClock('', 'UTC')).toBeUndefined()
})

/** Without what no address says: empty fields, options that change nothing. */
const asRead = (condition: Condition): Condition => decodeCondition(encodeCondition(condition)) ?? {}
const reopened = (top: DraftNode): DraftNode => toDraft(asRead(toCondition(top)))
const shapeOf = ({ condition, children }: DraftNode): unknown => [condition, children.map(shapeOf)]

describe('what a person builds opens as the same draft from the address', () => {
  test('whatever it is', () => {
    fc.assert(
      fc.property(filled, (condition) => {
        const top = toDraft(asRead(condition))
        expect(shapeOf(reopened(top))).toEqual(shapeOf(top))
      }),
    )
  })

  test.each<[string, Condition]>([
    ['a group alone in a group', all(all(A))],
    ['a group alone in two', all(all(any(A)))],
    ['"any of" with one row', any(A)],
    ['"none of" alone in "all of"', all({ operator: 'NOR', children: [A] })],
  ])('%s', (_name, condition) => {
    const top = toDraft(condition)
    expect(shapeOf(reopened(top))).toEqual(shapeOf(top))
  })
})
