import { expect, test } from 'vitest'
import { readTransaction } from '../../oms/schemas.ts'
import { manualClock } from '../manualClock.ts'
import { openGatewayStore } from '../store/gatewayStore.ts'
import { openLedger } from './ledger.ts'
import { MOST_HISTORY } from './ledgerStore.ts'
import type { LedgerEvent } from './ledger.ts'

const key = { source: 'local', setId: 1, transId: 7 }

async function opened() {
  const clock = manualClock()
  const store = await openGatewayStore(':memory:')
  const ledger = await openLedger(store, clock)
  return { clock, store, ledger }
}

/** A read that saw this status; asked for `agoMs` before now. */
function read(now: number, Status: number, agoMs = 0, UpdateTime = '2026-01-01 00:00:00') {
  const found = readTransaction({ Id: 7, SetId: 1, Status, UpdateTime }, 'ActionList')
  if (found === undefined) throw new Error('no transaction')
  return { ...found, askedAt: now - agoMs, answeredAt: now, pollIntervalMs: 10_000 }
}

test('an answer that was asked for before the last one is old news', async () => {
  const { clock, ledger } = await opened()
  await ledger.noteRead(key, 10002, read(clock.now(), 1, 5000))
  await ledger.noteRead(key, 10002, read(clock.now(), 2, 1000))
  await ledger.noteRead(key, 10002, read(clock.now(), 1, 3000))
  expect(ledger.find(key)?.status).toBe(2)
  expect((await ledger.history(key)).map(({ status }) => status)).toEqual([1, 2])
})

test('reads that come in at once are taken one after the other', async () => {
  const { clock, ledger } = await opened()
  const now = clock.now()
  await Promise.all([1, 2, 2, 3].map((status, index) => ledger.noteRead(key, 10002, read(now + index, status))))
  expect((await ledger.history(key)).map(({ status, otherStatus }) => [otherStatus, status])).toEqual([
    [null, 1],
    [1, 2],
    [2, 3],
  ])
})

test('a change is on disk before it is told, and one over a restart is late however short it was', async () => {
  const { clock, store, ledger } = await opened()
  const told: LedgerEvent[] = []
  await ledger.watch(key, 10002)
  await ledger.noteRead(key, 10002, read(clock.now(), 1))
  ledger.subscribe((event) => told.push(event))
  await clock.advance(1000)
  await ledger.noteRead(key, 10002, read(clock.now(), 2))
  expect(told).toMatchObject([{ event: 'transaction', data: { known: { status: 2 }, entries: [{ late: false }] } }])

  // The first one was killed: nothing was closed.
  await clock.advance(1000)
  const second = await openLedger(store, clock)
  expect(second.find(key)).toMatchObject({ status: 2, lastReadAt: clock.now() - 1000, watchedAt: expect.any(Number) })
  await second.noteRead(key, 10002, read(clock.now(), 3))
  expect((await second.history(key)).map(({ late }) => late)).toEqual([false, false, true])
})

test('a read that found nothing new is written now and then, and at the end', async () => {
  const { clock, store, ledger } = await opened()
  const written = async () =>
    (await store.selectFrom('oms_transaction').select('last_read_at').executeTakeFirstOrThrow()).last_read_at
  const startedAt = clock.now()
  for (let second = 0; second <= 12; second += 1) {
    await ledger.noteRead(key, 10002, read(clock.now(), 4))
    if (second === 9) expect(await written()).toBe(startedAt)
    await clock.advance(1000)
  }
  expect(await written()).toBe(startedAt + 10_000)
  await ledger.close()
  expect(await written()).toBe(startedAt + 12_000)
})

test('a change after a long silence is late, one within the pace of its watch is not', async () => {
  const { clock, ledger } = await opened()
  await ledger.noteRead(key, 10002, read(clock.now(), 1))
  ledger.notePace(key, clock.now() + 60_000, 60_000)
  await clock.advance(100_000)
  await ledger.noteRead(key, 10002, read(clock.now(), 2))
  ledger.notePace(key, clock.now() + 2000, 2000)
  await clock.advance(100_000)
  await ledger.noteRead(key, 10002, read(clock.now(), 3))
  expect((await ledger.history(key)).map(({ late }) => late)).toEqual([false, false, true])
})

const taken = { operation: 'execute', statusBefore: 1, reason: null, outcome: 'sending' } as const
const notSeen = { outcome: 'accepted', statusReached: null } as const

async function withTaken() {
  const opening = await opened()
  const { clock, ledger } = opening
  await ledger.noteRead(key, 10002, read(clock.now(), 1))
  const { id } = await ledger.addOperation(key, 10002, taken)
  const operations = async () => (await ledger.history(key)).filter(({ kind }) => kind === 'operation')
  return { ...opening, id, operations }
}

