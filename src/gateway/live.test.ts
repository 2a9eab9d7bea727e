import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { openEmbeddedWow } from '../embedded/wow/server.ts'
import { Changes, Counts, Hello, SourceHealth } from './api/live.ts'
import { MOST_STREAMS } from './events.ts'
import { MOST_ROWS } from './feed.ts'
import { manualClock } from './manualClock.ts'
import { Refusal } from './refusal.ts'
import { testGateway } from './testGateway.ts'

const ends: Array<() => unknown> = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A gateway before an empty server, with a clock for both and a count of what the server was asked. */
async function open({ snapshotLagMs = 0 } = {}) {
  const clock = manualClock()
  const wow = await openEmbeddedWow({
    file: ':memory:',
    guard: 'strict',
    now: clock.now,
    scheduler: false,
    snapshotLagMs,
  })
  const asked: Array<{ readonly path: string; readonly at: number }> = []
  const state = { down: false }
  const gateway = testGateway(
    {
      async fetch(request) {
        asked.push({ path: new URL(request.url).pathname, at: clock.now() })
        if (state.down) throw new Refusal('GatewayUpstreamUnreachable', 'No.', { upstream: 'connect ECONNREFUSED' })
        return wow.fetch(request)
      },
      onEvents: (listener) => wow.onEvents(listener),
    },
    { clock },
  )
  ends.push(
    () => wow.close(),
    () => gateway.close(),
  )

  const send = async (method: string, path: string, body: unknown = {}) => {
    const response = await wow.fetch(
      new Request(`http://localhost/execution_failed${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
    expect(response.status).toBe(200)
    return z.parse(z.looseObject({ aggregateId: z.string() }), await response.json()).aggregateId
  }
  const create = () =>
    send('POST', '/create_execution_failed', {
      eventId: {
        id: '0V3oAWGt0001000',
        aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-1', tenantId: '(0)' },
        version: 1,
      },
      function: { functionKind: 'EVENT', contextName: 'shop', processorName: 'StockSaga', name: 'onOrderPaid' },
      error: {
        errorCode: 'STOCK_SHORT',
        errorMsg: 'short',
        stackTrace: 'at com.shop',
        bindingErrors: [{ name: 'a', msg: 'b' }],
      },
      executeAt: clock.now(),
    })

  const count = (path: string) => asked.filter((one) => one.path === path).length
  return { clock, gateway, state, asked, count, send, create, look: looker(gateway, clock) }
}

const CHANGES = '/execution_failed/snapshot/list'
const COUNTS = '/execution_failed/snapshot/count'
const CLOCK = '/wow/id/global'

interface Page {
  readonly text: () => string
  readonly hello: () => Hello[]
  readonly health: () => SourceHealth[]
  readonly counts: () => Counts[]
  readonly changes: () => Changes[]
  readonly ids: () => string[]
  readonly ended: () => boolean
  leave(): Promise<void>
}

function looker({ app }: ReturnType<typeof testGateway>, clock: ReturnType<typeof manualClock>) {
  /** A page that looks at the events of the source, from `lastId` on. */
  return async (lastId?: string): Promise<Page> => {
    const response = await app.request('/api/events?source=local', {
      headers: lastId === undefined ? {} : { 'Last-Event-ID': lastId },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const reader = response.body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    let ended = false
    void (async () => {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        text += decoder.decode(part.value, { stream: true })
      }
      ended = true
    })()
    const of = <T extends z.ZodMiniType>(kind: string, schema: T) =>
      [...text.matchAll(new RegExp(`event:${kind}\ndata:(.*)\n\n`, 'g'))].map(([, data]) =>
        z.parse(schema, JSON.parse(data ?? '')),
      )
    const page: Page = {
      text: () => text,
      hello: () => of('hello', Hello),
      health: () => of('health', SourceHealth),
      counts: () => of('counts', Counts),
      changes: () => of('changes', Changes),
      ids: () => [...text.matchAll(/^id:(\d+)$/gm)].map(([, id]) => id ?? ''),
      ended: () => ended,
      leave: async () => {
        await reader?.cancel()
      },
    }
    ends.push(() => page.leave())
    await clock.advance(0)
    return page
  }
}

/** The rows a page was told, as id and version. */
const told = (page: Page) =>
  page.changes().flatMap(({ rows }) => rows.map((row) => `${row.aggregateId} ${row.version}`))

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
