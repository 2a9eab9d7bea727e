/** What a server tells of its bounded contexts (`GET /wow/metadata`, contract 7.3). */
import * as z from 'zod/mini'

export const AggregateMetadata = z.looseObject({
  scopes: z.optional(z.array(z.string())),
  /** Java class of the aggregate. */
  type: z.optional(z.nullable(z.string())),
  /** The one tenant of all its records; null when each record has its own. */
  tenantId: z.optional(z.nullable(z.string())),
  id: z.optional(z.nullable(z.string())),
  /** Java classes; their order means nothing. */
  commands: z.optional(z.array(z.string())),
  events: z.optional(z.array(z.string())),
})
/** By name. */
export const AggregateMetadataMap = z.record(z.string(), AggregateMetadata)

export const ContextMetadata = z.looseObject({
  alias: z.optional(z.nullable(z.string())),
  description: z.optional(z.string()),
  scopes: z.optional(z.array(z.string())),
  aggregates: z.optional(AggregateMetadataMap),
})
/** By name. */
export const ContextMetadataMap = z.record(z.string(), ContextMetadata)

export const WowMetadata = z.looseObject({ contexts: ContextMetadataMap })
export type WowMetadata = z.infer<typeof WowMetadata>
