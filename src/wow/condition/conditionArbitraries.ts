/** Random conditions for property tests, made to hit the documents of `documentArbitraries.ts`. Imported by tests only. */
import * as fc from 'fast-check'
import { OPERATORS, TIME_OPERATORS } from './condition.ts'
import type { Condition } from './condition.ts'
import { ELEMENTS, FIELDS, IDS, TEXTS, TIMES } from './documentArbitraries.ts'
import type { Fields, Kind } from './documentArbitraries.ts'
import type { Json } from '../json.ts'

const one = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const text = one(TEXTS)

/** Values of another type than the field has. */
const strange = one<Json>([null, '', '1', 1, 0, true, false, [], ['a'], {}, { a: 1 }])
const isScalar = (value: Json): boolean => value !== null && typeof value !== 'object'

const groups = ['AND', 'OR', 'NOR'] as const
const ignoreCase = one<Condition>([{}, { options: { ignoreCase: true } }, { options: { ignoreCase: false } }])
const zoned = one<Condition>([
  {},
  { options: { zoneId: 'Asia/Shanghai' } },
  { options: { zoneId: '-09:30' } },
  { options: { zoneId: 'UTC', datePattern: 'yyyy-MM-dd' } },
  { options: { datePattern: "yyyy-MM'x'" } },
])

function timeConditions(field: string): fc.Arbitrary<Condition> {
  const days = fc
    .tuple(one(['RECENT_DAYS', 'EARLIER_DAYS'] as const), one([0, 1, 2, 7, 45]), zoned)
    .map(([operator, value, options]): Condition => ({ field, operator, value, ...options }))
  const before = fc
    .tuple(one<Json>(['12:30', '00:00:00', '23:59:59.5', 0, 50_400]), zoned)
    .map(([value, options]): Condition => ({ field, operator: 'BEFORE_TODAY', value, ...options }))
  const valued = ['RECENT_DAYS', 'EARLIER_DAYS', 'BEFORE_TODAY']
  const plain = fc
    .tuple(one(TIME_OPERATORS.filter((operator) => !valued.includes(operator))), zoned)
    .map(([operator, options]): Condition => ({ field, operator, ...options }))
  return fc.oneof({ weight: 2, arbitrary: days }, before, { weight: 5, arbitrary: plain })
}

function fieldConditions(field: string, likely: readonly Json[]): fc.Arbitrary<Condition> {
  const value = fc.oneof({ weight: 8, arbitrary: one(likely) }, { weight: 1, arbitrary: strange })
  const scalars = likely.filter(isScalar)
  const scalar = fc.oneof(
    { weight: 8, arbitrary: one(scalars.length > 0 ? scalars : [1, 'a']) },
    strange.filter(isScalar),
  )
  const part = fc
    .tuple(fc.oneof(text, one(likely).map(String)), one([[0], [0, 2], [1, 3], [-2]]))
    // Half of a character beyond 16 bits is no text that a database can hold.
    .map(([whole, cut]) => whole.slice(...cut).toWellFormed())
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ field: fc.constant(field), operator: one(['EQ', 'NE'] as const), value }) },
    {
      weight: 2,
      arbitrary: fc.record({
        field: fc.constant(field),
        operator: one(['GT', 'GTE', 'LT', 'LTE'] as const),
        value: scalar,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        field: fc.constant(field),
        operator: one(['IN', 'NOT_IN', 'ALL_IN'] as const),
        value: fc.array(value, { maxLength: 3 }),
      }),
    },
    fc.tuple(scalar, scalar).map((ends): Condition => ({ field, operator: 'BETWEEN', value: ends })),
    fc
      .tuple(one(['CONTAINS', 'STARTS_WITH', 'ENDS_WITH'] as const), part, ignoreCase)
      .map(([operator, value, options]): Condition => ({ field, operator, value, ...options })),
    one(['NULL', 'NOT_NULL', 'TRUE', 'FALSE'] as const).map((operator): Condition => ({ field, operator })),
    fc.boolean().map((value): Condition => ({ field, operator: 'EXISTS', value })),
    { weight: likely === TIMES ? 8 : 1, arbitrary: timeConditions(field) },
  )
}

const fieldless: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ operator: one(['ID', 'AGGREGATE_ID'] as const), value: one(IDS) }),
  fc.record({ operator: one(['IDS', 'AGGREGATE_IDS'] as const), value: fc.array(one(IDS), { maxLength: 3 }) }),
  fc.record({
    operator: one(['TENANT_ID', 'OWNER_ID', 'SPACE_ID'] as const),
    value: one(['(0)', '', 'alice', 's1']),
  }),
  fc.record({ operator: fc.constant('DELETED' as const), value: one(['ACTIVE', 'deleted', 'ALL', true, false]) }),
  fc.constant({ operator: 'ALL' as const }),
)

const leafConditions = (fields: Fields): fc.Arbitrary<Condition> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: one(Object.entries(fields)).chain(([field, likely]) => fieldConditions(field, likely)),
    },
    { weight: 2, arbitrary: fieldless },
  )

const groupsOf = (child: fc.Arbitrary<Condition>, maxLength: number): fc.Arbitrary<Condition> =>
  fc.record({ operator: one(groups), children: fc.array(child, { minLength: 1, maxLength }) })

/** Conditions that every evaluator must answer, over all operators but MATCH and RAW, up to three groups deep. */
export function conditions(kind: Kind): fc.Arbitrary<Condition> {
  const leaf = leafConditions(FIELDS[kind])
  const element = one(Object.entries(ELEMENTS[kind])).chain(([field, inside]) => {
    const child = leafConditions(inside)
    return fc
      .oneof({ weight: 2, arbitrary: child }, groupsOf(child, 2))
      .map((below): Condition => ({ field, operator: 'ELEM_MATCH', children: [below] }))
  })
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 8, arbitrary: leaf },
      { weight: 1, arbitrary: element },
      { weight: 3, arbitrary: groupsOf(tie('condition'), 4) },
    ),
  })).condition
}

const anyValue: fc.Arbitrary<Json> = fc.oneof(
  strange,
  text,
  one(TIMES),
  fc.string({ unit: 'grapheme' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each)),
  fc.integer().map((shift) => ({ $now: shift })),
  fc.array(fc.oneof(text, one<Json>([null, 0, 1.5, { $now: 0 }, ['a']])), { maxLength: 4 }),
)

/** Anything that can be written as a condition, sense or not: for codecs and words. A symbolic `now` is among the values. */
export const anyConditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.record(
    {
      field: fc.oneof(one([...Object.keys(FIELDS.snapshot), ...Object.keys(FIELDS.event)]), fc.string()),
      operator: one(OPERATORS),
      value: anyValue,
      children: fc.array(tie('condition'), { maxLength: 3, depthIdentifier: 'condition' }),
      options: fc.record(
        {
          ignoreCase: fc.boolean(),
          datePattern: one(['yyyy-MM-dd', '{']),
          zoneId: one(['Asia/Shanghai', '+08:00', 'x y']),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
})).condition
