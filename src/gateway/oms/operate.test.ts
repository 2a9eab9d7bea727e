import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { OperationAnswer, TransactionHistory, Watches } from '../api/oms.ts'
import { openTestOms, openTestRoom, pathOf, temporaryFile, wish } from './testOms.ts'
import type { TestRoom } from './testOms.ts'

const EXECUTE = pathOf(1, 3002, '/execute')
const operationsOf = async (room: TestRoom, transId: number) => {
  const { history } = await room.get(TransactionHistory, pathOf(1, transId, '/history'))
  return history.filter(({ kind }) => kind === 'operation')
}

test('an execution is read just before, sent once, and answered with the status really reached', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const answer = await room.post(OperationAnswer, EXECUTE, wish(10002, 1, { reason: ' release 7 ' }))
  expect(answer).toMatchObject({ outcome: 'reached', statusBefore: 1, repeated: false, otherEcho: null })
  expect(answer.statusReached).toBe(2)
  expect(oms.asked.map(({ what }) => what).slice(0, 3)).toEqual(['token', 'detail', 'executing'])
  expect(await operationsOf(room, 3002)).toMatchObject([
    { operation: 'execute', outcome: 'reached', status: 1, otherStatus: 2, reason: 'release 7', errorCode: null },
  ])
  const { watches } = await room.get(Watches, '/api/watches')
  expect(watches.map(({ transId }) => transId)).toEqual([3002])
})

test('on a stale page nothing is sent, and the new state is in the refusal', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  await room.post(OperationAnswer, EXECUTE, wish(10002, 1))
  const refusal = await room.refused('POST', EXECUTE, wish(10002, 1, { reason: 'again' }))
  expect(refusal).toMatchObject({ status: 409, errorCode: 'OmsMoved', transaction: { Id: 3002, Status: 2 } })
  expect(oms.count('executing')).toBe(1)
  expect((await operationsOf(room, 3002)).at(-1)).toMatchObject({
    outcome: 'not-sent',
    reason: 'again',
    errorCode: 'OmsMoved',
  })
})

test('two tabs that press at once execute once', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const [one, other] = await Promise.all([
    room.send('POST', EXECUTE, wish(10002, 1)),
    room.send('POST', EXECUTE, wish(10002, 1)),
  ])
  expect(new Set([one.status, other.status])).toEqual(new Set([200, 409]))
  expect(oms.count('executing')).toBe(1)
})

test('a second click with the same intent gets the same answer, also after a restart', async () => {
  const file = temporaryFile()
  const oms = await openTestOms()
  const first = await openTestRoom(oms, { file })
  const once = wish(10002, 1)
  const [one, other] = await Promise.all([
    first.post(OperationAnswer, EXECUTE, once),
    first.post(OperationAnswer, EXECUTE, once),
  ])
  expect([one.repeated, other.repeated].filter(Boolean)).toHaveLength(1)
  expect(one.statusReached).toBe(other.statusReached)
  await first.close()
  const second = await openTestRoom(oms, { file })
  expect(await second.post(OperationAnswer, EXECUTE, once)).toMatchObject({ outcome: 'reached', repeated: true })
  expect(oms.count('executing')).toBe(1)
  const elsewhere = await second.refused('POST', pathOf(1, 3003, '/execute'), { ...once, cmd: 10003 })
  expect(elsewhere).toMatchObject({ status: 400, errorCode: 'GatewayBadRequest' })
})

