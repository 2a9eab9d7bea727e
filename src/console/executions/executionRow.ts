import * as z from 'zod/mini'

/** What a list row needs of a snapshot; the rest of the document is not asked for. */
export const ExecutionRow = z.looseObject({
  aggregateId: z.string(),
  version: z.number(),
  firstEventTime: z.number(),
  eventTime: z.number(),
  deleted: z.boolean(),
  state: z.looseObject({
    status: z.string(),
    recoverable: z.string(),
    isRetryable: z.boolean(),
    isBelowRetryThreshold: z.boolean(),
    executeAt: z.number(),
    eventId: z.looseObject({
      id: z.string(),
      aggregateId: z.looseObject({ contextName: z.string(), aggregateName: z.string(), aggregateId: z.string() }),
    }),
    function: z.looseObject({ contextName: z.string(), processorName: z.string(), name: z.string() }),
    error: z.looseObject({ errorCode: z.string(), errorMsg: z.string() }),
    retrySpec: z.looseObject({ maxRetries: z.number() }),
    retryState: z.looseObject({ retries: z.number(), timeoutAt: z.number(), nextRetryAt: z.number() }),
  }),
})
export type ExecutionRow = z.infer<typeof ExecutionRow>

/** The projection that fills an `ExecutionRow`. The id always comes. */
export const ROW_FIELDS = [
  'version',
  'firstEventTime',
  'eventTime',
  'deleted',
  'state.status',
  'state.recoverable',
  'state.isRetryable',
  'state.isBelowRetryThreshold',
  'state.executeAt',
  'state.eventId.id',
  'state.eventId.aggregateId.contextName',
  'state.eventId.aggregateId.aggregateName',
  'state.eventId.aggregateId.aggregateId',
  'state.function.contextName',
  'state.function.processorName',
  'state.function.name',
  'state.error.errorCode',
  'state.error.errorMsg',
  'state.retrySpec.maxRetries',
  'state.retryState.retries',
  'state.retryState.timeoutAt',
  'state.retryState.nextRetryAt',
] as const

/** One element of a list: readable, or as it came, because one odd row must not hide the others. */
export interface ListedExecution {
  readonly id: string
  /** Undefined when the row does not fit what this page knows of the protocol. */
  readonly execution: ExecutionRow | undefined
  readonly raw: unknown
}

const Identified = z.looseObject({ aggregateId: z.string() })

export function listed(raw: unknown, index: number): ListedExecution {
  const parsed = ExecutionRow.safeParse(raw)
  if (parsed.success) return { id: parsed.data.aggregateId, execution: parsed.data, raw }
  const identified = Identified.safeParse(raw)
  return { id: identified.success ? identified.data.aggregateId : `unreadable-${index}`, execution: undefined, raw }
}
