/** Measures what the gateway adds to a request: the same question on the native port and through the gateway. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApp } from '../app.ts'
import { textClient } from './benchClient.ts'
import type { Ask } from './benchClient.ts'
import { systemClock } from '../clock.ts'
import { openEmbedded } from '../embedded.ts'
import { listen } from '../http/listen.ts'
import { silentLog } from '../log.ts'
import { nativeFetch } from '../http/nativePort.ts'
import { wowSource } from '../wow/source.ts'
import { openStaticFiles } from '../http/staticFiles.ts'
import { embeddedUpstream } from '../wow/upstream.ts'

interface ProxyBenchResult {
  /** Half of the requests were faster, milliseconds. */
  readonly nativeP50Ms: number
  readonly gatewayP50Ms: number
  readonly requests: number
}

const WARM_UP = 300
const QUESTION = [
  '/execution_failed/snapshot/count',
  '{"field":"state.status","operator":"EQ","value":"FAILED"}',
] as const

/** Asks `requests` times each way, one after the other and turn by turn, on a store of its own. Takes a few seconds. */
export async function runProxyBench({ requests = 3000 }: { requests?: number } = {}): Promise<ProxyBenchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'proxy-bench-'))
  const embedded = await openEmbedded(
    folder,
    { kind: 'embedded', guard: 'open', sample: false, scheduler: false, snapshotLagMs: 0, biNamespace: undefined },
    silentLog,
  )
  const source = wowSource({
    name: 'local',
    embedded: true,
    url: null,
    upstream: embeddedUpstream(embedded.wow),
    clock: systemClock,
  })
  const app = createApp({ sources: [source], files: openStaticFiles(''), deviceId: 'bench' })
  const host = '127.0.0.1'
  const native = await listen({ fetch: nativeFetch({ wow: embedded.wow }), host, port: 0, variable: 'PORT' })
  const gateway = await listen({ fetch: app.fetch, host, port: 0, variable: 'PORT' })
  const nativeClient = textClient(`http://${host}:${native.port}`)
  const gatewayClient = textClient(`http://${host}:${gateway.port}/api/wow/local`)
  const askNative = nativeClient.question(...QUESTION)
  const askGateway = gatewayClient.question(...QUESTION)
  try {
    const nativeMs: number[] = []
    const gatewayMs: number[] = []
    for (let turn = 0; turn < WARM_UP + requests; turn += 1) {
      const one = await timed(askNative)
      const other = await timed(askGateway)
      if (turn < WARM_UP) continue
      nativeMs.push(one)
      gatewayMs.push(other)
    }
    return { nativeP50Ms: median(nativeMs), gatewayP50Ms: median(gatewayMs), requests }
  } finally {
    nativeClient.close()
    gatewayClient.close()
    native.cut()
    gateway.cut()
    await Promise.all([native.finish(), gateway.finish()])
    await embedded.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds from the question to the end of its answer. Throws when the answer is no success. */
async function timed(ask: Ask): Promise<number> {
  const startedAt = performance.now()
  const { status } = await ask()
  const tookMs = performance.now() - startedAt
  if (status !== 200) throw new Error(`The server answered ${status}.`)
  return tookMs
}

const median = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
