import { expect, test } from 'vitest'
import { openTestOms, openTestRoom } from './testOms.ts'
import type { TestOms } from './testOms.ts'

const key = { setId: 1, transId: 1001, cmd: 10002 }
const refusedToken = () => Response.json({ name: 'Unauthorized', message: 'no', code: 0, status: 401 }, { status: 401 })

/** Long enough for everybody to have had a turn. */
async function turns<T>({ clock }: TestOms, asking: Promise<T>): Promise<T> {
  await clock.advance(1000)
  return asking
}

test('requests at the same time share one token', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  await turns(oms, Promise.all([source.detail(key), source.detail(key), source.failovers({ appId: 2 })]))
  expect([oms.count('token'), oms.count('detail')]).toEqual([1, 2])
  expect(new Set(oms.asked.flatMap(({ token }) => token ?? [])).size).toBe(1)
})

test('an expired token is renewed once, for all that were refused', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  await source.detail(key)
  await oms.clock.advance(31 * 60_000)
  await turns(oms, Promise.all([source.detail(key), source.detail(key), source.detail(key)]))
  expect(oms.count('token')).toBe(2)
  expect(oms.tokens[0]).not.toBe(oms.tokens[1])
})

test.each([
  ['while a token is waited for', 0],
  ['when an old one is refused', 31 * 60_000],
])('the rate is kept %s', async (_, restMs) => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  if (restMs > 0) await source.detail(key)
  await oms.clock.advance(restMs)
  oms.meddle = async ({ what }) => {
    if (what === 'token') await new Promise<void>((resolve) => void oms.clock.after(3000, resolve))
    return undefined
  }
  const asking = Promise.all(Array.from({ length: 15 }, () => source.detail(key)))
  await oms.clock.advance(20_000)
  await asking
  const times = oms.asked.map(({ at }) => at)
  expect(times.length).toBeGreaterThan(15)
  times.slice(10).forEach((at, index) => expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1000))
})

test('a token refused for ever ends after one renewal, and is left alone for a while', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  await source.introduce()
  oms.meddle = ({ what }) => (what === 'detail' ? refusedToken() : undefined)
  await turns(oms, expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsTokenRefused' }))
  expect([oms.count('token'), oms.count('detail')]).toEqual([2, 2])
  await expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsTokenRefused' })
  expect([oms.count('token'), oms.count('detail')]).toEqual([2, 2])
  expect(source.health()).toMatchObject({ state: 'down' })
  oms.meddle = () => undefined
  await oms.clock.advance(10_000)
  await source.detail(key)
  expect(source.health()).toMatchObject({ state: 'up', message: null })
})

test('a token that was fetched for the very call and is refused is not fetched again', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  oms.meddle = ({ what }) => (what === 'detail' ? refusedToken() : undefined)
  await expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsTokenRefused' })
  expect([oms.count('token'), oms.count('detail')]).toEqual([1, 1])
})

test('a person who insists is asked for anew, at most every two seconds', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  oms.meddle = ({ what }) => (what === 'detail' ? refusedToken() : undefined)
  await expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsTokenRefused' })
  const asked = oms.count('token')
  const insisting = Array.from({ length: 3 }, () => source.detail(key, { insists: true }))
  const refused = Promise.all(insisting.map((each) => expect(each).rejects.toMatchObject({ code: 'OmsTokenRefused' })))
  await oms.clock.advance(1999)
  expect(oms.count('token')).toBe(asked)
  await oms.clock.advance(1)
  await refused
  expect(oms.count('token')).toBe(asked + 1)

  oms.meddle = () => undefined
  const heard = source.detail(key, { insists: true })
  await oms.clock.advance(2000)
  await heard
  await source.detail(key)
})

test('a refused login tells the words of the OMS, and is not tried again at once', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  oms.meddle = ({ what }) =>
    what === 'token' ? Response.json({ code: 1, error: 'account locked' }, { status: 400 }) : undefined
  for (let time = 0; time < 3; time += 1) {
    await expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsLoginRefused', upstream: 'account locked' })
  }
  expect(oms.count('token')).toBe(1)
})

test.each([
  ['a page', () => new Response('<h1>502 Bad Gateway</h1>', { status: 502 }), 'OmsUnreadable', 'not-the-oms'],
  ['nothing', () => new Response(''), 'OmsUnreadable', 'empty-answer'],
  [
    'a whitelist',
    () => Response.json({ source_ip: 'ip:192.0.2.1 not in whitelist' }, { status: 403 }),
    'OmsCallerNotWhitelisted',
    'caller-not-whitelisted',
  ],
  [
    'no network',
    () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    },
    'OmsUnreachable',
    'unreachable',
  ],
])('%s has a code of its own and its explanation beside it', async (_, answer, code, explanation) => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  oms.meddle = ({ what }) => (what === 'detail' ? answer() : undefined)
  await expect(source.detail(key)).rejects.toMatchObject({
    code,
    details: { oms: { explanation: { code: explanation } } },
  })
})

test('the health tells of every change and is learnt by asking', async () => {
  const oms = await openTestOms()
  const { source } = await openTestRoom(oms)
  const states: string[] = []
  source.onHealth(() => states.push(source.health().state))
  await source.introduce()
  oms.meddle = () => new Response('', { status: 502 })
  await expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsUnreadable' })
  await expect(source.detail(key)).rejects.toMatchObject({ code: 'OmsUnreadable' })
  oms.meddle = () => undefined
  await turns(oms, source.detail(key))
  expect(states).toEqual(['up', 'down', 'up'])
})
