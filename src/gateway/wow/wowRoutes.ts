/** What each request of the Wow protocol does and which role it needs; whatever is not named here is an admin's. */
import { ACTIONS } from '../../wow/execution/actions.ts'
import type { Role } from '../../wow/execution/actions.ts'
import { BASE_PATH, COMMAND_NAMES, COMMANDS } from '../../wow/commands/commands.ts'
import type { CommandName } from '../../wow/commands/commands.ts'

interface WowRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `{name}` stands for one segment. */
  readonly path: string
  readonly role: Role
  /** Changes something on the server: logged, and sent with a request id. */
  readonly write: boolean
}

const read = (method: 'GET' | 'POST', path: string): WowRoute => ({ method, path, role: 'viewer', write: false })
const write = (method: 'POST' | 'PUT' | 'DELETE', path: string, role: Role): WowRoute => ({
  method,
  path,
  role,
  write: true,
})

/** A command that no action offers comes from services: what they report is nobody's to invent but an admin's. */
function roleFor(command: CommandName): Role {
  return Object.values(ACTIONS).find((action) => action.command === command)?.role ?? 'admin'
}

/** Literal paths stand before patterns that would match them too. Section numbers are those of the protocol's contract. */
const WOW_ROUTES: readonly WowRoute[] = [
  // Queries, 4.1
  read('POST', '/execution_failed/snapshot/count'),
  read('POST', '/execution_failed/snapshot/list'),
  read('POST', '/execution_failed/snapshot/list/state'),
  read('POST', '/execution_failed/snapshot/paged'),
  read('POST', '/execution_failed/snapshot/paged/state'),
  read('POST', '/execution_failed/snapshot/single'),
  read('POST', '/execution_failed/snapshot/single/state'),
  read('POST', '/execution_failed/event/count'),
  read('POST', '/execution_failed/event/list'),
  read('POST', '/execution_failed/event/paged'),
  read('GET', '/execution_failed/{id}/snapshot'),
  read('GET', '/execution_failed/{id}/state'),
  read('GET', '/execution_failed/{id}/state/tracing'),
  read('GET', '/execution_failed/{id}/state/{version}'),
  read('GET', '/execution_failed/{id}/state/time/{createTime}'),
  read('GET', '/execution_failed/{id}/event/{headVersion}/{tailVersion}'),
  // Global reads, 7.3 and 7.4
  read('GET', '/wow/metadata'),
  read('GET', '/wow/id/global'),
  // The server about itself, 8.1 and 8.2
  read('GET', '/v3/api-docs'),
  read('GET', '/v3/api-docs.yaml'),
  read('GET', '/v3/api-docs/swagger-config'),
  read('GET', '/swagger-ui/index.html'),
  read('GET', '/actuator'),
  read('GET', '/actuator/health'),
  read('GET', '/actuator/health/{path}'),
  // Commands, 3.1
  ...COMMAND_NAMES.map((name) => write(COMMANDS[name].method, BASE_PATH + COMMANDS[name].path, roleFor(name))),
  // Maintenance, 6
  write('PUT', '/execution_failed/{id}/snapshot', 'operator'),
  write('PUT', '/execution_failed/snapshot/{afterId}/{limit}', 'admin'),
  write('POST', '/execution_failed/state/{afterId}/{limit}', 'admin'),
  write('PUT', '/execution_failed/{id}/{version}/compensate', 'operator'),
  // Raw, 7
  write('POST', '/wow/command/send', 'admin'),
  write('POST', '/wow/command/wait', 'admin'),
  // It makes a text and changes nothing; that text names the servers of the message bus.
  { method: 'POST', path: '/wow/bi/script', role: 'admin', write: false },
]

const compiled = WOW_ROUTES.map((route) => ({ route, segments: route.path.split('/') }))
const literal = new Map(
  WOW_ROUTES.filter(({ path }) => !path.includes('{')).map((route) => [`${route.method} ${route.path}`, route]),
)

/**
 * The route of a request. `path` is what will be sent, still encoded. What no line names is an admin's, and a write
 * unless it is a GET or HEAD: a server may know more than this table, and may read a path more loosely than we do.
 */
export function wowRoute(method: string, path: string): WowRoute {
  const named = literal.get(`${method} ${path}`)
  if (named !== undefined) return named
  const segments = path.split('/').map(decodeSegment)
  const found = compiled.find(
    ({ route, segments: pattern }) =>
      route.method === method &&
      pattern.length === segments.length &&
      pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index])),
  )
  if (found !== undefined) return found.route
  const isRead = method === 'GET' || method === 'HEAD'
  return { method: isRead ? 'GET' : 'POST', path: '*', role: 'admin', write: !isRead }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // Not UTF-8: no literal of ours, so it matches at most as an id.
  }
}
