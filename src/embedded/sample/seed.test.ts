import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConnection } from '../../store/connection.ts'
import { FolderInUseError, lockFolder } from '../../store/folderLock.ts'
import { replay, toSnapshot } from '../../wow/execution/executionFailed.ts'
import { viewsOf } from '../../wow/condition/views.ts'
import { openEmbeddedOms } from '../oms/server.ts'
import { omsClient } from '../oms/testOms.ts'
import { openEmbeddedWow } from '../wow/server.ts'
import { MIGRATIONS } from '../wow/schema.ts'
import { loadSnapshot, loadStreams } from '../wow/tables.ts'
import { SAMPLE_RECORDS } from './sampleRecords.ts'
import { seedFolder, SeedRefusedError } from './seedFolder.ts'
import { seedOms } from './seedOms.ts'
import { countExecutions, seedSample } from './seedSample.ts'

let folder: string
const file = () => path.join(folder, 'wow.db')

function indexes(store: string): unknown {
  const connection = openConnection(store, 'writer', MIGRATIONS)
  const found = connection.statement("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name").all()
  connection.close()
  return found
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seed-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an empty store gets two thousand executions once, and the snapshots there equal their replays', async () => {
  const now = Date.now()
  expect(await seedSample({ file: file(), now })).toBe(2000)
  expect(await seedSample({ file: file(), now })).toBe(0)

  const connection = openConnection(file(), 'reader')
  expect(countExecutions(connection)).toBe(2000)
  // All of them before they are written: simulate.test.ts. Here only what the tables make of them.
  const ids = connection.statement('SELECT id FROM snapshot WHERE row % 10 = 0').all()
  expect(ids.length).toBe(200)
  for (const { id } of ids) {
    const snapshot = loadSnapshot(connection, String(id))
    const aggregate = replay(loadStreams(connection, String(id)))
    expect(aggregate && toSnapshot(aggregate, snapshot?.snapshotTime ?? 0)).toEqual(snapshot)
  }
  connection.close()
})

test('the records with fixed names are as they are described', async () => {
  const now = Date.now()
  await seedSample({ file: file(), now, count: SAMPLE_RECORDS.length })
  const connection = openConnection(file(), 'reader')
  const load = (id: string) => {
    const snapshot = loadSnapshot(connection, id)
    if (snapshot === undefined) throw new Error(id)
    return snapshot
  }
  const later = now + 24 * 3_600_000
  const views = (id: string) => [viewsOf(load(id), now), viewsOf(load(id), later)]
  const stays = (id: string, ...expected: readonly string[]) =>
    expect(views(id), id).toEqual([expect.arrayContaining([...expected]), expect.arrayContaining([...expected])])

  for (const { id, shows } of SAMPLE_RECORDS) {
    expect(id).toMatch(/^0VSample[A-Z][a-z]{4}\d\d$/)
    expect(shows).toMatch(/\.$/)
    // Nobody but a person moves them for a day, except those that are there to be seen moving.
    const [today, tomorrow] = views(id)
    if (!id.includes('Every')) expect([...(tomorrow ?? [])], id).not.toContain('next-retry')
    expect(tomorrow, id).toEqual(today)
  }
  for (const name of ['Heals01', 'Again01', 'Other01', 'Quiet01', 'Moved01']) stays(`0VSample${name}`, 'to-retry')
  stays('0VSampleTardy01', 'to-retry')
  expect(load('0VSampleTardy01').state.status).toBe('PREPARED')
  stays('0VSampleGoing01', 'executing')
  stays('0VSampleEvery01', 'next-retry')
  stays('0VSampleForce01', 'non-retryable')
  stays('0VSampleUnrec01', 'unrecoverable')
  stays('0VSampleFixed01', 'succeeded')
  stays('0VSampleScrap01', 'deleted')
  const error = (name: string) => load(`0VSample${name}`).state.error
  expect(error('Trace01').stackTrace.split('\n').length).toBeGreaterThanOrEqual(3000)
  expect(error('Trace01').stackTrace.length).toBeLessThan(256 * 1024)
  expect(error('Blank01').errorMsg).toBe('')
  expect(error('Wordy01').errorMsg.length).toBeGreaterThan(5000)
  expect(error('Lines01').errorMsg.split('\n').length).toBeGreaterThan(3)
  expect(error('Hanzi01').errorMsg).toMatch(/短信.*🚫/u)
  expect(error('Right01').errorMsg).toMatch(/^تعذر/)
  expect(error('Binds01').bindingErrors?.length).toBe(3)
  expect(load('0VSampleBinds01').tags).toEqual({ incident: ['INC-4711'], team: ['fulfilment'] })
  const shared = [1, 2, 3, 4].map((number) => load(`0VSampleEvent0${number}`).state)
  expect(new Set(shared.map((state) => state.eventId.id)).size).toBe(1)
  expect(new Set(shared.map((state) => state.function.processorName)).size).toBe(4)
  connection.close()
})

