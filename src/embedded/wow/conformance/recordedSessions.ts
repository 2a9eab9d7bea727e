/**
 * The recording was made in several runs, each on a fresh store, and some rows were made off the record. Which ones is
 * told by later answers: here they are made again, with the ids they had, just before they are first seen.
 */

export interface Step {
  /** When it was done at the earliest, epoch milliseconds; never before the step before it. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Session {
  /** Name of the first exchange of the run. */
  readonly from: string
  readonly guard: 'open' | 'strict'
  /** Of the BI script's consumer groups. */
  readonly biNamespace?: string
}

export const SESSIONS: readonly Session[] = [
  { from: 'create.ok', guard: 'strict' },
  { from: 'coercion.event', guard: 'strict' },
  { from: 'op.loose.NOR', guard: 'open' },
  { from: 'idle.list', guard: 'strict' },
  { from: 'bi.configured.sql', guard: 'strict', biNamespace: 'demo' },
  { from: 'deleted.state-version-1', guard: 'strict' },
  { from: 'formula.prepared', guard: 'strict' },
]

const JSON_HEADERS = { 'Content-Type': 'application/json' }
const SNAPSHOT = { ...JSON_HEADERS, 'Command-Wait-Stage': 'SNAPSHOT' }

const error = {
  errorCode: 'IllegalState',
  errorMsg: 'stock is short',
  stackTrace: 'java.lang.IllegalStateException: stock is short\n\tat shop.OrderProjector.on(OrderProjector.kt:1)',
}

const failure = {
  eventId: {
    id: '0VSvLVcp0007001',
    aggregateId: {
      contextName: 'shop-service',
      aggregateName: 'order',
      aggregateId: 'order-0001',
      tenantId: '(0)',
    },
    version: 1,
  },
  function: {
    functionKind: 'EVENT',
    contextName: 'shop-service',
    processorName: 'OrderProjector',
    name: 'onOrderCreated',
  },
  error,
}

export const create = (id: string, executeAt: number, more: object = {}): Step => ({
  at: executeAt,
  method: 'POST',
  path: '/execution_failed/create_execution_failed',
  headers: { ...SNAPSHOT, 'Command-Aggregate-Id': id },
  body: { ...failure, executeAt, ...more },
})

const at = (time: number, step: Step): Step => ({ ...step, at: time })

const put = (id: string, command: string, body: unknown = {}, headers: Step['headers'] = SNAPSHOT): Step => ({
  at: 0,
  method: 'PUT',
  path: `/execution_failed/${id}/${command}`,
  headers,
  body,
})

const remove = (id: string, headers: Step['headers'] = SNAPSHOT): Step => ({
  at: 0,
  method: 'DELETE',
  path: `/execution_failed/${id}`,
  headers,
  body: {},
})

export const spec = (maxRetries: unknown, minBackoff: unknown, executionTimeout: unknown) => ({
  maxRetries,
  minBackoff,
  executionTimeout,
})

/** The six rows that the operators were tried on; `base` is the time from which they were dated back. */
function operatorRows(prefix: string, run: string, base: number): Step[] {
  const creates = [1, 2, 3, 4, 5, 6].map((n) => ({
    ...create(`${prefix}-${n}`, base - n * 4 * 86_400_000, {
      eventId: {
        id: `ev-${run}-${n}`,
        aggregateId: {
          contextName: n % 2 === 0 ? 'bill-service' : 'shop-service',
          aggregateName: 'order',
          aggregateId: `order-${n}`,
          tenantId: '(0)',
        },
        version: n,
      },
      error: {
        errorCode: n <= 3 ? 'TimeOut' : 'IllegalState',
        errorMsg: `Msg ${n} a.b*c`,
        stackTrace: 'st',
        ...(n === 5
          ? {
              bindingErrors: [
                { name: 'f1', msg: 'm1' },
                { name: 'f2', msg: 'm2' },
              ],
            }
          : {}),
      },
      retrySpec: spec(3, n * 10, 60),
      recoverable: ['UNKNOWN', 'RECOVERABLE', 'UNRECOVERABLE'][n % 3],
    }),
    at: base,
  }))
  return [
    ...creates,
    at(base, put(`${prefix}-1`, 'tags', { tags: { team: ['a', 'b'] } })),
    put(`${prefix}-2`, 'prepare_compensation'),
    remove(`${prefix}-6`),
  ]
}

