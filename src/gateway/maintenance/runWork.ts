/** Works at one run: batch after batch at its rate, until it ends, cannot go on, or something else is said to it. */
import * as z from 'zod/mini'
import type { MaintenanceRun } from '../api/maintenance.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../http/refusal.ts'
import { ServerRefusal } from '../wow/source.ts'
import type { WowSource } from '../wow/source.ts'
import { pagedList } from '../../wow/schemas.ts'
import { callBatch } from './batchCall.ts'
import type { BatchAnswer } from './batchCall.ts'
import type { RunPatch, RunRow, RunRows } from './runRows.ts'

export interface RunWork {
  /** As it is known best. */
  readonly row: RunRow
  readonly waiting: MaintenanceRun['waiting']
  /** Goes on with it where it runs. */
  begin(): void
  /** Writes it down; what rests looks at it at once. */
  save(patch: RunPatch): Promise<void>
  /** Notes a record that the server fails at; the run goes on behind it. */
  leaveOut(recordId: string, message: string, patch: RunPatch): Promise<void>
  /** Records a second, null while unknown. */
  measuredRate(): number | null
  /** Begins no other batch and waits for the one on its way. */
  finish(): Promise<void>
}

const FirstEvents = pagedList(z.looseObject({ aggregateId: z.string() }))

const MOST_AT_ONCE = 200
/** Batches a second: often enough that a pause is felt at once. */
const BATCHES_PER_SECOND = 2
const MEASURED_MS = 10_000
const TRIES_AFTER_MS = [1000, 2000, 4000, 8000, 15_000] as const

interface RunWorkOptions {
  readonly source: WowSource
  readonly rows: RunRows
  readonly clock: Clock
  readonly log: Log
  /** Aborted when no answer is waited for any more. */
  readonly ending: AbortSignal
  readonly onEnded: () => void
}

