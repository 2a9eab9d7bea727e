import { WAIT_STAGES, type WaitStage } from '../../../wow/schemas.ts'
import type { Awaited } from '../../../wow/commands/waiting.ts'
import { illegalArgument } from '../refusal.ts'

/** Longer waits are cut to this: a forgotten client must not hold a connection for ever. */
const MAX_WAIT_MS = 5 * 60_000
const DEFAULT_WAIT_MS = 30_000

/** What the sender waits for (contract 3.4), and how long. */
export interface Wait extends Awaited {
  /** As asked for, also in messages; `timerMs` is what is really waited. */
  readonly timeoutMs: number
  readonly timerMs: number
}

/** What the headers of a command say (contract 3.3). Blank values count as absent. */
export interface CommandHeaders {
  readonly aggregateId?: string
  readonly expectedVersion?: number
  /** Given by the caller; without it a command is its own request. */
  readonly requestId?: string
  readonly ownerId?: string
  readonly spaceId?: string
  readonly commandType?: string
  readonly contextName?: string
  readonly aggregateName?: string
  /** Header of the event stream, as far as it comes from the request (2.1). */
  readonly message: Readonly<Record<string, string>>
}

const present = (headers: Headers, ...names: readonly string[]): string | undefined =>
  names.map((name) => headers.get(name)).find((value): value is string => value !== null && value.trim() !== '')

/** A Java int, or undefined for anything else: such a header is ignored. */
function javaInt(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined
  const number = Number(text)
  return number >= -2_147_483_648 && number <= 2_147_483_647 ? number : undefined
}

/** Drops members that are undefined, so that "absent" has one form. */
function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = { ...members }
  for (const key in result) if (result[key] === undefined) delete result[key]
  return result
}

export function ownerHeader(headers: Headers): string | undefined {
  return present(headers, 'Command-Owner-Id')
}

export function spaceHeader(headers: Headers): string | undefined {
  return present(headers, 'Wow-Space-Id', 'CoSec-Space-Id')
}

export function readCommandHeaders(headers: Headers): CommandHeaders {
  return {
    ...defined({
      aggregateId: present(headers, 'Command-Aggregate-Id'),
      expectedVersion: javaInt(present(headers, 'Command-Aggregate-Version')),
      requestId: present(headers, 'Command-Request-Id', 'CoSec-Request-Id'),
      ownerId: ownerHeader(headers),
      spaceId: spaceHeader(headers),
      commandType: present(headers, 'Command-Type'),
      contextName: present(headers, 'Command-Aggregate-Context'),
      aggregateName: present(headers, 'Command-Aggregate-Name'),
    }),
    message: defined({
      user_agent: present(headers, 'User-Agent'),
      // Every caller without a proxy in front is on this machine: the embedded server listens on the loopback only.
      remote_ip: present(headers, 'X-Forwarded-For')?.split(',')[0]?.trim() ?? 'localhost',
      app_id: present(headers, 'CoSec-App-Id'),
      device_id: present(headers, 'CoSec-Device-Id'),
    }),
  }
}

function readStage(headers: Headers, name: string): WaitStage | undefined {
  const text = present(headers, name)?.trim().toUpperCase()
  if (text === undefined) return undefined
  const stage = WAIT_STAGES.find((known) => known === text)
  if (stage === undefined) throw illegalArgument(`No enum constant me.ahoo.wow.command.wait.CommandStage.${text}`)
  return stage
}

const awaitedFunction = (headers: Headers, prefix: string) =>
  defined({
    context: present(headers, `${prefix}Context`),
    processor: present(headers, `${prefix}Processor`),
    function: present(headers, `${prefix}Function`),
  })

export function readWait(headers: Headers, contextName: string): Wait {
  const stage = readStage(headers, 'Command-Wait-Stage') ?? 'PROCESSED'
  const tailStage = stage === 'SAGA_HANDLED' ? readStage(headers, 'Command-Wait-Tail-Stage') : undefined
  const asked = present(headers, 'Command-Wait-Timeout', 'Command-Wait-Timout')
  const timeoutMs = asked !== undefined && /^[+-]?\d{1,18}$/.test(asked) ? Number(asked) : DEFAULT_WAIT_MS
  if (timeoutMs <= 0) throw illegalArgument('Wait timeout must be greater than zero.')
  return {
    stage,
    context: contextName,
    ...awaitedFunction(headers, 'Command-Wait-'),
    ...(tailStage === undefined
      ? {}
      : { tail: { stage: tailStage, ...awaitedFunction(headers, 'Command-Wait-Tail-') } }),
    timeoutMs,
    timerMs: Math.min(timeoutMs, MAX_WAIT_MS),
  }
}
