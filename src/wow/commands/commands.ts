/** The eleven commands of the ExecutionFailed aggregate (contract 3.1, 3.2, 3.6, 3.10) and the strict reading of their bodies. */
import {
  anyText,
  bind,
  int,
  listOf,
  long,
  mapOf,
  nullable,
  objectOf,
  oneOf,
  optional,
  text,
  type BindFailure,
  type Shape,
} from './commandBody.ts'
import type { FunctionKind, Recoverable } from '../schemas.ts'

export const CONTEXT_NAME = 'compensation-service'
export const AGGREGATE_NAME = 'execution_failed'
/** `execution_failed` is not divided by tenant: this one is in every record. */
export const TENANT_ID = '(0)'
/** Every address of the aggregate begins with it. */
export const BASE_PATH = '/execution_failed'

interface CommandRoute {
  readonly className: string
  readonly method: 'POST' | 'PUT' | 'DELETE'
  /** Behind the base path; `{id}` stands for the aggregate id. */
  readonly path: string
  /** `typed` bodies explain a failure to bind and take enums in any letter case; `raw` bodies do neither (1.3). */
  readonly body: 'typed' | 'raw'
  /** What the server does without a body: reads `{}`, or refuses with "Command can not be empty.". */
  readonly withoutBody: 'empty' | 'refused'
  /** Function name in a command result of stage PROCESSED. */
  readonly handler: string
  readonly event: string
}

const API = 'me.ahoo.wow.compensation.api'

export const COMMANDS = {
  create_execution_failed: {
    className: `${API}.CreateExecutionFailed`,
    method: 'POST',
    path: '/create_execution_failed',
    body: 'typed',
    withoutBody: 'refused',
    handler: 'onCreate',
    event: 'execution_failed_created',
  },
  prepare_compensation: {
    className: `${API}.PrepareCompensation`,
    method: 'PUT',
    path: '/{id}/prepare_compensation',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onPrepare',
    event: 'compensation_prepared',
  },
  force_prepare_compensation: {
    className: `${API}.ForcePrepareCompensation`,
    method: 'PUT',
    path: '/{id}/force_prepare_compensation',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onForcePrepare',
    event: 'compensation_prepared',
  },
  apply_execution_success: {
    className: `${API}.ApplyExecutionSuccess`,
    method: 'PUT',
    path: '/{id}/apply_execution_success',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onSucceed',
    event: 'execution_success_applied',
  },
  apply_execution_failed: {
    className: `${API}.ApplyExecutionFailed`,
    method: 'PUT',
    path: '/{id}/apply_execution_failed',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onFailed',
    event: 'execution_failed_applied',
  },
  apply_retry_spec: {
    className: `${API}.ApplyRetrySpec`,
    method: 'PUT',
    path: '/{id}/apply_retry_spec',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onApplyRetrySpec',
    event: 'retry_spec_applied',
  },
  change_function: {
    className: `${API}.ChangeFunction`,
    method: 'PUT',
    path: '/{id}/change_function',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onChangeFunctionKind',
    event: 'function_changed',
  },
  mark_recoverable: {
    className: `${API}.MarkRecoverable`,
    method: 'PUT',
    path: '/{id}/mark_recoverable',
    body: 'raw',
    withoutBody: 'empty',
    handler: 'onMarkRecoverable',
    event: 'recoverable_marked',
  },
  // The real server refuses an empty body on delete and recover, which its own client sends; 12.2 advises to take it.
  default_delete_aggregate: {
    className: 'me.ahoo.wow.api.command.DefaultDeleteAggregate',
    method: 'DELETE',
    path: '/{id}',
    body: 'typed',
    withoutBody: 'empty',
    handler: 'ExecutionFailed.DefaultDeleteAggregate',
    event: 'default_aggregate_deleted',
  },
  default_recover_aggregate: {
    className: 'me.ahoo.wow.api.command.DefaultRecoverAggregate',
    method: 'PUT',
    path: '/{id}/recover',
    body: 'typed',
    withoutBody: 'empty',
    handler: 'ExecutionFailed.DefaultRecoverAggregate',
    event: 'default_aggregate_recovered',
  },
  default_apply_resource_tags: {
    className: 'me.ahoo.wow.api.abac.DefaultApplyResourceTags',
    method: 'PUT',
    path: '/{id}/tags',
    body: 'typed',
    withoutBody: 'refused',
    handler: 'ExecutionFailed.DefaultApplyResourceTags',
    event: 'default_resource_tags_applied',
  },
} as const satisfies Readonly<Record<string, CommandRoute>>

