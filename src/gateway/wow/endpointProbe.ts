/**
 * Which operations of the protocol a server knows, found out by requests that can neither change nor match anything:
 * each names a record that cannot exist, and those that write are besides malformed in a way that is refused before
 * anything is sent or looked for.
 */
import * as z from 'zod/mini'
import type { Capabilities, Endpoint } from '../api/capabilities.ts'
import { BASE_PATH, COMMAND_NAMES, COMMANDS } from '../../wow/commands/commands.ts'
import { ErrorInfo } from '../../wow/schemas.ts'

export interface Probe {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

interface ProbeAnswer {
  readonly status: number
  readonly text: string
}

/** Throws when nobody answered. */
type Ask = (probe: Probe) => Promise<ProbeAnswer>

/** No generated id has such characters. */
const NOBODY = '~none~'
const JSON_TYPE = { 'Content-Type': 'application/json', Accept: 'application/json' }

interface Operation extends Probe {
  readonly id: string
  /** As the protocol writes it. */
  readonly pattern: string
}

const OWN = 'compensation.execution_failed.'
/** What stands for each variable: no version, limit or time is a word, so those that write are refused. */
const READ_AS = { id: NOBODY, version: '1', headVersion: '1', tailVersion: '1', createTime: '1' }
const WRITE_AS = { id: NOBODY, version: 'none', afterId: NOBODY, limit: 'none' }

function filled(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? NOBODY)
}

const read = (id: string, pattern: string, accept = 'application/json'): Operation => ({
  id,
  method: 'GET',
  pattern,
  path: filled(pattern, READ_AS),
  headers: { Accept: accept },
  body: undefined,
})

const nothing = { operator: 'ID', value: NOBODY }
const query = (id: string, path: string, body: unknown): Operation => ({
  id: OWN + id,
  method: 'POST',
  pattern: BASE_PATH + path,
  path: BASE_PATH + path,
  headers: JSON_TYPE,
  body: JSON.stringify(body),
})
const list = { condition: nothing, limit: 1 }
const page = { condition: nothing, pagination: { index: 1, size: 1 } }

const write = (id: string, method: Operation['method'], pattern: string, body?: string): Operation => ({
  id,
  method,
  pattern,
  path: filled(pattern, WRITE_AS),
  headers: {
    ...JSON_TYPE,
    // No such stage, and no such time: either is refused before the command is sent (contract 3.3).
    'Command-Wait-Stage': NOBODY,
    'Command-Wait-Timeout': '0',
    'Command-Wait-Timout': '0',
  },
  body,
})

const OPERATIONS: readonly Operation[] = [
  query('snapshot.count', '/snapshot/count', nothing),
  query('snapshot.list_query', '/snapshot/list', list),
  query('snapshot_state.list_query', '/snapshot/list/state', list),
  query('snapshot.paged_query', '/snapshot/paged', page),
  query('snapshot_state.paged_query', '/snapshot/paged/state', page),
  query('snapshot.single', '/snapshot/single', { condition: nothing }),
  query('snapshot_state.single', '/snapshot/single/state', { condition: nothing }),
  query('event.count', '/event/count', nothing),
  query('event.list_query', '/event/list', list),
  query('event.paged_query', '/event/paged', page),
  read(`${OWN}snapshot.load`, `${BASE_PATH}/{id}/snapshot`),
  read(`${OWN}aggregate.load`, `${BASE_PATH}/{id}/state`),
  read(`${OWN}aggregate_tracing.get`, `${BASE_PATH}/{id}/state/tracing`),
  read(`${OWN}versioned_aggregate.load`, `${BASE_PATH}/{id}/state/{version}`),
  read(`${OWN}time_based_aggregate.load`, `${BASE_PATH}/{id}/state/time/{createTime}`),
  read(`${OWN}event_stream.load`, `${BASE_PATH}/{id}/event/{headVersion}/{tailVersion}`),
  ...COMMAND_NAMES.map((name) => write(OWN + name, COMMANDS[name].method, BASE_PATH + COMMANDS[name].path, '{}')),
  write(`${OWN}snapshot.regenerate`, 'PUT', `${BASE_PATH}/{id}/snapshot`),
  write(`${OWN}snapshot.batch_regenerate`, 'PUT', `${BASE_PATH}/snapshot/{afterId}/{limit}`),
  write(`${OWN}state_event.resend`, 'POST', `${BASE_PATH}/state/{afterId}/{limit}`),
  write(`${OWN}compensate`, 'PUT', `${BASE_PATH}/{id}/{version}/compensate`, '{}'),
  write('wow.command.send', 'POST', '/wow/command/send', '{}'),
  write('wow.command.wait', 'POST', '/wow/command/wait', '{}'),
  read('wow.metadata.get', '/wow/metadata'),
  read('wow.global_id.generate', '/wow/id/global', 'text/plain'),
  write('wow.bi_script.generate', 'POST', '/wow/bi/script'),
]

