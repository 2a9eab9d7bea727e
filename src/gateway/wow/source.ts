/** One Wow server as the gateway sees it: every request goes through here, and what it shows of its health is kept. */
import * as z from 'zod/mini'
import type { SourceHealth } from '../api/live.ts'
import type { Health, RefusedOperator, Source } from '../api/sources.ts'
import type { Clock } from '../clock.ts'
import { probeOperators } from './operatorProbe.ts'
import { Refusal } from '../http/refusal.ts'
import { readText } from './relay.ts'
import type { Upstream, UpstreamRequest } from './upstream.ts'
import type { Condition } from '../../wow/condition/condition.ts'
import { idTime } from '../../wow/ids.ts'
import { ErrorInfo } from '../../wow/schemas.ts'

export interface WowSource {
  readonly name: string
  readonly embedded: boolean
  send(request: UpstreamRequest): Promise<Response>
  /**
   * A question of the gateway's own. Throws `ServerRefusal` for the server's no, `Refusal` when no answer came or one that
   * does not fit the schema.
   */
  ask<T>(schema: z.ZodMiniType<T>, path: string, body: unknown): Promise<T>
  /** Reads clock and health again, unless that was done lately. Never throws. */
  refresh(): Promise<void>
  /** The same, and waits until the refused operators are known too. */
  introduce(): Promise<void>
  /** The server's clock, epoch milliseconds; the gateway's own while the server's is unknown. */
  serverNow(): number
  describe(): Source
  health(): SourceHealth
  /** Calls back when health, clock or refused operators were found to be different. Answers the end of it. */
  onHealth(listener: () => void): () => void
  /** Tells that something was written: what was read before is old. */
  readonly wrote: () => void
  onWrite(listener: () => void): () => void
}

/** The server understood the question and said no, in its words. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal'
}

interface SourceOptions {
  readonly name: string
  readonly embedded: boolean
  /** Address of a configured server, null for the embedded one. */
  readonly url: string | null
  readonly upstream: Upstream
  readonly clock: Clock
}

const PROBE_PATIENCE_MS = 5000
const ASK_PATIENCE_MS = 35_000
/** A look at the clock and the health holds so long, in milliseconds. */
export const UP_HOLDS_MS = 60_000
const DOWN_HOLDS_MS = 1000
/** After so long without an answer the server may be busy with this question or gone: a look at its health tells. */
const SUSPICIOUS_MS = 3000
/** Nobody waits long for a server that is known to be down; the request may all the same be what finds it back. */
const DOWN_PATIENCE_MS = 5000
/** Beyond this the first characters of the server's ids are no time. */
const PLAUSIBLE_OFFSET_MS = 24 * 3_600_000
const LONGEST_ANSWER = 32 * 1024 * 1024