export type CommandName = keyof typeof COMMANDS

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)
export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS).filter(isCommandName)

/** The command behind a fully qualified class name, as `/wow/command/send` names it. */
export const commandOfClass = (className: string): CommandName | undefined =>
  COMMAND_NAMES.find((name) => COMMANDS[name].className === className)

/** The address of a command; `id` is not used for create. */
export const commandPath = (name: CommandName, id: string): string =>
  `${BASE_PATH}${COMMANDS[name].path.replace('{id}', encodeURIComponent(id))}`

// The order of the values is the one the server prints them in, which is not that of RECOVERABLES and FUNCTION_KINDS.
const recoverableType: Shape<Recoverable> = oneOf('me.ahoo.wow.api.exception.RecoverableType', [
  'UNKNOWN',
  'UNRECOVERABLE',
  'RECOVERABLE',
])
const functionKind: Shape<FunctionKind> = oneOf('me.ahoo.wow.api.messaging.function.FunctionKind', [
  'SOURCING',
  'EVENT',
  'COMMAND',
  'STATE_EVENT',
  'ERROR',
])

export const aggregateIdShape = objectOf('me.ahoo.wow.api.modeling.AggregateId', (get) => ({
  contextName: get('contextName', anyText),
  aggregateName: get('aggregateName', anyText),
  aggregateId: get('aggregateId', anyText),
  tenantId: get('tenantId', anyText),
}))

const eventId = objectOf(`${API}.EventId`, (get) => ({
  id: get('id', text),
  aggregateId: get('aggregateId', aggregateIdShape),
  version: get('version', int),
}))

const functionOf = (owner: string) =>
  objectOf(owner, (get) => ({
    functionKind: get('functionKind', functionKind),
    contextName: get('contextName', text),
    processorName: get('processorName', text),
    name: get('name', text),
  }))

export const functionInfoShape = functionOf('me.ahoo.wow.api.messaging.function.FunctionInfoData')

export const bindingErrorShape = objectOf('me.ahoo.wow.api.exception.BindingError', (get) => ({
  name: get('name', text),
  msg: get('msg', text),
}))

const errorDetails = objectOf(`${API}.ErrorDetails`, (get) => {
  const details = {
    errorCode: get('errorCode', text),
    errorMsg: get('errorMsg', text),
    stackTrace: get('stackTrace', text),
  }
  const bindingErrors = get('bindingErrors', optional(listOf('java.util.ArrayList', bindingErrorShape), []))
  // `succeeded` is the server's own reckoning, whatever the caller sends; an empty list is not written (1.4).
  return {
    ...details,
    ...(bindingErrors.length === 0 ? {} : { bindingErrors }),
    succeeded: details.errorCode === 'Ok',
  }
})

const retrySpec = (owner: string) =>
  objectOf(owner, (get) => ({
    maxRetries: get('maxRetries', int),
    minBackoff: get('minBackoff', int),
    executionTimeout: get('executionTimeout', int),
  }))

const createExecutionFailed = objectOf(COMMANDS.create_execution_failed.className, (get) => ({
  eventId: get('eventId', eventId),
  function: get('function', functionInfoShape),
  error: get('error', errorDetails),
  executeAt: get('executeAt', long),
  /** Null: the server's default spec. */
  retrySpec: get('retrySpec', nullable(retrySpec(`${API}.RetrySpec`))),
  recoverable: get('recoverable', optional(recoverableType, 'UNKNOWN')),
}))

