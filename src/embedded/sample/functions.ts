import type { CommandOf } from '../../wow/commands/commands.ts'
import type { FunctionInfo, RetrySpec } from '../../wow/schemas.ts'
import type { ErrorKindName } from './errorKinds.ts'

/** How the re-execution of a handler ends, as probabilities. */
interface Behaviour {
  /** The attempt succeeds. */
  readonly heals?: number
  /** The failure does not heal by itself at all; drawn once for each failure, not for each attempt. */
  readonly stubborn?: number
  /** From this attempt on every one succeeds; drawn for each failure between the two. */
  readonly healsAt?: readonly [number, number]
  /** The service is gone in the middle: no answer, so the execution times out. */
  readonly silent?: number
  /** The attempt fails with another error than the one before. */
  readonly changes?: number
}

type KnownFunction = CommandOf<'change_function'>['body']

/** A handler of the simulated shop: what it listens to, how often and how it fails, and its own stack frames. */
export interface SampleFunction {
  readonly function: KnownFunction
  /** The aggregate and the event that the handler reacts to. Handlers of one event can all fail on it. */
  readonly source: { readonly contextName: string; readonly aggregateName: string; readonly event: string }
  /** How often it fails, against the others. */
  readonly weight: number
  /** The handler's own `@Retry` annotation; left out: the server's default counts. */
  readonly retrySpec?: RetrySpec
  readonly behaviour: Behaviour
  readonly errors: readonly [ErrorKindName, ...ErrorKindName[]]
  /** Application frames, innermost first. */
  readonly frames: readonly string[]
}

const event = (contextName: string, processorName: string, name: string): KnownFunction => ({
  functionKind: 'EVENT',
  contextName,
  processorName,
  name,
})
const stateEvent = (contextName: string, processorName: string): KnownFunction => ({
  functionKind: 'STATE_EVENT',
  contextName,
  processorName,
  name: 'onStateEvent',
})
const spec = (maxRetries: number, minBackoff: number, executionTimeout: number): RetrySpec => ({
  maxRetries,
  minBackoff,
  executionTimeout,
})

const ORDER_PAID = { contextName: 'order-service', aggregateName: 'order', event: 'order_paid' }
const SHIPMENT_HANDED_OVER = {
  contextName: 'shipping-service',
  aggregateName: 'shipment',
  event: 'shipment_handed_over',
}
const ORDER_CHANGED = { contextName: 'order-service', aggregateName: 'order', event: 'order_changed' }

