/**
 * Reads JSON the way the server's binder does (contract 1.3): unknown properties are ignored, numeric strings and
 * fractions are taken for numbers, everything else is strict. A failure carries two sentences: a plain one that names
 * the field, and the one the real server gives on routes where it explains itself.
 */
import { isObject } from '../json.ts'

export interface BindFailure {
  /** Where, with dots: `error.stackTrace`; empty for the body as a whole. */
  readonly path: string
  /** In plain words, naming the field. */
  readonly message: string
  /** The server's own words, the text behind `JSON decoding error: `. */
  readonly serverMessage: string
}

class Unbound extends Error {
  readonly failure: BindFailure
  constructor(failure: BindFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Where in the body a value stands. Its path is put together only when something is wrong there. */
class Place {
  /** Raw-object bodies compare enum values case sensitively, typed bodies do not. */
  readonly exactEnums: boolean
  private readonly above: Place | undefined
  private readonly step: string | number

  constructor(exactEnums: boolean, above?: Place, step: string | number = '') {
    this.exactEnums = exactEnums
    this.above = above
    this.step = step
  }

  /** The place of a member, or of an item of a list. */
  below(step: string | number): Place {
    return new Place(this.exactEnums, this, step)
  }

  /** With dots: `error.stackTrace[0]`; empty for the body as a whole. */
  get path(): string {
    const { above, step } = this
    if (above === undefined) return ''
    const { path } = above
    if (typeof step === 'number') return `${path}[${step}]`
    return path === '' ? step : `${path}.${step}`
  }
}

/** What a shape takes, in the words of JSON schema: the OpenAPI document is made of these. */
type ShapeType =
  | { readonly kind: 'string' | 'boolean' | 'int' | 'long' | 'object' }
  | { readonly kind: 'enum'; readonly javaType: string; readonly values: readonly string[] }
  | { readonly kind: 'list' | 'map'; readonly item: Shape<unknown> }
  | { readonly kind: 'optional' | 'nullable'; readonly inner: Shape<unknown> }
  | { readonly kind: 'class'; readonly javaType: string; readonly members: () => readonly ShapeMember[] }

interface ShapeMember {
  readonly name: string
  readonly shape: Shape<unknown>
}

export interface Shape<T> {
  readonly read: (value: unknown, at: Place) => T
  /** Some value that it may give, so that the members of an object can be listed without reading one. */
  readonly sample: T
  /** Absent: any JSON. */
  readonly type?: ShapeType
  /** Java primitives have another message when they are missing. */
  readonly primitive?: string
  /** The server's words when it is missing, where they are neither of the usual ones. */
  readonly whenMissing?: string
}

type Get = <T>(name: string, shape: Shape<T>) => T

const TOKENS: readonly (readonly [(value: unknown) => boolean, string, string])[] = [
  [Array.isArray, 'Array value', 'START_ARRAY'],
  [isObject, 'Object value', 'START_OBJECT'],
  [(value) => value === true, 'Boolean value', 'VALUE_TRUE'],
  [(value) => value === false, 'Boolean value', 'VALUE_FALSE'],
  [(value) => typeof value === 'string', 'String value', 'VALUE_STRING'],
  [Number.isInteger, 'Integer value', 'VALUE_NUMBER_INT'],
  [(value) => typeof value === 'number', 'Floating-point value', 'VALUE_NUMBER_FLOAT'],
]

function token(value: unknown): string {
  const found = TOKENS.find(([is]) => is(value))
  return found === undefined ? 'Null value' : `${found[1]} (token \`JsonToken.${found[2]}\`)`
}

/** Never the inside of a list or an object: a body nested a hundred thousand deep cannot be printed. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  const json = JSON.stringify(value) ?? 'nothing'
  return json.length > 100 ? `${json.slice(0, 100)}…` : json
}

const wrongType = (at: Place, expected: string, javaType: string, value: unknown): Unbound =>
  new Unbound({
    path: at.path,
    message: `${at.path === '' ? 'The body' : at.path} must be ${expected}, but was ${shown(value)}.`,
    serverMessage: `Cannot deserialize value of type \`${javaType}\` from ${token(value)}`,
  })

/** A refusal in words of the shape's own, for shapes that are defined elsewhere. */
export const refused = (at: Place, message: string): Error =>
  new Unbound({ path: at.path, message, serverMessage: message })

export const text: Shape<string> = {
  sample: '',
  type: { kind: 'string' },
  read(value, at) {
    if (typeof value === 'string') return value
    throw wrongType(at, 'a string', 'java.lang.String', value)
  },
}

function whole(javaType: 'int' | 'long', least: number, most: number): Shape<number> {
  return {
    sample: 0,
    type: { kind: javaType },
    primitive: javaType,
    read(value, at) {
      if (typeof value !== 'number' && typeof value !== 'string') throw wrongType(at, 'an integer', javaType, value)
      const trimmed = typeof value === 'string' ? value.trim() : undefined
      if (trimmed !== undefined && !/^[+-]?\d{1,20}$/.test(trimmed)) {
        throw new Unbound({
          path: at.path,
          message: `${at.path} must be an integer, but was ${shown(value)}.`,
          serverMessage: `Cannot deserialize value of type \`${javaType}\` from String ${shown(value)}: not a valid \`${javaType}\` value`,
        })
      }
      // `+ 0`: a fraction such as -0.5 is cut to -0, which JSON has no use for.
      const number = Math.trunc(Number(trimmed ?? value)) + 0
      if (number >= least && number <= most) return number
      throw new Unbound({
        path: at.path,
        message: `${at.path} must be between ${least} and ${most}, but was ${shown(value)}.`,
        serverMessage: `Numeric value (${trimmed ?? value}) out of range of ${javaType} (${least} - ${most})`,
      })
    },
  }
}

export const int = whole('int', -2_147_483_648, 2_147_483_647)
/** Narrower than the server's 64 bits: a number that JSON readers in a page would round is refused, not altered. */
export const long = whole('long', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

export function oneOf<const T extends string>(javaType: string, values: readonly [T, ...T[]]): Shape<T> {
  return {
    sample: values[0],
    type: { kind: 'enum', javaType, values },
    read(value, at) {
      if (typeof value !== 'string') throw wrongType(at, `one of ${values.join(', ')}`, javaType, value)
      const wanted = at.exactEnums ? value : value.toUpperCase()
      const found = values.find((known) => known === wanted)
      if (found !== undefined) return found
      throw new Unbound({
        path: at.path,
        message: `${at.path} must be one of ${values.join(', ')}, but was ${shown(value)}.`,
        serverMessage: `Cannot deserialize value of type \`${javaType}\` from String ${shown(value)}: not one of the values accepted for Enum class: [${values.join(', ')}]`,
      })
    },
  }
}

export function listOf<T>(javaType: string, item: Shape<T>): Shape<T[]> {
  return {
    sample: [],
    type: { kind: 'list', item },
    read(value, at) {
      if (!Array.isArray(value)) throw wrongType(at, 'a list', javaType, value)
      return value.map((each: unknown, index) => item.read(each, at.below(index)))
    },
  }
}

export function mapOf<T>(javaType: string, item: Shape<T>): Shape<Record<string, T>> {
  return {
    sample: {},
    type: { kind: 'map', item },
    read(value, at) {
      if (!isObject(value)) throw wrongType(at, 'an object', javaType, value)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, item.read(each, at.below(key))]))
    },
  }
}

