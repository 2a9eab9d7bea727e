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
import { omsClient } from './testOms.ts'

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

test(
  'twenty kills at random: what was started goes on to its end, and no action runs twice',
  { timeout: 120_000 },
  async () => {
    const file = path.join(folder, 'oms.db')
    const seeded = openConnection(file, 'writer', MIGRATIONS)
    sampleJobs.seedSamples(seeded, { seed: 7, now: Date.now() })
    const runningAtFirst = runningActions(seeded.database)
    keepJournal(seeded.database)
    seeded.close()

    const awaiting = [3002, 3003, 3004, 3005, 3006, 3008, 3009, 3011, 3012, 3013, 3022, 5009]
    const accepted = new Set<number>()
    const speed = 30
    for (let round = 0; round < 20; round += 1) {
      const { child, client } = await startServer(file, speed)
      const exited = once(child, 'exit')
      const id = awaiting[round]
      void setTimeout(Math.random() * 400).then(() => child.kill('SIGKILL'))
      try {
        if (id !== undefined) {
          const cmd = id === 5009 ? 10009 : 10_000 + id - 3000
          if ((await client.execute(1, id, cmd)).status === 200) accepted.add(id)
        } else if ((await client.resume(1, 5009, 10009)).status === 200) accepted.add(-5009)
      } catch (error) {
        // The server was killed under the request. Anything else would be a finding.
        if (!(error instanceof TypeError)) throw error
      }
      await exited
      const database = new DatabaseSync(file)
      const begun = numbers(
        database,
        `SELECT id AS n FROM trans WHERE setId = 1 AND status <> ${TRANSACTION.awaitingExecution}`,
      )
      expect([...accepted].filter((known) => known > 0 && !begun.includes(known))).toEqual([])
      expect(ranTwice(journal(database), runningAtFirst)).toEqual([])
      const tooMany =
        'SELECT trans.id AS n FROM trans JOIN action ON action.trans = trans.row AND endsAt IS NOT NULL GROUP BY trans.row HAVING count(*) > maxConcurrentCount'
      expect(numbers(database, tooMany)).toEqual([])
      database.close()
    }
    expect(accepted.size).toBeGreaterThan(3)

    // Left alone, everything that moves comes to its end.
    const { child } = await startServer(file, 3000)
    const database = new DatabaseSync(file, { readOnly: true })
    await expect
      .poll(() => numbers(database, 'SELECT id AS n FROM trans WHERE dueAt IS NOT NULL'), {
        timeout: 60_000,
        interval: 200,
      })
      .toEqual([])
    const changes = journal(database)
    expect(ranTwice(changes, runningAtFirst)).toEqual([])
    // A run is begun once more than it has failed: nothing was begun that did not come to its end.
    const counted = 'SELECT id AS n FROM action WHERE status = ? AND runs <> min(failures, runs - 1) + 1'
    expect(database.prepare(counted).all(ACTION.finished)).toEqual([])
    const moved = changes.filter(({ action }) => action === null)
    for (const { was, became } of moved)
      expect(TRANSITIONS.some(({ from, to }) => from === was && to === became)).toBe(true)
    const ends = numbers(
      database,
      `SELECT status AS n FROM trans WHERE setId = 1 AND id IN (${[...accepted].filter((id) => id > 0).join(', ')})`,
    )
    for (const end of ends) expect([TRANSACTION.succeeded, TRANSACTION.suspended]).toContain(end)
    expect(
      changes.filter(({ became, action }) => action !== null && became === ACTION.finished).length,
    ).toBeGreaterThan(300)
    database.close()
    child.kill('SIGKILL')
    await once(child, 'exit')
  },
)
