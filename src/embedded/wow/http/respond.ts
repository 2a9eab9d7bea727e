import { JSON_TYPE, SSE_TYPE } from './accept.ts'
import { Refusal } from '../refusal.ts'

/** Answer of a query or command that went through; `errorCode` is not `Ok` when the body says so itself. */
export function jsonResponse(body: string | Uint8Array<ArrayBuffer>, errorCode = 'Ok', status = 200): Response {
  return new Response(body, { status, headers: { 'Content-Type': JSON_TYPE, 'Wow-Error-Code': errorCode } })
}

/** 200 with nothing in it: no content type and no `Wow-Error-Code` (contract 4.2). */
export const emptyResponse = (): Response => new Response(null, { status: 200 })

export function refusalResponse(refusal: Refusal): Response {
  return jsonResponse(JSON.stringify(refusal.body), refusal.errorCode, refusal.status)
}

/**
 * A JSON array whose elements come in pieces, each asked for only as the reader takes it. What fails before the first
 * piece is a refusal as ever; what fails later breaks the connection, so that half a list never looks like a whole one.
 */
export async function jsonListResponse(
  pieces: (reader: AbortSignal) => AsyncGenerator<{ readonly text: string }, void>,
  caller: AbortSignal,
): Promise<Response> {
  const left = new AbortController()
  const source = pieces(AbortSignal.any([caller, left.signal]))
  const encoder = new TextEncoder()
  let next = await source.next()
  let isEmpty = true
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode('[')),
    async pull(controller) {
      for (;;) {
        if (next.done === true) {
          controller.enqueue(encoder.encode(']'))
          return controller.close()
        }
        const { text } = next.value
        if (text !== '') controller.enqueue(encoder.encode(isEmpty ? text : `,${text}`))
        isEmpty &&= text === ''
        next = await source.next()
        if (text !== '') return
      }
    },
    async cancel() {
      left.abort()
      await source.return()
    },
  })
  return new Response(body, { status: 200, headers: { 'Content-Type': JSON_TYPE, 'Wow-Error-Code': 'Ok' } })
}

export interface SseEvent {
  readonly id?: string
  readonly event?: string
  /** JSON on one line. */
  readonly data: string
}

/**
 * An SSE answer (contract 3.5, 4.5): always 200; a failure is the last event. `prepare` reads the request to its end
 * before the answer begins. Events are asked for only as the reader takes them; when the reader leaves, the generator
 * is ended and `prepare`'s signal aborted.
 */
export async function sseResponse<T>(
  prepare: (reader: AbortSignal) => Promise<T>,
  events: (prepared: T) => AsyncGenerator<SseEvent, void>,
  failed: (error: unknown) => SseEvent,
): Promise<Response> {
  const reader = new AbortController()
  const encoder = new TextEncoder()
  const [prepared] = await Promise.allSettled([prepare(reader.signal)])
  const source = prepared.status === 'fulfilled' ? events(prepared.value) : undefined
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (prepared.status === 'rejected') throw prepared.reason
        const next = await source?.next()
        if (next === undefined || next.done === true) controller.close()
        else controller.enqueue(encoder.encode(sseText(next.value)))
      } catch (error) {
        if (reader.signal.aborted) return
        controller.enqueue(encoder.encode(sseText(failed(error))))
        controller.close()
      }
    },
    async cancel() {
      reader.abort()
      await source?.return()
    },
  })
  return new Response(body, {
    status: 200,
    headers: { 'Content-Type': `${SSE_TYPE};charset=UTF-8`, 'Wow-Error-Code': 'Ok' },
  })
}

/** No blank after the colon; every event ends with one empty line, as recorded. */
function sseText({ id, event, data }: SseEvent): string {
  return `${id === undefined ? '' : `id:${id}\n`}${event === undefined ? '' : `event:${event}\n`}data:${data}\n\n`
}
