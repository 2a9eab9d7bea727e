/** What a person may do with one execution, under the names that stand in the address. */
import { ACTIONS } from '../../../wow/execution/actions.ts'
import type { ActionName, Role } from '../../../wow/execution/actions.ts'
import type { Recoverable } from '../../../wow/schemas.ts'

interface ActRule {
  readonly action: ActionName
  /** The mark it sets. */
  readonly recoverable?: Recoverable
  /**
   * `always`: it has a form, destroys something or is for those who know why; `when-warned`: it goes at once unless there
   * is something to know.
   */
  readonly asks: 'always' | 'when-warned'
  /** Offered with an event of the record, not with the record. */
  readonly isOfEvent?: boolean
}

const ACTS = {
  prepare: { action: 'prepare', asks: 'when-warned' },
  'force-prepare': { action: 'force-prepare', asks: 'when-warned' },
  'mark-recoverable': { action: 'mark-recoverable', recoverable: 'RECOVERABLE', asks: 'when-warned' },
  'mark-unrecoverable': { action: 'mark-recoverable', recoverable: 'UNRECOVERABLE', asks: 'when-warned' },
  'mark-unknown': { action: 'mark-recoverable', recoverable: 'UNKNOWN', asks: 'when-warned' },
  'apply-retry-spec': { action: 'apply-retry-spec', asks: 'always' },
  'change-function': { action: 'change-function', asks: 'always' },
  tags: { action: 'tags', asks: 'always' },
  'regenerate-snapshot': { action: 'regenerate-snapshot', asks: 'always' },
  recover: { action: 'recover', asks: 'when-warned' },
  delete: { action: 'delete', asks: 'always' },
  'compensate-event': { action: 'compensate-event', asks: 'always', isOfEvent: true },
} as const satisfies Readonly<Record<string, ActRule>>

export type Act = keyof typeof ACTS

export const isAct = (name: string): name is Act => Object.hasOwn(ACTS, name)
export const ACT_NAMES: readonly Act[] = Object.keys(ACTS).filter(isAct)

export const ruleOf = (act: Act): ActRule => ACTS[act]
export const roleOf = (act: Act): Role => ACTIONS[ACTS[act].action].role

const OWN = 'compensation.execution_failed.'

/** The operation of the protocol that it goes by. */
export function operationOf(act: Act): string {
  const { action } = ACTS[act]
  const { command } = ACTIONS[action]
  return OWN + (command ?? (action === 'regenerate-snapshot' ? 'snapshot.regenerate' : 'compensate'))
}

/** The operation behind `compensate-event`, which not every server has. */
export const COMPENSATE_OPERATION = 'compensation.execution_failed.compensate'
