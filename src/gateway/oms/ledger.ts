/**
 * What the gateway knows of transactions: the watched ones, those opened lately, and what each was seen to do. The rows
 * stand in memory too; every change of status and every operation is on disk before it is told.
 */
import { isTerminal } from '../../oms/statuses.ts'
import { progress } from '../../oms/progress.ts'
import type { Action, Transaction } from '../../oms/schemas.ts'
import { hasMoved } from '../../oms/transitions.ts'
import type { Operation } from '../../oms/transitions.ts'
import type {
  HistoryEntry,
  KnownTransaction,
  OperationOutcome,
  TransactionForgotten,
  TransactionNews,
} from '../api/oms.ts'
import type { Clock } from '../clock.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import type { HistoryTable } from '../store/tables.ts'
import { noHistory, toHistory, toKnown, toRow, unread } from './ledgerRows.ts'
import { keyText } from './transactionKey.ts'
import type { Key } from './transactionKey.ts'

interface Read {
  readonly transaction: Transaction
  readonly actions: readonly Action[] | null
  /** Between these two moments of the gateway's clock the OMS answered. */
  readonly askedAt: number
  readonly answeredAt: number
  /** Of a watch; null for a read of somebody who looks. */
  readonly pollIntervalMs: number | null
}

interface OperationNote {
  readonly operation: Operation
  readonly statusBefore: number
  readonly reason: string | null
  readonly outcome: OperationOutcome
  readonly errorCode?: string
  readonly errorMsg?: string
}

export type LedgerEvent =
  | { readonly event: 'transaction'; readonly data: TransactionNews }
  | { readonly event: 'forgotten'; readonly data: TransactionForgotten }

export const MOST_WATCHES = 1000
export const MOST_RECENT = 200
export const MOST_HISTORY = 500
/** A read that found nothing new is written down at most so often, in milliseconds. */
const WRITE_EVERY_MS = 10_000
const NOT_LATE_MS = 10_000
/** So long an operation that was taken may leave the old status to be seen. */
export const TAKES_EFFECT_MS = 60_000

interface Entry {
  id: number
  known: KnownTransaction
  /** What is on disk of `lastReadAt`. */
  writtenReadAt: number | null
}

export type Ledger = Awaited<ReturnType<typeof openLedger>>

