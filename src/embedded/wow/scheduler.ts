import { CONTEXT_NAME } from '../../wow/commands/commands.ts'
import { resolveNow } from '../../wow/condition/condition.ts'
import { withDeletionGuard } from '../../wow/condition/rewrite.ts'
import { viewCondition } from '../../wow/condition/views.ts'
import { readCommandHeaders, readWait } from './commands/commandHeaders.ts'
import type { CommandService } from './commands/commandService.ts'
import type { DocumentQueries } from './queries/documentQueries.ts'
import { timedOut } from './refusal.ts'

export interface SchedulerOptions {
  readonly initialDelayMs: number
  /** From the end of one run to the beginning of the next, so that runs never overlap. */
  readonly periodMs: number
  readonly batchSize: number
}

export interface SchedulerPorts {
  /** Ids of executions whose next retry is due, the least changed first. */
  readonly due: (batchSize: number) => Promise<readonly string[]>
  /** Sends prepare like anybody else. A refusal is a race that somebody else won, and no error. */
  readonly prepare: (id: string) => Promise<void>
  readonly log: (entry: Record<string, unknown>) => void
}

/** Retries by itself what is due (contract 10): the same commands an operator sends, in batches, from time to time. */
export function startScheduler(options: SchedulerOptions, ports: SchedulerPorts): { close(): Promise<void> } {
  let closed = false
  let run: Promise<void> = Promise.resolve()
  let timer = setTimeout(next, options.initialDelayMs)

  function next(): void {
    run = prepareBatch().finally(() => {
      if (!closed) timer = setTimeout(next, options.periodMs)
    })
  }

  async function prepareBatch(): Promise<void> {
    try {
      const ids = await ports.due(options.batchSize)
      for (const id of ids) {
        if (closed) return
        await ports.prepare(id)
      }
      if (ids.length > 0) ports.log({ message: 'scheduler prepared', count: ids.length })
    } catch (error) {
      if (!closed) ports.log({ level: 'error', message: 'scheduler run failed', cause: String(error) })
    }
  }

  return {
    /** Starts nothing new and waits for the command that is being sent. */
    async close() {
      closed = true
      clearTimeout(timer)
      await run
    },
  }
}

/** Ids of at most `limit` executions that the scheduler takes at `now`: the view "next retry", without HTTP's guard. */
export async function dueExecutions(snapshots: DocumentQueries, now: number, limit: number): Promise<string[]> {
  const rows = await snapshots.list({
    condition: withDeletionGuard(resolveNow(viewCondition('next-retry'), now)),
    projection: { include: ['aggregateId'] },
    sort: [{ field: 'version', direction: 'ASC' }],
    limit,
  })
  return rows.map((row) => String(Object(JSON.parse(row))['aggregateId']))
}

/** Sends one prepare as if it came from a client that waits for nothing. */
export async function prepare(commands: CommandService, aggregateId: string): Promise<void> {
  const none = new Headers({ 'Command-Wait-Stage': 'SENT' })
  const wait = readWait(none, CONTEXT_NAME)
  await Array.fromAsync(
    commands.send({
      command: { name: 'prepare_compensation', body: {} },
      aggregateId,
      headers: readCommandHeaders(none),
      wait,
      waitEndpoint: '',
      timedOut: () => timedOut(`${wait.timeoutMs}ms`, 'source(MonoDefer)'),
    }),
  )
}
