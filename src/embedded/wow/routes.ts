import { Hono, type Context } from 'hono'
import { JSON_TYPE, negotiate, SSE_TYPE, TEXT_TYPE } from './accept.ts'
import { Cancelled, LaneFull } from '../../store/storeErrors.ts'
import { ConditionError } from '../../wow/condition.ts'
import { illegalArgument, Refusal } from './refusal.ts'
import { refusalResponse, type SseEvent } from './respond.ts'

export const JSON_ONLY = [JSON_TYPE] as const
export const JSON_OR_SSE = [JSON_TYPE, SSE_TYPE] as const
export const TEXT_ONLY = [TEXT_TYPE] as const

export type Produced = typeof JSON_TYPE | typeof SSE_TYPE | typeof TEXT_TYPE

/** The last event of an SSE answer that failed. */
export type ErrorEvent = (error: unknown) => SseEvent

/** A decoded `:name` of the path. */
export type Parameter = (name: string) => string

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Hono's form: `/execution_failed/:id/snapshot`. */
  readonly path: string
  readonly produces: readonly Produced[]
  /** The route exists only for who accepts JSON, whatever it then prefers. */
  readonly needsJson?: true
  readonly answer: (request: Request, parameter: Parameter, produced: Produced) => Promise<Response>
}

/**
 * The address of a request as routes are written: each segment decoded once and encoded again in one way, `;x=y` of a
 * segment dropped, the optional prefix `/compensation` taken off (contract 1.1, 12.1). Slashes are left alone, because
 * a doubled or trailing one is another address.
 */
function routePath(request: Request): string {
  const path = new URL(request.url).pathname
    .split('/')
    .map((segment) => encodeURIComponent(decodeSegment(segment.split(';')[0] ?? '')))
    .join('/')
  return path.startsWith('/compensation/') ? path.slice('/compensation'.length) : path
}

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
function noRoute(request: Request): Response {
  const path = new URL(request.url).pathname.replace(/^\/+|\/+$/g, '')
  return refusalResponse(
    new Refusal('NotFound', `404 NOT_FOUND "No static resource ${path} for request '${request.url}'."`),
  )
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
export function wowApp(routes: readonly Route[], log: (entry: Record<string, unknown>) => void): Hono {
  const app = new Hono({ getPath: routePath })
  for (const { method, path, produces, needsJson, answer } of routes) {
    app.on(method, path, async (context: Context, next) => {
      const accept = context.req.header('accept') ?? null
      const produced = negotiate(accept, produces)
      const missed = produced === undefined || (needsJson && negotiate(accept, JSON_ONLY) === undefined)
      // Hono would serve HEAD as GET.
      if (missed || context.req.method === 'HEAD') return next()
      return answer(context.req.raw, (name) => context.req.param(name) ?? '', produced)
    })
  }
  app.notFound((context) => noRoute(context.req.raw))
  app.onError((error) => refusalResponse(asRefusal(error, log)))
  return app
}