export function runWork(first: RunRow, { source, rows, clock, log, ending, onEnded }: RunWorkOptions): RunWork {
  let row = first
  let loop: Promise<void> | undefined
  let waiting: MaintenanceRun['waiting'] = null
  let isFinishing = false
  /** Ends the pause between two batches. */
  let wake: (() => void) | undefined
  const lately: { readonly at: number; readonly size: number }[] = []

  const isRunning = () => row.status === 'running' && !isFinishing

  function begin(): void {
    loop ??= run()
      .catch(failed)
      .finally(() => {
        loop = undefined
        if (row.ended_at !== null) ended()
        // Resumed in the moment in which it ended.
        else if (isRunning()) begin()
      })
  }

  async function save(patch: RunPatch): Promise<void> {
    // In memory first: what is said to the run while this is written must not be overwritten.
    row = { ...row, ...patch }
    await rows.patch(row.id, patch)
    wake?.()
  }

  async function leaveOut(recordId: string, message: string, patch: RunPatch): Promise<void> {
    const next = { ...patch, after_id: recordId, failed: row.failed + 1 }
    row = { ...row, ...next }
    await rows.leaveOut(row.id, { recordId, at: clock.now(), message }, next)
    wake?.()
  }

  function ended(): void {
    const { id, kind, status, done, failed, maybe_twice: maybeTwice } = row
    log.notice({ run: id, kind, status, done, failed, maybeTwice }, 'maintenance ended')
    onEnded()
  }

  /** A fault of the gateway's own: the run stands still, and a restart goes on with it. */
  function failed(error: unknown): void {
    log.error({ err: error, run: row.id }, 'maintenance failed')
    const message = error instanceof Error ? error.message : String(error)
    row = { ...row, status: 'stopped', error_code: 'GatewayInternal', error_msg: message, error_record: null }
  }

  async function run(): Promise<void> {
    let tries = 0
    let most = MOST_AT_ONCE
    while (isRunning()) {
      const startedAt = clock.now()
      let answer: BatchAnswer | undefined
      if (row.until_id === null) answer = await countFirst()
      const limit = sizeOf(row, most)
      if (answer === undefined) {
        if (!isRunning()) return
        await save({ in_flight: limit })
        answer = await callBatch(source, row.kind, { afterId: row.after_id, limit, signal: ending })
      }
      await take(answer)
      if (answer.end === 'unanswered') {
        const inMs = TRIES_AFTER_MS[Math.min(tries, TRIES_AFTER_MS.length - 1)] ?? 1000
        tries += 1
        // It may be the size of the question that it cannot answer in time.
        most = Math.max(1, Math.floor(limit / 2))
        const tryAt = clock.now() + inMs
        waiting = { since: waiting?.since ?? startedAt, message: answer.message, nextTryAt: tryAt }
        await rest(() => tryAt)
      } else {
        tries = 0
        most = MOST_AT_ONCE
        waiting = null
        const size = answer.end === 'done' ? answer.size : limit
        await rest(() => startedAt + (size * 1000) / row.rate)
      }
    }
  }

  /** How many records there are and which is the last: later ones are new enough not to need this. */
  async function countFirst(): Promise<BatchAnswer | undefined> {
    try {
      // Every record has one event stream of version 1.
      const { total, list } = await source.ask(FirstEvents, '/execution_failed/event/paged', {
        condition: { field: 'version', operator: 'EQ', value: 1 },
        sort: [{ field: 'aggregateId', direction: 'DESC' }],
        pagination: { index: 1, size: 1 },
        projection: { include: ['aggregateId'] },
      })
      await save({ total, until_id: list[0]?.aggregateId ?? '' })
      return undefined
    } catch (error) {
      const takesTooLong = error instanceof Refusal && error.code === 'GatewayUpstreamTimeout'
      if (error instanceof ServerRefusal || takesTooLong) {
        // Then nobody knows how far it is; the server's own end is the end.
        await save({ until_id: '' })
        return undefined
      }
      if (!(error instanceof Refusal) && !isFinishing) throw error
      return { end: 'unanswered', message: error instanceof Refusal ? (error.upstream ?? error.message) : '' }
    }
  }

  async function take(answer: BatchAnswer): Promise<void> {
    // What was said to it meanwhile stays.
    const stopped = row.status === 'running' ? { status: 'stopped' as const } : {}
    switch (answer.end) {
      case 'unanswered':
        return save({ in_flight: 0, uncertain: Math.max(row.uncertain, row.in_flight) })
      case 'refused':
        return save({
          in_flight: 0,
          ...stopped,
          error_code: answer.errorCode,
          error_msg: answer.message,
          error_record: null,
        })
      case 'done': {
        const isOver =
          answer.size === 0 || (row.until_id !== null && row.until_id !== '' && answer.afterId >= row.until_id)
        const ends = isOver && row.status !== 'cancelled'
        lately.push({ at: clock.now(), size: answer.size })
        await save({
          ...progressed(row, answer),
          ...(ends ? { status: 'done' as const, ended_at: clock.now() } : {}),
        })
        if (ends) source.wrote()
        return undefined
      }
      case 'failed': {
        const { recordId, message } = answer
        lately.push({ at: clock.now(), size: answer.size })
        if (row.skips === 1 && recordId !== undefined) return leaveOut(recordId, message, progressed(row, answer))
        return save({
          ...progressed(row, answer),
          ...stopped,
          error_code: 'BatchTaskError',
          error_msg: message,
          error_record: recordId ?? null,
        })
      }
      default:
        answer satisfies never
        return undefined
    }
  }

  /** Until then, which another rate changes, or until something is said to the run. */
  async function rest(until: () => number): Promise<void> {
    while (isRunning() && until() > clock.now()) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(Math.max(1, until() - clock.now()), resolve)
        wake = () => {
          cancel()
          resolve()
        }
      })
    }
  }

  return {
    get row() {
      return row
    },
    get waiting() {
      return waiting
    },
    begin,
    save,
    leaveOut,
    measuredRate() {
      if (row.status !== 'running') return null
      const now = clock.now()
      while ((lately[0]?.at ?? now) < now - MEASURED_MS) lately.shift()
      const [first] = lately
      if (first === undefined || lately.length < 2 || now === first.at) return null
      // The first one was done before the time began that is measured.
      const size = lately.reduce((sum, each) => sum + each.size, 0) - first.size
      return (size * 1000) / (now - first.at)
    },
    async finish() {
      isFinishing = true
      wake?.()
      await loop
    },
  }
}

/** Half a second's worth, and not beyond the records that there were at the beginning. */
function sizeOf({ rate, total, done, failed }: RunRow, most: number): number {
  const left = total === null ? most : total - done - failed
  return Math.max(1, Math.min(most, left, Math.ceil(rate / BATCHES_PER_SECOND)))
}

const progressed = (row: RunRow, { afterId, size }: { afterId: string; size: number }) => ({
  in_flight: 0,
  after_id: afterId,
  done: row.done + size,
  maybe_twice: row.maybe_twice + Math.min(row.uncertain, size),
  uncertain: Math.max(0, row.uncertain - size),
})
