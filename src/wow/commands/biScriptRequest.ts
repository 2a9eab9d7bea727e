/** What `POST /wow/bi/script` is asked (contract 7.5). */
import { flag, int, nullable, objectOf, oneOf, optional, text } from './commandBody.ts'

const API = 'me.ahoo.wow.openapi.contract.bi'

// The order of enum values is the one the server prints them in.
const cluster = objectOf(`${API}.BiScriptClusterRequest`, (get) => ({
  name: get('name', nullable(text)),
  installation: get('installation', nullable(text)),
}))

const topology = objectOf(`${API}.BiScriptTopologyRequest`, (get) => ({
  mode: get('mode', oneOf(`${API}.BiScriptTopologyMode`, ['CLUSTER', 'STANDALONE'])),
  cluster: get('cluster', nullable(cluster)),
}))

export const biScriptRequest = objectOf(`${API}.BiScriptRequest`, (get) => ({
  operation: get('operation', optional(oneOf(`${API}.BiScriptOperationMode`, ['RESET', 'DEPLOY']), 'DEPLOY')),
  database: get('database', nullable(text)),
  consumerDatabase: get('consumerDatabase', nullable(text)),
  topology: get('topology', nullable(topology)),
  timezone: get('timezone', nullable(text)),
  kafkaBootstrapServers: get('kafkaBootstrapServers', nullable(text)),
  topicPrefix: get('topicPrefix', nullable(text)),
  maxExpansionDepth: get('maxExpansionDepth', nullable(int)),
  unsupportedTypeStrategy: get(
    'unsupportedTypeStrategy',
    nullable(oneOf(`${API}.BiScriptUnsupportedTypeStrategy`, ['FAIL', 'RAW_JSON'])),
  ),
  replayFromEarliestConfirmed: get('replayFromEarliestConfirmed', nullable(flag)),
}))

export type BiScriptRequest = typeof biScriptRequest.sample
