/** What a person can do with an execution: one table with the command, the role and the precondition of each action. */
import type { CommandName } from '../commands/commands.ts'
import {
  changeFunctionRefusal,
  deletionRefusal,
  markRefusal,
  prepareRefusal,
  publishRefusal,
  type FunctionLike,
  type Reason,
  type SnapshotLike,
} from './preconditions.ts'
import type { Recoverable } from '../schemas.ts'

const ROLES = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** True when `role` may do what needs `needed`. */
export const hasRole = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed)

/** What the server allows and a person should know before. */
export type Warning =
  /** 10: only the scheduler keeps away from it */
  | { readonly code: 'unrecoverable' }
  /** 3.9.3: goes beyond what the spec allows; every force counts as a retry */
  | { readonly code: 'over-threshold'; readonly retries: number; readonly maxRetries: number }
  /** 3.9.5: the next failure that names no mark sets it back to UNKNOWN */
  | { readonly code: 'mark-is-lost-on-failure' }
  /** 3.9.6: the stored next retry stays where the old spec put it */
  | { readonly code: 'next-retry-stays' }
  /** An attempt is running: whoever runs it does not hear of the change */
  | { readonly code: 'executing' }

export type Availability =
  | { readonly state: 'offered'; readonly warnings: readonly Warning[] }
  | { readonly state: 'refused'; readonly reason: Reason }

interface ActionContext {
  /** The server's clock, epoch milliseconds; null while unknown: rules about time are then left to the server. */
  readonly now: number | null
  /** Target of mark recoverable. Without one the action is judged as a menu. */
  readonly recoverable?: Recoverable
  /** Target of change function, and of compensate. Without one the action is judged as a form not yet filled. */
  readonly function?: FunctionLike
}

interface Action {
  /** Null: no command, it goes to an address of its own (contract 6.1, 6.3). */
  readonly command: CommandName | null
  readonly role: Role
  readonly availability: (record: SnapshotLike, context: ActionContext) => Availability
}

const refused = (reason: Reason): Availability => ({ state: 'refused', reason })
const offered = (...warnings: readonly (Warning | undefined)[]): Availability => ({
  state: 'offered',
  warnings: warnings.filter((warning) => warning !== undefined),
})

const isExecuting = ({ state }: SnapshotLike, now: number | null): boolean => {
  const until = state?.retryState?.timeoutAt
  return state?.status === 'PREPARED' && now !== null && until !== undefined && now <= until
}

const unrecoverableWarning = (record: SnapshotLike): Warning | undefined =>
  record.state?.recoverable === 'UNRECOVERABLE' ? { code: 'unrecoverable' } : undefined

const executingWarning = (record: SnapshotLike, now: number | null): Warning | undefined =>
  isExecuting(record, now) ? { code: 'executing' } : undefined

/** A rule for records that are not deleted (3.7, check 5b). */
const unlessDeleted =
  (rule: (record: SnapshotLike, context: ActionContext) => Availability) =>
  (record: SnapshotLike, context: ActionContext): Availability => {
    const reason = deletionRefusal(record, false)
    return reason === undefined ? rule(record, context) : refused(reason)
  }

const prepare = (force: boolean) =>
  unlessDeleted((record, { now }) => {
    const state = record.state ?? {}
    const reason = prepareRefusal(state, now, force)
    if (reason !== undefined) return refused(reason)
    const over = force ? prepareRefusal(state, now, false) : undefined
    return offered(unrecoverableWarning(record), over?.code === 'over-threshold' ? over : undefined)
  })

export const ACTIONS = {
  prepare: { command: 'prepare_compensation', role: 'operator', availability: prepare(false) },
  'force-prepare': { command: 'force_prepare_compensation', role: 'operator', availability: prepare(true) },
  'mark-recoverable': {
    command: 'mark_recoverable',
    role: 'operator',
    availability: unlessDeleted((record, { recoverable, now }) => {
      const reason = recoverable === undefined ? undefined : markRefusal(record.state ?? {}, recoverable)
      if (reason !== undefined) return refused(reason)
      return offered(isExecuting(record, now) ? { code: 'mark-is-lost-on-failure' } : undefined)
    }),
  },
  'apply-retry-spec': {
    command: 'apply_retry_spec',
    role: 'operator',
    availability: unlessDeleted((record) =>
      offered(record.state?.status === 'SUCCEEDED' ? undefined : { code: 'next-retry-stays' }),
    ),
  },
  'change-function': {
    command: 'change_function',
    role: 'operator',
    availability: unlessDeleted((record, context) => {
      const reason = context.function && changeFunctionRefusal(record.state ?? {}, context.function)
      return reason === undefined ? offered(executingWarning(record, context.now)) : refused(reason)
    }),
  },
  delete: {
    command: 'default_delete_aggregate',
    role: 'admin',
    availability: unlessDeleted((record, { now }) => offered(executingWarning(record, now))),
  },
  recover: {
    command: 'default_recover_aggregate',
    role: 'admin',
    availability: (record) => {
      const reason = deletionRefusal(record, true)
      return reason === undefined ? offered() : refused(reason)
    },
  },
  tags: {
    command: 'default_apply_resource_tags',
    role: 'operator',
    availability: unlessDeleted(() => offered()),
  },
  /** Rebuilds the snapshot from the events; deleted records too. Not every server has it. */
  'regenerate-snapshot': { command: null, role: 'operator', availability: () => offered() },
  /** Publishes one of its events again, for one function (6.3); of deleted records too. */
  'compensate-event': {
    command: null,
    role: 'operator',
    availability: (_, context) => {
      const reason = context.function && publishRefusal(context.function)
      return reason === undefined ? offered() : refused(reason)
    },
  },
} as const satisfies Readonly<Record<string, Action>>

export type ActionName = keyof typeof ACTIONS

export const isActionName = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name)
export const ACTION_NAMES: readonly ActionName[] = Object.keys(ACTIONS).filter(isActionName)

/** Whether an action can be done with a record, and why not. Works on projections: what is absent is not judged. */
export const availability = (action: ActionName, record: SnapshotLike, context: ActionContext): Availability =>
  ACTIONS[action].availability(record, context)

/**
 * The one right next step: recover what is deleted, decide about what is marked unrecoverable (the scheduler will not
 * touch it), prepare what may be prepared, force what only force can; nothing for what succeeded or runs.
 */
export function nextAction(record: SnapshotLike, now: number | null): ActionName | undefined {
  if (record.deleted === true) return 'recover'
  const step = availability('prepare', record, { now })
  const over = step.state === 'refused' && step.reason.code === 'over-threshold'
  if (step.state === 'refused' && !over) return undefined
  if (record.state?.recoverable === 'UNRECOVERABLE') return 'mark-recoverable'
  return over ? 'force-prepare' : 'prepare'
}