export const SAMPLE_FUNCTIONS: readonly [SampleFunction, ...SampleFunction[]] = [
  {
    function: event('stock-service', 'OrderStockSaga', 'onOrderPaid'),
    source: ORDER_PAID,
    weight: 14,
    behaviour: { heals: 0.45, stubborn: 0.35, silent: 0.05 },
    errors: ['stockShort', 'rowLocked', 'versionConflict', 'eventConflict'],
    frames: [
      'com.lumenshop.stock.domain.Reservation.reserve(Reservation.kt:88)',
      'com.lumenshop.stock.saga.OrderStockSaga.onOrderPaid(OrderStockSaga.kt:47)',
    ],
  },
  {
    function: event('shipping-service', 'ShipmentSaga', 'onOrderPaid'),
    source: ORDER_PAID,
    weight: 8,
    retrySpec: spec(8, 900, 60),
    behaviour: { healsAt: [2, 4], stubborn: 0.3, silent: 0.05 },
    errors: ['addressInvalid', 'notInitialized', 'connectionRefused'],
    frames: [
      'com.lumenshop.shipping.domain.AddressBook.resolve(AddressBook.kt:61)',
      'com.lumenshop.shipping.saga.ShipmentSaga.createShipment(ShipmentSaga.kt:93)',
      'com.lumenshop.shipping.saga.ShipmentSaga.onOrderPaid(ShipmentSaga.kt:39)',
    ],
  },
  {
    function: event('loyalty-service', 'PointsSaga', 'onOrderPaid'),
    source: ORDER_PAID,
    weight: 7,
    retrySpec: spec(5, 7200, 30),
    behaviour: {},
    errors: ['nullProfile', 'pointsOverflow', 'nullProfile'],
    frames: [
      'com.lumenshop.loyalty.domain.PointsRule.apply(PointsRule.kt:134)',
      'com.lumenshop.loyalty.saga.PointsSaga.onOrderPaid(PointsSaga.kt:52)',
    ],
  },
  {
    function: event('billing-service', 'InvoiceProcessor', 'onOrderPaid'),
    source: ORDER_PAID,
    weight: 6,
    behaviour: { heals: 0.6, stubborn: 0.2 },
    errors: ['mongoTimeout', 'redisDown', 'silentNull'],
    frames: [
      'com.lumenshop.billing.invoice.NumberSequence.next(NumberSequence.kt:40)',
      'com.lumenshop.billing.invoice.InvoiceProcessor.onOrderPaid(InvoiceProcessor.kt:71)',
    ],
  },
  {
    function: event('billing-service', 'InvoicePdfProcessor', 'onInvoiceIssued'),
    source: { contextName: 'billing-service', aggregateName: 'invoice', event: 'invoice_issued' },
    weight: 6,
    // Rendering takes long, so its owner allows four hours for it.
    retrySpec: spec(8, 600, 14_400),
    behaviour: { heals: 0.3, stubborn: 0.2, silent: 0.5 },
    errors: ['outOfMemory', 'readTimeout'],
    frames: [
      'com.lumenshop.billing.pdf.PageLayout.place(PageLayout.java:512)',
      'com.lumenshop.billing.pdf.InvoicePdf.render(InvoicePdf.java:203)',
      'com.lumenshop.billing.pdf.InvoicePdfProcessor.onInvoiceIssued(InvoicePdfProcessor.kt:34)',
    ],
  },
  {
    function: event('payment-service', 'OrderPaymentSaga', 'onOrderCreated'),
    source: { contextName: 'order-service', aggregateName: 'order', event: 'order_created' },
    weight: 12,
    behaviour: { heals: 0.5, stubborn: 0.25, changes: 0.2 },
    errors: ['readTimeout', 'connectionRefused', 'paymentDeclined'],
    frames: [
      'com.lumenshop.payment.infra.AcquirerClient.capture(AcquirerClient.kt:118)',
      'com.lumenshop.payment.saga.OrderPaymentSaga.onOrderCreated(OrderPaymentSaga.kt:66)',
    ],
  },
  {
    function: event('payment-service', 'RefundSaga', 'onOrderCancelled'),
    source: { contextName: 'order-service', aggregateName: 'order', event: 'order_cancelled' },
    weight: 4,
    retrySpec: spec(3, 300, 60),
    behaviour: { heals: 0.1, changes: 0.3 },
    errors: ['refundTooHigh', 'readTimeout', 'versionConflict'],
    frames: [
      'com.lumenshop.payment.domain.Payment.refund(Payment.kt:177)',
      'com.lumenshop.payment.saga.RefundSaga.onOrderCancelled(RefundSaga.kt:44)',
    ],
  },
  {
    function: event('payment-service', 'RiskCheckProcessor', 'onPaymentRequested'),
    source: { contextName: 'payment-service', aggregateName: 'payment', event: 'payment_requested' },
    weight: 5,
    behaviour: { healsAt: [3, 6] },
    errors: ['riskModel', 'redisDown'],
    frames: [
      'com.lumenshop.payment.risk.RiskModel.score(RiskModel.java:266)',
      'com.lumenshop.payment.risk.RiskCheckProcessor.onPaymentRequested(RiskCheckProcessor.kt:58)',
    ],
  },
  {
    function: stateEvent('order-service', 'OrderSearchProjector'),
    source: ORDER_CHANGED,
    weight: 9,
    retrySpec: spec(6, 3600, 60),
    behaviour: { heals: 0.4, stubborn: 0.4, changes: 0.15, silent: 0.05 },
    errors: ['tooManyRequests', 'mappingConflict', 'mappingConflict'],
    frames: [
      'com.lumenshop.order.search.OrderIndex.write(OrderIndex.kt:142)',
      'com.lumenshop.order.search.OrderSearchProjector.onStateEvent(OrderSearchProjector.kt:36)',
    ],
  },
  {
    function: stateEvent('order-service', 'OrderReportProjector'),
    source: ORDER_CHANGED,
    weight: 4,
    behaviour: { heals: 0.2 },
    errors: ['mongoTimeout', 'duplicateKey'],
    frames: [
      'com.lumenshop.order.report.ReportRow.merge(ReportRow.kt:75)',
      'com.lumenshop.order.report.OrderReportProjector.onStateEvent(OrderReportProjector.kt:29)',
    ],
  },
  {
    function: stateEvent('billing-service', 'LedgerProjector'),
    source: { contextName: 'payment-service', aggregateName: 'payment', event: 'payment_captured' },
    weight: 5,
    retrySpec: spec(6, 10_800, 120),
    behaviour: {},
    errors: ['duplicateKey', 'mongoTimeout'],
    frames: ['com.lumenshop.billing.ledger.LedgerProjector.onStateEvent(LedgerProjector.kt:84)'],
  },
  {
    function: event('shipping-service', 'CarrierLabelProcessor', 'onShipmentCreated'),
    source: { contextName: 'shipping-service', aggregateName: 'shipment', event: 'shipment_created' },
    weight: 8,
    behaviour: { heals: 0.35, stubborn: 0.3, silent: 0.15 },
    errors: ['badGateway', 'readTimeout', 'addressInvalid'],
    frames: [
      'com.lumenshop.shipping.carrier.CarrierClient.createLabel(CarrierClient.kt:97)',
      'com.lumenshop.shipping.carrier.CarrierLabelProcessor.onShipmentCreated(CarrierLabelProcessor.kt:41)',
    ],
  },
  {
    function: event('shipping-service', 'TrackingPoller', 'onShipmentHandedOver'),
    source: SHIPMENT_HANDED_OVER,
    weight: 3,
    // Without back-off: asked again at every run of the scheduler, and mostly in vain.
    retrySpec: spec(60, 0, 15),
    behaviour: { heals: 0.004, silent: 0.97 },
    errors: ['badGateway'],
    frames: ['com.lumenshop.shipping.tracking.TrackingPoller.onShipmentHandedOver(TrackingPoller.kt:33)'],
  },
  {
    function: event('notification-service', 'OrderMailProcessor', 'onShipmentHandedOver'),
    source: SHIPMENT_HANDED_OVER,
    weight: 6,
    retrySpec: spec(6, 1800, 20),
    behaviour: { heals: 0.15, stubborn: 0.3 },
    errors: ['mailRejected', 'mailRightToLeft', 'mailRejected'],
    frames: [
      'com.lumenshop.notification.mail.Mailer.send(Mailer.kt:64)',
      'com.lumenshop.notification.mail.OrderMailProcessor.onShipmentHandedOver(OrderMailProcessor.kt:48)',
    ],
  },
  {
    function: event('notification-service', 'SmsProcessor', 'onPaymentDeclined'),
    source: { contextName: 'payment-service', aggregateName: 'payment', event: 'payment_declined' },
    weight: 4,
    behaviour: { healsAt: [5, 9] },
    errors: ['smsChinese'],
    frames: [
      'com.lumenshop.notification.sms.SmsGateway.submit(SmsGateway.java:151)',
      'com.lumenshop.notification.sms.SmsProcessor.onPaymentDeclined(SmsProcessor.kt:27)',
    ],
  },
  {
    function: event('catalog-service', 'ProductSearchProcessor', 'onProductChanged'),
    source: { contextName: 'catalog-service', aggregateName: 'product', event: 'product_changed' },
    weight: 3,
    retrySpec: spec(2, 900, 120),
    behaviour: { changes: 0.1 },
    errors: ['mappingConflict', 'recordTooLarge', 'longDocument'],
    frames: [
      'com.lumenshop.catalog.search.ProductDocument.of(ProductDocument.kt:119)',
      'com.lumenshop.catalog.search.ProductSearchProcessor.onProductChanged(ProductSearchProcessor.kt:45)',
    ],
  },
]

/** The handler behind a function, or undefined where no service of the shop has one (any more). */
export function findFunction(wanted: FunctionInfo): SampleFunction | undefined {
  return SAMPLE_FUNCTIONS.find(
    ({ function: known }) =>
      known.name === wanted.name &&
      known.processorName === wanted.processorName &&
      known.contextName === wanted.contextName &&
      known.functionKind === wanted.functionKind,
  )
}
