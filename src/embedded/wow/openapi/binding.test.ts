import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { biScriptRequest } from '../../../wow/commands/biScriptRequest.ts'
import { bind, type Shape } from '../../../wow/commands/commandBody.ts'
import { COMMAND_NAMES, COMMANDS, commandShape } from '../../../wow/commands/commands.ts'
import { compensationTarget } from '../../../wow/commands/compensation.ts'
import { isObject, type Json } from '../../../wow/json.ts'
import { parseListQuery } from '../../../wow/condition/parseCondition.ts'
import { waitSignalShape } from '../../../wow/commands/waiting.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../server.ts'
import { openApiDocument } from './document.ts'
import { OPERATIONS, type Operation } from './operations.ts'
import { schemaName, type JsonSchema } from './shapeSchema.ts'

const { schemas, requestBodies } = openApiDocument().components

const named = (reference: unknown): JsonSchema => schemas[String(reference).replace('#/components/schemas/', '')] ?? {}
const INTEGERS = { int32: fc.integer(), int64: fc.maxSafeInteger() }

/** Values that a schema of the document allows. */
function allowed(schema: unknown, depth = 0): fc.Arbitrary<Json> {
  if (!isObject(schema)) return fc.constant(null)
  const { $ref, type, format, anyOf, items, additionalProperties, properties, required, enum: values } = schema
  if ($ref !== undefined) return allowed(named($ref), depth + 1)
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((each) => allowed(each, depth + 1)))
  if (Array.isArray(values)) return fc.constantFrom(...values.map(String))
  if (type === 'null') return fc.constant(null)
  if (type === 'string') return fc.string()
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return INTEGERS[format === 'int64' ? 'int64' : 'int32']
  if (type === 'array') return depth > 6 ? fc.constant([]) : fc.array(allowed(items, depth + 1), { maxLength: 3 })
  if (isObject(additionalProperties)) return fc.dictionary(fc.string(), allowed(additionalProperties, depth + 1))
  if (isObject(properties)) {
    const needed = Array.isArray(required) ? required.map(String) : []
    const members = Object.fromEntries(
      Object.entries(properties)
        .filter(([, inner]) => !isObject(inner) || inner['readOnly'] !== true)
        .map(([member, inner]) => [member, allowed(inner, depth + 1)]),
    )
    return fc.record(members, { requiredKeys: needed })
  }
  return type === 'object'
    ? fc.dictionary(fc.string(), fc.string())
    : fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))
}

const BODIES: readonly (readonly [name: string, shape: Shape<unknown>])[] = [
  ...COMMAND_NAMES.map((name) => [schemaName(COMMANDS[name].className), commandShape(name)] as const),
  ['wow.messaging.CompensationTarget', compensationTarget],
  ['wow.command.SimpleWaitSignal', waitSignalShape],
  ['wow.openapi.BiScriptRequest', biScriptRequest],
]

test.each(BODIES)(
  'whatever the schema of %s allows can be bound, and nothing without what it requires',
  (name, shape) => {
    const schema = schemas[name]
    expect(schema).toBeDefined()
    fc.assert(
      fc.property(allowed(schema), (body) => {
        expect(bind(shape, body, true)).toMatchObject({ ok: true })
        for (const member of Array.isArray(schema?.['required']) ? schema['required'] : [])
          expect(
            bind(shape, Object.fromEntries(Object.entries(Object(body)).filter(([key]) => key !== member)), true).ok,
          ).toBe(false)
      }),
      { numRuns: 40 },
    )
  },
)

test('whatever the schema of a query allows is read', () => {
  fc.assert(
    fc.property(allowed(named('compensation.execution_failed.ExecutionFailedAggregatedListQuery')), (query) => {
      expect(parseListQuery(query)).toMatchObject({ ok: true })
    }),
    { numRuns: 200 },
  )
})

let wow: EmbeddedWow
beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', biConsumerGroupNamespace: 'demo' })
})
afterAll(() => wow.close())

/** Bodies that the document allows for an operation, and some that it does not. */
function bodies({ body }: Operation): fc.Arbitrary<string | undefined> {
  if (body === undefined) return fc.constant(undefined)
  const { $ref } = body
  const whole = typeof $ref === 'string' ? requestBodies[$ref.replace('#/components/requestBodies/', '')] : body
  const content = isObject(whole?.['content']) ? whole['content']['application/json'] : undefined
  const schema = isObject(content) ? content['schema'] : undefined
  return fc.oneof(
    { weight: 4, arbitrary: allowed(schema).map((value) => JSON.stringify(value)) },
    fc.json(),
    fc.string(),
    fc.constant(undefined),
  )
}

const segment = fc.oneof(fc.constantFrom('1', '0', '-1', 'a', '(0)', '99'), fc.string({ minLength: 1, maxLength: 5 }))

test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
  '%s answers with what the document names, and shows no stack',
  async (_, operation) => {
    await fc.assert(
      fc.asyncProperty(
        bodies(operation),
        fc.array(segment, { minLength: 4, maxLength: 4 }),
        fc.constantFrom('SENT', 'PROCESSED', 'SNAPSHOT', 'nonsense'),
        async (body, segments, stage) => {
          const path = operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(segments.pop() ?? '1'))
          // Dots are no segments of their own.
          fc.pre(!/\/(\.|%2e){1,2}(\/|$)/i.test(path))
          const response = await wow.fetch(
            new Request(`http://localhost${path}`, {
              method: operation.method.toUpperCase(),
              headers: {
                'Content-Type': 'application/json',
                'Command-Wait-Stage': stage,
                'Command-Type': COMMANDS.mark_recoverable.className,
                ...(path === '/wow/id/global' ? { Accept: 'text/plain' } : {}),
              },
              ...(body === undefined || operation.method === 'get' ? {} : { body }),
            }),
          )
          const text = await response.text()
          expect(Object.keys(operation.responses), text).toContain(String(response.status))
          expect(text).not.toMatch(/\bat \S+ \(|\.ts:\d+/)
        },
      ),
      { numRuns: 25 },
    )
  },
)
