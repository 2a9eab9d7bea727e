/**
 * A condition in the few terms that a database needs: what the server's conversion to a MongoDB filter is to it. Values are
 * checked, names are mapped to places in the document and days are resolved here, once, so that whatever runs a condition
 * (`matches.ts` over JSON, the embedded server over SQL) answers the same and refuses in the same words. What each term
 * means is written down in `matches.ts`.
 */
import { ConditionError } from './condition.ts'
import type { Condition, Operator } from './condition.ts'
import { isObject } from '../json.ts'
import type { Json } from '../json.ts'
import { isTimeOperator, timeRange } from './timeRange.ts'
import type { TimeContext, TimeOperator } from './timeRange.ts'

export type CompareOperator = 'GT' | 'GTE' | 'LT' | 'LTE'

/** Keys from the top of the document (or of the array element) to the field; never empty. */
export type Path = readonly string[]

export type Filter =
  /** All of them; with no filter at all: every document. */
  | { readonly type: 'and'; readonly filters: readonly Filter[] }
  | { readonly type: 'or'; readonly filters: readonly Filter[] }
  | { readonly type: 'nor'; readonly filters: readonly Filter[] }
  /** Equal to one of the values; with no value at all: no document. */
  | { readonly type: 'in'; readonly path: Path; readonly values: readonly Json[] }
  | {
      readonly type: 'compare'
      readonly path: Path
      readonly operator: CompareOperator
      readonly value: string | number | boolean
    }
  | {
      readonly type: 'text'
      readonly path: Path
      readonly position: 'anywhere' | 'start' | 'end'
      readonly text: string
      readonly ignoreCase: boolean
    }
  | { readonly type: 'exists'; readonly path: Path }
  /** Some element of the array satisfies the filter, whose paths start at the element. */
  | { readonly type: 'element'; readonly path: Path; readonly filter: Filter }

export interface FilterContext extends TimeContext {
  /** What the documents are; snapshots when left out. */
  readonly kind?: 'snapshot' | 'event'
}

const EVERYTHING: Filter = { type: 'and', filters: [] }
const not = (filter: Filter): Filter => ({ type: 'nor', filters: [filter] })

/** Where the context of a condition changes: inside ELEM_MATCH names are not mapped. */
interface Scope extends FilterContext {
  readonly inElement?: boolean
}

/** `_id` is the database's name for a snapshot's `aggregateId` and a stream's `id`; documents here carry the latter. */
function pathOf(field: string, { kind = 'snapshot', inElement = false }: Scope): Path {
  if (field.startsWith('$')) throw new ConditionError(`Field[${field}] must not start with $.`)
  if (field === '_id' && !inElement) return [kind === 'snapshot' ? 'aggregateId' : 'id']
  return field.split('.')
}

/** A name that starts with $ would be an operator to the database; it also catches a symbolic `now` sent by mistake. */
function plain(field: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => plain(field, item))
  if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name.startsWith('$'))
        throw new ConditionError(`Field[${field}]: the value must not hold a name with $ (${name}).`)
      plain(field, inner)
    }
  }
  return value
}

const wrongValue = (operator: Operator, field: string, wanted: string): ConditionError =>
  new ConditionError(`${operator} operator value${field === '' ? '' : ` of field[${field}]`} must be ${wanted}.`)

function valuesOf({ operator, field, value }: Node): readonly Json[] {
  if (!Array.isArray(value)) throw wrongValue(operator, field, 'an array')
  return value.map((item) => plain(field, item))
}

/** Java's name for the type of a JSON value, as in the server's message. */
function javaType(value: Json): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? (Math.abs(value) > 2_147_483_647 ? 'Long' : 'Int') : 'Double'
  }
  return Array.isArray(value) ? 'ArrayList' : 'LinkedHashMap'
}

function deletion(value: Json): Filter {
  const state = typeof value === 'boolean' ? (value ? 'DELETED' : 'ACTIVE') : value
  if (typeof state !== 'string') {
    throw new ConditionError(`Value must be String, Boolean, or DeletionState, but was ${javaType(value)}.`)
  }
  const name = state.toUpperCase()
  if (name === 'ALL') return EVERYTHING
  if (name === 'ACTIVE' || name === 'DELETED') return isOneOf(['deleted'], [name === 'DELETED'])
  throw new ConditionError(`No enum constant me.ahoo.wow.api.query.DeletionState.${name}`)
}

/** A condition with its defaults filled in, and where it stands. */
interface Node {
  readonly operator: Operator
  readonly field: string
  readonly value: Json
  readonly condition: Condition
  readonly path: Path
  readonly scope: Scope
}

function children({ operator, condition, scope }: Node): readonly Filter[] {
  if (condition.children === undefined || condition.children.length === 0) {
    throw new ConditionError(`${operator} operator children cannot be empty.`)
  }
  return condition.children.map((child) => convert(child, scope))
}

function bound({ operator, field, path }: Node, comparison: CompareOperator, value: Json): Filter {
  if (value === null || typeof value === 'object') throw wrongValue(operator, field, 'a number, a string or a boolean')
  return { type: 'compare', path, operator: comparison, value }
}

