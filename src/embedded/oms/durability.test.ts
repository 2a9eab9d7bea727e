import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TRANSITIONS } from '../../oms/transitions.ts'
import { openConnection } from '../../store/connection.ts'
import { sampleJobs } from './sampleJobs.ts'
import { MIGRATIONS } from './schema.ts'
import { ACTION, TRANSACTION } from './statusCodes.ts'
import { journal, keepJournal, ranTwice, runningActions } from './testJournal.ts'
import { omsClient, type OmsClient } from './testOms.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'amends-oms-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function startServer(file: string, speed: number) {
  const script = fileURLToPath(new URL('./durabilityServer.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, file, String(speed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(file), 'compiled') },
  })
  const [line] = await once(child.stdout, 'data')
  const address = `http://127.0.0.1:${String(line).trim()}`
  const client = omsClient({
    fetch: async (request) =>
      fetch(request.url.replace('http://oms', address), { method: request.method, body: await request.text() }),
    close: async () => undefined,
  })
  await client.login()
  return { child, client }
}

const numbers = (database: DatabaseSync, sql: string): readonly number[] =>
  database
    .prepare(sql)
    .all()
    .map(({ n }) => Number(n))

const AWAITING = [3002, 3003, 3004, 3005, 3006, 3008, 3009, 3011, 3012, 3013, 3022] as const
const TOO_MANY_AT_ONCE = `SELECT trans.id AS n FROM trans JOIN action ON action.trans = trans.row
  WHERE endsAt IS NOT NULL GROUP BY trans.row HAVING count(*) > maxConcurrentCount`

async function startSomething(client: OmsClient, round: number): Promise<number | undefined> {
  const id = AWAITING[round]
  try {
    if (id === undefined) {
      // Fails the first time, so that there is something to resume.
      if (round % 2 === 0) await client.resume(1, 5009, 10009)
      else await client.execute(1, 5009, 10009)
      return undefined
    }
    const { status } = await client.execute(1, id, 10_000 + id - 3000)
    return status === 200 ? id : undefined
  } catch (error) {
    // The server was killed under the request. Anything else would be a finding.
    if (!(error instanceof TypeError)) throw error
    return undefined
  }
}

test('twenty kills at random: what was started goes on, and no action runs twice', { timeout: 180_000 }, async () => {
  const file = path.join(folder, 'oms.db')
  const seeded = openConnection(file, 'writer', MIGRATIONS)
  sampleJobs.seedSamples(seeded, { seed: 7, now: Date.now() })
  const runningAtFirst = runningActions(seeded.database)
  keepJournal(seeded.database)
  seeded.close()

  const accepted: number[] = []
  for (let round = 0; round < 20; round += 1) {
    const { child, client } = await startServer(file, 30)
    const exited = once(child, 'exit')
    const killed = setTimeout(Math.random() * 400).then(() => child.kill('SIGKILL'))
    const started = await startSomething(client, round)
    if (started !== undefined) accepted.push(started)
    await Promise.all([exited, killed])

    const database = new DatabaseSync(file)
    const waiting = numbers(database, `SELECT id AS n FROM trans WHERE status = ${TRANSACTION.awaitingExecution}`)
    expect(accepted.filter((id) => waiting.includes(id))).toEqual([])
    expect(ranTwice(journal(database), runningAtFirst)).toEqual([])
    expect(numbers(database, TOO_MANY_AT_ONCE)).toEqual([])
    database.close()
  }
  expect(accepted.length).toBeGreaterThan(2)

  // Left alone, everything that moves comes to its end.
  const { child } = await startServer(file, 3000)
  const database = new DatabaseSync(file, { readOnly: true })
  await expect
    .poll(() => numbers(database, 'SELECT id AS n FROM trans WHERE dueAt IS NOT NULL'), {
      timeout: 60_000,
      interval: 200,
    })
    .toEqual([])
  child.kill('SIGKILL')
  await once(child, 'exit')

  const ended = numbers(database, `SELECT id AS n FROM trans WHERE setId = 1 AND status = ${TRANSACTION.succeeded}`)
  expect(accepted.filter((id) => !ended.includes(id))).toEqual([])
  // Each finished action was begun once more than it was to fail.
  expect(
    numbers(database, `SELECT id AS n FROM action WHERE status = ${ACTION.finished} AND runs <> failures + 1`),
  ).toEqual([])
  const changes = journal(database)
  expect(ranTwice(changes, runningAtFirst)).toEqual([])
  for (const { action, was, became } of changes)
    if (action === null) expect(TRANSITIONS.some(({ from, to }) => from === was && to === became)).toBe(true)
  expect(changes.filter(({ action, became }) => action !== null && became === ACTION.finished).length).toBeGreaterThan(
    300,
  )
  database.close()
})
