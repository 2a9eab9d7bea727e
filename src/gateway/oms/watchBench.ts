/** What 1,000 watches cost the gateway in memory, and how often they make it ask the OMS, counted at the OMS's side. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { OMS_PATH } from '../../oms/options.ts'
import type { KnownTransaction } from '../api/oms.ts'
import { listen } from '../http/listen.ts'
import { openGatewayStore } from '../store/gatewayStore.ts'
import { MOST_WATCHES } from './ledger.ts'
import { toRow, unread } from './ledgerRows.ts'
import { REQUESTS_PER_SECOND } from './omsSource.ts'

const WATCHED_FOR_MS = 30_000
/** Beginning, ending and answering take a second or two; whatever takes longer than this has failed. */
const LONGEST_WAIT_MS = 60_000
const SOURCE = 'main'

/** The smallest OMS there is: every transaction is executing, with a dozen actions. Tells when it was asked for one. */
async function smallOms() {
  const asked: number[] = []
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    variable: 'PORT',
    fetch(request) {
      const transId = Number(/\/detail\/1\/(\d+)$/.exec(new URL(request.url).pathname)?.[1])
      if (Number.isNaN(transId)) return Response.json({ code: 0, error: '', token: 'b'.repeat(40) })
      asked.push(performance.now())
      return Response.json(transactionOf(transId))
    },
  })
  return { asked, listener }
}

const CREATED = '2026-01-01 10:00:00'
const ACTIONS = Array.from({ length: 12 }, (_, index) => ({
  Id: index + 1,
  Type: 7,
  Status: index < 6 ? 6 : index < 9 ? 3 : 2,
  Reason: 0,
  IdName: `guild_rank_${index}`,
  Data: '',
  Context: 'begun on 10.20.3.7:9999',
  CreateTime: CREATED,
  ExecuteTime: index < 9 ? CREATED : null,
  UpdateTime: CREATED,
}))

const transactionOf = (transId: number) => ({
  Id: transId,
  SetId: 1,
  AppId: 2,
  ZoneId: 3,
  Type: 283,
  Status: 4,
  Reason: 0,
  IdName: `guild_rank_${transId}`,
  Data: 'proxy@;tcapsvr@slave#2',
  Memo: 'AddTableManual',
  CreateUser: 'wang_dba',
  CreateTime: CREATED,
  UpdateTime: CREATED,
  MaxConcurrentCount: 10,
  ActionList: ACTIONS.map((action) => ({ ...action, TransId: transId })),
})

const readOnce = (transId: number, at: number): KnownTransaction => ({
  ...unread({ source: SOURCE, setId: 1, transId }, 10002),
  watchedAt: at,
  status: 4,
  since: at,
  lastReadAt: at,
  type: 283,
  reason: 0,
  memo: 'AddTableManual',
  idName: `guild_rank_${transId}`,
  createUser: 'wang_dba',
  createTime: CREATED,
  updateTime: CREATED,
  progress: { total: 12, done: 6, counts: { waiting: 3, running: 3, finished: 6 }, at },
})

/** Leaves behind what a gateway would that has watched so many transactions and read each of them. */
async function fill(file: string, watches: number): Promise<void> {
  const store = await openGatewayStore(file)
  await store.transaction().execute(async (within) => {
    for (let transId = 1; transId <= watches; transId += 1) {
      const row = { source: SOURCE, set_id: 1, trans_id: transId, ...toRow(readOnce(transId, Date.now())) }
      await within.insertInto('oms_transaction').values(row).execute()
    }
  })
  await store.destroy()
}

const Memory = z.object({ heapUsed: z.number(), rss: z.number() })

/** What it says next. */
async function heard(child: ChildProcess): Promise<unknown> {
  const limit = AbortSignal.timeout(LONGEST_WAIT_MS)
  const ended = once(child, 'exit', { signal: limit }).then(() => {
    throw new Error('The gateway ended before it answered.')
  })
  const [message]: unknown[] = await Promise.race([once(child, 'message', { signal: limit }), ended])
  return message
}

/** A gateway that has watched so many transactions for a while. */
async function watched(folder: string, watches: number) {
  const data = path.join(folder, String(watches))
  mkdirSync(data)
  const password = path.join(data, 'password')
  writeFileSync(password, 'demo')
  await fill(path.join(data, 'gateway.db'), watches)
  const { asked, listener } = await smallOms()
  const child = fork(fileURLToPath(new URL('watchBenchGateway.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    env: {
      ...process.env,
      PORT: '0',
      AMENDS_DATA_DIR: data,
      AMENDS_SAMPLE: 'off',
      AMENDS_SCHEDULER: 'off',
      AMENDS_OMS_URL: `http://127.0.0.1:${listener.port}${OMS_PATH}`,
      AMENDS_OMS_USERNAME: 'demo',
      AMENDS_OMS_PASSWORD_FILE: password,
    },
  })
  try {
    await heard(child)
    await setTimeout(WATCHED_FOR_MS)
    const answer = heard(child)
    child.send('memory')
    return { ...Memory.parse(await answer), asked }
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    listener.cut()
    await listener.finish()
  }
}

/** Most requests that came within one second. */
function busiestSecond(times: readonly number[]): number {
  let most = 0
  let from = 0
  for (const [index, time] of times.entries()) {
    while (time - (times[from] ?? time) >= 1000) from += 1
    most = Math.max(most, index - from + 1)
  }
  return most
}

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** Takes little more than half a minute. */
export async function runWatchBench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watch-bench-'))
  try {
    const [none, all] = await Promise.all([watched(folder, 0), watched(folder, MOST_WATCHES)])
    const each = (all.heapUsed - none.heapUsed) / MOST_WATCHES
    print(
      `  heap with ${MOST_WATCHES} watches ${megabytes(all.heapUsed)}, without ${megabytes(none.heapUsed)}, ratio ${(all.heapUsed / none.heapUsed).toFixed(2)}, ${each.toFixed(0)} bytes a watch`,
    )
    print(
      `  the whole process ${megabytes(all.rss)}, without ${megabytes(none.rss)}, ratio ${(all.rss / none.rss).toFixed(2)}`,
    )
    const spanMs = (all.asked.at(-1) ?? Number.NaN) - (all.asked[0] ?? Number.NaN)
    const perSecond = ((all.asked.length - 1) / spanMs) * 1000
    print(
      `  the OMS was asked ${perSecond.toFixed(2)} times a second, at most ${REQUESTS_PER_SECOND} are allowed, ratio ${(perSecond / REQUESTS_PER_SECOND).toFixed(2)} (busiest second: ${busiestSecond(all.asked)})`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
