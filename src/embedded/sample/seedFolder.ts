import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Connection, openConnection } from '../../store/connection.ts'
import { lockFolder } from '../../store/folderLock.ts'
import { MIGRATIONS } from '../wow/schema.ts'
import { sampleHistories } from './sampleHistories.ts'
import { countExecutions, writeHistory } from './seedSample.ts'

/** The folder cannot be filled; the message says why in a sentence. */
export class SeedRefusedError extends Error {
  override readonly name = 'SeedRefusedError'
}

export interface SeedFolderOptions {
  readonly folder: string
  readonly count: number
  readonly days: number
  readonly seed: number
  /** The present of the histories, epoch milliseconds. */
  readonly now: number
  /** Called after each batch with the number of executions written so far. */
  readonly progress?: (written: number) => void
}

/** Executions in one transaction. */
const BATCH = 2000

/**
 * Fills a data folder that has no executions yet. The store is written beside its place and moved there when it is whole,
 * so it can be written without a journal, and whatever stops it leaves the folder as it was. Returns the number written.
 * Throws FolderInUseError where a running process has the folder, SeedRefusedError where there are executions.
 */
export async function seedFolder(options: SeedFolderOptions): Promise<number> {
  const lock = await lockFolder(options.folder)
  try {
    const target = path.join(options.folder, 'wow.db')
    refuseExecutions(target)
    const draft = `${target}.seeding`
    removeStore(draft)
    const written = writeDraft(draft, options)
    removeStore(target)
    renameSync(draft, target)
    return written
  } finally {
    await lock.release()
  }
}

function refuseExecutions(file: string): void {
  if (!existsSync(file)) return
  const connection = openConnection(file, 'writer', MIGRATIONS)
  try {
    const there = countExecutions(connection)
    if (there === 0) return
    throw new SeedRefusedError(
      `${file} holds ${there.toLocaleString('en')} executions already. Name another folder with --data, or remove that file first.`,
    )
  } finally {
    connection.close()
  }
}

function writeDraft(file: string, { count, days, seed, now, progress }: SeedFolderOptions): number {
  const connection = openConnection(file, 'writer', MIGRATIONS)
  try {
    connection.database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144')
    const restoreIndexes = dropIndexes(connection)
    const histories = sampleHistories({ seed, count, now, days, compact: true })
    let written = 0
    for (const batch of inBatches(histories)) {
      connection.transaction(() => {
        for (const history of batch) writeHistory(connection, history)
      })
      written += batch.length
      progress?.(written)
    }
    restoreIndexes()
    connection.database.exec('PRAGMA journal_mode = WAL')
    return written
  } finally {
    connection.close()
    flush(file)
  }
}

function* inBatches<T>(items: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Sorting a million entries once is many times faster than finding the place of each among those before it. */
function dropIndexes({ database }: Connection): () => void {
  const indexes = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all()
  for (const { name } of indexes) database.exec(`DROP INDEX "${String(name)}"`)
  return () => {
    for (const { sql } of indexes) database.exec(String(sql))
  }
}

function removeStore(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
}

/** Nothing was synchronised while writing, so all of it is now, before the file takes its name. */
function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
