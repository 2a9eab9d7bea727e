/** JSON schemas of request bodies, made from the shapes that read them. */
import type { Shape } from '../../../wow/commands/commandBody.ts'
import { FUNCTION_KINDS, RECOVERABLES, WAIT_STAGES } from '../../../wow/schemas.ts'

export type JsonSchema = { readonly [key: string]: unknown }

/** Schemas of the aggregate's own. */
export const OWN = 'compensation.execution_failed.'

export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

export const SCALARS = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int: { type: 'integer', format: 'int32' },
  long: { type: 'integer', format: 'int64' },
} as const

/** Names of shared schemas whose Java class lies elsewhere. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'me.ahoo.wow.api.exception.BindingError': 'wow.api.BindingError',
  'me.ahoo.wow.api.exception.RecoverableType': 'wow.api.RecoverableType',
  'me.ahoo.wow.api.messaging.function.FunctionInfoData': 'wow.api.messaging.FunctionInfoData',
  'me.ahoo.wow.api.messaging.function.FunctionKind': 'wow.api.messaging.FunctionKind',
  'me.ahoo.wow.command.wait.CommandStage': 'wow.command.CommandStage',
  'me.ahoo.wow.command.wait.SimpleWaitSignal': 'wow.command.SimpleWaitSignal',
  'me.ahoo.wow.messaging.compensation.CompensationTarget': 'wow.messaging.CompensationTarget',
}

/** The binder prints enum values in an order of its own; here they stand as they are declared. */
const DECLARED: readonly (readonly string[])[] = [FUNCTION_KINDS, RECOVERABLES, WAIT_STAGES]

const declared = (values: readonly string[]): readonly string[] =>
  DECLARED.find((known) => known.length === values.length && known.every((value) => values.includes(value))) ?? values

/** The name under which the OpenAPI document lists a Java class. */
export function schemaName(javaType: string): string {
  const other = OTHER_NAMES[javaType]
  if (other !== undefined) return other
  return javaType
    .replace(/^me\.ahoo\.wow\.compensation\.api\./, OWN)
    .replace(/^me\.ahoo\.wow\.openapi\.contract\.bi\./, 'wow.openapi.')
    .replace(/^me\.ahoo\.wow\./, 'wow.')
}

/** The schema of a shape. Classes and enums are put into `named` and referred to. */
export function schemaOf(shape: Shape<unknown>, named: Map<string, JsonSchema>): JsonSchema {
  const { type } = shape
  if (type === undefined) return {}
  switch (type.kind) {
    case 'string':
    case 'boolean':
    case 'int':
    case 'long':
      return SCALARS[type.kind]
    case 'object':
      return ref('compensation.StringObjectMap')
    case 'list':
      return { type: 'array', items: schemaOf(type.item, named) }
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(type.item, named) }
    case 'optional':
      return schemaOf(type.inner, named)
    case 'nullable':
      return { anyOf: [{ type: 'null' }, schemaOf(type.inner, named)] }
    case 'enum': {
      const name = schemaName(type.javaType)
      named.set(name, { type: 'string', enum: declared(type.values) })
      return ref(name)
    }
    case 'class':
      break
  }
  const name = schemaName(type.javaType)
  const members = type.members()
  const required = members.filter(({ shape }) => !isOptional(shape)).map((member) => member.name)
  named.set(name, {
    type: 'object',
    ...(members.length === 0
      ? {}
      : { properties: Object.fromEntries(members.map((each) => [each.name, schemaOf(each.shape, named)])) }),
    ...(required.length === 0 ? {} : { required }),
  })
  return ref(name)
}

const isOptional = ({ type }: Shape<unknown>): boolean => type?.kind === 'optional' || type?.kind === 'nullable'
