/**
 * `GET /api/events?source=NAME`: health, counts and changes of a Wow server, and what becomes of the transactions of every
 * OMS, as server-sent events. One stream is all a page needs.
 */
import type { Context } from 'hono'
import type { Hello } from '../api/live.ts'
import type { Clock } from '../clock.ts'
import { eventStream, eventText } from './eventStream.ts'
import type { GatewayEnv } from '../http/gatewayEnv.ts'
import type { Live } from './live.ts'
import type { OmsRoom } from '../oms/omsRoom.ts'
import { Refusal } from '../http/refusal.ts'

interface EventsOptions {
  readonly live: ReadonlyMap<string, Live>
  readonly oms?: OmsRoom | undefined
  readonly build: string
  readonly clock: Clock
  /** Aborted when the process begins to stop: every stream ends. */
  readonly closing: AbortSignal
}

export const MOST_STREAMS = 200
/** A silent connection is cut by what stands in between, and a page that is gone shows only when something is sent. */
const HEARTBEAT_MS = 15_000

export function eventsHandler({ live, oms, build, clock, closing }: EventsOptions) {
  let streams = 0

  return (c: Context<GatewayEnv>): Response => {
    const name = c.req.query('source') ?? ''
    const source = live.get(name)
    if (source === undefined && oms?.sources.has(name) !== true)
      throw new Refusal('GatewayNotFound', `There is no source ${JSON.stringify(name)}.`)
    const headers = { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' }
    if (c.req.raw.method === 'HEAD') return new Response(null, { headers })
    if (closing.aborted) throw new Refusal('GatewayBusy', 'The gateway is stopping.')
    if (streams >= MOST_STREAMS) {
      throw new Refusal(
        'GatewayBusy',
        `${MOST_STREAMS} pages are connected already; this one is not updated by itself.`,
      )
    }

    const cleanups: Array<() => void> = []
    const stream = eventStream((tooSlow) => {
      streams -= 1
      for (const cleanup of cleanups) cleanup()
      if (tooSlow) c.env.outgoing?.destroy()
    })
    streams += 1

    closing.addEventListener('abort', stream.end)
    cleanups.push(() => closing.removeEventListener('abort', stream.end))
    cleanups.push(repeat(clock, HEARTBEAT_MS, () => stream.send(':\n\n')))
    stream.send(`retry:3000\n${eventText('hello', { build, now: clock.now() } satisfies Hello)}`)
    if (oms !== undefined) {
      cleanups.push(oms.subscribe(({ event, data }) => stream.send(eventText(event, data))))
    }
    if (source === undefined) return new Response(stream.body, { headers })
    cleanups.push(
      source.subscribe(sinceOf(c), ({ event, data }) =>
        // The id is the server time up to which changes are known: a page that comes back goes on from there.
        stream.send(eventText(event, data, event === 'changes' ? String(data.at) : undefined)),
      ),
    )
    return new Response(stream.body, { headers })
  }
}

function repeat(clock: Clock, everyMs: number, run: () => void): () => void {
  let cancel = clock.after(everyMs, function again() {
    cancel = clock.after(everyMs, again)
    run()
  })
  return () => cancel()
}

function sinceOf(c: Context<GatewayEnv>): number | undefined {
  const since = Number(c.req.header('last-event-id') ?? c.req.query('since') ?? '')
  return since > 0 && since < Number.MAX_SAFE_INTEGER ? Math.floor(since) : undefined
}
