import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { DEFAULT_OMS_OPTIONS } from '../../oms/options.ts'
import { Failovers, OmsDescription, OperationAnswer, TransactionDetail, TransactionNews, Watches } from '../api/oms.ts'
import { Sources } from '../api/sources.ts'
import { openTestOms, openTestRoom, pathOf, temporaryFile, wish } from './testOms.ts'
import type { TestRoom } from './testOms.ts'

test('a transaction comes with its actions when they are asked for, and is remembered', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const bare = await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002'))
  expect(bare).toMatchObject({ transaction: { Id: 1004, Status: 4 }, actions: null, otherEcho: null })
  const whole = await room.get(TransactionDetail, pathOf(1, 1004, '?cmd=10002&actions=1'))
  expect(whole.actions?.length).toBeGreaterThan(0)
  expect(whole.known).toMatchObject({ status: 4, cmd: 10002, progress: { total: whole.actions?.length } })
  expect(whole.history).toMatchObject([{ kind: 'status', status: 4, otherStatus: null, late: false }])
  const { recent, most } = await room.get(Watches, '/api/watches')
  expect([recent.map(({ transId }) => transId), most]).toEqual([[1004], 1000])
})

test('the body of the OMS can be had as it came', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const response = await room.send('GET', pathOf(1, 1004, '/raw?cmd=10002'))
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="transaction-1-1004.json"')
  expect(await response.json()).toMatchObject({ Id: 1004, ActionList: expect.any(Array) })
})

test('the failover list gives transactions', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  oms.meddle = ({ what }) =>
    what === 'get-failover-list' ? Response.json([{ Id: 7, Status: 4, Type: 128, SetId: 7 }, 'odd']) : undefined
  const failovers = await room.get(Failovers, '/api/oms/local/failovers?appId=2&all=1')
  expect(failovers).toMatchObject({ transactions: [{ Id: 7, Type: 128 }], odd: ['odd'] })
})

test('how the OMS is spoken to, and how it is, can be asked', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  expect(await room.get(OmsDescription, '/api/oms/local')).toEqual({
    name: 'local',
    embedded: true,
    url: null,
    options: DEFAULT_OMS_OPTIONS,
  })
  await room.source.introduce()
  expect(await room.get(Sources, '/api/sources')).toMatchObject({
    sources: [{ name: 'local', kind: 'oms', embedded: true, health: { state: 'up' } }],
  })
})

test.each([
  ['GET', '/api/oms/other', undefined, 404],
  ['GET', pathOf(1, 1001), undefined, 400],
  ['GET', pathOf(1, 1001, '?cmd=x'), undefined, 400],
  ['GET', '/api/oms/local/transactions/x/1?cmd=1', undefined, 400],
  ['GET', '/api/oms/local/transactions/1/4294967296?cmd=1', undefined, 400],
  ['GET', '/api/oms/local/failovers', undefined, 400],
  ['GET', '/api/oms/local/nothing', undefined, 404],
  ['POST', pathOf(1, 1001, '/explode'), wish(10002, 1), 404],
  ['POST', pathOf(1, 1001, '/execute'), {}, 400],
  ['POST', pathOf(1, 1001, '/execute'), wish(10002, 1, { reason: 'x'.repeat(501) }), 400],
  ['POST', pathOf(1, 1001, '/execute'), wish(10002, 1, { intentId: 'short' }), 400],
  ['POST', pathOf(1, 1001, '/execute'), wish(10002, 1, { more: 1 }), 400],
  ['POST', pathOf(1, 1001, '/execute'), wish(10002, 1, { reason: 'x'.repeat(20_000) }), 413],
  ['POST', '/api/watches', { source: 'other', setId: 1, transId: 1, cmd: 1 }, 404],
  ['POST', '/api/watches', { source: 'local', setId: -1, transId: 1, cmd: 1 }, 400],
  ['DELETE', '/api/watches/local/1/x', undefined, 400],
])('%s %s with %j is refused with %i and asks the OMS nothing', async (method, address, body, status) => {
  const oms = await openTestOms({ sample: false })
  const room = await openTestRoom(oms)
  expect((await room.refused(method, address, body)).status).toBe(status)
  expect(oms.asked).toEqual([])
})

test('a viewer sees everything and changes nothing', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms, { role: 'viewer' })
  await room.get(TransactionDetail, pathOf(1, 1001, '?cmd=10002'))
  for (const [method, address, body] of [
    ['POST', pathOf(1, 1001, '/execute'), wish(10002, 1)],
    ['POST', '/api/watches', { source: 'local', setId: 1, transId: 1001, cmd: 10002 }],
    ['DELETE', '/api/watches/local/1/1001', undefined],
  ] as const) {
    expect(await room.refused(method, address, body)).toMatchObject({ status: 403, errorCode: 'GatewayForbidden' })
  }
  expect(oms.count('executing')).toBe(0)
  const operator = await openTestRoom(oms, { role: 'operator' })
  expect((await operator.send('POST', pathOf(1, 1001, '/execute'), wish(10002, 1))).status).toBe(200)
})

