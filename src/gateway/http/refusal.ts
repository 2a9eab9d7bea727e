/** The gateway's own refusals as errors, and the one form in which they are answered. */
import { GATEWAY_ERRORS } from '../api/error.ts'
import type { GatewayError, GatewayErrorCode } from '../api/error.ts'

/** Thrown anywhere below a route; `app.onError` answers it. `upstream` holds the other side's own words. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: GatewayErrorCode
  readonly upstream: string | undefined
  /** Stands in the body beside code and message. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: GatewayErrorCode,
    message: string,
    options: { upstream?: string | undefined; cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.upstream = options.upstream
    this.details = options.details ?? {}
  }
}

export function refusalBody({ code, message, upstream, details }: Refusal): GatewayError {
  return {
    ...details,
    errorCode: code,
    errorMsg: message,
    ...(upstream === undefined ? {} : { upstream }),
    succeeded: false,
  }
}

/** The answer to a refused request: JSON in the shape of `api/error.ts`, never a page and never a stack. */
export function refusalResponse(refusal: Refusal): Response {
  return Response.json(refusalBody(refusal), {
    status: GATEWAY_ERRORS[refusal.code],
    headers: { 'Wow-Error-Code': refusal.code, 'Cache-Control': 'no-store' },
  })
}
