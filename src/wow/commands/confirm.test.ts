import { describe, expect, test } from 'vitest'
import { wowClient } from '../client.ts'
import type { Command } from './commands.ts'
import { commandAndConfirm, type Confirmation, type ConfirmOptions } from './confirm.ts'
import { WowError } from '../wowError.ts'

const prepare: Command = { name: 'prepare_compensation', body: {} }
const remove: Command = { name: 'default_delete_aggregate', body: {} }

/** The event, without a result, that ends the answer. */
interface EndEvent {
  readonly event: 'GatewayUpstreamUnreachable' | 'GatewayUpstreamTimeout' | 'InternalServerError' | 'IllegalArgument'
}

/** What a server does with the n-th command it gets. */
interface Behaviour {
  /** The command takes effect, unless its request id is known already. */
  readonly runs?: boolean
  /** What of the answer arrives. `cut`: the connection breaks; `stall`: nothing more comes. */
  readonly answer:
    | 'whole'
    | 'processed-then-cut'
    | 'processed-then-stall'
    | 'sent-then-cut'
    | 'none'
    | 'refused'
    | 502
    | EndEvent
  /** It runs after all, when the next command comes: too late for the look in between. */
  readonly runsLate?: boolean
  /** How many reads of the snapshot still show the old one. */
  readonly lag?: number
}

/** A server of one execution, with the idempotency and the event store of a real one. */
function server(...behaviours: readonly Behaviour[]) {
  const accepted = new Map<string, number>()
  const log: string[] = []
  let version = 1
  let lag = 0
  let deleted = false

  const result = (requestId: string, stage: string, errorCode = 'Ok') => ({
    id: 'r',
    waitCommandId: 'c',
    stage,
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    tenantId: '(0)',
    aggregateId: 'x',
    aggregateVersion: stage === 'SENT' ? null : version,
    requestId,
    commandId: 'c',
    function: { functionKind: 'COMMAND', contextName: 'c', processorName: 'p', name: 'n' },
    errorCode,
    errorMsg: errorCode === 'Ok' ? '' : `refused with ${errorCode}`,
    result: {},
    signalTime: 1,
    succeeded: errorCode === 'Ok',
  })

  function events(
    stages: readonly string[],
    requestId: string,
    end: 'close' | 'cut' | 'stall',
    signal?: AbortSignal | null,
  ) {
    const text = stages.map((stage) => {
      const [name, code] = stage.split('!')
      return `id:1\nevent:${name}\ndata:${JSON.stringify(result(requestId, name ?? '', code))}\n\n`
    })
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text.join('')))
        if (end === 'close') controller.close()
        signal?.addEventListener('abort', () => controller.error(signal.reason))
      },
      pull(controller) {
        if (end === 'cut') controller.error(new TypeError('socket hang up'))
        return end === 'stall' ? new Promise(() => undefined) : undefined
      },
    })
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  }

  function command(init: RequestInit): Response | Promise<Response> {
    const behaviour = behaviours[log.filter((line) => line.startsWith('command')).length] ?? { answer: 'whole' }
    const requestId = new Headers(init.headers).get('command-request-id') ?? ''
    if (behaviours[log.filter((line) => line.startsWith('command')).length - 1]?.runsLate) {
      version += 1
      accepted.set(requestId, version)
      log.push(`command ${requestId}`)
      return events(['SENT', 'PROCESSED!IllegalState'], requestId, 'close')
    }
    log.push(`command ${requestId}`)
    if (accepted.has(requestId)) return events(['SENT!DuplicateRequestId'], requestId, 'close')
    if (behaviour.answer === 'refused') return events(['SENT', 'PROCESSED!IllegalState'], requestId, 'close')
    if (behaviour.runs ?? true) {
      version += 1
      lag = behaviour.lag ?? 0
      accepted.set(requestId, version)
      deleted = init.method === 'DELETE'
    }
    if (typeof behaviour.answer === 'object') {
      const { event } = behaviour.answer
      const data = JSON.stringify({ errorCode: event, errorMsg: 'lost', succeeded: false })
      return new Response(`event:${event}\ndata:${data}\n\n`, { headers: { 'content-type': 'text/event-stream' } })
    }
    switch (behaviour.answer) {
      case 'whole':
        return events(['SENT', 'PROCESSED', 'SNAPSHOT'], requestId, 'close')
      case 'processed-then-cut':
        return events(['SENT', 'PROCESSED'], requestId, 'cut')
      case 'processed-then-stall':
        return events(['SENT', 'PROCESSED'], requestId, 'stall', init.signal)
      case 'sent-then-cut':
        return events(['SENT'], requestId, 'cut')
      case 502:
        return Response.json(
          { errorCode: 'GatewayUpstreamUnreachable', errorMsg: 'gone', succeeded: false },
          { status: 502 },
        )
      case 'none':
        break
    }
    return Promise.reject(new TypeError('socket hang up'))
  }

  function lookUp(init: RequestInit): Response {
    const asked = typeof init.body === 'string' ? init.body : ''
    const found = [...accepted].find(([requestId]) => asked.includes(JSON.stringify(requestId)))
    log.push('look up')
    const stream = {
      ...facts,
      id: 's',
      header: {},
      commandId: '',
      body: [],
      createTime: 1,
      requestId: found?.[0],
      version: found?.[1],
    }
    return Response.json(found === undefined ? [] : [stream])
  }

  function snapshot(): Response {
    log.push('snapshot')
    lag -= 1
    if (deleted && lag < 0)
      return Response.json({ errorCode: 'NotFound', errorMsg: 'no', succeeded: false }, { status: 404 })
    const shown = lag < 0 ? version : version - 1
    return Response.json({ ...facts, ...meta, version: shown, state })
  }

  const client = wowClient({
    baseUrl: '',
    fetch: (url, init) =>
      url.endsWith('/event/list') ? lookUp(init) : url.endsWith('/snapshot') ? snapshot() : command(init),
  })
  return { client, log, effects: () => accepted.size }
}

