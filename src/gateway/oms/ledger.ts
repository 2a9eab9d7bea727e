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
import { unread } from './ledgerRows.ts'
import { ledgerStore } from './ledgerStore.ts'
import type { LedgerStore, NewEntry } from './ledgerStore.ts'
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

export async function openLedger(gatewayStore: GatewayStore, clock: Clock) {
  const store = ledgerStore(gatewayStore)
  const startedAt = clock.now()
  const entries = new Map<string, Entry>()
  const listeners = new Set<(event: LedgerEvent) => void>()
  /** Writes come one after the other, so that two reads of one transaction cannot overtake each other. */
  let lastWrite: Promise<unknown> = Promise.resolve()

  for (const { id, known } of await store.transactions()) {
    entries.set(keyText(known), { id, known, writtenReadAt: known.lastReadAt })
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
    const known = unread(key, cmd)
    const entry = { id: await store.insert(known), known, writtenReadAt: null }
    entries.set(keyText(key), entry)
    return entry
  }

  const entryOf = async (key: Key, cmd: number): Promise<Entry> => entries.get(keyText(key)) ?? (await create(key, cmd))

  async function save(entry: Entry): Promise<void> {
    const { id, known } = entry
    await store.update(id, known)
    entry.writtenReadAt = known.lastReadAt
  }

  /**
   * Takes a move for the effect of an operation that was taken and not seen yet: one decided on the status that was left,
   * unless that status was still read when its time was up.
   */
  const raiseAccepted = ({ id }: Entry, move: { from: number; to: number; notBefore: number }) =>
    store.raiseAccepted(id, { from: move.from, to: move.to, after: move.notBefore - TAKES_EFFECT_MS })

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
    await store.remove(entry.id)
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
      return entry === undefined ? [] : store.history(entry.id)
    },

    /** Takes in what the OMS answered. A read that was asked for before the last one is old news and changes nothing. */
    noteRead: (key: Key, cmd: number, read: Read): Promise<KnownTransaction> =>
      inTurn(async () => {
        const entry = await entryOf(key, cmd)
        const { known } = entry
        if (known.lastReadAt !== null && read.askedAt < known.lastReadAt) return known
        const { transaction, askedAt } = read
        const { status: from, lastReadAt: notBefore } = known
        const told: HistoryEntry[] = []
        if (from !== transaction.Status) {
          told.push(await store.addHistory(entry.id, statusEntry(known, read, startedAt)))
        }
        if (from !== null && notBefore !== null) {
          const moved = hasMoved({ Status: from, UpdateTime: known.updateTime }, transaction)
          if (moved) told.push(...(await raiseAccepted(entry, { from, to: transaction.Status, notBefore })))
        }
        entry.known = { ...entry.known, cmd, ...factsOf(known, read) }
        const isNew = from !== transaction.Status || known.updateTime !== transaction.UpdateTime || known.cmd !== cmd
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
        const added = await store.addHistory(entry.id, {
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
    endOperation: (key: Key, id: number, end: Parameters<LedgerStore['endOperation']>[1]): Promise<void> =>
      inTurn(async () => {
        const ended = await store.endOperation(id, end)
        const entry = entries.get(keyText(key))
        if (entry === undefined || ended === undefined) return
        const { status: from } = ended
        const { status: to, notBefore } = entry.known
        // A watch may have seen it move while its sender had just stopped looking.
        const raised =
          end.outcome === 'accepted' && from !== null && to !== null && to !== from && notBefore !== null
            ? await raiseAccepted(entry, { from, to, notBefore })
            : []
        tell({ event: 'transaction', data: { known: entry.known, entries: [ended, ...raised] } })
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

/** A status that was read for the first time. It is late when nobody looked for longer than a watch would have. */
function statusEntry(before: KnownTransaction, read: Read, startedAt: number): NewEntry {
  const { transaction, answeredAt, pollIntervalMs } = read
  const notBefore = before.status === null ? null : before.lastReadAt
  const expectedMs = 3 * (before.pollIntervalMs ?? pollIntervalMs ?? 0) + NOT_LATE_MS
  const late = notBefore !== null && (notBefore < startedAt || answeredAt - notBefore > expectedMs)
  return {
    at: answeredAt,
    kind: 'status',
    status: transaction.Status,
    status_text: transaction.StatusText,
    other_status: before.status,
    not_before: notBefore,
    poll_interval_ms: pollIntervalMs,
    late: late ? 1 : 0,
    update_time: transaction.UpdateTime,
  }
}

/** What a read tells of a transaction. */
function factsOf(before: KnownTransaction, { transaction, actions, askedAt, answeredAt }: Read) {
  const since = { since: answeredAt, notBefore: before.status === null ? null : before.lastReadAt }
  return {
    status: transaction.Status,
    statusText: transaction.StatusText,
    ...(before.status === transaction.Status ? {} : since),
    lastReadAt: askedAt,
    type: transaction.Type,
    reason: transaction.Reason,
    memo: transaction.Memo,
    idName: transaction.IdName?.slice(0, 500) ?? null,
    createUser: transaction.CreateUser,
    createTime: transaction.CreateTime,
    updateTime: transaction.UpdateTime,
    progress: actions === null ? before.progress : { ...counted(actions), at: answeredAt },
    error: null,
  }
}

/** A status that was read and does not move any more. */
export const isClosed = ({ status }: KnownTransaction): boolean => status !== null && isTerminal(status)

function counted(actions: readonly Action[]) {
  const { total, done, counts } = progress(actions)
  return { total, done, counts: { ...counts } }
}
