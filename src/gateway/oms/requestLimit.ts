/** Keeps what an OMS is asked under a rate. People wait their turn; watches ask only when nobody needs the turn. */
import type { Clock } from '../clock.ts'
import { Refusal } from '../refusal.ts'

export interface RequestLimit {
  /** Waits for a turn. Throws `Refusal` when too many wait already. */
  take(): Promise<void>
  /** A turn is free and nobody waits for it. */
  hasSpare(): boolean
}

const MOST_WAITING = 100

export function requestLimit(clock: Clock, perSecond: number): RequestLimit {
  const gapMs = 1000 / perSecond
  /** So many may come at once after a pause. */
  const burst = perSecond
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
    async take() {
      if (waiting.length === 0 && untilNext() === 0) return takeNow()
      if (waiting.length >= MOST_WAITING) {
        throw new Refusal('GatewayBusy', `More than ${perSecond} requests a second are meant for this OMS.`)
      }
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        cancel ??= clock.after(untilNext(), serve)
      })
    },
    // Half of the burst stays for people.
    hasSpare: () => waiting.length === 0 && fullAt - clock.now() <= (burst / 2) * gapMs,
  }
}
