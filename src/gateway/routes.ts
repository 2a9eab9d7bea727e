/** The gateway's own routes under `/api`: for each the role it needs and its handler. */
import type { Context, Handler } from 'hono'
import type { LinkTemplate, Links } from './api/links.ts'
import type { Sources } from './api/sources.ts'
import type { Capabilities } from './api/capabilities.ts'
import type { CapabilityLook } from './wow/capabilities.ts'
import { pause } from './clock.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { eventsHandler } from './live/events.ts'
import type { GatewayEnv } from './http/gatewayEnv.ts'
import type { Live } from './live/live.ts'
import type { OmsRoom } from './oms/omsRoom.ts'
import { Refusal } from './http/refusal.ts'
import type { RoleOf } from './http/roles.ts'
import type { WowSource } from './wow/source.ts'
import { hasRole } from '../wow/execution/actions.ts'
import type { Role } from '../wow/execution/actions.ts'

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly role: Role
  readonly handle: (c: Context<GatewayEnv>) => Response | Promise<Response>
}

interface RouteOptions {
  readonly sources: readonly WowSource[]
  readonly looks: ReadonlyMap<string, CapabilityLook>
  readonly live: ReadonlyMap<string, Live>
  readonly oms: OmsRoom | undefined
  readonly environment: Config['environment']
  readonly links: readonly LinkTemplate[]
  readonly build: string
  readonly roleOf: RoleOf
  readonly clock: Clock
  readonly closing: AbortSignal
}

/** A page that opens wants clock and operators, but not at any price. */
const LONGEST_FIRST_LOOK_MS = 1500

export function apiRoutes(options: RouteOptions): readonly ApiRoute[] {
  const { sources, looks, live, oms, environment, links, build, roleOf, clock } = options
  function lookOf(c: Context<GatewayEnv>): CapabilityLook {
    const name = c.req.param('source') ?? ''
    const look = looks.get(name)
    if (look === undefined) throw new Refusal('GatewayNotFound', `There is no source ${JSON.stringify(name)}.`)
    return look
  }
  return [
    {
      method: 'GET',
      path: '/api/sources',
      role: 'viewer',
      async handle(c) {
        for (const source of oms?.sources.values() ?? []) void source.introduce()
        const introduced = Promise.all(sources.map((source) => source.introduce()))
        if (sources.some((source) => source.describe().refusedOperators === null)) {
          await Promise.race([introduced, pause(clock, LONGEST_FIRST_LOOK_MS)])
        }
        return Response.json({
          build,
          now: clock.now(),
          environment,
          role: roleOf(c.req.raw),
          sources: [...sources, ...(oms?.sources.values() ?? [])].map((source) => source.describe()),
        } satisfies Sources)
      },
    },
    {
      method: 'GET',
      path: '/api/counts/:source',
      role: 'viewer',
      async handle(c) {
        const name = c.req.param('source') ?? ''
        const source = live.get(name)
        if (source === undefined) throw new Refusal('GatewayNotFound', `There is no source ${JSON.stringify(name)}.`)
        return Response.json(await source.counts())
      },
    },
    {
      method: 'GET',
      path: '/api/capabilities/:source',
      role: 'viewer',
      handle: async (c) => Response.json((await lookOf(c).known()) satisfies Capabilities),
    },
    {
      method: 'POST',
      path: '/api/capabilities/:source/again',
      role: 'operator',
      handle: async (c) => Response.json((await lookOf(c).again()) satisfies Capabilities),
    },
    {
      method: 'GET',
      path: '/api/links',
      role: 'viewer',
      handle: () => Response.json({ links: [...links] } satisfies Links),
    },
    { method: 'GET', path: '/api/events', role: 'viewer', handle: eventsHandler(options) },
  ]
}

/** The handler behind its permission check. */
export function serveRoute({ role, handle, method, path }: ApiRoute, roleOf: RoleOf): Handler<GatewayEnv> {
  return (c) => {
    if (!hasRole(roleOf(c.req.raw), role)) {
      throw new Refusal('GatewayForbidden', `${method} ${path} needs the role ${role}.`)
    }
    return handle(c)
  }
}
