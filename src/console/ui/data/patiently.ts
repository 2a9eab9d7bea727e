import { ApiError } from './request.ts'

/** A server gives a question 10 s (contract); whoever says nothing for longer than this will not say anything. */
const PATIENCE_MS = 15_000

/** Gives up on a question that nobody answers, and says so; also where it waits for something that cannot be broken off. */
export async function patiently<T>(
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const limit = new AbortController()
  const { promise: silence, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new ApiError(0, 'NoAnswer', `No answer in ${patienceMs / 1000} s.`)
    reject(error)
    limit.abort(error)
  }, patienceMs)
  try {
    return await Promise.race([ask(AbortSignal.any([signal, limit.signal])), silence])
  } finally {
    clearTimeout(timer)
  }
}
