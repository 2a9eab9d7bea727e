import { expect, test } from 'vitest'
import { readErrorBody } from './errorBody.ts'
import { explain } from './explain.ts'
import errors from './fixtures/errors.json' with { type: 'json' }

const refused = (name: keyof typeof errors, status = 422) =>
  explain({ kind: 'refused', status, body: readErrorBody(JSON.stringify(errors[name])) })
const unreadable = (raw: string, status = 200) => explain({ kind: 'unreadable', status, body: readErrorBody(raw) })

test('a wrong cmd names the kinds that admit the Type', () => {
  expect(refused('E2 wrong cmd')).toMatchObject({
    code: 'wrong-cmd',
    cmd: 10004,
    admitted: [279],
    type: 281,
    cmds: [10003],
  })
  const several =
    'for the cmd(cmd:10009),can only get those transaction of which type is in 279,281, 5,type of transaction(id:1) is 77'
  const body = readErrorBody(JSON.stringify({ trans_id: [several] }))
  expect(explain({ kind: 'refused', status: 400, body }, { 7: [77], 8: [1, 77] })).toMatchObject({
    admitted: [279, 281, 5],
    cmds: [7, 8],
  })
})

test('each known refusal is told apart, with the words of the OMS', () => {
  expect(refused('E2 missing id')).toEqual({
    code: 'no-such-transaction',
    words: 'trans_id: 事务不存在,集群ID:37,事务ID:6099',
  })
  expect(refused('E2 wrong status')).toMatchObject({ code: 'status-forbids', transactionStatus: 9 })
  expect(refused('E2 object whitelist')).toMatchObject({
    code: 'object-not-whitelisted',
    ip: '192.0.2.14',
    cmd: 10002,
    object: { set_id: '37', app_id: '12', zone_id: '4', table_name: 'guild_rank' },
  })
  expect(refused('E3', 403)).toMatchObject({ code: 'caller-not-whitelisted', ip: '192.0.2.14' })
  expect(refused('E5', 400)).toEqual({ code: 'login-refused', words: 'username or password error' })
})

test('a refused token is told by its status, whatever its words', () => {
  for (const name of ['E1 with type', 'E1 without type', 'E2 two fields', 'E4'] as const) {
    expect(refused(name, 401)).toEqual({ code: 'token-refused' })
  }
  expect(refused('E1 without type', 400)).toEqual({ code: 'token-refused' })
})

test('words in another language stay a refusal of these fields', () => {
  expect(refused('E2 two fields')).toMatchObject({ code: 'fields-refused', fields: ['set_id', 'trans_id'] })
  expect(refused('E2 as the framework does it')).toMatchObject({ code: 'fields-refused', fields: ['trans_id'] })
  const english = { trans_id: ['The current transaction status does not allow execution.'] }
  const body = readErrorBody(JSON.stringify(english))
  expect(explain({ kind: 'refused', status: 422, body })).toMatchObject({ code: 'fields-refused' })
  expect([refused('E4'), refused('E6', 200)].map(({ code }) => code)).toEqual(['refused', 'refused'])
})

test('what is no answer of the OMS is told apart', () => {
  expect(unreadable('<h1>502 Bad Gateway</h1>', 502)).toEqual({
    code: 'not-the-oms',
    status: 502,
    words: '502 Bad Gateway',
  })
  expect(unreadable('')).toEqual({ code: 'empty-answer', status: 200 })
  expect(unreadable('[1]')).toEqual({ code: 'unreadable', status: 200, words: '[1]' })
  const kinds = ['unreachable', 'timeout', 'aborted'] as const
  expect(kinds.map((kind) => explain({ kind, status: 0 }))).toEqual(kinds.map((code) => ({ code })))
})
