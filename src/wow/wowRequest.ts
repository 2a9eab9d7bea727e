/** One HTTP call of the Wow protocol: limits, abort, and every way it can fail as a `WowError`. */
import * as z from 'zod/mini'
import { EventTooLargeError, readEventStream, type ServerSentEvent } from './eventStream.ts'
import { CommandResult, ErrorInfo } from './schemas.ts'
import { WowError } from './wowError.ts'

export interface WowClientOptions {
  /** What comes before `/execution_failed` and `/wow`; no slash at the end. */
  readonly baseUrl: string
  readonly fetch?: (url: string, init: RequestInit) => Response | Promise<Response>
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>
  /** Limit of a call from sending to the last byte. */
  readonly timeoutMs?: number
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
}

export interface Call extends CallOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Longer than the 30 s after which the server itself gives up waiting. */
const TIMEOUT_MS = 35_000

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** The error that a refusal's body tells of. */
export function refusalOf(status: number, body: unknown): WowError {
  const info = z.safeParse(ErrorInfo, body)
  if (!info.success)
    return new WowError({ kind: 'refused', status, message: `The server answered with HTTP ${status}.` })
  const result = z.safeParse(CommandResult, body)
  return new WowError({
    kind: 'refused',
    status,
    message: info.data.errorMsg,
    errorCode: info.data.errorCode,
    bindingErrors: info.data.bindingErrors,
    result: result.success ? result.data : undefined,
  })
}

export function unreadable(status: number, what: string, cause?: unknown): WowError {
  return new WowError({ kind: 'unreadable', status, message: `The server's answer cannot be read: ${what}`, cause })
}

/** The calls of one server. */
export function wowRequests(options: WowClientOptions) {
  const send = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))

  function limits(call: Call) {
    const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS
    const timeout = AbortSignal.timeout(timeoutMs)
    const failure = (cause: unknown): WowError => {
      if (cause instanceof WowError) return cause
      if (cause instanceof EventTooLargeError) return unreadable(200, cause.message, cause)
      if (call.signal?.aborted) return new WowError({ kind: 'aborted', message: 'The call was given up.', cause })
      if (timeout.aborted) {
        return new WowError({ kind: 'timeout', message: `No answer within ${timeoutMs} ms.`, cause })
      }
      const reason = cause instanceof Error ? cause.message : String(cause)
      return new WowError({ kind: 'unreachable', message: `The server cannot be reached: ${reason}`, cause })
    }
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout
    return { signal, failure }
  }

  async function answer(call: Call, signal: AbortSignal): Promise<Response> {
    signal.throwIfAborted()
    const response = await send(`${options.baseUrl}${call.path}`, {
      method: call.method,
      headers: {
        accept: call.accept ?? 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal,
    })
    if (!response.ok) throw refusalOf(response.status, parsed(await response.text()))
    return response
  }

  /** The body of a 200 as text. */
  async function text(call: Call): Promise<string> {
    const { signal, failure } = limits(call)
    try {
      const response = await answer(call, signal)
      return await response.text()
    } catch (error) {
      throw failure(error)
    }
  }

  /** The body of a 200 through a schema; an empty one does not fit any. */
  async function json<T extends z.ZodMiniType>(call: Call, schema: T): Promise<z.infer<T>> {
    const body = await text(call)
    if (body === '') throw unreadable(200, 'it is empty')
    const read = z.safeParse(schema, parsed(body))
    if (read.success) return read.data
    throw unreadable(200, z.prettifyError(read.error), read.error)
  }

  /** The events of an SSE answer as they arrive; leaving the loop closes the connection. */
  async function* events(call: Call): AsyncGenerator<ServerSentEvent, void> {
    const { signal, failure } = limits(call)
    try {
      const response = await answer({ ...call, accept: 'text/event-stream' }, signal)
      const type = response.headers.get('content-type') ?? 'nothing'
      if (!type.startsWith('text/event-stream')) {
        throw unreadable(response.status, `an event stream was asked for and ${type} came`)
      }
      if (response.body !== null) yield* readEventStream(response.body)
    } catch (error) {
      throw failure(error)
    }
  }

  return { text, json, events }
}

/** The JSON of an event's data; undefined where it is none. */
export const eventData = (event: ServerSentEvent): unknown => parsed(event.data)
