/** The gateway's HTTP interface as a value: `app.request()` answers without a port. */
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { capabilityLook } from './wow/capabilities.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { GatewayEnv } from './http/gatewayEnv.ts'
import { liveSource } from './live/live.ts'
import type { Log } from './log.ts'
import { silentLog } from './log.ts'
import type { Maintenance } from './maintenance/maintenance.ts'
import { maintenanceRoutes } from './maintenance/maintenanceRoutes.ts'
import type { OmsRoom } from './oms/omsRoom.ts'
import { omsRoutes } from './oms/omsRoutes.ts'
import { pagesHandler } from './http/pages.ts'
import { Refusal, refusalResponse } from './http/refusal.ts'
import { everybodyIsAdmin } from './http/roles.ts'
import type { RoleOf } from './http/roles.ts'
import { apiRoutes, serveRoute } from './routes.ts'
import { guardRequest, secure, secureData } from './http/security.ts'
import type { WowSource } from './wow/source.ts'
import type { StaticFiles } from './http/staticFiles.ts'
import { wowProxy } from './wow/wowProxy.ts'

export interface AppOptions {
  readonly sources: readonly WowSource[]
  readonly oms?: OmsRoom | undefined
  readonly maintenance?: Maintenance | undefined
  readonly files: StaticFiles
  readonly deviceId: string
  readonly environment?: Config['environment']
  readonly links?: Config['links']
  readonly roleOf?: RoleOf
  readonly clock?: Clock
  readonly log?: Log
  /** Aborted when the process begins to stop: nothing is asked any more and the streams to the pages end. */
  readonly closing?: AbortSignal
}

export type App = Hono<GatewayEnv>

export function createApp(options: AppOptions): App {
  const {
    sources,
    oms,
    maintenance,
    files,
    deviceId,
    environment = null,
    links = [],
    roleOf = everybodyIsAdmin,
    clock = systemClock,
    log = silentLog,
    closing = new AbortController().signal,
  } = options
  const live = new Map(sources.map((source) => [source.name, liveSource(source, clock)]))
  closing.addEventListener('abort', () => {
    for (const one of live.values()) one.close()
  })
  const looks = new Map(sources.map((source) => [source.name, capabilityLook(source, clock)]))
  const app = new Hono<GatewayEnv>()

  app.use(requestLog(log, clock))
  app.use(guardRequest)
  app.use('/api/*', secureData)

  const ownRoutes = apiRoutes({
    sources,
    looks,
    live,
    oms,
    environment,
    links,
    build: files.build,
    roleOf,
    clock,
    closing,
  })
  const routes = [
    ...ownRoutes,
    ...(oms === undefined ? [] : omsRoutes(oms, clock)),
    ...(maintenance === undefined ? [] : maintenanceRoutes(maintenance, looks, clock)),
  ]
  for (const route of routes) {
    app.on(route.method, route.path, serveRoute(route, roleOf))
  }
  for (const source of sources) {
    app.all(`/api/wow/${source.name}/*`, wowProxy(source, { roleOf, deviceId }))
  }
  app.all('/api/*', (c) => {
    throw new Refusal('GatewayNotFound', `There is no ${c.req.method} ${c.req.path}.`)
  })
  app.on(
    ['GET', 'HEAD'],
    '*',
    pagesHandler(files, { wow: sources.map(({ name }) => name), oms: [...(oms?.sources.keys() ?? [])] }),
  )
  app.notFound((c) => refusalResponse(new Refusal('GatewayNotFound', `There is no ${c.req.method} ${c.req.path}.`)))

  app.onError((error, c) => {
    if (c.req.raw.signal.aborted) return secure(new Response(null, { status: 499 }))
    if (error instanceof Refusal) return secure(refusalResponse(error))
    if (error instanceof HTTPException) return secure(refusalResponse(new Refusal('GatewayBadRequest', error.message)))
    log.error({ err: error, method: c.req.method, path: c.req.path }, 'request failed')
    return secure(
      refusalResponse(new Refusal('GatewayInternal', 'The gateway failed at this request; its log says why.')),
    )
  })
  return app
}

/** One line a request, without query, body and headers; that of a write when it is known how it ended. */
function requestLog(log: Log, clock: Clock): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const startedAt = clock.now()
    c.env ??= {} // Absent when the app is called without a port.
    await next()
    const { method, path } = c.req
    const { status } = c.res
    const write = (outcome?: string) => {
      const line = { method, path, status, ms: clock.now() - startedAt, ...c.get('logged'), outcome }
      if (status >= 500) log.warn(line, 'request')
      else if (c.get('logged') === undefined) log.info(line, 'request')
      else log.notice(line, 'request')
    }
    const outcome = c.get('outcome')
    if (outcome === undefined) write()
    else void outcome.then(write)
  }
}
