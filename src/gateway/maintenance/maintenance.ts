/** Batches over every record of a Wow server, one at a time on each: their cursor is on disk, so they outlive tab and process. */
import * as z from 'zod/mini'
import type { Selectable } from 'kysely'
import type { MaintenanceFailures, MaintenanceRun, MaintenanceWish, RunStatus, RunVerb } from '../api/maintenance.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { ServerRefusal } from '../source.ts'
import type { WowSource } from '../source.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import type { MaintenanceRunTable } from '../store/tables.ts'
import { pagedList } from '../../wow/schemas.ts'
import { callBatch } from './batchCall.ts'
import type { BatchAnswer } from './batchCall.ts'

export interface Maintenance {
  readonly sources: ReadonlySet<string>
  /** The newest first. */
  runs(source: string): Promise<readonly MaintenanceRun[]>
  failures(source: string, id: number): Promise<MaintenanceFailures['failures']>
  start(source: string, wish: MaintenanceWish): Promise<MaintenanceRun>
  say(source: string, id: number, verb: RunVerb): Promise<MaintenanceRun>
  setRate(source: string, id: number, rate: number): Promise<MaintenanceRun>
  /** Begins no other batch and waits a little for those on their way. */
  close(): Promise<void>
}

type Row = Selectable<MaintenanceRunTable>

/** What is known of a run that this process works at. */
interface Work {
  row: Row
  loop: Promise<void> | undefined
  /** Ends the pause between two batches. */
  wake: () => void
  waiting: MaintenanceRun['waiting']
  readonly lately: { readonly at: number; readonly size: number }[]
}

const FirstEvents = pagedList(z.looseObject({ aggregateId: z.string() }))

/** Sorts before every id. */
const FIRST = '(0)'
const MOST_RUNS = 50
const MOST_FAILURES = 200
const MOST_AT_ONCE = 200
/** Batches a second: often enough that a pause is felt at once. */
const BATCHES_PER_SECOND = 2
const MEASURED_MS = 10_000
const TRIES_AFTER_MS = [1000, 2000, 4000, 8000, 15_000] as const
const CLOSE_PATIENCE_MS = 3000

/** When a verb makes sense, and what the run is then. */
const VERBS: Readonly<Record<RunVerb, { readonly from: readonly RunStatus[]; readonly to: RunStatus }>> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused', 'stopped'], to: 'running' },
  skip: { from: ['stopped'], to: 'running' },
  cancel: { from: ['running', 'paused', 'stopped'], to: 'cancelled' },
}

