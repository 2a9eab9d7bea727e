/** The actions of a sample transaction: their plans, and the past in which some of them have run already. */
import type { Random } from '../sample/random.ts'
import { FAILED_REASON } from './engineSteps.ts'
import { ACTION, TRANSACTION } from './statusCodes.ts'
import type { ActionRow } from './transactionTable.ts'

export interface ActionPlan {
  readonly type: number
  readonly idName: string
  readonly durationMs: number
  readonly failures: number
  readonly failureText: string
  readonly skipped: boolean
}

interface Span {
  readonly start: number
  readonly end: number
}

/** When each action begins and ends, counted from the beginning of the first, if none fails. */
function schedule(plans: readonly ActionPlan[], concurrency: number): readonly Span[] {
  const slots = Array.from({ length: concurrency }, () => 0)
  return plans.map(({ durationMs, skipped }) => {
    const start = Math.min(...slots)
    if (skipped) return { start, end: start }
    const end = start + durationMs
    slots[slots.indexOf(start)] = end
    return { start, end }
  })
}

interface Past {
  readonly plans: readonly ActionPlan[]
  readonly concurrency: number
  /** Status of the transaction at `at`. */
  readonly status: number
  /** How many actions have ended by then, where some have. */
  readonly done: number
  readonly at: number
  readonly random: Random
}

/** The actions as such a transaction has them, and when the first of them began. */
export function pastActions(past: Past): { actions: readonly ActionRow[]; startedAt: number } {
  const { plans, concurrency, status, at, random } = past
  const spans = schedule(plans, concurrency)
  const closed = status === TRANSACTION.succeeded
  const done = untouched(status) ? 0 : closed ? plans.length : past.done
  const tookMs = spans.map(({ end }) => end).sort((one, other) => one - other)[done - 1] ?? 0
  const startedAt = at - tookMs
  const lastBegun = spans.findLastIndex(({ start }) => start < tookMs)

  const actions = plans.map((plan, index): ActionRow => {
    const span = spans[index] ?? { start: 0, end: 0 }
    const found = statusAt(past, index, span, tookMs, lastBegun)
    const began = tookMs > 0 && span.start < tookMs && !plan.skipped && found !== ACTION.ready
    const runs = found === ACTION.executing || found === ACTION.rollingBack
    const failed = found === ACTION.suspended || found === ACTION.awaitingResume
    const { skipped, ...rest } = plan
    return {
      ...rest,
      id: index + 1,
      status: found,
      reason: failed ? FAILED_REASON : 0,
      num: 1,
      data: '',
      context: `{"host":"10.20.${random.int(1, 9)}.${random.int(2, 250)}","step":${plan.type}}${failed ? plan.failureText : ''}`,
      createTime: startedAt - 90_000,
      executeTime: began ? startedAt + span.start : null,
      updateTime: began || found === ACTION.skipped ? startedAt + Math.min(span.end, tookMs) : startedAt - 60_000,
      failures: failed ? Math.max(1, plan.failures) : plan.failures,
      skipped: Number(skipped),
      runs: began ? 1 : 0,
      endsAt: runs ? startedAt + Math.max(span.end, tookMs + 4_000) : null,
    }
  })
  return { actions, startedAt }
}

const untouched = (status: number): boolean =>
  status === TRANSACTION.awaitingExecution || status === TRANSACTION.queued || status === TRANSACTION.preparing

function statusAt({ plans, status }: Past, index: number, span: Span, tookMs: number, lastBegun: number): number {
  const skipped = plans[index]?.skipped === true
  const ended = skipped ? ACTION.skipped : ACTION.finished
  switch (status) {
    case TRANSACTION.awaitingExecution:
    case TRANSACTION.queued:
      return ACTION.initialising
    case TRANSACTION.preparing:
      return index < plans.length / 2 ? ACTION.ready : ACTION.initialising
    case TRANSACTION.executing:
      if (span.end <= tookMs) return ended
      return span.start < tookMs ? ACTION.executing : ACTION.ready
    case TRANSACTION.succeeded:
      return ended
    case TRANSACTION.paused:
      return ALL_STATUSES[index % ALL_STATUSES.length] ?? ACTION.ready
    case TRANSACTION.rollingBack:
      // From the last one that was begun backwards: undone, being undone, still to be undone.
      if (index > lastBegun - 3) return ACTION.ended
      return index > lastBegun - 5 ? ACTION.rollingBack : ended
    default: {
      // One has failed; what ran beside it has ended since.
      const after = status === TRANSACTION.endedAbnormally ? ACTION.ended : ACTION.ready
      if (index > lastBegun) return after
      if (index < lastBegun) return ended
      if (status === TRANSACTION.awaitingResume) return ACTION.awaitingResume
      return status === TRANSACTION.endedAbnormally ? ACTION.ended : ACTION.suspended
    }
  }
}

const ALL_STATUSES = Object.values(ACTION)
