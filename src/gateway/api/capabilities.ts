import * as z from 'zod/mini'

export const Endpoint = z.looseObject({
  /** Operation id of the protocol: `wow.command.send`. */
  id: z.string(),
  method: z.string(),
  path: z.string(),
  /** `missing`: the server has no such address; `refused`: something in front of it does not let it through. */
  state: z.enum(['there', 'missing', 'refused', 'unknown']),
  /** What was answered where it is not there. */
  words: z.nullable(z.string()),
})
export type Endpoint = z.infer<typeof Endpoint>

/** `GET /api/capabilities/:source`: what the server was found to know, by questions that change nothing. */
export const Capabilities = z.looseObject({
  /** Gateway time of the look. */
  at: z.number(),
  /** Version of the Wow framework, where the server tells it. */
  version: z.nullable(z.string()),
  endpoints: z.array(Endpoint),
  /** Sizes of answers that the server refuses, with its words. */
  limits: z.array(
    z.looseObject({ asked: z.enum(['no limit', 'long list', 'long page', 'deep page']), words: z.string() }),
  ),
  /** Operations of its document that this console does not use. */
  others: z.array(z.looseObject({ method: z.string(), path: z.string(), summary: z.string() })),
})
export type Capabilities = z.infer<typeof Capabilities>

/** The operation, where it was found not to be there. */
export const missingOf = (known: Capabilities | undefined, id: string): Endpoint | undefined =>
  known?.endpoints.find(
    (endpoint) => endpoint.id === id && (endpoint.state === 'missing' || endpoint.state === 'refused'),
  )
