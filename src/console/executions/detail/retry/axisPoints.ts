/** The points of the retry drawing: what was tried, what will be, and where it ends, as far as they fit. Pure. */
import type { Schedule } from '../../../../wow/execution/schedule.ts'
import type { Attempt } from '../attempts/attempts.ts'

export type AxisPoint =
  /** The first failure. */
  | { readonly kind: 'recorded'; readonly at: number }
  | { readonly kind: 'attempt'; readonly at: number; readonly attempt: Attempt }
  /** Not before `at`: the server's own stored time, or reckoned with the present spec. */
  | { readonly kind: 'stored' | 'projected'; readonly at: number; readonly number: number }
  /** Points left out here. */
  | { readonly kind: 'more'; readonly count: number }
  | { readonly kind: 'gives-up'; readonly at: number }

const MOST_PAST = 3
const MOST_AHEAD = 4

/** What the scheduler has ahead of it as far as it fits, and where that ends. */
export function pointsAhead(schedule: Schedule): readonly AxisPoint[] {
  const ahead = schedule.kind === 'ahead' ? schedule.attempts.slice(0, MOST_AHEAD) : []
  const left = schedule.kind === 'ahead' ? schedule.left - ahead.length : 0
  const givesUpAt = schedule.givesUpAt ?? null
  return [
    ...ahead.map(({ kind, at, attempt }): AxisPoint => ({ kind, at, number: attempt })),
    ...more(left),
    ...(givesUpAt === null ? [] : [{ kind: 'gives-up', at: givesUpAt } as const]),
  ]
}

/** `tried` oldest first; `retries` counts all of them, also those that were not read. */
export function axisPoints(
  recordedAt: number,
  tried: readonly Attempt[],
  retries: number,
  schedule: Schedule,
): readonly AxisPoint[] {
  const shown = tried.slice(-MOST_PAST)
  return [
    { kind: 'recorded', at: recordedAt },
    ...more(retries - shown.length),
    ...shown.map((attempt): AxisPoint => ({ kind: 'attempt', at: attempt.preparedAt, attempt })),
    ...pointsAhead(schedule),
  ]
}

const more = (count: number): readonly AxisPoint[] => (count > 0 ? [{ kind: 'more', count }] : [])
