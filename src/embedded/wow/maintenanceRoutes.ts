import { printedId } from '../../wow/execution/access.ts'
import { bind } from '../../wow/commands/commandBody.ts'
import { BASE_PATH } from '../../wow/commands/commands.ts'
import { compensationHeader, compensationTarget, RESEND_FUNCTION } from '../../wow/commands/compensation.ts'
import { replay, toStateEvent } from '../../wow/execution/executionFailed.ts'
import type { DomainEventStream, StateEvent } from '../../wow/schemas.ts'
import { readJson } from './http/bodies.ts'
import type { EventBus } from './eventBus.ts'
import type { BatchProgress } from './maintenanceJobs.ts'
import { illegalArgument, notFoundResource, statusOf, unreadableBody } from './refusal.ts'
import { emptyResponse, jsonResponse } from './http/respond.ts'
import { JSON_ONLY, type Parameter, type Route, type WowRequest } from './http/routes.ts'
import { parseInt32 } from './stateRoutes.ts'
import type { WowStore } from './wowStore.ts'

/** What is published once more, by the kind of function that takes it. A header names the one function (`isMeantFor`). */
export interface Republished {
  readonly EVENT: DomainEventStream
  readonly STATE_EVENT: StateEvent
}

export interface MaintenancePorts {
  readonly store: WowStore
  readonly now: () => number
  readonly newId: () => string
  readonly republish: { readonly [Kind in keyof Republished]: EventBus<Republished[Kind]> }
  readonly log: (entry: Record<string, unknown>) => void
}

/** Commands wait at most about this long for a piece of a batch. */
const PIECE_MS = 40

const route = (
  method: 'PUT' | 'POST',
  path: string,
  answer: (request: WowRequest, parameter: Parameter) => Promise<Response>,
): Route => ({ method, path: `${BASE_PATH}${path}`, produces: JSON_ONLY, answer })

/** What keeps the read side and other copies right (contract 6). */
export function maintenanceRoutes({ store, now, newId, republish, log }: MaintenancePorts): Route[] {
  /** Runs a batch piece by piece, so that nobody waits for the whole of it, until its end or until the caller leaves. */
  async function batch(
    parameter: Parameter,
    run: (piece: { afterId: string; limit: number; mostMs: number }) => Promise<BatchProgress>,
  ): Promise<Response> {
    // As the real server's database reads it: 0 is no limit, and -5 the same as 5.
    const asked = Math.abs(parseInt32(parameter('limit')))
    const limit = asked === 0 ? Number.MAX_SAFE_INTEGER : asked
    let afterId = parameter('afterId')
    let size = 0
    for (;;) {
      const progress = await run({ afterId, limit: limit - size, mostMs: PIECE_MS })
      afterId = progress.afterId
      size += progress.size
      if (progress.failed !== undefined) {
        log({ level: 'error', message: 'a batch stopped', ...progress.failed })
        return batchResponse(afterId, size, progress.failed.id)
      }
      if (progress.ended || size >= limit) return batchResponse(afterId, size)
    }
  }

  return [
    route('PUT', '/:id/snapshot', async (_, parameter) => {
      const found = await store.write.run('regenerateSnapshot', { id: parameter('id'), now: now() })
      if (!found) throw notFoundResource()
      return emptyResponse()
    }),

    route('PUT', '/snapshot/:afterId/:limit', ({ signal }, parameter) =>
      batch(parameter, (piece) => store.write.run('regenerateSnapshots', { ...piece, now: now() }, { signal })),
    ),

    route('POST', '/state/:afterId/:limit', ({ signal }, parameter) =>
      batch(parameter, async (piece) => {
        const { events, ...progress } = await store.scans.run(
          'stateEvents',
          { ...piece, wanted: republish.STATE_EVENT.hasListeners() },
          { signal },
        )
        const header = compensationHeader({ id: newId(), function: RESEND_FUNCTION })
        for (const event of events) republish.STATE_EVENT.publish({ ...event, header: { ...event.header, ...header } })
        return progress
      }),
    ),

    route('PUT', '/:id/:version/compensate', async (request, parameter) => {
      const version = parseInt32(parameter('version'))
      const body = await readJson(request, { typed: 'me.ahoo.wow.messaging.compensation.CompensationTarget' })
      if (body === undefined) return emptyResponse()
      const bound = bind(compensationTarget, body, false)
      if (!bound.ok) throw unreadableBody(bound.failure.serverMessage)
      const target = { id: bound.value.id ?? newId(), function: bound.value.function }
      const kind = target.function.functionKind
      if (kind !== 'EVENT' && kind !== 'STATE_EVENT') throw illegalArgument(`Unsupported FunctionKind:${kind}`)

      const head = kind === 'EVENT' ? version : 1
      const history = await store.pages.run(
        'loadStreams',
        { id: parameter('id'), head, tail: version },
        { signal: request.signal },
      )
      const stream = history.at(-1)
      if (stream?.version !== version) return jsonResponse('0')
      const header = { ...stream.header, ...compensationHeader(target) }
      if (kind === 'EVENT') {
        republish.EVENT.publish({ ...stream, header })
        return jsonResponse('1')
      }
      const aggregate = replay(history)
      if (aggregate === undefined) return jsonResponse('0')
      republish.STATE_EVENT.publish({ ...toStateEvent(stream, aggregate), header })
      return jsonResponse('1')
    }),
  ]
}

function batchResponse(afterId: string, size: number, failed?: string): Response {
  const errorCode = failed === undefined ? 'Ok' : 'BatchTaskError'
  const errorMsg = failed === undefined ? '' : `Task[${printedId(failed)}] execution failed.`
  const result = { afterId, size, errorCode, errorMsg, succeeded: failed === undefined }
  return jsonResponse(JSON.stringify(result), errorCode, statusOf(errorCode))
}
