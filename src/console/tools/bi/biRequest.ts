/** What is typed for a BI script, and the request it makes (contract 7.5). Pure. */
import * as z from 'zod/mini'

export interface TypedBi {
  readonly operation: 'DEPLOY' | 'RESET'
  readonly replay: boolean
  readonly mode: '' | 'CLUSTER' | 'STANDALONE'
  readonly cluster: string
  readonly installation: string
  readonly database: string
  readonly consumerDatabase: string
  readonly timezone: string
  readonly kafkaBootstrapServers: string
  readonly topicPrefix: string
  readonly maxExpansionDepth: string
  readonly unsupportedTypeStrategy: '' | 'FAIL' | 'RAW_JSON'
}

export const EMPTY_BI: TypedBi = {
  operation: 'DEPLOY',
  replay: false,
  mode: '',
  cluster: '',
  installation: '',
  database: '',
  consumerDatabase: '',
  timezone: '',
  kafkaBootstrapServers: '',
  topicPrefix: '',
  maxExpansionDepth: '',
  unsupportedTypeStrategy: '',
}

export const isDepth = (text: string): boolean => text.trim() === '' || /^\d{1,3}$/.test(text.trim())

const filled = (members: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(members)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )

/** What is left empty is left to the server. */
export function biRequest(typed: TypedBi): Readonly<Record<string, unknown>> {
  const { operation, replay, mode, cluster, installation, maxExpansionDepth, ...texts } = typed
  const inCluster = filled({ name: cluster, installation })
  return {
    operation,
    // Required for one of them and forbidden for the other.
    ...(operation === 'RESET' ? { replayFromEarliestConfirmed: replay } : {}),
    ...(mode === ''
      ? {}
      : {
          topology: {
            mode,
            ...(mode === 'CLUSTER' && Object.keys(inCluster).length > 0 ? { cluster: inCluster } : {}),
          },
        }),
    ...filled(texts),
    ...(maxExpansionDepth.trim() === '' ? {} : { maxExpansionDepth: Number(maxExpansionDepth) }),
  }
}

const Diagnostic = z.looseObject({
  code: z.string(),
  aggregate: z.optional(z.nullable(z.string())),
  path: z.optional(z.nullable(z.string())),
  sourceType: z.optional(z.nullable(z.string())),
  decision: z.optional(z.nullable(z.string())),
  message: z.optional(z.nullable(z.string())),
})
export type Diagnostic = z.infer<typeof Diagnostic>

export const BiScript = z.looseObject({
  script: z.string(),
  destructive: z._default(z.boolean(), false),
  diagnostics: z._default(z.array(Diagnostic), []),
})
export type BiScript = z.infer<typeof BiScript>
