import type { Command } from '../../wow/commands/commands.ts'
import { type Failure, firstFailure } from './behaviour.ts'
import { type History, openHistory } from './history.ts'
import { idsAt } from './idsAt.ts'
import { randomOf } from './random.ts'
import { SAMPLE_RECORDS, type PastStep, type SampleRecord } from './sampleRecords.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Behind the machine numbers of the other sample executions. */
const RECORD_MACHINES = 62 ** 4 - 1000

/** The histories of the records with fixed names, as they stand at `now`. */
export function recordHistories(seed: number, now: number): readonly History[] {
  return SAMPLE_RECORDS.map((record, index) => recordHistory(record, index, seed, now))
}

function recordHistory(record: SampleRecord, index: number, seed: number, now: number): History {
  const { handler, eventId, retrySpec, renamedFrom, past, script } = record
  const failed = renamedFrom === undefined ? handler.function : { ...handler.function, name: renamedFrom }
  const history = openHistory(record.id, randomOf(seed, record.id), idsAt(RECORD_MACHINES + index))
  const apply = (at: number, command: Command) => {
    if (!history.apply(at, command, 'service')) throw new Error(`${record.id} cannot ${command.name}.`)
  }

  const createdAt = now - 5 * HOUR - index * 13 * MINUTE
  const failure = firstFailure(handler, eventId, { seed }, script)
  apply(createdAt, {
    name: 'create_execution_failed',
    body: { eventId, function: failed, executeAt: createdAt - 12, retrySpec, ...failure },
  })
  let at = createdAt
  for (const step of past) {
    at += step === 'prepare_compensation' ? 40 * MINUTE : 2_000
    apply(at, PAST[step](at - 7, failure))
  }
  return history
}

const PAST: Readonly<Record<PastStep, (executeAt: number, failure: Failure) => Command>> = {
  prepare_compensation: () => ({ name: 'prepare_compensation', body: {} }),
  apply_execution_failed: (executeAt, failure) => ({ name: 'apply_execution_failed', body: { executeAt, ...failure } }),
  apply_execution_success: (executeAt) => ({ name: 'apply_execution_success', body: { executeAt } }),
  default_delete_aggregate: () => ({ name: 'default_delete_aggregate', body: {} }),
  default_apply_resource_tags: () => ({
    name: 'default_apply_resource_tags',
    body: { tags: { incident: ['INC-4711'], team: ['fulfilment'] } },
  }),
}