const NOWHERE: Probe = { method: 'POST', path: `${BASE_PATH}/~no~/~such~/~way~/~here~`, headers: JSON_TYPE, body: '{}' }
const DOCUMENT = read('document', '/v3/api-docs')

const LIMITS = [
  { asked: 'no limit', ...query('', '/snapshot/list', { condition: nothing }) },
  { asked: 'long list', ...query('', '/snapshot/list', { condition: nothing, limit: 1001 }) },
  { asked: 'long page', ...query('', '/snapshot/paged', { condition: nothing, pagination: { index: 1, size: 101 } }) },
  {
    asked: 'deep page',
    ...query('', '/snapshot/paged', { condition: nothing, pagination: { index: 101, size: 100 } }),
  },
] as const

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // A page or a plain word: it has no members to read.
  }
}

const LONGEST_WORDS = 300
const wordsOf = ({ status, text }: ProbeAnswer): string =>
  z.safeParse(ErrorInfo, parsed(text)).data?.errorMsg ?? `${status} ${text.trim().slice(0, LONGEST_WORDS)}`.trim()

/** What an answer says whatever was asked: two addresses that the server does not know are refused alike. */
const alike = (answer: ProbeAnswer, path: string): string =>
  `${answer.status} ${wordsOf(answer).replaceAll(path.slice(1), '…')}`

function stateOf(answer: ProbeAnswer, path: string, nowhere: string): Endpoint['state'] {
  if (answer.status === 401 || answer.status === 403) return 'refused'
  if (answer.status === 405) return 'missing'
  if (answer.status !== 404) return answer.status === 502 || answer.status === 503 ? 'unknown' : 'there'
  return alike(answer, path) === nowhere || /no static resource/iu.test(wordsOf(answer)) ? 'missing' : 'there'
}

const Document = z.looseObject({
  info: z.optional(z.looseObject({ version: z.optional(z.string()), 'x-wow-version': z.optional(z.string()) })),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})
const Described = z.looseObject({ summary: z.optional(z.string()) })
const MOST_OTHERS = 100

type Found = Pick<Capabilities, 'version' | 'endpoints' | 'limits' | 'others'>

/** Throws when the server is not reached: then nothing is known of it. */
export async function probeEndpoints(ask: Ask): Promise<Found> {
  const nowhere = alike(await ask(NOWHERE), NOWHERE.path)
  const endpoints: Endpoint[] = []
  // One after the other: nobody waits for this, and the server has other things to do.
  for (const { id, pattern, ...probe } of OPERATIONS) {
    const answer = await ask(probe)
    const state = stateOf(answer, probe.path, nowhere)
    endpoints.push({
      id,
      method: probe.method,
      path: pattern,
      state,
      words: state === 'there' ? null : wordsOf(answer),
    })
  }
  const limits: Capabilities['limits'] = []
  for (const { asked, method, path, headers, body } of LIMITS) {
    const answer = await ask({ method, path, headers, body })
    if (answer.status === 400) limits.push({ asked, words: wordsOf(answer) })
  }
  const answer = await ask(DOCUMENT)
  const document = answer.status === 200 ? z.safeParse(Document, parsed(answer.text)).data : undefined
  return {
    version: document?.info?.['x-wow-version'] ?? document?.info?.version ?? null,
    endpoints,
    limits,
    others: document === undefined ? [] : othersOf(document),
  }
}

function othersOf({ paths }: z.infer<typeof Document>): Capabilities['others'] {
  const known = new Set(OPERATIONS.map(({ method, pattern }) => `${method} ${pattern}`))
  return Object.entries(paths)
    .filter(([path]) => !path.startsWith('/actuator'))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => /^(get|post|put|patch|delete)$/.test(method))
        .map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          summary: z.safeParse(Described, operation).data?.summary ?? '',
        })),
    )
    .filter(({ method, path }) => !known.has(`${method} ${path}`))
    .slice(0, MOST_OTHERS)
}
