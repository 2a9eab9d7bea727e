import { biScriptRequest, type BiScriptRequest } from '../../wow/commands/biScriptRequest.ts'
import { bind } from '../../wow/commands/commandBody.ts'
import { JSON_TYPE, SQL_TYPE } from './http/accept.ts'
import { biScript, type BiScriptOptions } from './biScript.ts'
import { readJson } from './http/bodies.ts'
import { illegalArgument, unreadableBody } from './refusal.ts'
import type { Route } from './http/routes.ts'

const MAX_DEPTH = 5

/** `POST /wow/bi/script` (contract 7.5). Like a default install, it refuses until a consumer group namespace is set. */
export function biRoutes(consumerGroupNamespace: string | undefined): Route[] {
  return [
    {
      method: 'POST',
      path: '/wow/bi/script',
      produces: [SQL_TYPE, JSON_TYPE],
      refuses: ['accept'],
      async answer(request, _, produced) {
        const body = await readJson(request, { typed: 'me.ahoo.wow.openapi.contract.bi.BiScriptRequest' })
        if (body === undefined) throw illegalArgument('BI script request body must not be empty')
        const bound = bind(biScriptRequest, body, false)
        if (!bound.ok) throw unreadableBody(bound.failure.serverMessage)
        const { script, diagnostics } = biScript(optionsOf(bound.value, consumerGroupNamespace))
        const text =
          produced === SQL_TYPE ? script : JSON.stringify({ script, destructive: false, diagnostics: [...diagnostics] })
        return new Response(text, {
          headers: { 'Content-Type': produced, 'Wow-BI-Diagnostic-Count': String(diagnostics.length) },
        })
      },
    },
  ]
}

/** The options with their defaults, or the refusal, in the order of the real server's checks. */
function optionsOf(request: BiScriptRequest, consumerGroupNamespace: string | undefined): BiScriptOptions {
  const { operation, replayFromEarliestConfirmed: confirmed, topology, maxExpansionDepth } = request
  if (operation === 'RESET' && confirmed !== true)
    throw illegalArgument('replayFromEarliestConfirmed is required for RESET')
  if (operation === 'DEPLOY' && confirmed !== null)
    throw illegalArgument('replayFromEarliestConfirmed is only valid for RESET')
  if (maxExpansionDepth !== null && maxExpansionDepth > MAX_DEPTH)
    throw illegalArgument(`maxExpansionDepth must be less than or equal to the configured maximum of ${MAX_DEPTH}`)
  if (maxExpansionDepth !== null && maxExpansionDepth < 1)
    throw illegalArgument('maxExpansionDepth must be greater than 0')
  if (topology?.mode === 'STANDALONE' && topology.cluster !== null)
    throw illegalArgument('topology.cluster is not allowed with STANDALONE')
  const cluster = topology?.cluster
  const options = {
    database: text('database', request.database ?? 'bi_db', 128),
    consumerDatabase: text('consumerDatabase', request.consumerDatabase ?? 'bi_db_consumer', 128),
    ...(topology?.mode === 'STANDALONE'
      ? {}
      : {
          cluster: {
            name: text('topology.cluster.name', cluster?.name ?? '{cluster}', 128),
            installation: text('topology.cluster.installation', cluster?.installation ?? '{installation}', 128),
          },
        }),
    timezone: text('timezone', request.timezone ?? 'Asia/Shanghai', 64),
    kafkaBootstrapServers: text('kafkaBootstrapServers', request.kafkaBootstrapServers ?? 'localhost:9092', 4096),
    topicPrefix: text('topicPrefix', request.topicPrefix ?? 'wow.', 128),
    maxExpansionDepth: maxExpansionDepth ?? MAX_DEPTH,
  }
  if (consumerGroupNamespace === undefined)
    throw illegalArgument('consumerGroupNamespace must be configured before generating BI Kafka consumers')
  if (operation === 'RESET') throw illegalArgument('RESET requires an available BI deployment inspection')
  return { ...options, consumerGroupNamespace }
}

/** A blank name would make SQL that no server takes. */
function text(name: string, value: string, most: number): string {
  if (value.trim() === '') throw illegalArgument(`${name} must not be blank`)
  if (value.length > most) throw illegalArgument(`${name} must have at most ${most} characters`)
  return value
}
