/** What a form needs to know of a command's body, read from the server's OpenAPI document. Pure. */
import * as z from 'zod/mini'

export const OpenApiDocument = z.looseObject({
  info: z.optional(z.looseObject({ version: z.optional(z.string()), 'x-wow-version': z.optional(z.string()) })),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.optional(z.looseObject({ schemas: z.optional(z.record(z.string(), z.unknown())) })),
})
export type OpenApiDocument = z.infer<typeof OpenApiDocument>

const Schema = z.looseObject({
  $ref: z.optional(z.string()),
  type: z.optional(z.union([z.string(), z.array(z.string())])),
  enum: z.optional(z.array(z.unknown())),
  properties: z.optional(z.record(z.string(), z.unknown())),
  required: z.optional(z.array(z.string())),
  items: z.optional(z.unknown()),
  additionalProperties: z.optional(z.unknown()),
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
  format: z.optional(z.string()),
  description: z.optional(z.string()),
  readOnly: z.optional(z.boolean()),
})

const Operation = z.looseObject({
  requestBody: z.optional(
    z.looseObject({ content: z.optional(z.record(z.string(), z.looseObject({ schema: z.optional(z.unknown()) }))) }),
  ),
})

export interface Property {
  readonly name: string
  readonly required: boolean
  readonly description: string | undefined
  readonly field: Field
}

export type Field =
  | { readonly kind: 'object'; readonly properties: readonly Property[] }
  | { readonly kind: 'map' | 'list'; readonly of: Field }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly whole: boolean; readonly long: boolean }
  | { readonly kind: 'flag' | 'text' | 'any' }

const ANY: Field = { kind: 'any' }
/** A schema may hold itself. */
const DEEPEST = 8

function resolved(document: OpenApiDocument, raw: unknown): z.infer<typeof Schema> | undefined {
  let schema = Schema.safeParse(raw)
  for (let hops = 0; schema.success && schema.data.$ref !== undefined && hops < DEEPEST; hops += 1) {
    const name = /^#\/components\/schemas\/(.+)$/u.exec(schema.data.$ref)?.[1]
    schema = Schema.safeParse(name === undefined ? undefined : document.components?.schemas?.[name])
  }
  return schema.success ? schema.data : undefined
}

const isNull = (raw: unknown): boolean => Schema.safeParse(raw).data?.type === 'null'

export function fieldOf(document: OpenApiDocument, raw: unknown, depth = 0): Field {
  const schema = depth > DEEPEST ? undefined : resolved(document, raw)
  if (schema === undefined) return ANY
  const alternatives = (schema.anyOf ?? schema.oneOf)?.filter((each) => !isNull(each))
  if (alternatives !== undefined) {
    return alternatives.length === 1 ? fieldOf(document, alternatives[0], depth + 1) : ANY
  }
  const values = schema.enum?.filter((value) => typeof value === 'string')
  if (values !== undefined && values.length > 0) return { kind: 'choice', values }
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((each) => each !== 'null')
  switch (type) {
    case 'string':
      return { kind: 'text' }
    case 'boolean':
      return { kind: 'flag' }
    case 'integer':
    case 'number':
      return { kind: 'number', whole: type === 'integer', long: schema.format === 'int64' }
    case 'array':
      return { kind: 'list', of: fieldOf(document, schema.items, depth + 1) }
    case 'object':
    case undefined:
      break
    default:
      return ANY
  }
  if (schema.properties !== undefined) {
    const required = schema.required ?? []
    const properties = Object.entries(schema.properties).flatMap(([name, property]): readonly Property[] => {
      const own = Schema.safeParse(property).data
      if (own?.readOnly === true) return []
      const field = fieldOf(document, property, depth + 1)
      return [{ name, required: required.includes(name), description: own?.description, field }]
    })
    // What has to be there stands first.
    return {
      kind: 'object',
      properties: properties.toSorted((one, other) => Number(other.required) - Number(one.required)),
    }
  }
  if (typeof schema.additionalProperties === 'object') {
    return { kind: 'map', of: fieldOf(document, schema.additionalProperties, depth + 1) }
  }
  return type === 'object' ? { kind: 'object', properties: [] } : ANY
}

export interface BodyForm {
  readonly field: Field
  /** True where the document says that the command makes a new aggregate. */
  readonly creates: boolean
}

/** The form of a command by its Java class; undefined where the document does not know it. */
export function bodyForm(document: OpenApiDocument, className: string): BodyForm | undefined {
  const short = className.slice(className.lastIndexOf('.') + 1)
  if (short === '') return undefined
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods)) {
      const content = Operation.safeParse(operation).data?.requestBody?.content
      const schema = content?.['application/json']?.schema
      const ref = Schema.safeParse(schema).data?.$ref
      if (ref?.endsWith(`.${short}`) === true) {
        return { field: fieldOf(document, schema), creates: !path.includes('{id}') }
      }
    }
  }
  return undefined
}

/** Paths of what has to be there and is not. */
export function missingIn(field: Field, value: unknown, path = ''): readonly string[] {
  const read = z.record(z.string(), z.unknown()).safeParse(value)
  if (field.kind !== 'object') return []
  return field.properties.flatMap(({ name, required, field: own }) => {
    const at = path === '' ? name : `${path}.${name}`
    const inside = read.success ? read.data[name] : undefined
    if (inside === undefined || inside === null) return required ? [at] : []
    return missingIn(own, inside, at)
  })
}
