import { expect, test } from 'vitest'
import { manualClock } from '../manualClock.ts'
import { requestLimit } from './requestLimit.ts'

test('a burst goes at once, and from then on the rate is kept, in the order of asking', async () => {
  const clock = manualClock(0)
  const limit = requestLimit(clock, 10)
  const went: Array<[number, number]> = []
  for (let number = 0; number < 30; number += 1) void limit.take().then(() => went.push([number, clock.now()]))
  await clock.advance(0)
  expect(went.length).toBe(3)
  await clock.advance(10_000)
  expect(went.map(([number]) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index))
  for (const [number, at] of went.slice(10)) expect(at - (went[number - 10]?.[1] ?? 0)).toBeGreaterThanOrEqual(1000)
  expect(went.at(-1)?.[1]).toBe(27 * 143)
  expect(clock.waiting()).toBe(0)
})

test('watches find no turn while people need them', async () => {
  const clock = manualClock(0)
  const limit = requestLimit(clock, 10)
  expect(limit.hasSpare()).toBe(true)
  for (let number = 0; number < 2; number += 1) await limit.take()
  expect(limit.hasSpare()).toBe(false)
  await clock.advance(100)
  expect(limit.hasSpare()).toBe(true)
})

test('too many waiting are told so', async () => {
  const limit = requestLimit(manualClock(0), 10)
  const asking = Array.from({ length: 103 }, () => limit.take())
  await expect(limit.take()).rejects.toThrow('More than 10 requests a second are meant for this OMS.')
  expect(asking.length).toBe(103)
})

test('whoever leaves takes no turn and no room from those who stay', async () => {
  const clock = manualClock(0)
  const limit = requestLimit(clock, 10)
  const caller = new AbortController()
  const left = Array.from({ length: 103 }, (_, number) => limit.take(number < 3 ? undefined : caller.signal))
  caller.abort()
  await Promise.all(left)
  const gone = limit.take(caller.signal)
  const went: number[] = []
  const stays = limit.take().then(() => went.push(clock.now()))
  await clock.advance(200)
  await Promise.all([gone, stays])
  expect(went).toEqual([143])
  expect(clock.waiting()).toBe(0)
})
