/** Random commands, queries, restarts and kills against the pure model of `src/wow`. A failure prints its seed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { checkAccess } from '../../wow/execution/access.ts'
import { COMMANDS, commandPath, TENANT_ID, validateCommand, type Command } from '../../wow/commands/commands.ts'
import { conditions } from '../../wow/condition/conditionArbitraries.ts'
import type { Condition } from '../../wow/condition/condition.ts'
import {
  decide,
  evolve,
  toSnapshot,
  toStateEvent,
  type Aggregate,
  type Decision,
} from '../../wow/execution/executionFailed.ts'
import { command as anyCommand } from '../../wow/execution/executionArbitraries.ts'
import { checkCondition } from '../../wow/condition/guard.ts'
import { matches } from '../../wow/condition/matches.ts'
import { parseCondition } from '../../wow/condition/parseCondition.ts'
import { scoped, withDeletionGuard } from '../../wow/condition/rewrite.ts'
import { CommandResult, DomainEventStream, type StateEvent } from '../../wow/schemas.ts'
import { openEmbeddedWow, type EmbeddedWow } from './server.ts'

const START = 1_795_384_774_069
const ORIGIN = 'http://localhost:8080'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'amends-model-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Execution {
  aggregate: Aggregate
  readonly requestIds: Set<string>
  readonly trace: StateEvent[]
}

interface Model {
  readonly executions: Map<string, Execution>
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A server, and what its clock can have been between two looks at it. */
interface Real {
  readonly fetch: (request: Request) => Promise<Response>
  readonly now: () => number
  readonly pass: (ms: number) => Promise<void>
  /** Ends the server in order and starts it again on the same file. */
  readonly restart: () => Promise<void>
  /** Ends it at once, whatever it does, and starts it again. */
  readonly kill: () => Promise<void>
}

