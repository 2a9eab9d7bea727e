import { validateCommand, type Command } from '../../../wow/commands/commands.ts'
import type { CommandResult, DomainEventStream } from '../../../wow/schemas.ts'
import type { CommandHeaders, Wait } from './commandHeaders.ts'
import type { CommandJob, CommandOutcome } from './commandJobs.ts'
import {
  eventHandledResult,
  gatewayFailure,
  processedResult,
  sentResult,
  signalledResult,
  snapshotResult,
  type SentCommand,
} from './commandResult.ts'
import { waitingFor, type Signal, type WaitSignal } from '../../../wow/commands/waiting.ts'
import { deadline } from './deadline.ts'
import { mailbox, type Mailbox } from './mailbox.ts'
import { recentRequests } from './recentRequests.ts'
import { Refusal } from '../refusal.ts'

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
interface CommandPorts {
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

/** A signal and how the sender hears of it. */
interface Told extends Signal {
  readonly told: CommandResult
}

/** Sends commands and tells what became of them, stage by stage (contract 3.4 to 3.8). */
export function commandService(ports: CommandPorts) {
  const recent = recentRequests(ports.now)
  const running = new Set<Promise<unknown>>()
  const waiting = new Set<(reason: Error) => void>()
  /** Where signals from other processes go, by the command that is waited for. */
  const inboxes = new Map<string, (signal: WaitSignal) => void>()

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

  /** Tells what becomes of a command in this process, stage by stage, as far as it is asked for. */
  async function follow(sent: SentCommand, { stage }: Wait, job: CommandJob, inbox: Mailbox<Told>): Promise<void> {
    const tell = (result: CommandResult) => inbox.put({ ...result, told: result })
    try {
      // A command that was taken is on disk before anybody hears of it (promise 1), so SENT waits for that too.
      const outcome = await start(job)
      tell(sentResult(sent, ports.newId(), ports.now()))
      tell(processedResult(sent, outcome, ports.now()))
      if (!outcome.done) return
      if (stage === 'SNAPSHOT') {
        await ports.snapshotSaved(sent.aggregateId, outcome.stream.version)
        tell(snapshotResult(sent, outcome.stream, ports.now()))
      } else if (
        stage === 'EVENT_HANDLED' &&
        outcome.stream.body.some(({ name }) => name === 'compensation_prepared')
      ) {
        tell(eventHandledResult(sent, outcome.stream, ports.now()))
      }
    } catch (error) {
      inbox.fail(error)
    }
  }

  /**
   * Yields the result of each stage up to the awaited one and returns the one that answers the wait. A failed command
   * ends with a PROCESSED result that says so. Throws a refusal for what fails before sending and for a wait that runs
   * out of time.
   */
  async function* send(request: CommandRequest): AsyncGenerator<CommandResult, CommandResult> {
    const { command, headers, wait } = request
    const limit = deadline(wait.timerMs, request.timedOut, request.caller)
    const commandId = ports.newId()
    waiting.add(limit.cut)
    try {
      const sent: SentCommand = {
        name: command.name,
        commandId,
        aggregateId: request.aggregateId ?? ports.newId(),
        requestId: headers.requestId ?? commandId,
        expectedVersion: headers.expectedVersion,
      }
      await refuseBeforeSending(sent, command, headers.requestId !== undefined)

      const inbox = mailbox<Told>()
      inboxes.set(commandId, (signal) => inbox.put({ ...signal, told: signalledResult(sent, signal, ports.now()) }))
      void follow(sent, wait, job(sent, request), inbox)
      const awaited = waitingFor<Told>(commandId, wait)
      for (;;) {
        const signal = await limit.within(inbox.next())
        if (!awaited.take(signal)) continue
        yield signal.told
        const end = awaited.ended()
        if (end !== undefined) return { ...end.told, result: { ...end.result } }
      }
    } finally {
      inboxes.delete(commandId)
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

    /** What another process tells of a command; of no use when nobody waits for it any more. */
    signal(signal: WaitSignal): void {
      inboxes.get(signal.waitCommandId)?.(signal)
    },

    /** Finishes what runs and releases who waits. */
    async close(): Promise<void> {
      await Promise.all(running)
      for (const cut of waiting) cut(new Refusal('RequestTimeout', 'The server is stopping.'))
    },
  }
}

export type CommandService = ReturnType<typeof commandService>
