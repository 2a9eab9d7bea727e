/** Bodies that come from a Wow server: what to do when they break off, how to see how they ended, and how much is read. */
import type { ServerResponse } from 'node:http'
import { Refusal, refusalBody } from '../http/refusal.ts'

type Body = ReadableStream<Uint8Array>

/**
 * A body which may end too early, when the headers are long gone. A stream of events then ends with an event that says
 * why, as the protocol does it; anything else breaks the connection, so that half a list never looks like a whole one.
 */
export function guarded(body: Body, isEventStream: boolean, connection: () => ServerResponse | undefined): Body {
  const reader = body.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          if (isEventStream && error instanceof Refusal) {
            const event = `\n\nevent:${error.code}\ndata:${JSON.stringify(refusalBody(error))}\n\n`
            controller.enqueue(new TextEncoder().encode(event))
            controller.close()
          } else {
            // Breaking the connection ends this stream too; an error in it would be printed by the HTTP adapter.
            const outgoing = connection()
            if (outgoing === undefined) controller.error(error)
            else outgoing.destroy()
          }
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** Longer than any event of a command, whose error code stands in its last one. */
const KEPT = 16_384

/** The body of a command's events; `onEnd` gets its last error code, `left` or `broken`. */
export function followed(body: Body, onEnd: (outcome: string) => void): Body {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let tail = ''
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) {
            onEnd([...tail.matchAll(/"errorCode":"([^"]*)"/g)].at(-1)?.[1] ?? 'unknown')
            controller.close()
          } else {
            tail = (tail + decoder.decode(value, { stream: true })).slice(-KEPT)
            controller.enqueue(value)
          }
        } catch (error) {
          onEnd('broken')
          controller.error(error)
        }
      },
      cancel(reason) {
        onEnd('left')
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** What a server that speaks another language said: its status line, its target or the start of its page as text. */
export async function words(response: Response): Promise<string> {
  const location = response.headers.get('location')
  if (location !== null || response.headers.has('content-encoding')) {
    await response.body?.cancel()
    return [response.status, response.statusText, location].filter(Boolean).join(' ')
  }
  const plain = (await readStart(response, 2000))
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `${response.status} ${response.statusText} ${plain.slice(0, 200)}`.trim()
}

/** The whole answer; throws when it is longer. */
export async function readText(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true })
    if (text.length > limit) {
      throw new Refusal('GatewayUpstreamUnreadable', `The Wow server's answer is longer than ${limit} characters.`)
    }
  }
  return text + decoder.decode()
}

/** An answer up to so many characters; the rest is not read. */
export async function readStart(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true })
    if (text.length >= limit) break
  }
  return text.slice(0, limit)
}
