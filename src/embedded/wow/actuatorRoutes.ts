import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { ACTUATOR_TYPE, JSON_TYPE, type Produced } from './http/accept.ts'
import type { Parameter, Route, WowRequest } from './http/routes.ts'
import type { WowStore } from './wowStore.ts'

interface Component {
  readonly status: 'UP' | 'DOWN'
  readonly details?: Readonly<Record<string, unknown>>
}

interface Health extends Component {
  readonly components?: Readonly<Record<string, Component>>
  readonly groups?: readonly string[]
}

const UP: Component = { status: 'UP' }
/** Below so much free space the real server calls its disk full. */
const DISK_THRESHOLD = 10 * 1024 * 1024
const PATIENCE_MS = 2000

/** Health (contract 8.2): for who watches this server from outside. */
export function actuatorRoutes(store: WowStore, file: string): Route[] {
  async function storeHealth(): Promise<Component> {
    try {
      await store.pages.run('ping', undefined, { deadlineMs: PATIENCE_MS })
      return UP
    } catch (error) {
      return { status: 'DOWN', details: { error: String(error) } }
    }
  }

  async function diskHealth(): Promise<Component> {
    const folder = path.dirname(file)
    try {
      const { bsize, blocks, bavail } = await statfs(folder)
      const free = bsize * bavail
      const details = { total: bsize * blocks, free, threshold: DISK_THRESHOLD, exists: true }
      return { status: free >= DISK_THRESHOLD ? 'UP' : 'DOWN', details }
    } catch (error) {
      return { status: 'DOWN', details: { error: String(error), exists: false } }
    }
  }

  async function components(): Promise<Readonly<Record<string, Component>>> {
    const [disk, database] = await Promise.all([file === ':memory:' ? undefined : diskHealth(), storeHealth()])
    return {
      ...(disk === undefined ? {} : { diskSpace: disk }),
      livenessState: UP,
      ping: UP,
      readinessState: UP,
      store: database,
    }
  }

  async function health(name: string | undefined): Promise<Health | undefined> {
    if (name === 'liveness' || name === 'readiness') return UP
    const all = await components()
    if (name !== undefined) return all[name]
    const status = Object.values(all).some((each) => each.status === 'DOWN') ? 'DOWN' : 'UP'
    return { status, components: all, groups: ['liveness', 'readiness'] }
  }

  const healthRoute = (path: string): Route =>
    route(path, async (_, parameter, produced) => {
      const found = await health(path === '/health' ? undefined : parameter('path'))
      if (found === undefined) return new Response(null, { status: 404 })
      return respond(found, produced, found.status === 'UP' ? 200 : 503)
    })

  return [
    route('', async ({ url }, _, produced) => {
      const { origin } = new URL(url)
      const link = (path: string, templated = false) => ({ href: `${origin}/actuator${path}`, templated })
      const links = { self: link(''), health: link('/health'), 'health-path': link('/health/{*path}', true) }
      return respond({ _links: links }, produced)
    }),
    healthRoute('/health'),
    healthRoute('/health/:path'),
  ]
}

const route = (
  path: string,
  answer: (request: WowRequest, parameter: Parameter, produced: Produced) => Promise<Response>,
): Route => ({
  method: 'GET',
  path: `/actuator${path}`,
  produces: [ACTUATOR_TYPE, JSON_TYPE],
  refuses: ['method', 'accept'],
  answer,
})

/** No `Wow-Error-Code` here. */
const respond = (body: object, type: Produced, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
