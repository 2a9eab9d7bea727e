/** The request headers of a command (contract 3.3), and what is known to be wrong with a value. Pure. */

export const AGGREGATE_ID = 'Command-Aggregate-Id'
export const AGGREGATE_CONTEXT = 'Command-Aggregate-Context'
export const AGGREGATE_NAME = 'Command-Aggregate-Name'
const AGGREGATE_VERSION = 'Command-Aggregate-Version'
export const REQUEST_ID = 'Command-Request-Id'
export const WAIT_STAGE = 'Command-Wait-Stage'
export const WAIT_TIMEOUT = 'Command-Wait-Timeout'

/** In the order of the form; the stage has a field of its own. */
export const HEADER_NAMES = [
  AGGREGATE_VERSION,
  REQUEST_ID,
  AGGREGATE_CONTEXT,
  AGGREGATE_NAME,
  'Command-Tenant-Id',
  'Command-Owner-Id',
  'Wow-Space-Id',
  'Command-Local-First',
  'Command-Wait-Context',
  'Command-Wait-Processor',
  'Command-Wait-Function',
  'Command-Wait-Tail-Stage',
  'Command-Wait-Tail-Context',
  'Command-Wait-Tail-Processor',
  'Command-Wait-Tail-Function',
] as const

/** Copied to the message of the command under what follows. */
export const MESSAGE_HEADER = 'Command-Header-'

export type HeaderProblem = 'version' | 'timeout' | 'value' | 'name'

const isWhole = (text: string, least: number) => /^\d{1,10}$/.test(text) && Number(text) >= least

/** An expected version of 0 runs a command as a create, which can shut the real server down (contract 3.3). */
export function headerProblem(name: string, value: string): HeaderProblem | undefined {
  const text = value.trim()
  if (text === '') return undefined
  if (!/^[\w-]+$/.test(name)) return 'name'
  if (!/^[\t\x20-\x7E]*$/.test(text)) return 'value'
  if (name === AGGREGATE_VERSION && !isWhole(text, 1)) return 'version'
  if (name === WAIT_TIMEOUT && !isWhole(text, 1)) return 'timeout'
  return undefined
}

/** Delete, recover and tags exist for every aggregate and are told which one by headers (contract 7.2). */
export const COMMON_COMMANDS = [
  'me.ahoo.wow.api.command.DefaultDeleteAggregate',
  'me.ahoo.wow.api.command.DefaultRecoverAggregate',
  'me.ahoo.wow.api.abac.DefaultApplyResourceTags',
]

export type Headers = Readonly<Record<string, string>>

/** What is really sent: no empty ones, no blanks around. */
export const sentHeaders = (headers: Headers): Headers =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )
