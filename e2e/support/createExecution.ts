import type { APIRequestContext } from '@playwright/test'

const TRACE = [
  'com.shop.stock.StockShortException: stock of sku-4 is short',
  '\tat com.shop.stock.Stock.take(Stock.java:41)',
  '\tat com.shop.stock.StockSaga.onOrderPaid(StockSaga.java:17)',
  ...Array.from({ length: 31 }, (_, at) => `\tat reactor.core.publisher.FluxMap.onNext(FluxMap.java:${at + 1})`),
].join('\n')

interface Failure {
  readonly errorCode?: string
  readonly errorMsg?: string
  readonly stackTrace?: string
}

/** Records a failed execution on the product's own server, and gives its id once its snapshot is there. */
export async function createExecution(request: APIRequestContext, failure: Failure = {}): Promise<string> {
  const { errorCode = 'STOCK_SHORT', errorMsg = 'stock of sku-4 is short', stackTrace = TRACE } = failure
  const answer = await request.post('/api/wow/local/execution_failed/create_execution_failed', {
    headers: { 'Command-Wait-Stage': 'SNAPSHOT' },
    data: {
      eventId: {
        id: '0VSvLVcp0007001',
        aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-4', tenantId: '(0)' },
        version: 7,
      },
      function: { functionKind: 'EVENT', contextName: 'stock', processorName: 'StockSaga', name: 'onOrderPaid' },
      error: { errorCode, errorMsg, stackTrace },
      executeAt: Date.now(),
      retrySpec: { maxRetries: 3, minBackoff: 180, executionTimeout: 120 },
      recoverable: 'UNKNOWN',
    },
  })
  const result: unknown = await answer.json()
  if (typeof result === 'object' && result !== null && 'aggregateId' in result) return String(result.aggregateId)
  throw new Error(`Nothing was recorded: ${JSON.stringify(result)}`)
}