export async function openLedger(store: GatewayStore, clock: Clock) {
  const startedAt = clock.now()
  const entries = new Map<string, Entry>()
  const listeners = new Set<(event: LedgerEvent) => void>()
  /** Writes come one after the other, so that two reads of one transaction cannot overtake each other. */
  let lastWrite: Promise<unknown> = Promise.resolve()

  for (const row of await store.selectFrom('oms_transaction').selectAll().execute()) {
    const known = toKnown(row)
    entries.set(keyText(known), { id: row.id, known, writtenReadAt: known.lastReadAt })
  }

  function inTurn<T>(write: () => Promise<T>): Promise<T> {
    const done = lastWrite.then(write)
    lastWrite = done.catch(() => undefined)
    return done
  }

  function tell(event: LedgerEvent) {
    for (const listener of listeners) listener(event)
  }

  async function create(key: Key, cmd: number): Promise<Entry> {
    const { source, setId, transId } = key
    const { id } = await store
      .insertInto('oms_transaction')
      .values({ source, set_id: setId, trans_id: transId, ...toRow(unread(key, cmd)) })
      .returning('id')
      .executeTakeFirstOrThrow()
    const entry = { id, known: unread(key, cmd), writtenReadAt: null }
    entries.set(keyText(key), entry)
    return entry
  }

  const entryOf = async (key: Key, cmd: number): Promise<Entry> => entries.get(keyText(key)) ?? (await create(key, cmd))

  async function save(entry: Entry): Promise<void> {
    const { id, known } = entry
    await store.updateTable('oms_transaction').set(toRow(known)).where('id', '=', id).execute()
    entry.writtenReadAt = known.lastReadAt
  }

  async function addHistory(entry: Entry, row: Omit<HistoryTable, 'id' | 'transaction_id'>): Promise<HistoryEntry> {
    const added = await store
      .insertInto('oms_history')
      .values({ ...row, transaction_id: entry.id })
      .returningAll()
      .executeTakeFirstOrThrow()
    await store
      .deleteFrom('oms_history')
      .where('transaction_id', '=', entry.id)
      .where('id', '<=', (query) =>
        query
          .selectFrom('oms_history')
          .select('id')
          .where('transaction_id', '=', entry.id)
          .orderBy('id', 'desc')
          .limit(1)
          .offset(MOST_HISTORY),
      )
      .execute()
    return toHistory(added)
  }

  /**
   * Takes a move for the effect of an operation that was taken and not seen yet: one decided on the status that was left,
   * unless that status was still read when its time was up.
   */
  async function raiseAccepted(
    { id }: Entry,
    { from, to, notBefore }: { from: number; to: number; notBefore: number },
  ): Promise<HistoryEntry[]> {
    const raised = await store
      .updateTable('oms_history')
      .set({ outcome: 'reached', other_status: to })
      .where('transaction_id', '=', id)
      .where('outcome', '=', 'accepted')
      .where('status', '=', from)
      .where('at', '>', notBefore - TAKES_EFFECT_MS)
      .returningAll()
      .execute()
    return raised.map(toHistory)
  }

  /** Forgets the oldest of those that nobody watches. */
  async function prune(): Promise<void> {
    const recent = recentOnes()
    for (const known of recent.slice(MOST_RECENT)) await forget(known)
  }

  async function forget(known: KnownTransaction): Promise<void> {
    const { source, setId, transId } = known
    const entry = entries.get(keyText(known))
    if (entry === undefined) return
    entries.delete(keyText(known))
    await store.deleteFrom('oms_transaction').where('id', '=', entry.id).execute()
    tell({ event: 'forgotten', data: { source, setId, transId } })
  }

  const all = () => [...entries.values()].map(({ known }) => known)
  const recentOnes = () =>
    all()
      .filter(({ watchedAt }) => watchedAt === null)
      .sort((one, other) => (other.openedAt ?? 0) - (one.openedAt ?? 0))
  const watchedOnes = () =>
    all()
      .filter(({ watchedAt }) => watchedAt !== null)
      .sort((one, other) => (one.watchedAt ?? 0) - (other.watchedAt ?? 0))

  return {
    find: (key: Key): KnownTransaction | undefined => entries.get(keyText(key))?.known,
    watches: watchedOnes,
    recent: recentOnes,

    subscribe(listener: (event: LedgerEvent) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    async history(key: Key): Promise<HistoryEntry[]> {
      const entry = entries.get(keyText(key))
      if (entry === undefined) return []
      const rows = await store
        .selectFrom('oms_history')
        .selectAll()
        .where('transaction_id', '=', entry.id)
        .orderBy('id')
        .limit(MOST_HISTORY)
        .execute()
      return rows.map(toHistory)
    },

    /** Takes in what the OMS answered. A read that was asked for before the last one is old news and changes nothing. */
    noteRead: (key: Key, cmd: number, read: Read): Promise<KnownTransaction> =>
      inTurn(async () => {
        const entry = await entryOf(key, cmd)
        const { known } = entry
        if (known.lastReadAt !== null && read.askedAt < known.lastReadAt) return known
        const { transaction, actions, askedAt, answeredAt, pollIntervalMs } = read
        const before = known.status
        const changed = before !== transaction.Status
        const notBefore = before === null ? null : known.lastReadAt
        const told: HistoryEntry[] = []
        const isNew = changed || known.updateTime !== transaction.UpdateTime || known.cmd !== cmd
        if (changed) {
          const late =
            notBefore !== null &&
            (notBefore < startedAt ||
              answeredAt - notBefore > 3 * (known.pollIntervalMs ?? pollIntervalMs ?? 0) + NOT_LATE_MS)
          told.push(
            await addHistory(entry, {
              ...noHistory,
              at: answeredAt,
              kind: 'status',
              status: transaction.Status,
              status_text: transaction.StatusText,
              other_status: before,
              not_before: notBefore,
              poll_interval_ms: pollIntervalMs,
              late: late ? 1 : 0,
              update_time: transaction.UpdateTime,
            }),
          )
        }
        const moved = before !== null && hasMoved({ Status: before, UpdateTime: known.updateTime }, transaction)
        if (moved && notBefore !== null) {
          told.push(...(await raiseAccepted(entry, { from: before, to: transaction.Status, notBefore })))
        }
        entry.known = {
          ...entry.known,
          cmd,
          status: transaction.Status,
          statusText: transaction.StatusText,
          ...(changed ? { since: answeredAt, notBefore } : {}),
          lastReadAt: askedAt,
          type: transaction.Type,
          reason: transaction.Reason,
          memo: transaction.Memo,
          idName: transaction.IdName?.slice(0, 500) ?? null,
          createUser: transaction.CreateUser,
          createTime: transaction.CreateTime,
          updateTime: transaction.UpdateTime,
          progress: actions === null ? known.progress : { ...counted(actions), at: answeredAt },
          error: null,
        }
        if (isNew || askedAt - (entry.writtenReadAt ?? 0) >= WRITE_EVERY_MS) await save(entry)
        tell({ event: 'transaction', data: { known: entry.known, entries: told } })
        return entry.known
      }),

    /** The OMS did not say what was asked. */
    noteFailure(key: Key, errorCode: string, errorMsg: string): void {
      const entry = entries.get(keyText(key))
      if (entry === undefined) return
      const since = entry.known.error?.since ?? clock.now()
      entry.known = { ...entry.known, error: { errorCode, errorMsg, since } }
      tell({ event: 'transaction', data: { known: entry.known, entries: [] } })
    },

    /** When the next read of a watch is due; not worth a write, and told only when reading begins or ends. */
    notePace(key: Key, nextReadAt: number | null, pollIntervalMs: number | null): void {
      const entry = entries.get(keyText(key))
      if (entry === undefined) return
      const isRead = entry.known.nextReadAt !== null
      entry.known = { ...entry.known, nextReadAt, pollIntervalMs }
      if (isRead !== (nextReadAt !== null)) tell({ event: 'transaction', data: { known: entry.known, entries: [] } })
    },

    noteOpened: (key: Key, cmd: number): Promise<void> =>
      inTurn(async () => {
        const entry = await entryOf(key, cmd)
        const now = clock.now()
        // A page that is open reads again and again: that is one opening.
        if (entry.known.openedAt !== null && now - entry.known.openedAt < 60_000) return
        entry.known = { ...entry.known, openedAt: now }
        await save(entry)
        await prune()
      }),

    watch: (key: Key, cmd: number): Promise<KnownTransaction> =>
      inTurn(async () => {
        const entry = await entryOf(key, cmd)
        if (entry.known.watchedAt === null || entry.known.cmd !== cmd) {
          entry.known = { ...entry.known, cmd, watchedAt: entry.known.watchedAt ?? clock.now() }
          await save(entry)
          tell({ event: 'transaction', data: { known: entry.known, entries: [] } })
        }
        return entry.known
      }),

    /** What is not watched any more stays among the recent ones for a while. */
    unwatch: (key: Key): Promise<boolean> =>
      inTurn(async () => {
        const entry = entries.get(keyText(key))
        if (entry === undefined || entry.known.watchedAt === null) return false
        entry.known = {
          ...entry.known,
          watchedAt: null,
          openedAt: clock.now(),
          nextReadAt: null,
          pollIntervalMs: null,
          error: null,
        }
        await save(entry)
        tell({ event: 'transaction', data: { known: entry.known, entries: [] } })
        await prune()
        return true
      }),

    /** Writes an operation into the history. */
    addOperation: (key: Key, cmd: number, note: OperationNote): Promise<HistoryEntry> =>
      inTurn(async () => {
        const entry = await entryOf(key, cmd)
        const added = await addHistory(entry, {
          ...noHistory,
          at: clock.now(),
          kind: 'operation',
          status: note.statusBefore,
          operation: note.operation,
          outcome: note.outcome,
          reason: note.reason,
          error_code: note.errorCode ?? null,
          error_msg: note.errorMsg ?? null,
        })
        tell({ event: 'transaction', data: { known: entry.known, entries: [added] } })
        return added
      }),

    /** Says what became of an operation. */
    endOperation: (
      key: Key,
      id: number,
      end: { outcome: OperationOutcome; statusReached: number | null; errorCode?: string; errorMsg?: string },
    ): Promise<void> =>
      inTurn(async () => {
        const row = await store
          .updateTable('oms_history')
          .set({
            outcome: end.outcome,
            other_status: end.statusReached,
            error_code: end.errorCode ?? null,
            error_msg: end.errorMsg ?? null,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        const entry = entries.get(keyText(key))
        if (entry === undefined || row === undefined) return
        const { status: from } = row
        const { status: to, notBefore } = entry.known
        // A watch may have seen it move while its sender had just stopped looking.
        const raised =
          end.outcome === 'accepted' && from !== null && to !== null && to !== from && notBefore !== null
            ? await raiseAccepted(entry, { from, to, notBefore })
            : []
        tell({ event: 'transaction', data: { known: entry.known, entries: [toHistory(row), ...raised] } })
      }),

    idOf: (key: Key): number | undefined => entries.get(keyText(key))?.id,

    /** Writes down what was read last. */
    async close(): Promise<void> {
      await inTurn(async () => {
        for (const entry of entries.values()) if (entry.writtenReadAt !== entry.known.lastReadAt) await save(entry)
      })
    },
  }
}

/** A status that was read and does not move any more. */
export const isClosed = ({ status }: KnownTransaction): boolean => status !== null && isTerminal(status)

function counted(actions: readonly Action[]) {
  const { total, done, counts } = progress(actions)
  return { total, done, counts: { ...counts } }
}
