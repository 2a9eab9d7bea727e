/**
 * Reads conditions and queries from JSON as the server binds them (contract 1.3, 5.1), and what the samples of its API
 * document carry (12.14): `"[]"` for an empty list, `"{}"` for empty options, a null value for none. A refusal names the
 * field and says what is wanted, where the real server says "Unexpected server error".
 */
import { bind, int, listOf, objectOf, oneOf, optional, refused, text } from '../commands/commandBody.ts'
import type { Bound, Shape } from '../commands/commandBody.ts'
import { OPERATORS } from './condition.ts'
import type {
  Condition,
  ConditionOptions,
  ListQuery,
  Operator,
  PagedQuery,
  Projection,
  SingleQuery,
  Sort,
} from './condition.ts'
import { countNodes } from './guard.ts'
import { isObject } from '../json.ts'
import type { Json } from '../json.ts'

/** Far above what a server answers to (64), low enough that no reader of a parsed condition can run out of stack. */
export const MAX_PARSED_DEPTH = 100
export const MAX_PARSED_NODES = 10_000

type Parsed<K extends string, T> =
  | ({ readonly ok: true } & { readonly [key in K]: T })
  | { readonly ok: false; readonly path: string; readonly message: string }

type Place = Parameters<Shape<unknown>['read']>[1]

function jsonValue(value: unknown, at: Place, depth = 1): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (depth > MAX_PARSED_DEPTH)
    throw refused(at, `${at.path} is nested deeper than ${MAX_PARSED_DEPTH} levels; make it flatter.`)
  const inside = (step: string | number, each: unknown) => jsonValue(each, at.below(step), depth + 1)
  if (Array.isArray(value)) return value.map((each: unknown, index) => inside(index, each))
  if (!isObject(value)) throw refused(at, `${at.path} must be a JSON value with finite numbers.`)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(key, each)]))
}

function list<T>(item: Shape<T>): Shape<T[]> {
  const items = listOf('list', item)
  return { ...items, read: (value, at) => (value === undefined || value === '[]' ? [] : items.read(value, at)) }
}

const OPERATOR_NAMES: ReadonlyMap<unknown, Operator> = new Map(OPERATORS.map((name) => [name, name]))

const knownOperator: Shape<Operator> = {
  sample: 'ALL',
  read(value, at) {
    const found = OPERATOR_NAMES.get(value)
    if (found !== undefined) return found
    if (typeof value !== 'string') throw refused(at, `${at.path} must be the name of an operator, such as "EQ".`)
    const upper = OPERATORS.find((known) => known === value.toUpperCase())
    const hint = upper === undefined ? `known are ${OPERATORS.join(', ')}` : `write "${upper}"`
    throw refused(at, `${at.path}: unknown operator ${JSON.stringify(value.slice(0, 100))}; ${hint}.`)
  },
}

const optionText: Shape<string | undefined> = {
  sample: undefined,
  read: (value, at) => (value === undefined || value === null ? undefined : text.read(value, at)),
}

const filledOptions = objectOf<ConditionOptions>('options', (get) => {
  const datePattern = get('datePattern', optionText)
  const zoneId = get('zoneId', optionText)
  // Only the boolean counts: the server reads the string "true" as false.
  const ignoreCase = get('ignoreCase', { sample: false, read: (value) => value === true })
  return {
    ...(ignoreCase ? { ignoreCase } : {}),
    ...(datePattern === undefined ? {} : { datePattern }),
    ...(zoneId === undefined ? {} : { zoneId }),
  }
})

const options: Shape<ConditionOptions> = {
  sample: {},
  read: (value, at) => (value === undefined || value === '{}' ? {} : filledOptions.read(value, at)),
}

const fieldName = optional(text, '')
const operatorName = optional<Operator, Operator>(knownOperator, 'ALL')
const anyValue: Shape<Json | undefined> = {
  sample: undefined,
  read: (given, at) => (given === undefined || given === null ? undefined : jsonValue(given, at)),
}

