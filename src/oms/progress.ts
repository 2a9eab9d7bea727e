/** How far the actions of a transaction are. */
import { actionStatus, type ActionGroup } from './statuses.ts'

export interface Progress {
  readonly total: number
  /** Finished, ended or skipped; whether an ended action counts as good is not public, so the three stand apart too. */
  readonly done: number
  readonly counts: Readonly<Record<ActionGroup | 'unknown', number>>
  /** Id of the first action that needs a look: suspended, else rolling back, else running. */
  readonly lookAt: number | undefined
}

const LOOK_ORDER = ['suspended', 'rolling-back', 'running'] as const

export function progress(actions: readonly { readonly Id: number; readonly Status: number }[]): Progress {
  const counts = {
    waiting: 0,
    running: 0,
    suspended: 0,
    'rolling-back': 0,
    finished: 0,
    ended: 0,
    skipped: 0,
    unknown: 0,
  }
  const first = new Map<string, number>()
  for (const { Id, Status } of actions) {
    const group = actionStatus(Status)?.group ?? 'unknown'
    counts[group] += 1
    first.set(group, Math.min(first.get(group) ?? Id, Id))
  }
  const found = LOOK_ORDER.find((group) => first.has(group))
  return {
    total: actions.length,
    done: counts.finished + counts.ended + counts.skipped,
    counts,
    lookAt: found === undefined ? undefined : first.get(found),
  }
}
