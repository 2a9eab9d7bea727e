import { afterEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import errors from './fixtures/errors.json' with { type: 'json' }
import documented from './fixtures/documented.json' with { type: 'json' }
import type { EmbeddedOms, EmbeddedOmsOptions } from './server.ts'
import { openTestOms, type Answer } from './testOms.ts'

const opened = new Set<EmbeddedOms>()
afterEach(async () => {
  for (const oms of opened) await oms.close()
  opened.clear()
})

async function open(options: Partial<EmbeddedOmsOptions> = {}) {
  const test = await openTestOms(options)
  opened.add(test.oms)
  return test
}

const detailPath = (setId: number | string, transId: number | string) => `oamp/transaction/detail/${setId}/${transId}`
const bytes = async function* (text: string) {
  yield new TextEncoder().encode(text)
}

test.each(documented)(
  'the documented transaction $set/$id is answered key by key in its own order',
  async (expected) => {
    const { client } = await open()
    const answer = await client.ask(detailPath(expected.set, expected.id), expected.cmd, { method: 'GET' })
    expect(answer.status).toBe(200)
    const told = z.parse(z.record(z.string(), z.unknown()), answer.json)
    expect(Object.keys(told)).toEqual(expected.keys)
    expect(told).toMatchObject(expected.facts)
  },
)

test('get_action adds the actions, by POST and by a GET with a body, as a number or as digits', async () => {
  const { client } = await open()
  const path = detailPath(1, 1004)
  const counted = async (body: unknown) => {
    const { json } = await client.ask(path, 10002, { body })
    return Object.keys(Object(json)).includes('ActionList')
  }
  expect([await counted({ get_action: 1 }), await counted({ get_action: '1' })]).toEqual([true, true])
  expect([await counted({ get_action: 0 }), await counted({ get_action: '' }), await counted({})]).toEqual([
    false,
    false,
    false,
  ])
  const bindings = { caller: '127.0.0.1', getBody: bytes('{"get_action":1}') }
  const { json } = await client.ask(path, 10002, { method: 'GET', bindings })
  expect(Object(json)['ActionList']).toHaveLength(12)
})

test('an action that has not begun has no time; older forms write the date of nothing', async () => {
  const { client } = await open()
  const newer = await client.detail(1, 1001, 10002)
  const older = await client.detail(1, 1003, 10002)
  expect([newer.ActionList[0]?.ExecuteTime, older.ActionList[0]?.ExecuteTime]).toEqual([null, '0000-00-00 00:00:00'])
})

test('ids in the query are ignored: the path wins', async () => {
  const { client } = await open()
  const { json } = await client.ask(detailPath(1, 1004), 10002, { method: 'GET', query: '&set_id=126&trans_id=405' })
  expect(json).toMatchObject({ Id: 1004, SetId: 1 })
})

test('times are those of the zone', async () => {
  const { client } = await open({ zone: 'UTC' })
  const { json } = await client.ask(detailPath(1, 300), 10002)
  expect(json).toMatchObject({ CreateTime: '2021-07-23 08:17:20' })
})

test('without a token, with a wrong one and with an old one the answer is E1', async () => {
  const { client, clock } = await open({ tokenLifeMs: 60_000 })
  const ask = (token?: string) => client.ask(detailPath(1, 300), 10002, token === undefined ? {} : { token })
  expect(await ask('')).toMatchObject({ status: 401, json: errors.token })
  expect(await ask('x'.repeat(40))).toMatchObject({ status: 401, json: errors.token })
  expect((await ask()).status).toBe(200)
  await clock.advance(60_000)
  expect(await ask()).toMatchObject({ status: 401, json: errors.token })
})

test.each([
  { username: 'demo', password: 'wrong' },
  { username: 'demo' },
  {},
  [],
  { username: { $gt: '' }, password: 1 },
])('a wrong login is E5: %j', async (body) => {
  const { client } = await open()
  expect(await client.login(body)).toMatchObject({ status: 400, json: errors.login })
})

const expected = async (answer: Promise<Answer>, error: object) =>
  expect(await answer).toMatchObject({ status: 422, json: error })

test('the documented refusals are answered in their own words', async () => {
  const { client } = await open()
  await expected(client.ask(detailPath(126, 411), 10004), errors.wrongCmd)
  await expected(client.ask(detailPath(37, 6099), 10002), errors.missing)
  await expected(client.execute(37, 6099, 10002), errors.missing)
  await expected(client.execute(1, 300, 10002), errors.status)
  await expected(client.ask(detailPath(403, 1), 10002), errors.object)
  await expected(client.execute(403, 1, 10002), errors.object)
  await expected(client.resume(126, 411, 10009), errors.wrongCmdResume)
})

test('the object whitelist knows the caller by address', async () => {
  const { client } = await open()
  const bindings = { caller: '192.0.2.14', getBody: null }
  expect((await client.ask(detailPath(403, 1), 10002, { bindings })).status).toBe(200)
})

test('a caller who is not whitelisted gets E3, at the token too', async () => {
  const { client } = await open({ callers: ['198.51.100.1'] })
  const bindings = { caller: '192.0.2.14', getBody: null }
  const refused = { status: 403, json: errors.caller }
  expect(await client.ask('token', 10000, { body: { username: 'demo', password: 'demo' }, bindings })).toMatchObject(
    refused,
  )
})

test.each([
  [10002, 4002],
  [10003, 1005],
  [10017, 4009],
  [99999, 4009],
])('resume refuses cmd %i, which is none of the four', async (cmd, id) => {
  const { client } = await open()
  expect(await client.resume(1, id, cmd)).toMatchObject({
    status: 422,
    json: { cmd: [`cmd(${cmd}) must be in 10009,10011,10012,10013`] },
  })
})

test('required fields are named one by one', async () => {
  const { client } = await open()
  const ask = (body: unknown) => client.ask('oamp/transaction/executing', 10002, { body })
  expect((await ask({})).json).toEqual({ set_id: ['Set Id cannot be blank.'], trans_id: ['Trans Id cannot be blank.'] })
  expect((await ask({ set_id: 1, trans_id: 1e40 })).json).toEqual({ trans_id: ['Trans Id must be an integer.'] })
  expect((await ask({ set_id: '1', trans_id: '1001' })).json).toEqual({ set_id: 1, trans_id: 1001 })
})

test('the failover list narrows by app, zone and state', async () => {
  const { client } = await open()
  const Failovers = z.array(
    z.looseObject({ Id: z.number(), Type: z.literal(128), AffectedZoneList: z.array(z.unknown()) }),
  )
  const list = async (body: object) =>
    z.parse(Failovers, (await client.ask('oamp/transaction/get-failover-list', 10017, { body })).json)

  const open2 = await list({ app_id: 2 })
  expect(open2.map(({ Id }) => Id)).toEqual([714, 713])
  expect(open2[0]).toMatchObject({ CreateUser: 'SYSTEM', ZoneId: 0, CanRedo: 0, CanSuspend: 1, CanRollback: 1 })
  expect(open2[0]).toMatchObject({ AffectedZoneList: [{ app_id: '2', zone_id: '3' }] })
  expect(await list({ app_id: 2, only_incomplete: 0 })).toHaveLength(14)
  expect((await list({ app_id: 2, zone_id: 5 })).map(({ Id }) => Id)).toEqual([713])
  expect(await list({ app_id: 3 })).toEqual([])
  const missing = await client.ask('oamp/transaction/get-failover-list', 10017, { body: {} })
  expect(missing).toMatchObject({ status: 422, json: { app_id: ['App Id cannot be blank.'] } })
})

test('paths that no real OMS has are 404 until they are given', async () => {
  const closed = await open()
  const body = { set_id: 1, trans_id: 1004 }
  for (const name of ['suspend', 'rollback', 'abnormal-end', 'list'])
    expect(await closed.client.ask(`oamp/transaction/${name}`, 10002, { body })).toMatchObject({
      status: 404,
      json: errors.notFound,
    })

  const given = await open({ paths: { suspend: 'webservice/oamp/transaction/suspend' } })
  expect((await given.client.ask('oamp/transaction/suspend', 10002, { body })).status).toBe(200)
  expect(await given.client.detail(1, 1004, 10002)).toMatchObject({ Status: 5 })
})

test('an empty store is empty', async () => {
  const { client } = await open({ sample: false })
  expect((await client.ask(detailPath(1, 1001), 10002)).status).toBe(422)
})

test.each([
  ['POST', 'oamp/transaction/executing', '{"set_id":1,', 400],
  ['POST', 'oamp/transaction/executing', '\u0000', 400],
  ['POST', 'oamp/transaction/executing', '[1]', 422],
  ['POST', 'oamp/transaction/executing', 'null', 422],
  ['POST', 'oamp/transaction/executing', '{"set_id":{"a":1},"trans_id":[1]}', 422],
  ['POST', 'oamp/transaction/executing', '{"set_id":1,"trans_id":99999999999999999999}', 422],
  ['POST', 'oamp/transaction/executing', `{"set_id":"${'9'.repeat(70_000)}"}`, 413],
  ['GET', 'oamp/transaction/executing', undefined, 405],
  ['DELETE', detailPath(1, 1001), undefined, 405],
  ['PUT', 'token', '{}', 405],
  ['GET', detailPath('9'.repeat(15), 1), undefined, 422],
  ['GET', detailPath('9'.repeat(400), 1), undefined, 404],
  ['GET', detailPath(-1, 1), undefined, 404],
  ['GET', detailPath('1%2f..', '%00'), undefined, 404],
  ['POST', 'nowhere', '{}', 404],
])('bad input, %s %s %s, is refused as JSON without a stack', async (method, path, body, status) => {
  const { client } = await open()
  const answer = await client.ask(path, 10002, body === undefined ? { method } : { method, body })
  expect(answer.status).toBe(status)
  expect(answer.json).toBeTypeOf('object')
  expect(answer.text).not.toMatch(/\.ts|node:|stack/)
})

test.each(['', '0', '10002x', '1e4', '99999'])('the cmd %j is refused', async (cmd) => {
  const { client } = await open()
  const answer = await client.ask(detailPath(1, 1001), cmd, { method: 'GET' })
  expect(answer).toMatchObject({ status: 422, json: { cmd: [expect.stringContaining('must be in 10002,')] } })
})

test('another ip-type is refused', async () => {
  const { client } = await open()
  const answer = await client.ask(detailPath(1, 1001), 10002, { method: 'GET', query: '&ip-type=sa' })
  expect(answer).toMatchObject({ status: 422, json: { 'ip-type': ['ip-type must be webservicerest.'] } })
})
