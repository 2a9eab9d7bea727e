import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { blamedPath } from './blame.ts'
import { ConditionError } from './condition.ts'
import type { Condition } from './condition.ts'
import { conditions } from './conditionArbitraries.ts'
import { toFilter } from './filter.ts'
import { checkCondition } from './guard.ts'

const code: Condition = { field: 'state.error.errorCode', operator: 'EQ', value: 'A' }
const all = (...children: readonly Condition[]): Condition => ({ operator: 'AND', children })
const disabled = (operator: string) =>
  `HTTP query operator[${operator}] is disabled because expensive operators are not allowed.`

test.each<[string, Condition, readonly number[] | undefined]>([
  [disabled('CONTAINS'), all(code, { field: 'a', operator: 'CONTAINS', value: 'x' }), [1]],
  [disabled('NOR'), all(code, { operator: 'OR', children: [{ operator: 'NOR', children: [code] }, code] }), [1, 0]],
  [disabled('NE'), { field: 'a', operator: 'NE', value: 1 }, []],
  ['HTTP query operator[RAW] is not allowed.', all({ operator: 'RAW', value: '{}' }, code), [0]],
  // Another server than the one whose rules we know.
  ['query operator[EQ] is not welcome', all(all(code), { operator: 'ID', value: 'x' }), [0, 0]],
  [
    'IN operator value of field[b] must be an array.',
    all({ field: 'a', operator: 'IN', value: [] }, { field: 'b', operator: 'IN', value: 'x' }),
    [1],
  ],
  ['Field[$b] must not start with $.', all(code, { field: '$b', operator: 'TRUE' }), [1]],
  ['No enum constant me.ahoo.wow.api.query.DeletionState.FOO', all(code, { operator: 'DELETED', value: 'FOO' }), [1]],
  [
    'BETWEEN operator value must be a array with 2 elements.',
    all({ field: 'a', operator: 'BETWEEN', value: [1] }, code),
    [0],
  ],
  [
    'Unknown time zone "Moon". Write an IANA name (Asia/Shanghai) or an offset (+08:00).',
    all({ field: 'a', operator: 'TODAY', options: { zoneId: 'Moon' } }, { field: 'a', operator: 'TODAY' }),
    [0],
  ],
  ['HTTP query condition nodes[65] must not exceed 64.', all(code, code), undefined],
  ['Unexpected server error', all(code, code), undefined],
])('%s', (words, condition, path) => {
  expect(blamedPath(condition, words)).toEqual(path)
})

test('every refusal of a guard leads to the node that it refused, every refusal of the database to one that it names', () => {
  fc.assert(
    fc.property(conditions('snapshot'), (condition) => {
      const refusal = checkCondition(condition, { strict: true, maxNodes: 1e6 })
      if (refusal !== undefined) expect(blamedPath(condition, refusal.message)).toEqual(refusal.path)
      try {
        toFilter(condition, { now: 0, zone: 'UTC' })
      } catch (error) {
        if (!(error instanceof ConditionError)) throw error
        expect(blamedPath(condition, error.message)).toBeDefined()
      }
    }),
  )
})
