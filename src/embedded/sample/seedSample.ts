import { type Connection, openConnection } from '../../store/connection.ts'
import { MIGRATIONS } from '../wow/schema.ts'
import { appendStream, saveSnapshot } from '../wow/tables.ts'
import { type SampleHistory, sampleHistories } from './sampleHistories.ts'
import { SAMPLE_SEED } from './services.ts'

interface SeedSampleOptions {
  /** Path of `wow.db`; no server may have it open. */
  readonly file: string
  readonly seed?: number
  readonly count?: number
  /** The present of the histories, epoch milliseconds. */
  readonly now?: number
}

/**
 * Fills an empty store with sample executions and their histories, all of them or none. Does nothing where there is any
 * execution already. Returns how many were written.
 */
export async function seedSample(options: SeedSampleOptions): Promise<number> {
  const { file, seed = SAMPLE_SEED, count = 2000, now = Date.now() } = options
  const connection = openConnection(file, 'writer', MIGRATIONS)
  try {
    return connection.transaction(() => {
      if (countExecutions(connection) > 0) return 0
      let written = 0
      for (const history of sampleHistories({ seed, count, now })) {
        writeHistory(connection, history)
        written += 1
      }
      return written
    })
  } finally {
    connection.close()
  }
}

/** Whether there are samples. Beside executions of somebody's own alone, simulated services would report what never was. */
export function holdsSamples(file: string): boolean {
  const connection = openConnection(file, 'reader')
  try {
    return connection.statement(`SELECT 1 FROM event WHERE aggregateId GLOB '0VSample*' LIMIT 1`).get() !== undefined
  } finally {
    connection.close()
  }
}

/** How many executions have events, deleted ones included. */
export function countExecutions(connection: Connection): number {
  return Number(connection.statement('SELECT count(*) AS n FROM event WHERE version = 1').get()?.['n'] ?? 0)
}

/** Writes one past as the server would have. Throws where the execution is there already. */
export function writeHistory(connection: Connection, { streams, snapshot }: SampleHistory): void {
  for (const stream of streams) {
    const result = appendStream(connection, stream)
    if (result !== 'appended') throw new Error(`${stream.aggregateId} ${stream.version}: ${result}`)
  }
  saveSnapshot(connection, snapshot)
}
