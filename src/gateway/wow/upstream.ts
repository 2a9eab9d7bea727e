/** How the gateway reaches a Wow server: one function, whether the server is in this process or behind a network. */
import http from 'node:http'
import https from 'node:https'
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../http/refusal.ts'

export interface UpstreamRequest {
  readonly method: string
  /** Path and query as the protocol knows them, from its root: `/execution_failed/…`. */
  readonly path: string
  readonly headers: Headers
  readonly body?: Uint8Array<ArrayBuffer> | undefined
  readonly signal: AbortSignal
  /** Longest silence in milliseconds: until the headers arrive, and then between two parts of the body. */
  readonly patienceMs: number
  /** A connection of its own: a command must not be lost on one that the server is about to close. */
  readonly ownConnection: boolean
}

/**
 * Sends one request and answers with the headers read and the body still streaming. Throws a `Refusal` when no
 * answer came; an abort of `signal` ends both sides.
 */
export type Upstream = (request: UpstreamRequest) => Promise<Response>

/** What the embedded server reads of a request: making a whole `Request` would cost more than a small question. */
interface EmbeddedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly signal: AbortSignal
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | null
}

/** The embedded server, called in process. */
export function embeddedUpstream(wow: { fetch(request: EmbeddedRequest): Promise<Response> }): Upstream {
  return ({ method, path, headers, body = null, signal }) =>
    wow.fetch({ method, url: `http://localhost${path}`, headers, body, signal })
}

/**
 * A configured server. Node's own client instead of `fetch`: it decodes nothing, adds nothing and follows no redirect,
 * so that what the server says arrives as it was said.
 */
export function httpUpstream({
  url,
  headers: extra,
}: {
  url: URL
  headers: Readonly<Record<string, string>>
}): Upstream {
  const transport = url.protocol === 'https:' ? https : http
  const agent = new transport.Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 8 })
  const base = url.pathname.replace(/\/$/, '')

  return ({ method, path, headers, body, signal, patienceMs, ownConnection }) =>
    new Promise((resolve, reject) => {
      const outgoing = transport.request(
        {
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
          port: url.port,
          method,
          path: base + path,
          headers: {
            ...Object.fromEntries(headers),
            ...extra,
            ...(body === undefined ? {} : { 'content-length': body.byteLength }),
          },
          agent: ownConnection ? false : agent,
          signal,
        },
        (incoming) => {
          clearTimeout(patience)
          // Such an answer may have come without the body being read; what follows on that connection gets lost.
          if ((incoming.statusCode ?? 0) >= 400) outgoing.shouldKeepAlive = false
          resolve(toResponse(incoming, method, patienceMs))
        },
      )
      const patience = setTimeout(() => outgoing.destroy(tooSlow(patienceMs)), patienceMs)
      outgoing.on('error', (error) => {
        clearTimeout(patience)
        reject(asRefusal(error))
      })
      outgoing.end(body)
    })
}

function toResponse(incoming: IncomingMessage, method: string, patienceMs: number): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const status = incoming.statusCode ?? 502
  const init = { status, statusText: incoming.statusMessage ?? '', headers }
  if (status === 204 || status === 304 || method === 'HEAD') {
    incoming.resume()
    return new Response(null, init)
  }
  return new Response(bodyOf(incoming, patienceMs), init)
}

/** The body as it comes. The limit on silence runs only while somebody waits for the next part. */
function bodyOf(incoming: IncomingMessage, patienceMs: number): ReadableStream<Uint8Array> {
  const parts: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const patience = setTimeout(() => incoming.destroy(tooSlow(patienceMs)), patienceMs)
        try {
          const part = await parts.next()
          if (part.done === true) controller.close()
          else controller.enqueue(part.value)
        } catch (error) {
          controller.error(asRefusal(error))
        } finally {
          clearTimeout(patience)
        }
      },
      cancel() {
        incoming.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}

function tooSlow(patienceMs: number): Refusal {
  return new Refusal('GatewayUpstreamTimeout', `The Wow server said nothing for ${patienceMs / 1000} s.`)
}

/** A network error in words; the system's own words stay beside it. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const upstream = describeError(error)
  if (code.startsWith('HPE_')) {
    return new Refusal('GatewayUpstreamUnreadable', 'What the Wow server answered is not HTTP.', {
      upstream,
      cause: error,
    })
  }
  return new Refusal('GatewayUpstreamUnreachable', 'The Wow server could not be reached.', { upstream, cause: error })
}

/** Several failed addresses of one host come as an error without a message of its own. */
function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describeError).join('; ')
  return error instanceof Error ? error.message : String(error)
}
