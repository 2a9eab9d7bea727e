import { expect, test } from 'vitest'
import { idGenerator, idParts, idTime, requestId } from './ids.ts'

test('an id tells when it was made', () => {
  expect(idTime('0V3oAWGt0001000')).toBe(1_764_297_025_735)
  expect(idTime('0Vbk3Xkb0001000')).toBe(1_795_384_774_069)
})

test.each([
  '',
  'my-own-id-1',
  '0V3oAWGt000100',
  '0V3oAWGt00010000',
  '000000000001000',
  'zzzzzzzz0001000',
  '0V3oAWG漢0001000',
])('%j is of another make', (id) => expect(idTime(id)).toBeUndefined())

test('ids carry time, machine and sequence', () => {
  const next = idGenerator({ machine: 62 + 1, now: () => 1_764_297_025_735 })
  expect([next(), next()]).toEqual(['0V3oAWGt0011000', '0V3oAWGt0011001'])
})

test('an id tells what made it', () => {
  const next = idGenerator({ machine: 62 ** 3 + 1, now: () => 1_764_297_025_735 })
  next()
  expect(idParts(next())).toEqual({ time: 1_764_297_025_735, machine: 62 ** 3 + 1, sequence: 1 })
  expect(idParts('my-own-id-1')).toBeUndefined()
})

test('ids grow strictly, also when the clock goes back or one millisecond is not enough', () => {
  const times = [1_764_297_025_735, 1_764_297_025_734, 1_764_297_020_000, 1_764_297_025_736]
  let at = 0
  const next = idGenerator({ machine: 1, now: () => times[at] ?? 0 })
  let last = ''
  let count = 0
  for (at = 0; at < times.length; at += 1) {
    for (let made = 0; made < 100_000; made += 1) {
      const id = next()
      if (id <= last) throw new Error(`${id} does not come after ${last}`)
      last = id
      count += 1
    }
  }
  // 300,000 at the time of the first one are more than 62^3, so time ran ahead by one millisecond.
  expect(count).toBe(400_000)
  expect(idTime(last)).toBe(1_764_297_025_736)
})

test('request ids are 21 characters that a URL takes as they are, and differ', () => {
  const ids = Array.from({ length: 1000 }, requestId)
  expect(new Set(ids).size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^[\w-]{21}$/)
})