const facts = { contextName: '', aggregateName: '', aggregateId: 'x', tenantId: '', ownerId: '', spaceId: '' }
const operators = { firstOperator: '', operator: '' }
const meta = { ...operators, eventId: '', firstEventTime: 1, eventTime: 1, snapshotTime: 1, tags: {}, deleted: false }
const state = {
  id: 'x',
  eventId: { id: 'e', version: 1, aggregateId: { contextName: '', aggregateName: '', aggregateId: '', tenantId: '' } },
  function: { functionKind: 'EVENT', contextName: '', processorName: '', name: '' },
  error: { errorCode: '', errorMsg: '', stackTrace: '' },
  executeAt: 1,
  retrySpec: { maxRetries: 1, minBackoff: 1, executionTimeout: 1 },
  retryState: { retries: 0, retryAt: 1, timeoutAt: 1, nextRetryAt: 1 },
  status: 'PREPARED',
  recoverable: 'UNKNOWN',
  isBelowRetryThreshold: true,
  isRetryable: true,
}

async function confirm(
  { client }: ReturnType<typeof server>,
  command: Command = prepare,
  options: Partial<ConfirmOptions> = {},
) {
  const seen: string[] = []
  const told: Confirmation[] = []
  let error: unknown
  try {
    const all = { aggregateId: 'x', requestId: 'r1', visibleWithinMs: 300, ...options }
    for await (const step of commandAndConfirm(client, command, all)) {
      told.push(step)
      seen.push(step.state === 'accepted' && step.found ? 'found' : `${step.state} v${step.version}`)
    }
  } catch (reason) {
    error = reason
  }
  return { seen, told, error }
}

test('a command that goes well is accepted, then visible, and sent once', async () => {
  const wow = server()
  expect((await confirm(wow)).seen).toEqual(['accepted v2', 'visible v2'])
  expect(wow.log).toEqual(['command r1'])
})

test('a refusal is told at once and nothing is sent again', async () => {
  const wow = server({ answer: 'refused' })
  const { seen, error } = await confirm(wow)
  expect(seen).toEqual([])
  expect(error).toMatchObject({ kind: 'refused', errorCode: 'IllegalState', message: 'refused with IllegalState' })
  expect(wow.log).toEqual(['command r1'])
})

test('an event that refuses what was sent is told at once and nothing is sent again', async () => {
  const wow = server({ answer: { event: 'IllegalArgument' }, runs: false })
  expect((await confirm(wow)).error).toMatchObject({ kind: 'refused', outcomeUnknown: false })
  expect(wow.log).toEqual(['command r1'])
})

const LOST = [
  'none',
  'sent-then-cut',
  502,
  { event: 'GatewayUpstreamUnreachable' },
  { event: 'GatewayUpstreamTimeout' },
  { event: 'InternalServerError' },
] as const

