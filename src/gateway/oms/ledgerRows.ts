/** What the ledger knows, as rows of `gateway.db` and back. */
import type { Insertable, Selectable } from 'kysely'
import * as z from 'zod/mini'
import { HistoryEntry, ReadProgress } from '../api/oms.ts'
import type { KnownTransaction } from '../api/oms.ts'
import type { HistoryTable, TransactionTable } from '../store/tables.ts'
import type { Key } from './transactionKey.ts'

const Facts = z.object({
  type: z.nullable(z.number()),
  reason: z.nullable(z.number()),
  memo: z.nullable(z.string()),
  idName: z.nullable(z.string()),
  createUser: z.nullable(z.string()),
  createTime: z.nullable(z.string()),
  updateTime: z.nullable(z.string()),
})
type Facts = z.infer<typeof Facts>

const noFacts: Facts = {
  type: null,
  reason: null,
  memo: null,
  idName: null,
  createUser: null,
  createTime: null,
  updateTime: null,
}

/** A transaction of which nothing was read yet. */
export const unread = ({ source, setId, transId }: Key, cmd: number): KnownTransaction => ({
  source,
  setId,
  transId,
  cmd,
  watchedAt: null,
  openedAt: null,
  status: null,
  statusText: null,
  since: null,
  notBefore: null,
  lastReadAt: null,
  nextReadAt: null,
  pollIntervalMs: null,
  ...noFacts,
  progress: null,
  error: null,
})

/** All but the key. */
export const toRow = (
  known: KnownTransaction,
): Omit<Insertable<TransactionTable>, 'id' | 'source' | 'set_id' | 'trans_id'> => ({
  cmd: known.cmd,
  watched_at: known.watchedAt,
  opened_at: known.openedAt,
  status: known.status,
  status_text: known.statusText,
  since: known.since,
  not_before: known.notBefore,
  last_read_at: known.lastReadAt,
  facts: JSON.stringify(Facts.parse(known)),
  progress: known.progress === null ? null : JSON.stringify(known.progress),
})

const fromJson = (text: string): unknown => JSON.parse(text)

export const toKnown = (row: Selectable<TransactionTable>): KnownTransaction => ({
  ...unread({ source: row.source, setId: row.set_id, transId: row.trans_id }, row.cmd),
  watchedAt: row.watched_at,
  openedAt: row.opened_at,
  status: row.status,
  statusText: row.status_text,
  since: row.since,
  notBefore: row.not_before,
  lastReadAt: row.last_read_at,
  ...Facts.parse(fromJson(row.facts)),
  progress: row.progress === null ? null : ReadProgress.parse(fromJson(row.progress)),
})

export function toHistory(row: Selectable<HistoryTable>): HistoryEntry {
  return HistoryEntry.parse({
    id: row.id,
    at: row.at,
    kind: row.kind,
    status: row.status,
    statusText: row.status_text,
    otherStatus: row.other_status,
    notBefore: row.not_before,
    pollIntervalMs: row.poll_interval_ms,
    late: row.late === 1,
    updateTime: row.update_time,
    operation: row.operation,
    outcome: row.outcome,
    reason: row.reason,
    errorCode: row.error_code,
    errorMsg: row.error_msg,
  })
}

/** An entry of the history of which nothing is said. */
export const noHistory = {
  status: null,
  status_text: null,
  other_status: null,
  not_before: null,
  poll_interval_ms: null,
  late: 0,
  update_time: null,
  operation: null,
  outcome: null,
  reason: null,
  error_code: null,
  error_msg: null,
} as const
