/** Keeps what pages show of one source up to date while somebody looks, and asks nothing when nobody does. */
import type { Changes, Counts, SourceHealth } from '../api/live.ts'
import type { Clock } from '../clock.ts'
import { countsKeeper } from './counts.ts'
import { changeFeed } from './feed.ts'
import { UP_HOLDS_MS } from '../wow/source.ts'
import type { WowSource } from '../wow/source.ts'
import { ticker } from './ticker.ts'

type LiveEvent =
  | { readonly event: 'health'; readonly data: SourceHealth }
  | { readonly event: 'counts'; readonly data: Counts }
  | { readonly event: 'changes'; readonly data: Changes }

export interface Live {
  /** Tells health and counts as they are, then everything that changes from `since` (server time) on. */
  subscribe(since: number | undefined, listener: (event: LiveEvent) => void): () => void
  counts(): Promise<Counts>
  /** Asks nothing from now on. */
  close(): void
}

const CHANGES_EVERY_MS = 2000
const COUNTS_EVERY_MS = 10_000
/** Pause before the next look at a server that is down; the last one stays. */
const DOWN_PAUSES_MS = [1000, 2000, 4000, 8000, 15_000] as const

export function liveSource(source: WowSource, clock: Clock): Live {
  const listeners = new Set<(event: LiveEvent) => void>()
  const counts = countsKeeper(source, clock)
  const feed = changeFeed(source)
  let looksWhileDown = 0

  const tell = (event: LiveEvent) => {
    for (const listener of listeners) listener(event)
  }
  const isUp = () => source.health().health.state === 'up'

  const health = ticker({
    clock,
    async run() {
      await source.refresh()
      looksWhileDown = isUp() ? 0 : looksWhileDown + 1
      return isUp()
    },
    everyMs: () =>
      isUp() ? UP_HOLDS_MS : (DOWN_PAUSES_MS[Math.min(looksWhileDown, DOWN_PAUSES_MS.length) - 1] ?? 1000),
    leastMs: 1000,
  })

  const changes = ticker({
    clock,
    async run() {
      return isUp() && answered(() => feed.poll())
    },
    everyMs: () => CHANGES_EVERY_MS,
    leastMs: 200,
  })

  const countsTicker = ticker({
    clock,
    async run() {
      if (!isUp() || !(await counts.ask())) return false
      tell({ event: 'counts', data: counts.latest() })
      return counts.latest().counts['deleted'] === 0 || answered(() => feed.pollDeleted())
    },
    everyMs: () => COUNTS_EVERY_MS,
    leastMs: 1000,
  })

  const tickers = [health, changes, countsTicker]
  const ends = [
    source.onHealth(() => {
      tell({ event: 'health', data: source.health() })
      if (isUp()) {
        changes.soon(0)
        countsTicker.soon(0)
      } else {
        health.soon(1000)
      }
    }),
    source.onWrite(() => {
      changes.soon(50)
      countsTicker.soon(300)
    }),
  ]

  return {
    subscribe(since, listener) {
      listeners.add(listener)
      const unsubscribe = feed.subscribe(since, (data) => {
        listener({ event: 'changes', data })
        if (data.rows.length > 0) countsTicker.soon(300)
      })
      listener({ event: 'health', data: source.health() })
      if (counts.latest().at !== null) listener({ event: 'counts', data: counts.latest() })
      for (const one of tickers) one.start()
      changes.soon(0)
      return () => {
        unsubscribe()
        listeners.delete(listener)
        if (listeners.size === 0) for (const one of tickers) one.stop()
      }
    },
    counts: () => counts.fresh(),
    close() {
      for (const one of tickers) one.stop()
      for (const end of ends) end()
    },
  }
}

/** A question that was not answered is told by the source's health, and asked again in its turn. */
async function answered(question: () => Promise<void>): Promise<boolean> {
  try {
    await question()
    return true
  } catch {
    return false
  }
}
