import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { wowClient } from './client.ts'
import type { Command } from './commands/commands.ts'
import { all } from './condition/condition.ts'
import { WowError } from './wowError.ts'

const Refusal = z.object({ status: z.number(), body: z.looseObject({}) })
const recorded = z
  .record(z.string(), z.union([z.string(), Refusal]))
  .parse(JSON.parse(readFileSync(new URL('fixtures/recordedAnswers.json', import.meta.url), 'utf8')))
const Fixture = z.looseObject({ reads: z.looseObject({}) })
const { reads } = Fixture.parse(
  JSON.parse(readFileSync(new URL('fixtures/recordedCommands.json', import.meta.url), 'utf8')),
)

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

/** A server of one answer, and what it was asked. */
function serving(answer: Response | (() => Response | Promise<Response>)) {
  const sent: Sent[] = []
  const client = wowClient({
    baseUrl: 'http://wow/base',
    headers: { 'CoSec-Device-Id': 'd1' },
    fetch: (url, init) => {
      const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      sent.push({ url, method: init.method ?? '', headers: new Headers(init.headers), body })
      return typeof answer === 'function' ? answer() : answer
    },
  })
  return { client, sent }
}

const json = (body: unknown, status = 200) => Response.json(body, { status })
const sse = (text: unknown) =>
  new Response(String(text), { headers: { 'content-type': 'text/event-stream;charset=UTF-8' } })

const mark: Command = { name: 'mark_recoverable', body: { recoverable: 'RECOVERABLE' } }

async function failure(promise: Promise<unknown>): Promise<WowError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof WowError) return error
  throw new Error(`Expected a WowError, but got ${String(error)}`)
}

describe('queries', () => {
  test('a list goes to its address with the body and asks for JSON', async () => {
    const { client, sent } = serving(json([reads['snapshot.get']]))
    const { rows, unreadable } = await client.list({ condition: all(), limit: 10 })
    expect(rows.map(({ version }) => version)).toEqual([3])
    expect(unreadable).toEqual([])
    expect(sent[0]).toMatchObject({
      url: 'http://wow/base/execution_failed/snapshot/list',
      method: 'POST',
      body: { condition: { operator: 'ALL' }, limit: 10 },
    })
    expect(sent[0]?.headers.get('accept')).toBe('application/json')
    expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    expect(sent[0]?.headers.get('cosec-device-id')).toBe('d1')
  })

  test('an odd row is set apart and does not hide the others', async () => {
    const odd = { aggregateId: 'x', state: null }
    const { client } = serving(json({ total: 7, list: [odd, reads['snapshot.get'], 'what'] }))
    const page = await client.paged({ condition: all() })
    expect(page).toMatchObject({ total: 7, unreadable: [odd, 'what'] })
    expect(page.rows).toHaveLength(1)
  })

  test('a row that a newer server has more in keeps it', async () => {
    const { client } = serving(json(Object.assign({}, reads['snapshot.get'], { color: 'red' })))
    expect(await client.snapshot('a/b')).toMatchObject({ color: 'red' })
  })

  test('what is not there is undefined, but a missing route is an error', async () => {
    const absent = { errorCode: 'NotFound', errorMsg: 'Not found resource!', succeeded: false }
    expect(await serving(json(absent, 404)).client.snapshot('x')).toBeUndefined()
    expect(await serving(json(absent, 404)).client.singleState({ condition: all() })).toBeUndefined()
    const error = await failure(serving(new Response('<html>', { status: 404 })).client.snapshot('x'))
    expect(error).toMatchObject({ kind: 'refused', status: 404, message: 'The server answered with HTTP 404.' })
  })

  test('ids are escaped and the window of a tracing is asked for', async () => {
    const { client, sent } = serving(() => json(reads['tracing.all']))
    const { rows } = await client.tracing('a/b', { limit: 1, headVersion: 2 })
    expect(rows).toHaveLength(3)
    await client.tracing('x')
    expect(sent.map(({ url }) => url)).toEqual([
      'http://wow/base/execution_failed/a%2Fb/state/tracing?limit=1&headVersion=2',
      'http://wow/base/execution_failed/x/state/tracing',
    ])
  })

  test('a list can arrive row by row, and an error in it is one', async () => {
    const Row = z.object({ version: z.number() })
    const { client } = serving(() => sse(recorded['sse.raw-list']))
    await expect(Array.fromAsync(client.stream({ condition: all(), limit: 2 }))).rejects.toThrow('cannot be read')
    const { client: projected, sent } = serving(json([{ version: 4 }, {}]))
    expect(await projected.listProjected(Row, { condition: all(), limit: 2 })).toEqual({
      rows: [{ version: 4 }],
      unreadable: [{}],
    })
    expect(sent[0]?.url).toBe('http://wow/base/execution_failed/snapshot/list')
    const refused = await failure(
      Array.fromAsync(serving(sse(recorded['sse.raw-error'])).client.stream({ condition: all(), limit: 0 })),
    )
    expect(refused).toMatchObject({
      errorCode: 'IllegalArgument',
      message: 'HTTP list query limit[0] must be between 1 and 1000.',
    })
  })

  test('the global id is asked for as text', async () => {
    const { client, sent } = serving(new Response('0VbjyJkm0001000'))
    expect(await client.globalId()).toBe('0VbjyJkm0001000')
    expect(sent[0]?.headers.get('accept')).toBe('text/plain')
    const empty = await failure(serving(new Response('')).client.globalId())
    expect(empty).toMatchObject({ kind: 'unreadable', message: "The server's answer cannot be read: it is empty" })
  })

  test.each([
    ['nothing', ''],
    ['a page', '<html>sign in</html>'],
    ['another type', '"12"'],
  ])('a count of %s cannot be read', async (_name, body) => {
    const error = await failure(serving(new Response(body)).client.count(all()))
    expect(error).toMatchObject({ kind: 'unreadable', status: 200 })
    expect(error.message.includes('it is empty')).toBe(body === '')
  })
})

