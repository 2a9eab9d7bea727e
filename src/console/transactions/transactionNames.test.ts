import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { KnownTransaction, OmsDescription, TransactionDetail } from '../../gateway/api/oms.ts'
import { DEFAULT_OMS_OPTIONS } from '../../oms/options.ts'
import { TransactionSearch, idsOf, transactionAddress } from './transactionAddress.ts'
import { curlOfTransaction } from './transactionCurl.ts'
import { takeTransactionEvent } from './transactionNews.ts'
import { transactionQueries } from './transactionQueries.ts'
import { transactionTitle } from './transactionTitle.ts'

test.for([
  [{ cmd: 10002, type: 283, memo: 'AddTableManual', idName: 'guild_rank' }, 'Add table guild_rank'],
  [{ cmd: 77, type: 283, memo: 'AddTableManual', idName: 'guild_rank' }, 'Add table guild_rank'],
  [{ cmd: 77, type: 9999, memo: 'NewThing', idName: '' }, 'NewThing'],
  [{ cmd: 77, type: 9999, memo: '', idName: null }, 'Type 9999'],
  [{ idName: 'guild_rank' }, 'guild_rank'],
] as const)('%o is called %s', ([named, title]) => {
  expect(transactionTitle(named, 'en').trim()).toBe(title)
})

const oms = (url: string | null): OmsDescription => ({
  name: 'main',
  embedded: url === null,
  url,
  options: DEFAULT_OMS_OPTIONS,
})
const key = { setId: 1, transId: 1001, cmd: 10002 }

test('a copied curl quotes what a shell would take apart, and has a variable where the token goes', () => {
  const curl = curlOfTransaction(oms("http://oms.internal/it's/app/newoms.php"), key)
  expect(curl).toContain("'http://oms.internal/it'\\''s/app/newoms.php'")
  expect(curl).toMatch(
    /'\/webservice\/oamp\/transaction\/detail\/1\/1001\?cmd=10002&ip-type=webservicerest&access-token='"\$OMS_TOKEN"$/,
  )
  expect(curl).not.toMatch(/access-token=\w/)
})

test('a copied curl of the embedded OMS names the port by its variable', () => {
  expect(curlOfTransaction(oms(null), key)).toContain('"http://127.0.0.1:$AMENDS_EMBEDDED_PORT/app/newoms.php"')
})

test('an address says the ids, the kind and the action, and nothing else', () => {
  expect(transactionAddress('main', key, { cmd: 10002, action: 14 })).toBe(
    '/main/transactions/1/1001?cmd=10002&action=14',
  )
  expect(transactionAddress('a b', key)).toBe('/a%20b/transactions/1/1001')
  expect(TransactionSearch.parse({ cmd: '10002', 'access-token': 'f00d', act: 'suspend', action: '-1' })).toEqual({
    cmd: 10002,
  })
})

test.for([
  [
    { setId: '1', transId: '1001' },
    { setId: 1, transId: 1001 },
  ],
  [{ setId: 'one', transId: '1001' }, undefined],
  [{ setId: '1', transId: '-2' }, undefined],
  [{ setId: '1', transId: '12345678901' }, undefined],
  [{ setId: '1' }, undefined],
] as const)('the ids of %o are %o', ([params, ids]) => {
  expect(idsOf(params)).toEqual(ids)
})

const known = (more: Partial<KnownTransaction> = {}): KnownTransaction => ({
  source: 'main',
  setId: 1,
  transId: 1001,
  cmd: 10002,
  watchedAt: 5,
  openedAt: 5,
  status: 4,
  statusText: null,
  since: 10,
  notBefore: 5,
  lastReadAt: 10,
  nextReadAt: 12,
  pollIntervalMs: 2000,
  type: 283,
  reason: 0,
  memo: '',
  idName: 'guild_rank',
  createUser: '',
  createTime: null,
  updateTime: null,
  progress: null,
  error: null,
  ...more,
})
const entry = (id: number, status: number) => ({
  id,
  at: id,
  kind: 'status' as const,
  status,
  statusText: null,
  otherStatus: null,
  notBefore: null,
  pollIntervalMs: null,
  late: false,
  updateTime: null,
  operation: null,
  outcome: null,
  reason: null,
  errorCode: null,
  errorMsg: null,
})

function filled() {
  const client = new QueryClient()
  const other = known({ transId: 7 })
  client.setQueryData(transactionQueries.watches().queryKey, { watches: [other], recent: [known()], most: 10 })
  const detail = { transaction: { Status: 1 }, actions: null, oddActions: [], otherEcho: null, readAt: 1 }
  const queryKey = transactionQueries.detail('main', key).queryKey
  client.setQueryData([...queryKey], { ...detail, known: known({ status: 1 }), history: [entry(1, 1)] })
  return { client, other, detail: () => client.getQueryData<TransactionDetail>(queryKey), queryKey }
}

test('news of a transaction moves it among the watched ones, adds to its history, and has its page read again', () => {
  const { client, other, detail, queryKey } = filled()
  takeTransactionEvent(client, 'transaction', { known: known(), entries: [entry(2, 4)] })
  expect(client.getQueryData(transactionQueries.watches().queryKey)).toMatchObject({
    watches: [{ transId: other.transId }, { transId: 1001 }],
    recent: [],
  })
  expect(detail()?.history.map(({ id }) => id)).toEqual([1, 2])
  expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true)
  // The same news twice, as after a line that broke, changes nothing.
  takeTransactionEvent(client, 'transaction', { known: known(), entries: [entry(2, 4)] })
  expect(detail()?.history.map(({ id }) => id)).toEqual([1, 2])
})

test('news that cannot be read changes nothing; a forgotten one leaves both lists', () => {
  const { client } = filled()
  takeTransactionEvent(client, 'transaction', { known: 'what' })
  takeTransactionEvent(client, 'forgotten', { source: 'main', setId: 1, transId: 1001 })
  expect(client.getQueryData(transactionQueries.watches().queryKey)).toMatchObject({
    watches: [{ transId: 7 }],
    recent: [],
  })
})
