import { JSON_TYPE, negotiate, SSE_TYPE, TEXT_TYPE, type Produced } from './accept.ts'
import { Cancelled, LaneFull } from '../../../store/storeErrors.ts'
import { ConditionError } from '../../../wow/condition/condition.ts'
import { illegalArgument, methodNotAllowed, notAcceptable, Refusal } from '../refusal.ts'
import { refusalResponse, type SseEvent } from './respond.ts'

export const JSON_ONLY = [JSON_TYPE] as const
export const JSON_OR_SSE = [JSON_TYPE, SSE_TYPE] as const
export const TEXT_ONLY = [TEXT_TYPE] as const

export type { Produced }

/** The last event of an SSE answer that failed. */
export type ErrorEvent = (error: unknown) => SseEvent

/** A decoded `:name` of the path. */
export type Parameter = (name: string) => string

/** What the routes read of a request. A `Request` is one; a caller in this process is spared the weight of making it. */
export interface WowRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly signal: AbortSignal
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | null
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` stands for one segment: `/execution_failed/:id/snapshot`. */
  readonly path: string
  readonly produces: readonly Produced[]
  /** The route exists only for who accepts JSON, whatever it then prefers. */
  readonly needsJson?: true
  /**
   * Which mismatch is refused as such: documents and pages are another handler's on the real server, and the BI script
   * negotiates by itself. Everywhere else both are "no such address" (contract 1.1, 1.2).
   */
  readonly refuses?: readonly ('method' | 'accept')[]
  readonly answer: (request: WowRequest, parameter: Parameter, produced: Produced) => Promise<Response>
}

/**
 * The segments of a path as routes are compared with them: each decoded once, `;x=y` of a segment dropped, the optional
 * prefix `/compensation` taken off (contract 1.1, 12.1). Slashes are left alone, because a doubled or trailing one is
 * another address.
 */
function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/').map((segment) => decodeSegment(segment.split(';')[0] ?? ''))
  return segments[1] === 'compensation' && segments.length > 2 ? segments.toSpliced(1, 1) : segments
}

/** The path of an absolute and normalized address. */
const pathOf = (url: string): string => /^[^/]*\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? ''

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // Not an encoding: it stands for itself, and matches no id that a client could have been given.
  }
}

/**
 * No route, the wrong method and an `Accept` that the route does not produce are all the same 404 (contract 1.1). The
 * message has the path without outer slashes and the whole address.
 */
function noRoute(path: string, url: string): Response {
  const bare = path.replace(/^\/+|\/+$/g, '')
  return refusalResponse(new Refusal('NotFound', `404 NOT_FOUND "No static resource ${bare} for request '${url}'."`))
}

/** Whatever went wrong as the answer it gets. What is no refusal is logged and answered without its words (1.5). */
export function asRefusal(error: unknown, log: (entry: Record<string, unknown>) => void): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof ConditionError) return illegalArgument(error.message)
  if (error instanceof LaneFull) return new Refusal('TooManyRequests', error.message)
  if (error instanceof Error && !(error instanceof Cancelled))
    log({ level: 'error', message: error.message, stack: error.stack })
  return new Refusal('InternalServerError', 'Unexpected server error')
}

/** The routes as one application. */
export function wowApp(routes: readonly Route[], log: (entry: Record<string, unknown>) => void) {
  const patterns = routes.map((route) => ({ route, pattern: route.path.split('/') }))
  const routesAt = (path: string) => {
    const segments = segmentsOf(path)
    return { segments, found: patterns.filter(({ pattern }) => isAddress(segments, pattern)) }
  }
  // Most questions come to an address without parameters, which needs no comparing.
  const literal = new Map(routes.filter(({ path }) => !path.includes(':')).map(({ path }) => [path, routesAt(path)]))

  async function answer(request: WowRequest): Promise<Response> {
    const accept = request.headers.get('accept')
    const path = pathOf(request.url)
    const { segments, found } = literal.get(path) ?? routesAt(path)
    let refusal: Refusal | undefined
    for (const { route, pattern } of found) {
      const asked = request.method === 'HEAD' && route.refuses?.includes('method') ? 'GET' : request.method
      if (route.method !== asked) {
        if (route.refuses?.includes('method')) refusal ??= methodNotAllowed(request.method)
        continue
      }
      const produced = negotiate(accept, route.produces)
      const missed = produced === undefined || (route.needsJson && negotiate(accept, JSON_ONLY) === undefined)
      if (!missed) return route.answer(request, (name) => segments[pattern.indexOf(`:${name}`)] ?? '', produced)
      if (route.refuses?.includes('accept')) refusal ??= notAcceptable()
    }
    if (refusal !== undefined) throw refusal
    return noRoute(path, request.url)
  }

  return async (request: WowRequest): Promise<Response> => {
    try {
      const response = await answer(request)
      return request.method === 'HEAD' ? new Response(null, response) : response
    } catch (error) {
      return refusalResponse(asRefusal(error, log))
    }
  }
}

const isAddress = (segments: readonly string[], pattern: readonly string[]): boolean =>
  segments.length === pattern.length &&
  pattern.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]))
