/** The executions with fixed names: the README and the browser tests open them by id and know what they will do. */
import type { CommandName } from '../../wow/commands/commands.ts'
import type { EventId, RetrySpec } from '../../wow/schemas.ts'
import type { Script } from './behaviour.ts'
import { SAMPLE_FUNCTIONS, type SampleFunction } from './functions.ts'

/** What happened to a record before the store was opened, in this order; `prepare` is the scheduler's. */
export type PastStep = Extract<
  CommandName,
  | 'prepare_compensation'
  | 'apply_execution_failed'
  | 'apply_execution_success'
  | 'default_delete_aggregate'
  | 'default_apply_resource_tags'
>

export interface SampleRecord {
  readonly id: string
  /** One line for the README. */
  readonly shows: string
  readonly handler: SampleFunction
  /** A function of no service, in place of the handler's own name. */
  readonly renamedFrom?: string
  readonly eventId: EventId
  /** How it failed and what the service does when it is asked again; left out: the handler's usual chances. */
  readonly script?: Script
  readonly retrySpec: RetrySpec
  readonly past: readonly PastStep[]
}

const DAYS = 86_400
/** The scheduler leaves a record alone for a month. */
const SLOW: RetrySpec = { maxRetries: 5, minBackoff: 30 * DAYS, executionTimeout: 120 }

interface Group {
  /** Five characters: the ids are `0VSample` + name + 01, 02, … */
  readonly name: string
  readonly copies: number
  readonly processor: string
  readonly shows: string
  readonly error: Script['error']
  readonly next: Script['next']
  readonly renamedFrom?: string
  readonly retrySpec?: RetrySpec
  readonly past?: readonly PastStep[]
}

const GROUPS: readonly Group[] = [
  {
    name: 'Heals',
    copies: 9,
    processor: 'OrderPaymentSaga',
    shows: 'FAILED; the next prepare succeeds within a second.',
    error: 'readTimeout',
    next: 'heals',
  },
  {
    name: 'Again',
    copies: 5,
    processor: 'OrderStockSaga',
    shows: 'FAILED; every prepare fails the same way, with other numbers in the message.',
    error: 'stockShort',
    next: 'fails the same way',
    past: ['prepare_compensation', 'apply_execution_failed'],
  },
  {
    name: 'Other',
    copies: 3,
    processor: 'OrderSearchProjector',
    shows: 'FAILED; the next prepare fails with another error.',
    error: 'tooManyRequests',
    next: 'fails differently',
  },
  {
    name: 'Quiet',
    copies: 3,
    processor: 'CarrierLabelProcessor',
    shows: 'FAILED; the service never answers a prepare, which times out after two minutes.',
    error: 'badGateway',
    next: 'never answers',
  },
  {
    name: 'Tardy',
    copies: 3,
    processor: 'CarrierLabelProcessor',
    shows: 'PREPARED and timed out, so it may be prepared again; the next prepare succeeds.',
    error: 'badGateway',
    next: 'heals',
    past: ['prepare_compensation'],
  },
  {
    name: 'Going',
    copies: 3,
    processor: 'InvoicePdfProcessor',
    shows: 'PREPARED and not timed out for a month: a prepare is refused.',
    error: 'outOfMemory',
    next: 'never answers',
    retrySpec: { ...SLOW, executionTimeout: 30 * DAYS },
    past: ['prepare_compensation'],
  },
  {
    name: 'Every',
    copies: 2,
    processor: 'TrackingPoller',
    shows: 'Without back-off: prepared at every run of the scheduler, never answered, soon due again.',
    error: 'badGateway',
    next: 'never answers',
    retrySpec: { maxRetries: 1000, minBackoff: 0, executionTimeout: 5 },
  },
  {
    name: 'Force',
    copies: 5,
    processor: 'RefundSaga',
    shows: 'FAILED and over the retry threshold: only a force prepare is accepted, and it succeeds.',
    error: 'versionConflict',
    next: 'heals',
    retrySpec: { ...SLOW, maxRetries: 1 },
    past: ['prepare_compensation', 'apply_execution_failed'],
  },
  {
    name: 'Unrec',
    copies: 3,
    processor: 'LedgerProjector',
    shows: 'FAILED and UNRECOVERABLE: the scheduler leaves it alone; a prepare fails the same way.',
    error: 'duplicateKey',
    next: 'fails the same way',
  },
  {
    name: 'Fixed',
    copies: 2,
    processor: 'OrderPaymentSaga',
    shows: 'SUCCEEDED at the second attempt.',
    error: 'connectionRefused',
    next: 'heals',
    past: ['prepare_compensation', 'apply_execution_failed', 'prepare_compensation', 'apply_execution_success'],
  },
  {
    name: 'Scrap',
    copies: 3,
    processor: 'OrderMailProcessor',
    shows: 'Deleted while FAILED.',
    error: 'mailRejected',
    next: 'fails the same way',
    past: ['default_delete_aggregate'],
  },
  {
    name: 'Moved',
    copies: 3,
    processor: 'ShipmentSaga',
    shows: 'FAILED in a function that no service has any more; changed to ShipmentSaga.onOrderPaid it succeeds.',
    error: 'notInitialized',
    next: 'heals',
    renamedFrom: 'onOrderPaidV1',
  },
  {
    name: 'Trace',
    copies: 1,
    processor: 'ProductSearchProcessor',
    shows: 'FAILED with a stack trace of 3,000 lines.',
    error: 'categoryLoop',
    next: 'heals',
  },
  {
    name: 'Blank',
    copies: 1,
    processor: 'InvoiceProcessor',
    shows: 'FAILED with an empty error message.',
    error: 'silentNull',
    next: 'fails the same way',
  },
  {
    name: 'Wordy',
    copies: 1,
    processor: 'ProductSearchProcessor',
    shows: 'FAILED with a message of several thousand characters.',
    error: 'longDocument',
    next: 'fails the same way',
  },
  {
    name: 'Lines',
    copies: 1,
    processor: 'OrderSearchProjector',
    shows: 'FAILED with a message of several lines.',
    error: 'mappingConflict',
    next: 'fails the same way',
  },
  {
    name: 'Hanzi',
    copies: 1,
    processor: 'SmsProcessor',
    shows: 'FAILED with a Chinese message and an emoji.',
    error: 'smsChinese',
    next: 'heals',
  },
  {
    name: 'Right',
    copies: 1,
    processor: 'OrderMailProcessor',
    shows: 'FAILED with a message that is written from right to left.',
    error: 'mailRightToLeft',
    next: 'heals',
  },
  {
    name: 'Binds',
    copies: 1,
    processor: 'ShipmentSaga',
    shows: 'FAILED with three binding errors; tagged.',
    error: 'addressInvalid',
    next: 'fails the same way',
    past: ['default_apply_resource_tags'],
  },
]