function text({ operator, field, path, value, condition }: Node, position: 'anywhere' | 'start' | 'end'): Filter {
  if (typeof value !== 'string') throw wrongValue(operator, field, 'a string')
  return { type: 'text', path, position, text: value, ignoreCase: condition.options?.ignoreCase === true }
}

function timed(node: Node): Filter {
  const { gte, lte, lt } = timeRange(node.condition, node.scope)
  return {
    type: 'and',
    filters: [
      ...(gte === undefined ? [] : [bound(node, 'GTE', gte)]),
      ...(lte === undefined ? [] : [bound(node, 'LTE', lte)]),
      ...(lt === undefined ? [] : [bound(node, 'LT', lt)]),
    ],
  }
}

function between(node: Node): Filter {
  const [least, most] = valuesOf(node)
  if (least === undefined || most === undefined) {
    throw new ConditionError('BETWEEN operator value must be a array with 2 elements.')
  }
  return { type: 'and', filters: [bound(node, 'GTE', least), bound(node, 'LTE', most)] }
}

function allIn(node: Node): Filter {
  const values = valuesOf(node)
  if (values.length === 0) return { type: 'in', path: node.path, values }
  return { type: 'and', filters: values.map((value) => ({ type: 'in', path: node.path, values: [value] })) }
}

function element({ condition, path, scope }: Node): Filter {
  const [child, ...others] = condition.children ?? []
  if (child === undefined || others.length > 0) {
    throw new ConditionError('ELEM_MATCH condition must contain exactly one child.')
  }
  return { type: 'element', path, filter: convert(child, { ...scope, inElement: true }) }
}

function exists({ operator, field, path, value }: Node): Filter {
  if (typeof value !== 'boolean') throw wrongValue(operator, field, 'a boolean')
  return value ? { type: 'exists', path } : not({ type: 'exists', path })
}

const isOneOf = (path: Path, values: readonly Json[]): Filter => ({ type: 'in', path, values })
const isEqual = ({ field, value }: Node, path: Path): Filter => isOneOf(path, [plain(field, value)])
const databaseId = ({ scope }: Node): Path => pathOf('_id', scope)
const aggregateId = ({ scope }: Node): Path => (scope.kind === 'event' ? ['aggregateId'] : pathOf('_id', scope))

const CONVERSIONS: { readonly [operator in Exclude<Operator, TimeOperator>]: (node: Node) => Filter } = {
  ALL: () => EVERYTHING,
  AND: (node) => ({ type: 'and', filters: children(node) }),
  OR: (node) => ({ type: 'or', filters: children(node) }),
  NOR: (node) => ({ type: 'nor', filters: children(node) }),
  ID: (node) => isEqual(node, databaseId(node)),
  IDS: (node) => isOneOf(databaseId(node), valuesOf(node)),
  AGGREGATE_ID: (node) => isEqual(node, aggregateId(node)),
  AGGREGATE_IDS: (node) => isOneOf(aggregateId(node), valuesOf(node)),
  TENANT_ID: (node) => isEqual(node, ['tenantId']),
  OWNER_ID: (node) => isEqual(node, ['ownerId']),
  SPACE_ID: (node) => isEqual(node, ['spaceId']),
  DELETED: ({ value }) => deletion(value),
  EQ: (node) => isEqual(node, node.path),
  NE: (node) => not(isEqual(node, node.path)),
  GT: (node) => bound(node, 'GT', node.value),
  GTE: (node) => bound(node, 'GTE', node.value),
  LT: (node) => bound(node, 'LT', node.value),
  LTE: (node) => bound(node, 'LTE', node.value),
  BETWEEN: between,
  IN: (node) => isOneOf(node.path, valuesOf(node)),
  NOT_IN: (node) => not(isOneOf(node.path, valuesOf(node))),
  ALL_IN: allIn,
  CONTAINS: (node) => text(node, 'anywhere'),
  STARTS_WITH: (node) => text(node, 'start'),
  ENDS_WITH: (node) => text(node, 'end'),
  ELEM_MATCH: element,
  NULL: ({ path }) => isOneOf(path, [null]),
  NOT_NULL: ({ path }) => not(isOneOf(path, [null])),
  TRUE: ({ path }) => isOneOf(path, [true]),
  FALSE: ({ path }) => isOneOf(path, [false]),
  EXISTS: exists,
  MATCH: () => {
    throw new ConditionError('MATCH needs a text index, and this server has none; use STARTS_WITH or CONTAINS.')
  },
  RAW: () => {
    throw new ConditionError('RAW holds a database filter, and only a real server has that database.')
  },
}

function convert(condition: Condition, scope: Scope): Filter {
  const { operator = 'ALL', field = '', value = '' } = condition
  const node: Node = { operator, field, value, condition, path: pathOf(field, scope), scope }
  return isTimeOperator(operator) ? timed(node) : CONVERSIONS[operator](node)
}

/**
 * The condition as a filter over documents of one kind. A symbolic `now` must have been resolved. Throws ConditionError for
 * a value, zone or pattern that does not fit its operator, in the server's words where it has any (contract 5.5).
 */
export const toFilter = (condition: Condition, context: FilterContext): Filter => convert(condition, context)
