/** Repeats a question at a pace that its own answers set: never two at once, and never most of the server's time. */
import type { Clock } from '../clock.ts'

interface Ticker {
  /** Runs at once and from then on; a ticker that runs already goes on. */
  start(): void
  stop(): void
  /** Brings the next run forward, but not nearer to the last one than the pace allows. */
  soon(delayMs: number): void
}

interface TickerOptions {
  readonly clock: Clock
  /**
   * Handles its own failures: a rejection would end the process. `false`: nobody answered, so the time it took says
   * nothing about how busy the server is.
   */
  readonly run: () => Promise<boolean>
  /** Time from the end of one run to the start of the next, in milliseconds. */
  readonly everyMs: () => number
  /** The same, at least, when `soon` was called. */
  readonly leastMs: number
}

/** A server that takes long to answer is asked less often: it rests for five times as long as it worked. */
const REST = 5

export function ticker({ clock, run, everyMs, leastMs }: TickerOptions): Ticker {
  let active = false
  let running = false
  let dueAt = Number.POSITIVE_INFINITY
  let earliest = 0
  let cancel: (() => void) | undefined

  function schedule(at: number) {
    cancel?.()
    dueAt = at
    cancel = clock.after(Math.max(0, at - clock.now()), () => void tick())
  }

  async function tick() {
    running = true
    dueAt = Number.POSITIVE_INFINITY
    const startedAt = clock.now()
    const answered = await run()
    const endedAt = clock.now()
    const restMs = answered ? (endedAt - startedAt) * REST : 0
    running = false
    earliest = endedAt + Math.max(leastMs, restMs)
    if (active) schedule(Math.max(earliest, Math.min(dueAt, endedAt + Math.max(everyMs(), restMs))))
  }

  function soon(delayMs: number) {
    if (!active) return
    const at = Math.max(clock.now() + delayMs, running ? 0 : earliest)
    if (at >= dueAt) return
    if (running) dueAt = at
    else schedule(at)
  }

  return {
    start() {
      if (active) return
      active = true
      if (running) dueAt = clock.now()
      else schedule(Math.max(clock.now(), earliest))
    },
    stop() {
      active = false
      cancel?.()
      dueAt = Number.POSITIVE_INFINITY
    },
    soon,
  }
}
