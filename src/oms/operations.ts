/** What may be done to a transaction now: one rule for the page, the gateway and the stand-in server. */
import { DEFAULT_OMS_OPTIONS, type OmsOptions } from './options.ts'
import { isTerminal, transactionStatus, type TransactionStatusCode } from './statuses.ts'
import { OPERATIONS, statusesFor, type Operation } from './transitions.ts'

/** A transaction, or as much of one as is known. */
interface TransactionLike {
  readonly Status: number
  readonly CanRedo?: number | null
}

/** Why an operation is not offered. Branch on `code`. */
export type NotOffered =
  /** Closed for good. */
  | { readonly code: 'closed' }
  /** The OMS knows the operation; its webservice does not have it. */
  | { readonly code: 'not-over-the-webservice' }
  /** Leads nowhere from this status; `from` are those it leads from, none when no interface is known at all. */
  | { readonly code: 'status'; readonly from: readonly TransactionStatusCode[] }
  | { readonly code: 'unknown-status' }
  /** The kind (cmd) has to be known first. */
  | { readonly code: 'kind-unknown' }
  /** Only transactions of these kinds can be resumed (or executed) over the webservice. */
  | { readonly code: 'kind'; readonly cmds: readonly number[] }
  /** The transaction itself says so (`CanRedo` is 0). */
  | { readonly code: 'cannot-redo' }

export interface OfferedOperation {
  readonly operation: Operation
  /** Undefined: it can be done here and now. */
  readonly reason: NotOffered | undefined
  /** This installation was configured to have it; the guide does not know it. */
  readonly nonStandard: boolean
}

type Rules = Pick<OmsOptions, 'paths' | 'executableCmds' | 'resumeCmds'>

/** Every operation, in the order of `OPERATIONS`. */
export function operations(
  transaction: TransactionLike,
  cmd: number | undefined,
  options: Rules = DEFAULT_OMS_OPTIONS,
): readonly OfferedOperation[] {
  return OPERATIONS.map((operation) => ({
    operation,
    reason: whyNot(operation, transaction, cmd, options),
    nonStandard: operation !== 'execute' && operation !== 'resume' && options.paths[operation] !== null,
  }))
}

/** Why an operation is not offered; undefined when it is. */
export function whyNot(
  operation: Operation,
  transaction: TransactionLike,
  cmd: number | undefined,
  options: Rules = DEFAULT_OMS_OPTIONS,
): NotOffered | undefined {
  const { Status: status, CanRedo: canRedo } = transaction
  if (isTerminal(status)) return { code: 'closed' }
  if (transactionStatus(status) === undefined) return { code: 'unknown-status' }
  const from = statusesFor(operation)
  // No edge says where a rollback may begin: where it is configured, its server decides.
  const leads = from.some((one) => one === status) || (operation === 'rollback' && options.paths.rollback !== null)
  if (!leads) return { code: 'status', from }
  if (options.paths[operation] === null) return { code: 'not-over-the-webservice' }
  if (cmd === undefined) return { code: 'kind-unknown' }
  if (operation === 'execute' && options.executableCmds?.includes(cmd) === false) {
    return { code: 'kind', cmds: options.executableCmds }
  }
  if (operation === 'resume') {
    if (!options.resumeCmds.includes(cmd)) return { code: 'kind', cmds: options.resumeCmds }
    if (canRedo === 0) return { code: 'cannot-redo' }
  }
  return undefined
}

/** The one operation that is possible here, if there is one. */
export const possibleOperation = (
  transaction: TransactionLike,
  cmd: number | undefined,
  options: Rules = DEFAULT_OMS_OPTIONS,
): Operation | undefined => OPERATIONS.find((operation) => whyNot(operation, transaction, cmd, options) === undefined)