describe('commands', () => {
  test('the headers say what was asked, and a request id is always there', async () => {
    const { client, sent } = serving(() => json(Refusal.parse(recorded['mark.ok']).body))
    const result = await client.command(mark, {
      aggregateId: 'a b',
      requestId: 'r1',
      expectedVersion: 7,
      waitStage: 'SNAPSHOT',
      waitTimeoutMs: 900,
    })
    expect(result.succeeded).toBe(true)
    expect(sent[0]).toMatchObject({
      method: 'PUT',
      url: 'http://wow/base/execution_failed/a%20b/mark_recoverable',
      body: { recoverable: 'RECOVERABLE' },
    })
    const header = (name: string) => sent[0]?.headers.get(name)
    expect(header('command-request-id')).toBe('r1')
    expect(header('command-aggregate-version')).toBe('7')
    expect(header('command-wait-stage')).toBe('SNAPSHOT')
    expect(header('command-wait-timeout')).toBe('900')
    expect(header('command-aggregate-id')).toBeNull()

    await client.command(mark, { aggregateId: 'x' })
    await client.command(mark, { aggregateId: 'x' })
    const ids = sent.slice(1).map(({ headers }) => headers.get('command-request-id'))
    expect(ids[0]).toMatch(/^[\w-]{21}$/)
    expect(ids[0]).not.toBe(ids[1])
  })

  test.each([0, -1, 1.5, Number.NaN])('an expected version of %d is never sent', async (expectedVersion) => {
    const { client, sent } = serving(() => json({}))
    await expect(client.command(mark, { aggregateId: 'x', expectedVersion })).rejects.toThrow(RangeError)
    await expect(client.commandStages(mark, { aggregateId: 'x', expectedVersion }).next()).rejects.toThrow(RangeError)
    expect(sent).toEqual([])
  })

  test('a command on no execution is not sent', async () => {
    const { client, sent } = serving(() => json({}))
    await expect(client.command(mark, {})).rejects.toThrow('mark_recoverable needs an aggregate id.')
    expect(sent).toEqual([])
  })

  test.each([
    ['prepare.not-timed-out', 'IllegalState', 'ExecutionFailed can not retry.', true],
    ['version.conflict', 'CommandExpectVersionConflict', 'The expected version[1]', true],
    ['create.bad-json', 'IllegalArgument', '400 BAD_REQUEST', false],
    ['wait.projected', 'RequestTimeout', 'Did not observe any item', false],
  ])('%s is a refusal in the server words', async (name, errorCode, message, hasResult) => {
    const { status, body } = Refusal.parse(recorded[name])
    const error = await failure(serving(json(body, status)).client.command(mark, { aggregateId: 'x' }))
    expect(error).toMatchObject({ kind: 'refused', status, errorCode })
    expect(error.message).toContain(message)
    expect(error.result !== undefined).toBe(hasResult)
    expect(error.outcomeUnknown).toBe(name === 'wait.projected')
    expect(error.bindingErrors.length > 0).toBe(name === 'create.bad-json')
  })

  test('a command that has a result has an outcome, whatever its status', async () => {
    const { body } = Refusal.parse(recorded['prepare.not-timed-out'])
    const error = await failure(serving(json(body, 500)).client.command(mark, { aggregateId: 'x' }))
    expect(error.outcomeUnknown).toBe(false)
    const bare = { errorCode: 'InternalServerError', errorMsg: 'Unexpected server error', succeeded: false }
    expect((await failure(serving(json(bare, 500)).client.command(mark, { aggregateId: 'x' }))).outcomeUnknown).toBe(
      true,
    )
  })

  test('the stages arrive as they are reached', async () => {
    const { client, sent } = serving(sse(recorded['wait-sse.snapshot']))
    const stages = await Array.fromAsync(client.commandStages(mark, { aggregateId: 'x', waitStage: 'SNAPSHOT' }))
    expect(stages.map(({ stage, aggregateVersion }) => [stage, aggregateVersion])).toEqual([
      ['SENT', null],
      ['PROCESSED', 31],
      ['SNAPSHOT', 31],
    ])
    expect(sent[0]?.headers.get('accept')).toBe('text/event-stream')
  })

  test.each([
    ['wait-sse.failed', ['SENT'], 'IllegalArgument', true],
    ['wait-sse.projected', ['SENT', 'PROCESSED'], 'RequestTimeout', false],
    ['requestid.dup-sse', [], 'DuplicateRequestId', true],
  ])('%s ends the stages with its refusal', async (name, reached, errorCode, hasResult) => {
    const seen: string[] = []
    const error = await failure(
      (async () => {
        const call = { aggregateId: 'x', waitStage: 'PROJECTED' } as const
        for await (const { stage } of serving(sse(recorded[name])).client.commandStages(mark, call)) seen.push(stage)
      })(),
    )
    expect(seen).toEqual(reached)
    expect(error).toMatchObject({ kind: 'refused', errorCode })
    expect(error.result !== undefined).toBe(hasResult)
  })

  test('a stream that ends before the awaited stage is a lost answer', async () => {
    const [sent, processed] = z.string().parse(recorded['wait-sse.snapshot']).split('\n\n')
    const cut = `${sent}\n\n${processed}\n\n`
    const call = { aggregateId: 'x', waitStage: 'SNAPSHOT' } as const
    const error = await failure(Array.fromAsync(serving(sse(cut)).client.commandStages(mark, call)))
    expect(error).toMatchObject({ kind: 'unreachable', outcomeUnknown: true })
  })

  test('JSON where events were asked for cannot be read', async () => {
    const error = await failure(Array.fromAsync(serving(json({})).client.commandStages(mark, { aggregateId: 'x' })))
    expect(error.kind).toBe('unreadable')
  })
})

