import { queryOptions } from '@tanstack/react-query'
import type { QueryState } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { Failovers, OmsDescription, TransactionDetail, Watches } from '../../gateway/api/oms.ts'
import { isTerminal, transactionStatus } from '../../oms/statuses.ts'
import { ApiError, request } from '../ui/request.ts'
import type { TransactionKey } from './transactionAddress.ts'

/** How often an open page reads a transaction again: while the engine moves it, and while it waits for a person. */
const MOVING_MS = 3_000
const WAITING_MS = 20_000
/** A list of actions that long is read less often than the status. */
const MANY_ACTIONS = 1000
const MANY_ACTIONS_MS = 30_000
const LONGEST_PAUSE_MS = 60_000

const omsPath = (source: string) => `/api/oms/${encodeURIComponent(source)}`
export const transactionPath = (source: string, { setId, transId }: Omit<TransactionKey, 'cmd'>) =>
  `${omsPath(source)}/transactions/${setId}/${transId}`

/** When to read again: not at all once it is closed; ever more seldom the longer reading fails. */
function pauseMs({ state }: { readonly state: QueryState<TransactionDetail> }, movingMs: number): number | false {
  const { data, error, dataUpdatedAt } = state
  if (error !== null) {
    if (data === undefined) return error instanceof ApiError && error.isOutage ? WAITING_MS : false
    return Math.min(LONGEST_PAUSE_MS, Math.max(2 * movingMs, (Date.now() - dataUpdatedAt) / 4))
  }
  const status = data?.transaction.Status
  if (status === undefined || isTerminal(status)) return false
  return transactionStatus(status)?.actor === 'engine' ? movingMs : Math.max(movingMs, WAITING_MS)
}

/** What the OMS says of another transaction never stands in for the one that was asked for. */
async function readDetail(path: string, signal: AbortSignal): Promise<TransactionDetail> {
  const detail = await request(TransactionDetail, path, { signal })
  const { otherEcho } = detail
  if (otherEcho === null) return detail
  throw new ApiError(502, 'OmsOtherTransaction', 'The OMS answered about another transaction.', { body: { otherEcho } })
}

const reading = {
  staleTime: 1000,
  // The page asks again by itself; that it could not read is said at once.
  retry: false,
  // Somebody comes back to this page to decide something on it.
  refetchOnWindowFocus: true,
} as const

export const transactionQueries = {
  all: (source: string) => ['transactions', source] as const,

  /** How this OMS is spoken to; it does not change while the gateway runs. */
  description: (source: string) =>
    queryOptions({
      queryKey: [...transactionQueries.all(source), 'description'],
      queryFn: ({ signal }) => request(OmsDescription, omsPath(source), { signal }),
      staleTime: Infinity,
    }),

  /** What the gateway watches and what was opened lately, of every OMS; the live stream keeps it fresh. */
  watches: () =>
    queryOptions({
      queryKey: ['watches'],
      queryFn: ({ signal }) => request(Watches, '/api/watches', { signal }),
      staleTime: 10_000,
      refetchInterval: 60_000,
    }),

  /** The transaction without its actions, with what was observed of it. */
  detail: (source: string, key: TransactionKey) =>
    queryOptions({
      queryKey: [...transactionQueries.all(source), 'detail', key],
      queryFn: ({ signal }) => readDetail(`${transactionPath(source, key)}?cmd=${key.cmd}`, signal),
      ...reading,
      refetchInterval: (query) => pauseMs(query, MOVING_MS),
    }),

  /** The same with its actions. */
  actions: (source: string, key: TransactionKey) =>
    queryOptions({
      queryKey: [...transactionQueries.all(source), 'actions', key],
      queryFn: ({ signal }) => readDetail(`${transactionPath(source, key)}?cmd=${key.cmd}&actions=1`, signal),
      ...reading,
      refetchInterval: (query) =>
        pauseMs(query, (query.state.data?.actions?.length ?? 0) > MANY_ACTIONS ? MANY_ACTIONS_MS : MOVING_MS),
    }),

  /** The body of the OMS itself, as text. */
  raw: (source: string, key: TransactionKey) =>
    queryOptions({
      queryKey: [...transactionQueries.all(source), 'raw', key],
      queryFn: ({ signal }) => request(z.unknown(), `${transactionPath(source, key)}/raw?cmd=${key.cmd}`, { signal }),
    }),

  failovers: (source: string, { appId, all }: { readonly appId: number; readonly all: boolean }) =>
    queryOptions({
      queryKey: [...transactionQueries.all(source), 'failovers', appId, all],
      queryFn: ({ signal }) =>
        request(Failovers, `${omsPath(source)}/failovers?appId=${appId}${all ? '&all=1' : ''}`, { signal }),
      staleTime: 30_000,
    }),
}
