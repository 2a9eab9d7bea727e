import { expect, test, vi } from 'vitest'
import { openEmbeddedWow } from '../../embedded/wow/server.ts'
import { MOST_ROWS } from './feed.ts'
import { CHANGES, CLOCK, COUNTS, openLive, told } from './testLive.ts'

const open = ({ snapshotLagMs = 0 } = {}) =>
  openLive((now) => openEmbeddedWow({ file: ':memory:', guard: 'strict', now, scheduler: false, snapshotLagMs }))

test('a page that begins to look is told the build, the health, the counts and what is known', async () => {
  const { look, clock, create } = await open()
  await create()
  const page = await look()
  await clock.advance(100)
  expect(page.text()).toMatch(/^retry:3000\nevent:hello\n/)
  expect(page.hello()).toEqual([{ build: 'none', now: clock.now() - 100 }])
  expect(page.health().at(-1)).toMatchObject({
    source: 'local',
    clockOffsetMs: 0,
    health: { state: 'up', message: null },
  })
  expect(page.counts()).toEqual([
    {
      source: 'local',
      at: clock.now() - 100,
      counts: {
        'to-retry': 1,
        executing: 0,
        'next-retry': 0,
        'non-retryable': 0,
        unrecoverable: 0,
        active: 1,
        succeeded: 0,
        all: 1,
        deleted: 0,
      },
    },
  ])
})

test('what is written is told soon, once, without the long parts, and the counts follow', async () => {
  const { look, clock, create, send } = await open()
  const page = await look()
  await clock.advance(3000)
  const id = await create()
  await clock.advance(1500)
  expect(told(page)).toEqual([`${id} 1`])
  expect(page.changes().find(({ rows }) => rows.length > 0)?.rows[0]?.state).toMatchObject({
    status: 'FAILED',
    error: { errorCode: 'STOCK_SHORT', errorMsg: 'short' },
  })
  expect(page.text()).not.toContain('stackTrace')
  expect(page.text()).not.toContain('bindingErrors')
  expect(page.counts().at(-1)?.counts['all']).toBe(1)
  await send('PUT', `/${id}/prepare_compensation`)
  await clock.advance(20_000)
  expect(told(page)).toEqual([`${id} 1`, `${id} 2`])
  expect(page.counts().at(-1)?.counts).toMatchObject({ executing: 1, 'to-retry': 0 })
})

test('a deleted execution is told, although no condition with a time finds it', async () => {
  const { look, clock, create, send } = await open()
  const id = await create()
  const page = await look()
  await clock.advance(1000)
  await send('DELETE', `/${id}`)
  await clock.advance(2000)
  expect(told(page)).toEqual([`${id} 1`, `${id} 2`])
  expect(page.changes().findLast(({ rows }) => rows.length > 0)?.rows[0]?.deleted).toBe(true)
  expect(page.counts().at(-1)?.counts).toMatchObject({ all: 0, deleted: 1 })
})

test('a snapshot that comes late is told when it is there', async () => {
  const { look, clock, create } = await open({ snapshotLagMs: 50 })
  const page = await look()
  await clock.advance(1000)
  const id = await create()
  await vi.waitFor(async () => {
    await clock.advance(500)
    expect(told(page)).toEqual([`${id} 1`])
  })
})

test('however many pages look, the server is asked once', async () => {
  const { look, clock, count } = await open()
  const pages = await Promise.all(Array.from({ length: 20 }, () => look()))
  await clock.advance(1000)
  const before = { changes: count(CHANGES), counts: count(COUNTS), clock: count(CLOCK) }
  expect(before.clock).toBe(1)
  await clock.advance(60_000)
  expect(count(CHANGES) - before.changes).toBe(30)
  expect(count(COUNTS) - before.counts).toBe(6 * 9)
  expect(count(CLOCK) - before.clock).toBe(1)
  for (const page of pages) expect(page.changes().length).toBeGreaterThan(28)
})

test('when nobody looks any more, nothing is asked and no timer is left', async () => {
  const { look, clock, asked, create } = await open()
  const page = await look()
  const other = await look()
  await clock.advance(5000)
  await page.leave()
  await clock.advance(5000)
  expect(other.ended()).toBe(false)
  await other.leave()
  const before = asked.length
  await create()
  await clock.advance(120_000)
  expect(asked.length).toBe(before)
  expect(clock.waiting()).toBe(0)
})

