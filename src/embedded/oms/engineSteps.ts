/**
 * What a transaction does by itself, one step at a time. Everything a step decides comes from the store and the time, so
 * a step that a crash undid is taken again with the same outcome.
 *
 * Running and doing are apart: an action runs from the step that begins it until its `endsAt`, whether the process lives
 * or not, as the machine it runs on would go on without the OMS. The first step after a restart therefore ends what has
 * run out meanwhile, leaves running what has not, and begins again nothing that was begun.
 */
import type { TransactionStatusCode } from '../../oms/statuses.ts'
import type { Connection } from '../../store/connection.ts'
import { ACTION, TRANSACTION } from './statusCodes.ts'
import { dueTransaction, move, nextDue, type TransactionRow } from './transactionTable.ts'

/** The reason code of both public examples of a transaction that did not succeed. */
export const FAILED_REASON = 2

/** How long a transaction stands in the statuses in which no action runs. */
const PREPARING_MS = 2_000
const BEFORE_ROLLBACK_MS = 1_000

/** Said outright: without statistics the planner reads all actions of a transaction in order instead. */
const BY_STATUS = 'action INDEXED BY actionByStatus'

/** Steps in one job: a command that comes meanwhile waits no longer than these take. */
const MOST_STEPS = 50

export interface StepTime {
  readonly now: number
  /** Durations are divided by it. */
  readonly speed: number
}

/** Takes every step that is due, each in a transaction of its own. Answers when the next one is. */
export function takeDueSteps(connection: Connection, time: StepTime): number | null {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const due = dueTransaction(connection, time.now)
    if (due === undefined) break
    connection.transaction(() => takeStep(connection, due, time))
  }
  return nextDue(connection)
}

/** The time after a duration; never the same moment, so that steps cannot run in a circle. */
export const later = ({ now, speed }: StepTime, durationMs: number): number =>
  now + Math.max(1, Math.round(durationMs / speed))

function takeStep(connection: Connection, transaction: TransactionRow, time: StepTime): void {
  const { now } = time
  const goOn = (to: TransactionStatusCode, dueAt: number) =>
    move(connection, transaction, to, { by: 'engine', now, dueAt })

  switch (transaction.status) {
    case TRANSACTION.queued:
      return goOn(TRANSACTION.preparing, later(time, PREPARING_MS))
    case TRANSACTION.preparing:
      setActions(connection, transaction, [ACTION.initialising], ACTION.ready, now)
      return goOn(TRANSACTION.executing, now)
    case TRANSACTION.awaitingResume:
      return goOn(TRANSACTION.executing, now)
    case TRANSACTION.awaitingRollback:
      setActions(connection, transaction, [ACTION.initialising, ACTION.ready, ACTION.awaitingResume], ACTION.ended, now)
      return goOn(TRANSACTION.rollingBack, later(time, BEFORE_ROLLBACK_MS))
    case TRANSACTION.executing:
      return execute(connection, transaction, time)
    case TRANSACTION.suspended:
      // What ran when it was suspended ends by itself; nothing begins.
      endDueActions(connection, transaction, now)
      return touch(connection, transaction, now)
    case TRANSACTION.rollingBack:
      return rollBack(connection, transaction, time)
    default:
      return touch(connection, transaction, now)
  }
}

function execute(connection: Connection, transaction: TransactionRow, time: StepTime): void {
  const { now } = time
  if (endDueActions(connection, transaction, now) > 0) {
    const change = { by: 'engine', reason: FAILED_REASON, now, dueAt: nextEnd(connection, transaction) } as const
    return move(connection, transaction, TRANSACTION.suspended, change)
  }
  while (running(connection, transaction) < transaction.maxConcurrentCount) {
    // First what failed and was resumed.
    const next =
      firstAction(connection, transaction, ACTION.awaitingResume) ?? firstAction(connection, transaction, ACTION.ready)
    if (next === undefined) break
    if (next.skipped) setAction(connection, transaction, next.id, ACTION.skipped, now)
    else begin(connection, transaction, next.id, later(time, next.durationMs), now)
  }
  if (running(connection, transaction) > 0) return touch(connection, transaction, now)
  move(connection, transaction, TRANSACTION.succeeded, { by: 'engine', now, dueAt: null })
}

