import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test } from 'vitest'
import { liveQueries, noteChanges, noteLost } from './liveQueries.ts'

const row = (id: string, version = 1) => ({
  aggregateId: id,
  version,
  firstEventTime: 1,
  eventTime: version,
  deleted: false,
  state: {},
})

const read = (client: QueryClient) => client.getQueryData(liveQueries.of('local').queryKey)

describe('what the live stream told', () => {
  test('is the newest version of each execution, whatever the order in which they came', () => {
    const client = new QueryClient()
    noteChanges(client, { at: 10, rows: [row('a', 2), row('b')], more: false }, 'local')
    noteChanges(client, { at: 8, rows: [row('a', 1)], more: false }, 'local')
    expect(read(client)?.changed.get('a')?.version).toBe(2)
    expect(read(client)?.at).toBe(10)
    expect(read(client)?.uncountedAt).toBeNull()
  })

  test('says that it cannot be counted when more changed than one event carries', () => {
    const client = new QueryClient()
    noteChanges(client, { at: 10, rows: [], more: true }, 'local')
    noteChanges(client, { at: 12, rows: [row('a')], more: false }, 'local')
    expect(read(client)?.uncountedAt).toBe(10)
  })

  test('is bounded: the oldest is forgotten, and then it cannot be counted', () => {
    const client = new QueryClient()
    const rows = Array.from({ length: 2001 }, (_, index) => row(`id-${index}`))
    noteChanges(client, { at: 10, rows, more: false }, 'local')
    expect(read(client)?.changed.size).toBe(2000)
    expect(read(client)?.changed.has('id-0')).toBe(false)
    expect(read(client)?.uncountedAt).toBe(10)
  })

  test('stays through a loss of the line', () => {
    const client = new QueryClient()
    noteChanges(client, { at: 10, rows: [row('a')], more: false }, 'local')
    noteLost(client, 'local', 99)
    expect(read(client)).toMatchObject({ lostAt: 99, at: 10 })
    noteLost(client, 'local', null)
    expect(read(client)?.changed.size).toBe(1)
  })
})
