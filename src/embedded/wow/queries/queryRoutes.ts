import { BASE_PATH, TENANT_ID } from '../../../wow/commands/commands.ts'
import type { Condition, ListQuery } from '../../../wow/condition/condition.ts'
import { checkCondition, checkLimit, checkPage } from '../../../wow/condition/guard.ts'
import {
  parseCondition,
  parseListQuery,
  parsePagedQuery,
  parseSingleQuery,
} from '../../../wow/condition/parseCondition.ts'
import { scoped, withDeletionGuard } from '../../../wow/condition/rewrite.ts'
import { SSE_TYPE } from '../http/accept.ts'
import { readJson } from '../http/bodies.ts'
import type { DocumentQueries, QueryOptions } from './documentQueries.ts'
import { ownerHeader, spaceHeader } from '../commands/commandHeaders.ts'
import type { QueryTime } from './queryTime.ts'
import { illegalArgument, notFoundResource } from '../refusal.ts'
import { emptyResponse, jsonResponse, sseResponse } from '../http/respond.ts'
import { JSON_ONLY, JSON_OR_SSE, type ErrorEvent, type Produced, type Route, type WowRequest } from '../http/routes.ts'

/** A parsed body, or what is wrong with it. */
type Parsing<K extends string, T> =
  | ({ readonly ok: true } & { readonly [key in K]: T })
  | { readonly ok: false; readonly message: string }

function query<T>(parsed: Parsing<'query', T>): T {
  if (!parsed.ok) throw illegalArgument(parsed.message)
  return parsed.query
}

interface QueryRouteOptions {
  readonly kind: 'snapshot' | 'event'
  readonly queries: DocumentQueries
  readonly strict: boolean
  readonly within: QueryTime
  readonly errorEvent: ErrorEvent
}

/** The POST routes that query one kind of document (contract 4.1). */
export function queryRoutes({ kind, queries, strict, within, errorEvent }: QueryRouteOptions): Route[] {
  /**
   * What really runs for a condition: rewritten with tenant, owner and space, then judged by the guard, then kept from
   * deleted snapshots, in this order (contract 4.3).
   */
  function effective(condition: Condition, headers: Headers): Condition {
    const rewritten = scoped(condition, {
      tenantId: TENANT_ID,
      ownerId: ownerHeader(headers),
      spaceId: spaceHeader(headers),
    })
    const refused = checkCondition(rewritten, { strict })
    if (refused !== undefined) throw illegalArgument(refused.message)
    return kind === 'snapshot' ? withDeletionGuard(rewritten) : rewritten
  }

  const route = (
    path: string,
    produces: readonly Produced[],
    answer: (request: WowRequest, produced: Produced) => Promise<Response>,
  ): Route => ({
    method: 'POST',
    path: `${BASE_PATH}/${kind}${path}`,
    produces,
    answer: (request, _, produced) => answer(request, produced),
  })

  const list = (path: string, state: boolean): Route =>
    route(path, JSON_OR_SSE, async (request, produced) => {
      const read = async <T>(signal: AbortSignal, from: (asked: ListQuery, options: QueryOptions) => Promise<T>) => {
        const body = await readJson(request, 'raw')
        if (body === undefined) return undefined
        const asked = query(parseListQuery(body))
        const refused = checkLimit(asked.limit)
        if (refused !== undefined) throw illegalArgument(refused)
        const condition = effective(asked.condition, request.headers)
        return within('map', signal, (limits) => from({ ...asked, condition }, { ...limits, state }))
      }
      if (produced !== SSE_TYPE) return jsonResponse((await read(request.signal, queries.listJson)) ?? '[]')
      return sseResponse(
        async (signal) => (await read(signal, queries.list)) ?? [],
        async function* (rows) {
          for (const data of rows) yield { data }
        },
        errorEvent,
      )
    })

  const paged = (path: string, state: boolean): Route =>
    route(path, JSON_ONLY, async (request) => {
      const body = await readJson(request, 'raw')
      if (body === undefined) return emptyResponse()
      const asked = query(parsePagedQuery(body))
      const refused = checkPage(asked.pagination)
      if (refused !== undefined) throw illegalArgument(refused)
      const condition = effective(asked.condition, request.headers)
      const { total, list: rows } = await within('map', request.signal, (limits) =>
        queries.paged({ ...asked, condition }, { ...limits, state }),
      )
      return jsonResponse(`{"total":${total},"list":[${rows.join(',')}]}`)
    })

  const single = (path: string, state: boolean): Route =>
    route(path, JSON_ONLY, async (request) => {
      const body = await readJson(request, 'raw')
      if (body === undefined) return emptyResponse()
      const asked = query(parseSingleQuery(body))
      const condition = effective(asked.condition, request.headers)
      const row = await within('map', request.signal, (limits) =>
        queries.single({ ...asked, condition }, { ...limits, state }),
      )
      if (row === undefined) throw notFoundResource()
      return jsonResponse(row)
    })

  const count = route('/count', JSON_ONLY, async (request) => {
    const body = await readJson(request, 'raw')
    if (body === undefined) return emptyResponse()
    const parsed = parseCondition(body)
    if (!parsed.ok) throw illegalArgument(parsed.message)
    const condition = effective(parsed.condition, request.headers)
    return jsonResponse(String(await within('from', request.signal, (limits) => queries.count(condition, limits))))
  })

  const both = [count, list('/list', false), paged('/paged', false)]
  if (kind === 'event') return both
  return [
    ...both,
    list('/list/state', true),
    paged('/paged/state', true),
    single('/single', false),
    single('/single/state', true),
  ]
}
