/** For tests: the gateway before an embedded OMS, one clock for both, and an eye on what goes over between them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { openEmbeddedOms } from '../../embedded/oms/server.ts'
import { DEFAULT_OMS_OPTIONS } from '../../oms/options.ts'
import type { OmsOptions } from '../../oms/options.ts'
import type { Role } from '../../wow/execution/actions.ts'
import { GatewayError } from '../api/error.ts'
import { createApp } from '../app.ts'
import { createLog } from '../log.ts'
import { manualClock } from '../manualClock.ts'
import type { ManualClock } from '../manualClock.ts'
import { openStaticFiles } from '../http/staticFiles.ts'
import { openGatewayStore } from '../store/gatewayStore.ts'
import { openOmsRoom } from './omsRoom.ts'
import { omsSource } from './omsSource.ts'

const ends: Array<() => unknown> = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** Where a gateway's store may stand; gone when the test is over. */
export function temporaryFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'oms-room-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'gateway.db')
}

interface Asked {
  readonly at: number
  /** `token`, `detail`, `executing`, `redo`, … */
  readonly what: string
  readonly path: string
  readonly token: string | null
}

export interface TestOms {
  readonly clock: ManualClock
  readonly asked: Asked[]
  /** What the OMS gave out. */
  readonly tokens: string[]
  /** When set, it answers in place of the OMS; undefined from it lets the OMS answer. */
  meddle: (asked: Asked, init: RequestInit) => Response | undefined | Promise<Response | undefined>
  count(what: string): number
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** An embedded OMS with its samples, or without them, at a clock that stands still. */
export async function openTestOms({ sample = true } = {}): Promise<TestOms> {
  const clock = manualClock()
  const oms = await openEmbeddedOms({ file: ':memory:', sample, clock })
  ends.push(() => oms.close())
  const asked: Asked[] = []
  const tokens: string[] = []
  const test: TestOms = {
    clock,
    asked,
    tokens,
    meddle: () => undefined,
    count: (what) => asked.filter((one) => one.what === what).length,
    async fetch(url, init) {
      const { pathname, searchParams } = new URL(url)
      const what = /\/detail\//.test(pathname) ? 'detail' : (pathname.split('/').at(-1) ?? '')
      const one = { at: clock.now(), what, path: pathname, token: searchParams.get('access-token') }
      asked.push(one)
      const response = (await test.meddle(one, init)) ?? (await oms.fetch(new Request(url, init)))
      if (what === 'token') {
        const { token } = z.parse(z.looseObject({ token: z.optional(z.string()) }), await response.clone().json())
        if (token !== undefined) tokens.push(token)
      }
      return response
    },
  }
  return test
}

interface TestRoomOptions {
  readonly file?: string
  readonly role?: Role
  readonly options?: OmsOptions
}

/** A gateway of its own before that OMS; several on one file, one after the other, are a restart. */
export async function openTestRoom(
  { clock, fetch }: TestOms,
  { file = ':memory:', role = 'admin', options = DEFAULT_OMS_OPTIONS }: TestRoomOptions = {},
) {
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  const store = await openGatewayStore(file)
  const source = omsSource({
    name: 'local',
    embedded: true,
    url: null,
    credentials: { username: 'demo', password: 'demo' },
    options,
    clock,
    fetch,
  })
  const closing = new AbortController()
  const room = await openOmsRoom({ sources: [source], store, clock, closing: closing.signal })
  const app = createApp({
    sources: [],
    oms: room,
    files: openStaticFiles(''),
    deviceId: 'test',
    roleOf: () => role,
    clock,
    log,
    closing: closing.signal,
  })
  let closed: Promise<void> | undefined
  async function closeAll() {
    closing.abort()
    await clock.advance(0)
    await room.close()
    await store.destroy()
  }
  const close = () => (closed ??= closeAll())
  ends.push(close)

  /** The answer to a request, with time moving on as long as it takes. */
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const state = { answered: false }
    const asking = Promise.resolve(
      app.request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    ).finally(() => (state.answered = true))
    for (let turn = 0; turn < 400 && !state.answered; turn += 1) await clock.advance(turn < 5 ? 0 : 100)
    return asking
  }

  return {
    app,
    room,
    source,
    store,
    lines,
    close,
    send,
    async get<T extends z.ZodMiniType>(schema: T, path: string): Promise<z.infer<T>> {
      const response = await send('GET', path)
      expect(response.status).toBe(200)
      return z.parse(schema, await response.json())
    },
    async post<T extends z.ZodMiniType>(schema: T, path: string, body: unknown): Promise<z.infer<T>> {
      const response = await send('POST', path, body)
      expect([200, 201]).toContain(response.status)
      return z.parse(schema, await response.json())
    },
    async refused(method: string, path: string, body?: unknown): Promise<GatewayError & { status: number }> {
      const response = await send(method, path, body)
      return { ...z.parse(GatewayError, await response.json()), status: response.status }
    },
  }
}

export type TestRoom = Awaited<ReturnType<typeof openTestRoom>>

export const pathOf = (setId: number, transId: number, rest = '') =>
  `/api/oms/local/transactions/${setId}/${transId}${rest}`

let intents = 0
export const wish = (cmd: number, seenStatus: number, more: object = {}) => ({
  intentId: `intent-${(intents += 1)}`.padEnd(10, '-'),
  cmd,
  seenStatus,
  ...more,
})