async function ask(
  real: Real,
  { method, path, headers = {}, body }: Asked,
): Promise<{ status: number; body: unknown }> {
  const response = await real.fetch(
    new Request(`${ORIGIN}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

interface Sending {
  readonly command: Command
  readonly id: string
  readonly expected: 'none' | 'right' | 'wrong'
  readonly owner: string | undefined
  readonly requestId: string | undefined
  readonly stage: string
}

const sending: fc.Arbitrary<Sending> = fc.record({
  command: anyCommand,
  id: fc.constantFrom('x', 'y', 'z'),
  expected: fc.constantFrom('none', 'none', 'none', 'right', 'wrong'),
  owner: fc.constantFrom(undefined, undefined, undefined, 'alice', 'bob'),
  requestId: fc.constantFrom(undefined, undefined, undefined, 'r1', 'r2', 'r3'),
  stage: fc.constantFrom('PROCESSED', 'SNAPSHOT', 'SENT'),
})

const expectedVersion = ({ expected }: Sending, aggregate: Aggregate | undefined): number | undefined => {
  const version = aggregate?.version ?? 0
  if (expected === 'none' || (expected === 'right' && version === 0)) return undefined
  return expected === 'right' ? version : version + 1
}

/** What the model says of a command at a time: an event, or the codes that it may be refused with. */
function judged(
  model: Model,
  sent: Sending,
  now: number,
): { readonly decision?: Decision; readonly codes: readonly string[] } {
  const execution = model.executions.get(sent.id)
  const aggregate = execution?.aggregate
  const { command, id, owner } = sent
  const used = sent.requestId !== undefined && execution?.requestIds.has(sent.requestId) === true
  const duplicate = used ? ['DuplicateRequestId'] : []
  const invalid = validateCommand(command)
  if (invalid !== undefined) return { codes: [...duplicate, invalid.errorCode] }
  const refused = checkAccess(aggregate, {
    name: command.name,
    commandId: 'c',
    aggregateId: id,
    expectedVersion: expectedVersion(sent, aggregate),
    ownerId: owner,
  })
  if (refused !== undefined) return { codes: [...duplicate, refused.errorCode] }
  const decision = decide(aggregate, command, { now })
  if (!decision.ok) return { codes: [...duplicate, decision.errorCode] }
  if (command.name === 'create_execution_failed' && aggregate !== undefined)
    return { codes: [...duplicate, 'DuplicateAggregateId'] }
  return used ? { codes: duplicate } : { decision, codes: [] }
}

function request(model: Model, sent: Sending): Asked {
  const { command, id, owner, requestId, stage } = sent
  const version = expectedVersion(sent, model.executions.get(id)?.aggregate)
  return {
    method: COMMANDS[command.name].method,
    path: commandPath(command.name, id),
    headers: {
      'Command-Wait-Stage': stage,
      'Command-Aggregate-Id': id,
      ...(version === undefined ? {} : { 'Command-Aggregate-Version': String(version) }),
      ...(owner === undefined ? {} : { 'Command-Owner-Id': owner }),
      ...(requestId === undefined ? {} : { 'Command-Request-Id': requestId }),
    },
    body: command.body,
  }
}

async function streamOf(real: Real, id: string, version: number): Promise<DomainEventStream | undefined> {
  const { status, body } = await ask(real, {
    method: 'GET',
    path: `/execution_failed/${id}/event/${version}/${version}`,
  })
  expect(status).toBe(200)
  return z.parse(z.array(DomainEventStream), body)[0]
}

/** Takes what the server has written into the model, after comparing it with what the model says. */
async function follow(model: Model, real: Real, sent: Sending, from: number): Promise<void> {
  const { id, owner, command } = sent
  const execution = model.executions.get(id)
  const version = (execution?.aggregate.version ?? 0) + 1
  const stream = await streamOf(real, id, version)
  if (stream === undefined) throw new Error(`The event of version ${version} is not there.`)
  expect(stream.createTime).toBeGreaterThanOrEqual(from)
  expect(stream.createTime).toBeLessThanOrEqual(real.now())
  const { decision } = judged(model, sent, stream.createTime)
  if (decision?.ok !== true) throw new Error(`The server has taken ${command.name}, which the model refuses.`)
  expect(stream).toMatchObject({
    body: [decision.event],
    version,
    ownerId: execution?.aggregate.ownerId ?? owner ?? '',
    requestId: sent.requestId ?? stream.commandId,
    size: 1,
  })
  const aggregate = evolve(execution?.aggregate, decision.event, stream)
  const next = execution ?? { aggregate, requestIds: new Set(), trace: [] }
  next.aggregate = aggregate
  next.requestIds.add(stream.requestId)
  next.trace.push(toStateEvent(stream, aggregate))
  model.executions.set(id, next)
}

/** The record as every route shows it. */
async function compareRecord(model: Model, real: Real, id: string): Promise<void> {
  const execution = model.executions.get(id)
  const shown = execution !== undefined && !execution.aggregate.deleted
  const base = `/execution_failed/${id}`
  const state = await ask(real, { method: 'GET', path: `${base}/state` })
  expect(state).toEqual(
    shown ? { status: 200, body: execution.aggregate.state } : { status: 404, body: expect.anything() },
  )
  const snapshot = await ask(real, { method: 'GET', path: `${base}/snapshot` })
  expect(snapshot.status).toBe(shown ? 200 : 404)
  if (shown) expect(snapshot.body).toEqual({ ...toSnapshot(execution.aggregate, 0), snapshotTime: expect.any(Number) })
  const tracing = await ask(real, { method: 'GET', path: `${base}/state/tracing` })
  expect(tracing).toEqual({ status: 200, body: execution?.trace ?? [] })
}

/** How often each code was answered: a fuzz that is refused everything proves nothing. */
const seen = new Map<string, number>()

type Step = fc.AsyncCommand<Model, Real>

const step = (name: string, given: unknown, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => `${name}(${JSON.stringify(given) ?? ''})`,
})

const send = (sent: Sending): Step =>
  step('send', sent, async (model, real) => {
    const from = real.now()
    const answer = await ask(real, request(model, sent))
    const possible = [from, real.now()].map((now) => judged(model, sent, now))
    const taken = possible.some(({ decision }) => decision !== undefined)
    const result = z.parse(CommandResult, answer.body)
    seen.set(result.errorCode, (seen.get(result.errorCode) ?? 0) + 1)
    const before = model.executions.get(sent.id)?.aggregate.version ?? 0
    if (result.errorCode !== 'Ok') {
      expect(possible.flatMap(({ codes }) => codes)).toContain(result.errorCode)
    } else if (sent.stage !== 'SENT' || taken) {
      // A command that was sent and taken is on disk before anybody hears of it.
      await follow(model, real, sent, from)
      if (sent.stage !== 'SENT') expect(result.aggregateVersion).toBe(before + 1)
    }
    expect(await streamOf(real, sent.id, (model.executions.get(sent.id)?.aggregate.version ?? 0) + 1)).toBeUndefined()
    await compareRecord(model, real, sent.id)
  })

const pass = (ms: number): Step => step('pass', ms, (_, real) => real.pass(ms))

const restart: Step = step('restart', '', async (model, real) => {
  await real.restart()
  for (const id of ['x', 'y', 'z']) await compareRecord(model, real, id)
})

/** Killed while it works on a command: that is done or it is not, and what was acknowledged is. */
const killWhile = ({ sent, afterMs }: { sent: Sending; afterMs: number }): Step =>
  step('killWhile', { sent, afterMs }, async (model, real) => {
    const from = real.now()
    const before = model.executions.get(sent.id)?.aggregate.version ?? 0
    const answering = ask(real, request(model, sent)).catch(() => undefined)
    await pause(afterMs)
    await real.kill()
    const answer = await answering
    const done = (await streamOf(real, sent.id, before + 1)) !== undefined
    const taken = [from, real.now()].every((now) => judged(model, sent, now).decision !== undefined)
    if (answer?.status === 200 && taken) expect(done).toBe(true)
    if (done) await follow(model, real, sent, from)
    for (const id of ['x', 'y', 'z']) await compareRecord(model, real, id)
  })

const ask100 = (condition: Condition): Step =>
  step('query', condition, async (model, real) => {
    // As it is read from the wire: a null value is no value there.
    const read = parseCondition(condition)
    if (!read.ok) throw new Error(read.message)
    const rewritten = scoped(read.condition, { tenantId: TENANT_ID })
    if (checkCondition(rewritten, { strict: false }) !== undefined) return
    const effective = withDeletionGuard(rewritten)
    const now = real.now()
    const { status, body } = await ask(real, {
      method: 'POST',
      path: '/execution_failed/snapshot/list',
      body: { condition, limit: 100, projection: { include: ['version'] } },
    })
    const found = [...model.executions.values()]
      .map(({ aggregate }) => toSnapshot(aggregate, 0))
      // The time of saving is the server's own affair.
      .filter((snapshot) => matches(effective, snapshot, { now, zone: 'UTC' }))
      .map(({ aggregateId, version }) => ({ version, aggregateId }))
    expect(status).toBe(200)
    expect(body).toHaveLength(found.length)
    expect(body).toEqual(expect.arrayContaining(found))
  })

const aboutSnapshotTime = (condition: Condition): boolean =>
  condition.field === 'snapshotTime' || (condition.children ?? []).some(aboutSnapshotTime)
const query = conditions('snapshot')
  .filter((condition) => !aboutSnapshotTime(condition))
  .map(ask100)

const creating = sending
  .filter(({ command }) => command.name === 'create_execution_failed')
  .map((sent) => send({ ...sent, expected: 'none', owner: undefined }))

/** In this process, with a clock of its own, so that tries run out of time. */
async function serverHere(number: number): Promise<{ readonly real: Real; readonly close: () => Promise<void> }> {
  const file = path.join(folder, `${number}.db`)
  const clock = { now: START }
  const open = () => openEmbeddedWow({ file, guard: 'open', zone: 'UTC', now: () => clock.now })
  let wow: EmbeddedWow = await open()
  const restart = async () => {
    await wow.close()
    wow = await open()
  }
  return {
    real: {
      fetch: (request) => wow.fetch(request),
      now: () => clock.now,
      pass: async (ms) => void (clock.now += ms),
      restart,
      kill: restart,
    },
    close: () => wow.close(),
  }
}

test('random commands do what the model says, also over restarts', { timeout: 120_000 }, async () => {
  let number = 0
  const steps = fc.commands(
    [
      fc.oneof(
        { weight: 6, arbitrary: creating },
        { weight: 24, arbitrary: sending.map(send) },
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 90_000 }).map(pass) },
        { weight: 8, arbitrary: query },
        { weight: 1, arbitrary: fc.constant(restart) },
      ),
    ],
    { maxCommands: 60, size: 'max' },
  )
  await fc.assert(
    fc.asyncProperty(steps, async (commands) => {
      const { real, close } = await serverHere((number += 1))
      try {
        await fc.asyncModelRun(() => ({ model: { executions: new Map() }, real }), commands)
      } finally {
        await close()
      }
    }),
    { numRuns: 12, interruptAfterTimeLimit: 90_000 },
  )
  expect(seen.get('Ok')).toBeGreaterThan(20)
  expect(seen.size).toBeGreaterThan(4)
})

const SCRIPT = fileURLToPath(new URL('./durabilityServer.ts', import.meta.url))

/** In a process of its own, so that it can be killed. */
async function serverElsewhere(number: number): Promise<{ readonly real: Real; readonly close: () => Promise<void> }> {
  const file = path.join(folder, `killed-${number}.db`)
  const start = async (): Promise<{ child: ChildProcess; base: string }> => {
    const child = spawn(process.execPath, [SCRIPT, file, '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
    })
    const [line] = await once(child.stdout, 'data')
    return { child, base: `http://127.0.0.1:${String(line).trim()}` }
  }
  let running = await start()
  const end = async () => {
    const gone = once(running.child, 'exit')
    running.child.kill('SIGKILL')
    await gone
  }
  const again = async () => {
    await end()
    running = await start()
  }
  return {
    real: {
      fetch: (request) => fetch(new Request(request.url.replace(ORIGIN, running.base), request)),
      now: Date.now,
      pass: async () => undefined,
      restart: again,
      kill: again,
    },
    close: end,
  }
}

test('a kill in the middle of a command leaves it done or not done', { timeout: 120_000 }, async () => {
  let number = 0
  const kill = fc.record({ sent: sending, afterMs: fc.integer({ min: 0, max: 6 }) }).map(killWhile)
  const burst = fc.tuple(creating, fc.array(fc.oneof(sending.map(send), query), { minLength: 3, maxLength: 12 }), kill)
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 2, maxLength: 2 }), async (bursts) => {
      const { real, close } = await serverElsewhere((number += 1))
      try {
        const commands = bursts.flatMap(([first, rest, last]) => [first, ...rest, last])
        await fc.asyncModelRun(() => ({ model: { executions: new Map() }, real }), commands)
      } finally {
        await close()
      }
    }),
    { numRuns: 2, endOnFailure: true },
  )
})
