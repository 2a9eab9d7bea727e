import { expect, test } from 'vitest'
import { KnownTransaction, TransactionDetail, TransactionHistory, Watches } from '../api/oms.ts'
import { openTestOms, openTestRoom, pathOf, temporaryFile, wish } from './testOms.ts'
import type { TestRoom } from './testOms.ts'

const watch = (room: TestRoom, transId: number, cmd: number) =>
  room.post(KnownTransaction, '/api/watches', { source: 'local', setId: 1, transId, cmd })
const historyOf = async (room: TestRoom, transId: number) =>
  (await room.get(TransactionHistory, pathOf(1, transId, '/history'))).history

test('a watched transaction is read slowly while it waits, fast while it moves, and not at all when it is closed', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  await watch(room, 3002, 10002)
  oms.asked.length = 0
  await oms.clock.advance(60_000)
  expect(oms.count('detail')).toBeLessThanOrEqual(6)
  expect(oms.count('detail')).toBeGreaterThanOrEqual(5)

  await room.send('POST', pathOf(1, 3002, '/execute'), wish(10002, 1))
  oms.asked.length = 0
  await oms.clock.advance(10_000)
  expect(oms.count('detail')).toBeGreaterThanOrEqual(9)

  await oms.clock.advance(3_600_000)
  const [known] = (await room.get(Watches, '/api/watches')).watches
  expect(known).toMatchObject({ status: 9, nextReadAt: null, pollIntervalMs: null })
  oms.asked.length = 0
  await oms.clock.advance(3_600_000)
  expect(oms.count('detail')).toBe(0)
})

test('every status is stored once, with the time it was seen and the time it was not there yet', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  await watch(room, 3002, 10002)
  await room.send('POST', pathOf(1, 3002, '/execute'), wish(10002, 1))
  await oms.clock.advance(3_600_000)
  const seen = (await historyOf(room, 3002)).filter(({ kind }) => kind === 'status')
  expect(seen.map(({ status, otherStatus }) => [otherStatus, status])).toEqual([
    [null, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 9],
  ])
  for (const { at, notBefore, late, pollIntervalMs } of seen.slice(2)) {
    expect(late).toBe(false)
    expect(pollIntervalMs).toBeGreaterThanOrEqual(1000)
    expect(at - (notBefore ?? 0)).toBeGreaterThanOrEqual(1000)
    expect(at - (notBefore ?? 0)).toBeLessThanOrEqual(11_000)
  }
})

test('an OMS that is away is asked ever more seldom, keeps the last good data, and comes back', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  await watch(room, 1004, 10002)
  oms.meddle = () => new Response('<h1>Bad Gateway</h1>', { status: 502 })
  oms.asked.length = 0
  await oms.clock.advance(3_600_000)
  expect(oms.count('detail')).toBeLessThan(25)
  const [known] = (await room.get(Watches, '/api/watches')).watches
  expect(known).toMatchObject({ status: 4, error: { errorCode: 'OmsUnreadable' } })
  expect((known?.nextReadAt ?? 0) - oms.clock.now()).toBeLessThanOrEqual(300_000)
  oms.meddle = () => undefined
  await oms.clock.advance(300_000)
  expect((await room.get(Watches, '/api/watches')).watches[0]).toMatchObject({ status: 4, error: null })
})

test('an answer about another transaction changes nothing', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  await watch(room, 1001, 10002)
  oms.meddle = ({ what }) => (what === 'detail' ? Response.json({ Id: 9, SetId: 1, Status: 9 }) : undefined)
  await oms.clock.advance(60_000)
  const [known] = (await room.get(Watches, '/api/watches')).watches
  expect(known).toMatchObject({ status: 1, error: { errorCode: 'OmsOtherTransaction' } })
  const detail = await room.get(TransactionDetail, pathOf(1, 1001, '?cmd=10002'))
  expect(detail).toMatchObject({ otherEcho: { setId: 1, transIds: [9] }, known: null })
  expect(await historyOf(room, 1001)).toHaveLength(1)
})

