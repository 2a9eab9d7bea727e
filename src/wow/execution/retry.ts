/** The arithmetic of retries (contract 3.9): times in epoch milliseconds, `minBackoff` and `executionTimeout` in seconds. */

export interface RetrySpecLike {
  readonly maxRetries: number
  readonly minBackoff: number
  readonly executionTimeout: number
}

/** What the server takes where a create names no spec. */
export const DEFAULT_RETRY_SPEC = { maxRetries: 10, minBackoff: 180, executionTimeout: 120 } as const

export interface Refusal {
  readonly ok: false
  readonly errorCode: string
  readonly errorMsg: string
}

export const refusal = (errorCode: string, errorMsg: string): Refusal => ({ ok: false, errorCode, errorMsg })

const PAST_LONG = 2 ** 63

/**
 * A time that JSON readers in a page and in SQLite can hold exactly. The server's longs reach further; the year 287396
 * is far enough.
 */
const held = (time: number): number => Math.min(time, Number.MAX_SAFE_INTEGER)

/**
 * Milliseconds to wait after `retries` attempts, or the refusal where the server's 64-bit arithmetic fails. An `int`
 * times a power of two times 1000 is exact in a double, so no wider arithmetic is needed.
 */
export function backoffMs(minBackoff: number, retries: number): { ok: true; ms: number } | Refusal {
  if (minBackoff <= 0) return { ok: true, ms: 0 }
  if (retries >= 63) return refusal('BadRequest', 'Retry backoff exceeds the supported millisecond range.')
  const ms = minBackoff * 2 ** retries * 1000
  return ms >= PAST_LONG ? refusal('BadRequest', 'long overflow') : { ok: true, ms }
}

/** The retry state of an attempt that begins at `retryAt`, `retries` attempts having been made with it. */
export function retryStateAt(retries: number, retryAt: number, spec: RetrySpecLike) {
  const backoff = backoffMs(spec.minBackoff, retries)
  if (!backoff.ok) return backoff
  const retryState = {
    retries,
    retryAt,
    timeoutAt: held(retryAt + spec.executionTimeout * 1000),
    nextRetryAt: held(retryAt + backoff.ms),
  }
  return { ok: true, retryState } as const
}

/** The first rule of 3.9 that a retry spec breaks, in the server's order and words. */
export function checkRetrySpec(spec: RetrySpecLike): Refusal | undefined {
  const negative = (['maxRetries', 'executionTimeout', 'minBackoff'] as const).find((name) => spec[name] < 0)
  if (negative !== undefined) return refusal('IllegalArgument', `${negative} must be greater than or equal to 0.`)
  const backoff = backoffMs(spec.minBackoff, spec.maxRetries)
  return backoff.ok ? undefined : backoff
}
