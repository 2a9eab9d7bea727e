import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { KnownTransaction, OmsDescription } from '../../gateway/api/oms.ts'
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
  const detail = { transaction: { Status: 4, UpdateTime: null }, actions: null, readAt: 9, actionsReadAt: 9 }
  const queryKey = transactionQueries.detail('main', key).queryKey
  client.setQueryData([...queryKey], detail)
  const observedKey = transactionQueries.observed('main', key).queryKey
  client.setQueryData(observedKey, { known: known({ lastReadAt: 9 }), history: [entry(1, 1)] })
  return {
    client,
    other,
    observed: () => client.getQueryData(observedKey),
    asksAgain: () => client.getQueryState(queryKey)?.isInvalidated,
    show: (more: object) => client.setQueryData([...queryKey], { ...detail, ...more }),
  }
}

const take = (client: QueryClient, more: Partial<KnownTransaction>, ...entries: ReturnType<typeof entry>[]) =>
  takeTransactionEvent(client, 'transaction', { known: known(more), entries })

test('news of a transaction moves it among the watched ones, and adds to its history once', () => {
  const { client, other, observed } = filled()
  take(client, {}, entry(2, 4))
  expect(client.getQueryData(transactionQueries.watches().queryKey)).toMatchObject({
    watches: [{ transId: other.transId }, { transId: 1001 }],
    recent: [],
  })
  expect(observed()?.history.map(({ id }) => id)).toEqual([1, 2])
  // The same news twice, as after a line that broke, changes nothing.
  take(client, {}, entry(2, 4))
  expect(observed()?.history.map(({ id }) => id)).toEqual([1, 2])
})

test('what is older than what is known takes nothing back', () => {
  const { client, observed } = filled()
  take(client, { lastReadAt: 12, status: 5 }, entry(2, 5))
  take(client, { lastReadAt: 11, status: 4 }, entry(2, 4), entry(3, 4))
  expect(observed()?.known?.status).toBe(5)
  expect(observed()?.history.map(({ id, status }) => [id, status])).toEqual([
    [1, 1],
    [2, 5],
    [3, 4],
  ])
})

const counted = (done: number, at = 10) => ({ total: 2, done, counts: { running: 2 - done }, at })

test.for([
  ['nothing new', {}, {}, false],
  ['another status', { status: 5 }, {}, true],
  ['another time of the last update', { updateTime: '2026-01-01 08:00:00' }, {}, true],
  ['what this page saw later itself', { status: 5, lastReadAt: 8 }, {}, false],
  [
    'an action that ended',
    { progress: counted(1) },
    {
      actions: [
        { Id: 1, Status: 3 },
        { Id: 2, Status: 3 },
      ],
    },
    true,
  ],
  [
    'as many actions',
    { progress: counted(1) },
    {
      actions: [
        { Id: 1, Status: 6 },
        { Id: 2, Status: 3 },
      ],
    },
    false,
  ],
  ['actions as they were', { progress: counted(0, 8) }, { actions: [{ Id: 1, Status: 6 }] }, false],
] as const)('when it tells of %s, the page is read again if need be', ([, more, shown, isAsked]) => {
  const { client, asksAgain, show } = filled()
  show(shown)
  take(client, more)
  expect(asksAgain()).toBe(isAsked)
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
