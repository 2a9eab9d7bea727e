import type { Command } from '../../wow/commands/commands.ts'
import type { Aggregate } from '../../wow/execution/executionFailed.ts'
import type { RetrySpec } from '../../wow/schemas.ts'
import { answerTo, type Chances, firstFailure } from './behaviour.ts'
import { SAMPLE_FUNCTIONS } from './functions.ts'
import { type History, openHistory, type Sender } from './history.ts'
import { idsAt } from './idsAt.ts'
import type { Occurrence } from './occurrences.ts'
import { type Random, randomOf } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The scheduler stopped a little before the present, so something is waiting for its next run. */
const DOWN_MS = 10 * MINUTE

export interface SimulationOptions extends Chances {
  /** The present: what would happen later has not happened. Epoch milliseconds. */
  readonly until: number
  /** In place of the handlers' own specs: fewer retries make shorter histories. */
  readonly retrySpec?: RetrySpec
}

interface Step {
  readonly at: number
  readonly command: Command
  readonly sender: Sender
}

/**
 * Lives one execution through, from its first failure to `until`: the scheduler prepares it at its runs, the service
 * answers as `answerTo` says, and now and then somebody on call steps in.
 */
export function simulate(occurrence: Occurrence, options: SimulationOptions): History {
  const { seed, until, retrySpec } = options
  const { serial, at, handler, eventId } = occurrence
  const idAt = idsAt(serial)
  const createdAt = at + 12
  const id = idAt(createdAt)
  const random = randomOf(seed, eventId.id, handler.function.processorName, 'life')
  const history = openHistory(id, random, idAt)
  const { error, recoverable } = firstFailure(handler, eventId, options)
  const created: Command = {
    name: 'create_execution_failed',
    body: {
      eventId,
      function: handler.function,
      error,
      executeAt: at,
      retrySpec: retrySpec ?? handler.retrySpec ?? null,
      recoverable,
    },
  }
  if (!history.apply(createdAt, created, 'service')) return history

  const interventions = planInterventions(createdAt, random)
  let answer: Step | undefined
  for (;;) {
    const { aggregate } = history
    if (aggregate === undefined) return history
    const step = earliest(answer, interventions[0]?.(aggregate), nextPrepare(aggregate, until - DOWN_MS))
    if (step === undefined || step.at > until) return history
    if (step === answer) answer = undefined
    else if (step.sender === 'operator') interventions.shift()
    const applied = history.apply(step.at, step.command, step.sender)
    if (applied && isPrepare(step.command)) answer = answerStep(history, step.at, options)
  }
}

const isPrepare = ({ name }: Command): boolean =>
  name === 'prepare_compensation' || name === 'force_prepare_compensation'

function earliest(...steps: readonly (Step | undefined)[]): Step | undefined {
  let first: Step | undefined
  for (const step of steps) if (step !== undefined && (first === undefined || step.at < first.at)) first = step
  return first
}

/** When a run of the scheduler takes this execution (contract, section 10), if one does before it stopped. */
function nextPrepare({ state, deleted, eventTime }: Aggregate, stopped: number): Step | undefined {
  if (deleted || !state.isRetryable || state.recoverable === 'UNRECOVERABLE') return undefined
  // A new retry spec or a recover can bring back an execution whose next retry is long past.
  const free = state.status === 'PREPARED' ? state.retryState.timeoutAt + 1 : eventTime
  const due = Math.max(state.retryState.nextRetryAt, eventTime, free)
  const run = Math.ceil(due / MINUTE) * MINUTE
  if (run > stopped) return undefined
  return { at: run, command: { name: 'prepare_compensation', body: {} }, sender: 'scheduler' }
}

/** What the service will answer to the prepare that has just been applied. */
function answerStep(history: History, preparedAt: number, chances: Chances): Step | undefined {
  const state = history.aggregate?.state
  if (state === undefined) return undefined
  const answer = answerTo(state.function, state.eventId, state.retryState.retries, chances)
  if (answer.kind === 'silent') return undefined
  const executeAt = preparedAt + answer.delayMs
  const command: Command =
    answer.kind === 'succeeded'
      ? { name: 'apply_execution_success', body: { executeAt } }
      : {
          name: 'apply_execution_failed',
          body: { error: answer.error, executeAt, recoverable: answer.recoverable },
        }
  return { at: executeAt + 7, command, sender: 'service' }
}

/** What somebody does when its time has come; it is worked out only then, from the state it meets. */
type Intervention = (aggregate: Aggregate) => Step

const INCIDENTS = ['INC-4711', 'INC-4718', 'INC-4730', 'INC-4744'] as const
const TEAMS = ['payments', 'fulfilment', 'search'] as const

/** What people on call did to this execution, in order. Most are left to the scheduler. */
function planInterventions(createdAt: number, random: Random): Intervention[] {
  const plans: Intervention[] = []
  let at = createdAt
  const add = (probability: number, laterMs: number, command: (aggregate: Aggregate) => Command) => {
    if (!random.chance(probability)) return
    at += Math.floor(laterMs * (0.2 + random.next()))
    const time = at
    plans.push((aggregate) => ({ at: time, command: command(aggregate), sender: 'operator' }))
  }
  const tags = { incident: [random.pick(INCIDENTS)], team: [random.pick(TEAMS)] }
  const elsewhere = random.pick(SAMPLE_FUNCTIONS).function

  add(0.06, 2 * HOUR, () => ({ name: 'default_apply_resource_tags', body: { tags } }))
  add(0.03, 4 * HOUR, ({ state }) => ({
    name: 'mark_recoverable',
    body: { recoverable: state.recoverable === 'UNRECOVERABLE' ? 'RECOVERABLE' : 'UNRECOVERABLE' },
  }))
  add(0.03, 6 * HOUR, ({ state: { retrySpec } }) => ({
    name: 'apply_retry_spec',
    body: { ...retrySpec, maxRetries: retrySpec.maxRetries + 2 },
  }))
  add(0.01, 6 * HOUR, () => ({ name: 'change_function', body: elsewhere }))
  add(0.08, 30 * HOUR, ({ state }) => ({
    name: state.isBelowRetryThreshold ? 'prepare_compensation' : 'force_prepare_compensation',
    body: {},
  }))
  add(0.025, 40 * HOUR, () => ({ name: 'default_delete_aggregate', body: {} }))
  add(0.3 * 0.025, 3 * HOUR, () => ({ name: 'default_recover_aggregate', body: {} }))
  return plans
}
