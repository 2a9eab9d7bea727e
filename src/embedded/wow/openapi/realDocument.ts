/** The document of the real server, and how ours is compared with it. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'

const OperationObject = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  responses: z.record(z.string(), z.unknown()),
  parameters: z.array(z.union([z.object({ $ref: z.string() }), z.object({ name: z.string() })])).default([]),
})

const SchemaObject = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).default({}),
  enum: z.array(z.string()).optional(),
})

export const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.union([OperationObject, z.string()]))),
  components: z.object({
    schemas: z.record(z.string(), SchemaObject),
    parameters: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), z.unknown()),
    requestBodies: z.record(z.string(), z.unknown()),
    headers: z.record(z.string(), z.unknown()),
  }),
  tags: z.array(z.object({ name: z.string() })),
})
export type Document = z.infer<typeof Document>

export const realDocument = (): Document =>
  Document.parse(
    JSON.parse(
      gunzipSync(readFileSync(new URL('../conformance/fixtures/openapi.json.gz', import.meta.url))).toString(),
    ),
  )

/** What is compared of a document, one line for each fact. */
export function facts({ paths, components, tags }: Document): Set<string> {
  const lines = new Set<string>(tags.map(({ name }) => `tag ${name}`))
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (typeof operation === 'string') continue // A summary of the path.
      const at = `${method.toUpperCase()} ${path}`
      lines.add(`${at} is ${operation.operationId}`)
      for (const tag of operation.tags) lines.add(`${at} is tagged ${tag}`)
      for (const status of Object.keys(operation.responses)) lines.add(`${at} answers ${status}`)
      for (const parameter of operation.parameters)
        lines.add(`${at} takes ${'$ref' in parameter ? parameter.$ref : parameter.name}`)
    }
  }
  for (const [kind, parts] of Object.entries(components)) {
    for (const name of Object.keys(parts)) lines.add(`${kind} ${name}`)
  }
  for (const [name, { properties, enum: values = [] }] of Object.entries(components.schemas)) {
    for (const [property, schema] of Object.entries(properties)) lines.add(`${name}.${property}: ${kindOf(schema)}`)
    for (const value of values) lines.add(`${name} may be ${JSON.stringify(value)}`)
  }
  return lines
}

/** What a member is, without words about it and without what it is when left out. */
function kindOf(schema: object): string {
  const { $ref, type, format, anyOf, items, additionalProperties } = z
    .looseObject({
      $ref: z.string().optional(),
      type: z.union([z.string(), z.array(z.string())]).optional(),
      format: z.string().optional(),
      anyOf: z.array(z.looseObject({})).optional(),
      items: z.looseObject({}).optional(),
      additionalProperties: z.union([z.boolean(), z.looseObject({})]).optional(),
    })
    .parse(schema)
  if ($ref !== undefined) return $ref.replace('#/components/schemas/', '')
  if (anyOf !== undefined) return anyOf.map(kindOf).sort().join(' or ')
  if (Array.isArray(type)) return [...type].sort().join(' or ')
  if (items !== undefined) return `list of ${kindOf(items)}`
  if (typeof additionalProperties === 'object') return `map of ${kindOf(additionalProperties)}`
  return `${type ?? 'any'}${format === undefined ? '' : ` ${format}`}`
}
