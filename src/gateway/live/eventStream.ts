/** A stream of server-sent events that a slow reader cannot make grow. */
interface EventStream {
  readonly body: ReadableStream<Uint8Array>
  /** Says nothing when the stream has ended; ends it when too much waits for the reader. */
  readonly send: (text: string) => void
  readonly end: () => void
}

/** What may wait for a slow reader, in bytes, before it is dropped; it comes back and asks for what it missed. */
const MOST_WAITING = 256 * 1024

/** `onEnd` is called once: the reader left, was too slow, or `end` was called. */
export function eventStream(onEnd: (tooSlow: boolean) => void): EventStream {
  const encoder = new TextEncoder()
  let open: ReadableStreamDefaultController<Uint8Array> | undefined

  function end(tooSlow: boolean) {
    const controller = open
    if (controller === undefined) return
    open = undefined
    onEnd(tooSlow)
    controller.close()
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        open = controller
      },
      cancel() {
        open = undefined
        onEnd(false)
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
  )
  return {
    body,
    send(text) {
      if (open === undefined) return
      open.enqueue(encoder.encode(text))
      if ((open.desiredSize ?? 0) <= 0) end(true)
    },
    end: () => end(false),
  }
}

/** One event in the form of the standard. */
export function eventText(kind: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id:${id}\n`}event:${kind}\ndata:${JSON.stringify(data)}\n\n`
}
