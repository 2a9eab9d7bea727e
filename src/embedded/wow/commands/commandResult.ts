import { AGGREGATE_NAME, COMMANDS, CONTEXT_NAME, TENANT_ID, type CommandName } from '../../../wow/commands/commands.ts'
import { PREPARED_HANDLER } from '../../../wow/commands/compensation.ts'
import type { WaitSignal } from '../../../wow/commands/waiting.ts'
import type { CommandOutcome } from './commandJobs.ts'
import type { CommandResult, DomainEventStream, FunctionInfo, WaitStage } from '../../../wow/schemas.ts'

/** What all results of one command share. */
export interface SentCommand {
  readonly name: CommandName
  readonly commandId: string
  readonly aggregateId: string
  readonly requestId: string
  readonly expectedVersion?: number | undefined
}

const func = (functionKind: string, contextName: string, processorName: string, name: string): FunctionInfo => ({
  functionKind,
  contextName,
  processorName,
  name,
})

const SEND = func('COMMAND', 'wow', 'CommandGateway', 'send')
const PROCESS = func('COMMAND', 'wow', 'SimpleCommandAggregate', 'process')
const SAVE = func('STATE_EVENT', 'wow', 'SnapshotDispatcher', 'save')
interface Origin {
  readonly id: string
  readonly stage: WaitStage
  readonly function: FunctionInfo
  readonly aggregateVersion: number | null
  readonly now: number
}

function result(sent: SentCommand, origin: Origin, errorCode = 'Ok', errorMsg = ''): CommandResult {
  return {
    id: origin.id,
    waitCommandId: sent.commandId,
    stage: origin.stage,
    contextName: CONTEXT_NAME,
    aggregateName: AGGREGATE_NAME,
    tenantId: TENANT_ID,
    aggregateId: sent.aggregateId,
    aggregateVersion: origin.aggregateVersion,
    requestId: sent.requestId,
    commandId: sent.commandId,
    function: origin.function,
    errorCode,
    errorMsg,
    result: {},
    signalTime: origin.now,
    succeeded: errorCode === 'Ok',
  }
}

/** Refused before it was sent: no aggregate was asked. */
export const gatewayFailure = (sent: SentCommand, id: string, errorCode: string, errorMsg: string, now: number) =>
  result(sent, { id, stage: 'SENT', function: SEND, aggregateVersion: null, now }, errorCode, errorMsg)

export function sentResult(sent: SentCommand, id: string, now: number): CommandResult {
  const aggregateVersion = sent.name === 'create_execution_failed' ? 0 : (sent.expectedVersion ?? null)
  return result(sent, { id, stage: 'SENT', function: SEND, aggregateVersion, now })
}

export function processedResult(sent: SentCommand, outcome: CommandOutcome, now: number): CommandResult {
  const handler = func('COMMAND', CONTEXT_NAME, 'ExecutionFailed', COMMANDS[sent.name].handler)
  const processed = (fn: FunctionInfo, aggregateVersion: number): Origin => ({
    id: sent.commandId,
    stage: 'PROCESSED',
    function: fn,
    aggregateVersion,
    now,
  })
  if (outcome.done) return result(sent, processed(handler, outcome.stream.version))
  const { origin, aggregateVersion, errorCode, errorMsg } = outcome.rejection
  return result(sent, processed(origin === 'process' ? PROCESS : handler, aggregateVersion), errorCode, errorMsg)
}

export const snapshotResult = (sent: SentCommand, stream: DomainEventStream, now: number) =>
  result(sent, { id: stream.id, stage: 'SNAPSHOT', function: SAVE, aggregateVersion: stream.version, now })

export const eventHandledResult = (sent: SentCommand, stream: DomainEventStream, now: number) =>
  result(sent, {
    id: stream.body[0]?.id ?? stream.id,
    stage: 'EVENT_HANDLED',
    function: PREPARED_HANDLER,
    aggregateVersion: stream.version,
    now,
  })

/** What another process told of the command, or of one that it led to. */
export function signalledResult(sent: SentCommand, signal: WaitSignal, now: number): CommandResult {
  const { aggregateId, bindingErrors } = signal
  return {
    id: signal.id,
    waitCommandId: signal.waitCommandId,
    stage: signal.stage,
    ...aggregateId,
    aggregateVersion: signal.aggregateVersion,
    requestId: sent.requestId,
    commandId: signal.commandId,
    function: signal.function,
    errorCode: signal.errorCode,
    errorMsg: signal.errorMsg,
    ...(bindingErrors.length === 0 ? {} : { bindingErrors }),
    result: { ...signal.result },
    signalTime: signal.signalTime ?? now,
    succeeded: signal.errorCode === 'Ok',
  }
}
