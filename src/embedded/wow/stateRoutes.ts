import { printedId } from '../../wow/execution/access.ts'
import { BASE_PATH } from '../../wow/commands/commands.ts'
import type { Aggregate } from '../../wow/execution/executionFailed.ts'
import { checkLimit } from '../../wow/condition/guard.ts'
import { SSE_TYPE } from './http/accept.ts'
import { ownerHeader } from './commands/commandHeaders.ts'
import type { HistoryPiece, HistoryRead } from './historyJobs.ts'
import type { QueryTime } from './queries/queryTime.ts'
import { illegalArgument, notFoundResource, Refusal } from './refusal.ts'
import { jsonListResponse, jsonResponse, sseResponse } from './http/respond.ts'
import { JSON_ONLY, JSON_OR_SSE, type ErrorEvent, type Parameter, type Route, type WowRequest } from './http/routes.ts'
import type { WowStore } from './wowStore.ts'

const notANumber = (text: string) => illegalArgument(`For input string: "${text}"`)

function parseInteger(text: string, most: number): number {
  const number = /^[+-]?\d{1,19}$/.test(text) ? Number(text) : NaN
  if (!(Math.abs(number) <= most)) throw notANumber(text)
  return number
}

/** A number in a path, refused in the server's words. */
export const parseInt32 = (text: string): number => parseInteger(text, 2_147_483_647)
const parseInt64 = (text: string): number => parseInteger(text, 2 ** 63)

const route = (path: string, answer: (request: WowRequest, parameter: Parameter) => Promise<Response>): Route => ({
  method: 'GET',
  path: `${BASE_PATH}/:id${path}`,
  produces: JSON_ONLY,
  answer,
})

/** What is read of a history at once: others wait so long at most. */
const PIECE_MS = 25

/** What one aggregate is and was: read by id, not by condition (contract 4.6 to 4.10). */
export function stateRoutes(store: WowStore, within: QueryTime, errorEvent: ErrorEvent): Route[] {
  /** Reads a history from its beginning, piece by piece. */
  async function* history(
    signal: AbortSignal,
    asked: Pick<HistoryPiece, 'id' | 'time' | 'tellFrom'> & { readonly tail?: number },
  ): AsyncGenerator<HistoryRead, void> {
    const { tail = Number.MAX_SAFE_INTEGER } = asked
    let before: Aggregate | undefined
    for (let head: number | undefined = 1; head !== undefined;) {
      const read: HistoryRead = await store.pages.run(
        'readHistory',
        { ...asked, head, tail, before, mostMs: PIECE_MS },
        { signal },
      )
      yield read
      before = read.after
      head = read.next
    }
  }

  async function aggregateAt(
    signal: AbortSignal,
    asked: Pick<HistoryPiece, 'id' | 'time'> & { readonly tail?: number },
  ): Promise<Aggregate | undefined> {
    let aggregate: Aggregate | undefined
    for await (const read of history(signal, asked)) aggregate = read.after
    return aggregate
  }

  return [
    route('/snapshot', async (request, parameter) => {
      const snapshot = await within('ignoreThen', request.signal, (limits) =>
        store.pages.run('loadSnapshot', { id: parameter('id') }, limits),
      )
      const owner = ownerHeader(request.headers)
      if (snapshot === undefined || snapshot.deleted || (owner !== undefined && owner !== snapshot.ownerId))
        throw notFoundResource()
      return jsonResponse(JSON.stringify(snapshot))
    }),

    route('/state', async ({ signal }, parameter) => stateResponse(await aggregateAt(signal, { id: parameter('id') }))),

    route('/state/tracing', async (request, parameter) => {
      const id = parameter('id')
      const { head, tail, limit } = readWindow(new URL(request.url).searchParams)
      const last = await store.pages.run('lastVersion', { id }, { signal: request.signal })
      const end = Math.min(tail ?? last, last)
      const tellFrom = limit === undefined ? head : Math.max(head, end - limit + 1)
      if (tellFrom > end) return jsonResponse('[]')
      return jsonListResponse((signal) => history(signal, { id, tail: end, tellFrom }), request.signal)
    }),

    route('/state/:version', async (request, parameter) => {
      const id = parameter('id')
      const version = parseInt32(parameter('version'))
      if (version < 1)
        throw illegalArgument(
          `${printedId(id)} tailVersion[${version}] must be greater than or equal to headVersion[1]!`,
        )
      const aggregate = await aggregateAt(request.signal, { id, tail: version })
      if (aggregate !== undefined && aggregate.version !== version)
        throw new Refusal('IllegalState', `targetVersion:${version} != stateAggregate.version:${aggregate.version}`)
      return stateResponse(aggregate)
    }),

    route('/state/time/:createTime', async (request, parameter) => {
      const id = parameter('id')
      const time = parseInt64(parameter('createTime'))
      if (time < 1)
        throw illegalArgument(
          `${printedId(id)} tailEventTime[${time}] must be greater than or equal to headEventTime[1]!`,
        )
      return stateResponse(await aggregateAt(request.signal, { id, time }))
    }),

    {
      method: 'GET',
      path: `${BASE_PATH}/:id/event/:headVersion/:tailVersion`,
      produces: JSON_OR_SSE,
      async answer(request, parameter, produced) {
        const read = async (signal: AbortSignal) => {
          const head = parseInt32(parameter('headVersion'))
          const tail = parseInt32(parameter('tailVersion'))
          const refused = checkLimit(tail - head + 1)
          if (refused !== undefined) throw illegalArgument(refused)
          const id = parameter('id')
          return within('map', signal, (limits) => store.pages.run('streamTexts', { id, head, tail }, limits))
        }
        if (produced !== SSE_TYPE) return jsonResponse(`[${(await read(request.signal)).join(',')}]`)
        return sseResponse(
          read,
          async function* (streams) {
            for (const data of streams) yield { data }
          },
          errorEvent,
        )
      },
    },
  ]
}

function stateResponse(aggregate: Aggregate | undefined): Response {
  if (aggregate === undefined || aggregate.deleted) throw notFoundResource()
  return jsonResponse(JSON.stringify(aggregate.state))
}

/** The window of `state/tracing` (contract 4.9): checked in the order of its parameters. */
function readWindow(query: URLSearchParams) {
  const integer = (name: string): number | undefined => {
    const text = query.get(name)
    if (text === null) return undefined
    if (text.trim() === '') throw illegalArgument(`${name} must not be blank.`)
    const number = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : NaN
    if (!(Math.abs(number) <= 2_147_483_647)) throw illegalArgument(`${name} must be an integer.`)
    return number
  }
  const head = integer('headVersion') ?? 1
  if (head <= 0) throw illegalArgument('headVersion must be greater than 0.')
  const tail = integer('tailVersion')
  if (tail !== undefined && tail < head)
    throw illegalArgument('tailVersion must be greater than or equal to headVersion.')
  const limit = integer('limit')
  if (limit !== undefined && limit < 0) throw illegalArgument('limit must be greater than or equal to 0.')
  return { head, tail, limit }
}
