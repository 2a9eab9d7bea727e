/** Measures long histories, batches and ids, each against the least that plain SQL, or the platform, needs for it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openConnection, type Connection } from '../../../store/connection.ts'
import type { Command } from '../../../wow/commands/commands.ts'
import { decide, evolve, toSnapshot, type Aggregate } from '../../../wow/execution/executionFailed.ts'
import { idGenerator } from '../../../wow/ids.ts'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { MIGRATIONS } from '../schema.ts'
import { openEmbeddedWow, type EmbeddedWow } from '../server.ts'
import { bulkInsert } from '../tables.ts'
import { benchError, benchOrigin } from './benchFailure.ts'

interface HistoryBenchOptions {
  readonly versions?: number
  readonly executions?: number
  readonly print: (line: string) => void
}

const LONG = '0VHistoryLong01'
const START = 1_795_000_000_000
const VERSIONS_EACH = 3

const error = (id: string) => ({ ...benchError(id), succeeded: false })

/** The command that leads to a version: created, then prepared and failed by turns. */
function commandFor(id: string, version: number): Command {
  const executeAt = START + version
  if (version > 1 && version % 2 === 0) return { name: 'force_prepare_compensation', body: {} }
  if (version > 1)
    return { name: 'apply_execution_failed', body: { error: error(id), executeAt, recoverable: 'UNKNOWN' } }
  return {
    name: 'create_execution_failed',
    body: {
      ...benchOrigin(id),
      error: error(id),
      executeAt,
      // No back-off: it would grow beyond all numbers.
      retrySpec: { maxRetries: 10, minBackoff: 0, executionTimeout: 60 },
      recoverable: 'UNKNOWN',
    },
  }
}

function write(connection: Connection, ids: readonly string[], versions: number): void {
  const written = ids.map((id) => {
    const streams: DomainEventStream[] = []
    let aggregate: Aggregate | undefined
    for (let version = 1; version <= versions; version += 1) {
      const createTime = START + version
      const decision = decide(aggregate, commandFor(id, version), { now: createTime })
      if (!decision.ok) throw new Error(decision.errorMsg)
      const stream = {
        id: `${id}-${String(version).padStart(6, '0')}`,
        contextName: 'compensation-service',
        aggregateName: 'execution_failed',
        header: { command_wait_stage: 'PROCESSED', remote_ip: 'localhost' },
        aggregateId: id,
        tenantId: '(0)',
        ownerId: '',
        spaceId: '',
        commandId: `${id}-c${version}`,
        requestId: `${id}-r${version}`,
        version,
        body: [{ id: `${id}-e${version}`, ...decision.event }],
        createTime,
      }
      streams.push(stream)
      aggregate = evolve(aggregate, decision.event, stream)
    }
    if (aggregate === undefined) throw new Error('No version was wanted.')
    return { streams, snapshot: toSnapshot(aggregate, START) }
  })
  bulkInsert(
    connection,
    written.flatMap(({ streams }) => streams),
    written.map(({ snapshot }) => snapshot),
  )
}

