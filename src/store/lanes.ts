import { openConnection, type Migrations } from './connection.ts'
import { runJob, type ArgumentOf, type Jobs, type Lane } from './jobs.ts'
import { Cancelled, receiveError, sendError } from './storeErrors.ts'
import { openWorkerLane } from './workerLane.ts'

/**
 * The ways into one SQLite file: one writer, and two readers so that a small page never waits behind a scan. A reader
 * sees what the writer has committed when its job begins.
 */
export interface Lanes<J extends Jobs> {
  readonly write: Lane<J>
  /** For what an index answers in milliseconds. */
  readonly pages: Lane<J>
  /** For counts, groups and searches that read much. */
  readonly scans: Lane<J>
  /**
   * Reads at once, on the calling thread, which saves the way to a worker and back. Only for what an index answers in a
   * fraction of a millisecond and whose SQL asks `alive()` often: everybody waits meanwhile. Undefined when it was not
   * done within `mostMs`, or could not be; then a lane does it, and says what is wrong.
   */
  near<Name extends keyof J & string>(
    name: Name,
    argument: ArgumentOf<J[Name]>,
    mostMs: number,
  ): ReturnType<J[Name]> | undefined
  /** Finishes what runs, writes the log back into the file, ends the workers. */
  close(): Promise<void>
}

interface LanesOptions<J extends Jobs> {
  /** Path of the file, or `:memory:`: then everything runs at once on the calling thread. */
  readonly file: string
  readonly migrations: Migrations
  readonly jobs: J
  /** Address (`import.meta.url` of a sibling) of the module that exports the same jobs as `jobs`. */
  readonly module: URL
}

/** Opens the file, brings it to the newest version and starts the lanes. Rejects with StoreError or SQLite's error. */
export async function openLanes<J extends Jobs>({
  file,
  migrations,
  jobs,
  module,
}: LanesOptions<J>): Promise<Lanes<J>> {
  if (file === ':memory:') return memoryLanes(jobs, migrations)
  const setup = { file, migrations, module: module.href }
  // The writer first: it creates the file and the tables.
  const write = await openWorkerLane<J>({ ...setup, role: 'writer' })
  const [pages, scans] = await Promise.all([
    openWorkerLane<J>({ ...setup, role: 'reader' }),
    openWorkerLane<J>({ ...setup, role: 'reader' }),
  ])
  const connection = openConnection(file, 'reader')
  // Whatever it would wait for, a lane can wait for.
  connection.database.exec('PRAGMA busy_timeout = 0')
  return {
    write,
    pages,
    scans,
    near(name, argument, mostMs) {
      try {
        return runJob(jobs, name, connection, argument, { deadline: performance.now() + mostMs })
      } catch {
        return undefined
      }
    },
    async close() {
      if (connection.database.isOpen) connection.close()
      await Promise.all([pages.close(), scans.close()])
      // Last, so that nobody reads the log any more and all of it goes into the file.
      await write.close()
    },
  }
}

function memoryLanes<J extends Jobs>(jobs: J, migrations: Migrations): Lanes<J> {
  const connection = openConnection(':memory:', 'writer', migrations)
  const lane: Lane<J> = {
    async run(name, argument, { deadlineMs, signal } = {}) {
      if (signal?.aborted === true) throw new Cancelled()
      const limit = {
        cancelled: () => signal?.aborted === true,
        ...(deadlineMs === undefined ? {} : { deadline: performance.now() + deadlineMs }),
      }
      try {
        return runJob(jobs, name, connection, argument, limit)
      } catch (error) {
        throw receiveError(sendError(error))
      }
    },
  }
  return {
    write: lane,
    pages: lane,
    scans: lane,
    near: () => undefined,
    async close() {
      connection.close()
    },
  }
}
