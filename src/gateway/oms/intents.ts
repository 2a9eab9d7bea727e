/** What a person wanted, under an id of its own, and how it was answered: a second request with that id gets the same. */
import * as z from 'zod/mini'
import { OperationAnswer } from '../api/oms.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import type { Key } from './transactionKey.ts'

const Answered = z.object({
  answer: z.optional(OperationAnswer),
  refusal: z.optional(
    z.object({
      code: z.string(),
      message: z.string(),
      upstream: z.optional(z.string()),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type Answered = z.infer<typeof Answered>

interface NewIntent {
  readonly intentId: string
  readonly transactionId: number
  /** Its entry in the history of the transaction. */
  readonly historyId: number
  readonly operation: string
  readonly cmd: number
  readonly seenStatus: number
  readonly createdAt: number
}

interface Intent {
  readonly key: Key
  readonly operation: string
  readonly seenStatus: number
  /** Undefined: it was being sent when the process ended. */
  readonly answered: Answered | undefined
}

export function intents(store: GatewayStore) {
  return {
    async forgetBefore(createdAt: number): Promise<void> {
      await store.deleteFrom('oms_intent').where('created_at', '<', createdAt).execute()
    },

    async find(intentId: string): Promise<Intent | undefined> {
      const row = await store
        .selectFrom('oms_intent')
        .innerJoin('oms_transaction', 'oms_transaction.id', 'oms_intent.transaction_id')
        .select(['operation', 'answer', 'source', 'set_id', 'trans_id', 'seen_status'])
        .where('intent_id', '=', intentId)
        .executeTakeFirst()
      return (
        row && {
          key: { source: row.source, setId: row.set_id, transId: row.trans_id },
          operation: row.operation,
          seenStatus: row.seen_status,
          answered: row.answer === null ? undefined : Answered.parse(JSON.parse(row.answer)),
        }
      )
    },

    async add({ intentId, transactionId, historyId, operation, cmd, seenStatus, createdAt }: NewIntent): Promise<void> {
      await store
        .insertInto('oms_intent')
        .values({
          intent_id: intentId,
          transaction_id: transactionId,
          history_id: historyId,
          operation,
          cmd,
          seen_status: seenStatus,
          created_at: createdAt,
          answer: null,
        })
        .execute()
    },

    async keepAnswer(intentId: string, answered: Answered): Promise<void> {
      await store
        .updateTable('oms_intent')
        .set({ answer: JSON.stringify(answered) })
        .where('intent_id', '=', intentId)
        .execute()
    },
  }
}
