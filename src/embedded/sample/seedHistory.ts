import path from 'node:path'
import { openConnection } from '../../store/connection.ts'
import { lockFolder } from '../../store/folderLock.ts'
import type { EventId } from '../../wow/schemas.ts'
import { MIGRATIONS } from '../wow/schema.ts'
import { loadSnapshot } from '../wow/tables.ts'
import { firstFailure } from './behaviour.ts'
import { SAMPLE_FUNCTIONS } from './functions.ts'
import { openHistory } from './history.ts'
import { idsAt } from './idsAt.ts'
import { randomOf } from './random.ts'
import { SeedRefusedError } from './seedFolder.ts'
import { writeHistory } from './seedSample.ts'

/** Behind the machine numbers of the other sample executions. */
const MACHINE = 62 ** 4 - 2000
const STEP_MS = 40_000
const RAN_MS = 900

/** The id tells the number of versions: `0VSampleV050000`. */
export const longHistoryId = (versions: number): string => `0VSampleV${String(versions).padStart(6, '0')}`

/**
 * Adds an execution with so many versions: prepared and failed again and again, each two hundredth time marked by a person.
 * Throws FolderInUseError where a running process has the folder, SeedRefusedError where its id is taken.
 */
export async function seedHistory(options: {
  readonly folder: string
  readonly versions: number
  readonly seed: number
  readonly now: number
}): Promise<void> {
  const lock = await lockFolder(options.folder)
  try {
    const file = path.join(options.folder, 'wow.db')
    const connection = openConnection(file, 'writer', MIGRATIONS)
    try {
      const id = longHistoryId(options.versions)
      if (loadSnapshot(connection, id) !== undefined) {
        throw new SeedRefusedError(`${file} holds ${id} already. Give another number of versions: the id has it.`)
      }
      const history = longHistory(id, options)
      connection.transaction(() => writeHistory(connection, { streams: history.streams, snapshot: history.snapshot() }))
    } finally {
      connection.close()
    }
  } finally {
    await lock.release()
  }
}

function longHistory(id: string, { versions, seed, now }: { versions: number; seed: number; now: number }) {
  const [handler] = SAMPLE_FUNCTIONS
  if (handler === undefined) throw new Error('The sample shop has no functions.')
  const { contextName, aggregateName } = handler.source
  const source = { contextName, aggregateName, aggregateId: '0VSamplcV000000', tenantId: '(0)' }
  const failureOf = (attempt: number) => {
    // Another event each time, so that the failures differ in their numbers, and now and then in their kind.
    const eventId: EventId = { id: `${id}${Math.floor(attempt / 7)}`, aggregateId: source, version: 3 }
    return firstFailure(handler, eventId, { seed, depth: 'short' })
  }
  const history = openHistory(id, randomOf(seed, id), idsAt(MACHINE + (versions % 900)))
  let at = now - versions * STEP_MS
  history.apply(
    at,
    {
      name: 'create_execution_failed',
      body: {
        eventId: { id: '0VSampldV000000', aggregateId: source, version: 3 },
        function: handler.function,
        executeAt: at - 12,
        retrySpec: { maxRetries: versions, minBackoff: 0, executionTimeout: 10 },
        ...failureOf(0),
      },
    },
    'service',
  )
  for (let attempt = 1; history.streams.length < versions; attempt += 1) {
    at += STEP_MS
    if (attempt % 200 === 0) {
      history.apply(at, { name: 'mark_recoverable', body: { recoverable: 'RECOVERABLE' } }, 'operator')
      if (history.streams.length === versions) break
    }
    history.apply(at, { name: 'prepare_compensation', body: {} }, 'scheduler')
    if (history.streams.length === versions) break
    at += RAN_MS
    history.apply(at, { name: 'apply_execution_failed', body: { executeAt: at, ...failureOf(attempt) } }, 'service')
  }
  return history
}
