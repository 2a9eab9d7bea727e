/** Addresses of transactions, and what they may say. No address holds a token. */
import * as z from 'zod/mini'
import { toParams } from '../url/useUrlState.ts'

// Renamed, or a lint rule takes it for a promise's.
const orElse = z.catch
const optionalNumber = orElse(z.optional(z.coerce.number().check(z.int(), z.minimum(1))), undefined)

export const TransactionSearch = z.object({
  /** The interface code of the transaction's kind; without it the page asks. */
  cmd: optionalNumber,
  /** The action that is looked at. */
  action: optionalNumber,
  /** The operation whose confirmation is open: Back closes it. */
  act: orElse(z.optional(z.enum(['execute', 'resume'])), undefined),
})
export type TransactionSearch = z.infer<typeof TransactionSearch>

/** What the address of the list may say: whose failovers are listed. */
export const FailoverSearch = z.object({
  app: optionalNumber,
  /** With those that are closed. */
  closed: orElse(z.optional(z.literal('yes')), undefined),
})

export interface TransactionKey {
  readonly setId: number
  readonly transId: number
  readonly cmd: number
}

const transactionsAddress = (source: string): string => `/${encodeURIComponent(source)}/transactions`

export function transactionAddress(
  source: string,
  { setId, transId }: Pick<TransactionKey, 'setId' | 'transId'>,
  search: Partial<TransactionSearch> = {},
): string {
  const params = toParams(TransactionSearch, TransactionSearch.parse(search)).toString()
  const path = `${transactionsAddress(source)}/${setId}/${transId}`
  return params === '' ? path : `${path}?${params}`
}

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined

/** The ids of an address; undefined when they are no ids. */
export function idsOf(params: Readonly<Record<string, string | undefined>>): Omit<TransactionKey, 'cmd'> | undefined {
  const setId = wholeNumber(params['setId'])
  const transId = wholeNumber(params['transId'])
  return setId === undefined || transId === undefined ? undefined : { setId, transId }
}
