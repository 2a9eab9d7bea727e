import { validateCommand, type Command } from '../../wow/commands.ts'
import type { CommandResult, DomainEventStream } from '../../wow/schemas.ts'
import type { CommandHeaders, Wait } from './commandHeaders.ts'
import type { CommandJob, CommandOutcome } from './commandJobs.ts'
import {
  eventHandledResult,
  gatewayFailure,
  PREPARED_HANDLER,
  processedResult,
  sentResult,
  snapshotResult,
  type SentCommand,
} from './commandResult.ts'
import { deadline } from './deadline.ts'
import { recentRequests } from './recentRequests.ts'
import { Refusal } from './refusal.ts'

export interface CommandRequest {
  readonly command: Command
  /** From the path or the body; a create without one gets a new id. */
  readonly aggregateId?: string | undefined
  readonly headers: CommandHeaders
  readonly wait: Wait
  /** Where wait signals would go: part of the event header (contract 2.1). */
  readonly waitEndpoint: string
  /** What a wait that ran out of time says. */
  readonly timedOut: () => Refusal
  readonly caller?: AbortSignal
}

/** What the service needs of the store and of its surroundings. */
export interface CommandPorts {
  readonly now: () => number
  readonly newId: () => string
  /** Whether the snapshot is written with the event; else it follows later. */
  readonly withSnapshot: boolean
  /** Runs a command in one transaction on the writer. Answers in the order of the calls. */
  readonly execute: (job: CommandJob) => Promise<CommandOutcome>
  readonly requestIdUsed: (aggregateId: string, requestId: string) => Promise<boolean>
  /** Called for every written stream, in order, before anybody is answered. */
  readonly written: (stream: DomainEventStream) => void
  /** Resolves when the snapshot of that version is saved. */
  readonly snapshotSaved: (aggregateId: string, version: number) => Promise<void>
}

/** Sends commands and tells what became of them, stage by stage (contract 3.4 to 3.8). */
export function commandService(ports: CommandPorts) {
  const recent = recentRequests(ports.now)
  const running = new Set<Promise<unknown>>()
  const waiting = new Set<(reason: Error) => void>()

  async function execute(job: CommandJob): Promise<CommandOutcome> {
    const outcome = await ports.execute(job)
    if (outcome.done) ports.written(outcome.stream)
    return outcome
  }

  /** Runs to its end whatever happens to the one who sent it. */
  function start(job: CommandJob): Promise<CommandOutcome> {
    const outcome = execute(job)
    const settled = outcome.then(
      () => undefined,
      () => undefined,
    )
    running.add(settled)
    void settled.then(() => running.delete(settled))
    return outcome
  }

  async function refuseBeforeSending(sent: SentCommand, command: Command, ownRequestId: boolean): Promise<void> {
    const refuse = (errorCode: string, errorMsg: string) =>
      new Refusal(errorCode, errorMsg, { body: gatewayFailure(sent, ports.newId(), errorCode, errorMsg, ports.now()) })

    const seen = recent.seen(sent.aggregateId, sent.requestId)
    if (seen && ownRequestId && (await ports.requestIdUsed(sent.aggregateId, sent.requestId)))
      throw refuse('DuplicateRequestId', `Duplicate request ID[${sent.requestId}].`)
    const invalid = validateCommand(command)
    if (invalid !== undefined) throw refuse(invalid.errorCode, invalid.errorMsg)
  }

  /**
   * Yields the result of each stage up to the awaited one. A failed command ends with a PROCESSED result that says so.
   * Throws a refusal for what fails before sending and for a wait that runs out of time.
   */
  async function* send(request: CommandRequest): AsyncGenerator<CommandResult, void> {
    const { command, headers, wait } = request
    const limit = deadline(wait.timerMs, request.timedOut, request.caller)
    waiting.add(limit.cut)
    try {
      const commandId = ports.newId()
      const sent: SentCommand = {
        name: command.name,
        commandId,
        aggregateId: request.aggregateId ?? ports.newId(),
        requestId: headers.requestId ?? commandId,
        expectedVersion: headers.expectedVersion,
      }
      await refuseBeforeSending(sent, command, headers.requestId !== undefined)

      const processing = start(job(sent, request))
      // A command that was taken is on disk before anybody hears of it (promise 1), so SENT waits for that too.
      const outcome = await limit.within(processing)
      yield sentResult(sent, ports.newId(), ports.now())
      if (wait.stage === 'SENT') return

      yield processedResult(sent, outcome, ports.now())
      if (!outcome.done || wait.stage === 'PROCESSED') return

      if (wait.stage === 'SNAPSHOT') {
        await limit.within(ports.snapshotSaved(sent.aggregateId, outcome.stream.version))
        yield snapshotResult(sent, outcome.stream, ports.now())
      } else if (handlesPrepared(wait, outcome.stream)) {
        yield eventHandledResult(sent, outcome.stream, ports.now())
      } else {
        await limit.never()
      }
    } finally {
      waiting.delete(limit.cut)
      limit.end()
    }
  }

  function job(sent: SentCommand, { command, headers, wait, waitEndpoint }: CommandRequest): CommandJob {
    return {
      command,
      commandId: sent.commandId,
      aggregateId: sent.aggregateId,
      requestId: sent.requestId,
      streamId: ports.newId(),
      eventId: ports.newId(),
      now: ports.now(),
      withSnapshot: ports.withSnapshot,
      expectedVersion: headers.expectedVersion,
      ownerId: headers.ownerId,
      spaceId: headers.spaceId,
      header: {
        command_wait_id: sent.commandId,
        command_wait_endpoint: waitEndpoint,
        command_wait_stage: wait.stage,
        trace_id: sent.commandId,
        upstream_id: sent.commandId,
        upstream_name: sent.name,
        ...headers.message,
      },
    }
  }

  return {
    send,

    /** Finishes what runs and releases who waits. */
    async close(): Promise<void> {
      await Promise.all(running)
      for (const cut of waiting) cut(new Refusal('RequestTimeout', 'The server is stopping.'))
    },
  }
}

export type CommandService = ReturnType<typeof commandService>

/** Whether the built-in handler of `compensation_prepared` is what the sender waits for (contract 3.4). */
function handlesPrepared(wait: Wait, stream: DomainEventStream): boolean {
  return (
    wait.stage === 'EVENT_HANDLED' &&
    stream.body.some((event) => event.name === 'compensation_prepared') &&
    wait.context === PREPARED_HANDLER.contextName &&
    (wait.processor === undefined || wait.processor === PREPARED_HANDLER.processorName) &&
    (wait.function === undefined || wait.function === PREPARED_HANDLER.name)
  )
}
