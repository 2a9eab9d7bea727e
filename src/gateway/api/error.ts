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
  OmsUnreachable: 502,
  OmsTimeout: 504,
  /** A page, nothing, or JSON of another protocol; the explanation beside it says which. */
  OmsUnreadable: 502,
  /** What the gateway itself lacks at the OMS: no later try of the page can help. */
  OmsLoginRefused: 424,
  OmsTokenRefused: 424,
  OmsCallerNotWhitelisted: 424,
  OmsObjectNotWhitelisted: 424,
  OmsWrongCmd: 422,
  OmsNoSuchTransaction: 404,
  OmsStatusForbids: 409,
  OmsRefused: 422,
  /** The OMS answered about another transaction. */
  OmsOtherTransaction: 502,
  /** The transaction is not any more what the person saw; nothing was sent. */
  OmsMoved: 409,
  OmsNotOffered: 409,
  /** The same operation was taken a moment ago and is not visible yet; nothing was sent. */
  OmsAcceptedBefore: 409,
  OmsTooManyWatches: 409,
  /** Another run on this server has not ended. */
  MaintenanceBusy: 409,
  /** The server lacks the operation that the run is made of. */
  MaintenanceMissing: 424,
  /** The run is in a status in which this cannot be said to it. */
  MaintenanceNotOffered: 409,
  /** The source means another server than it did when the run began. */
  MaintenanceOtherServer: 409,
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
