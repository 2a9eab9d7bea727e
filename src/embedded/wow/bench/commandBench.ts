/** Measures durable commands against plain durable inserts of the same rows, turn by turn on the same disk. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { SQLOutputValue } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Connection, openConnection } from '../../../store/connection.ts'
import { type CommandName, COMMANDS, commandPath } from '../../../wow/commands/commands.ts'
import { replay, toSnapshot } from '../../../wow/execution/executionFailed.ts'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { MIGRATIONS } from '../schema.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../server.ts'
import { loadStreams, saveSnapshot } from '../tables.ts'
import { benchError, benchOrigin } from './benchFailure.ts'

interface CommandBenchResult {
  readonly commandsPerSecond: number
  /** Transactions with the rows of one command each. */
  readonly insertsPerSecond: number
  /** Median over the rounds of commands against inserts: 1 would be as fast as SQLite itself. */
  readonly ratio: number
}

type Row = readonly SQLOutputValue[]

/** What one command writes: its event, and the snapshot and document as they are after it. */
interface Written {
  readonly event: Row
  readonly snapshot: Row
  readonly document: Row
}

const ROUNDS = 5
const EXECUTIONS_PER_ROUND = 100
/** Clients that send at the same time, each one command after the other. */
const CLIENTS = 16
const LIFE = ['create_execution_failed', 'prepare_compensation', 'apply_execution_failed'] as const

/** Takes a few seconds on a store of its own in the system's folder for temporary files. */
export async function runCommandBench(): Promise<CommandBenchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'command-bench-'))
  const file = path.join(folder, 'wow.db')
  const wow = await openEmbeddedWow({ file, guard: 'open', scheduler: false })
  const plain = openConnection(path.join(folder, 'plain.db'), 'writer', MIGRATIONS)
  const reader = openConnection(file, 'reader')
  try {
    await runRound(wow, 'warm up')
    const rounds: { readonly commands: number; readonly inserts: number }[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ids, seconds } = await runRound(wow, `round-${round}`)
      const rows = writtenRows(reader, ids)
      rounds.push({ commands: rows.length / seconds, inserts: rows.length / insertAll(plain, rows) })
    }
    return {
      commandsPerSecond: median(rounds.map(({ commands }) => commands)),
      insertsPerSecond: median(rounds.map(({ inserts }) => inserts)),
      ratio: median(rounds.map(({ commands, inserts }) => commands / inserts)),
    }
  } finally {
    reader.close()
    plain.close()
    await wow.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runRound(wow: EmbeddedWow, name: string): Promise<{ ids: readonly string[]; seconds: number }> {
  const ids = Array.from({ length: EXECUTIONS_PER_ROUND }, (_, index) => `${name}-${String(index).padStart(6, '0')}`)
  const left = [...ids]
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        for (const command of LIFE) await send(wow, command, id)
      }
    }),
  )
  return { ids, seconds: (performance.now() - startedAt) / 1000 }
}

async function send(wow: EmbeddedWow, command: CommandName, id: string): Promise<void> {
  const response = await wow.fetch(
    new Request(`http://embedded${commandPath(command, id)}`, {
      method: COMMANDS[command].method,
      headers: { 'Content-Type': 'application/json', 'Command-Aggregate-Id': id },
      body: bodyOf(command, id),
    }),
  )
  if (!response.ok) throw new Error(`${command} of ${id} was refused: ${await response.text()}`)
  await response.text()
}

function bodyOf(command: CommandName, id: string): string {
  if (command === 'prepare_compensation') return '{}'
  const failure = { error: benchError(id), executeAt: Date.now() }
  return JSON.stringify(command === 'apply_execution_failed' ? failure : { ...benchOrigin(id), ...failure })
}

/** The rows that the commands wrote, as SQLite holds them, in the order in which they were written. */
function writtenRows(reader: Connection, ids: readonly string[]): readonly Written[] {
  const scratch = openConnection(':memory:', 'writer', MIGRATIONS)
  const written = ids
    .flatMap((id) => loadStreams(reader, id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((stream) => rowsOf(reader, scratch, stream))
  scratch.close()
  return written
}

function rowsOf(reader: Connection, scratch: Connection, stream: DomainEventStream): Written {
  const id = stream.aggregateId
  const aggregate = replay(loadStreams(reader, id, 1, stream.version))
  if (aggregate === undefined) throw new Error(`${id} has no events.`)
  saveSnapshot(scratch, toSnapshot(aggregate, stream.createTime))
  return {
    event: rowOf(reader, 'SELECT * FROM event WHERE id = ?', stream.id),
    snapshot: rowOf(scratch, 'SELECT * FROM snapshot WHERE id = ?', id),
    document: rowOf(scratch, 'SELECT d.* FROM snapshotDocument d JOIN snapshot s USING (row) WHERE s.id = ?', id),
  }
}

const rowOf = (connection: Connection, sql: string, key: string): Row =>
  Object.values(connection.statement(sql).get(key) ?? {})

/** One transaction for the rows of each command. Returns the seconds it took. */
function insertAll(plain: Connection, written: readonly Written[]): number {
  const first = written[0]
  if (first === undefined) throw new Error('The commands wrote nothing.')
  const insert = (verb: string, table: string, row: Row) =>
    plain.database.prepare(`${verb} INTO ${table} VALUES (${row.map(() => '?').join(', ')})`)
  // Row numbers of the scratch store begin anew in each round, so they are given anew here as well.
  const offset = Number(plain.statement('SELECT coalesce(max(row), 0) AS last FROM snapshot').get()?.['last'])
  const moved = ([number, ...rest]: Row): Row => [Number(number) + offset, ...rest]
  const rows = written.map(({ event, snapshot, document }) => ({
    event,
    snapshot: moved(snapshot),
    document: moved(document),
  }))
  const event = insert('INSERT', 'event', first.event)
  const snapshot = insert('INSERT OR REPLACE', 'snapshot', first.snapshot)
  const document = insert('INSERT OR REPLACE', 'snapshotDocument', first.document)
  const startedAt = performance.now()
  for (const row of rows) {
    plain.database.exec('BEGIN IMMEDIATE')
    event.run(...row.event)
    snapshot.run(...row.snapshot)
    document.run(...row.document)
    plain.database.exec('COMMIT')
  }
  return (performance.now() - startedAt) / 1000
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** The result in one line. */
export const describeCommandBench = ({ commandsPerSecond, insertsPerSecond, ratio }: CommandBenchResult): string =>
  `durable commands ${Math.round(commandsPerSecond)} a second, plain durable inserts ${Math.round(insertsPerSecond)} a second, ratio ${ratio.toFixed(2)} (goal: at least 0.50)`
