import type { DomainEventStream } from '../../wow/schemas.ts'
import { idGenerator } from '../../wow/ids.ts'
import { JSON_TYPE, TEXT_TYPE } from './http/accept.ts'
import { actuatorRoutes } from './actuatorRoutes.ts'
import { biRoutes } from './biRoutes.ts'
import { commandRoutes } from './commands/commandRoutes.ts'
import { commandService } from './commands/commandService.ts'
import { eventBus } from './eventBus.ts'
import { eventQueries } from './queries/eventQueries.ts'
import { maintenanceRoutes, type MaintenancePorts, type Republished } from './maintenanceRoutes.ts'
import { METADATA } from './metadata.ts'
import { openApiRoutes } from './openapi/openApiRoutes.ts'
import { queryRoutes } from './queries/queryRoutes.ts'
import { queryTime } from './queries/queryTime.ts'
import { asRefusal, JSON_ONLY, TEXT_ONLY, wowApp, type Route, type WowRequest } from './http/routes.ts'
import { dueExecutions, prepare, startScheduler, type SchedulerOptions } from './scheduler.ts'
import { snapshotFollower } from './snapshotFollower.ts'
import { snapshotQueries } from './queries/snapshotQueries.ts'
import { stateRoutes } from './stateRoutes.ts'
import { openWowStore } from './wowStore.ts'

export interface EmbeddedWow {
  /** The protocol at its native addresses (`/execution_failed/…`, `/wow/…`, optional prefix `/compensation`). */
  fetch(request: WowRequest): Promise<Response>
  /** Called after each commit, in order, with the stream that was written. Returns the unsubscribe function. */
  onEvents(listener: (stream: DomainEventStream) => void): () => void
  /** Called with what is published again, for one function of that kind. Returns the unsubscribe function. */
  onRepublished<Kind extends keyof Republished>(kind: Kind, listener: (message: Republished[Kind]) => void): () => void
  close(): Promise<void>
}

export interface EmbeddedWowOptions {
  /** Path of `wow.db`, or `:memory:`. */
  readonly file: string
  /** `strict` refuses expensive operators like a real server with default settings; `open` only RAW and sizes. */
  readonly guard: 'open' | 'strict'
  /** How long snapshots stay behind their events; 0 writes both together. */
  readonly snapshotLagMs?: number
  /** Zone of time conditions that name none; default the process's. */
  readonly zone?: string
  /** How long a query may take; 10 s as the real server's default. */
  readonly queryTimeoutMs?: number
  /** Leads the names of the Kafka consumer groups in the BI script; without it that script is refused. */
  readonly biConsumerGroupNamespace?: string | undefined
  /** Where other processes find `/wow/command/wait`; without it, where the command was sent to. */
  readonly waitEndpoint?: () => string | undefined
  readonly now?: () => number
  readonly scheduler?: SchedulerOptions | false
  readonly log?: (entry: Record<string, unknown>) => void
}

/** Opens a Wow compensation server on one SQLite file. Rejects when the file cannot be opened. */
export async function openEmbeddedWow(options: EmbeddedWowOptions): Promise<EmbeddedWow> {
  const { file, snapshotLagMs = 0, now = Date.now, log = () => undefined } = options
  const store = await openWowStore(file)
  const { machine, rebuilt } = await store.write.run('startServer', { now: now() }).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  if (rebuilt > 0) log({ message: 'snapshots rebuilt', count: rebuilt })
  const newId = idGenerator({ machine, now })

  const bus = eventBus<DomainEventStream>(log)
  const republish: MaintenancePorts['republish'] = { EVENT: eventBus(log), STATE_EVENT: eventBus(log) }
  const follower = snapshotFollower(
    snapshotLagMs,
    (id, version) => store.write.run('followSnapshot', { id, version, now: now() }),
    (error) => asRefusal(error, log),
  )
  const commands = commandService({
    now,
    newId,
    withSnapshot: snapshotLagMs === 0,
    execute: (job) => store.write.run('executeCommand', job),
    requestIdUsed: (id, requestId) => store.write.run('requestIdUsed', { id, requestId }),
    written(stream) {
      if (snapshotLagMs > 0) follower.follow(stream.aggregateId, stream.version)
      bus.publish(stream)
    },
    snapshotSaved: (id, version) => follower.saved(id, version),
  })

  const clock = { now, zone: options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone }
  const snapshots = snapshotQueries(store, clock)
  const strict = options.guard === 'strict'
  const within = queryTime(options.queryTimeoutMs ?? 10_000)
  const errorEvent = (error: unknown) => {
    const refusal = asRefusal(error, log)
    return { id: newId(), event: refusal.errorCode, data: JSON.stringify(refusal.body) }
  }
  const globalId: Route = {
    method: 'GET',
    path: '/wow/id/global',
    produces: TEXT_ONLY,
    answer: async () => new Response(newId(), { headers: { 'Content-Type': TEXT_TYPE } }),
  }
  const metadata: Route = {
    method: 'GET',
    path: '/wow/metadata',
    produces: JSON_ONLY,
    answer: async () => new Response(JSON.stringify(METADATA), { headers: { 'Content-Type': JSON_TYPE } }),
  }
  const fetch = wowApp(
    [
      ...commandRoutes(commands, errorEvent, options.waitEndpoint ?? (() => undefined)),
      ...queryRoutes({ kind: 'snapshot', queries: snapshots, strict, within, errorEvent }),
      ...queryRoutes({ kind: 'event', queries: eventQueries(store, clock), strict, within, errorEvent }),
      ...stateRoutes(store, within, errorEvent),
      ...maintenanceRoutes({ store, now, newId, republish, log }),
      metadata,
      globalId,
      ...biRoutes(options.biConsumerGroupNamespace),
      ...openApiRoutes(),
      ...actuatorRoutes(store, file),
    ],
    log,
  )

  const scheduler =
    options.scheduler === undefined || options.scheduler === false
      ? undefined
      : startScheduler(options.scheduler, {
          due: (batchSize) => dueExecutions(snapshots, now(), batchSize),
          prepare: (id) => prepare(commands, id),
          log,
        })

  return {
    fetch,
    onEvents: (listener) => bus.subscribe(listener),
    onRepublished: (kind, listener) => republish[kind].subscribe(listener),
    async close() {
      await scheduler?.close()
      follower.close()
      await commands.close()
      await store.close()
    },
  }
}
