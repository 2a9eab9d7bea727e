import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { TransactionHistory, Watches } from './api/oms.ts'
import { Sources } from './api/sources.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'gateway-'))
const started = new Set<ChildProcessWithoutNullStreams>()

afterEach(async () => {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  started.clear()
  rmSync(folder, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcessWithoutNullStreams
  readonly said: { out: string; err: string }
  /** Exit code, when it has ended. */
  readonly ended: Promise<number | null>
  /** Address of the ready line. */
  ready(): Promise<string>
}

function start(environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/gateway/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', AMENDS_DATA_DIR: folder, AMENDS_SAMPLE: 'off', ...environment },
  })
  started.add(child)
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  return {
    child,
    said,
    ended: new Promise((resolve) => void child.once('close', resolve)),
    async ready() {
      await vi.waitFor(() => expect(said.out + said.err).toContain('ready at'), 20_000)
      return said.out.replace('Amends is ready at ', '').trim()
    },
  }
}

/** Lines of the log, as objects. */
const logged = ({ said }: Started): unknown[] =>
  said.err
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

const create = {
  eventId: {
    id: '0V3oAWGt0001000',
    aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-1', tenantId: '(0)' },
    version: 1,
  },
  function: { functionKind: 'EVENT', contextName: 'shop', processorName: 'StockSaga', name: 'onOrderPaid' },
  error: { errorCode: 'STOCK_SHORT', errorMsg: 'short', stackTrace: 'at com.shop.Stock.take(Stock.java:41)' },
  executeAt: 1,
}
const post = (body: unknown) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

test('it says one line when it serves, keeps what it took, and ends in order', async () => {
  const first = start({ AMENDS_ENVIRONMENT: 'test bench', AMENDS_EMBEDDED_PORT: '0' })
  const address = await first.ready()
  expect(first.said.out).toMatch(/^Amends is ready at http:\/\/127\.0\.0\.1:\d+\n$/)

  const sources = z.parse(Sources, await (await fetch(`${address}/api/sources`)).json())
  expect(sources.environment).toEqual({ name: 'test bench', color: null })
  expect(sources.sources).toMatchObject([
    { name: 'local', kind: 'wow', embedded: true, url: null, health: { state: 'up' } },
    { name: 'local', kind: 'oms', embedded: true, url: null, health: { state: 'up' } },
  ])
  expect(sources.sources[0]?.refusedOperators?.map(({ operator }) => operator)).toContain('RAW')
  expect(Math.abs(sources.sources[0]?.clockOffsetMs ?? Number.NaN)).toBeLessThan(1000)

  const created = await fetch(`${address}/api/wow/local/execution_failed/create_execution_failed`, post(create))
  expect(created.status).toBe(200)
  const result = z.parse(z.looseObject({ aggregateId: z.string(), requestId: z.string() }), await created.json())

  const native = /"address":"(http:[^"]+)"/.exec(first.said.err)?.[1] ?? ''
  const token = await fetch(`${native}/app/newoms.php/webservice/token?cmd=10000&ip-type=webservicerest`, post({}))
  expect(await token.json()).toEqual({ code: 1, error: 'username or password error' })

  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  const lines = logged(first)
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'notice',
      method: 'POST',
      path: '/api/wow/local/execution_failed/create_execution_failed',
      status: 200,
      source: 'local',
      requestId: result.requestId,
      outcome: 'Ok',
    }),
  )
  expect(first.said.err).not.toContain('STOCK_SHORT')

  const second = start()
  const state = await fetch(`${await second.ready()}/api/wow/local/execution_failed/${result.aggregateId}/state`)
  expect(state.status).toBe(200)
  expect(await state.json()).toMatchObject({ id: result.aggregateId, status: 'FAILED' })
  second.child.kill('SIGINT')
  expect(await second.ended).toBe(0)
  expect(second.said.out.split('\n')).toHaveLength(2)
})

test('a second process on the same folder is refused with a sentence', async () => {
  const first = start()
  await first.ready()
  const second = start()
  expect(await second.ended).toBe(1)
  expect(second.said.out).toBe('')
  expect(second.said.err).toBe(
    `The data folder ${folder} is in use by another Amends process (process ${first.child.pid}). Stop it first, or name another folder in AMENDS_DATA_DIR.\n`,
  )
  const device = readFileSync(path.join(folder, 'device-id'), 'utf8')
  first.child.kill('SIGTERM')
  await first.ended
  const third = start()
  await third.ready()
  expect(readFileSync(path.join(folder, 'device-id'), 'utf8')).toBe(device)
})

