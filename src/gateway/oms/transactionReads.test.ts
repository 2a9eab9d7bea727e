import { expect, test } from 'vitest'
import { OperationAnswer, TransactionDetail } from '../api/oms.ts'
import { openTestOms, openTestRoom, pathOf, wish } from './testOms.ts'

const key = { source: 'local', setId: 1, transId: 1004 }
const asked = { cmd: 10002, actions: true, youngMs: 2000 }

async function open() {
  const oms = await openTestOms()
  return { oms, room: await openTestRoom(oms) }
}

test('pages that look at one transaction at the same time are one question to the OMS', async () => {
  const { oms, room } = await open()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => room.send('GET', pathOf(1, 1004, '?cmd=10002&actions=1'))),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(oms.count('detail')).toBe(1)
})

test('a young answer serves others with its own time; an old one, a person who insists and more than it has do not', async () => {
  const { oms, room } = await open()
  const bare = await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002'))
  const whole = await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002&actions=1'))
  expect([bare.actions, oms.count('detail')]).toEqual([null, 2])
  await oms.clock.advance(1000)
  const young = await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002'))
  expect([young.readAt, oms.count('detail')]).toEqual([whole.readAt, 2])
  await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002&again=1'))
  expect(oms.count('detail')).toBe(3)
  await oms.clock.advance(2000)
  await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002'))
  expect(oms.count('detail')).toBe(4)
})

test('after an operation nobody is told what was true before it', async () => {
  const { room } = await open()
  const before = await room.get(TransactionDetail, pathOf(1, 1001, '?cmd=10002&actions=1'))
  await room.post(OperationAnswer, pathOf(1, 1001, '/execute'), wish(10002, 1))
  const after = await room.get(TransactionDetail, pathOf(1, 1001, '?cmd=10002&actions=1'))
  expect(before.transaction.Status).toBe(1)
  expect(after.transaction.Status).toBeGreaterThan(1)
})

test('a question goes on while one who asked is left, and is given up with the last', async () => {
  const { oms, room } = await open()
  const signals: AbortSignal[] = []
  oms.meddle = ({ what }, { signal }) => {
    if (what !== 'detail' || !signal) return undefined
    signals.push(signal)
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
  const leavers = [new AbortController(), new AbortController()]
  const answers = leavers.map(({ signal }) => room.room.reads.read(room.source, key, { ...asked, signal }))
  const ends = Promise.allSettled(answers)
  await oms.clock.advance(0)
  leavers[0]?.abort()
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  leavers[1]?.abort()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('a failure is not kept for the next who asks', async () => {
  const { oms, room } = await open()
  oms.meddle = ({ what }) => (what === 'detail' ? new Response('', { status: 502 }) : undefined)
  await room.refused('GET', pathOf(1, 1004, '?cmd=10002'))
  oms.meddle = () => undefined
  await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002'))
  expect(oms.count('detail')).toBe(2)
})
