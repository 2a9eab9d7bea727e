/** What a person asked for as commands of the protocol. */
import type { Command } from '../../../wow/commands/commands.ts'
import { WowError } from '../../../wow/wowError.ts'
import { ruleOf } from './acts.ts'
import type { Act } from './acts.ts'
import type { CommandRun, Intent } from './commandRuns.ts'

/** The intents that need nothing but the record. */
type PlainAct = Exclude<Act, 'apply-retry-spec' | 'change-function' | 'tags' | 'compensate-event'>

export const isPlain = (act: Act): act is PlainAct =>
  act !== 'apply-retry-spec' && act !== 'change-function' && act !== 'tags' && act !== 'compensate-event'

export function plainIntent(act: PlainAct, version: number): Intent {
  // Prepare and force are right whatever happened meanwhile: the server knows best whether they still may run.
  return act === 'prepare' || act === 'force-prepare' || act === 'regenerate-snapshot' ? { act } : { act, version }
}

/** The command of an intent; undefined where it is none of the aggregate's. */
export function commandOf(intent: Intent): Command | undefined {
  switch (intent.act) {
    case 'prepare':
      return { name: 'prepare_compensation', body: {} }
    case 'force-prepare':
      return { name: 'force_prepare_compensation', body: {} }
    case 'apply-retry-spec': {
      const { maxRetries, minBackoff, executionTimeout } = intent.retrySpec
      return { name: 'apply_retry_spec', body: { maxRetries, minBackoff, executionTimeout } }
    }
    case 'change-function':
      return { name: 'change_function', body: intent.function }
    case 'tags':
      return { name: 'default_apply_resource_tags', body: { tags: intent.tags } }
    case 'delete':
      return { name: 'default_delete_aggregate', body: {} }
    case 'recover':
      return { name: 'default_recover_aggregate', body: {} }
    case 'regenerate-snapshot':
    case 'compensate-event':
      return undefined
    case 'mark-recoverable':
    case 'mark-unrecoverable':
    case 'mark-unknown':
      return { name: 'mark_recoverable', body: { recoverable: ruleOf(intent.act).recoverable ?? 'UNKNOWN' } }
    default:
      return undefined
  }
}

const CONFLICTS = ['CommandExpectVersionConflict', 'EventVersionConflict', 'SourcingVersionConflict']

/** True when it was refused because somebody else moved first. */
export function isConflict(run: CommandRun | undefined): boolean {
  const error = run?.phase.kind === 'refused' ? run.phase.error : undefined
  return error instanceof WowError && CONFLICTS.includes(error.errorCode ?? '')
}
