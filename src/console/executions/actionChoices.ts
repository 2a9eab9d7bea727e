/** What a person may want to do with one execution: each choice with the command it means and the rule's verdict. */
import { availability, nextAction } from '../../wow/actions.ts'
import type { Availability } from '../../wow/actions.ts'
import type { SnapshotLike } from '../../wow/preconditions.ts'
import { RECOVERABLES } from '../../wow/schemas.ts'
import type { Intent } from './commandRuns.ts'

export interface ActionChoice {
  readonly intent: Intent
  readonly availability: Availability
}

export interface ActionChoices {
  /** The one right next step; where there is none, prepare with the reason why not. */
  readonly primary: ActionChoice
  readonly others: readonly ActionChoice[]
  readonly marks: readonly ActionChoice[]
}

/** `now` is the server's clock, null while unknown. */
export function actionChoices(record: SnapshotLike & { readonly version: number }, now: number | null): ActionChoices {
  const prepare: ActionChoice = {
    intent: { command: 'prepare_compensation' },
    availability: availability('prepare', record, { now }),
  }
  const force: ActionChoice = {
    intent: { command: 'force_prepare_compensation' },
    availability: availability('force-prepare', record, { now }),
  }
  const marks = RECOVERABLES.map((recoverable): ActionChoice => ({
    intent: { command: 'mark_recoverable', recoverable, version: record.version },
    availability: availability('mark-recoverable', record, { now, recoverable }),
  }))
  const next = nextAction(record, now)
  const primary = (next === 'force-prepare' && force) || (next === 'mark-recoverable' && marks[0]) || prepare
  return { primary, marks, others: [prepare, force, ...marks].filter((choice) => choice !== primary) }
}
