/** Finding and writing transactions, and the one place where a status changes. Runs on a connection of `oms.db`. */
import * as z from 'zod/mini'
import type { TransactionStatusCode } from '../../oms/statuses.ts'
import { TRANSITIONS, type Operation } from '../../oms/transitions.ts'
import type { Connection } from '../../store/connection.ts'

const whole = z.int()
const text = z.string()

/** A transaction as it lies in its table. */
export const TransactionRow = z.object({
  row: whole,
  setId: whole,
  id: whole,
  appId: z.nullable(whole),
  zoneId: z.nullable(whole),
  type: whole,
  status: whole,
  reason: whole,
  num: whole,
  idName: text,
  data: text,
  memo: text,
  createUser: text,
  createTime: whole,
  updateTime: whole,
  canRedo: whole,
  canSuspend: whole,
  canRollback: whole,
  extendInfo: text,
  maxConcurrentCount: whole,
  affectedZones: z.nullable(text),
  form: z.enum(['new', 'old', 'misspelt']),
  onlyCaller: z.nullable(text),
  dueAt: z.nullable(whole),
})
export type TransactionRow = z.infer<typeof TransactionRow>
export type NewTransaction = Omit<TransactionRow, 'row'>

/** An action with its plan. */
export interface ActionRow {
  readonly id: number
  readonly type: number
  readonly status: number
  readonly reason: number
  readonly num: number
  readonly idName: string
  readonly data: string
  readonly context: string
  readonly createTime: number
  readonly executeTime: number | null
  readonly updateTime: number
  readonly durationMs: number
  /** So many runs fail, the next one succeeds. */
  readonly failures: number
  /** What a failing run leaves in the context. */
  readonly failureText: string
  readonly skipped: number
  readonly runs: number
  readonly endsAt: number | null
}

export interface TransactionKey {
  readonly setId: number
  readonly transId: number
}

export function findTransaction(
  connection: Connection,
  { setId, transId }: TransactionKey,
): TransactionRow | undefined {
  const found = connection.statement('SELECT * FROM trans WHERE setId = ? AND id = ?').get(setId, transId)
  return found === undefined ? undefined : z.parse(TransactionRow, found)
}

/** The one that has waited longest for the engine. */
export function dueTransaction(connection: Connection, now: number): TransactionRow | undefined {
  const found = connection.statement('SELECT * FROM trans WHERE dueAt <= ? ORDER BY dueAt LIMIT 1').get(now)
  return found === undefined ? undefined : z.parse(TransactionRow, found)
}

/** When the engine has to look again; null when nothing moves. */
export function nextDue(connection: Connection): number | null {
  const due = connection.statement('SELECT min(dueAt) AS due FROM trans WHERE dueAt IS NOT NULL').get()?.['due']
  return typeof due === 'number' ? due : null
}

/** Sets the status, as far as the transition table knows the way. Throws where it does not: that is a fault of ours. */
export function move(
  connection: Connection,
  transaction: TransactionRow,
  to: TransactionStatusCode,
  change: { by: Operation | 'engine'; reason?: number; now: number; dueAt: number | null },
): void {
  const known = TRANSITIONS.some(
    (way) => way.from === transaction.status && way.to === to && (way.operation ?? way.origin) === change.by,
  )
  if (!known) throw new Error(`No way leads ${change.by} from status ${transaction.status} to ${to}.`)
  connection
    .statement('UPDATE trans SET status = ?, reason = ?, updateTime = ?, dueAt = ? WHERE row = ?')
    .run(to, change.reason ?? 0, change.now, change.dueAt, transaction.row)
}

function insert(connection: Connection, table: string, row: object): number {
  const columns = Object.keys(row)
  const marks = columns.map(() => '?').join(', ')
  const { lastInsertRowid } = connection
    .statement(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`)
    .run(...Object.values(row))
  return Number(lastInsertRowid)
}

export function insertTransaction(
  connection: Connection,
  transaction: NewTransaction,
  actions: Iterable<ActionRow>,
): void {
  const row = insert(connection, 'trans', transaction)
  for (const action of actions) insert(connection, 'action', { trans: row, ...action })
}
