/** For screen tests: executions put into a Wow server over its own protocol. */
import { CommandResult } from '../../../wow/schemas.ts'

interface Wow {
  fetch(request: Request): Promise<Response>
}

interface Failure {
  readonly errorCode?: string
  readonly errorMsg?: string
  readonly stackTrace?: string
  readonly bindingErrors?: readonly { readonly name: string; readonly msg: string }[]
}

interface NewExecution extends Failure {
  readonly executeAt?: number
  readonly maxRetries?: number
  readonly minBackoff?: number
  readonly executionTimeout?: number
  readonly functionName?: string
  readonly recoverable?: 'RECOVERABLE' | 'UNRECOVERABLE' | 'UNKNOWN'
}

export const TRACE = `com.shop.stock.StockShortException: stock of sku-4 is short
\tat com.shop.stock.Stock.take(Stock.java:41)
\tat com.shop.stock.StockSaga.onOrderPaid(StockSaga.java:17)
${Array.from({ length: 31 }, (_, at) => `\tat reactor.core.publisher.FluxMap.onNext(FluxMap.java:${at + 1})`).join('\n')}
Caused by: java.sql.SQLException: deadlock found
\tat com.shop.stock.StockTable.lock(StockTable.java:9)
\t... 33 more`

const errorOf = ({
  errorCode = 'STOCK_SHORT',
  errorMsg = 'stock of sku-4 is short',
  stackTrace = TRACE,
  ...rest
}: Failure) => ({ errorCode, errorMsg, stackTrace, ...rest })

async function command(wow: Wow, method: string, path: string, body: unknown): Promise<CommandResult> {
  const response = await wow.fetch(
    new Request(`http://wow.test/execution_failed${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'Command-Wait-Stage': 'SNAPSHOT' },
      body: JSON.stringify(body),
    }),
  )
  if (!response.ok) throw new Error(await response.text())
  return CommandResult.parse(await response.json())
}

/** Records a failed execution and gives its id. */
export async function record(wow: Wow, execution: NewExecution = {}): Promise<string> {
  const {
    executeAt = Date.now(),
    maxRetries = 3,
    minBackoff = 180,
    executionTimeout = 120,
    recoverable = 'UNKNOWN',
    functionName = 'onOrderPaid',
    ...failure
  } = execution
  const { aggregateId } = await command(wow, 'POST', '/create_execution_failed', {
    eventId: {
      id: '0VSvLVcp0007001',
      aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-4', tenantId: '(0)' },
      version: 7,
    },
    function: { functionKind: 'EVENT', contextName: 'stock', processorName: 'StockSaga', name: functionName },
    error: errorOf(failure),
    executeAt,
    retrySpec: { maxRetries, minBackoff, executionTimeout },
    recoverable,
  })
  return aggregateId
}

export const prepare = (wow: Wow, id: string) => command(wow, 'PUT', `/${id}/prepare_compensation`, {})
export const succeed = (wow: Wow, id: string) =>
  command(wow, 'PUT', `/${id}/apply_execution_success`, { executeAt: Date.now() })
export const failAgain = (wow: Wow, id: string, failure: Failure = {}) =>
  command(wow, 'PUT', `/${id}/apply_execution_failed`, { error: errorOf(failure), executeAt: Date.now() })
export const mark = (wow: Wow, id: string, recoverable: string) =>
  command(wow, 'PUT', `/${id}/mark_recoverable`, { recoverable })
export const remove = (wow: Wow, id: string) => command(wow, 'DELETE', `/${id}`, {})
