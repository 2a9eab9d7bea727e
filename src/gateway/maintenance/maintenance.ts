/** Batches over every record of a Wow server, one at a time on each: their cursor is on disk, so they outlive tab and process. */
import type { MaintenanceFailures, MaintenanceRun, MaintenanceWish, RunStatus, RunVerb } from '../api/maintenance.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../http/refusal.ts'
import type { WowSource } from '../wow/source.ts'
import type { GatewayStore } from '../store/gatewayStore.ts'
import { FIRST, openRunRows } from './runRows.ts'
import type { RunRow } from './runRows.ts'
import { runWork } from './runWork.ts'
import type { RunWork } from './runWork.ts'

export interface Maintenance {
  readonly sources: ReadonlySet<string>
  /** The newest first. */
  runs(source: string): Promise<readonly MaintenanceRun[]>
  run(source: string, id: number): Promise<MaintenanceRun>
  failures(source: string, id: number): Promise<MaintenanceFailures['failures']>
  start(source: string, wish: MaintenanceWish): Promise<MaintenanceRun>
  say(source: string, id: number, verb: RunVerb): Promise<MaintenanceRun>
  setRate(source: string, id: number, rate: number): Promise<MaintenanceRun>
  /** Begins no other batch and waits a little for those on their way. */
  close(): Promise<void>
}

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
  const { clock, log } = options
  const sources = new Map(options.sources.map((source) => [source.name, source]))
  const rows = await openRunRows(options.store)
  /** Those that this process works at, or did since they were last said something. */
  const works = new Map<number, RunWork>()
  const ending = new AbortController()

  /** Throws where the source of the run is gone. */
  function workOf(row: RunRow): RunWork {
    const known = works.get(row.id)
    if (known !== undefined) return known
    const source = sources.get(row.source)
    if (source === undefined) throw new Refusal('GatewayNotFound', `There is no source ${JSON.stringify(row.source)}.`)
    const onEnded = () => void works.delete(row.id)
    const work = runWork(row, { source, rows, clock, log, ending: ending.signal, onEnded })
    works.set(row.id, work)
    return work
  }

  /** The name of the source means another server now: the cursor of one says nothing about the other. */
  function otherServer(row: RunRow): Refusal | undefined {
    const now = sources.get(row.source)?.describe().url
    return now === row.server
      ? undefined
      : new Refusal(
          'MaintenanceOtherServer',
          `This run was begun on another server${row.server === null ? '' : `, ${row.server}`}. It can only be ended.`,
          { details: { run: shown(row) } },
        )
  }

  function shown(kept: RunRow): MaintenanceRun {
    const work = works.get(kept.id)
    const row = work?.row ?? kept
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
      measuredRate: work?.measuredRate() ?? null,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      waiting: row.status === 'running' ? (work?.waiting ?? null) : null,
      error:
        row.status === 'stopped' && row.error_code !== null
          ? { errorCode: row.error_code, errorMsg: row.error_msg ?? '', recordId: row.error_record }
          : null,
    }
  }

  async function find(source: string, id: number): Promise<RunRow> {
    const row = works.get(id)?.row ?? (await rows.byId(id))
    if (row === undefined || row.source !== source) throw new Refusal('GatewayNotFound', `There is no run ${id}.`)
    return row
  }

  /** One after the other, so that two tabs that start at once are told apart. */
  let lastStart: Promise<unknown> = Promise.resolve()
  async function start(source: string, wish: MaintenanceWish): Promise<MaintenanceRun> {
    const before = await rows.byIntent(wish.intentId)
    if (before !== undefined) return shown(before)
    const open = await rows.open(source)
    if (open !== undefined) {
      throw new Refusal('MaintenanceBusy', 'Another run on this server has not ended. Nothing was started.', {
        details: { run: shown(open) },
      })
    }
    const server = sources.get(source)?.describe().url ?? null
    const row = await rows.add({ ...wish, source, server, started_at: clock.now() })
    workOf(row).begin()
    return shown(row)
  }

  for (const row of await rows.running()) {
    if (!sources.has(row.source)) continue
    const other = otherServer(row)
    if (other !== undefined) {
      await workOf(row).save({ status: 'stopped', error_code: other.code, error_msg: other.message })
      continue
    }
    log.notice({ run: row.id, kind: row.kind, afterId: row.after_id, done: row.done }, 'maintenance goes on')
    workOf(row).begin()
  }

  return {
    sources: new Set(sources.keys()),
    runs: async (source) => (await rows.newest(source)).map(shown),
    run: async (source, id) => shown(await find(source, id)),
    async failures(source, id) {
      await find(source, id)
      return rows.failures(id)
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
      if (verb === 'skip' && recordId !== null) await work.leaveOut(recordId, message ?? '', patch)
      else await work.save(patch)
      if (to === 'running') work.begin()
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
      await work.save({ rate })
      return shown(work.row)
    },
    async close() {
      const cancel = clock.after(CLOSE_PATIENCE_MS, () => ending.abort())
      await Promise.all([...works.values()].map((work) => work.finish()))
      cancel()
    },
  }
}
