/** Takes what the live stream says of transactions into what the page knows. */
import type { QueryClient } from '@tanstack/react-query'
import { TransactionForgotten, TransactionNews } from '../../gateway/api/oms.ts'
import type { KnownTransaction } from '../../gateway/api/oms.ts'
import { progress } from '../../oms/progress.ts'
import { transactionQueries, withObserved } from './transactionQueries.ts'
import type { ShownTransaction } from './transactionQueries.ts'

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
  const observed = transactionQueries.observed(source, { setId, transId }).queryKey
  client.setQueryData(observed, (before) => before && withObserved(before, { known, history: entries }))
  const { queryKey } = transactionQueries.detail(source, { setId, transId, cmd })
  const shown = client.getQueryData(queryKey)
  // A read that is on its way already brings it.
  if (shown !== undefined && hasNews(known, shown))
    void client.invalidateQueries({ queryKey }, { cancelRefetch: false })
}

/** Something was seen to be otherwise than it stands on the page: by a watch, or by somebody else's page. */
function hasNews(
  { status, updateTime, progress: counted, lastReadAt }: KnownTransaction,
  shown: ShownTransaction,
): boolean {
  const { transaction, actions, readAt, actionsReadAt } = shown
  if ((lastReadAt ?? 0) > readAt && (status !== transaction.Status || updateTime !== transaction.UpdateTime))
    return true
  if (counted === null || actions === null || counted.at <= actionsReadAt) return false
  const { total, done, counts } = progress(actions)
  return counted.total !== total || counted.done !== done || counted.counts['running'] !== counts.running
}

const inOrder = (watches: readonly KnownTransaction[]): KnownTransaction[] =>
  watches.toSorted((one, other) => (one.watchedAt ?? 0) - (other.watchedAt ?? 0))

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