test('another page cannot execute anything', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  for (const headers of [{ Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
    const response = await room.send('POST', pathOf(1, 1001, '/execute'), wish(10002, 1), headers)
    expect(response.status).toBe(403)
  }
  expect(oms.asked).toEqual([])
})

/** What a page's stream has said so far. */
async function look({ app }: TestRoom) {
  const response = await app.request('/api/events?source=local')
  expect(response.status).toBe(200)
  const reader = response.body?.getReader()
  onTestFinished(async () => {
    await reader?.cancel()
  })
  const page = { text: '' }
  void (async () => {
    const decoder = new TextDecoder()
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      page.text += decoder.decode(part.value, { stream: true })
    }
  })()
  return page
}

const newsIn = (text: string) =>
  [...text.matchAll(/event:transaction\ndata:(.*)\n/g)].map(([, data]) =>
    z.parse(TransactionNews, JSON.parse(data ?? '')),
  )

test('pages are told what the gateway sees, over the stream they have', async () => {
  const oms = await openTestOms()
  const room = await openTestRoom(oms)
  const page = await look(room)
  await room.post(OperationAnswer, pathOf(1, 3002, '/execute'), wish(10002, 1))
  await oms.clock.advance(600_000)
  const statuses = newsIn(page.text).flatMap(({ entries }) =>
    entries.flatMap(({ kind, status }) => (kind === 'status' ? [status] : [])),
  )
  expect(statuses).toEqual([1, 2, 3, 4, 9])
  const told = newsIn(page.text).map(({ known }) => known)
  expect(told.find(({ status }) => status === 3)?.nextReadAt).not.toBeNull()
  expect(told.at(-1)).toMatchObject({ status: 9, nextReadAt: null })
  const outcomes = newsIn(page.text).flatMap(({ entries }) => entries.flatMap(({ outcome }) => outcome ?? []))
  expect(outcomes).toEqual(['sending', 'reached'])
  oms.meddle = () => new Response('', { status: 503 })
  await room.refused('GET', pathOf(1, 3002, '?cmd=10002'))
  expect(page.text).toContain('event:omsHealth\ndata:{"source":"local","health":{"state":"down"')
})

const aloud = (token: string | null) => `refused: http://oms/detail?access-token=${token} (${token})`

test('neither token nor password is seen in an answer, an event, a log or the store', async () => {
  const file = temporaryFile()
  const oms = await openTestOms()
  const room = await openTestRoom(oms, { file })
  const page = await look(room)
  const answers: string[] = []
  const ask = async (...request: Parameters<TestRoom['send']>) => {
    const response = await room.send(...request)
    answers.push(await response.text(), JSON.stringify([...response.headers]), response.url)
  }
  const all = async () => {
    await ask('GET', pathOf(1, 1004, '?cmd=10002&actions=1'))
    await ask('GET', pathOf(1, 1004, '/raw?cmd=10002'))
    await ask('GET', pathOf(1, 1004, '?cmd=10004'))
    await ask('POST', pathOf(1, 3002, '/execute'), wish(10002, 1, { reason: 'why' }))
    await ask('POST', '/api/watches', { source: 'local', setId: 1, transId: 1001, cmd: 10002 })
    await ask('GET', '/api/oms/local/failovers?appId=2')
    for (const address of ['/api/watches', '/api/sources', '/api/oms/local', pathOf(1, 3002, '/history')]) {
      await ask('GET', address)
    }
    await oms.clock.advance(120_000)
  }
  await all()
  // An OMS, and what stands before it, that say the token aloud in every way.
  const loud = [
    (token: string | null) => new Response(aloud(token), { status: 502 }),
    (token: string | null) => Response.json({ trans_id: [aloud(token)] }, { status: 422 }),
    (token: string | null) =>
      Response.json({ Id: 1004, SetId: 1, Status: 4, StatusText: aloud(token), Url: aloud(token) }),
    (token: string | null) => {
      throw new TypeError('fetch failed', { cause: new Error(aloud(token)) })
    },
  ]
  for (const answer of loud) {
    oms.meddle = ({ what, token }) => (what === 'token' ? undefined : answer(token))
    await all()
  }
  await room.close()

  const folder = path.dirname(file)
  const files = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'latin1'))
  const seen = { answers: answers.join('\n'), events: page.text, log: room.lines.join('\n'), store: files.join('\n') }
  expect(oms.tokens.length).toBeGreaterThan(0)
  expect(oms.asked.filter(({ token }) => token !== null && oms.tokens.includes(token)).length).toBeGreaterThan(20)
  for (const [where, text] of Object.entries(seen)) {
    expect(text.length, where).toBeGreaterThan(500)
    for (const token of oms.tokens) expect(text.includes(token), where).toBe(false)
    expect(/access-token=(?!\*\*\*)/.test(text), where).toBe(false)
    expect(/"?password"?\s*[:=]/.test(text), where).toBe(false)
  }
  expect(seen.answers).toContain('access-token=***')
})
