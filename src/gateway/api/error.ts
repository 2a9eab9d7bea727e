import * as z from 'zod/mini'

/**
 * The gateway's own refusals, in the shape of the Wow error body so that a page has one way to read a refusal.
 * `errorCode` is stable: branch on it, never on the message.
 */
export const GATEWAY_ERRORS = {
  GatewayUpstreamUnreachable: 502,
  GatewayUpstreamUnreadable: 502,
  GatewayUpstreamTimeout: 504,
  GatewayNotFound: 404,
  GatewayForbidden: 403,
  GatewayCrossOrigin: 403,
  GatewayBodyTooLarge: 413,
  GatewayBadRequest: 400,
  GatewayBusy: 503,
  GatewayInternal: 500,
} as const

export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS

export const GatewayError = z.looseObject({
  errorCode: z.string(),
  errorMsg: z.string(),
  /** What the upstream or the network said, where it said something. */
  upstream: z.optional(z.string()),
  succeeded: z.literal(false),
})
export type GatewayError = z.infer<typeof GatewayError>
