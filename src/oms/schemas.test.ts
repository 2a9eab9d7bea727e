import { expect, test } from 'vitest'
import fixtures from './fixtures/transactions.json' with { type: 'json' }
import { Accepted, affectedZones, localTime, readTransaction, relatedTransaction, TokenAnswer } from './schemas.ts'

const read = (body: unknown) => {
  const found = readTransaction(body, 'ActionList')
  if (found === undefined) throw new Error('no transaction')
  return found
}

test.each(Object.entries(fixtures))('%s is read', (_, body) => {
  const { transaction } = read(body)
  expect(transaction.Id).toBe(Number(body.Id))
  expect(transaction.Status).toBe(Number(body.Status))
})

test('a whole answer stays as it is', () => {
  const body = fixtures['D1 add table, with StatusText']
  expect(read(body)).toEqual({ transaction: body, actions: null, oddActions: [] })
})

test('of the examples that the guide shows, the modification and the failover ended abnormally, with reason 2', () => {
  const shown = Object.entries(fixtures).filter(([name]) => /^[DF]\d? /.test(name))
  expect(shown.map(([name, body]) => [name.split(' ')[0], body.Status, read(body).transaction.Reason])).toEqual([
    ['D1', 9, 0],
    ['D2', 10, 2],
    ['D3', 9, 0],
    ['D4', 9, 0],
    ['F', 10, 2],
  ])
})

test('a key with a blank inside is found, and a right key beside it goes first', () => {
  expect(read(fixtures['Q1 key with a blank']).transaction.CanRollback).toBe(1)
  expect(read({ Id: 1, Status: 1, 'Can Redo': 0, CanRedo: 1 }).transaction.CanRedo).toBe(1)
  expect(read({ Id: 1, Status: 1, CanRedo: 1, 'Can Redo': 0 }).transaction.CanRedo).toBe(1)
})

test('numbers may be strings', () => {
  const { transaction } = read(fixtures['Q7 numbers as strings'])
  expect(transaction).toMatchObject({ Id: 6046, SetId: 37, ZoneId: -1, Status: 5, CanSuspend: 0 })
})

test('what is null or absent is null', () => {
  for (const body of [fixtures['nulls'], fixtures['absent']]) {
    expect(read(body).transaction).toMatchObject({ AppId: null, CanRedo: null, Memo: null, CreateTime: null })
  }
})

test('empty and zero dates are none', () => {
  expect(read(fixtures['empty and zero dates']).transaction).toMatchObject({ CreateTime: null, UpdateTime: null })
  expect(['0000-00-00 00:00:00', '', null, 3, '2023-5-4', '2023-05-04T10:11:12.5'].map(localTime)).toEqual([
    null,
    null,
    null,
    null,
    null,
    '2023-05-04 10:11:12',
  ])
})

test('unknown statuses and fields are kept', () => {
  const { transaction } = read(fixtures['unknown status and fields'])
  expect(transaction.Status).toBe(77)
  expect(transaction['Owner']).toEqual({ name: 'a' })
})

test('actions come by id, their times as the OMS wrote them', () => {
  const { actions, transaction } = read(fixtures['actions under the configured key'])
  expect(actions?.map(({ Id, Status, ExecuteTime }) => [Id, Status, ExecuteTime])).toEqual([
    [1, 6, '2023-05-06 08:00:02'],
    [2, 1, null],
  ])
  expect('ActionList' in transaction).toBe(false)
})

test('actions are found under another key when only one list can be meant', () => {
  const { actions, transaction } = read(fixtures['actions under another key'])
  expect(actions?.map(({ Id, Status }) => [Id, Status])).toEqual([[1, 3]])
  expect(transaction['Tags']).toEqual(['a'])
  const one = [{ TransId: 1, Id: 1, Status: 1 }]
  expect(read({ Id: 1, Status: 1, a: one, b: one }).actions).toBeNull()
})

test('no list, an empty list and odd elements are three things', () => {
  expect(read(fixtures['absent']).actions).toBeNull()
  expect(read(fixtures['actions empty']).actions).toEqual([])
  const odd = read(fixtures['one odd action'])
  expect(odd.actions?.map(({ Status }) => Status)).toEqual([99])
  expect(odd.oddActions).toEqual(['what'])
})

test('what is no transaction is told', () => {
  const bodies = [undefined, null, [], 'x', {}, { Id: 1 }, { Id: 'x', Status: 1 }, { Id: 1.5, Status: 1 }]
  for (const body of bodies) expect(readTransaction(body, 'ActionList')).toBeUndefined()
})

test('the related transaction and the zones of a failover are read', () => {
  expect(relatedTransaction(read(fixtures['cmId']).transaction)).toBe(6051)
  expect(relatedTransaction(read(fixtures['nulls']).transaction)).toBeUndefined()
  expect(affectedZones(read(fixtures['F failover']).transaction)).toEqual([{ app_id: 12, zone_id: 4 }])
})

test('an accepted request echoes one id or several', () => {
  expect(Accepted.parse({ set_id: '37', trans_id: 6021 })).toMatchObject({ set_id: 37, trans_id: [6021] })
  expect(Accepted.parse({ trans_id: ['6021', 6022] })).toMatchObject({ set_id: null, trans_id: [6021, 6022] })
  expect(TokenAnswer.parse({ code: '0', error: '', token: 'ab' })).toMatchObject({ code: 0, token: 'ab' })
})
