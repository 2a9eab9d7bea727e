/** The codes of the two status tables under their names, so that the engine reads as what it means. */
import {
  ACTION_STATUSES,
  TRANSACTION_STATUSES,
  type ActionStatusKey,
  type TransactionStatusKey,
} from '../../oms/statuses.ts'

const transaction = (key: TransactionStatusKey) => codeOf(TRANSACTION_STATUSES, key)
const action = (key: ActionStatusKey) => codeOf(ACTION_STATUSES, key)

function codeOf<Code extends number>(table: readonly { code: Code; key: string }[], key: string): Code {
  const found = table.find((status) => status.key === key)
  if (found === undefined) throw new Error(`No status is named ${key}.`)
  return found.code
}

export const TRANSACTION = {
  awaitingExecution: transaction('awaiting-execution'),
  queued: transaction('queued'),
  preparing: transaction('preparing'),
  executing: transaction('executing'),
  suspended: transaction('suspended'),
  awaitingResume: transaction('awaiting-resume'),
  awaitingRollback: transaction('awaiting-rollback'),
  rollingBack: transaction('rolling-back'),
  succeeded: transaction('succeeded'),
  endedAbnormally: transaction('ended-abnormally'),
  paused: transaction('paused'),
}

export const ACTION = {
  initialising: action('initialising'),
  ready: action('ready'),
  executing: action('executing'),
  suspended: action('suspended'),
  rollingBack: action('rolling-back'),
  finished: action('finished'),
  ended: action('ended'),
  awaitingResume: action('awaiting-resume'),
  skipped: action('skipped'),
}
