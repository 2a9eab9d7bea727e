import { expect, test } from 'vitest'
import type { DomainEventStream } from '../../../../wow/schemas.ts'
import { attempts } from './attempts.ts'

const START = 1_795_000_000_000

function stream(version: number, name: string, body: unknown, afterMs: number): DomainEventStream {
  return {
    id: `s-${version}`,
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    aggregateId: 'e-1',
    tenantId: '(0)',
    ownerId: '',
    spaceId: '',
    header: {},
    commandId: `c-${version}`,
    requestId: `r-${version}`,
    version,
    body: [{ id: `d-${version}`, name, revision: '0.0.1', bodyType: '', body }],
    createTime: START + afterMs,
  }
}

const origin = {
  eventId: {
    id: 'o',
    aggregateId: { contextName: 'c', aggregateName: 'a', aggregateId: 'i', tenantId: '' },
    version: 1,
  },
  function: { functionKind: 'EVENT', contextName: 'c', processorName: 'p', name: 'n' },
}
const error = (errorMsg: string) => ({ errorCode: 'STOCK', errorMsg, stackTrace: '' })
const retryState = (retries: number) => ({ retries, retryAt: START, timeoutAt: START + 120_000, nextRetryAt: START })
const created = stream(
  1,
  'execution_failed_created',
  {
    ...origin,
    error: error('stock of sku-4 is short'),
    executeAt: START,
    retryState: retryState(0),
    retrySpec: { maxRetries: 3, minBackoff: 180, executionTimeout: 120 },
    recoverable: 'UNKNOWN',
  },
  0,
)
const prepared = (version: number, retries: number, afterMs: number) =>
  stream(version, 'compensation_prepared', { ...origin, retryState: retryState(retries) }, afterMs)
const failed = (version: number, message: string, afterMs: number) =>
  stream(
    version,
    'execution_failed_applied',
    { error: error(message), executeAt: START, recoverable: 'UNKNOWN' },
    afterMs,
  )
const succeeded = (version: number, afterMs: number) =>
  stream(version, 'execution_success_applied', { executeAt: START }, afterMs)

test('an execution that was never prepared has no attempts', () => {
  expect(attempts([created])).toEqual([])
})

test('each attempt ends with the first result after it, however the events are ordered', () => {
  const found = attempts([
    succeeded(7, 9_500),
    prepared(2, 1, 1_000),
    failed(5, 'no connection', 6_000),
    created,
    prepared(6, 3, 9_000),
    failed(3, 'stock of sku-99 is short', 3_000),
    prepared(4, 2, 5_000),
  ])
  expect(found.map(({ number, outcome }) => [number, outcome.kind])).toEqual([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'succeeded'],
  ])
  expect(found[0]?.outcome).toMatchObject({ change: 'same', afterMs: 2_000, version: 3 })
  expect(found[1]?.outcome).toMatchObject({ change: 'different', afterMs: 1_000 })
  expect(found[2]?.outcome).toMatchObject({ afterMs: 500 })
})

test('an attempt waited since the failure before it, and has that failure beside its own', () => {
  const [first, second] = attempts([
    created,
    prepared(2, 1, 1_000),
    failed(3, 'one', 3_000),
    prepared(4, 2, 63_000),
    failed(5, 'two', 64_000),
  ])
  expect([first?.waitedMs, second?.waitedMs]).toEqual([1_000, 60_000])
  expect(first?.outcome).toMatchObject({ error: { errorMsg: 'one' }, before: { errorMsg: 'stock of sku-4 is short' } })
  expect(second?.outcome).toMatchObject({ error: { errorMsg: 'two' }, before: { errorMsg: 'one' } })
  expect(attempts([prepared(101, 9, 0)])[0]?.waitedMs).toBeUndefined()
})

test('an attempt that was followed by another one got no answer; the last one is open', () => {
  const found = attempts([created, prepared(2, 1, 0), prepared(3, 2, 130_000)])
  expect(found.map(({ outcome }) => outcome.kind)).toEqual(['unanswered', 'open'])
})

test('a mark or an unknown event in between ends no attempt', () => {
  const found = attempts([
    created,
    prepared(2, 1, 0),
    stream(3, 'recoverable_marked', { recoverable: 'RECOVERABLE' }, 100),
    stream(4, 'event_of_a_newer_server', {}, 200),
  ])
  expect(found.map(({ outcome }) => outcome.kind)).toEqual(['open'])
})

test('without the failure before it nobody can say whether it failed the same way', () => {
  expect(attempts([prepared(101, 9, 0), failed(102, 'x', 10)])[0]?.outcome).toMatchObject({ change: 'unknown' })
})
