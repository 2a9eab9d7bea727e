import { DEFAULT_OMS_OPTIONS, type OmsOptions } from '../../oms/options.ts'
import { omsApp, type Bindings } from './omsApp.ts'
import { processClock, startEngine, type OmsClock } from './engine.ts'
import { SAMPLE_SEED } from '../sample/services.ts'
import { startFailovers } from './liveFailovers.ts'
import { openOmsStore } from './omsStore.ts'
import { accessTokens } from './tokens.ts'
import { EMBEDDED_TYPES } from './embeddedTypes.ts'

export interface EmbeddedOms {
  /**
   * The webservice at its native addresses (`/app/newoms.php/webservice/…`). `bindings` name the caller and hold the body
   * of a GET; without them the caller is this machine.
   */
  fetch(request: Request, bindings?: Bindings): Promise<Response>
  close(): Promise<void>
}

export interface EmbeddedOmsOptions {
  /** Path of `oms.db`, or `:memory:`. */
  readonly file: string
  /** Fills an empty store with sample transactions and adds a failover from time to time. */
  readonly sample?: boolean
  /** Durations of the engine are divided by it. */
  readonly speed?: number
  /** Zone in which the times are written. */
  readonly zone?: string
  readonly tokenLifeMs?: number
  readonly username?: string
  readonly password?: string
  /** Addresses that may call at all; undefined: every one. */
  readonly callers?: readonly string[]
  /** Interfaces at other paths, or such as no real OMS has; null: none, 404. */
  readonly paths?: Partial<OmsOptions['paths']>
  readonly clock?: OmsClock
  readonly log?: (entry: Record<string, unknown>) => void
}

/** Opens an OMS on one SQLite file; what moved when it was closed or killed goes on. Rejects when the file cannot be opened. */
export async function openEmbeddedOms(given: EmbeddedOmsOptions): Promise<EmbeddedOms> {
  const { clock = processClock, speed = 1, log = () => undefined } = given
  const options = {
    ...DEFAULT_OMS_OPTIONS,
    paths: { ...DEFAULT_OMS_OPTIONS.paths, ...given.paths },
    typesByCmd: EMBEDDED_TYPES,
    timeZone: given.zone ?? DEFAULT_OMS_OPTIONS.timeZone,
  }
  const store = await openOmsStore(given.file)
  const samples = () => ({ seed: SAMPLE_SEED, now: clock.now() })
  if (given.sample === true) {
    const written = await store.write.run('seedSamples', samples()).catch(async (error: unknown) => {
      await store.close()
      throw error
    })
    if (written > 0) log({ message: 'sample transactions written', count: written })
  }
  const engine = startEngine({ clock, log, takeDueSteps: (now) => store.write.run('takeDueSteps', { now, speed }) })
  async function addFailover(): Promise<void> {
    try {
      await store.write.run('addFailover', samples())
      engine.wake()
    } catch (error) {
      log({ level: 'error', message: 'no failover could be added', cause: String(error) })
    }
  }
  const failovers = given.sample === true ? startFailovers(clock, SAMPLE_SEED, addFailover) : undefined
  const app = omsApp({
    store,
    tokens: accessTokens({ now: clock.now, lifeMs: given.tokenLifeMs ?? 30 * 60_000 }),
    options,
    username: given.username ?? 'demo',
    password: given.password ?? 'demo',
    callers: given.callers,
    now: clock.now,
    speed,
    operated: engine.wake,
    log,
  })

  return {
    fetch: async (request, bindings = { caller: '127.0.0.1', getBody: null }) => app.fetch(request, bindings),
    async close() {
      await failovers?.close()
      await engine.close()
      await store.close()
    },
  }
}
