/** The failure that benches create and report, about as large as a real one. */

/** A message and a dozen frames. */
const TRACE = Array.from(
  { length: 14 },
  (_, index) =>
    `\n\tat com.example.bench.Handler$Step${index}.onOrderPaid(Handler.kt:${40 + index}) ~[bench-1.0.jar:1.0]`,
).join('')

/** As a service reports it, of the order with that id. */
export const benchError = (id: string) => ({
  errorCode: 'IllegalState',
  errorMsg: `Order ${id} is locked.`,
  stackTrace: `java.lang.IllegalStateException: Order ${id} is locked.${TRACE}`,
})

/** What failed, and on which event. */
export const benchOrigin = (id: string) =>
  ({
    eventId: {
      id: `${id}-event`,
      aggregateId: { contextName: 'order-service', aggregateName: 'order', aggregateId: id, tenantId: '(0)' },
      version: 1,
    },
    function: {
      functionKind: 'EVENT',
      contextName: 'stock-service',
      processorName: 'OrderStockSaga',
      name: 'onOrderPaid',
    },
  }) as const