/** Undoes the finished actions and those that failed, the last one first. */
function rollBack(connection: Connection, transaction: TransactionRow, time: StepTime): void {
  const { now } = time
  endDueActions(connection, transaction, now)
  while (running(connection, transaction) < transaction.maxConcurrentCount) {
    const next = lastDone(connection, transaction)
    if (next === undefined) break
    connection
      .statement('UPDATE action SET status = ?, updateTime = ?, endsAt = ? WHERE trans = ? AND id = ?')
      .run(ACTION.rollingBack, now, later(time, next.durationMs / 2), transaction.row, next.id)
  }
  if (running(connection, transaction) > 0) return touch(connection, transaction, now)
  const change = { by: 'engine', reason: FAILED_REASON, now, dueAt: null } as const
  move(connection, transaction, TRANSACTION.endedAbnormally, change)
}

function begin(connection: Connection, { row }: TransactionRow, id: number, endsAt: number, now: number): void {
  connection
    .statement(
      'UPDATE action SET status = ?, reason = 0, executeTime = ?, updateTime = ?, runs = runs + 1, endsAt = ? WHERE trans = ? AND id = ?',
    )
    .run(ACTION.executing, now, now, endsAt, row, id)
}

/** Ends what has run out, as its plan says and at the time it said. Answers how many failed. */
function endDueActions(connection: Connection, { row }: TransactionRow, now: number): number {
  const due = connection
    .statement('SELECT id, status, runs, failures, failureText, endsAt FROM action WHERE trans = ? AND endsAt <= ?')
    .all(row, now)
  const end = connection.statement(
    'UPDATE action SET status = ?, reason = ?, context = context || ?, updateTime = endsAt, endsAt = NULL WHERE trans = ? AND id = ?',
  )
  let failed = 0
  for (const { id, status, runs, failures, failureText } of due) {
    if (status === ACTION.rollingBack) end.run(ACTION.ended, FAILED_REASON, '', row, Number(id))
    else if (Number(runs) > Number(failures)) end.run(ACTION.finished, 0, '', row, Number(id))
    else {
      failed += 1
      end.run(ACTION.suspended, FAILED_REASON, String(failureText), row, Number(id))
    }
  }
  return failed
}

/** Keeps the status; the engine comes back when the next running action ends. */
function touch(connection: Connection, transaction: TransactionRow, now: number): void {
  connection
    .statement('UPDATE trans SET updateTime = ?, dueAt = ? WHERE row = ?')
    .run(now, nextEnd(connection, transaction), transaction.row)
}

export function nextEnd(connection: Connection, { row }: TransactionRow): number | null {
  const ends = connection
    .statement('SELECT min(endsAt) AS ends FROM action WHERE trans = ? AND endsAt IS NOT NULL')
    .get(row)?.['ends']
  return typeof ends === 'number' ? ends : null
}

const running = (connection: Connection, { row }: TransactionRow): number =>
  Number(
    connection.statement('SELECT count(*) AS n FROM action WHERE trans = ? AND endsAt IS NOT NULL').get(row)?.['n'],
  )

const firstAction = (connection: Connection, transaction: TransactionRow, status: number) =>
  endmost(connection, transaction, status, 'ASC')

function lastDone(connection: Connection, transaction: TransactionRow): Waiting | undefined {
  const finished = endmost(connection, transaction, ACTION.finished, 'DESC')
  const failed = endmost(connection, transaction, ACTION.suspended, 'DESC')
  return finished === undefined || (failed !== undefined && failed.id > finished.id) ? failed : finished
}

interface Waiting {
  readonly id: number
  readonly durationMs: number
  readonly skipped: boolean
}

function endmost(
  connection: Connection,
  { row }: TransactionRow,
  status: number,
  order: 'ASC' | 'DESC',
): Waiting | undefined {
  const found = connection
    .statement(
      `SELECT id, durationMs, skipped FROM ${BY_STATUS} WHERE trans = ? AND status = ? ORDER BY id ${order} LIMIT 1`,
    )
    .get(row, status)
  return (
    found && {
      id: Number(found['id']),
      durationMs: Number(found['durationMs']),
      skipped: Number(found['skipped']) === 1,
    }
  )
}

function setAction(connection: Connection, { row }: TransactionRow, id: number, status: number, now: number): void {
  connection
    .statement('UPDATE action SET status = ?, updateTime = ? WHERE trans = ? AND id = ?')
    .run(status, now, row, id)
}

/** Gives all actions of some statuses another one. */
export function setActions(
  connection: Connection,
  { row }: TransactionRow,
  from: readonly number[],
  to: number,
  now: number,
): void {
  connection
    .statement(
      `UPDATE ${BY_STATUS} SET status = ?, updateTime = ?, endsAt = NULL WHERE trans = ? AND status IN (${from.join(', ')})`,
    )
    .run(to, now, row)
}
