/** Keeps what an OMS is asked under a rate. People wait their turn; watches ask only when nobody needs the turn. */
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/refusal.ts'

interface RequestLimit {
  /** Waits for a turn. Throws `Refusal` when too many wait already; whoever leaves is let go without one. */
  take(signal?: AbortSignal): Promise<void>
  /** A turn is free and nobody waits for it. */
  hasSpare(): boolean
}

const MOST_WAITING = 100

/** `perSecond`, at least 2, is the most within any second: what may come at once after a pause is taken from the steady rate. */
export function requestLimit(clock: Clock, perSecond: number): RequestLimit {
  const burst = Math.ceil(perSecond * 0.3)
  // Whole milliseconds, or a rest of less than one would be waited for again and again.
  const gapMs = Math.ceil(1000 / (perSecond - burst))
  /** Time at which the bucket of turns is full again. */
  let fullAt = Number.NEGATIVE_INFINITY
  const waiting: Array<() => void> = []
  let cancel: (() => void) | undefined

  /** How long until the next turn, in milliseconds. */
  const untilNext = () => Math.max(0, fullAt - clock.now() - (burst - 1) * gapMs)

  function takeNow() {
    fullAt = Math.max(fullAt, clock.now()) + gapMs
  }

  function serve() {
    cancel = undefined
    while (waiting.length > 0 && untilNext() === 0) {
      takeNow()
      waiting.shift()?.()
    }
    if (waiting.length > 0) cancel = clock.after(untilNext(), serve)
  }

  return {
    async take(signal) {
      if (signal?.aborted === true) return
      if (waiting.length === 0 && untilNext() === 0) return takeNow()
      if (waiting.length >= MOST_WAITING) {
        throw new Refusal('GatewayBusy', `More than ${perSecond} requests a second are meant for this OMS.`)
      }
      await new Promise<void>((resolve) => {
        const turn = () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        const leave = () => {
          waiting.splice(waiting.indexOf(turn), 1)
          resolve()
        }
        signal?.addEventListener('abort', leave, { once: true })
        waiting.push(turn)
        cancel ??= clock.after(untilNext(), serve)
      })
    },
    // Half of the burst stays for people.
    hasSpare: () => waiting.length === 0 && fullAt - clock.now() <= (burst / 2) * gapMs,
  }
}
