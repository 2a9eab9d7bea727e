/** The one place where the gateway knows the embedded servers. */
import path from 'node:path'
import { holdsSamples, seedSample } from '../embedded/sample/seedSample.ts'
import { startSampleServices } from '../embedded/sample/services.ts'
import { openEmbeddedOms } from '../embedded/oms/server.ts'
import type { EmbeddedOms } from '../embedded/oms/server.ts'
import { EMBEDDED_TYPES } from '../embedded/oms/embeddedTypes.ts'
import { openEmbeddedWow } from '../embedded/wow/server.ts'
import type { EmbeddedWow } from '../embedded/wow/server.ts'
import type { EmbeddedConfig, EmbeddedOmsConfig } from './config.ts'
import type { Log } from './log.ts'

export type { EmbeddedOms }
export { EMBEDDED_TYPES }

export interface Embedded {
  readonly wow: EmbeddedWow
  close(): Promise<void>
}

/**
 * Opens the embedded Wow server on the data folder; with samples asked for, an empty store is filled, and simulated
 * services live beside samples.
 */
export async function openEmbedded(
  folder: string,
  config: EmbeddedConfig,
  log: Log,
  waitEndpoint: () => string | undefined = () => undefined,
): Promise<Embedded> {
  const file = path.join(folder, 'wow.db')
  const note = noteIn(log)
  let hasServices = false
  if (config.sample) {
    const written = await seedSample({ file })
    if (written > 0) log.info({ written }, 'sample data written')
    hasServices = holdsSamples(file)
    if (!hasServices) log.notice('no simulated services run, because the executions in the data folder are no samples')
  }
  const wow = await openEmbeddedWow({
    file,
    guard: config.guard,
    snapshotLagMs: config.snapshotLagMs,
    biConsumerGroupNamespace: config.biNamespace,
    waitEndpoint,
    scheduler: config.scheduler,
    log: note,
  })
  const services = hasServices ? startSampleServices({ wow, log: note }) : undefined
  return {
    wow,
    async close() {
      await services?.close()
      await wow.close()
    },
  }
}

/** Opens the embedded OMS on the data folder. */
export const openOms = (folder: string, config: EmbeddedOmsConfig, log: Log): Promise<EmbeddedOms> =>
  openEmbeddedOms({ ...config, file: path.join(folder, 'oms.db'), log: noteIn(log) })

const noteIn =
  (log: Log) =>
  ({ level, ...entry }: Record<string, unknown>): void =>
    level === 'error' ? log.error(entry, 'embedded') : log.info(entry, 'embedded')
