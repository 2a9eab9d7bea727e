import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { checkAccess, duplicateId } from './execution/access.ts'
import { COMMAND_NAMES, COMMANDS, readCommand, validateCommand, type CommandName } from './commands/commands.ts'
import { decide, evolve, replay, toSnapshot, toStateEvent, type Aggregate } from './execution/executionFailed.ts'
import { readEvent } from './execution/events.ts'
import { DomainEventStream, ExecutionFailedState, Snapshot, StateEvent } from './schemas.ts'

const Answer = z.looseObject({
  errorCode: z.string(),
  errorMsg: z.string(),
  stage: z.optional(z.string()),
  aggregateId: z.optional(z.string()),
  aggregateVersion: z.optional(z.nullable(z.number())),
  commandId: z.optional(z.string()),
  signalTime: z.optional(z.number()),
  function: z.optional(z.looseObject({ name: z.string() })),
  bindingErrors: z.optional(z.array(z.looseObject({ msg: z.string() }))),
})
const Exchange = z.object({
  name: z.string(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.optional(z.unknown()),
  status: z.number(),
  answer: Answer,
})
type Exchange = z.infer<typeof Exchange>
const Fixture = z.object({ commands: z.array(Exchange), reads: z.record(z.string(), z.unknown()) })

const load = (name: string) =>
  Fixture.parse(JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')))
const recorded = load('recordedCommands')
const examples = load('exampleCommands')

function commandOf(exchange: Exchange): { name: CommandName; id: string | undefined } {
  for (const name of COMMAND_NAMES) {
    const { method, path } = COMMANDS[name]
    const match = new RegExp(`^/execution_failed${path.replace('{id}', '([^/]+)')}$`).exec(exchange.path)
    if (method === exchange.method && match !== null) return { name, id: match[1] }
  }
  throw new Error(`No command has the address of ${exchange.name}`)
}

/** Text stands for a body that was sent as it is. */
function bodyOf({ body }: Exchange): unknown {
  if (typeof body !== 'string') return body
  return body === '' ? undefined : JSON.parse(body)
}

/** Where this product differs from what was recorded, on purpose. */
const TOLERATED: Readonly<Record<string, string>> = {
  'delete.no-body': 'an empty body is taken as {} (12.2)',
  'delete.zero-length': 'an empty body is taken as {} (12.2)',
  'recover.no-body': 'an empty body is taken as {} (12.2)',
  'delete without body': 'an empty body is taken as {} (12.2)',
}

const created = (id: string, changes: Partial<Aggregate> = {}, retrySpec: object | null = null): Aggregate => {
  const command = readCommand('create_execution_failed', {
    eventId: {
      id: 'e',
      version: 1,
      aggregateId: { contextName: 'c', aggregateName: 'a', aggregateId: 'i', tenantId: '' },
    },
    function: { functionKind: 'EVENT', contextName: 'c', processorName: 'p', name: 'f' },
    error: { errorCode: 'X', errorMsg: 'm', stackTrace: 's' },
    executeAt: 1,
    retrySpec,
  })
  const decision = command.ok ? decide(undefined, command.command, { now: 1 }) : undefined
  const stream = { id: 's', aggregateId: id, ownerId: '', spaceId: '', version: 1, createTime: 1, header: {} }
  return { ...evolve(undefined, decision?.ok === true ? decision.event : undefined, stream), ...changes }
}

/** Executions whose beginning lies before the recording. */
const begun = (): Map<string, Aggregate> => {
  const first = z.array(DomainEventStream).parse(recorded.reads['deleted.events'])
  const begin = replay(first.slice(0, 1))
  if (begin === undefined) throw new Error('The recorded history has no beginning')
  return new Map([
    ['0VbjxZgc0001000', begin],
    ['0Vbk2TMf0001000', created('0Vbk2TMf0001000', { version: 2, deleted: true })],
    ['0Vbk2TfB0001000', created('0Vbk2TfB0001000', {}, { maxRetries: 63, minBackoff: 0, executionTimeout: 0 })],
    ['0VSvNBgI0005001', created('0VSvNBgI0005001')],
  ])
}

/** What a server built on these rules says, as far as the rules decide it. */
function answerTo(exchange: Exchange, store: Map<string, Aggregate>) {
  const { name, id: pathId } = commandOf(exchange)
  const { answer, headers } = exchange
  const reading = readCommand(name, bodyOf(exchange))
  if (!reading.ok) {
    const typed = COMMANDS[name].body === 'typed'
    if (reading.reason === 'empty') return { errorCode: 'IllegalArgument', errorMsg: reading.failure.message }
    return typed ? { binding: `JSON decoding error: ${reading.failure.serverMessage}` } : { unbound: true }
  }
  const blank = validateCommand(reading.command)
  if (blank !== undefined) return { ...blank, aggregateVersion: null }

  const id = pathId ?? answer.aggregateId ?? ''
  const aggregate = store.get(id)
  const version = headers['Command-Aggregate-Version']
  const isInt = version !== undefined && /^-?\d{1,9}$/.test(version)
  const ownerId = headers['Command-Owner-Id']
  const spaceId = headers['Wow-Space-Id'] ?? headers['CoSec-Space-Id']
  const denied = checkAccess(aggregate, {
    name,
    commandId: answer.commandId ?? '',
    aggregateId: id,
    expectedVersion: isInt ? Number(version) : undefined,
    ownerId,
    spaceId,
  })
  if (denied !== undefined) {
    const { errorCode, errorMsg, aggregateVersion } = denied
    return {
      errorCode,
      errorMsg,
      aggregateVersion,
      by: denied.origin === 'process' ? 'process' : COMMANDS[name].handler,
    }
  }
  const now = answer.signalTime ?? 0
  const decision = decide(aggregate, reading.command, { now })
  const by = COMMANDS[name].handler
  const creates = name === 'create_execution_failed'
  if (!decision.ok) {
    const { errorCode, errorMsg } = decision
    return { errorCode, errorMsg, aggregateVersion: creates ? 0 : aggregate?.version, by }
  }
  if (creates && aggregate !== undefined) {
    const { errorCode, errorMsg, aggregateVersion } = duplicateId(id)
    return { errorCode, errorMsg, aggregateVersion, by }
  }
  const next = (aggregate?.version ?? 0) + 1
  store.set(
    id,
    evolve(creates ? undefined : aggregate, decision.event, {
      id: `stream-${next}`,
      aggregateId: id,
      ownerId: ownerId ?? '',
      spaceId: spaceId ?? '',
      version: next,
      createTime: now,
      header: {},
    }),
  )
  return { errorCode: 'Ok', errorMsg: '', aggregateVersion: next, by }
}

/** The same facts of the answer that came. Of stages other than PROCESSED the function is that of the stage. */
function factsOf({ answer, status }: Exchange, ours: object): object {
  if ('unbound' in ours) return { unbound: status === 500 || status === 400 }
  if ('binding' in ours) return { binding: answer.bindingErrors?.[0]?.msg }
  const { errorCode, errorMsg, aggregateVersion, stage } = answer
  if (errorCode === 'RequestTimeout' || (stage === 'SENT' && errorCode === 'Ok')) return ours
  const facts = { errorCode, errorMsg, ...(stage === undefined ? {} : { aggregateVersion }) }
  if (stage === 'SNAPSHOT') return 'by' in ours ? { ...facts, by: ours.by } : facts
  return stage === 'PROCESSED' ? { ...facts, by: answer.function?.name } : facts
}

describe('commands as the real server answered them', () => {
  const store = begun()
  for (const exchange of [...recorded.commands, ...examples.commands]) {
    test(exchange.name, () => {
      if (exchange.name in TOLERATED) {
        expect(exchange.answer.errorMsg).toBe('Command can not be empty.')
        expect(readCommand(commandOf(exchange).name, bodyOf(exchange)).ok).toBe(true)
        return
      }
      const ours = answerTo(exchange, store)
      expect(ours).toEqual(factsOf(exchange, ours))
    })
  }

  test('the execution with the longest history is in the state that was recorded', () => {
    const fresh = begun()
    const until = recorded.commands.findIndex(({ name }) => name === 'recover.ok')
    for (const exchange of recorded.commands.slice(0, until + 1)) {
      if (!(exchange.name in TOLERATED)) answerTo(exchange, fresh)
    }
    const state = ExecutionFailedState.parse(recorded.reads['recovered.state'])
    // The exact time of a prepare is only in its event; everything else must be the same.
    const ours = fresh.get('0VbjxZgc0001000')
    const { retryAt, timeoutAt, nextRetryAt } = state.retryState
    expect(ours?.deleted).toBe(false)
    expect(ours?.tags).toEqual({ team: ['a', 'b'], env: ['prod'] })
    expect({ ...ours?.state, retryState: { ...ours?.state.retryState, retryAt, timeoutAt, nextRetryAt } }).toEqual(
      state,
    )
  })
})

describe('events as the real server stored them', () => {
  const streams = z.array(DomainEventStream).parse(recorded.reads['event.all-kinds'])

  test('one stream of each kind is understood, and decide makes the very same events', () => {
    const bodies: readonly [CommandName, unknown][] = [
      ['create_execution_failed', undefined],
      ['prepare_compensation', {}],
      ['apply_execution_failed', { executeAt: 5, recoverable: 'RECOVERABLE', error: errorOf(streams[0]) }],
      ['apply_retry_spec', { maxRetries: 1, minBackoff: 7, executionTimeout: 9 }],
      ['force_prepare_compensation', {}],
      ['apply_execution_success', { executeAt: 6 }],
      ['change_function', { functionKind: 'EVENT', contextName: 'a', processorName: 'b', name: 'c' }],
      ['mark_recoverable', { recoverable: 'UNRECOVERABLE' }],
      ['default_apply_resource_tags', { tags: { a: ['b'] } }],
      ['default_delete_aggregate', {}],
      ['default_recover_aggregate', {}],
    ]
    expect(streams).toHaveLength(bodies.length)
    for (const [index, [name, body]] of bodies.entries()) {
      const stream = streams[index]
      const event = stream?.body[0]
      if (stream === undefined || event === undefined) throw new Error('A recorded stream has no event')
      expect(readEvent(event)?.name).toBe(COMMANDS[name].event)
      const reading = readCommand(name, body ?? event.body)
      if (!reading.ok) throw new Error(reading.failure.message)
      const { id: _id, ...made } = event
      const now = name.includes('prepare') ? stream.createTime : 0
      expect(decide(replay(streams.slice(0, index)), reading.command, { now })).toEqual({ ok: true, event: made })
    }
  })

  test.each([
    ['formula.prepared', 2],
    ['formula.failed', 3],
    ['formula.spec', 4],
  ])('%s is the state after version %i', (read, version) => {
    expect(replay(streams.slice(0, version))?.state).toEqual(recorded.reads[read])
  })

  test('replay gives what tracing told after each version', () => {
    const traced = z.array(StateEvent).parse(recorded.reads['tracing.all'])
    for (const [index, element] of traced.entries()) {
      const aggregate = replay(traced.slice(0, index + 1))
      if (aggregate === undefined) throw new Error('The history is empty')
      const { firstOperator: _o, firstEventTime: _t, state: _s, tags: _g, deleted: _d, ...stream } = element
      expect(toStateEvent({ ...stream, size: 1 }, aggregate)).toEqual(element)
    }
  })

  test('replay gives the snapshot that was saved', () => {
    const snapshot = Snapshot.parse(recorded.reads['snapshot.get'])
    const aggregate = replay(z.array(StateEvent).parse(recorded.reads['tracing.all']))
    if (aggregate === undefined) throw new Error('The history is empty')
    expect(toSnapshot(aggregate, snapshot.snapshotTime)).toEqual(snapshot)
  })
})

function errorOf(stream: DomainEventStream | undefined): unknown {
  const event = readEvent(stream?.body[0])
  return event?.name === 'execution_failed_created' ? event.body.error : undefined
}
