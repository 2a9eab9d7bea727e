import type { Connection } from '../../../store/connection.ts'
import { checkAccess, duplicateId, type Rejection } from '../../../wow/execution/access.ts'
import { AGGREGATE_NAME, CONTEXT_NAME, TENANT_ID, type Command } from '../../../wow/commands/commands.ts'
import { decide, evolve, replay, toSnapshot, type Aggregate } from '../../../wow/execution/executionFailed.ts'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { appendStream, loadSnapshot, loadStreams, saveSnapshot } from '../tables.ts'

/** A command as the writer gets it: everything that depends on the outside world is decided already. */
export interface CommandJob {
  readonly command: Command
  readonly commandId: string
  readonly aggregateId: string
  readonly requestId: string
  /** Ids that the event stream and its event get when the command goes through. */
  readonly streamId: string
  readonly eventId: string
  readonly expectedVersion?: number | undefined
  readonly ownerId?: string | undefined
  readonly spaceId?: string | undefined
  readonly header: Readonly<Record<string, string>>
  /** The server's clock, epoch milliseconds. */
  readonly now: number
  /** False when the snapshot follows later. */
  readonly withSnapshot: boolean
}

export type CommandOutcome =
  | { readonly done: true; readonly stream: DomainEventStream }
  | { readonly done: false; readonly rejection: Rejection }

/** The aggregate as its events tell it, whether or not its snapshot has followed. Undefined when it has no events. */
function loadAggregate(connection: Connection, id: string, version?: number): Aggregate | undefined {
  const snapshot = loadSnapshot(connection, id)
  return replay(loadStreams(connection, id, (snapshot?.version ?? 0) + 1, version), snapshot)
}

const rejected = (errorCode: string, errorMsg: string, aggregateVersion: number): CommandOutcome => ({
  done: false,
  rejection: { errorCode, errorMsg, aggregateVersion, origin: 'handler' },
})

function executeInTransaction(connection: Connection, job: CommandJob): CommandOutcome {
  const { command, aggregateId: id } = job
  // Create never looks at what is there; only its append collides (contract 3.7).
  const creates = command.name === 'create_execution_failed'
  const aggregate = creates ? undefined : loadAggregate(connection, id)

  const denied = checkAccess(aggregate, { ...job, name: command.name })
  if (denied !== undefined) return { done: false, rejection: denied }

  const version = aggregate?.version ?? 0
  const decision = decide(aggregate, command, { now: job.now })
  if (!decision.ok) return rejected(decision.errorCode, decision.errorMsg, version)

  const stream: DomainEventStream = {
    contextName: CONTEXT_NAME,
    aggregateName: AGGREGATE_NAME,
    header: job.header,
    aggregateId: id,
    tenantId: TENANT_ID,
    ownerId: aggregate?.ownerId ?? job.ownerId ?? '',
    spaceId: aggregate?.spaceId ?? job.spaceId ?? '',
    commandId: job.commandId,
    requestId: job.requestId,
    version: version + 1,
    body: [{ id: job.eventId, ...decision.event }],
    createTime: job.now,
    id: job.streamId,
  }
  const appended = appendStream(connection, stream)
  if (appended === 'duplicateRequestId')
    return rejected('DuplicateRequestId', `Duplicate request ID[${job.requestId}].`, stream.version)
  // Nobody else writes between loading and appending, so only a create can find its version taken.
  if (appended === 'versionConflict') return { done: false, rejection: duplicateId(id) }

  if (job.withSnapshot) saveSnapshot(connection, toSnapshot(evolve(aggregate, decision.event, stream), job.now))
  else
    connection
      .statement(
        `INSERT INTO pendingSnapshot (aggregateId, version) VALUES (?, ?)
         ON CONFLICT (aggregateId) DO UPDATE SET version = excluded.version`,
      )
      .run(id, stream.version)
  return { done: true, stream }
}

export const commandJobs = {
  /** Checks, decides and appends in one transaction: what it answers is on disk. */
  executeCommand: (connection: Connection, job: CommandJob): CommandOutcome =>
    connection.transaction(() => executeInTransaction(connection, job)),

  /** Saves the snapshot of one version from the events, and notes that it has followed. */
  followSnapshot(connection: Connection, { id, version, now }: { id: string; version: number; now: number }): void {
    connection.transaction(() => {
      const aggregate = loadAggregate(connection, id, version)
      if (aggregate !== undefined) saveSnapshot(connection, toSnapshot(aggregate, now))
      connection.statement('DELETE FROM pendingSnapshot WHERE aggregateId = ? AND version <= ?').run(id, version)
    })
  },

  /** Takes the number of this start and brings every snapshot up to its events. */
  startServer(connection: Connection, { now }: { now: number }): { machine: number; rebuilt: number } {
    return connection.transaction(() => {
      const behind = connection.statement('SELECT aggregateId FROM pendingSnapshot').all()
      for (const { aggregateId } of behind) {
        const aggregate = loadAggregate(connection, String(aggregateId))
        if (aggregate !== undefined) saveSnapshot(connection, toSnapshot(aggregate, now))
      }
      connection.statement('DELETE FROM pendingSnapshot').run()
      const start = connection.statement('INSERT INTO serverStart (startedAt) VALUES (?)').run(now)
      const installation = connection.statement('SELECT firstMachine FROM installation').get()
      const machine = Number(installation?.['firstMachine']) + Number(start.lastInsertRowid)
      return { machine, rebuilt: behind.length }
    })
  },
}