export async function openMaintenance(options: {
  readonly sources: readonly WowSource[]
  readonly store: GatewayStore
  readonly clock: Clock
  readonly log: Log
}): Promise<Maintenance> {
  const { store, clock, log } = options
  const sources = new Map(options.sources.map((source) => [source.name, source]))
  const works = new Map<number, Work>()
  const ending = new AbortController()
  let isClosing = false

  // What was on its way when the process ended: nobody can say whether it was done.
  await store
    .updateTable('maintenance_run')
    .set((eb) => ({ uncertain: eb.fn('max', ['uncertain', 'in_flight']), in_flight: 0 }))
    .where('in_flight', '>', 0)
    .execute()

  const workOf = (row: Row): Work => {
    const known = works.get(row.id)
    if (known !== undefined) return known
    const work: Work = { row, loop: undefined, wake: () => undefined, waiting: null, lately: [] }
    works.set(row.id, work)
    return work
  }

  function begin(row: Row): Work {
    const work = workOf(row)
    work.loop ??= run(work)
      .catch((error: unknown) => failed(work, error))
      .finally(() => {
        work.loop = undefined
        if (work.row.ended_at !== null) ended(work)
        // Resumed in the moment in which it ended.
        else if (isRunning(work)) begin(work.row)
      })
    return work
  }

  async function save(work: Work, patch: Partial<Omit<Row, 'id'>>): Promise<void> {
    // In memory first: what is said to the run while this is written must not be overwritten.
    work.row = { ...work.row, ...patch }
    await store.updateTable('maintenance_run').set(patch).where('id', '=', work.row.id).execute()
  }

  function ended({ row }: Work): void {
    works.delete(row.id)
    const { id: run, kind, status, done, failed, maybe_twice: maybeTwice } = row
    log.notice({ run, kind, status, done, failed, maybeTwice }, 'maintenance ended')
  }

  /** A fault of the gateway's own: the run stands still, and a restart goes on with it. */
  function failed(work: Work, error: unknown): void {
    log.error({ err: error, run: work.row.id }, 'maintenance failed')
    const message = error instanceof Error ? error.message : String(error)
    work.row = { ...work.row, status: 'stopped', error_code: 'GatewayInternal', error_msg: message, error_record: null }
  }

  /** The name of the source means another server now: the cursor of one says nothing about the other. */
  function otherServer(row: Row): Refusal | undefined {
    const now = sources.get(row.source)?.describe().url
    return now === row.server
      ? undefined
      : new Refusal(
          'MaintenanceOtherServer',
          `This run was begun on another server${row.server === null ? '' : `, ${row.server}`}. It can only be ended.`,
          {
            details: { run: shown(row) },
          },
        )
  }

  const isRunning = (work: Work) => work.row.status === 'running' && !isClosing

  async function run(work: Work): Promise<void> {
    const source = sources.get(work.row.source)
    if (source === undefined) return
    let tries = 0
    let most = MOST_AT_ONCE
    while (isRunning(work)) {
      const startedAt = clock.now()
      let answer: BatchAnswer | undefined
      if (work.row.until_id === null) answer = await countFirst(source, work)
      const limit = sizeOf(work.row, most)
      if (answer === undefined) {
        if (!isRunning(work)) return
        await save(work, { in_flight: limit })
        answer = await callBatch(source, work.row.kind, { afterId: work.row.after_id, limit, signal: ending.signal })
      }
      await take(work, source, answer)
      if (answer.end === 'unanswered') {
        const inMs = TRIES_AFTER_MS[Math.min(tries, TRIES_AFTER_MS.length - 1)] ?? 1000
        tries += 1
        // It may be the size of the question that it cannot answer in time.
        most = Math.max(1, Math.floor(limit / 2))
        const tryAt = clock.now() + inMs
        work.waiting = { since: work.waiting?.since ?? startedAt, message: answer.message, nextTryAt: tryAt }
        await rest(work, () => tryAt)
      } else {
        tries = 0
        most = MOST_AT_ONCE
        work.waiting = null
        const size = answer.end === 'done' ? answer.size : limit
        await rest(work, () => startedAt + (size * 1000) / work.row.rate)
      }
    }
  }

  /** How many records there are and which is the last: later ones are new enough not to need this. */
  async function countFirst(source: WowSource, work: Work): Promise<BatchAnswer | undefined> {
    try {
      // Every record has one event stream of version 1.
      const { total, list } = await source.ask(FirstEvents, '/execution_failed/event/paged', {
        condition: { field: 'version', operator: 'EQ', value: 1 },
        sort: [{ field: 'aggregateId', direction: 'DESC' }],
        pagination: { index: 1, size: 1 },
        projection: { include: ['aggregateId'] },
      })
      await save(work, { total, until_id: list[0]?.aggregateId ?? '' })
      return undefined
    } catch (error) {
      const takesTooLong = error instanceof Refusal && error.code === 'GatewayUpstreamTimeout'
      if (error instanceof ServerRefusal || takesTooLong) {
        // Then nobody knows how far it is; the server's own end is the end.
        await save(work, { until_id: '' })
        return undefined
      }
      if (!(error instanceof Refusal) && !isClosing) throw error
      return { end: 'unanswered', message: error instanceof Refusal ? (error.upstream ?? error.message) : '' }
    }
  }

  async function take(work: Work, source: WowSource, answer: BatchAnswer): Promise<void> {
    const { row } = work
    switch (answer.end) {
      case 'unanswered':
        await save(work, { in_flight: 0, uncertain: Math.max(row.uncertain, row.in_flight) })
        return
      case 'refused':
        await save(work, {
          in_flight: 0,
          ...(row.status === 'running' ? { status: 'stopped' as const } : {}),
          error_code: answer.errorCode,
          error_msg: answer.message,
          error_record: null,
        })
        return
      case 'done': {
        const isOver =
          answer.size === 0 || (row.until_id !== null && row.until_id !== '' && answer.afterId >= row.until_id)
        work.lately.push({ at: clock.now(), size: answer.size })
        const ends = isOver && work.row.status !== 'cancelled'
        await save(work, {
          ...progressed(row, answer),
          ...(ends ? { status: 'done' as const, ended_at: clock.now() } : {}),
        })
        if (ends) source.wrote()
        return
      }
      case 'failed': {
        work.lately.push({ at: clock.now(), size: answer.size })
        const { recordId } = answer
        if (row.skips === 1 && recordId !== undefined) {
          await leaveOut(work, recordId, answer.message, progressed(row, answer))
        } else {
          await save(work, {
            ...progressed(row, answer),
            ...(row.status === 'running' ? { status: 'stopped' as const } : {}),
            error_code: 'BatchTaskError',
            error_msg: answer.message,
            error_record: recordId ?? null,
          })
        }
        return
      }
      default:
        answer satisfies never
    }
  }

  /** Notes a record that the server fails at, and goes on behind it. */
  async function leaveOut(work: Work, recordId: string, message: string, patch: Partial<Omit<Row, 'id'>>) {
    const next = { ...patch, after_id: recordId, failed: work.row.failed + 1 }
    work.row = { ...work.row, ...next }
    await store.transaction().execute(async (within) => {
      await within
        .insertInto('maintenance_failure')
        .values({ run_id: work.row.id, record_id: recordId, at: clock.now(), message })
        .execute()
      await within.updateTable('maintenance_run').set(next).where('id', '=', work.row.id).execute()
    })
  }

  /** Until then, which another rate changes, or until something is said to the run. */
  async function rest(work: Work, until: () => number): Promise<void> {
    while (isRunning(work) && until() > clock.now()) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(Math.max(1, until() - clock.now()), resolve)
        work.wake = () => {
          cancel()
          resolve()
        }
      })
    }
  }

  function measured(work: Work | undefined): number | null {
    if (work === undefined || work.row.status !== 'running') return null
    const now = clock.now()
    while ((work.lately[0]?.at ?? now) < now - MEASURED_MS) work.lately.shift()
    const [first] = work.lately
    if (first === undefined || work.lately.length < 2 || now === first.at) return null
    // The first one was done before the time began that is measured.
    const size = work.lately.reduce((sum, each) => sum + each.size, 0) - first.size
    return (size * 1000) / (now - first.at)
  }

  function shown(row: Row): MaintenanceRun {
    const work = works.get(row.id)
    return {
      id: row.id,
      source: row.source,
      kind: row.kind,
      status: row.status,
      rate: row.rate,
      skips: row.skips === 1,
      cursor: row.after_id === FIRST ? null : row.after_id,
      total: row.total,
      done: row.done,
      failed: row.failed,
      maybeTwice: row.maybe_twice,
      inFlight: row.in_flight,
      measuredRate: measured(work),
      startedAt: row.started_at,
      endedAt: row.ended_at,
      waiting: row.status === 'running' ? (work?.waiting ?? null) : null,
      error:
        row.status === 'stopped' && row.error_code !== null
          ? { errorCode: row.error_code, errorMsg: row.error_msg ?? '', recordId: row.error_record }
          : null,
    }
  }

  const table = () => store.selectFrom('maintenance_run').selectAll()

  async function find(source: string, id: number): Promise<Row> {
    const row = works.get(id)?.row ?? (await table().where('id', '=', id).executeTakeFirst())
    if (row === undefined || row.source !== source) throw new Refusal('GatewayNotFound', `There is no run ${id}.`)
    return row
  }

  /** One after the other, so that two tabs that start at once are told apart. */
  let lastStart: Promise<unknown> = Promise.resolve()
  async function start(source: string, { intentId, kind, rate, skips }: MaintenanceWish): Promise<MaintenanceRun> {
    const before = await table().where('intent_id', '=', intentId).executeTakeFirst()
    if (before !== undefined) return shown(works.get(before.id)?.row ?? before)
    const open = await table().where('source', '=', source).where('ended_at', 'is', null).executeTakeFirst()
    if (open !== undefined) {
      throw new Refusal('MaintenanceBusy', 'Another run on this server has not ended. Nothing was started.', {
        details: { run: shown(works.get(open.id)?.row ?? open) },
      })
    }
    const row = await store
      .insertInto('maintenance_run')
      .values({
        source,
        server: sources.get(source)?.describe().url ?? null,
        intent_id: intentId,
        kind,
        status: 'running',
        rate,
        skips: skips ? 1 : 0,
        after_id: FIRST,
        done: 0,
        failed: 0,
        in_flight: 0,
        uncertain: 0,
        maybe_twice: 0,
        started_at: clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return shown(begin(row).row)
  }

  for (const row of await store.selectFrom('maintenance_run').selectAll().where('status', '=', 'running').execute()) {
    if (!sources.has(row.source)) continue
    const other = otherServer(row)
    if (other !== undefined) {
      await save(workOf(row), { status: 'stopped', error_code: other.code, error_msg: other.message })
      continue
    }
    log.notice({ run: row.id, kind: row.kind, afterId: row.after_id, done: row.done }, 'maintenance goes on')
    begin(row)
  }

  return {
    sources: new Set(sources.keys()),
    async runs(source) {
      const rows = await table().where('source', '=', source).orderBy('id', 'desc').limit(MOST_RUNS).execute()
      return rows.map((row) => shown(works.get(row.id)?.row ?? row))
    },
    async failures(source, id) {
      await find(source, id)
      const rows = await store
        .selectFrom('maintenance_failure')
        .selectAll()
        .where('run_id', '=', id)
        .orderBy('id')
        .limit(MOST_FAILURES)
        .execute()
      return rows.map(({ record_id: recordId, at, message }) => ({ recordId, at, message }))
    },
    start: (source, wish) => {
      const started = lastStart.then(() => start(source, wish))
      lastStart = started.catch(() => undefined)
      return started
    },
    async say(source, id, verb) {
      const row = await find(source, id)
      const { from, to } = VERBS[verb]
      const { status, error_record: recordId, error_msg: message } = row
      if (!from.includes(status) || (verb === 'skip' && recordId === null)) {
        throw new Refusal('MaintenanceNotOffered', `The run is ${status}: ${verb} is not possible.`, {
          details: { run: shown(row) },
        })
      }
      const other = otherServer(row)
      if (to === 'running' && other !== undefined) throw other
      const work = workOf(row)
      const patch = {
        status: to,
        ended_at: to === 'cancelled' ? clock.now() : null,
        error_code: null,
        error_msg: null,
        error_record: null,
      }
      if (verb === 'skip' && recordId !== null) await leaveOut(work, recordId, message ?? '', patch)
      else await save(work, patch)
      work.wake()
      if (to === 'running') begin(work.row)
      return shown(work.row)
    },
    async setRate(source, id, rate) {
      const row = await find(source, id)
      if (row.ended_at !== null) {
        throw new Refusal('MaintenanceNotOffered', `The run is ${row.status}: it has no rate any more.`, {
          details: { run: shown(row) },
        })
      }
      const work = workOf(row)
      await save(work, { rate })
      work.wake()
      return shown(work.row)
    },
    async close() {
      isClosing = true
      const loops = [...works.values()].flatMap((work) => {
        work.wake()
        return work.loop === undefined ? [] : [work.loop]
      })
      const cancel = clock.after(CLOSE_PATIENCE_MS, () => ending.abort())
      await Promise.all(loops)
      cancel()
    },
  }
}

/** Half a second's worth, and not beyond the records that there were at the beginning. */
function sizeOf({ rate, total, done, failed }: Row, most: number): number {
  const left = total === null ? most : total - done - failed
  return Math.max(1, Math.min(most, left, Math.ceil(rate / BATCHES_PER_SECOND)))
}

const progressed = (row: Row, { afterId, size }: { afterId: string; size: number }) => ({
  in_flight: 0,
  after_id: afterId,
  done: row.done + size,
  maybe_twice: row.maybe_twice + Math.min(row.uncertain, size),
  uncertain: Math.max(0, row.uncertain - size),
})
