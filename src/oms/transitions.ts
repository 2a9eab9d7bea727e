/** Which status leads to which, and by whose hand. */
import type { Transaction } from './schemas.ts'
import { transactionStatus } from './statuses.ts'
import type { TransactionStatusCode } from './statuses.ts'

/** What a person can do to a transaction, in the OMS or over the webservice. */
export const OPERATIONS = ['execute', 'resume', 'suspend', 'endAbnormally', 'rollback'] as const
export type Operation = (typeof OPERATIONS)[number]

/** `webservice`: an operator, also over the webservice. `oms`: an operator, only in the OMS itself. `engine`: by itself. */
export type TransitionOrigin = 'webservice' | 'oms' | 'engine'

export interface Transition {
  readonly from: TransactionStatusCode
  readonly to: TransactionStatusCode
  readonly origin: TransitionOrigin
  /** Absent for what the engine does by itself. */
  readonly operation?: Operation
  /** The guide describes no move of the engine: these are what its statuses let one expect. */
  readonly assumed: boolean
}

const operator = (
  from: TransactionStatusCode,
  to: TransactionStatusCode,
  origin: 'webservice' | 'oms',
  operation: Operation,
): Transition => ({ from, to, origin, operation, assumed: false })
const engine = (from: TransactionStatusCode, to: TransactionStatusCode): Transition => ({
  from,
  to,
  origin: 'engine',
  assumed: true,
})

/** Two statuses may be joined twice: by a person and by the engine. No interface leads to 7 or 8, none leaves 9, 10 and 1000. */
export const TRANSITIONS: readonly Transition[] = [
  operator(1, 2, 'webservice', 'execute'),
  operator(1, 10, 'oms', 'endAbnormally'),
  engine(2, 3),
  engine(3, 4),
  engine(4, 9),
  engine(4, 5),
  operator(4, 5, 'oms', 'suspend'),
  operator(5, 6, 'webservice', 'resume'),
  operator(5, 10, 'oms', 'endAbnormally'),
  engine(6, 4),
  engine(7, 8),
  engine(8, 10),
  operator(8, 10, 'oms', 'endAbnormally'),
]

export const transitionsFrom = (status: number): readonly Transition[] =>
  TRANSITIONS.filter((transition) => transition.from === status)

/** The ways from one status to the next, when both were seen one after the other; empty when something in between was missed. */
export const transitionsBetween = (from: number, to: number): readonly Transition[] =>
  TRANSITIONS.filter((transition) => transition.from === from && transition.to === to)

/** The statuses in which an operation leads somewhere. */
export const statusesFor = (operation: Operation): readonly TransactionStatusCode[] =>
  TRANSITIONS.filter((transition) => transition.operation === operation).map(({ from }) => from)

type Standing = Pick<Transaction, 'Status' | 'UpdateTime'>

/** Whether a later answer shows a move. A suspended one that was resumed may have failed again before anybody looked. */
export const hasMoved = (before: Standing, now: Standing): boolean =>
  now.Status !== before.Status ||
  (transactionStatus(before.Status)?.key === 'suspended' && now.UpdateTime !== before.UpdateTime)
