import { DeadlineExceeded } from '../../../store/storeErrors.ts'
import { timedOut } from '../refusal.ts'

interface QueryLimits {
  readonly deadlineMs: number
  /** Of the client: a query that nobody waits for stops. */
  readonly signal: AbortSignal
}

/** Where the real server waits for the next result: it stands in the message of a query that took too long (4.3). */
type QueryStep = 'map' | 'from' | 'ignoreThen'

/** Runs a query within the time it is given, or refuses with 408. */
export type QueryTime = <T>(
  step: QueryStep,
  signal: AbortSignal,
  query: (limits: QueryLimits) => Promise<T>,
) => Promise<T>

/** The real server limits the time between two results; here it is the time of the whole query. */
export function queryTime(deadlineMs: number): QueryTime {
  return async (step, signal, query) => {
    try {
      return await query({ deadlineMs, signal })
    } catch (error) {
      throw error instanceof DeadlineExceeded ? timedOut(`${deadlineMs}ms`, step) : error
    }
  }
}
