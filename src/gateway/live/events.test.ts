import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { openEmbeddedWow } from '../../embedded/wow/server.ts'
import { Counts } from '../api/live.ts'
import { MOST_STREAMS } from './events.ts'
import { MOST_ROWS } from './feed.ts'
import { COUNTS, openLive } from './testLive.ts'

const open = () => openLive((now) => openEmbeddedWow({ file: ':memory:', guard: 'strict', now, scheduler: false }))

test('the counts are shared by everybody who asks within ten seconds', async () => {
  const { gateway, clock, count, create } = await open()
  const ask = async () => z.parse(Counts, await (await gateway.app.request('/api/counts/local')).json())
  await create()
  const [one, other] = await Promise.all([ask(), ask()])
  expect(one).toEqual(other)
  expect(one).toMatchObject({ source: 'local', at: clock.now(), counts: { all: 1, deleted: 0 } })
  await clock.advance(9000)
  expect(await ask()).toEqual(one)
  expect(count(COUNTS)).toBe(9 + operatorQuestions)
  await clock.advance(2000)
  await create()
  expect(await ask()).toMatchObject({ at: clock.now(), counts: { all: 2 } })
})
/** One harmless question and one for each form that a guard may refuse. */
const operatorQuestions = 12

test('while the server is away the last counts stay, with their age', async () => {
  const { gateway, clock, state, create } = await open()
  const ask = async () => z.parse(Counts, await (await gateway.app.request('/api/counts/local')).json())
  state.down = true
  expect(await ask()).toMatchObject({ at: null, counts: { all: null } })
  state.down = false
  await clock.advance(2000)
  await create()
  const good = await ask()
  expect(good.counts['all']).toBe(1)
  state.down = true
  await clock.advance(90_000)
  expect(await ask()).toEqual(good)
})

test('counts and events of an unknown source are not found', async () => {
  const { gateway } = await open()
  for (const address of ['/api/counts/other', '/api/events?source=other', '/api/events']) {
    const response = await gateway.app.request(address)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ errorCode: 'GatewayNotFound' })
  }
})

test('a silent stream is kept alive', async () => {
  const { look, clock, state } = await open()
  state.down = true
  const page = await look()
  await clock.advance(31_000)
  expect(page.text().match(/^:$/gm)).toHaveLength(2)
})

test('there are only so many streams, and one that ends makes room', async () => {
  const { gateway, look } = await open()
  const [first] = await Promise.all(Array.from({ length: MOST_STREAMS }, () => look()))
  const refused = await gateway.app.request('/api/events?source=local')
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ errorCode: 'GatewayBusy' })
  await first?.leave()
  await look()
  const head = await gateway.app.request('/api/events?source=local', { method: 'HEAD' })
  expect(head.status).toBe(200)
})

test('a reader that does not read is dropped instead of being waited for', async () => {
  const { gateway, clock, create } = await open()
  const response = await gateway.app.request('/api/events?source=local')
  for (let round = 0; round < 4; round += 1) {
    for (let made = 0; made < MOST_ROWS; made += 1) await create()
    await clock.advance(2500)
  }
  const before = clock.waiting()
  await clock.advance(60_000)
  expect([before, clock.waiting()]).toEqual([0, 0])
  const text = await response.text()
  expect(text.length).toBeGreaterThan(256 * 1024)
  expect(text.length).toBeLessThan(1024 * 1024)
})

test('when the process stops, the streams end', async () => {
  const { gateway, look, clock } = await open()
  const page = await look()
  gateway.close()
  await clock.advance(0)
  expect(page.ended()).toBe(true)
  expect((await gateway.app.request('/api/events?source=local')).status).toBe(503)
})
