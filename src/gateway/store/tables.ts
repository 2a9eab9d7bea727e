/** The tables of `gateway.db`. Times are epoch milliseconds; JSON stands in texts. */
import type { Generated } from 'kysely'

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
export interface IntentTable {
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

export interface Tables {
  oms_transaction: TransactionTable
  oms_history: HistoryTable
  oms_intent: IntentTable
}
