/** `/api/wow/:source/*`: the Wow protocol as the server speaks it, after the permission check. */
import type { Context } from 'hono'
import { hasRole } from '../../wow/execution/actions.ts'
import { requestId } from '../../wow/ids.ts'
import type { GatewayEnv } from '../http/gatewayEnv.ts'
import { Refusal } from '../http/refusal.ts'
import { followed, guarded, words } from './relay.ts'
import type { RoleOf } from '../http/roles.ts'
import type { WowSource } from './source.ts'
import { wowRoute } from './wowRoutes.ts'

/** Longest request body in bytes. The server itself takes 256 KiB and says so in its own words. */
export const MAX_BODY = 1024 * 1024

/** Longer than the 30 s a command waits by default. */
const PATIENCE_MS = 35_000
const LONGEST_WAIT_MS = 10 * 60_000

/** The protocol's own headers and what negotiation and tracing need; no cookie, no authorization, no hop-by-hop header. */
const REQUEST_HEADER =
  /^(accept|accept-encoding|accept-language|content-type|user-agent|traceparent|tracestate|(command|cosec|wow)-.+)$/
const RESPONSE_HEADER = /^(content-(type|length|encoding|disposition)|retry-after|vary|wow-.+)$/

interface ProxyOptions {
  readonly roleOf: RoleOf
  /** Names this installation to the server, so that an event tells through which console it came. */
  readonly deviceId: string
}

export function wowProxy(source: WowSource, { roleOf, deviceId }: ProxyOptions) {
  const prefix = `/api/wow/${source.name}`

  return async (c: Context<GatewayEnv>): Promise<Response> => {
    const request = c.req.raw
    const url = new URL(request.url)
    const pathname = url.pathname.slice(prefix.length)
    if (pathname === '') throw new Refusal('GatewayNotFound', `There is no ${request.method} ${url.pathname}.`)
    const route = wowRoute(request.method, pathname)
    if (!hasRole(roleOf(request), route.role)) {
      throw new Refusal('GatewayForbidden', `${request.method} ${pathname} needs the role ${route.role}.`)
    }

    // What a question in this process does not read need not be left out.
    const headers = source.embedded && !route.write ? request.headers : requestHeaders(c)
    if (route.write) {
      headers.set(
        'Command-Request-Id',
        headers.get('Command-Request-Id') ?? headers.get('CoSec-Request-Id') ?? requestId(),
      )
      headers.set('CoSec-Device-Id', deviceId)
      c.set('logged', { source: source.name, requestId: headers.get('Command-Request-Id') })
    }

    const asked = {
      method: request.method,
      path: pathname + url.search,
      headers,
      body: await readBody(request),
      signal: request.signal,
      patienceMs: patience(headers),
      ownConnection: route.write,
    }
    const response = await source.send(asked).catch((error: unknown) => {
      if (request.signal.aborted) return undefined
      throw error
    })
    if (response === undefined || request.signal.aborted) {
      await response?.body?.cancel()
      return nobodyWaits(c, source, route)
    }
    const answer = source.embedded ? response : await passOn(c, response)
    return route.write ? written(c, source, answer) : answer
  }
}

/** Whoever asked has left; a command goes on without them, so how that ends is not the answer's to say. */
function nobodyWaits(c: Context<GatewayEnv>, source: WowSource, { write }: { readonly write: boolean }): Response {
  if (write) {
    source.wrote()
    c.set('outcome', Promise.resolve('left'))
  }
  return new Response(null, { status: 499 })
}

/** Sees to it that the log tells what became of a write, and that pages hear of it. */
function written(c: Context<GatewayEnv>, source: WowSource, response: Response): Response {
  source.wrote()
  if (response.body === null || !isEventStream(response)) {
    c.set('outcome', Promise.resolve(response.headers.get('wow-error-code') ?? 'unknown'))
    return response
  }
  // Such an answer says "Ok" before the command has run; how it ended stands in its last event.
  const { promise, resolve } = Promise.withResolvers<string>()
  c.set('outcome', promise)
  const body = followed(response.body, (outcome) => {
    source.wrote()
    resolve(outcome)
  })
  return new Response(body, response)
}

function requestHeaders(c: Context<GatewayEnv>): Headers {
  const headers = new Headers()
  for (const [name, value] of c.req.raw.headers) if (REQUEST_HEADER.test(name)) headers.set(name, value)
  // Whoever sits at the page; the server stores it with the events.
  const address = c.env.incoming?.socket.remoteAddress
  if (address !== undefined) headers.set('X-Forwarded-For', address)
  return headers
}

/** How long to wait for a silent server: past the wait that the caller asked it for. */
function patience(headers: Headers): number {
  const asked = headers.get('command-wait-timeout') ?? headers.get('command-wait-timout') ?? ''
  return /^\d{1,9}$/.test(asked) ? Math.min(Number(asked), LONGEST_WAIT_MS) + 5000 : PATIENCE_MS
}

const tooLarge = () => new Refusal('GatewayBodyTooLarge', `A request body may have ${MAX_BODY} bytes at most.`)

/** The whole body, so that too long a one is refused before the server sees any of it. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const announced = request.headers.get('content-length')
  if (announced !== null) {
    if (Number(announced) > MAX_BODY) throw tooLarge()
    return announced === '0' ? undefined : new Uint8Array(await request.arrayBuffer())
  }
  if (request.body === null) return undefined
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of request.body) {
    length += part.byteLength
    if (length > MAX_BODY) throw tooLarge()
    parts.push(part)
  }
  return length === 0 ? undefined : new Uint8Array(Buffer.concat(parts))
}

const isEventStream = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('text/event-stream') === true

async function passOn(c: Context<GatewayEnv>, response: Response): Promise<Response> {
  const redirects = response.status >= 300 && response.status < 400 && response.status !== 304
  if (redirects || /html/i.test(response.headers.get('content-type') ?? '')) {
    throw new Refusal(
      'GatewayUpstreamUnreadable',
      'What answered is not a Wow server: no redirect and no page belongs to its protocol.',
      {
        upstream: await words(response),
      },
    )
  }
  const headers = new Headers()
  for (const [name, value] of response.headers) if (RESPONSE_HEADER.test(name)) headers.append(name, value)
  const body = response.body && guarded(response.body, isEventStream(response), () => c.env.outgoing)
  return new Response(body, { status: response.status, statusText: response.statusText, headers })
}
