/**
 * The simulated services of the shop. They know the server only from outside: its public protocol, and its events as
 * their bus. What they have not answered when the process ends is lost, as in a crash, and times out.
 */
import * as z from 'zod/mini'
import { type CommandName, COMMANDS, commandPath } from '../../wow/commands/commands.ts'
import { isMeantFor, PREPARED_HANDLER } from '../../wow/commands/compensation.ts'
import { requestId } from '../../wow/ids.ts'
import { type DomainEvent, type DomainEventStream, EventId, FunctionInfo, RetryState } from '../../wow/schemas.ts'
import { answerTo, firstFailure } from './behaviour.ts'
import { type Occurrence, occurrencesAt } from './occurrences.ts'
import { randomOf } from './random.ts'
import { scriptOf } from './sampleRecords.ts'

/** The world the sample data and the services share unless another one is asked for. */
export const SAMPLE_SEED = 7

interface SampleServicesOptions {
  readonly wow: {
    fetch(request: Request): Promise<Response>
    onEvents(listener: (stream: DomainEventStream) => void): () => void
    /** Events that are published once more, for one function. */
    onRepublished(kind: 'EVENT', listener: (stream: DomainEventStream) => void): () => void
  }
  readonly seed?: number
  readonly log?: (entry: Record<string, unknown>) => void
  readonly now?: () => number
  /** Runs the work after so many milliseconds, unless it is cancelled with the function that comes back. */
  readonly after?: (delayMs: number, work: () => void) => () => void
}

const CompensationPrepared = z.looseObject({ eventId: EventId, function: FunctionInfo, retryState: RetryState })

/** More re-executions than these at once are lost: a service has only so much memory. */
const MOST_PENDING = 20_000

const FIRST_FAILURE_MS = [4_000, 12_000] as const
const NEXT_FAILURE_MS = [25_000, 95_000] as const

function afterTimeout(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs).unref()
  return () => clearTimeout(timer)
}

/** Answers every prepare as `answerTo` says, and reports a new failure about once a minute, until it is closed. */
export function startSampleServices(options: SampleServicesOptions): { close(): Promise<void> } {
  const { wow, seed = SAMPLE_SEED, log = () => undefined, now = Date.now, after = afterTimeout } = options
  const pending = new Set<() => void>()
  let closed = false
  // One command at a time: thousands of answers that fall due together must not crowd out the people at the console.
  let sending = Promise.resolve()

  function later(delayMs: number, work: () => void): void {
    if (closed) return
    const cancel = after(delayMs, () => {
      pending.delete(cancel)
      work()
    })
    pending.add(cancel)
  }

  async function send(command: CommandName, id: string, requestId: string, body: unknown): Promise<void> {
    if (closed) return
    try {
      const response = await wow.fetch(
        new Request(`http://embedded${commandPath(command, id)}`, {
          method: COMMANDS[command].method,
          headers: { 'Content-Type': 'application/json', 'Command-Request-Id': requestId },
          body: JSON.stringify(body),
        }),
      )
      const text = await response.text()
      // Somebody was faster, or the record was deleted meanwhile: the service cannot help it.
      if (!response.ok) log({ sample: 'refused', command, id, status: response.status, answer: text.slice(0, 500) })
    } catch (error) {
      log({ sample: 'failed', command, id, error: String(error) })
    }
  }

  function enqueue(command: CommandName, id: string, requestId: string, body: unknown): void {
    sending = sending.then(() => send(command, id, requestId, body))
  }

  /** `run` names this run of the function: what came of it is told once. */
  function react(stream: DomainEventStream, event: DomainEvent, run: string): void {
    if (event.name !== 'compensation_prepared') return
    const prepared = z.safeParse(CompensationPrepared, event.body)
    if (!prepared.success || closed) return
    if (pending.size >= MOST_PENDING) return log({ sample: 'overloaded', id: stream.aggregateId })
    const { eventId, function: wanted, retryState } = prepared.data
    const answer = answerTo(wanted, eventId, retryState.retries, { seed }, scriptOf(eventId))
    if (answer.kind === 'silent') return
    later(answer.delayMs, () => {
      const executeAt = now()
      if (answer.kind === 'succeeded') enqueue('apply_execution_success', stream.aggregateId, run, { executeAt })
      else {
        const { error, recoverable } = answer
        enqueue('apply_execution_failed', stream.aggregateId, run, { error, executeAt, recoverable })
      }
    })
  }

  const startedAt = now()
  const troubled = new Map<string, string>()

  function report({ serial, at, handler, eventId }: Occurrence): void {
    enqueue('create_execution_failed', '', `${eventId.id}-${serial}`, {
      eventId,
      function: handler.function,
      executeAt: Math.min(at, now()),
      retrySpec: handler.retrySpec ?? null,
      ...firstFailure(handler, eventId, { seed }),
    })
  }

  function failAgain(serial: number, [least, most]: readonly [number, number]): void {
    const random = randomOf(seed, 'live', startedAt, serial)
    later(random.int(least, most), () => {
      const failed = occurrencesAt(serial, now(), random, troubled)
      for (const occurrence of failed) report(occurrence)
      failAgain(serial + failed.length, NEXT_FAILURE_MS)
    })
  }

  const unsubscribe = wow.onEvents((stream) => {
    for (const event of stream.body) react(stream, event, event.id)
  })
  const unsubscribeAgain = wow.onRepublished('EVENT', (stream) => {
    if (!isMeantFor(stream.header, PREPARED_HANDLER)) return
    for (const event of stream.body) react(stream, event, `${event.id}-${requestId()}`)
  })
  failAgain(0, FIRST_FAILURE_MS)

  return {
    async close() {
      closed = true
      unsubscribe()
      unsubscribeAgain()
      for (const cancel of pending) cancel()
      pending.clear()
      await sending
    },
  }
}
