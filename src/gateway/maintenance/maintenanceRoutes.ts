/** `/api/maintenance`: for each the role it needs and its handler. */
import type { Context } from 'hono'
import { MAINTENANCE_OPERATIONS, MaintenancePace, MaintenanceWish, RUN_VERBS } from '../api/maintenance.ts'
import type { MaintenanceFailures, MaintenanceKind, MaintenanceRuns } from '../api/maintenance.ts'
import type { CapabilityLook } from '../wow/capabilities.ts'
import type { Clock } from '../clock.ts'
import type { GatewayEnv } from '../http/gatewayEnv.ts'
import { Refusal } from '../http/refusal.ts'
import { bodyOf } from '../http/requestBody.ts'
import type { ApiRoute } from '../routes.ts'
import type { Maintenance } from './maintenance.ts'

const RUNS = '/api/maintenance/:source'
const RUN = `${RUNS}/:id`

export function maintenanceRoutes(
  maintenance: Maintenance,
  looks: ReadonlyMap<string, CapabilityLook>,
  clock: Clock,
): readonly ApiRoute[] {
  function sourceOf(c: Context<GatewayEnv>): string {
    const name = c.req.param('source') ?? ''
    if (maintenance.sources.has(name)) return name
    throw new Refusal('GatewayNotFound', `There is no source ${JSON.stringify(name)}.`)
  }

  /** Beforehand, where the server is known not to have what a run is made of; it would only stop with its words. */
  async function refuseMissing(source: string, kind: MaintenanceKind): Promise<void> {
    const missing = await looks.get(source)?.missing(MAINTENANCE_OPERATIONS[kind])
    if (missing === undefined) return
    const operation = `${missing.method} ${missing.path}`
    throw new Refusal('MaintenanceMissing', `This server does not offer ${operation}. Nothing was done.`, {
      upstream: missing.words ?? undefined,
    })
  }

  return [
    {
      method: 'GET',
      path: RUNS,
      role: 'viewer',
      handle: async (c) =>
        Response.json({
          runs: [...(await maintenance.runs(sourceOf(c)))],
          now: clock.now(),
        } satisfies MaintenanceRuns),
    },
    {
      method: 'GET',
      path: `${RUN}/failures`,
      role: 'viewer',
      handle: async (c) =>
        Response.json({ failures: await maintenance.failures(sourceOf(c), idOf(c)) } satisfies MaintenanceFailures),
    },
    {
      method: 'POST',
      path: RUNS,
      role: 'admin',
      async handle(c) {
        const source = sourceOf(c)
        const wish = await bodyOf(c, MaintenanceWish)
        c.set('logged', { source, maintenance: wish.kind, rate: wish.rate, intentId: wish.intentId })
        await refuseMissing(source, wish.kind)
        return Response.json(await maintenance.start(source, wish), { status: 201 })
      },
    },
    {
      method: 'PUT',
      path: RUN,
      role: 'admin',
      async handle(c) {
        const { rate } = await bodyOf(c, MaintenancePace)
        c.set('logged', { source: sourceOf(c), run: idOf(c), rate })
        return Response.json(await maintenance.setRate(sourceOf(c), idOf(c), rate))
      },
    },
    ...RUN_VERBS.map((verb): ApiRoute => ({
      method: 'POST',
      path: `${RUN}/${verb}`,
      role: 'admin',
      async handle(c) {
        const [source, id] = [sourceOf(c), idOf(c)]
        c.set('logged', { source, run: id, verb })
        if (verb === 'resume' || verb === 'skip') await refuseMissing(source, (await maintenance.run(source, id)).kind)
        return Response.json(await maintenance.say(source, id, verb))
      },
    })),
  ]
}

function idOf(c: Context<GatewayEnv>): number {
  const text = c.req.param('id') ?? ''
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Refusal('GatewayNotFound', `There is no run ${JSON.stringify(text)}.`)
}
