/** Snapshots and streams for the tests of tables and queries, different from each other in a known way. */
import type { DomainEventStream, Snapshot } from '../../wow/schemas.ts'

export const START = Date.UTC(2026, 2, 25)

/** Ids ascend with the number; every seventh is deleted, statuses and codes alternate. */
export function testSnapshot(number: number, state: Partial<Snapshot['state']> = {}): Snapshot {
  const id = `0Vb${String(number).padStart(12, '0')}`
  const status = (['FAILED', 'PREPARED', 'SUCCEEDED'] as const)[number % 3] ?? 'FAILED'
  const at = START + number * 1000
  return {
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    tenantId: '(0)',
    ownerId: '',
    spaceId: '',
    version: 1 + (number % 4),
    eventId: `event-${number}`,
    firstOperator: '',
    operator: '',
    firstEventTime: at,
    eventTime: at + (number % 5),
    state: {
      id,
      error: {
        errorCode: `Code${number % 10}`,
        errorMsg: `message ${number}`,
        stackTrace: `java.lang.IllegalStateException: ${number}\n\tat shop.Order.on(Order.kt:${number})`,
        succeeded: false,
      },
      eventId: {
        id: `source-event-${number}`,
        aggregateId: {
          contextName: 'shop-service',
          aggregateName: 'order',
          aggregateId: `order-${number % 20}`,
          tenantId: '(0)',
        },
        version: 1,
      },
      executeAt: at,
      function: { functionKind: 'EVENT', contextName: 'shop-service', processorName: 'Projector', name: 'onOrder' },
      isBelowRetryThreshold: true,
      isRetryable: status !== 'SUCCEEDED',
      recoverable: 'UNKNOWN',
      retrySpec: { maxRetries: 10, minBackoff: 180, executionTimeout: 120 },
      retryState: { retries: 0, retryAt: at, timeoutAt: at + 120_000, nextRetryAt: START + (number % 13) * 60_000 },
      status,
      ...state,
    },
    snapshotTime: at,
    tags: {},
    deleted: number % 7 === 0,
    aggregateId: id,
  }
}

export const testStream = (
  aggregateId: string,
  version: number,
  requestId = `${aggregateId}-${version}`,
): DomainEventStream => ({
  contextName: 'compensation-service',
  aggregateName: 'execution_failed',
  header: { trace_id: 'trace' },
  aggregateId,
  tenantId: '(0)',
  ownerId: '',
  spaceId: '',
  commandId: requestId,
  requestId,
  version,
  body: [{ id: `${aggregateId}-${version}-0`, name: 'recoverable_marked', revision: '0.0.1', bodyType: 'x', body: {} }],
  createTime: START + version,
  id: `${aggregateId}-${version}`,
})
