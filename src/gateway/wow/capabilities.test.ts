import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { OPERATIONS } from '../../embedded/wow/openapi/operations.ts'
import { openEmbeddedWow } from '../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../embedded/wow/server.ts'
import { Capabilities } from '../api/capabilities.ts'
import { createApp } from '../app.ts'
import { systemClock } from '../clock.ts'
import { wowSource } from './source.ts'
import { openStaticFiles } from '../http/staticFiles.ts'
import { testGateway } from '../testGateway.ts'
import { embeddedUpstream } from './upstream.ts'
import type { Upstream } from './upstream.ts'

let open: EmbeddedWow
beforeAll(async () => {
  open = await openEmbeddedWow({ file: ':memory:', guard: 'open' })
})
afterAll(async () => {
  await open.close()
})

const look = async (app: ReturnType<typeof createApp>, method = 'GET', path = '') => {
  const response = await app.request(`http://localhost/api/capabilities/local${path}`, { method })
  return z.parse(Capabilities, await response.json())
}

/** A gateway before a server that answers for itself what `other` leaves out. */
function before(wow: EmbeddedWow, other: (path: string, method: string) => Response | Error | undefined) {
  const own = embeddedUpstream(wow)
  let asked = 0
  const upstream: Upstream = async (request) => {
    asked += 1
    const answer = other(request.path, request.method)
    if (answer instanceof Error) throw answer
    return answer ?? own(request)
  }
  const source = wowSource({ name: 'local', embedded: false, url: 'http://wow', upstream, clock: systemClock })
  const app = createApp({ sources: [source], files: openStaticFiles(''), deviceId: 'd', roleOf: () => 'operator' })
  return { app, source, asked: () => asked }
}

test('every operation of the protocol is found, and nothing was written to find it', async () => {
  const gateway = testGateway(open)
  const written: string[] = []
  const unsubscribe = open.onEvents(() => written.push('events'))
  const found = await look(gateway.app)
  unsubscribe()
  const names = OPERATIONS.filter(({ tag }) => tag !== 'Actuator').map(({ id }) => id)
  expect(found.endpoints.map(({ id }) => id).toSorted()).toEqual(names.toSorted())
  expect(found.endpoints.filter(({ state }) => state !== 'there')).toEqual([])
  expect(found).toMatchObject({ version: '8.10.10', others: [] })
  expect(found.limits.map(({ asked }) => asked)).toEqual(['no limit', 'long list', 'long page', 'deep page'])
  expect(found.limits.every(({ words }) => words.includes('HTTP'))).toBe(true)
  const count = await gateway.app.request('http://localhost/api/wow/local/execution_failed/event/count', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"operator":"ALL"}',
  })
  expect([written, await count.text()]).toEqual([[], '0'])
  gateway.close()
})

test('what an older server lacks, what a proxy holds back and what a newer one offers is told apart', async () => {
  const { app } = before(open, (path, method) => {
    if (path.endsWith('/tags')) {
      return Response.json(
        { errorCode: 'NotFound', errorMsg: `No handler for ${path.slice(1)}`, succeeded: false },
        { status: 404, headers: { 'Wow-Error-Code': 'NotFound' } },
      )
    }
    if (path.includes('/~no~/')) {
      return Response.json(
        { errorCode: 'NotFound', errorMsg: `No handler for ${path.slice(1)}`, succeeded: false },
        { status: 404, headers: { 'Wow-Error-Code': 'NotFound' } },
      )
    }
    if (path === '/execution_failed/~none~/snapshot' && method === 'PUT') {
      return Response.json(
        { errorCode: 'NotFound', errorMsg: '404 NOT_FOUND "No static resource execution_failed/~none~/snapshot."' },
        { status: 404 },
      )
    }
    if (path === '/wow/bi/script') return new Response('Forbidden', { status: 403 })
    if (path === '/v3/api-docs') {
      return Response.json({
        info: { version: '9.0.0' },
        paths: { '/execution_failed/snapshot/aggregate': { post: { summary: 'Aggregate Snapshot' } } },
      })
    }
    return undefined
  })
  const found = await look(app)
  expect(found.endpoints.filter(({ state }) => state !== 'there')).toMatchObject([
    { id: 'compensation.execution_failed.default_apply_resource_tags', state: 'missing' },
    { id: 'compensation.execution_failed.snapshot.regenerate', state: 'missing' },
    { id: 'wow.bi_script.generate', state: 'refused', words: '403 Forbidden' },
  ])
  expect(found.version).toBe('9.0.0')
  expect(found.others).toEqual([
    { method: 'POST', path: '/execution_failed/snapshot/aggregate', summary: 'Aggregate Snapshot' },
  ])
})

test('a strict guard hides no operation, and names the operators and sizes that it refuses', async () => {
  const strict = await openEmbeddedWow({ file: ':memory:', guard: 'strict' })
  const gateway = testGateway(strict)
  try {
    const found = await look(gateway.app)
    expect(found.endpoints.filter(({ state }) => state !== 'there')).toEqual([])
    expect(found.limits.map(({ asked }) => asked)).toEqual(['no limit', 'long list', 'long page', 'deep page'])
    await gateway.source.introduce()
    const refused = gateway.source.describe().refusedOperators ?? []
    expect(refused.map(({ operator, form }) => `${operator} ${form ?? ''}`.trim())).toEqual([
      'NE',
      'NOT_IN',
      'NOR',
      'NULL',
      'NOT_NULL',
      'CONTAINS',
      'ENDS_WITH',
      'EXISTS false',
      'STARTS_WITH ignoreCase',
      'MATCH',
      'RAW',
    ])
    expect(refused.find(({ operator }) => operator === 'CONTAINS')?.message).toContain('[CONTAINS] is disabled')
  } finally {
    gateway.close()
    await strict.close()
  }
})

test('one look is enough for everybody, until somebody asks again', async () => {
  const { app, asked } = before(open, () => undefined)
  const [one, other] = await Promise.all([look(app), look(app)])
  const once = asked()
  expect(one).toEqual(other)
  await look(app)
  expect(asked()).toBe(once)
  await look(app, 'POST', '/again')
  expect(asked()).toBeGreaterThan(once)
})

test('nothing is claimed of a server that is not reached, and it is asked again when it is back', async () => {
  let gone = true
  const { app } = before(open, () => (gone ? new Error('connect ECONNREFUSED') : undefined))
  const refused = await app.request('http://localhost/api/capabilities/local')
  expect(refused.status).toBeGreaterThanOrEqual(500)
  gone = false
  expect((await look(app)).version).toBe('8.10.10')
})

test('an unknown source is refused', async () => {
  const { app } = before(open, () => undefined)
  const answer = await app.request('http://localhost/api/capabilities/other')
  expect(answer.status).toBe(404)
})
