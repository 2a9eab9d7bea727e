import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, test } from 'vitest'
import { openLanes, type Lanes } from './lanes.ts'
import { jobs, MIGRATIONS } from './laneTestJobs.ts'
import { Cancelled, DeadlineExceeded, LaneFull, StoreError } from './storeErrors.ts'
import { openWorkerLane } from './workerLane.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function newFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanes-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  return path.join(folder, 'note.db')
}

async function open(file: string, migrations: readonly string[] = MIGRATIONS): Promise<Lanes<typeof jobs>> {
  const module = new URL('./laneTestJobs.ts', import.meta.url)
  const lanes = await openLanes({ file, migrations, jobs, module })
  closing.push(() => lanes.close())
  return lanes
}

describe.each([
  ['a file', newFile],
  ['memory', () => ':memory:'],
])('the lanes of %s', (_, file) => {
  test('readers see what the writer was told before', async () => {
    const { write, pages, scans } = await open(file())
    await Promise.all(['a', 'b', 'c'].map((text) => write.run('add', { text })))
    expect(await pages.run('texts', {})).toEqual(['a', 'b', 'c'])
    expect(await scans.run('texts', {})).toEqual(['a', 'b', 'c'])
  })

  test('a job that fails leaves nothing behind and says why', async () => {
    const { write } = await open(file())
    const failed = write.run('addAndFail', { text: 'a' })
    await expect(failed).rejects.toThrow(StoreError)
    await expect(failed).rejects.toThrow('No room for a.')
    await write.run('add', { text: 'b' })
    expect(await write.run('texts', {})).toEqual(['b'])
  })

  test('a statement stops at its deadline, and the lane goes on', async () => {
    const { scans } = await open(file())
    await expect(scans.run('spin', {}, { deadlineMs: 50 })).rejects.toBeInstanceOf(DeadlineExceeded)
    expect(await scans.run('texts', {})).toEqual([])
  })

  test('a statement that stopped between two rows reads for the next caller', async () => {
    const { scans } = await open(file())
    await expect(scans.run('count', { rows: 1e12 }, { deadlineMs: 50 })).rejects.toBeInstanceOf(DeadlineExceeded)
    expect(await scans.run('count', { rows: 3 })).toBe(3)
  })

  test('a caller who has left already is not served', async () => {
    const { pages } = await open(file())
    await expect(pages.run('texts', {}, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled)
  })

  test('migrations run once, in order', async () => {
    const name = file()
    const more = [...MIGRATIONS, "INSERT INTO note (text) VALUES ('second')"]
    const first = await open(name, name === ':memory:' ? more : MIGRATIONS)
    if (name !== ':memory:') await first.close()
    for (const lanes of name === ':memory:' ? [first] : [await open(name, more), await open(name, more)]) {
      expect(await lanes.pages.run('texts', {})).toEqual(['second'])
      expect(await lanes.pages.run('pragma', { name: 'user_version' })).toBe(2)
    }
  })
})

describe('lanes with workers', () => {
  test('a statement stops when its caller leaves, and the lane goes on', async () => {
    const { scans } = await open(newFile())
    const caller = new AbortController()
    const spinning = scans.run('spin', {}, { signal: caller.signal })
    caller.abort()
    await expect(spinning).rejects.toBeInstanceOf(Cancelled)
    expect(await scans.run('texts', {})).toEqual([])
  })

  test('a scan does not keep a page waiting', async () => {
    const { write, pages, scans } = await open(newFile())
    const caller = new AbortController()
    const spinning = scans.run('spin', {}, { signal: caller.signal })
    await write.run('add', { text: 'a' })
    expect(await pages.run('texts', {})).toEqual(['a'])
    caller.abort()
    await expect(spinning).rejects.toBeInstanceOf(Cancelled)
  })

  test('the calling thread reads what is committed, at once', async () => {
    const lanes = await open(newFile())
    await lanes.write.run('add', { text: 'a' })
    expect(lanes.near('texts', {}, 1000)).toEqual(['a'])
  })

  test('the calling thread is given back when the time is over, and reads again', async () => {
    const lanes = await open(newFile())
    expect(lanes.near('spin', {}, 20)).toBeUndefined()
    expect(lanes.near('texts', {}, 1000)).toEqual([])
  })

  test('the calling thread writes nothing, and reads nothing of closed lanes', async () => {
    const lanes = await open(newFile())
    expect(lanes.near('add', { text: 'a' }, 1000)).toBeUndefined()
    expect(await lanes.pages.run('texts', {})).toEqual([])
    await lanes.close()
    expect(lanes.near('texts', {}, 1000)).toBeUndefined()
  })

  test('a job whose time or caller goes while it waits never runs', async () => {
    const { write } = await open(newFile())
    const holder = new AbortController()
    const spinning = write.run('spin', {}, { signal: holder.signal })
    const late = write.run('add', { text: 'late' }, { deadlineMs: 1 })
    const caller = new AbortController()
    const left = write.run('add', { text: 'left' }, { signal: caller.signal })
    caller.abort()
    await expect(left).rejects.toBeInstanceOf(Cancelled)
    await expect(late).rejects.toBeInstanceOf(DeadlineExceeded)
    holder.abort()
    await expect(spinning).rejects.toBeInstanceOf(Cancelled)
    expect(await write.run('texts', {})).toEqual([])
  })

  test('an argument that cannot be sent fails alone', async () => {
    const { write } = await open(newFile())
    const odd = { text: 'odd', run: () => 1 }
    const failed = write.run('add', odd)
    const behind = write.run('add', { text: 'a' })
    await expect(failed).rejects.toThrow('could not be cloned')
    await behind
    expect(await write.run('texts', {})).toEqual(['a'])
  })

  test('no more than a thousand jobs wait', async () => {
    const { pages } = await open(newFile())
    const caller = new AbortController()
    const spinning = pages.run('spin', {}, { signal: caller.signal })
    const waiting = Array.from({ length: 1000 }, () => pages.run('texts', {}))
    await expect(pages.run('texts', {})).rejects.toBeInstanceOf(LaneFull)
    caller.abort()
    await expect(spinning).rejects.toBeInstanceOf(Cancelled)
    expect(await Promise.all(waiting)).toHaveLength(1000)
  })

  test('a worker that dies is replaced, five times a minute; the jobs behind it run', async () => {
    const { write, pages } = await open(newFile())
    await write.run('add', { text: 'a' })
    for (let deaths = 1; deaths <= 5; deaths += 1) {
      const dying = write.run('die', {})
      const behind = write.run('texts', {})
      await expect(dying).rejects.toThrow('The writer ended in the middle of die')
      expect(await behind).toEqual(['a'])
    }
    const dying = write.run('die', {})
    const behind = write.run('texts', {})
    await expect(dying).rejects.toBeInstanceOf(StoreError)
    await expect(behind).rejects.toThrow('The writer does not run')
    await expect(write.run('texts', {})).rejects.toThrow('The writer does not run')
    expect(await pages.run('texts', {})).toEqual(['a'])
  })

  test('closing finishes the writer’s job, stops the readers’, and leaves one whole file', async () => {
    const file = newFile()
    const lanes = await open(file)
    const added = lanes.write.run('add', { text: 'a' })
    const spinning = lanes.scans.run('spin', {})
    const stopped = expect(spinning).rejects.toBeInstanceOf(Cancelled)
    await lanes.close()
    await added
    await stopped
    expect(existsSync(`${file}-wal`)).toBe(false)
    await expect(lanes.write.run('texts', {})).rejects.toThrow('The writer does not run: the store is closed')
    const database = new DatabaseSync(file, { readOnly: true })
    expect(database.prepare('SELECT text FROM note').all()).toEqual([{ text: 'a' }])
    database.close()
  })

  test('a worker that dies while it is closed leaves nobody without an answer', async () => {
    const module = new URL('./laneTestJobs.ts', import.meta.url).href
    const setup = { file: newFile(), role: 'writer', migrations: MIGRATIONS, module } as const
    const lane = await openWorkerLane<typeof jobs>(setup)
    const ends = [lane.run('die', {}), lane.run('texts', {}), lane.close()]
    expect(await Promise.allSettled(ends)).toMatchObject([
      { reason: { message: expect.stringContaining('in the middle of die') } },
      { reason: { message: 'The writer does not run: the store is closed' } },
      { status: 'fulfilled' },
    ])
  })

  test('what is acknowledged is on disk, and readers cannot write', async () => {
    const { write, pages } = await open(newFile())
    expect(await write.run('pragma', { name: 'journal_mode' })).toBe('wal')
    expect(await write.run('pragma', { name: 'synchronous' })).toBe(2)
    await expect(pages.run('add', { text: 'a' })).rejects.toThrow('attempt to write a readonly database')
  })

  test('a file of a newer program is refused', async () => {
    const file = newFile()
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 9')
    database.close()
    await expect(open(file)).rejects.toThrow('The file is of version 9; this program knows up to 1.')
  })
})