const applyExecutionSuccess = objectOf(COMMANDS.apply_execution_success.className, (get) => ({
  executeAt: get('executeAt', long),
}))

const applyExecutionFailed = objectOf(COMMANDS.apply_execution_failed.className, (get) => ({
  error: get('error', errorDetails),
  executeAt: get('executeAt', long),
  recoverable: get('recoverable', optional(recoverableType, 'UNKNOWN')),
}))

const applyRetrySpec = retrySpec(COMMANDS.apply_retry_spec.className)

const changeFunction = functionOf(COMMANDS.change_function.className)

const markRecoverable = objectOf(COMMANDS.mark_recoverable.className, (get) => ({
  recoverable: get('recoverable', recoverableType),
}))

const applyResourceTags = objectOf(COMMANDS.default_apply_resource_tags.className, (get) => ({
  tags: get('tags', mapOf('java.util.LinkedHashMap', listOf('java.util.ArrayList<java.lang.String>', text))),
}))

const EMPTY: BindFailure = {
  path: '',
  message: 'Command can not be empty.',
  serverMessage: 'Command can not be empty.',
}

function reader<Name extends CommandName, T>(name: Name, shape: Shape<T>) {
  const route = COMMANDS[name]
  return {
    shape,
    read(body: unknown) {
      const none = body === undefined || body === null
      if (none && route.withoutBody === 'refused') return { ok: false, reason: 'empty', failure: EMPTY } as const
      const bound = bind(shape, none ? {} : body, route.body === 'raw')
      return bound.ok
        ? ({ ok: true, command: { name, body: bound.value } } as const)
        : ({ ok: false, reason: 'unbound', failure: bound.failure } as const)
    },
  }
}

const nothing = (name: CommandName) => objectOf(COMMANDS[name].className, () => ({}))

const READERS = {
  create_execution_failed: reader('create_execution_failed', createExecutionFailed),
  prepare_compensation: reader('prepare_compensation', nothing('prepare_compensation')),
  force_prepare_compensation: reader('force_prepare_compensation', nothing('force_prepare_compensation')),
  apply_execution_success: reader('apply_execution_success', applyExecutionSuccess),
  apply_execution_failed: reader('apply_execution_failed', applyExecutionFailed),
  apply_retry_spec: reader('apply_retry_spec', applyRetrySpec),
  change_function: reader('change_function', changeFunction),
  mark_recoverable: reader('mark_recoverable', markRecoverable),
  default_delete_aggregate: reader('default_delete_aggregate', nothing('default_delete_aggregate')),
  default_recover_aggregate: reader('default_recover_aggregate', nothing('default_recover_aggregate')),
  default_apply_resource_tags: reader('default_apply_resource_tags', applyResourceTags),
} as const

/** A command whose body is read: nothing optional is left open. Times are epoch milliseconds. */
export type CommandOf<Name extends CommandName> = Extract<
  ReturnType<(typeof READERS)[Name]['read']>,
  { readonly ok: true }
>['command']
export type Command = CommandOf<CommandName>

type CommandReading =
  | { readonly ok: true; readonly command: Command }
  /** `empty`: a body is needed and none came; the server then says "Command can not be empty.". */
  | { readonly ok: false; readonly reason: 'empty' | 'unbound'; readonly failure: BindFailure }

/**
 * Reads the body of a command: parsed JSON, or `undefined` where no body came. JSON `null` counts as no body. Never
 * throws.
 */
export const readCommand = (name: CommandName, body: unknown): CommandReading => READERS[name].read(body)

/** What the body of a command is made of. */
export const commandShape = (name: CommandName): Shape<unknown> => READERS[name].shape

/** What the gateway refuses before the aggregate is asked (3.7, second check). */
export function validateCommand(command: Command): { errorCode: string; errorMsg: string } | undefined {
  if (command.name !== 'default_apply_resource_tags') return undefined
  const blank = Object.keys(command.body.tags).some((key) => key.trim() === '')
  return blank ? { errorCode: 'IllegalArgument', errorMsg: 'Tags cannot contain blank keys!' } : undefined
}
