import * as z from 'zod/mini'

/** What the gateway last knew of a source. Times are epoch milliseconds of the gateway's clock. */
export const Health = z.looseObject({
  /** `unknown` until the first answer. */
  state: z.enum(['up', 'down', 'unknown']),
  /** Time of the last good answer, null before the first. */
  lastGoodAt: z.nullable(z.number()),
  /** Why it is down, in the upstream's or the network's own words. */
  message: z.nullable(z.string()),
})
export type Health = z.infer<typeof Health>

export const RefusedOperator = z.looseObject({
  operator: z.string(),
  /** Absent: refused in every form. `false`: EXISTS with that value; `ignoreCase`: STARTS_WITH with that option. */
  form: z.optional(z.enum(['false', 'ignoreCase'])),
  message: z.string(),
})
export type RefusedOperator = z.infer<typeof RefusedOperator>

export const Source = z.looseObject({
  /** Stands in every address: `local` for the embedded one, `main` for the configured one. */
  name: z.string(),
  kind: z.enum(['wow', 'oms']),
  embedded: z.boolean(),
  /** Address of a configured upstream, without credentials; null for an embedded one. */
  url: z.nullable(z.string()),
  /** Server clock minus gateway clock in milliseconds; null while unknown. */
  clockOffsetMs: z.nullable(z.number()),
  health: Health,
  /** Operators that this server refuses over HTTP, found by probing, with the server's words; null while unknown. */
  refusedOperators: z.nullable(z.array(RefusedOperator)),
})
export type Source = z.infer<typeof Source>

/** `GET /api/sources` */
export const Sources = z.looseObject({
  /** Changes with each build of the page; a different one means that a reload brings a newer page. */
  build: z.string(),
  /** The gateway's clock at the time of the answer, epoch milliseconds. */
  now: z.number(),
  environment: z.nullable(z.looseObject({ name: z.string(), color: z.nullable(z.string()) })),
  role: z.enum(['viewer', 'operator', 'admin']),
  sources: z.array(Source),
})
export type Sources = z.infer<typeof Sources>
