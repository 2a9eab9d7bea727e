import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replay, toSnapshot } from '../../wow/execution/executionFailed.ts'
import * as z from 'zod/mini'
import { DomainEventStream, Snapshot } from '../../wow/schemas.ts'
import { openEmbeddedWow } from './server.ts'
import { failure } from './testCommands.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'amends-durability-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function startServer(file: string, lagMs: number) {
  const script = fileURLToPath(new URL('./durabilityServer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, file, String(lagMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Twenty starts of the same code.
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(file), 'compiled') },
  })
  const [line] = await once(child.stdout, 'data')
  return { child, base: `http://127.0.0.1:${String(line).trim()}/execution_failed` }
}

interface Acknowledged {
  readonly aggregateId: string
  readonly requestId: string
}

/** Creates an execution and changes it again and again until the server is gone. Tells `note` what was acknowledged. */
async function work(base: string, name: string, note: (acknowledged: Acknowledged) => void): Promise<void> {
  const send = async (address: string, method: string, aggregateId: string, number: number, body: unknown) => {
    const requestId = `${name}-${number}`
    const response = await fetch(`${base}${address}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        'Command-Request-Id': requestId,
        'Command-Aggregate-Id': aggregateId,
      },
      body: JSON.stringify(body),
    })
    const { errorCode } = Object(await response.json())
    if (response.status !== 200) throw new Error(`${address}: ${errorCode}`)
    note({ aggregateId, requestId })
  }
  try {
    for (let number = 0; ; number += 1) {
      const id = `${name}-${Math.floor(number / 10)}`
      if (number % 10 === 0) await send('/create_execution_failed', 'POST', id, number, failure)
      else if (number % 10 === 5) await send(`/${id}/prepare_compensation`, 'PUT', id, number, {})
      else
        await send(`/${id}/apply_retry_spec`, 'PUT', id, number, {
          maxRetries: number + 1,
          minBackoff: 0,
          executionTimeout: 60,
        })
    }
  } catch (error) {
    // The server was killed under the request. Anything else it answered would be a finding.
    if (!(error instanceof TypeError)) throw error
  }
}

const documents = (database: DatabaseSync, sql: string): unknown[] =>
  database
    .prepare(sql)
    .all()
    .map(({ document }) => JSON.parse(String(document)))

/** Every acknowledged command is there once, histories have no gaps, and every snapshot is what its events tell. */
function check(file: string, acknowledged: readonly Acknowledged[], upToDate: boolean): void {
  const database = new DatabaseSync(file)
  const streams = z.parse(z.array(DomainEventStream), documents(database, 'SELECT document FROM event ORDER BY row'))
  const snapshots = z.parse(z.array(Snapshot), documents(database, 'SELECT document FROM snapshotDocument'))
  database.close()

  const times = new Map<string, number>()
  for (const { aggregateId, requestId } of streams) {
    const key = `${aggregateId} ${requestId}`
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  expect(acknowledged.filter((each) => times.get(`${each.aggregateId} ${each.requestId}`) !== 1)).toEqual([])

  const histories = Map.groupBy(streams, (stream) => stream.aggregateId)
  for (const history of histories.values())
    expect(history.map((stream) => stream.version)).toEqual(history.map((_, index) => index + 1))
  if (upToDate) expect(snapshots.length).toBe(histories.size)
  for (const snapshot of snapshots) {
    const history = histories.get(snapshot.aggregateId) ?? []
    if (upToDate) expect(snapshot.version).toBe(history.length)
    const told = replay(history.slice(0, snapshot.version))
    expect(told && toSnapshot(told, snapshot.snapshotTime)).toEqual(snapshot)
  }
}

test('twenty kills at random lose nothing that was acknowledged and repeat nothing', { timeout: 120_000 }, async () => {
  const file = path.join(folder, 'wow.db')
  const acknowledged: Acknowledged[] = []
  for (let round = 0; round < 20; round += 1) {
    const lagMs = round % 3 === 2 ? 40 : 0
    const { child, base } = await startServer(file, lagMs)
    // At a random moment after a random number of commands, however fast the machine is.
    const killAt = acknowledged.length + 1 + Math.floor(Math.random() * 40)
    const note = (each: Acknowledged) => {
      acknowledged.push(each)
      if (acknowledged.length === killAt) setTimeout(() => child.kill('SIGKILL'), Math.random() * 20)
    }
    const working = Promise.all([1, 2, 3].map((worker) => work(base, `r${round}w${worker}`, note)))
    await once(child, 'exit')
    await working
    check(file, acknowledged, lagMs === 0)
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(20)

  // A start makes good what had not followed.
  const wow = await openEmbeddedWow({ file, guard: 'open' })
  await wow.close()
  check(file, acknowledged, true)
})
