/** Takes what the live stream says of transactions into what the page knows. */
import type { QueryClient } from '@tanstack/react-query'
import { TransactionForgotten, TransactionNews } from '../../gateway/api/oms.ts'
import type { HistoryEntry, KnownTransaction } from '../../gateway/api/oms.ts'
import { transactionQueries } from './transactionQueries.ts'

export function takeTransactionEvent(client: QueryClient, name: 'transaction' | 'forgotten', data: unknown): void {
  if (name === 'transaction') {
    const news = TransactionNews.safeParse(data)
    if (news.success) noteNews(client, news.data)
  } else {
    const gone = TransactionForgotten.safeParse(data)
    if (gone.success) noteForgotten(client, gone.data)
  }
}

const isSame = (
  one: Pick<KnownTransaction, 'source' | 'setId' | 'transId'>,
  other: Pick<KnownTransaction, 'source' | 'setId' | 'transId'>,
): boolean => one.source === other.source && one.setId === other.setId && one.transId === other.transId

/** Takes a word of the live stream about one transaction into what is known, and reads an open page again if it moved. */
function noteNews(client: QueryClient, { known, entries }: TransactionNews): void {
  client.setQueryData(transactionQueries.watches().queryKey, (watches) => {
    if (watches === undefined) return watches
    const others = {
      watches: watches.watches.filter((each) => !isSame(each, known)),
      recent: watches.recent.filter((each) => !isSame(each, known)),
    }
    return known.watchedAt === null
      ? { ...watches, ...others, recent: [known, ...others.recent] }
      : { ...watches, ...others, watches: inOrder([...others.watches, known]) }
  })
  const { source, setId, transId, cmd } = known
  for (const of of [transactionQueries.detail, transactionQueries.actions]) {
    const { queryKey } = of(source, { setId, transId, cmd })
    const shown = client.getQueryData(queryKey)
    if (shown === undefined) continue
    client.setQueryData(queryKey, { ...shown, known, history: withEntries(shown.history, entries) })
    if (known.status !== shown.transaction.Status) void client.invalidateQueries({ queryKey })
  }
}

const inOrder = (watches: readonly KnownTransaction[]): KnownTransaction[] =>
  watches.toSorted((one, other) => (one.watchedAt ?? 0) - (other.watchedAt ?? 0))

function withEntries(history: readonly HistoryEntry[], entries: readonly HistoryEntry[]): HistoryEntry[] {
  const byId = new Map([...history, ...entries].map((entry) => [entry.id, entry]))
  return [...byId.values()].toSorted((one, other) => one.id - other.id)
}

function noteForgotten(client: QueryClient, gone: TransactionForgotten): void {
  client.setQueryData(
    transactionQueries.watches().queryKey,
    (watches) =>
      watches && {
        ...watches,
        watches: watches.watches.filter((each) => !isSame(each, gone)),
        recent: watches.recent.filter((each) => !isSame(each, gone)),
      },
  )
}
