import type { BindingError, CommandResult } from './schemas.ts'

/**
 * Why a call did not give what was asked. `refused`: the server said no. `unreachable`: no answer, or one that broke off.
 * `timeout`: our own limit passed. `aborted`: the caller gave up. `unreadable`: an answer that is not of the protocol.
 */
type WowErrorKind = 'refused' | 'unreachable' | 'timeout' | 'aborted' | 'unreadable'

interface Facts {
  readonly kind: WowErrorKind
  readonly message: string
  readonly status?: number
  readonly errorCode?: string | undefined
  readonly bindingErrors?: readonly BindingError[] | undefined
  readonly result?: CommandResult | undefined
  readonly cause?: unknown
}

/**
 * Whether an event that is no result, and ends a command's answer with this code, leaves open what became of the command:
 * the wait ran out, the server failed in the middle, the gateway lost it there, or the event cannot be read.
 */
export const leavesOutcomeOpen = (errorCode: string | undefined): boolean =>
  errorCode === undefined || /^(RequestTimeout$|InternalServerError$|Gateway)/.test(errorCode)

/** The one error the client throws. Branch on `kind` and `errorCode`; `message` is the server's own where it gave one. */
export class WowError extends Error {
  readonly kind: WowErrorKind
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly errorCode: string | undefined
  readonly bindingErrors: readonly BindingError[]
  /** The command result, when a command reached the command gateway (contract 3.6). */
  readonly result: CommandResult | undefined

  constructor(facts: Facts) {
    super(facts.message, { cause: facts.cause })
    this.name = 'WowError'
    this.kind = facts.kind
    this.status = facts.status ?? 0
    this.errorCode = facts.errorCode
    this.bindingErrors = facts.bindingErrors ?? []
    this.result = facts.result
  }

  /** True when a command may have run although this error came: the answer was lost, or a wait ran out of time. */
  get outcomeUnknown(): boolean {
    if (this.kind !== 'refused') return this.kind !== 'aborted'
    if (this.result !== undefined) return false
    // An event has no status of its own, so there the code tells.
    if (this.status === 200) return leavesOutcomeOpen(this.errorCode)
    return this.errorCode === 'RequestTimeout' || this.status >= 500
  }
}
