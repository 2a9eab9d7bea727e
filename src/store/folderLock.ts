import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreUnusable } from './storeErrors.ts'

interface FolderLock {
  /** Lets the next process in. Calling it twice does no harm. */
  release(): Promise<void>
}

/** Another living process (or another part of this one) holds the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'
}

/** Held locks stay reachable from here: a collected database handle would give its lock away. */
const held = new Set<DatabaseSync>()

/**
 * Takes a data folder for this process alone and creates it when it is absent. The lock is an open exclusive
 * transaction on a small file of its own, so the operating system drops it with the process, however that ends: no
 * stale lock and no guess about process ids. Throws `FolderInUseError` or `StoreUnusable`, each with a sentence for the
 * person who started us.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const directory = path.resolve(folder)
  // The holder's process id, in a file beside the lock and only for the message: the locked file cannot be read.
  const holderFile = path.join(directory, 'lock.pid')
  let database: DatabaseSync | undefined
  try {
    mkdirSync(directory, { recursive: true })
    database = new DatabaseSync(path.join(directory, 'lock.db'))
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if (!isBusy(error)) {
      const advice = '. Name another in AMENDS_DATA_DIR, or mend this one.'
      throw new StoreUnusable(`The data folder ${directory} cannot be used`, error, advice)
    }
    throw new FolderInUseError(
      `The data folder ${directory} is in use by another Amends process${holder(holderFile)}. ` +
        'Stop it first, or name another folder in AMENDS_DATA_DIR.',
      { cause: error },
    )
  }
  held.add(database)
  writeFileSync(holderFile, String(process.pid))

  return {
    async release() {
      if (!held.delete(database)) return
      rmSync(holderFile, { force: true })
      database.close()
    },
  }
}

function holder(file: string): string {
  try {
    return ` (process ${readFileSync(file, 'utf8')})`
  } catch {
    return '' // The holder is between taking the lock and writing its id, or the file was removed by hand.
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6)
}
