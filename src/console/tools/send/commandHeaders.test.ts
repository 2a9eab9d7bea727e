import { expect, test } from 'vitest'
import { headerProblem, sentHeaders } from './commandHeaders.ts'

test.each([
  ['Command-Aggregate-Version', '0', 'version'],
  ['Command-Aggregate-Version', '-1', 'version'],
  ['Command-Aggregate-Version', 'abc', 'version'],
  ['Command-Aggregate-Version', '3', undefined],
  ['Command-Wait-Timeout', '0', 'timeout'],
  ['Command-Owner-Id', '所有者', 'value'],
  ['Command-Header-a b', 'x', 'name'],
  ['Command-Aggregate-Version', '', undefined],
])('%s: %s', (name, value, problem) => expect(headerProblem(name, value)).toBe(problem))

test('empty headers are not sent', () => {
  expect(sentHeaders({ 'Command-Owner-Id': ' ', 'Command-Tenant-Id': ' t ' })).toEqual({ 'Command-Tenant-Id': 't' })
})
