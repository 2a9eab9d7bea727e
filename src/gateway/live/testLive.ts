/** For tests of live data: a gateway before an empty server, one clock for both, and pages that look. */
import { afterEach, expect } from 'vitest'
import * as z from 'zod/mini'
import { Changes, Counts, Hello, SourceHealth } from '../api/live.ts'
import { manualClock } from '../manualClock.ts'
import type { ManualClock } from '../manualClock.ts'
import { Refusal } from '../http/refusal.ts'
import { testGateway } from '../testGateway.ts'
import type { TestGateway } from '../testGateway.ts'

interface Wow {
  fetch(request: Request): Promise<Response>
  onEvents(listener: () => void): () => void
  close(): Promise<void>
}

const ends: Array<() => unknown> = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A gateway before the server that `openWow` opens, and a count of what that server was asked. */
export async function openLive(openWow: (now: () => number) => Promise<Wow>) {
  const clock = manualClock()
  const wow = await openWow(clock.now)
  const asked: Array<{ readonly path: string; readonly at: number }> = []
  const state: { down: boolean; lies: Readonly<Record<string, unknown>> } = { down: false, lies: {} }
  const gateway = testGateway(
    {
      async fetch(request) {
        asked.push({ path: new URL(request.url).pathname, at: clock.now() })
        if (state.down) throw new Refusal('GatewayUpstreamUnreachable', 'No.', { upstream: 'connect ECONNREFUSED' })
        const lie = state.lies[new URL(request.url).pathname]
        return lie === undefined ? wow.fetch(request) : Response.json(lie)
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

export const CHANGES = '/execution_failed/snapshot/list'
export const COUNTS = '/execution_failed/snapshot/count'
export const CLOCK = '/wow/id/global'

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

function looker({ app }: TestGateway, clock: ManualClock) {
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
export const told = (page: Page) =>
  page.changes().flatMap(({ rows }) => rows.map((row) => `${row.aggregateId} ${row.version}`))
