import { expect, test } from 'vitest'
import { fieldPairs } from './stateDifference.ts'

test('fields are compared one by one, those that a person looks for first', () => {
  const before = { tags: {}, state: { retryState: { retries: 1 }, status: 'FAILED' }, deleted: false }
  const after = { tags: { team: ['a'] }, state: { retryState: { retries: 2 }, status: 'FAILED' }, deleted: false }
  expect(fieldPairs(before, after)).toEqual([
    { path: 'state.status', before: 'FAILED', after: 'FAILED', isSame: true },
    { path: 'state.retryState.retries', before: 1, after: 2, isSame: false },
    { path: 'tags.team', before: undefined, after: ['a'], isSame: false },
    { path: 'deleted', before: false, after: false, isSame: true },
  ])
})

test('a list is one field, and a field of a newer server is compared too', () => {
  const pairs = fieldPairs({ state: { newer: [1, 2] } }, { state: { newer: [1, 3] } })
  expect(pairs).toEqual([{ path: 'state.newer', before: [1, 2], after: [1, 3], isSame: false }])
})
