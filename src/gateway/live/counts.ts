/** How many rows each view has, asked once for everybody. */
import * as z from 'zod/mini'
import type { Counts } from '../api/live.ts'
import type { Clock } from '../clock.ts'
import { ServerRefusal } from '../wow/source.ts'
import type { WowSource } from '../wow/source.ts'
import { resolveNow } from '../../wow/condition/condition.ts'
import { VIEWS, viewCondition } from '../../wow/condition/views.ts'

interface CountsKeeper {
  /** The last answer, however old. */
  latest(): Counts
  /**
   * Asks now, or waits for the question that is on its way; true when it was answered. Keeps the last answer where none
   * came; never throws.
   */
  ask(): Promise<boolean>
  /** At most ten seconds old, where the server answers. */
  fresh(): Promise<Counts>
}

const HOLDS_MS = 10_000

export function countsKeeper(source: WowSource, clock: Clock): CountsKeeper {
  let latest: Counts = { source: source.name, at: null, counts: Object.fromEntries(VIEWS.map((view) => [view, null])) }
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<boolean> | undefined

  async function countViews(): Promise<boolean> {
    const at = source.serverNow()
    const startedAt = clock.now()
    try {
      const counts: Record<string, number | null> = {}
      // One after the other: the counts are the heaviest of all questions, and nobody waits for them.
      for (const view of VIEWS) counts[view] = await countOf(resolveNow(viewCondition(view), at))
      latest = { source: source.name, at, counts }
      askedAt = startedAt
      return true
    } catch {
      return false // Not reached: the source's health says so, and the last counts stay with their age.
    } finally {
      asking = undefined
    }
  }

  async function countOf(condition: ReturnType<typeof viewCondition>): Promise<number | null> {
    try {
      return await source.ask(z.number(), '/execution_failed/snapshot/count', condition)
    } catch (error) {
      if (error instanceof ServerRefusal) return null
      throw error
    }
  }

  const ask = () => (asking ??= countViews())

  return {
    latest: () => latest,
    ask,
    async fresh() {
      if (clock.now() - askedAt < HOLDS_MS) return latest
      await source.refresh()
      if (source.health().health.state === 'up') await ask()
      return latest
    },
  }
}
