/** The whole process but for signals and exit codes: everything opened in order, and closed in the reverse one. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_OMS_OPTIONS, OMS_PATH } from '../oms/options.ts'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { openDataFolder } from './dataFolder.ts'
import type { Embedded, EmbeddedOms } from './embedded.ts'
import { listen } from './http/listen.ts'
import type { Listener } from './http/listen.ts'
import type { Log } from './log.ts'
import { openMaintenance } from './maintenance/maintenance.ts'
import { nativeFetch } from './http/nativePort.ts'
import { openOmsRoom } from './oms/omsRoom.ts'
import { omsSource } from './oms/omsSource.ts'
import type { OmsSource } from './oms/omsSource.ts'
import { wowSource } from './wow/source.ts'
import type { WowSource } from './wow/source.ts'
import { openStaticFiles } from './http/staticFiles.ts'
import { openGatewayStore } from './store/gatewayStore.ts'
import { embeddedUpstream, httpUpstream } from './wow/upstream.ts'

interface Gateway {
  /** Where the page is: `http://127.0.0.1:7070`. */
  readonly address: string
  /** Where other clients find the embedded servers, if they may. */
  readonly nativeAddress: string | undefined
  /** Takes no new request, waits at most `graceMs` for those that run, and closes everything. */
  close(graceMs: number): Promise<void>
}

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

/** Opens everything and serves. What was opened before a failure is closed again. */
export async function openGateway(config: Config, log: Log): Promise<Gateway> {
  const opened: Opened = []
  const closeOpened = async () => {
    for (const close of opened.reverse()) await close()
  }
  try {
    const folder = await openDataFolder(config.dataFolder)
    opened.push(() => folder.release())
    const clock = systemClock

    let nativeAddress: string | undefined
    let pageAddress: string | undefined
    /** Where other processes can tell of what came of a command: known when the ports are open. */
    const waitEndpoint = () => {
      const base = nativeAddress ?? (pageAddress === undefined ? undefined : `${pageAddress}/api/wow/local`)
      return base === undefined ? undefined : `${base}/wow/command/wait`
    }

    const wow = await openWow(config.wow, { folder: folder.path, log, waitEndpoint, opened })
    const oms = await openOms(config, { folder: folder.path, log, opened })

    const listeners: Listener[] = []
    if (config.nativePort !== undefined) {
      const native = await listen({
        fetch: nativeFetch({ wow: wow.embedded, oms: oms.embedded }),
        host: '127.0.0.1',
        port: config.nativePort,
        variable: 'AMENDS_EMBEDDED_PORT',
      })
      listeners.push(native)
      opened.push(() => endNow(native))
      nativeAddress = `http://127.0.0.1:${native.port}`
      log.notice({ address: nativeAddress }, 'the embedded servers at their native addresses')
    }

    const transactions = oms.sourceAt(nativeAddress)
    const closing = new AbortController()
    const store = await openGatewayStore(path.join(folder.path, 'gateway.db'))
    opened.push(() => store.destroy())
    const room = await openOmsRoom({ sources: [transactions], store, clock, closing: closing.signal })
    opened.push(() => room.close())
    const maintenance = await openMaintenance({ sources: [wow.source], store, clock, log })
    opened.push(() => maintenance.close())
    const app = createApp({
      sources: [wow.source],
      oms: room,
      maintenance,
      files: openStaticFiles(DIST),
      deviceId: folder.deviceId,
      environment: config.environment,
      links: config.links,
      clock,
      log,
      closing: closing.signal,
    })
    const page = await listen({ fetch: app.fetch, host: config.host, port: config.port, variable: 'PORT' })
    listeners.push(page)
    opened.push(() => endNow(page))
    const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${page.port}`
    pageAddress = address

    async function close(graceMs: number): Promise<void> {
      closing.abort()
      const cancel = clock.after(graceMs, () => {
        log.warn({ graceMs }, 'cutting off what still runs')
        for (const listener of listeners) listener.cut()
      })
      await Promise.all(listeners.map((listener) => listener.finish()))
      cancel()
      await closeOpened()
    }
    // So that the first page finds them known.
    void wow.source.introduce()
    void transactions.introduce()
    let closed: Promise<void> | undefined
    return {
      address,
      nativeAddress,
      close: (graceMs) => (closed ??= close(graceMs)),
    }
  } catch (error) {
    await closeOpened()
    throw error
  }
}

/** What is open, in the order in which it was opened. */
type Opened = Array<() => Promise<void>>

/** The Wow server that the settings name, else the embedded one, which is then open. */
async function openWow(
  config: Config['wow'],
  given: { folder: string; log: Log; waitEndpoint: () => string | undefined; opened: Opened },
): Promise<{ readonly source: WowSource; readonly embedded?: Embedded['wow'] }> {
  const { folder, log, waitEndpoint, opened } = given
  if (config.kind === 'configured') {
    const { url } = config
    return {
      source: wowSource({
        name: 'main',
        embedded: false,
        url: url.href,
        upstream: httpUpstream(config),
        clock: systemClock,
      }),
    }
  }
  // Loaded only when asked for: with a configured server it would be opened for nothing.
  const { openEmbedded } = await import('./embedded.ts')
  const embedded = await openEmbedded(folder, config, log, waitEndpoint)
  opened.push(() => embedded.close())
  const { wow } = embedded
  const source = wowSource({
    name: 'local',
    embedded: true,
    url: null,
    upstream: embeddedUpstream(wow),
    clock: systemClock,
  })
  wow.onEvents(source.wrote)
  return { source, embedded: wow }
}

interface OpenedOms {
  /** The source, when it is known where other clients reach an embedded OMS. */
  sourceAt(nativeAddress: string | undefined): OmsSource
  readonly embedded?: EmbeddedOms
}

/** The OMS that the settings name, else the embedded one, which is then open. */
async function openOms(
  { oms: config, omsTimeoutMs: timeoutMs }: Config,
  { folder, log, opened }: { folder: string; log: Log; opened: Opened },
): Promise<OpenedOms> {
  if (config.kind === 'configured') {
    const { url, options, ...credentials } = config
    return {
      sourceAt: () =>
        omsSource({ name: 'main', embedded: false, url, credentials, options, clock: systemClock, timeoutMs }),
    }
  }
  const embeddedRoom = await import('./embedded.ts')
  const embedded = await embeddedRoom.openOms(folder, config, log)
  opened.push(() => embedded.close())
  return {
    embedded,
    sourceAt: (address) =>
      omsSource({
        name: 'local',
        embedded: true,
        url: address === undefined ? null : `${address}${OMS_PATH}`,
        credentials: { username: 'demo', password: 'demo' },
        options: { ...DEFAULT_OMS_OPTIONS, typesByCmd: embeddedRoom.EMBEDDED_TYPES, timeZone: config.zone },
        clock: systemClock,
        timeoutMs,
        fetch: (url, init) => embedded.fetch(new Request(url, init)),
      }),
  }
}

async function endNow(listener: Listener): Promise<void> {
  listener.cut()
  await listener.finish()
}