test('a folder is filled with as many as asked, by a store that a server then opens', async () => {
  const progress: number[] = []
  const written = await seedFolder({
    folder,
    count: 5000,
    days: 3,
    seed: 11,
    now: Date.now(),
    progress: (soFar) => progress.push(soFar),
  })
  expect(written).toBe(5000)
  expect(progress.at(-1)).toBe(5000)
  expect(readdirSync(folder).filter((name) => name.startsWith('wow.db'))).toEqual(['wow.db'])

  const connection = openConnection(file(), 'reader')
  const { average } = connection.statement('SELECT avg(length(document)) AS average FROM snapshotDocument').get() ?? {}
  expect(Number(average)).toBeGreaterThan(2400)
  expect(Number(average)).toBeLessThan(3400)
  expect(indexes(file())).toEqual(indexes(':memory:'))
  connection.close()

  const wow = await openEmbeddedWow({ file: file(), guard: 'open', scheduler: false })
  const count = (body: unknown) =>
    wow.fetch(
      new Request('http://embedded/execution_failed/snapshot/count', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  const all = await count({ operator: 'DELETED', value: 'ALL' })
  expect(await all.json()).toBe(5000)
  await wow.close()
})

test('a large transaction comes with the other samples, and once', async () => {
  const options = { folder, actions: 700, seed: 7, now: Date.now() }
  await seedOms(options)
  await seedOms({ ...options, actions: 800 })
  await expect(seedOms(options)).rejects.toThrow('holds transaction 700 of set 1 already')
  await expect(seedOms({ ...options, actions: 1001 })).rejects.toThrow(SeedRefusedError)

  const oms = await openEmbeddedOms({ file: path.join(folder, 'oms.db'), sample: true })
  const client = omsClient(oms)
  await client.login()
  expect((await client.detail(1, 700, 10013)).ActionList).toHaveLength(700)
  expect((await client.detail(1, 800, 10013)).ActionList).toHaveLength(800)
  expect(await client.detail(1, 1010, 10002)).toMatchObject({ Status: 10 })
  await oms.close()
})

test('a folder that a running process holds is left alone', async () => {
  const lock = await lockFolder(folder)
  await expect(fill()).rejects.toThrow(FolderInUseError)
  await lock.release()
  expect(existsSync(file())).toBe(false)
})

test('a folder with executions is left as it is', async () => {
  await seedSample({ file: file(), count: SAMPLE_RECORDS.length })
  copyFileSync(file(), `${file()}.before`)
  await expect(fill()).rejects.toThrow(SeedRefusedError)
  await expect(fill()).rejects.toThrow(`holds ${SAMPLE_RECORDS.length} executions already`)
  const connection = openConnection(file(), 'writer', MIGRATIONS)
  expect(countExecutions(connection)).toBe(SAMPLE_RECORDS.length)
  connection.close()
})

test('what an interrupted run left behind is no hindrance', async () => {
  const draft = openConnection(`${file()}.seeding`, 'writer', MIGRATIONS)
  draft.database.exec('CREATE TABLE half (written INTEGER)')
  draft.close()
  expect(await fill()).toBe(100)
  expect(existsSync(`${file()}.seeding`)).toBe(false)
})

test.each([
  [['--count', '10x'], '--count is 10x; it must be a whole number from 1 to 5,000,000.'],
  [['--count', '10', '--days', '0'], '--days is 0; it must be a whole number from 1 to 3,650.'],
  [[], '--count, --versions or --oms-actions is missing.'],
  [['--oms-actions', '0'], '--oms-actions is 0; it must be a whole number from 1 to 1,000,000.'],
  [['--cuont', '10'], "Unknown option '--cuont'"],
])('the command line %j is refused with a sentence', (words, sentence) => {
  const main = fileURLToPath(new URL('seedMain.ts', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [main, '--data', folder, ...words], { encoding: 'utf8' })
  expect(stderr).toContain(sentence)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(status).toBe(1)
  expect(existsSync(file())).toBe(false)
})

test('a store that is none is told in a sentence, and stays', () => {
  writeFileSync(file(), 'not a database')
  const main = fileURLToPath(new URL('seedMain.ts', import.meta.url))
  const words = ['--disable-warning=ExperimentalWarning', main, '--data', folder, '--count', '10']
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect(stderr).toBe(`${file()} cannot be opened: file is not a database\n`)
  expect(status).toBe(1)
  expect(readFileSync(file(), 'utf8')).toBe('not a database')
})

const fill = () => seedFolder({ folder, count: 100, days: 14, seed: 1, now: Date.now() })