describe('after a lost answer the event store is asked first', () => {
  test.each(LOST)('and what ran is not sent again: %o', async (answer) => {
    const wow = server({ answer })
    expect((await confirm(wow)).seen).toEqual(['found', 'visible v2'])
    expect(wow.log.slice(0, 2)).toEqual(['command r1', 'look up'])
    expect(wow.log.filter((line) => line === 'command r1')).toHaveLength(1)
    expect(wow.effects()).toBe(1)
  })

  test.each(LOST)('and what did not run is sent once more: %o', async (answer) => {
    const wow = server({ answer, runs: false })
    expect((await confirm(wow)).seen).toEqual(['accepted v2', 'visible v2'])
    expect(wow.log).toEqual(['command r1', 'look up', 'command r1'])
    expect(wow.effects()).toBe(1)
  })

  test('and a refusal of the second sending may be the effect of the first', async () => {
    const wow = server({ answer: 'none', runs: false, runsLate: true })
    expect(await confirm(wow)).toMatchObject({ seen: ['found', 'visible v2'], error: undefined })
    expect(wow.log.slice(0, 4)).toEqual(['command r1', 'look up', 'command r1', 'look up'])
  })

  test('and when the second answer is lost as well, it is asked again and the loss is told', async () => {
    const ran = server({ answer: 'none', runs: false }, { answer: 'none' })
    expect((await confirm(ran)).seen).toEqual(['found', 'visible v2'])
    const lost = server({ answer: 'none', runs: false }, { answer: 'none', runs: false })
    const { seen, error } = await confirm(lost)
    expect(seen).toEqual([])
    expect(error).toMatchObject({ kind: 'unreachable', outcomeUnknown: true })
    expect(lost.log).toEqual(['command r1', 'look up', 'command r1', 'look up'])
  })
})

test('an intent that was carried out before is found, not repeated', async () => {
  const wow = server()
  await confirm(wow)
  expect((await confirm(wow)).seen).toEqual(['found', 'visible v2'])
  expect(wow.effects()).toBe(1)
})

test('what was accepted before the connection broke is looked for in the snapshot', async () => {
  const wow = server({ answer: 'processed-then-cut', lag: 1 })
  expect((await confirm(wow, prepare, { visibleWithinMs: 5000 })).seen).toEqual(['accepted v2', 'visible v2'])
  expect(wow.log).toEqual(['command r1', 'snapshot', 'snapshot'])
})

test('what does not show in time is accepted and not visible', async () => {
  const wow = server({ answer: 'processed-then-stall', lag: 1000 })
  const { told } = await confirm(wow)
  expect(told.at(-1)).toEqual({ state: 'not-visible', aggregateId: 'x', version: 2, afterMs: 300 })
  expect(wow.effects()).toBe(1)
})

test('what shows in the last look is visible', async () => {
  const wow = server({ answer: 'processed-then-stall' })
  expect((await confirm(wow)).seen).toEqual(['accepted v2', 'visible v2'])
})

test('a deletion is visible when the snapshot is gone', async () => {
  const wow = server({ answer: 'processed-then-cut', lag: 1 })
  expect((await confirm(wow, remove, { visibleWithinMs: 5000 })).seen).toEqual(['accepted v2', 'visible v2'])
})

test('leaving after "accepted" closes the connection', async () => {
  let closed = false
  const inner = server({ answer: 'processed-then-stall' })
  const client = {
    ...inner.client,
    async *commandStages(...call: Parameters<typeof inner.client.commandStages>) {
      call[1].signal?.addEventListener('abort', () => {
        closed = true
      })
      yield* inner.client.commandStages(...call)
    },
  }
  for await (const step of commandAndConfirm(client, prepare, { aggregateId: 'x' })) {
    expect(step.state).toBe('accepted')
    break
  }
  expect(closed).toBe(true)
})

test('giving up while waiting ends it', async () => {
  const caller = new AbortController()
  const wow = server({ answer: 'processed-then-stall', lag: 1000 })
  const options = { aggregateId: 'x', signal: caller.signal, visibleWithinMs: 60_000 }
  const run = (async () => {
    for await (const step of commandAndConfirm(wow.client, prepare, options)) {
      if (step.state === 'accepted') caller.abort()
    }
  })()
  await expect(run).rejects.toBeInstanceOf(WowError)
  await expect(run).rejects.toMatchObject({ kind: 'aborted' })
})
