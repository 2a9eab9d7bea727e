/** Operators as a person edits them: which fit which type of field, and what their value is made of. */
import { OPERATORS } from './condition.ts'
import type { Operator } from './condition.ts'
import { fieldOf } from './fields.ts'
import type { FieldType } from './fields.ts'
import { isTimeOperator } from './timeRange.ts'

/** `any`: a path that nobody knows. */
export type ValueType = FieldType | 'any'

/** What the value of an operator is made of. */
export type ValueShape =
  | 'none'
  /** Conditions below: any number, or exactly one. */
  | 'children'
  | 'child'
  /** Values of the field's type. */
  | 'one'
  | 'many'
  | 'two'
  /** Text, whatever the field holds. */
  | 'text'
  | 'days'
  | 'time-of-day'
  | 'boolean'
  | 'deletion'
  | 'json'

interface OperatorRule {
  readonly shape: ValueShape
  /** Types of the field it makes sense for; `record`: it takes no field; `group`: it joins conditions. */
  readonly fits: readonly ValueType[] | 'record' | 'group'
}

const EVERY: readonly ValueType[] = ['string', 'number', 'time', 'boolean', 'enum', 'array', 'object', 'any']
const ORDERED: readonly ValueType[] = ['string', 'number', 'time', 'enum', 'array', 'any']
const LISTED: readonly ValueType[] = ['string', 'number', 'time', 'boolean', 'enum', 'array', 'any']
const TEXTS: readonly ValueType[] = ['string', 'enum', 'array', 'any']
const TIMES: readonly ValueType[] = ['time', 'any']

const group: OperatorRule = { shape: 'children', fits: 'group' }
const compared: OperatorRule = { shape: 'one', fits: ORDERED }
const listed: OperatorRule = { shape: 'many', fits: LISTED }
const searched: OperatorRule = { shape: 'text', fits: TEXTS }
const range: OperatorRule = { shape: 'none', fits: TIMES }
const days: OperatorRule = { shape: 'days', fits: TIMES }
const bare: OperatorRule = { shape: 'none', fits: EVERY }

const RULES: { readonly [operator in Operator]: OperatorRule } = {
  AND: group,
  OR: group,
  NOR: group,
  ID: { shape: 'text', fits: 'record' },
  IDS: { shape: 'many', fits: 'record' },
  AGGREGATE_ID: { shape: 'text', fits: 'record' },
  AGGREGATE_IDS: { shape: 'many', fits: 'record' },
  TENANT_ID: { shape: 'text', fits: 'record' },
  OWNER_ID: { shape: 'text', fits: 'record' },
  SPACE_ID: { shape: 'text', fits: 'record' },
  DELETED: { shape: 'deletion', fits: 'record' },
  ALL: { shape: 'none', fits: 'record' },
  EQ: { shape: 'one', fits: EVERY },
  NE: { shape: 'one', fits: EVERY },
  GT: compared,
  LT: compared,
  GTE: compared,
  LTE: compared,
  CONTAINS: searched,
  IN: listed,
  NOT_IN: listed,
  BETWEEN: { shape: 'two', fits: ORDERED },
  ALL_IN: { shape: 'many', fits: ['array', 'any'] },
  STARTS_WITH: searched,
  ENDS_WITH: searched,
  ELEM_MATCH: { shape: 'child', fits: ['array', 'any'] },
  NULL: bare,
  NOT_NULL: bare,
  TRUE: { shape: 'none', fits: ['boolean', 'any'] },
  FALSE: { shape: 'none', fits: ['boolean', 'any'] },
  EXISTS: { shape: 'boolean', fits: EVERY },
  TODAY: range,
  BEFORE_TODAY: { shape: 'time-of-day', fits: TIMES },
  TOMORROW: range,
  THIS_WEEK: range,
  NEXT_WEEK: range,
  LAST_WEEK: range,
  THIS_MONTH: range,
  LAST_MONTH: range,
  RECENT_DAYS: days,
  EARLIER_DAYS: days,
  MATCH: { shape: 'text', fits: 'record' },
  RAW: { shape: 'json', fits: 'record' },
}

export const operatorRule = (operator: Operator): OperatorRule => RULES[operator]
export const isGroupOperator = (operator: Operator): boolean => RULES[operator].fits === 'group'
/** Whether it asks about the record as a whole: then a field is ignored. */
export const isRecordOperator = (operator: Operator): boolean => RULES[operator].fits === 'record'
/** Whether the letter case of its text can be left open. */
export const takesCase = (operator: Operator): boolean => RULES[operator] === searched
/** Whether it counts days, so that it needs a zone. */
export const takesZone = isTimeOperator

/** What a person looks for first stands first. */
const FIRST: { readonly [type in ValueType]?: Operator } = {
  enum: 'IN',
  boolean: 'TRUE',
  time: 'RECENT_DAYS',
  object: 'EXISTS',
}
const ORDER: readonly Operator[] = [
  'EQ',
  'NE',
  'IN',
  'NOT_IN',
  'TRUE',
  'FALSE',
  'CONTAINS',
  'STARTS_WITH',
  'ENDS_WITH',
  'GT',
  'GTE',
  'LT',
  'LTE',
  'BETWEEN',
  'RECENT_DAYS',
  'EARLIER_DAYS',
  'TODAY',
  'BEFORE_TODAY',
  'TOMORROW',
  'THIS_WEEK',
  'LAST_WEEK',
  'NEXT_WEEK',
  'THIS_MONTH',
  'LAST_MONTH',
  'ALL_IN',
  'ELEM_MATCH',
  'EXISTS',
  'NOT_NULL',
  'NULL',
]

/** Operators for a field of this type, in the order of a list to choose from. */
export const operatorsFor = (type: ValueType): readonly Operator[] =>
  ORDER.filter((operator) => {
    const { fits } = RULES[operator]
    return typeof fits !== 'string' && fits.includes(type)
  })

/** Operators that ask about the record as a whole. */
export const RECORD_OPERATORS: readonly Operator[] = OPERATORS.filter(isRecordOperator)
export const GROUP_OPERATORS = ['AND', 'OR', 'NOR'] as const satisfies readonly Operator[]

/** The operator that a field of this type begins with. */
export const firstOperator = (type: ValueType): Operator => FIRST[type] ?? 'EQ'

/** The type of a field; inside ELEM_MATCH its path begins at the element of the array `within`. */
export const typeOf = (field: string, within = ''): ValueType =>
  fieldOf(within === '' ? field : `${within}.${field}`)?.type ?? 'any'
