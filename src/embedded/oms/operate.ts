/** What a person does to a transaction: checked and done in one store transaction, so that of two clicks one is refused. */
import { statusForbids, type FieldErrors } from '../../oms/errorTexts.ts'
import { TRANSITIONS, type Operation } from '../../oms/transitions.ts'
import type { Connection } from '../../store/connection.ts'
import { FAILED_REASON, later, nextEnd, setActions, type StepTime } from './engineSteps.ts'
import { allowed, type Asked } from './allowed.ts'
import { ACTION } from './statusCodes.ts'
import { findTransaction, move, type TransactionRow } from './transactionTable.ts'

const IN_QUEUE_MS = 1_500
const BEFORE_RESUME_MS = 1_500
const BEFORE_ROLLBACK_MS = 1_500

interface OperateJob extends Asked, StepTime {
  readonly operation: Operation
}

/** Does it, or answers why not. What was done is on disk when this returns. */
export function operate(connection: Connection, job: OperateJob): FieldErrors | undefined {
  return connection.transaction(() => {
    const found = allowed(findTransaction(connection, job), job)
    if ('refused' in found) return found.refused
    const { transaction } = found
    const way = TRANSITIONS.find(({ from, operation }) => from === transaction.status && operation === job.operation)
    if (way === undefined) return statusForbids(transaction.status)
    const dueAt = EFFECTS[job.operation](connection, transaction, job)
    const reason = job.operation === 'endAbnormally' ? FAILED_REASON : 0
    move(connection, transaction, way.to, { by: job.operation, reason, now: job.now, dueAt })
    return undefined
  })
}

/** What each operation does to the actions. Answers when the engine goes on. */
const EFFECTS: Readonly<
  Record<Operation, (connection: Connection, transaction: TransactionRow, time: StepTime) => number | null>
> = {
  execute: (_connection, _transaction, time) => later(time, IN_QUEUE_MS),

  resume(connection, transaction, time) {
    setActions(connection, transaction, [ACTION.suspended], ACTION.awaitingResume, time.now)
    return later(time, BEFORE_RESUME_MS)
  },

  /** What runs goes on to its end; see `takeStep`. */
  suspend: (connection, transaction) => nextEnd(connection, transaction),

  endAbnormally(connection, transaction, { now }) {
    const open = [
      ACTION.initialising,
      ACTION.ready,
      ACTION.executing,
      ACTION.suspended,
      ACTION.rollingBack,
      ACTION.awaitingResume,
    ]
    setActions(connection, transaction, open, ACTION.ended, now)
    return null
  },

  rollback: (_connection, _transaction, time) => later(time, BEFORE_ROLLBACK_MS),
}
