import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { KnownTransaction, OperationAnswer } from '../../gateway/api/oms.ts'
import type { OperationWish } from '../../gateway/api/oms.ts'
import { post, request } from '../ui/data/request.ts'
import type { TransactionKey } from './transactionAddress.ts'
import { transactionPath, transactionQueries } from './transactionQueries.ts'

/** Begins or ends the gateway's watch over a transaction, which goes on while no page is open. */
export function useWatch(source: string, key: TransactionKey) {
  const client = useQueryClient()
  const { setId, transId } = key
  return useMutation({
    mutationFn: async (watched: boolean) => {
      if (watched) await request(KnownTransaction, '/api/watches', post({ source, ...key }))
      else
        await request(z.unknown(), `/api/watches/${encodeURIComponent(source)}/${setId}/${transId}`, {
          method: 'DELETE',
        })
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: transactionQueries.watches().queryKey }),
        client.invalidateQueries({ queryKey: transactionQueries.observed(source, key).queryKey }),
      ]),
  })
}

/** One press of the button: whatever is sent twice under its id is done once. */
type OperationIntent = OperationWish & { readonly operation: 'execute' | 'resume' }

/**
 * Asks the gateway to execute or resume. It reads the transaction just before and sends nothing when it has moved;
 * the answer tells what was really reached. Afterwards the page reads again, also after a refusal.
 */
export function useOperate(source: string, key: TransactionKey) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: [...transactionQueries.all(source), 'operate', key],
    mutationFn: ({ operation, ...wish }: OperationIntent) =>
      request(OperationAnswer, `${transactionPath(source, key)}/${operation}`, post(wish)),
    // Not waited for: the gateway has looked already, and what it answered should not wait for a slow OMS.
    onSettled: () => {
      for (const { queryKey } of [transactionQueries.detail(source, key), transactionQueries.watches()]) {
        void client.invalidateQueries({ queryKey })
      }
    },
  })
}
