/** Where the ledger is kept: its questions to `gateway.db` and its writes, in the ledger's own words. */
import type { HistoryEntry, KnownTransaction, OperationOutcome } from '../api/oms.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import type { HistoryTable } from '../store/tables.ts'
import { noHistory, toHistory, toKnown, toRow } from './ledgerRows.ts'

/** What is said of an entry; the rest of it is empty. */
export type NewEntry = Pick<HistoryTable, 'at' | 'kind' | 'status'> &
  Partial<Omit<HistoryTable, 'id' | 'transaction_id'>>

/** Entries of one transaction; an older one makes room. */
export const MOST_HISTORY = 500

export type LedgerStore = ReturnType<typeof ledgerStore>

export function ledgerStore(store: GatewayStore) {
  return {
    async transactions(): Promise<Array<{ readonly id: number; readonly known: KnownTransaction }>> {
      const rows = await store.selectFrom('oms_transaction').selectAll().execute()
      return rows.map((row) => ({ id: row.id, known: toKnown(row) }))
    },

    async insert(known: KnownTransaction): Promise<number> {
      const { source, setId, transId } = known
      const { id } = await store
        .insertInto('oms_transaction')
        .values({ source, set_id: setId, trans_id: transId, ...toRow(known) })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async update(id: number, known: KnownTransaction): Promise<void> {
      await store.updateTable('oms_transaction').set(toRow(known)).where('id', '=', id).execute()
    },

    /** Its history goes with it. */
    async remove(id: number): Promise<void> {
      await store.deleteFrom('oms_transaction').where('id', '=', id).execute()
    },

    async history(transactionId: number): Promise<HistoryEntry[]> {
      const rows = await store
        .selectFrom('oms_history')
        .selectAll()
        .where('transaction_id', '=', transactionId)
        .orderBy('id')
        .limit(MOST_HISTORY)
        .execute()
      return rows.map(toHistory)
    },

    async addHistory(transactionId: number, entry: NewEntry): Promise<HistoryEntry> {
      const added = await store
        .insertInto('oms_history')
        .values({ ...noHistory, ...entry, transaction_id: transactionId })
        .returningAll()
        .executeTakeFirstOrThrow()
      await store
        .deleteFrom('oms_history')
        .where('transaction_id', '=', transactionId)
        .where('id', '<=', (query) =>
          query
            .selectFrom('oms_history')
            .select('id')
            .where('transaction_id', '=', transactionId)
            .orderBy('id', 'desc')
            .limit(1)
            .offset(MOST_HISTORY),
        )
        .execute()
      return toHistory(added)
    },

    /** Says of an operation in the history what became of it; undefined when the entry is gone. */
    async endOperation(
      entryId: number,
      end: { outcome: OperationOutcome; statusReached: number | null; errorCode?: string; errorMsg?: string },
    ): Promise<HistoryEntry | undefined> {
      const row = await store
        .updateTable('oms_history')
        .set({
          outcome: end.outcome,
          other_status: end.statusReached,
          error_code: end.errorCode ?? null,
          error_msg: end.errorMsg ?? null,
        })
        .where('id', '=', entryId)
        .returningAll()
        .executeTakeFirst()
      return row && toHistory(row)
    },

    /** Operations that were only accepted, decided on that status after that moment, become ones that reached another. */
    async raiseAccepted(
      transactionId: number,
      { from, to, after }: { from: number; to: number; after: number },
    ): Promise<HistoryEntry[]> {
      const raised = await store
        .updateTable('oms_history')
        .set({ outcome: 'reached', other_status: to })
        .where('transaction_id', '=', transactionId)
        .where('outcome', '=', 'accepted')
        .where('status', '=', from)
        .where('at', '>', after)
        .returningAll()
        .execute()
      return raised.map(toHistory)
    },
  }
}
