/** One Wow server as the gateway sees it: requests go through here, and what they show of its health is kept. */
import type { SourceHealth } from './api/live.ts'
import type { Source } from './api/sources.ts'
import type { Clock } from './clock.ts'
import type { Upstream, UpstreamRequest } from './upstream.ts'

export interface WowSource {
  readonly name: string
  readonly embedded: boolean
  send(request: UpstreamRequest): Promise<Response>
  /** A write went through: what is shown of this source is old. */
  wrote(): void
  describe(): Source
  health(): SourceHealth
}

export interface SourceOptions {
  readonly name: string
  readonly embedded: boolean
  /** Address of a configured server, null for the embedded one. */
  readonly url: string | null
  readonly upstream: Upstream
  readonly clock: Clock
}

export function wowSource({ name, embedded, url, upstream, clock }: SourceOptions): WowSource {
  let lastGoodAt: number | null = null
  const health = (): SourceHealth => ({
    source: name,
    clockOffsetMs: null,
    health: { state: lastGoodAt === null ? 'unknown' : 'up', lastGoodAt, message: null },
  })
  return {
    name,
    embedded,
    async send(request) {
      const response = await upstream(request)
      lastGoodAt = clock.now()
      return response
    },
    wrote() {},
    describe: () => ({ name, kind: 'wow', embedded, url, refusedOperators: null, ...health() }),
    health,
  }
}
