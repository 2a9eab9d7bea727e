/** The OpenAPI document of this server (contract 8.1), made from what reads its requests and its answers. */
import { biScriptRequest } from '../../../wow/commands/biScriptRequest.ts'
import { COMMAND_NAMES, commandShape, CONTEXT_NAME } from '../../../wow/commands/commands.ts'
import { compensationTarget } from '../../../wow/commands/compensation.ts'
import { isObject } from '../../../wow/json.ts'
import { waitSignalShape } from '../../../wow/commands/waiting.ts'
import { answerSchemas } from './answerSchemas.ts'
import { component, HEADERS, PARAMETERS, REQUEST_BODIES, RESPONSES } from './components.ts'
import { OPERATIONS, type Operation } from './operations.ts'
import { QUERY_SCHEMAS } from './querySchemas.ts'
import { OWN, schemaOf, type JsonSchema } from './shapeSchema.ts'

/** The release whose protocol this server speaks. */
const WOW_VERSION = '8.10.10'

function schemas(): Record<string, JsonSchema> {
  const named = answerSchemas()
  for (const name of COMMAND_NAMES) schemaOf(commandShape(name), named)
  for (const shape of [compensationTarget, waitSignalShape, biScriptRequest]) schemaOf(shape, named)
  for (const [name, schema] of Object.entries(QUERY_SCHEMAS)) named.set(name, schema)
  // The server's own reckoning: it is in what it answers and ignored in what it gets.
  const details = named.get(`${OWN}ErrorDetails`)
  const properties = isObject(details?.['properties']) ? details['properties'] : {}
  named.set(`${OWN}ErrorDetails`, {
    ...details,
    properties: { ...properties, succeeded: { type: 'boolean', readOnly: true } },
  })
  return Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const parameter = (name: string): JsonSchema =>
  name === 'path'
    ? { name, in: 'path', required: true, schema: { type: 'string' } }
    : component('parameters', `wow.${name}`)

const operationObject = ({ id, tag, summary, parameters = [], body, responses }: Operation): JsonSchema => ({
  tags: [tag],
  summary,
  operationId: id,
  parameters: parameters.map(parameter),
  ...(body === undefined ? {} : { requestBody: body }),
  responses,
})

function paths(): Record<string, JsonSchema> {
  const byPath = Map.groupBy(OPERATIONS, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, operations]) => [
      path,
      Object.fromEntries(operations.map((operation) => [operation.method, operationObject(operation)])),
    ]),
  )
}

export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Wow Compensation Service',
    description: 'The compensation server that is embedded in Amends. It speaks the protocol of the Wow framework.',
    version: WOW_VERSION,
    'x-wow-version': WOW_VERSION,
    'x-wow-context-name': CONTEXT_NAME,
    'x-wow-context-alias': 'compensation',
  },
  servers: [],
  tags: [
    {
      name: 'compensation.execution_failed',
      description: 'Failed executions: commands, queries, history, maintenance',
    },
    { name: 'wow', description: 'Wow framework internal interface' },
    { name: 'Actuator', description: 'Health' },
  ],
  paths: paths(),
  components: {
    schemas: schemas(),
    responses: RESPONSES,
    parameters: PARAMETERS,
    requestBodies: REQUEST_BODIES,
    headers: HEADERS,
  },
})

export type OpenApiDocument = ReturnType<typeof openApiDocument>