export function wowSource({ name, embedded, url, upstream, clock }: SourceOptions): WowSource {
  let health: Health = { state: 'unknown', lastGoodAt: null, message: null }
  let clockOffsetMs: number | null = null
  let refusedOperators: readonly RefusedOperator[] | null = null
  let probedAt = Number.NEGATIVE_INFINITY
  let probing: Promise<void> | undefined
  let lookingForOperators: Promise<void> | undefined
  /** Ends the gateway's own questions when nobody will answer them any more. */
  let asking = new AbortController()
  const healthListeners = new Set<() => void>()
  const writeListeners = new Set<() => void>()

  function up() {
    const changed = health.state !== 'up'
    health = { state: 'up', lastGoodAt: clock.now(), message: null }
    return changed
  }

  function down(message: string) {
    probedAt = clock.now()
    const changed = health.state !== 'down' || health.message !== message
    health = { ...health, state: 'down', message }
    // Another server, or one with other settings, may come up in its place.
    refusedOperators = null
    asking.abort()
    asking = new AbortController()
    if (changed) tell(healthListeners)
  }

  async function probe(): Promise<void> {
    const askedAt = clock.now()
    try {
      const response = await upstream(question('GET', '/wow/id/global', undefined, PROBE_PATIENCE_MS))
      const text = await readText(response, 10_000)
      if (!isFromWow(response)) return down(`${response.status} ${response.statusText}`.trim())
      const id = response.ok ? text.trim() : ''
      if (!/^[\w-]{0,100}$/.test(id)) return down('What answers at this address is not a Wow server.')
      const time = idTime(id)
      // The id was made somewhere between question and answer.
      const offset = time === undefined ? null : Math.round(time - (askedAt + clock.now()) / 2)
      clockOffsetMs = offset !== null && Math.abs(offset) <= PLAUSIBLE_OFFSET_MS ? offset : null
      up()
      probedAt = clock.now()
      tell(healthListeners)
      if (refusedOperators === null) lookingForOperators ??= lookForRefusedOperators()
    } catch (error) {
      down(wordsOf(error))
    } finally {
      probing = undefined
    }
  }

  const probeNow = () => (probing ??= probe())

  async function lookForRefusedOperators(): Promise<void> {
    try {
      refusedOperators = (await probeOperators(refusalOf)) ?? null
      tell(healthListeners)
    } catch {
      refusedOperators = null // Not reached in between: the next look at the health asks again.
    } finally {
      lookingForOperators = undefined
    }
  }

  async function refusalOf(condition: Condition): Promise<string | undefined> {
    try {
      await ask(z.unknown(), '/execution_failed/snapshot/count', condition)
      return undefined
    } catch (error) {
      if (error instanceof ServerRefusal) return error.message
      throw error
    }
  }

  async function send(request: UpstreamRequest): Promise<Response> {
    // One in this process is what it is, and cannot be gone.
    const relax = embedded ? undefined : clock.after(SUSPICIOUS_MS, suspect)
    const isRead = !request.ownConnection
    const patienceMs = isRead && health.state === 'down' ? DOWN_PATIENCE_MS : request.patienceMs
    try {
      const response = await upstream({ ...request, patienceMs })
      if (!embedded && !isFromWow(response)) suspect()
      else if (up()) tell(healthListeners)
      return response
    } catch (error) {
      if (!request.signal.aborted) suspect()
      throw error
    } finally {
      relax?.()
    }
  }

  /** One failed request may be that request's own fault; a look at the health decides. */
  function suspect() {
    if (clock.now() - probedAt >= DOWN_HOLDS_MS) void probeNow()
  }

  async function ask<T>(schema: z.ZodMiniType<T>, path: string, body: unknown): Promise<T> {
    const response = await send(question('POST', path, body, ASK_PATIENCE_MS, asking.signal))
    const text = await readText(response, LONGEST_ANSWER).catch((error: unknown) => {
      suspect() // Half an answer: the headers said that all is well.
      throw error
    })
    const content = parseJson(text)
    const answer = z.safeParse(schema, content)
    if (response.ok && content !== undefined && answer.success) return answer.data
    const refusal = z.safeParse(ErrorInfo, content)
    if (refusal.success && isFromWow(response)) throw new ServerRefusal(refusal.data.errorMsg)
    suspect() // What answers looks well and is not what was asked.
    throw new Refusal('GatewayUpstreamUnreadable', 'The Wow server gave an answer that cannot be read.', {
      upstream: `${response.status} ${response.statusText} ${text.slice(0, 200)}`.trim(),
    })
  }

  async function refresh(): Promise<void> {
    const holdsMs = health.state === 'up' ? UP_HOLDS_MS : DOWN_HOLDS_MS
    if (probing !== undefined || clock.now() - probedAt >= holdsMs) await probeNow()
  }

  return {
    name,
    embedded,
    send,
    ask,
    refresh,
    async introduce() {
      await refresh()
      await lookingForOperators
    },
    serverNow: () => clock.now() + (clockOffsetMs ?? 0),
    describe: () => ({
      name,
      kind: 'wow',
      embedded,
      url,
      clockOffsetMs,
      health,
      refusedOperators: refusedOperators === null ? null : [...refusedOperators],
    }),
    health: () => ({ source: name, clockOffsetMs, health }),
    onHealth: (listener) => added(healthListeners, listener),
    wrote: () => tell(writeListeners),
    onWrite: (listener) => added(writeListeners, listener),
  }
}

function tell(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener()
}

function added(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** A Wow server names the error code with every refusal and never answers with a page; that tells it from a proxy before it. */
function isFromWow(response: Response): boolean {
  if (response.headers.get('content-type')?.includes('html') === true) return false
  return response.ok || response.headers.has('wow-error-code')
}

function question(
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  patienceMs: number,
  signal = new AbortController().signal,
): UpstreamRequest {
  return {
    method,
    path,
    headers: new Headers(
      method === 'GET' ? { Accept: 'text/plain' } : { Accept: 'application/json', 'Content-Type': 'application/json' },
    ),
    body: body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body)),
    signal,
    patienceMs,
    ownConnection: false,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // What cannot be read is told apart by whoever asked.
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.upstream ?? error.message
  return error instanceof Error ? error.message : String(error)
}
