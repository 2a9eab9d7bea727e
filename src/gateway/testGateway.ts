/** For tests of the gateway and of the page: the real gateway before a Wow server that lives in the same process. */
import { createApp } from './app.ts'
import type { App, AppOptions } from './app.ts'
import { systemClock } from './clock.ts'
import { wowSource } from './wow/source.ts'
import type { WowSource } from './wow/source.ts'
import { openStaticFiles } from './http/staticFiles.ts'
import { embeddedUpstream } from './wow/upstream.ts'

interface Wow {
  fetch(request: Request): Promise<Response>
  onEvents(listener: () => void): () => void
}

export interface TestGateway {
  /** `app.request('/api/…')` answers; the source is named `local`. */
  readonly app: App
  readonly source: WowSource
  /** Ends the streams and asks nothing any more; the server stays open. */
  close(): void
}

export function testGateway(wow: Wow, options: Partial<AppOptions> = {}): TestGateway {
  const { clock = systemClock } = options
  const source = wowSource({ name: 'local', embedded: true, url: null, upstream: embeddedUpstream(wow), clock })
  const unsubscribe = wow.onEvents(() => source.wrote())
  const closing = new AbortController()
  const app = createApp({
    sources: [source],
    files: openStaticFiles(''),
    deviceId: 'test-gateway',
    closing: closing.signal,
    ...options,
  })
  return {
    app,
    source,
    close() {
      closing.abort()
      unsubscribe()
    },
  }
}
