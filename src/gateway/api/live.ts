import * as z from 'zod/mini'
import { Health } from './sources.ts'

/** `GET /api/counts/:source`, and the `counts` event of `/api/events`. */
export const Counts = z.looseObject({
  source: z.string(),
  /** Server time at which the counts were true, epoch milliseconds; null before the first answer. */
  at: z.nullable(z.number()),
  /** By view name (`src/wow/condition/views.ts`); null where the server did not answer this one. */
  counts: z.record(z.string(), z.nullable(z.number())),
})
export type Counts = z.infer<typeof Counts>

/**
 * A snapshot that changed, without stack trace and binding errors: enough for a page to see whether it belongs to
 * what it shows, and which of its rows is older than the server.
 */
export const ChangedRow = z.looseObject({
  aggregateId: z.string(),
  version: z.number(),
  firstEventTime: z.number(),
  eventTime: z.number(),
  deleted: z.boolean(),
  state: z.looseObject({}),
})
export type ChangedRow = z.infer<typeof ChangedRow>

/** The `changes` event of `/api/events`. */
export const Changes = z.looseObject({
  source: z.string(),
  /** Server time up to which changes are known, epoch milliseconds. */
  at: z.number(),
  rows: z.array(ChangedRow),
  /** True when more changed than one event carries: the page must say "many" instead of a number. */
  more: z.boolean(),
})
export type Changes = z.infer<typeof Changes>

/** The `health` event of `/api/events`. */
export const SourceHealth = z.looseObject({
  source: z.string(),
  clockOffsetMs: z.nullable(z.number()),
  health: Health,
})
export type SourceHealth = z.infer<typeof SourceHealth>

/** The `hello` event of `/api/events`, first on every connection. */
export const Hello = z.looseObject({ build: z.string(), now: z.number() })
export type Hello = z.infer<typeof Hello>
