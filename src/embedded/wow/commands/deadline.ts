import { Cancelled } from '../../../store/storeErrors.ts'

/**
 * A limit that several waits in a row share. `within` gives what it waits for, or rejects with the reason when the time
 * is up, the wait is released (`cut`), or the caller is gone. `end` must be called at last.
 */
export function deadline(timeoutMs: number, expired: () => Error, caller?: AbortSignal) {
  const { promise: cutOff, reject: cut } = Promise.withResolvers<never>()
  // Nobody may be waiting when it strikes.
  cutOff.catch(() => undefined)
  const timer = setTimeout(() => cut(expired()), timeoutMs)
  const left = () => cut(new Cancelled())
  caller?.addEventListener('abort', left, { once: true })

  return {
    within: <T>(wanted: Promise<T>): Promise<T> => Promise.race([wanted, cutOff]),
    /** Waits for what never comes. */
    never: (): Promise<never> => cutOff,
    cut,
    end() {
      clearTimeout(timer)
      caller?.removeEventListener('abort', left)
    },
  }
}
