/** The other end of a lane: one connection, one job at a time. */
import { parentPort, workerData } from 'node:worker_threads'
import { openConnection } from './connection.ts'
import { runJob, type LaneRequest, type LaneSetup } from './jobs.ts'
import { sendError } from './storeErrors.ts'

const setup: LaneSetup = workerData
const stop = new Int32Array(setup.stop)
const module: unknown = await import(setup.module)
const jobs = typeof module === 'object' && module !== null && 'jobs' in module ? module.jobs : undefined
if (typeof jobs !== 'object' || jobs === null) throw new Error(`${setup.module} exports no jobs.`)

const connection = openConnection(setup.file, setup.role, setup.migrations)

parentPort?.on('message', ({ number, name, argument, leftMs }: LaneRequest) => {
  if (number === 0) {
    if (setup.role === 'writer') connection.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()
    parentPort?.close()
    return
  }
  const limit = {
    cancelled: () => Atomics.load(stop, 0) === number,
    ...(leftMs === undefined ? {} : { deadline: performance.now() + leftMs }),
  }
  try {
    parentPort?.postMessage({ number, ok: true, result: runJob(jobs, name, connection, argument, limit) })
  } catch (error) {
    parentPort?.postMessage({ number, ok: false, error: sendError(error) })
  }
})
parentPort?.postMessage({ number: 0, ok: true })