/** What was done off the record before the exchange of that name. */
export const OFF_THE_RECORD: Readonly<Record<string, readonly Step[]>> = {
  'prepare.empty-zero-length': [create('0VbjxZgc0001000', 1795383351534, { retrySpec: spec(1, 0, 0) })],
  'wait.prepare-event-handled': [create('0VbjxeBs0001000', 1795383368800, { retrySpec: spec(9, 0, 0) })],
  'snapshot.get': [
    create('0Vbjy7Cp0001000', 1795383480358, { retrySpec: spec(9, 0, 0) }),
    at(1795383480462, put('0Vbjy7Cp0001000', 'prepare_compensation')),
    at(
      1795383480539,
      put('0Vbjy7Cp0001000', 'apply_execution_failed', {
        error,
        executeAt: 1795383480508,
        recoverable: 'RECOVERABLE',
      }),
    ),
  ],
  'op.strict.AND': operatorRows('qs', 'strict', 1795383699161),
  'options.cors': [put('0Vbjy7Cp0001000', 'prepare_compensation')],
  // One stream that only the event queries show.
  'event.count': [at(1795383724474, put('0Vbjy7t30001000', 'mark_recoverable', { recoverable: 'RECOVERABLE' }))],
  'send.accept-both-sse-first': [create('0VbjzhNC0001000', 1795383857738, { retrySpec: spec(3, 1, 1) })],
  'wait.stage-empty': Array.from({ length: 8 }, () =>
    put('0VbjzhNC0001000', 'apply_retry_spec', spec(3, 1, 1), JSON_HEADERS),
  ),
  'coercion.event': [
    create('0Vbk1tMW0001000', 1795384380259, { retrySpec: spec(3, 180, 120) }),
    put('0Vbk1tMW0001000', 'apply_retry_spec', spec(3.7, '10', '60')),
  ],
  'event.range.order-12': [
    create('0Vbk1tph0001000', 1795384382200),
    ...Array.from({ length: 12 }, () => put('0Vbk1tph0001000', 'apply_retry_spec', spec(3, 1, 1))),
  ],
  'op.loose.NOR': operatorRows('ql', 'loose', 1795383899161),
  'idle.list': [create('0Vbk0OUz0001000', 1795384023321)],
  'deleted.state-version-1': [create('0Vbk2TMf0001000', 1795384518714), remove('0Vbk2TMf0001000')],
  'owner.header-on-unowned': [create('0Vbk2TfB0001000', 1795384520060)],
  'list.default-sort-state': [create('0Vbk2Ti10001000', 1795384520191, { retrySpec: spec(62, 0, 0) })],
  'formula.prepared': [create('0Vbk3Xjn0001000', 1795384774009), put('0Vbk3Xjn0001000', 'prepare_compensation')],
  'formula.failed': [
    put('0Vbk3Xjn0001000', 'apply_execution_failed', { error, executeAt: 5, recoverable: 'RECOVERABLE' }),
  ],
  'formula.spec': [put('0Vbk3Xjn0001000', 'apply_retry_spec', spec(1, 7, 9))],
  'event.all-kinds': [
    put('0Vbk3Xjn0001000', 'force_prepare_compensation'),
    put('0Vbk3Xjn0001000', 'apply_execution_success', { executeAt: 6 }),
    put('0Vbk3Xjn0001000', 'change_function', {
      functionKind: 'EVENT',
      contextName: 'a',
      processorName: 'b',
      name: 'c',
    }),
    put('0Vbk3Xjn0001000', 'mark_recoverable', { recoverable: 'UNRECOVERABLE' }),
    put('0Vbk3Xjn0001000', 'tags', { tags: { a: ['b'] } }, JSON_HEADERS),
    remove('0Vbk3Xjn0001000', JSON_HEADERS),
    put('0Vbk3Xjn0001000', 'recover', {}, JSON_HEADERS),
  ],
}

/** The aggregate that an exchange asked apart is about. */
export const APART = (path: string): Step => create(path.split('/')[2] ?? '', 0)