test('taken but not seen to move: it says so, and holds a second one back for a minute', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  oms.meddle = ({ what }) => (what === 'executing' ? Response.json({ set_id: 1, trans_id: 3002 }) : undefined)
  const startedAt = oms.clock.now()
  const answer = await room.post(OperationAnswer, EXECUTE, wish(10002, 1))
  expect(answer).toMatchObject({ outcome: 'accepted', statusReached: null, transaction: { Status: 1 } })
  expect(oms.clock.now() - startedAt).toBeGreaterThanOrEqual(4500)
  expect(await operationsOf(room, 3002)).toMatchObject([{ outcome: 'accepted', otherStatus: null }])
  expect(await room.refused('POST', EXECUTE, wish(10002, 1))).toMatchObject({ errorCode: 'OmsAcceptedBefore' })
  expect(oms.count('executing')).toBe(1)
  await oms.clock.advance(60_000)
  oms.meddle = () => undefined
  expect(await room.post(OperationAnswer, EXECUTE, wish(10002, 1))).toMatchObject({ outcome: 'reached' })
})

test('what was taken and not seen is reached in the history when a watch or a page sees the move later', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  // An OMS that takes the request, does it, and goes on showing what was before.
  oms.meddle = ({ what, path: asked }) =>
    what === 'detail' && oms.count('executing') > 0
      ? Response.json({ Id: Number(asked.split('/').at(-1)), SetId: 1, Status: 1 })
      : undefined
  const [watched, opened] = [3002, 3003]
  for (const id of [watched, opened]) {
    const answer = await room.post(OperationAnswer, pathOf(1, id, '/execute'), wish(id + 7000, 1))
    expect(answer).toMatchObject({ outcome: 'accepted', statusReached: null })
  }
  await room.send('DELETE', `/api/watches/local/1/${opened}`)
  oms.meddle = () => undefined
  await oms.clock.advance(5000)
  expect(await operationsOf(room, watched)).toMatchObject([{ outcome: 'reached', otherStatus: expect.any(Number) }])
  expect(await operationsOf(room, opened)).toMatchObject([{ outcome: 'accepted', otherStatus: null }])
  await room.send('GET', pathOf(1, opened, '?cmd=10003'))
  expect(await operationsOf(room, opened)).toMatchObject([{ outcome: 'reached', otherStatus: expect.any(Number) }])
})

test('an answer with other ids is told', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  oms.meddle = ({ what }) => (what === 'executing' ? Response.json({ set_id: 1, trans_id: [7] }) : undefined)
  expect(await room.post(OperationAnswer, EXECUTE, wish(10002, 1))).toMatchObject({
    outcome: 'accepted',
    otherEcho: { setId: 1, transIds: [7] },
  })
})

test('a suspended transaction is resumed where its kind can be', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const resumed = await room.post(OperationAnswer, pathOf(1, 4009, '/resume'), wish(10009, 5))
  expect(resumed).toMatchObject({ operation: 'resume', outcome: 'reached', statusBefore: 5 })
  expect([4, 6]).toContain(resumed.statusReached)
  const refusal = await room.refused('POST', pathOf(1, 4002, '/resume'), wish(10002, 5))
  expect(refusal).toMatchObject({ status: 409, errorCode: 'OmsNotOffered', notOffered: { code: 'kind' } })
  expect(oms.count('redo')).toBe(1)
})

test('a resume that fails again within the blink of an eye was reached, and may be tried again', async () => {
  const oms = await openTestOms({ sample: false })
  let updated = 0
  oms.meddle = ({ what }) => {
    if (what === 'redo') {
      updated += 1
      return Response.json({ set_id: 1, trans_id: 5 })
    }
    return what === 'detail'
      ? Response.json({ Id: 5, SetId: 1, Status: 5, UpdateTime: `2026-01-01 00:00:0${updated}` })
      : undefined
  }
  const room = await openTestRoom(oms)
  for (let time = 0; time < 2; time += 1) {
    const answer = await room.post(OperationAnswer, pathOf(1, 5, '/resume'), wish(10009, 5))
    expect(answer).toMatchObject({ outcome: 'reached', statusReached: 5 })
  }
})

