/**
 * Remembers which request ids passed by in the last minute, so that only a suspicious one has to be looked up before
 * its command is sent. It may be wrong in both directions without harm: a hit is confirmed against the event store, and
 * a miss is refused by the store's unique index (contract 3.8).
 */
export function recentRequests(now: () => number, windowMs = 60_000) {
  // Two halves that take turns: forgetting half the window is one assignment instead of a timer for each id.
  let current = new Set<string>()
  let previous = new Set<string>()
  let turnedAt = now()

  return {
    /** True when this request was seen before; remembers it either way. */
    seen(aggregateId: string, requestId: string): boolean {
      const half = windowMs / 2
      const elapsed = now() - turnedAt
      if (elapsed >= half || elapsed < 0) {
        previous = elapsed >= windowMs || elapsed < 0 ? new Set() : current
        current = new Set()
        turnedAt = now()
      }
      const key = JSON.stringify([aggregateId, requestId])
      const known = current.has(key) || previous.has(key)
      current.add(key)
      return known
    },
  }
}
