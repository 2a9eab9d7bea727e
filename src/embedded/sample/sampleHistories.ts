import type { DomainEventStream, Snapshot } from '../../wow/schemas.ts'
import type { History } from './history.ts'
import { occurrences } from './occurrences.ts'
import { recordHistories } from './seedRecords.ts'
import { SAMPLE_RECORDS } from './sampleRecords.ts'
import { simulate, type SimulationOptions } from './simulate.ts'

const DAY = 86_400_000

export interface SampleHistory {
  readonly streams: readonly DomainEventStream[]
  readonly snapshot: Snapshot
}

interface SampleHistoriesOptions {
  readonly seed: number
  /** How many executions, those with fixed names included; never fewer than those. */
  readonly count: number
  /** The present of the histories, epoch milliseconds. */
  readonly now: number
  /** How far back they reach. */
  readonly days?: number
  /** Short traces and few retries: for filling a store with millions. */
  readonly compact?: boolean
}

/** The sample executions with their whole past: first those with fixed names, then the others by age. */
export function* sampleHistories(options: SampleHistoriesOptions): Generator<SampleHistory> {
  const { seed, count, now, days = 14, compact = false } = options
  for (const history of recordHistories(seed, now)) yield finished(history)
  const others = Math.max(0, count - SAMPLE_RECORDS.length)
  for (const occurrence of occurrences(seed, others, now - days * DAY, now)) {
    const simulation: SimulationOptions = compact
      ? compactSimulation(seed, now, occurrence.serial)
      : { seed, until: now }
    yield finished(simulate(occurrence, simulation))
  }
}

const compactSimulation = (seed: number, until: number, serial: number): SimulationOptions => ({
  seed,
  until,
  depth: 'short',
  // One or two retries with half a day before them: short histories, and still many that wait for their next retry.
  retrySpec: { maxRetries: 1 + (serial % 2), minBackoff: 43_200, executionTimeout: 3600 },
})

const finished = (history: History): SampleHistory => ({ streams: history.streams, snapshot: history.snapshot() })
