import * as z from 'zod/mini'

const text = z.optional(z.string())
const number = z.optional(z.number())
const flag = z.optional(z.boolean())

/** A snapshot as far as the columns of a list asked for it (`columnFields.ts`): only id and version always come. */
export const ExecutionRow = z.looseObject({
  aggregateId: z.string(),
  version: z.number(),
  eventTime: number,
  deleted: flag,
  state: z._default(
    z.looseObject({
      status: text,
      recoverable: text,
      isRetryable: flag,
      isBelowRetryThreshold: flag,
      executeAt: number,
      eventId: z.optional(
        z.looseObject({
          id: text,
          aggregateId: z.optional(z.looseObject({ aggregateName: text, aggregateId: text })),
        }),
      ),
      function: z.optional(z.looseObject({ processorName: text, name: text })),
      error: z.optional(z.looseObject({ errorCode: text, errorMsg: text })),
      retrySpec: z.optional(z.looseObject({ maxRetries: number, minBackoff: number, executionTimeout: number })),
      retryState: z.optional(
        z.looseObject({ retries: number, retryAt: number, timeoutAt: number, nextRetryAt: number }),
      ),
    }),
    {},
  ),
})
export type ExecutionRow = z.infer<typeof ExecutionRow>

/** One element of a list: readable, or as it came, because one odd row must not hide the others. */
export interface ListedExecution {
  readonly id: string
  /** Undefined when the row does not fit what this page knows of the protocol. */
  readonly execution: ExecutionRow | undefined
  readonly raw: unknown
  /** The projection it came by; undefined for all of it. */
  readonly fields?: readonly string[] | undefined
}

const Identified = z.looseObject({ aggregateId: z.string() })

export function listed(raw: unknown, index: number, fields?: readonly string[]): ListedExecution {
  const parsed = ExecutionRow.safeParse(raw)
  // One object of each row is enough: what is loose keeps what came.
  if (parsed.success) return { id: parsed.data.aggregateId, execution: parsed.data, raw: parsed.data, fields }
  const identified = Identified.safeParse(raw)
  return {
    id: identified.success ? identified.data.aggregateId : `unreadable-${index}`,
    execution: undefined,
    raw,
    fields,
  }
}