test.each(['suspend', 'endAbnormally', 'rollback'])('%s is never sent', async (operation) => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  for (const [transId, status] of [
    [1001, 1],
    [1004, 4],
    [1008, 8],
  ] as const) {
    const refusal = await room.refused('POST', pathOf(1, transId, `/${operation}`), wish(10002, status))
    expect(['not-over-the-webservice', 'status']).toContain(
      z.parse(z.looseObject({ code: z.string() }), refusal['notOffered']).code,
    )
  }
  expect(oms.asked.every(({ what }) => what === 'token' || what === 'detail')).toBe(true)
})

test('a refusal of the OMS is in its words, stored, and the same for the same intent', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  oms.meddle = ({ what }) =>
    what === 'executing'
      ? Response.json({ trans_id: ['当前事务状态不允许执行,当前事务状态:执行中'] }, { status: 422 })
      : undefined
  const once = wish(10002, 1)
  for (let time = 0; time < 2; time += 1) {
    expect(await room.refused('POST', EXECUTE, once)).toMatchObject({
      status: 409,
      errorCode: 'OmsStatusForbids',
      upstream: 'trans_id: 当前事务状态不允许执行,当前事务状态:执行中',
      oms: { explanation: { code: 'status-forbids', transactionStatus: 4 } },
    })
  }
  expect(oms.count('executing')).toBe(1)
  expect(await operationsOf(room, 3002)).toMatchObject([{ outcome: 'refused', errorCode: 'OmsStatusForbids' }])
})

test.each([
  ['lost on the way back', true, 2],
  ['lost on the way there', false, null],
])('a request %s is of unknown outcome and never sent again by itself', async (_, arrives, reached) => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  oms.meddle = async ({ what, path: asked, token }, init) => {
    if (what !== 'executing') return undefined
    oms.meddle = () => undefined
    if (arrives)
      await oms.fetch(`http://localhost${asked}?cmd=10002&ip-type=webservicerest&access-token=${token}`, init)
    throw new TypeError('fetch failed', { cause: new Error('socket hang up') })
  }
  const answer = await room.post(OperationAnswer, EXECUTE, wish(10002, 1))
  expect(answer).toMatchObject({ outcome: 'unknown', statusReached: reached })
  expect(answer.message).toContain('socket hang up')
  expect(oms.count('executing')).toBe(arrives ? 2 : 1)
  if (!arrives)
    expect(await room.refused('POST', EXECUTE, wish(10002, 1))).toMatchObject({ errorCode: 'OmsAcceptedBefore' })
})

test('when the gateway is killed while it sends, the outcome is unknown and the same intent sends nothing', async () => {
  const file = temporaryFile()
  const oms = await openTestOms()
  const first = await openTestRoom(oms, { file })
  const once = wish(10002, 1)
  const { promise: never, resolve: letGo } = Promise.withResolvers<Response>()
  oms.meddle = ({ what }) => (what === 'executing' ? never : undefined)
  const lost = first.app.request(EXECUTE, { method: 'POST', body: JSON.stringify(once) })
  await oms.clock.advance(0)
  expect(oms.count('executing')).toBe(1)

  const second = await openTestRoom(oms, { file })
  expect(await second.post(OperationAnswer, EXECUTE, once)).toMatchObject({ outcome: 'unknown', repeated: true })
  expect(await operationsOf(second, 3002)).toMatchObject([{ outcome: 'unknown' }])
  expect(oms.count('executing')).toBe(1)
  letGo(Response.json({}))
  await oms.clock.advance(6000) // so long it looks what became of it
  await first.close()
  await lost
})

test('nothing is sent when the transaction cannot be read first', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  oms.meddle = ({ what }) => (what === 'detail' ? new Response('') : undefined)
  expect(await room.refused('POST', EXECUTE, wish(10002, 1))).toMatchObject({ errorCode: 'OmsUnreadable' })
  oms.meddle = ({ what }) => (what === 'detail' ? Response.json({ Id: 1, SetId: 1, Status: 1 }) : undefined)
  expect(await room.refused('POST', EXECUTE, wish(10002, 1))).toMatchObject({ errorCode: 'OmsOtherTransaction' })
  expect(oms.count('executing')).toBe(0)
})