async function seconds(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

/** Asks and reads the answer to its end, as a page does; answers its bytes. */
async function read(wow: EmbeddedWow, path: string, method = 'GET', body?: object): Promise<number> {
  const response = await wow.fetch(
    new Request(`http://embedded${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  let bytes = 0
  for await (const chunk of response.body ?? []) bytes += chunk.byteLength
  return bytes
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[1] ?? Number.NaN

/** Median of three, ours and theirs by turns on a machine that does other things too. */
async function against(ours: () => unknown, plain: () => unknown) {
  const rounds: { ours: number; plain: number }[] = []
  for (let round = 0; round < 3; round += 1) rounds.push({ ours: await seconds(ours), plain: await seconds(plain) })
  return {
    ours: median(rounds.map((each) => each.ours)),
    plain: median(rounds.map((each) => each.plain)),
    ratio: median(rounds.map((each) => each.ours / each.plain)),
  }
}

/** Takes a minute and a gigabyte in the system's folder for temporary files. */
export async function runHistoryBench(options: HistoryBenchOptions): Promise<void> {
  const { versions = 50_000, executions = 100_000, print } = options
  const folder = mkdtempSync(path.join(tmpdir(), 'history-bench-'))
  const file = path.join(folder, 'wow.db')
  const writer = openConnection(file, 'writer', MIGRATIONS)
  try {
    write(writer, [LONG], versions)
    for (let from = 0; from < executions; from += 1000) {
      const count = Math.min(1000, executions - from)
      const ids = Array.from({ length: count }, (_, index) => `0VHistory${String(from + index).padStart(6, '0')}`)
      write(writer, ids, VERSIONS_EACH)
    }
    const wow = await openEmbeddedWow({ file, guard: 'open', scheduler: false })
    try {
      await measureHistory(wow, writer, versions, print)
      await measureBatches(wow, writer, executions + 1, print)
      await measureIds(wow, print)
    } finally {
      await wow.close()
    }
  } finally {
    writer.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const line = (what: string, { ours, plain, ratio }: { ours: number; plain: number; ratio: number }) =>
  `  ${what}: ${ours.toFixed(2)} s, plain ${plain.toFixed(2)} s, ratio ${ratio.toFixed(2)}`

async function measureHistory(wow: EmbeddedWow, plain: Connection, versions: number, print: (line: string) => void) {
  const streams = (head: number, tail: number) => () => {
    const rows = plain
      .statement('SELECT document FROM event WHERE aggregateId = ? AND version BETWEEN ? AND ? ORDER BY version')
      .all(LONG, head, tail)
    if (rows.length !== tail - head + 1) throw new Error('The history is not there.')
    return rows
  }
  /** The least that telling a state after each version needs: what happened is read, what follows is written. */
  const parsed = () => {
    for (const { document } of streams(1, versions)()) JSON.stringify(JSON.parse(String(document)))
  }
  const base = `/execution_failed/${LONG}`
  print(
    `  ${versions} versions of one execution, against the same rows read by SQL (tracing: and parsed, and written as JSON)`,
  )
  print(line('tracing, all of them', await against(() => read(wow, `${base}/state/tracing`), parsed)))
  print(line('tracing, the last one', await against(() => read(wow, `${base}/state/tracing?limit=1`), parsed)))
  print(
    line(
      'history, in ranges of 1000',
      await against(
        async () => {
          for (let head = 1; head <= versions; head += 1000)
            await read(wow, `${base}/event/${head}/${Math.min(head + 999, versions)}`)
        },
        streams(1, versions),
      ),
    ),
  )
  const page = {
    condition: { operator: 'AGGREGATE_ID', value: LONG },
    sort: [{ field: 'version', direction: 'DESC' }],
    pagination: { index: 1, size: 100 },
  }
  print(
    line(
      'history, its newest page, fifty times',
      await against(
        async () => {
          for (let time = 0; time < 50; time += 1) await read(wow, '/execution_failed/event/paged', 'POST', page)
        },
        () => {
          for (let time = 0; time < 50; time += 1) {
            plain.statement('SELECT count(*) AS total FROM event WHERE aggregateId = ?').get(LONG)
            streams(versions - 99, versions)()
          }
        },
      ),
    ),
  )
}

async function measureBatches(wow: EmbeddedWow, plain: Connection, executions: number, print: (line: string) => void) {
  const columns = plain
    .statement(`SELECT name FROM pragma_table_info('snapshot') WHERE name <> 'row'`)
    .all()
    .map(({ name }) => String(name))
  const rewrite = `INSERT INTO snapshot (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM snapshot WHERE id > ?
    ORDER BY id LIMIT 1000 ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`
  const rewriteDocuments = `INSERT INTO snapshotDocument (row, document)
    SELECT row, document FROM snapshotDocument JOIN snapshot USING (row) WHERE id > ? ORDER BY id LIMIT 1000
    ON CONFLICT (row) DO UPDATE SET document = excluded.document`
  /** The same rows read and written, a thousand in a transaction, by SQL alone. */
  const bySql = (writes: boolean) => () => {
    for (let after = '(0)'; ;) {
      const ids = plain
        .statement(
          'SELECT aggregateId FROM event WHERE aggregateId > ? AND version = 1 ORDER BY aggregateId LIMIT 1000',
        )
        .all(after)
      const last = ids.at(-1)?.['aggregateId']
      if (last === undefined) return
      plain.transaction(() => {
        const rows = plain
          .statement(
            'SELECT document FROM event WHERE aggregateId > ? AND aggregateId <= ? ORDER BY aggregateId, version',
          )
          .all(after, last)
        if (!writes) return rows.forEach(({ document }) => JSON.parse(String(document)))
        plain.statement(rewrite).run(after)
        plain.statement(rewriteDocuments).run(after)
      })
      after = String(last)
    }
  }
  const batch = (path: string, method: string) => async () => {
    for (let after = '(0)', size = 1; size > 0;) {
      const response = await wow.fetch(
        new Request(`http://embedded/execution_failed/${path}/${after}/5000`, { method }),
      )
      const result = Object(await response.json())
      if (result.succeeded !== true) throw new Error(JSON.stringify(result))
      after = String(result.afterId)
      size = Number(result.size)
    }
  }
  print(
    `  ${executions} executions in batches of 5000, against the same rows read and written by SQL (resend: read and parsed)`,
  )
  print(line('regenerate snapshots', await against(batch('snapshot', 'PUT'), bySql(true))))
  print(line('resend state events', await against(batch('state', 'POST'), bySql(false))))
}

const perSecond = (count: number, time: number) => Math.round(count / time).toLocaleString('en')

async function measureIds(wow: EmbeddedWow, print: (line: string) => void): Promise<void> {
  const newId = idGenerator({ machine: 1, now: Date.now })
  const made = 500_000
  const asked = 5000
  const { ours, plain, ratio } = await against(
    async () => {
      for (let count = 0; count < made; count += 1) newId()
    },
    () => {
      for (let count = 0; count < made; count += 1) crypto.randomUUID()
    },
  )
  const route = await seconds(async () => {
    for (let count = 0; count < asked; count += 1) await read(wow, '/wow/id/global')
  })
  print(
    `  global ids a second: ${perSecond(made, ours)}, ${perSecond(asked, route)} one request each; random UUIDs ${perSecond(made, plain)}, ratio ${(1 / ratio).toFixed(2)}`,
  )
}
