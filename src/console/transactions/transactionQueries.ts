import { queryOptions } from '@tanstack/react-query'
import type { QueryState } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { Failovers, OmsDescription, TransactionDetail, TransactionHistory, Watches } from '../../gateway/api/oms.ts'
import { isTerminal, transactionStatus } from '../../oms/statuses.ts'
import { ApiError, request } from '../ui/data/request.ts'
import type { TransactionKey } from './transactionAddress.ts'

/** How often an open page reads a transaction again: while the engine moves it, and while it waits for a person. */
const MOVING_MS = 3_000
const WAITING_MS = 20_000
/** A list of actions that long is read less often than the status: so often, and when the status has changed. */
const MANY_ACTIONS = 1000
const MANY_ACTIONS_MS = 30_000
const LONGEST_PAUSE_MS = 60_000

/** A transaction with its actions, which may be older than its status. */
export interface ShownTransaction extends Pick<TransactionDetail, 'transaction' | 'actions' | 'oddActions' | 'readAt'> {
  /** When the actions were true, gateway clock. */
  readonly actionsReadAt: number
}

const omsPath = (source: string) => `/api/oms/${encodeURIComponent(source)}`
type TransactionIds = Omit<TransactionKey, 'cmd'>
export const transactionPath = (source: string, { setId, transId }: TransactionIds) =>
  `${omsPath(source)}/transactions/${setId}/${transId}`

/** When to read again: not at all once it is closed; ever more seldom the longer reading fails. */
function pauseMs({ state }: { readonly state: QueryState<ShownTransaction> }): number | false {
  const { data, error, dataUpdatedAt } = state
  if (error !== null) {
    if (data === undefined) return error instanceof ApiError && error.isOutage ? WAITING_MS : false
    return Math.min(LONGEST_PAUSE_MS, Math.max(2 * MOVING_MS, (Date.now() - dataUpdatedAt) / 4))
  }
  const status = data?.transaction.Status
  if (status === undefined || isTerminal(status)) return false
  return transactionStatus(status)?.actor === 'engine' ? MOVING_MS : WAITING_MS
}

interface Asked {
  readonly actions: boolean
  readonly again: boolean
  readonly signal: AbortSignal
}

/** What the OMS says of another transaction never stands in for the one that was asked for. */
async function readDetail(source: string, key: TransactionKey, asked: Asked): Promise<TransactionDetail> {
  const { actions, again, signal } = asked
  const path = `${transactionPath(source, key)}?cmd=${key.cmd}${actions ? '&actions=1' : ''}${again ? '&again=1' : ''}`
  const detail = await request(TransactionDetail, path, { signal })
  const { otherEcho } = detail
  if (otherEcho === null) return detail
  throw new ApiError(502, 'OmsOtherTransaction', 'The OMS answered about another transaction.', { body: { otherEcho } })
}

/** Status and actions in one question, because an OMS takes few; a long list only when it is due. */
async function readShown(
  source: string,
  key: TransactionKey,
  last: ShownTransaction | undefined,
  asked: Omit<Asked, 'actions'>,
): Promise<ShownTransaction & TransactionHistory> {
  const isLong = last !== undefined && (last.actions?.length ?? 0) > MANY_ACTIONS
  if (isLong && !asked.again && last.readAt - last.actionsReadAt < MANY_ACTIONS_MS) {
    const detail = await readDetail(source, key, { ...asked, actions: false })
    const { actions, oddActions, actionsReadAt } = last
    if (detail.transaction.Status === last.transaction.Status) return { ...detail, actions, oddActions, actionsReadAt }
  }
  const detail = await readDetail(source, key, { ...asked, actions: true })
  return { ...detail, actionsReadAt: detail.readAt }
}

/** What two words of the gateway say together; where both speak of the same, the one that was true last. */
export function withObserved(before: TransactionHistory | undefined, now: TransactionHistory): TransactionHistory {
  if (before === undefined) return now
  const isOlder = (now.known?.lastReadAt ?? 0) < (before.known?.lastReadAt ?? 0)
  const [old, young] = isOlder ? [now, before] : [before, now]
  const byId = new Map([...old.history, ...young.history].map((entry) => [entry.id, entry]))
  return { known: young.known, history: [...byId.values()].toSorted((one, other) => one.id - other.id) }
}

function detailOptions(source: string, key: TransactionKey, again: boolean) {
  const queryKey = [...transactionQueries.all(source), 'detail', key]
  // oxlint-disable-next-line @tanstack/query/exhaustive-deps -- `again` is about how it is asked, not about what
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const last = client.getQueryData<ShownTransaction>(queryKey)
      const { known, history, ...shown } = await readShown(source, key, last, { again, signal })
      client.setQueryData(transactionQueries.observed(source, key).queryKey, (before) =>
        withObserved(before, { known, history }),
      )
      return shown
    },
    staleTime: 1000,
    // The page asks again by itself; that it could not read is said at once.
    retry: false,
    // Somebody comes back to this page to decide something on it.
    refetchOnWindowFocus: true,
    refetchInterval: pauseMs,
  })
}

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
      meta: { streamed: true },
    }),

  /** The transaction with its actions, and with what was observed of it. */
  detail: (source: string, key: TransactionKey) => detailOptions(source, key, false),

  /** The same, asked once more by a person: nothing that was refused a moment ago is repeated from memory. */
  again: (source: string, key: TransactionKey) => ({ ...detailOptions(source, key, true), staleTime: 0 }),

  /**
   * What the gateway observed of it; no question to the OMS. Every read brings it, and the live stream keeps it fresh: apart
   * from the transaction, because news of a watch neither mends nor ages what this page could read.
   */
  observed: (source: string, { setId, transId }: TransactionIds) =>
    queryOptions({
      queryKey: [...transactionQueries.all(source), 'observed', setId, transId],
      queryFn: ({ signal }) =>
        request(TransactionHistory, `${transactionPath(source, { setId, transId })}/history`, { signal }),
      staleTime: Infinity,
      meta: { streamed: true },
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