/** A property that may be left out; a null is refused all the same, as the server does. */
export function optional<T, D>(shape: Shape<T>, fallback: D): Shape<T | D> {
  return {
    sample: fallback,
    type: { kind: 'optional', inner: shape },
    read: (value, at) => (value === undefined ? fallback : shape.read(value, at)),
  }
}

/** A property that may be left out or null. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    sample: null,
    type: { kind: 'nullable', inner: shape },
    read: (value, at) => (value === undefined || value === null ? null : shape.read(value, at)),
  }
}

interface Absent {
  readonly path: string
  readonly given: unknown
  readonly owner: string
  readonly name: string
  readonly index: number
}

function missing({ path, given, owner, name, index }: Absent, shape: Shape<unknown>): Unbound {
  const usual =
    shape.primitive === undefined
      ? `Instantiation of [simple type, class ${owner}] value failed for JSON property ${name} due to missing (therefore NULL) value for creator parameter ${name} which is a non-nullable type`
      : `Missing required creator property '${name}' (index ${index})`
  return new Unbound({
    path,
    message: given === null ? `${path} must not be null.` : `${path} is required.`,
    serverMessage: shape.whenMissing ?? usual,
  })
}

/** An object of the Java class `owner`; `build` gets its properties in the order of the class's constructor. */
export function objectOf<T>(owner: string, build: (get: Get) => T): Shape<T> {
  return {
    get sample() {
      return build((_, { sample }) => sample)
    },
    type: {
      kind: 'class',
      javaType: owner,
      members() {
        const found: ShapeMember[] = []
        build((name, shape) => {
          found.push({ name, shape })
          return shape.sample
        })
        return found
      },
    },
    read(value, at) {
      if (!isObject(value)) throw wrongType(at, 'an object', owner, value)
      let index = -1
      return build((name, shape) => {
        index += 1
        const place = at.below(name)
        const given = Object.hasOwn(value, name) ? value[name] : undefined
        try {
          return shape.read(given, place)
        } catch (error) {
          // A shape that has no use for "nothing" does not know whose property it is: say it here.
          const empty = given === undefined || given === null
          if (empty && error instanceof Unbound && error.failure.path === place.path) {
            throw missing({ path: place.path, given, owner, name, index }, shape)
          }
          throw error
        }
      })
    },
  }
}

/** A string that the server takes from any scalar, null being "", but that must be there (contract 2, AggregateId). */
export const anyText: Shape<string> = {
  sample: '',
  type: { kind: 'string' },
  whenMissing:
    'Cannot invoke "tools.jackson.databind.JsonNode.asString()" because the return value of "tools.jackson.databind.JsonNode.get(String)" is null',
  read(value, at) {
    if (value === null) return ''
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw wrongType(at, 'a string', 'java.lang.String', value)
  },
}

/** A JSON boolean, or its name. */
export const flag: Shape<boolean> = {
  sample: false,
  type: { kind: 'boolean' },
  read(value, at) {
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    throw wrongType(at, 'true or false', 'boolean', value)
  },
}

/** A JSON object of any members. */
export const anyObject: Shape<{ readonly [key: string]: unknown }> = {
  sample: {},
  type: { kind: 'object' },
  read(value, at) {
    if (isObject(value)) return value
    throw wrongType(at, 'an object', 'java.util.LinkedHashMap', value)
  },
}

export type Bound<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: BindFailure }

/** Reads a parsed JSON body. Never throws for a body that does not fit. */
export function bind<T>(shape: Pick<Shape<T>, 'read'>, body: unknown, exactEnums: boolean): Bound<T> {
  try {
    return { ok: true, value: shape.read(body, new Place(exactEnums)) }
  } catch (error) {
    if (error instanceof Unbound) return { ok: false, failure: error.failure }
    throw error
  }
}
