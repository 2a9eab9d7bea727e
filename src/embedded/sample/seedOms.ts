import path from 'node:path'
import { openConnection } from '../../store/connection.ts'
import { lockFolder } from '../../store/folderLock.ts'
import { sampleJobs } from '../oms/sampleJobs.ts'
import { MIGRATIONS } from '../oms/schema.ts'
import { SeedRefusedError } from './seedFolder.ts'

/**
 * Adds a transaction of so many actions to the OMS of a data folder, and the other samples where there are none yet.
 * Throws FolderInUseError where a running process has the folder, SeedRefusedError where its id is taken.
 */
export async function seedOms(options: {
  readonly folder: string
  readonly actions: number
  readonly seed: number
  readonly now: number
}): Promise<void> {
  const { folder, ...job } = options
  const lock = await lockFolder(folder)
  try {
    const file = path.join(folder, 'oms.db')
    const connection = openConnection(file, 'writer', MIGRATIONS)
    try {
      sampleJobs.seedSamples(connection, job)
      if (!sampleJobs.addLarge(connection, job)) {
        throw new SeedRefusedError(
          `${file} holds transaction ${job.actions} of set 1 already. Give another number of actions: it is the id too.`,
        )
      }
    } finally {
      connection.close()
    }
  } finally {
    await lock.release()
  }
}
