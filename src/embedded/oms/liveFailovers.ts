import { randomOf } from '../sample/random.ts'
import type { OmsClock } from './engine.ts'

const PAUSE_MS = [100_000, 240_000] as const

/** Machines fail from time to time: `add` is called for each failover, until it is closed. */
export function startFailovers(clock: OmsClock, seed: number, add: () => Promise<void>): { close(): Promise<void> } {
  const random = randomOf(seed, 'failovers', clock.now())
  let closed = false
  let adding = Promise.resolve()
  let cancel = wait()

  function wait(): () => void {
    return clock.after(random.int(...PAUSE_MS), () => {
      adding = add().finally(() => {
        if (!closed) cancel = wait()
      })
    })
  }

  return {
    async close() {
      closed = true
      cancel()
      await adding
    },
  }
}
