import { expect, test } from 'vitest'
import { EMPTY_BI, biRequest, isDepth } from './biRequest.ts'

test('what is left empty is left to the server', () => expect(biRequest(EMPTY_BI)).toEqual({ operation: 'DEPLOY' }))

test('replay belongs to a reset, a cluster to its topology', () => {
  const typed = {
    ...EMPTY_BI,
    replay: true,
    cluster: 'c1',
    installation: ' ',
    maxExpansionDepth: '3',
    database: ' bi ',
  }
  expect(biRequest(typed)).toEqual({ operation: 'DEPLOY', maxExpansionDepth: 3, database: 'bi' })
  expect(biRequest({ ...typed, operation: 'RESET', mode: 'CLUSTER' })).toEqual({
    operation: 'RESET',
    replayFromEarliestConfirmed: true,
    topology: { mode: 'CLUSTER', cluster: { name: 'c1' } },
    maxExpansionDepth: 3,
    database: 'bi',
  })
  expect(biRequest({ ...typed, mode: 'STANDALONE' })).toMatchObject({ topology: { mode: 'STANDALONE' } })
})

test.each(['', ' 5 ', '100'])('%j is a depth', (text) => expect(isDepth(text)).toBe(true))
test.each(['-1', 'five', '1.5', '1000'])('%j is none', (text) => expect(isDepth(text)).toBe(false))
