/** A clock for tests: time stands still until the test moves it. */
import { setImmediate } from 'node:timers/promises'
import type { Clock } from './clock.ts'

export interface ManualClock extends Clock {
  /** Moves time on, running on the way what was due, each with the time it was due at. */
  advance(ms: number): Promise<void>
  /** How many timers wait. */
  waiting(): number
}

/** What was started gets to its next wait: a few turns of the event loop, no time. */
async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate()
}

export function manualClock(startsAt = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startsAt
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()

  return {
    now: () => now,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      for (;;) {
        const [next] = [...timers].sort((one, other) => one.at - other.at)
        if (next === undefined || next.at > until) break
        timers.delete(next)
        now = Math.max(now, next.at)
        next.run()
        await settle()
      }
      now = until
    },
    waiting: () => timers.size,
  }
}
