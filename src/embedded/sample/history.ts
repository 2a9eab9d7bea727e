import { checkAccess } from '../../wow/execution/access.ts'
import { AGGREGATE_NAME, type Command, CONTEXT_NAME, TENANT_ID } from '../../wow/commands/commands.ts'
import { type Aggregate, decide, evolve, toSnapshot } from '../../wow/execution/executionFailed.ts'
import type { DomainEventStream, EventHeader, Snapshot } from '../../wow/schemas.ts'
import type { Random } from './random.ts'

/** Who sent a command: only its trace in the event header differs. */
export type Sender = 'service' | 'scheduler' | 'operator'

/** The past of one execution, written event by event by the same rules as the server's. */
export interface History {
  readonly streams: readonly DomainEventStream[]
  /** Undefined before the first event. */
  readonly aggregate: Aggregate | undefined
  /** Carries a command out as if it had been sent at that time. False where the rules refuse it: nothing happened. */
  apply(at: number, command: Command, sender: Sender): boolean
  /** The snapshot after the last event. Throws when there was none. */
  snapshot(): Snapshot
}

/** A past without events yet. `idAt` makes its ids (`idsAt`). */
export function openHistory(id: string, random: Random, idAt: (time: number) => string): History {
  const streams: DomainEventStream[] = []
  let aggregate: Aggregate | undefined

  return {
    streams,
    get aggregate() {
      return aggregate
    },
    apply(at, command, sender) {
      const commandId = idAt(at - 2)
      if (checkAccess(aggregate, { name: command.name, commandId, aggregateId: id }) !== undefined) return false
      const decision = decide(aggregate, command, { now: at })
      if (!decision.ok) return false
      const stream: DomainEventStream = {
        id: idAt(at),
        contextName: CONTEXT_NAME,
        aggregateName: AGGREGATE_NAME,
        aggregateId: id,
        tenantId: TENANT_ID,
        ownerId: '',
        spaceId: '',
        header: headerOf(command.name, commandId, sender, random),
        commandId,
        requestId: commandId,
        version: streams.length + 1,
        body: [{ id: idAt(at), ...decision.event }],
        createTime: at,
      }
      aggregate = evolve(aggregate, decision.event, stream)
      streams.push(stream)
      return true
    },
    snapshot() {
      if (aggregate === undefined) throw new Error(`The execution ${id} has no past.`)
      return toSnapshot(aggregate, aggregate.eventTime + 3)
    },
  }
}

const DEVICES = ['0Vdesk00night01', '0Vdesk00night02', '0Vphone0oncall1'] as const

function headerOf(command: string, commandId: string, sender: Sender, random: Random): EventHeader {
  const trace = { trace_id: commandId, upstream_id: commandId, upstream_name: command }
  if (sender !== 'operator')
    return { ...trace, remote_ip: sender === 'service' ? `10.4.0.${random.int(2, 40)}` : 'localhost' }
  return {
    ...trace,
    remote_ip: `10.1.7.${random.int(2, 60)}`,
    user_agent: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36',
    app_id: 'compensation-dashboard',
    device_id: random.pick(DEVICES),
  }
}
