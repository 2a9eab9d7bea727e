import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { ask, get, illegal, notFound, ok, record } from './answers.ts'
import type { Scenario } from './contractCase.ts'
import { conforms, resultLines, summary } from './report.ts'
import { runContract } from './runContract.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** Somebody else's server, which answers as it likes. */
async function serverOf(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  return `http://127.0.0.1:${address.port}`
}

const json =
  (status: number, errorCode: string, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Wow-Error-Code': errorCode })
    response.end(JSON.stringify(body))
  }

const one = (...cases: Scenario['cases']): Scenario => ({ name: 'reading', ids: ['a'], cases })
const run = (url: string, scenario: Scenario, timeoutMs = 5000) =>
  runContract([scenario], { url, guard: 'open', tag: 'mine', now: 1_795_000_000_000, timeoutMs })

test('another answer is different, and both are told', async () => {
  const url = await serverOf(json(200, 'Ok', { id: 'mine-0-a', status: 'FAILED' }))
  const result = await run(url, one(ask('state', get('/{a}/state'), ok({ id: '{a}', status: 'PREPARED' }))))
  expect(result.results.map(({ outcome }) => outcome)).toEqual(['different'])
  expect(conforms(result)).toBe(false)
  const lines = result.results.flatMap(resultLines).join('\n')
  expect(lines).toContain('GET /execution_failed/mine-0-a/state')
  expect(lines).toContain('contract: 200 Ok {"id":"{a}","status":"PREPARED"}')
  expect(lines).toContain('answered: 200 Ok application/json {"id":"mine-0-a","status":"FAILED"}')
  expect(summary(result).join('\n')).toContain('1 cases: 0 same, 0 allowed, 1 different, 0 not there.')
})

test('an answer that is right too is allowed, with its reason', async () => {
  const url = await serverOf(
    json(404, 'NotFound', { errorCode: 'NotFound', errorMsg: 'Not found resource!', succeeded: false }),
  )
  const expected = { expect: illegal('no'), or: [{ ...notFound, reason: 'it need not be there' }] }
  const result = await run(url, one(ask('state', get('/{a}/state'), expected)))
  expect(result.results.map(({ outcome, notes }) => [outcome, notes])).toEqual([['allowed', ['it need not be there']]])
  expect(conforms(result)).toBe(true)
})

test('an answer that is right only after a midnight is allowed only when one may have passed', async () => {
  const url = await serverOf(json(200, 'Ok', []))
  const expected = {
    expect: ok([{ id: '{a}' }]),
    or: [{ ...ok([]), reason: 'the day has ended', overMidnight: true as const }],
  }
  const outcomeAt = async (at: number) => {
    vi.setSystemTime(at)
    const { results } = await run(url, one(ask('state', get('/{a}/state'), expected)))
    return results.map(({ outcome }) => outcome)
  }
  try {
    expect(await outcomeAt(Date.parse('2026-11-18T11:14:59Z'))).toEqual(['different'])
    expect(await outcomeAt(Date.parse('2026-11-18T11:15:00Z'))).toEqual(['allowed'])
  } finally {
    vi.useRealTimers()
  }
})

test('an address that the server does not know is not there; a record that it does not know is different', async () => {
  const state = ask('state', get('/{a}/state'), ok({ id: '{a}' }))
  const page = await serverOf((_, response) => response.writeHead(404).end('<h1>Not found</h1>'))
  expect((await run(page, one(state))).results[0]?.outcome).toBe('not there')
  server?.close()
  const wow = await serverOf(
    json(404, 'NotFound', { errorCode: 'NotFound', errorMsg: 'Not found resource!', succeeded: false }),
  )
  expect((await run(wow, one(state))).results[0]?.outcome).toBe('different')
})

test('a server that says nothing, or refuses to delete, is told', async () => {
  const silent = await serverOf(() => undefined)
  const waiting = await run(silent, one(ask('state', get('/{a}/state'), ok({}))), 100)
  expect(waiting.results[0]?.notes[0]).toContain('no answer')
  server?.closeAllConnections()
  server?.close()
  const stubborn = await serverOf((request, response) => {
    response.writeHead(request.method === 'DELETE' ? 403 : 200, { 'Content-Type': 'application/json' }).end('{}')
  })
  const kept = await run(stubborn, { name: 'making', ids: ['a'], records: [record('{a}')], cases: [] })
  expect(kept.leftBehind).toEqual(['mine-0-a: {}'])
  expect(conforms(kept)).toBe(false)
})

test('without a record to test with, every case of the scenario says why', async () => {
  const url = await serverOf(json(503, 'Busy', {}))
  const { results } = await run(url, { ...one(ask('state', get('/{a}/state'), ok({}))), records: [record('{a}')] })
  expect(results[0]?.notes).toEqual(['No record to test with: 503 {}'])
})