/** Answers never, but ends as fetch does when its signal is aborted. */
const silent = () =>
  wowClient({
    baseUrl: '',
    fetch: (_url, init) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      }),
  })

describe('limits', () => {
  test('a slow answer is a timeout of ours', async () => {
    const error = await failure(silent().count(all(), { timeoutMs: 20 }))
    expect(error).toMatchObject({
      kind: 'timeout',
      status: 0,
      message: 'No answer within 20 ms.',
      outcomeUnknown: true,
    })
  })

  test('a body that stalls is a timeout too', async () => {
    const client = wowClient({
      baseUrl: '',
      fetch: (_url, init) => {
        const stalled = new ReadableStream<Uint8Array>({
          start: (controller) => init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason)),
        })
        return new Response(stalled, { headers: { 'content-type': 'text/event-stream' } })
      },
      timeoutMs: 20,
    })
    expect((await failure(client.count(all()))).kind).toBe('timeout')
    expect((await failure(Array.fromAsync(client.stream({ condition: all(), limit: 1 })))).kind).toBe('timeout')
  })

  test('giving up is told from a failure, before and during the call', async () => {
    const caller = new AbortController()
    const call = failure(silent().count(all(), { signal: caller.signal }))
    caller.abort()
    expect(await call).toMatchObject({ kind: 'aborted', outcomeUnknown: false })
    expect(await failure(silent().count(all(), { signal: caller.signal }))).toMatchObject({ kind: 'aborted' })
  })

  test('a server that cannot be reached is named with the reason', async () => {
    const { client } = serving(() => Promise.reject(new TypeError('connect ECONNREFUSED')))
    expect(await failure(client.count(all()))).toMatchObject({
      kind: 'unreachable',
      message: 'The server cannot be reached: connect ECONNREFUSED',
    })
  })
})
