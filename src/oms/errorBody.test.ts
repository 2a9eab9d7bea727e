import { expect, test } from 'vitest'
import fixtures from './fixtures/errors.json' with { type: 'json' }
import { readErrorBody, readFailureInside, wordsOf } from './errorBody.ts'
import * as texts from './errorTexts.ts'

test.each([
  ['E1 with type', 'exception', 'You are requesting with an invalid credential.'],
  ['E1 without type', 'exception', 'Your request was made with invalid credentials.'],
  ['E2 missing id', 'fields', 'trans_id: 事务不存在,集群ID:37,事务ID:6099'],
  [
    'E2 two fields',
    'fields',
    'set_id: Set Id must be an integer.; trans_id: Trans Id cannot be blank.; Trans Id is invalid.',
  ],
  ['E2 as the framework does it', 'fields', 'trans_id: Trans Id cannot be blank.'],
  ['E3', 'whitelist', 'ip:192.0.2.14 not in whitelist'],
  ['E4', 'list', 'Failed to create transaction: duplicated transaction as transaction id:6044'],
  ['E5', 'coded', 'username or password error'],
  ['E6', 'inside', 'apply: table is locked'],
] as const)('%s is told by its shape', (name, shape, words) => {
  const body = readErrorBody(JSON.stringify(fixtures[name]))
  expect([body.shape, wordsOf(body)]).toEqual([shape, words])
})

test('a page, nothing and other JSON are shapes too', () => {
  const page = '<html><style>p{}</style><h1>502 Bad Gateway</h1>\n<p>nginx</p></html>'
  expect(readErrorBody(page)).toEqual({ shape: 'text', text: '502 Bad Gateway nginx' })
  expect(readErrorBody(' \n')).toEqual({ shape: 'empty' })
  for (const json of [{}, [], 3, { a: 1 }, { a: [] }]) {
    expect(readErrorBody(JSON.stringify(json))).toEqual({ shape: 'unknown', json })
  }
})

test('a failure inside a 200 is found, a success is none', () => {
  expect(readFailureInside(fixtures['E5'])?.shape).toBe('coded')
  expect(readFailureInside(fixtures['E6'])?.shape).toBe('inside')
  for (const good of [{ code: 0, error: '', token: 'a' }, { set_id: 1, trans_id: 2 }, { Id: 1, Status: 1 }, [], null]) {
    expect(readFailureInside(good)).toBeUndefined()
  }
})

test('the texts that a server answers are those of the guide', () => {
  expect(texts.tokenRefused()).toEqual(fixtures['E1 with type'])
  expect(texts.wrongCmd({ cmd: 10004, admitted: [279], transId: 6044, type: 281 })).toEqual(fixtures['E2 wrong cmd'])
  expect(texts.noSuchTransaction(37, 6099)).toEqual(fixtures['E2 missing id'])
  expect(texts.statusForbids(9)).toEqual(fixtures['E2 wrong status'])
  expect(texts.callerNotWhitelisted('192.0.2.14')).toEqual(fixtures['E3'])
  expect(texts.loginRefused()).toEqual(fixtures['E5'])
  const object = { ip: '192.0.2.14', cmd: 10002, setId: 37, appId: 12, zoneId: 4, tableName: 'guild_rank' }
  expect(texts.objectNotWhitelisted(object)).toEqual(fixtures['E2 object whitelist'])
})
