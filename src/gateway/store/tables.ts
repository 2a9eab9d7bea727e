/** The tables of `gateway.db`. Times are epoch milliseconds; JSON stands in texts. */
import type { Generated } from 'kysely'
import type { MaintenanceKind, RunStatus } from '../api/maintenance.ts'

export interface TransactionTable {
  id: Generated<number>
  source: string
  set_id: number
  trans_id: number
  cmd: number
  watched_at: number | null
  opened_at: number | null
  status: number | null
  status_text: string | null
  since: number | null
  not_before: number | null
  last_read_at: number | null
  /** `type`, `memo`, `idName` and so on, as the page gets them. */
  facts: string
  progress: string | null
}

export interface HistoryTable {
  id: Generated<number>
  transaction_id: number
  at: number
  kind: 'status' | 'operation'
  status: number | null
  status_text: string | null
  other_status: number | null
  not_before: number | null
  poll_interval_ms: number | null
  late: 0 | 1
  update_time: string | null
  operation: string | null
  outcome: string | null
  reason: string | null
  error_code: string | null
  error_msg: string | null
}

/** What a person wanted, before it is sent; a second request under the same id finds it here. */
interface IntentTable {
  intent_id: string
  transaction_id: number
  history_id: number
  operation: string
  cmd: number
  seen_status: number
  created_at: number
  /** The answer as it was given; null while it is being sent. */
  answer: string | null
}

/** A batch over every record of a Wow server. At most one of a source has not ended. */
export interface MaintenanceRunTable {
  id: Generated<number>
  source: string
  /** Address of the server that the source meant when it began; null: the embedded one. */
  server: string | null
  intent_id: string
  kind: MaintenanceKind
  status: RunStatus
  rate: number
  skips: 0 | 1
  /** The server goes on behind this id. */
  after_id: string
  /** The last id there was at the beginning; null: not asked yet, empty: not known. */
  until_id: string | null
  total: number | null
  done: number
  failed: number
  /** How many the request on its way is about; 0: there is none. */
  in_flight: number
  /** So many behind `after_id` may be done already: a request about them got no answer. */
  uncertain: number
  maybe_twice: number
  started_at: number
  ended_at: number | null
  error_code: string | null
  error_msg: string | null
  error_record: string | null
}

interface MaintenanceFailureTable {
  id: Generated<number>
  run_id: number
  record_id: string
  at: number
  message: string
}

export interface Tables {
  oms_transaction: TransactionTable
  oms_history: HistoryTable
  oms_intent: IntentTable
  maintenance_run: MaintenanceRunTable
  maintenance_failure: MaintenanceFailureTable
}
