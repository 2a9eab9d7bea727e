/** The gateway's own routes under `/api`: for each the role it needs and its handler. */
import type { Context, Handler } from 'hono'
import type { Sources } from './api/sources.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { GatewayEnv } from './gatewayEnv.ts'
import { Refusal } from './refusal.ts'
import { mayAct } from './roles.ts'
import type { Role, RoleOf } from './roles.ts'
import type { WowSource } from './source.ts'

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly role: Role
  readonly handle: (c: Context<GatewayEnv>) => Response | Promise<Response>
}

export interface RouteOptions {
  readonly sources: readonly WowSource[]
  readonly environment: Config['environment']
  readonly build: string
  readonly roleOf: RoleOf
  readonly clock: Clock
}

export function apiRoutes({ sources, environment, build, roleOf, clock }: RouteOptions): readonly ApiRoute[] {
  return [
    {
      method: 'GET',
      path: '/api/sources',
      role: 'viewer',
      handle: (c) =>
        Response.json({
          build,
          now: clock.now(),
          environment,
          role: roleOf(c.req.raw),
          sources: sources.map((source) => source.describe()),
        } satisfies Sources),
    },
  ]
}

/** The handler behind its permission check. */
export function serveRoute({ role, handle, method, path }: ApiRoute, roleOf: RoleOf): Handler<GatewayEnv> {
  return (c) => {
    if (!mayAct(roleOf(c.req.raw), role))
      throw new Refusal('GatewayForbidden', `${method} ${path} needs the role ${role}.`)
    return handle(c)
  }
}