test('a page that comes back is told what it missed, and only that', async () => {
  const { look, clock, create } = await open()
  const page = await look()
  await clock.advance(1000)
  const first = await create()
  await clock.advance(30_000)
  const lastId = page.ids().at(-1)
  await page.leave()
  await clock.advance(60_000)
  const second = await create()
  await clock.advance(60_000)
  const back = await look(lastId)
  await clock.advance(1000)
  expect(told(page)).toEqual([`${first} 1`])
  expect(told(back)).toEqual([`${second} 1`])
  const fresh = await look()
  await clock.advance(3000)
  expect(told(fresh)).toEqual([])
})

test('one page that comes back does not make another hear old news', async () => {
  const { look, clock, create } = await open()
  const page = await look()
  const id = await create()
  await clock.advance(60_000)
  const before = page.changes().length
  const back = await look(String(clock.now() - 61_000))
  await clock.advance(2000)
  expect(told(back)).toEqual([`${id} 1`])
  expect(
    page
      .changes()
      .slice(before)
      .flatMap(({ rows }) => rows),
  ).toEqual([])
})

test('where more changed than one event carries, the page is told so, and a page that is up to date is not', async () => {
  const { look, clock, create } = await open()
  const since = clock.now()
  for (let made = 0; made < MOST_ROWS + 1; made += 1) await create()
  await clock.advance(60_000)
  const upToDate = await look()
  await clock.advance(3000)
  const back = await look(String(since))
  await clock.advance(2000)
  const [first] = back.changes()
  expect(first).toMatchObject({ more: true })
  expect(first?.rows).toHaveLength(MOST_ROWS)
  expect(
    back
      .changes()
      .slice(1)
      .every(({ more }) => !more),
  ).toBe(true)
  expect(upToDate.changes().every(({ more, rows }) => !more && rows.length === 0)).toBe(true)
})

test('a page that was away for a day is told "many" instead of a day of rows', async () => {
  const { look, clock } = await open()
  const back = await look(String(clock.now() - 24 * 3_600_000))
  await clock.advance(3000)
  expect(back.changes().map(({ more }) => more)).toEqual([true, false])
})

test('a server that goes and comes back: told once each, asked less and less, then everything is fresh', async () => {
  const { look, clock, state, asked, create } = await open()
  const page = await look()
  await clock.advance(5000)
  state.down = true
  const goneAt = clock.now()
  const before = page.health().length
  await clock.advance(60_000)
  expect(page.health().slice(before)).toMatchObject([{ health: { state: 'down', message: 'connect ECONNREFUSED' } }])
  const lastGoodAt = page.health().at(-1)?.health.lastGoodAt ?? 0
  expect(goneAt - lastGoodAt).toBeLessThanOrEqual(2000)

  const looks = asked.filter(({ at }) => at > goneAt)
  expect(looks.filter(({ path }) => path !== CLOCK)).toHaveLength(1)
  const times = looks.filter(({ path }) => path === CLOCK).map(({ at }) => at)
  expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([
    1000, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ])

  state.down = false
  await create()
  await clock.advance(16_000)
  expect(page.health().at(-1)).toMatchObject({ health: { state: 'up', message: null } })
  expect(page.counts().at(-1)?.counts['all']).toBe(1)
  expect(told(page)).toHaveLength(1)
})

test('an answer that is no list says nothing: what changed then is told with the next one', async () => {
  const { look, clock, create, state } = await open()
  const page = await look()
  await clock.advance(3000)
  state.lies = { '/execution_failed/snapshot/list': {}, '/execution_failed/snapshot/count': {} }
  const before = page.counts().at(-1)
  const id = await create()
  await clock.advance(30_000)
  expect(told(page)).toEqual([])
  expect(page.counts().at(-1)).toEqual(before)
  state.lies = {}
  await clock.advance(20_000)
  expect(told(page)).toEqual([`${id} 1`])
  expect(page.counts().at(-1)?.counts['all']).toBe(1)
})