test('watches and their history survive a restart, and what happened in between is told to be late', async () => {
  const oms = await openTestOms()
  const file = temporaryFile()
  const first = await openTestRoom(oms, { file })
  await watch(first, 5009, 10009)
  await first.send('POST', pathOf(1, 5009, '/execute'), wish(10009, 1, { reason: 'nightly' }))
  await first.close()
  const closedAt = oms.clock.now()

  await oms.clock.advance(3_600_000)
  const second = await openTestRoom(oms, { file })
  const before = await second.get(Watches, '/api/watches')
  expect(before.watches).toMatchObject([{ transId: 5009, cmd: 10009 }])
  await oms.clock.advance(5000)
  const [known] = (await second.get(Watches, '/api/watches')).watches
  expect(known).toMatchObject({ status: 5, error: null })
  const history = await historyOf(second, 5009)
  expect(history.find(({ kind }) => kind === 'operation')).toMatchObject({ reason: 'nightly', outcome: 'reached' })
  const last = history.at(-1)
  expect(last).toMatchObject({ kind: 'status', status: 5, late: true })
  expect(last?.notBefore).toBeLessThanOrEqual(closedAt)
  expect(last?.at).toBeGreaterThanOrEqual(closedAt + 3_600_000)
})

test('many watches stay under the rate, and a person is not kept waiting by them', async () => {
  const oms = await openTestOms({ sample: false })
  oms.meddle = ({ what, path: asked }) => {
    const id = Number(asked.split('/').at(-1))
    return what === 'detail'
      ? Response.json({ Id: id, SetId: 1, Status: 4, UpdateTime: '2026-01-01 00:00:00' })
      : undefined
  }
  const room = await openTestRoom(oms)
  for (let id = 1; id <= 200; id += 1) await room.room.ledger.watch({ source: 'local', setId: 1, transId: id }, 10002)
  oms.asked.length = 0
  await oms.clock.advance(60_000)
  expect(oms.count('detail')).toBeGreaterThan(200)
  const polled = new Set(oms.asked.map((one) => one.path))
  expect(polled.size).toBe(200 + (polled.has('/app/newoms.php/webservice/token') ? 1 : 0))
  const times = oms.asked.filter(({ what }) => what === 'detail').map(({ at }) => at)
  for (const [index, at] of times.slice(10).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1000)
  const askedAt = oms.clock.now()
  await room.get(TransactionDetail, pathOf(1, 7, '?cmd=10002'))
  expect(oms.clock.now() - askedAt).toBeLessThanOrEqual(500)
}, 30_000)

test('so many can be watched and no more', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  for (let id = 1; id <= 1000; id += 1) await room.room.ledger.watch({ source: 'local', setId: 9, transId: id }, 10002)
  const refusal = await room.refused('POST', '/api/watches', { source: 'local', setId: 1, transId: 1001, cmd: 10002 })
  expect(refusal).toMatchObject({ status: 409, errorCode: 'OmsTooManyWatches' })
  const answer = await room.send('POST', pathOf(1, 3003, '/execute'), wish(10003, 1))
  expect(answer.status).toBe(200)
  expect((await room.get(Watches, '/api/watches')).watches).toHaveLength(1000)
}, 30_000)

test('what the OMS refuses is not watched; what is known may be while it is away', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const body = { source: 'local', setId: 1, transId: 1001, cmd: 10004 }
  expect(await room.refused('POST', '/api/watches', body)).toMatchObject({ errorCode: 'OmsWrongCmd' })
  await room.get(TransactionDetail, pathOf(1, 1001, '?cmd=10002'))
  oms.meddle = () => {
    throw new TypeError('fetch failed')
  }
  expect(await room.refused('POST', '/api/watches', body)).toMatchObject({ errorCode: 'OmsUnreachable' })
  expect(await watch(room, 1001, 10002)).toMatchObject({ status: 1 })
})

test('what is not watched any more is among the recent ones, of which the oldest are forgotten', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  await watch(room, 1001, 10002)
  expect((await room.send('DELETE', '/api/watches/local/1/1001')).status).toBe(204)
  expect((await room.send('DELETE', '/api/watches/local/1/1001')).status).toBe(404)
  expect(await room.get(Watches, '/api/watches')).toMatchObject({ watches: [], recent: [{ transId: 1001 }] })
  oms.asked.length = 0
  await oms.clock.advance(600_000)
  expect(oms.count('detail')).toBe(0)
  for (let id = 1; id <= 200; id += 1) {
    await oms.clock.advance(1)
    await room.room.ledger.noteOpened({ source: 'local', setId: 9, transId: id }, 10002)
  }
  const { recent } = await room.get(Watches, '/api/watches')
  expect(recent).toHaveLength(200)
  expect([recent[0]?.transId, recent.at(-1)?.transId]).toEqual([200, 1])
})
