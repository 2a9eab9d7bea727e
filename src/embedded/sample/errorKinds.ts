import type { Recoverable } from '../../wow/schemas.ts'

/** The library between an application frame and the throw; its frames stand on top of the trace. */
export type Library = 'mongo' | 'http' | 'kafka' | 'redis' | 'search' | 'mail' | 'json' | 'none'

/** One way in which a handler fails. Text in braces differs from one failure to the next (`ingredients.ts`). */
export interface ErrorKind {
  readonly errorCode: string
  readonly message: string
  /** The Java class that was thrown. */
  readonly exception: string
  readonly library: Library
  /** What the services' exception lists say about this class; left out: they do not say. */
  readonly recoverable?: Recoverable
  readonly causes?: readonly { readonly exception: string; readonly message: string; readonly library: Library }[]
  readonly bindingErrors?: readonly { readonly name: string; readonly msg: string }[]
  /** Deep recursion: this many frames instead of the usual few dozen. */
  readonly recursion?: number
}

export const ERROR_KINDS = {
  stockShort: {
    errorCode: 'StockShort',
    message: 'Stock of {sku} is short: {count} asked, {small} left in warehouse W-{small}.',
    exception: 'com.lumenshop.stock.domain.StockShortException',
    library: 'none',
  },
  rowLocked: {
    errorCode: 'IllegalState',
    message: 'Reservation {source} is locked by transaction {uuid}.',
    exception: 'java.lang.IllegalStateException',
    library: 'none',
    recoverable: 'RECOVERABLE',
  },
  versionConflict: {
    errorCode: 'CommandExpectVersionConflict',
    message: 'The expected version[{small}] of the command is inconsistent with the actual version[{count}].',
    exception: 'me.ahoo.wow.command.CommandExpectVersionConflictException',
    library: 'none',
    recoverable: 'RECOVERABLE',
  },
  eventConflict: {
    errorCode: 'EventVersionConflict',
    message: 'Event Version[{small}] conflict.',
    exception: 'me.ahoo.wow.eventsourcing.EventVersionConflictException',
    library: 'mongo',
    recoverable: 'RECOVERABLE',
    causes: [
      {
        exception: 'com.mongodb.MongoWriteException',
        message:
          'Write operation error on server mongo-{small}.db.lumen.internal:27017. Write error: WriteError{code=11000, message=\'E11000 duplicate key error collection: event.stock_event_stream index: u_idx_aggregate_id_version dup key: { aggregateId: "{source}", version: {small} }\', details={}}.',
        library: 'mongo',
      },
    ],
  },
  mongoTimeout: {
    errorCode: 'RequestTimeout',
    message:
      'Timed out after {ms} ms while waiting for a server that matches WritableServerSelector. Client view of cluster state is {type=REPLICA_SET, servers=[{address=mongo-{small}.db.lumen.internal:27017, type=UNKNOWN, state=CONNECTING}]}',
    exception: 'com.mongodb.MongoTimeoutException',
    library: 'mongo',
    recoverable: 'RECOVERABLE',
  },
  duplicateKey: {
    errorCode: 'BadRequest',
    message:
      'E11000 duplicate key error collection: read.ledger_entry index: _id_ dup key: { _id: "{source}-{small}" }',
    exception: 'org.springframework.dao.DuplicateKeyException',
    library: 'mongo',
    recoverable: 'UNRECOVERABLE',
    causes: [
      {
        exception: 'com.mongodb.MongoWriteException',
        message:
          'Write operation error on server mongo-{small}.db.lumen.internal:27017. Write error: WriteError{code=11000}.',
        library: 'mongo',
      },
    ],
  },
  readTimeout: {
    errorCode: 'RequestTimeout',
    message: 'POST http://acquirer.payments.lumen.internal:8080/v2/payments/{uuid}/capture: no answer within {ms} ms',
    exception: 'org.springframework.web.reactive.function.client.WebClientRequestException',
    library: 'http',
    recoverable: 'RECOVERABLE',
    causes: [{ exception: 'io.netty.handler.timeout.ReadTimeoutException', message: '', library: 'http' }],
  },
  connectionRefused: {
    errorCode: 'BadRequest',
    message: 'Connection refused: acquirer.payments.lumen.internal/{address}:8443',
    exception: 'org.springframework.web.reactive.function.client.WebClientRequestException',
    library: 'http',
    recoverable: 'RECOVERABLE',
    causes: [
      {
        exception: 'io.netty.channel.AbstractChannel$AnnotatedConnectException',
        message: 'finishConnect(..) failed: Connection refused: acquirer.payments.lumen.internal/{address}:8443',
        library: 'http',
      },
      {
        exception: 'java.net.ConnectException',
        message: 'finishConnect(..) failed: Connection refused',
        library: 'none',
      },
    ],
  },
  badGateway: {
    errorCode: 'BadGateway',
    message: '502 Bad Gateway from POST https://api.carrier.example/labels?reference={source}',
    exception: 'org.springframework.web.reactive.function.client.WebClientResponseException$BadGateway',
    library: 'http',
    recoverable: 'RECOVERABLE',
  },
  tooManyRequests: {
    errorCode: 'TooManyRequests',
    message:
      '429 Too Many Requests from POST https://search-{small}.index.lumen.internal:9200/orders/_bulk, retry after {small} s',
    exception: 'org.springframework.web.reactive.function.client.WebClientResponseException$TooManyRequests',
    library: 'http',
    recoverable: 'RECOVERABLE',
  },
  paymentDeclined: {
    errorCode: 'PaymentDeclined',
    message: "Card issuer declined {amount} EUR: 'insufficient funds' (reference {hex})",
    exception: 'com.lumenshop.payment.domain.PaymentDeclinedException',
    library: 'none',
    recoverable: 'UNRECOVERABLE',
  },
  refundTooHigh: {
    errorCode: 'IllegalArgument',
    message: 'Refund of {amount} EUR is more than the {small}.00 EUR that are left of payment {uuid}.',
    exception: 'java.lang.IllegalArgumentException',
    library: 'none',
    recoverable: 'UNRECOVERABLE',
  },
  notInitialized: {
    errorCode: 'NotFound',
    message:
      'AggregateId(contextName=shipping-service, aggregateName=shipment, tenantId=(0), id={source}) is not initialized.',
    exception: 'me.ahoo.wow.command.wait.NotFoundResourceException',
    library: 'none',
  },
  addressInvalid: {
    errorCode: 'CommandValidation',
    message: 'Command validation failed: 3 constraints of [CreateShipment] are violated.',
    exception: 'me.ahoo.wow.command.CommandValidationException',
    library: 'none',
    bindingErrors: [
      { name: 'address.postalCode', msg: 'must match "^[0-9]{5}$"' },
      { name: 'address.street', msg: 'must not be blank' },
      { name: 'parcels[0].weightGrams', msg: 'must be greater than 0' },
    ],
  },
  nullProfile: {
    errorCode: 'BadRequest',
    message:
      'Cannot invoke "com.lumenshop.loyalty.domain.Profile.getTier()" because the return value of "com.lumenshop.loyalty.infra.ProfileClient.find(String)" is null',
    exception: 'java.lang.NullPointerException',
    library: 'none',
  },
  silentNull: {
    errorCode: 'BadRequest',
    message: '',
    exception: 'java.lang.NullPointerException',
    library: 'none',
  },
  pointsOverflow: {
    errorCode: 'BadRequest',
    message: 'long overflow',
    exception: 'java.lang.ArithmeticException',
    library: 'none',
    recoverable: 'UNRECOVERABLE',
  },
  redisDown: {
    errorCode: 'BadRequest',
    message: 'Unable to connect to redis-{small}.cache.lumen.internal/<unresolved>:6379 after {ms} ms',
    exception: 'io.lettuce.core.RedisConnectionException',
    library: 'redis',
    recoverable: 'RECOVERABLE',
    causes: [
      { exception: 'java.net.UnknownHostException', message: 'redis-{small}.cache.lumen.internal', library: 'none' },
    ],
  },
  recordTooLarge: {
    errorCode: 'BadRequest',
    message:
      'The message is {bytes} bytes when serialized which is larger than 1048576, which is the value of the max.request.size configuration.',
    exception: 'org.apache.kafka.common.errors.RecordTooLargeException',
    library: 'kafka',
    recoverable: 'UNRECOVERABLE',
  },
  mappingConflict: {
    errorCode: 'IllegalArgument',
    message: `[es/index] failed: [mapper_parsing_exception]
  failed to parse field [attributes.{sku}] of type [long] in document with id '{source}'
  preview of the value: '{hex}'
  caused by: illegal_argument_exception: For input string: "{hex}"
  shard: {small}, node: search-{small}.index.lumen.internal, took: {ms} ms`,
    exception: 'co.elastic.clients.elasticsearch._types.ElasticsearchException',
    library: 'search',
  },
  longDocument: {
    errorCode: 'IllegalArgument',
    message: `Document rejected by schema 'product-v7': ${Array.from(
      { length: 160 },
      (_, index) => `#/variants/${index}/prices/eur: expected number, got string "{amount}"`,
    ).join('; ')}`,
    exception: 'com.lumenshop.catalog.search.DocumentRejectedException',
    library: 'json',
    recoverable: 'UNRECOVERABLE',
  },
  mailRejected: {
    errorCode: 'BadRequest',
    message:
      '550 5.1.1 <customer.{count}@mail.example>: Recipient address rejected: User unknown in virtual mailbox table',
    exception: 'org.springframework.mail.MailSendException',
    library: 'mail',
  },
  mailRightToLeft: {
    errorCode: 'BadRequest',
    message:
      'تعذر إرسال الرسالة إلى "customer.{count}@mail.example": الخادم smtp-{small}.mail.lumen.internal لم يستجب خلال {ms} مللي ثانية',
    exception: 'org.springframework.mail.MailSendException',
    library: 'mail',
    recoverable: 'RECOVERABLE',
  },
  smsChinese: {
    errorCode: 'SmsRejected',
    message: '短信发送失败:号码 139 {count} {count} 当日发送次数已达上限({small} 次),请求编号 {uuid} 🚫',
    exception: 'com.lumenshop.notification.sms.SmsRejectedException',
    library: 'http',
  },
  riskModel: {
    errorCode: 'InternalServerError',
    message: "Model 'risk-2026-10' returned NaN for order {source} (features: {hex}, {hex}, {hex})",
    exception: 'com.lumenshop.payment.risk.ModelException',
    library: 'none',
  },
  outOfMemory: {
    errorCode: 'BadRequest',
    message: 'Java heap space',
    exception: 'java.lang.OutOfMemoryError',
    library: 'none',
  },
  categoryLoop: {
    errorCode: 'BadRequest',
    message:
      'Infinite recursion (StackOverflowError) (through reference chain: Category["parent"]->Category["parent"])',
    exception: 'com.fasterxml.jackson.databind.JsonMappingException',
    library: 'json',
    recursion: 2990,
    causes: [{ exception: 'java.lang.StackOverflowError', message: '', library: 'none' }],
  },
} as const satisfies Readonly<Record<string, ErrorKind>>

export type ErrorKindName = keyof typeof ERROR_KINDS
