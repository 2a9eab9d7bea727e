/** `/api/wow/:source/*`: the Wow protocol as the server speaks it, after the permission check. */
import type { Context } from 'hono'
import { requestId } from '../wow/ids.ts'
import type { GatewayEnv } from './gatewayEnv.ts'
import { Refusal, refusalBody } from './refusal.ts'
import { mayAct } from './roles.ts'
import type { RoleOf } from './roles.ts'
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

export interface ProxyOptions {
  readonly roleOf: RoleOf
  /** Names this installation to the server, so that an event tells through which console it came. */
  readonly deviceId: string
  /** Aborted when the process has waited long enough for what runs. */
  readonly stopping: AbortSignal
}

export function wowProxy(source: WowSource, { roleOf, deviceId, stopping }: ProxyOptions) {
  const prefix = `/api/wow/${source.name}`

  return async (c: Context<GatewayEnv>): Promise<Response> => {
    const request = c.req.raw
    const url = new URL(request.url)
    const pathname = url.pathname.slice(prefix.length)
    if (pathname === '') throw new Refusal('GatewayNotFound', `There is no ${request.method} ${url.pathname}.`)
    const route = wowRoute(request.method, pathname)
    if (!mayAct(roleOf(request), route.role)) {
      throw new Refusal('GatewayForbidden', `${request.method} ${pathname} needs the role ${route.role}.`)
    }

    const headers = requestHeaders(c)
    if (route.write) {
      headers.set(
        'Command-Request-Id',
        headers.get('Command-Request-Id') ?? headers.get('CoSec-Request-Id') ?? requestId(),
      )
      headers.set('CoSec-Device-Id', deviceId)
      c.set('logged', { source: source.name, write: true, requestId: headers.get('Command-Request-Id') })
    }

    const response = await source.send({
      method: request.method,
      path: pathname + url.search,
      headers,
      body: await readBody(request),
      signal: AbortSignal.any([request.signal, stopping]),
      patienceMs: patience(headers),
      ownConnection: route.write,
    })
    if (route.write) {
      c.set('logged', { ...c.get('logged'), outcome: response.headers.get('wow-error-code') ?? response.status })
      source.wrote()
    }
    return source.embedded ? response : passOn(c, response)
  }
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

/** The whole body, so that too long a one is refused before the server sees any of it. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const tooLarge = () => new Refusal('GatewayBodyTooLarge', `A request body may have ${MAX_BODY} bytes at most.`)
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > MAX_BODY) throw tooLarge()
  if (request.headers.has('content-length'))
    return announced === 0 ? undefined : new Uint8Array(await request.arrayBuffer())
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

async function passOn(c: Context<GatewayEnv>, response: Response): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  const redirects = response.status >= 300 && response.status < 400 && response.status !== 304
  if (redirects || /html/i.test(type)) {
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
  const isStream = type.startsWith('text/event-stream')
  const body = response.body && guarded(c, response.body, isStream)
  return new Response(body, { status: response.status, statusText: response.statusText, headers })
}

/** What a server that speaks another language said: its status line, its target or the start of its page as text. */
async function words(response: Response): Promise<string> {
  const location = response.headers.get('location')
  if (location !== null || response.headers.has('content-encoding')) {
    await response.body?.cancel()
    return [response.status, response.statusText, location].filter(Boolean).join(' ')
  }
  let text = ''
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true })
    if (text.length > 2000) break
  }
  const plain = text
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `${response.status} ${response.statusText} ${plain.slice(0, 200)}`.trim()
}

/**
 * The body of an answer, which may end too early when the headers are long gone. A stream of events then ends with an
 * event that says why, as the protocol does it; anything else breaks the connection, so that half a list never looks
 * like a whole one.
 */
function guarded(
  c: Context<GatewayEnv>,
  body: ReadableStream<Uint8Array>,
  isStream: boolean,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          if (isStream && error instanceof Refusal) {
            const event = `event:${error.code}\ndata:${JSON.stringify(refusalBody(error))}\n\n`
            controller.enqueue(new TextEncoder().encode(`\n\n${event}`))
            controller.close()
          } else {
            // Breaking the connection ends this stream too; an error in it would be printed by the HTTP adapter.
            if (c.env.outgoing === undefined) controller.error(error)
            else c.env.outgoing.destroy()
          }
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