test('an operation that was taken is reached when a later read sees the move', async () => {
  const { clock, ledger, id, operations } = await withTaken()
  await ledger.endOperation(key, id, notSeen)
  await clock.advance(50_000)
  await ledger.noteRead(key, 10002, read(clock.now(), 1))
  expect(await operations()).toMatchObject([{ outcome: 'accepted', otherStatus: null }])

  const told: LedgerEvent[] = []
  ledger.subscribe((event) => told.push(event))
  await clock.advance(50_000)
  await ledger.noteRead(key, 10002, read(clock.now(), 3))
  expect(await operations()).toMatchObject([{ id, outcome: 'reached', status: 1, otherStatus: 3 }])
  expect(told).toMatchObject([
    {
      data: {
        entries: [
          { kind: 'status', status: 3, otherStatus: 1 },
          { id, outcome: 'reached', otherStatus: 3 },
        ],
      },
    },
  ])
  await ledger.noteRead(key, 10002, read(clock.now(), 4))
  expect(await operations()).toMatchObject([{ outcome: 'reached', otherStatus: 3 }])
})

test('a move that came after its time is not the effect of an operation', async () => {
  const { clock, ledger, id, operations } = await withTaken()
  await ledger.endOperation(key, id, notSeen)
  await clock.advance(60_000)
  await ledger.noteRead(key, 10002, read(clock.now(), 1))
  await clock.advance(1000)
  await ledger.noteRead(key, 10002, read(clock.now(), 2))
  expect(await operations()).toMatchObject([{ outcome: 'accepted', otherStatus: null }])
})

test('a move is the effect of what was decided on the status that was left, and of nothing that was refused', async () => {
  const { clock, ledger, id, operations } = await withTaken()
  await ledger.endOperation(key, id, { outcome: 'refused', statusReached: null })
  const other = await ledger.addOperation(key, 10002, { ...taken, statusBefore: 5 })
  await ledger.endOperation(key, other.id, notSeen)
  const lost = await ledger.addOperation(key, 10002, taken)
  await ledger.endOperation(key, lost.id, { outcome: 'unknown', statusReached: null })
  await ledger.noteRead(key, 10002, read(clock.now(), 2))
  expect((await operations()).map(({ outcome }) => outcome)).toEqual(['refused', 'accepted', 'unknown'])
})

test('a move that a watch saw before the sender had written down its end is its effect', async () => {
  const { clock, ledger, id, operations } = await withTaken()
  await ledger.noteRead(key, 10002, read(clock.now(), 2))
  expect(await operations()).toMatchObject([{ outcome: 'sending' }])
  const told: LedgerEvent[] = []
  ledger.subscribe((event) => told.push(event))
  await ledger.endOperation(key, id, notSeen)
  expect(await operations()).toMatchObject([{ outcome: 'reached', otherStatus: 2 }])
  expect(told.flatMap(({ data }) => ('entries' in data ? data.entries : [])).at(-1)).toMatchObject({
    outcome: 'reached',
  })
})

test('a resumption that failed again was reached, also when that is seen after a restart', async () => {
  const { clock, store, ledger } = await opened()
  await ledger.noteRead(key, 10009, read(clock.now(), 5))
  const { id } = await ledger.addOperation(key, 10009, { ...taken, operation: 'resume', statusBefore: 5 })
  await ledger.endOperation(key, id, notSeen)
  await ledger.noteRead(key, 10009, read(clock.now(), 5))
  const second = await openLedger(store, clock)
  await clock.advance(600_000)
  await second.noteRead(key, 10009, read(clock.now(), 5, 0, '2026-01-01 00:00:09'))
  expect((await second.history(key)).at(-1)).toMatchObject({ id, outcome: 'reached', otherStatus: 5 })
})

test('a failure keeps what was known, with the time it began', async () => {
  const { clock, ledger } = await opened()
  await ledger.noteRead(key, 10002, read(clock.now(), 4))
  const since = clock.now()
  ledger.noteFailure(key, 'OmsUnreachable', 'no')
  await clock.advance(5000)
  ledger.noteFailure(key, 'OmsTimeout', 'slow')
  expect(ledger.find(key)).toMatchObject({ status: 4, error: { errorCode: 'OmsTimeout', since } })
})

test('the history keeps the newest entries of each transaction', async () => {
  const { clock, ledger } = await opened()
  await ledger.noteRead({ ...key, transId: 8 }, 10002, read(clock.now(), 1))
  for (let time = 0; time < MOST_HISTORY + 5; time += 1) {
    await ledger.noteRead(key, 10002, read(clock.now() + time, (time % 2) + 1))
  }
  const history = await ledger.history(key)
  expect(history).toHaveLength(MOST_HISTORY)
  expect(history.at(-1)?.at).toBe(clock.now() + MOST_HISTORY + 4)
  expect(await ledger.history({ ...key, transId: 8 })).toHaveLength(1)
})