test('a port in use and a wrong setting are a sentence each, and free the folder', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const blocked = start({ PORT: String(port) })
  expect(await blocked.ended).toBe(1)
  expect(blocked.said.err).toMatch(
    new RegExp(`^Port ${port} is in use. Choose another with PORT=\\d+, or stop what uses it.\n$`),
  )
  taken.close()
  const wrong = start({ AMENDS_SAMPLE: 'maybe' })
  expect(await wrong.ended).toBe(1)
  expect(wrong.said.err).toBe('AMENDS_SAMPLE is "maybe", but must be on or off.\n')
})

test.each([
  ['wow.db', 'not a database', 'cannot be opened: file is not a database'],
  ['oms.db', 'not a database', 'cannot be opened: file is not a database'],
  ['gateway.db', 'not a database', 'cannot be opened: file is not a database'],
  ['lock.db', 'not a database', 'cannot be used: file is not a database. Name another in AMENDS_DATA_DIR'],
])('a data folder with a %s of no use is a sentence that names it', async (name, content, why) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, name), content)
  const started = start()
  expect(await started.ended).toBe(1)
  expect(started.said.err.split('\n')).toEqual([expect.stringContaining(why), ''])
  expect(started.said.err).toContain(name === 'lock.db' ? folder : path.join(folder, name))
})

test('a data folder that cannot be made is a sentence', async () => {
  writeFileSync(folder, '')
  const started = start()
  expect(await started.ended).toBe(1)
  expect(started.said.err).toMatch(/^The data folder \S+ cannot be used: EEXIST.* mend this one.\n$/)
})

test('a stream to a page does not hold up the end, a command that runs is finished first', async () => {
  const gateway = start({ AMENDS_SNAPSHOT_LAG_MS: '1500' })
  const address = await gateway.ready()
  const events = await fetch(`${address}/api/events?source=local`)
  const reader = events.body?.getReader()
  await reader?.read()

  const command = fetch(`${address}/api/wow/local/execution_failed/create_execution_failed`, {
    ...post(create),
    headers: { 'Content-Type': 'application/json', 'Command-Wait-Stage': 'SNAPSHOT' },
  })
  const count = async () => (await fetch(`${address}/api/wow/local/execution_failed/event/count`, post({}))).text()
  await vi.waitFor(async () => expect(await count()).toBe('1'), 10_000)
  gateway.child.kill('SIGTERM')
  const answer = await command
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ stage: 'SNAPSHOT', errorCode: 'Ok' })
  expect(await gateway.ended).toBe(0)
  expect(gateway.said.err).not.toContain('cutting off')
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read());
})

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a watch survives %s and sees afterwards what happened',
  async (signal) => {
    const environment = { AMENDS_SAMPLE: 'on', AMENDS_OMS_SPEED: '100' }
    const first = start(environment)
    const transaction = `${await first.ready()}/api/oms/local/transactions/1/5009`
    const body = JSON.stringify({ intentId: 'the-only-one', cmd: 10009, seenStatus: 1, reason: 'nightly' })
    const answer = await fetch(`${transaction}/execute`, { method: 'POST', body })
    expect(answer.status).toBe(200)
    first.child.kill(signal)
    expect(await first.ended).toBe(signal === 'SIGTERM' ? 0 : null)
    // Closed in order, the log is back in the file.
    expect(existsSync(path.join(folder, 'gateway.db-wal'))).toBe(signal === 'SIGKILL')

    const second = start(environment)
    const address = await second.ready()
    await vi.waitFor(async () => {
      const watches = z.parse(Watches, await (await fetch(`${address}/api/watches`)).json())
      expect(watches.watches).toMatchObject([{ transId: 5009, cmd: 10009, status: 5 }])
    }, 20_000)
    const history: unknown = await (await fetch(`${address}/api/oms/local/transactions/1/5009/history`)).json()
    expect(z.parse(TransactionHistory, history).history).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ kind: 'operation', outcome: 'reached', reason: 'nightly' })]),
    )
    const again = await fetch(`${address}/api/oms/local/transactions/1/5009/execute`, { method: 'POST', body })
    expect(await again.json()).toMatchObject({ outcome: 'reached', repeated: true })
  },
  60_000,
)