/** One event that failed in each of the handlers that listen to it. */
const SHARED_EVENT_PROCESSORS = ['OrderStockSaga', 'ShipmentSaga', 'PointsSaga', 'InvoiceProcessor'] as const

export const SAMPLE_RECORDS: readonly SampleRecord[] = [
  ...GROUPS.flatMap(({ name, copies, processor, shows, error, next, renamedFrom, retrySpec = SLOW, past = [] }) =>
    Array.from({ length: copies }, (_, index): SampleRecord => {
      const suffix = `${name}${String(index + 1).padStart(2, '0')}`
      const handler = handlerOf(processor)
      return {
        id: `0VSample${suffix}`,
        shows,
        handler,
        eventId: sourceEvent(handler, suffix),
        retrySpec,
        past,
        script: { error, next },
        ...(renamedFrom === undefined ? {} : { renamedFrom }),
      }
    }),
  ),
  ...SHARED_EVENT_PROCESSORS.map((processor, index): SampleRecord => {
    const handler = handlerOf(processor)
    return {
      id: `0VSampleEvent0${index + 1}`,
      shows: `FAILED in ${processor}; the same event failed in the others of Event01 to Event04.`,
      handler,
      eventId: sourceEvent(handler, 'Event00'),
      retrySpec: SLOW,
      past: [],
    }
  }),
]

const SCRIPTS = new Map(SAMPLE_RECORDS.map(({ eventId, script }) => [eventId.id, script]))

/** The fixed behaviour of the handlers of an event, where one of the records above has been given one. */
export const scriptOf = (eventId: EventId): Script | undefined => SCRIPTS.get(eventId.id)

function handlerOf(processor: string): SampleFunction {
  const handler = SAMPLE_FUNCTIONS.find((known) => known.function.processorName === processor)
  if (handler === undefined) throw new Error(`The sample shop has no processor ${processor}.`)
  return handler
}

function sourceEvent({ source }: SampleFunction, suffix: string): EventId {
  const { contextName, aggregateName } = source
  return {
    id: `0VSampld${suffix}`,
    aggregateId: { contextName, aggregateName, aggregateId: `0VSamplc${suffix}`, tenantId: '(0)' },
    version: 3,
  }
}
