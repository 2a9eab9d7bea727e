/** What a person may want to do with one execution: each choice with the rule's verdict. */
import { availability, nextAction } from '../../../wow/execution/actions.ts'
import type { Availability } from '../../../wow/execution/actions.ts'
import type { SnapshotLike } from '../../../wow/execution/preconditions.ts'
import { ACT_NAMES, ruleOf } from './acts.ts'
import type { Act } from './acts.ts'

export interface ActionChoice {
  readonly act: Act
  readonly availability: Availability
}

interface ActionChoices {
  /** The one right next step; where there is none, prepare with the reason why not. */
  readonly primary: ActionChoice
  /** Everything else; nothing for a deleted record, which takes only one command. */
  readonly others: readonly ActionChoice[]
}

/** The verdict on one choice; `now` is the server's clock, epoch milliseconds, null while unknown. */
export function choiceOf(act: Act, record: SnapshotLike, now: number | null): ActionChoice {
  const { action, recoverable } = ruleOf(act)
  return { act, availability: availability(action, record, { now, ...(recoverable && { recoverable }) }) }
}

export function actionChoices(record: SnapshotLike, now: number | null): ActionChoices {
  const primary = choiceOf(nextAction(record, now) ?? 'prepare', record, now)
  const others = ACT_NAMES.filter((act) => act !== primary.act && act !== 'recover' && ruleOf(act).isOfEvent !== true)
  return { primary, others: record.deleted === true ? [] : others.map((act) => choiceOf(act, record, now)) }
}

/** Whether a person is asked before it goes. */
export function isAsked({ act, availability: verdict }: ActionChoice): boolean {
  return ruleOf(act).asks === 'always' || (verdict.state === 'offered' && verdict.warnings.length > 0)
}