function conditionShape(depth: number): Shape<Condition> {
  const children = list<Condition>({ sample: {}, read: (value, at) => conditionAt(depth + 1).read(value, at) })
  const shape = objectOf<Condition>('condition', (get) => {
    const field = get('field', fieldName)
    const operator = get('operator', operatorName)
    const value = get('value', anyValue)
    const below = get('children', children)
    const set = get('options', options)
    return {
      ...(field === '' ? {} : { field }),
      operator,
      ...(value === undefined ? {} : { value }),
      ...(below.length === 0 ? {} : { children: below }),
      ...(Object.keys(set).length === 0 ? {} : { options: set }),
    }
  })
  return {
    sample: {},
    read(value, at) {
      if (depth > MAX_PARSED_DEPTH) throw tooLarge(at, `is nested deeper than ${MAX_PARSED_DEPTH} levels`)
      return shape.read(value, at)
    },
  }
}

const tooLarge = (at: Place, how: string): Error => refused(at, `The condition ${how}; use IN for many values.`)

const levels: Shape<Condition>[] = []

/** Made when some condition first goes so deep, or there would be no end to it. */
const conditionAt = (depth: number): Shape<Condition> => (levels[depth] ??= conditionShape(depth))

const anyCondition: Shape<Condition> = {
  sample: {},
  read(value, at) {
    const condition = conditionAt(1).read(value, at)
    if (countNodes(condition) > MAX_PARSED_NODES) throw tooLarge(at, `has more than ${MAX_PARSED_NODES} nodes`)
    return condition
  },
}

const projection: Shape<Projection> = objectOf('projection', (get) => {
  const include = get('include', list(text))
  const exclude = get('exclude', list(text))
  return { ...(include.length === 0 ? {} : { include }), ...(exclude.length === 0 ? {} : { exclude }) }
})

const sort: Shape<Sort> = objectOf('sort', (get) => ({
  field: get('field', text),
  direction: get('direction', oneOf('direction', ['ASC', 'DESC'])),
}))

const single: Shape<SingleQuery> = objectOf('query', (get) => {
  const condition = get('condition', anyCondition)
  const shown = get('projection', optional(projection, {}))
  const order = get('sort', list(sort))
  return {
    condition,
    ...(Object.keys(shown).length === 0 ? {} : { projection: shown }),
    ...(order.length === 0 ? {} : { sort: order }),
  }
})

const limit = objectOf('query', (get) => get('limit', optional(int, 0)))

const pagination = objectOf('query', (get) =>
  get(
    'pagination',
    optional(
      objectOf('pagination', (inside) => ({
        index: inside('index', optional(int, 1)),
        size: inside('size', optional(int, 10)),
      })),
      { index: 1, size: 10 },
    ),
  ),
)

function parsed<K extends string, T>(key: K, bound: Bound<T>): Parsed<K, T>
function parsed(key: string, bound: Bound<unknown>): object {
  return bound.ok
    ? { ok: true, [key]: bound.value }
    : { ok: false, path: bound.failure.path, message: bound.failure.message }
}

/** A bare condition, as `count` takes it. What is left out or empty is absent from the result, the operator never is. */
export const parseCondition = (input: unknown): Parsed<'condition', Condition> =>
  parsed('condition', bind(anyCondition, input, true))

export const parseSingleQuery = (input: unknown): Parsed<'query', SingleQuery> =>
  parsed('query', bind(single, input, true))

/** `limit` is 0 when left out, which the guard refuses. */
export const parseListQuery = (input: unknown): Parsed<'query', ListQuery> =>
  parsed(
    'query',
    bind({ read: (value, at) => ({ ...single.read(value, at), limit: limit.read(value, at) }) }, input, true),
  )

/** `pagination` is page 1 of 10 when left out. */
export const parsePagedQuery = (
  input: unknown,
): Parsed<'query', Required<Pick<PagedQuery, 'pagination'>> & PagedQuery> =>
  parsed(
    'query',
    bind({ read: (value, at) => ({ ...single.read(value, at), pagination: pagination.read(value, at) }) }, input, true),
  )
