import type { Connection } from '../../store/connection.ts'
import { FAILOVER_SET, largeSample, newFailover, omsSamples } from './samples.ts'
import { TRANSACTION } from './statusCodes.ts'
import { findTransaction, insertTransaction } from './transactionTable.ts'

/** Finished failovers that are kept, beside those that nobody has closed. */
const KEPT_FAILOVERS = 200

interface SampleJob {
  readonly seed: number
  readonly now: number
}

/** Writing sample transactions as jobs. */
export const sampleJobs = {
  /** Fills an empty store. Answers how many transactions it wrote. */
  seedSamples: (connection: Connection, job: SampleJob): number =>
    connection.transaction(() => {
      if (connection.statement('SELECT 1 FROM trans LIMIT 1').get() !== undefined) return 0
      const samples = omsSamples(job)
      for (const { transaction, actions } of samples) insertTransaction(connection, transaction, actions)
      return samples.length
    }),

  /** Adds one transaction with so many actions. Answers whether it did: its id may be taken. */
  addLarge: (connection: Connection, { actions, ...world }: SampleJob & { actions: number }): boolean =>
    connection.transaction(() => {
      const { transaction, actions: rows } = largeSample(actions, world)
      if (findTransaction(connection, { setId: transaction.setId, transId: transaction.id }) !== undefined) return false
      insertTransaction(connection, transaction, rows)
      return true
    }),

  /** Adds the next failover and drops the oldest finished ones. */
  addFailover(connection: Connection, job: SampleJob): void {
    connection.transaction(() => {
      const { id } = connection.statement('SELECT max(id) AS id FROM trans WHERE setId = ?').get(FAILOVER_SET) ?? {}
      const { transaction, actions } = newFailover(Number(id ?? 0) + 1, job)
      insertTransaction(connection, transaction, actions)
      const old = connection
        .statement('SELECT row FROM trans WHERE setId = ? AND status = ? ORDER BY id DESC LIMIT -1 OFFSET ?')
        .all(FAILOVER_SET, TRANSACTION.succeeded, KEPT_FAILOVERS)
      for (const { row } of old) {
        connection.statement('DELETE FROM action WHERE trans = ?').run(Number(row))
        connection.statement('DELETE FROM trans WHERE row = ?').run(Number(row))
      }
    })
  },
}
