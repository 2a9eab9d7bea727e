/** What a source's server can do, kept until it goes down: another one may come up in its place. */
import { missingOf } from '../api/capabilities.ts'
import type { Capabilities, Endpoint } from '../api/capabilities.ts'
import { pause } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { probeEndpoints } from './endpointProbe.ts'
import type { Probe } from './endpointProbe.ts'
import { readText } from './relay.ts'
import type { WowSource } from './source.ts'

const PATIENCE_MS = 5000
/** A server may be replaced by another one too fast to be missed. */
const HOLDS_MS = 30 * 60_000

export interface CapabilityLook {
  /** What is known, or is being found out. Throws when the server is not reached. */
  known(): Promise<Capabilities>
  /** Looks again. */
  again(): Promise<Capabilities>
  /** The operation where it was found not to be there; what cannot be known soon stands in nobody's way. */
  missing(id: string): Promise<Endpoint | undefined>
}

/** The OpenAPI document of a server with many aggregates is long; nothing else comes near. */
const LONGEST_ANSWER = 32 * 1024 * 1024

export function capabilityLook(source: WowSource, clock: Clock): CapabilityLook {
  let looking: Promise<Capabilities> | undefined
  let lookedAt = 0
  source.onHealth(() => {
    if (source.health().health.state === 'down') looking = undefined
  })

  async function ask({ method, path, headers, body }: Probe) {
    const response = await source.send({
      method,
      path,
      headers: new Headers(headers),
      body: body === undefined ? undefined : new TextEncoder().encode(body),
      signal: new AbortController().signal,
      patienceMs: PATIENCE_MS,
      // What is refused unread may spoil the connection for whoever comes next on it (contract 12.16).
      ownConnection: method !== 'GET',
    })
    return { status: response.status, text: await readText(response, LONGEST_ANSWER) }
  }

  function again(): Promise<Capabilities> {
    lookedAt = clock.now()
    const look = probeEndpoints(ask).then((found) => ({ at: clock.now(), ...found }))
    looking = look
    look.catch(() => {
      if (looking === look) looking = undefined
    })
    return look
  }

  const known = () => (looking !== undefined && clock.now() - lookedAt < HOLDS_MS ? looking : again())
  return {
    known,
    again,
    async missing(id) {
      const found = await Promise.race([known().catch(() => undefined), pause(clock, PATIENCE_MS)])
      return missingOf(found ?? undefined, id)
    },
  }
}
