import { expect, test } from 'vitest'
import { manualClock } from '../manualClock.ts'
import { ticker } from './ticker.ts'

/** A ticker whose runs take as long as the test says, and the times at which they began. */
function counted(tookMs = 0) {
  const clock = manualClock(0)
  const began: number[] = []
  const took = { ms: tookMs, answered: true }
  const one = ticker({
    clock,
    async run() {
      began.push(clock.now())
      if (took.ms > 0) await new Promise<void>((resolve) => void clock.after(took.ms, resolve))
      return took.answered
    },
    everyMs: () => 1000,
    leastMs: 100,
  })
  return { clock, began, took, ticker: one }
}

test('it runs at once and then at its pace, until it is stopped', async () => {
  const { clock, began, ticker } = counted()
  ticker.start()
  ticker.start()
  await clock.advance(2500)
  expect(began).toEqual([0, 1000, 2000])
  ticker.stop()
  await clock.advance(5000)
  expect(began).toHaveLength(3)
  expect(clock.waiting()).toBe(0)
})

test('a slow answer is followed by a rest of five times its length', async () => {
  const { clock, began, ticker } = counted(400)
  ticker.start()
  await clock.advance(5000)
  expect(began).toEqual([0, 2400, 4800])
})

test('time without an answer asks for no rest: the server may be back at once', async () => {
  const { clock, began, took, ticker } = counted(400)
  took.answered = false
  ticker.start()
  await clock.advance(3000)
  expect(began).toEqual([0, 1400, 2800])
})

test('soon brings the next run forward, but not into the rest', async () => {
  const { clock, began, took, ticker } = counted()
  ticker.start()
  await clock.advance(50)
  ticker.soon(10)
  ticker.soon(500)
  await clock.advance(450)
  expect(began).toEqual([0, 100])
  took.ms = 100
  ticker.soon(0)
  await clock.advance(1000)
  expect(began).toEqual([0, 100, 500])
  ticker.soon(0)
  await clock.advance(100)
  expect(began).toEqual([0, 100, 500, 1500])
})

test('soon during a run is answered after it, never beside it', async () => {
  const { clock, began, ticker } = counted(60)
  ticker.start()
  await clock.advance(10)
  ticker.soon(0)
  ticker.soon(0)
  await clock.advance(500)
  expect(began).toEqual([0, 360])
})

test('started again while a run of before is still going on, it runs once more after that', async () => {
  const { clock, began, ticker } = counted(60)
  ticker.start()
  await clock.advance(10)
  ticker.stop()
  ticker.soon(0)
  ticker.start()
  await clock.advance(400)
  expect(began).toEqual([0, 360])
})
