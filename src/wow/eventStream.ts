/** Server-sent events as the WHATWG standard reads them (html.spec.whatwg.org, 9.2.6). */

export interface ServerSentEvent {
  /** `message` when the stream names none. */
  readonly event: string
  readonly data: string
  /** The last id seen, which stays until another comes; "" before the first. */
  readonly id: string
}

export class EventTooLargeError extends Error {
  constructor(limit: number) {
    super(`The event stream sent an event of more than ${limit} characters.`)
    this.name = 'EventTooLargeError'
  }
}

/** The lines of the text, by LF, CR or CRLF. A rest without an end is not a line. */
async function* readLines(text: AsyncIterable<string>, maxCharacters: number): AsyncGenerator<string, void> {
  // Pieces of a line that is not finished: joined once, so that a long line in small chunks costs no more than its length.
  let pieces: string[] = []
  let length = 0
  let afterReturn = false
  for await (const chunk of text) {
    let start = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at)
      if (code !== 10 && code !== 13) {
        afterReturn = false
        continue
      }
      if (code === 10 && afterReturn) {
        afterReturn = false
        start = at + 1
        continue
      }
      afterReturn = code === 13
      pieces.push(chunk.slice(start, at))
      yield pieces.join('')
      pieces = []
      length = 0
      start = at + 1
    }
    pieces.push(chunk.slice(start))
    length += chunk.length - start
    if (length > maxCharacters) throw new EventTooLargeError(maxCharacters)
  }
}

/** Cancels the stream when the reader leaves early, so that the connection closes. */
async function* readText(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let done = false
  try {
    while (!done) {
      const chunk = await reader.read()
      done = chunk.done
      if (chunk.value !== undefined) yield decoder.decode(chunk.value, { stream: true })
    }
  } finally {
    if (!done) await reader.cancel().catch(ignoreCancelFailure)
    reader.releaseLock()
  }
}

/** A stream that failed cannot be cancelled: the failure itself is already on its way to the caller. */
function ignoreCancelFailure(): void {}

interface EventStreamOptions {
  /** Largest event taken, in characters; a server that never ends a line must not fill the memory. */
  readonly maxCharacters?: number
}

/**
 * The events of a stream, as they arrive. An event that the end of the stream cuts off is not one. Throws
 * `EventTooLargeError`, or whatever the stream fails with.
 */
export async function* readEventStream(
  stream: ReadableStream<Uint8Array>,
  { maxCharacters = 16 * 1024 * 1024 }: EventStreamOptions = {},
): AsyncGenerator<ServerSentEvent, void> {
  let data: string[] = []
  let length = 0
  let event = ''
  let id = ''
  for await (const line of readLines(readText(stream), maxCharacters)) {
    if (line === '') {
      if (data.length > 0) yield { event: event === '' ? 'message' : event, data: data.join('\n'), id }
      data = []
      length = 0
      event = ''
      continue
    }
    const colon = line.indexOf(':')
    if (colon === 0) continue
    const field = colon < 0 ? line : line.slice(0, colon)
    const rest = colon < 0 ? '' : line.slice(colon + 1)
    const value = rest.startsWith(' ') ? rest.slice(1) : rest
    if (field === 'data') {
      length += value.length
      if (length > maxCharacters) throw new EventTooLargeError(maxCharacters)
      data.push(value)
    } else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) id = value
  }
}
