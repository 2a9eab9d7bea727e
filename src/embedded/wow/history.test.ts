import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { DomainEventStream, StateEvent } from '../../wow/schemas.ts'
import { replay, toStateEvent, type Aggregate } from '../../wow/execution/executionFailed.ts'
import { openEmbeddedWow, type EmbeddedWow } from './server.ts'
import { create, failure, put, request } from './testCommands.ts'

const VERSIONS = 600
let wow: EmbeddedWow
let now = 1_795_000_000_000
/** What the events lead to, by an own replay. */
const expected: StateEvent[] = []

/** Long enough for several pieces of everything that is read piece by piece. */
beforeAll(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open', now: () => now })
  const error = { ...failure.error, stackTrace: 'at com.example.Handler.on(Handler.kt:1)\n'.repeat(200) }
  await create(wow, 'a', { error })
  for (let version = 2; version <= VERSIONS; version += 1) {
    now += 10
    await put(wow, 'a', 'apply_retry_spec', { maxRetries: version, minBackoff: 0, executionTimeout: 1 })
  }
  let aggregate: Aggregate | undefined
  for (const stream of await read(z.array(DomainEventStream), `/a/event/1/${VERSIONS}`)) {
    aggregate = replay([stream], aggregate)
    if (aggregate !== undefined) expected.push(toStateEvent(stream, aggregate))
  }
})
afterAll(() => wow.close())

async function read<T>(schema: z.ZodMiniType<T>, path: string): Promise<T> {
  const response = await wow.fetch(request(path, { method: 'GET' }))
  return z.parse(schema, await response.json())
}
const traced = (query: string) => read(z.array(StateEvent), `/a/state/tracing${query}`)

test('a trace of many pieces is the state after every version, in order', async () => {
  expect(expected).toHaveLength(VERSIONS)
  expect(await traced('')).toEqual(expected)
})

test.each([
  ['?headVersion=599', 598, 600],
  ['?headVersion=3&tailVersion=5', 2, 5],
  ['?limit=2', 598, 600],
  ['?tailVersion=10&limit=2', 8, 10],
  ['?headVersion=9&tailVersion=10&limit=100', 8, 10],
  ['?tailVersion=5000&limit=1', 599, 600],
  ['?headVersion=601', 0, 0],
  ['?limit=0', 0, 0],
])('the window %s', async (query, from, to) => {
  expect(await traced(query)).toEqual(expected.slice(from, to))
})

test('the state at a version and at a time is that of the trace', async () => {
  const State = z.looseObject({ retrySpec: z.looseObject({ maxRetries: z.number() }) })
  const spec = async (path: string) => (await read(State, path)).retrySpec.maxRetries
  expect(await spec('/a/state')).toBe(VERSIONS)
  expect(await spec('/a/state/321')).toBe(321)
  expect(await spec(`/a/state/time/${expected[320]?.createTime}`)).toBe(321)
  expect(await spec(`/a/state/time/${(expected[320]?.createTime ?? 0) + 9}`)).toBe(321)
  expect(await spec(`/a/state/time/${now + 1}`)).toBe(VERSIONS)
})

test('a trace whose reader leaves is read no further', async () => {
  const response = await wow.fetch(request('/a/state/tracing', { method: 'GET' }))
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  // Whatever else is asked is answered at once.
  expect((await read(z.array(DomainEventStream), '/a/event/1/2')).length).toBe(2)
})
