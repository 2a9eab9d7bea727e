import { DeadlineExceeded } from '../../store/storeErrors.ts'
import { timedOut } from './refusal.ts'

/** The real server's limit between two results of a query (contract 4.3); here for the whole query. */
const QUERY_TIMEOUT_MS = 10_000

export const queryLimits = (signal: AbortSignal) => ({ signal, deadlineMs: QUERY_TIMEOUT_MS })

/** What a query gives, or 408 in the words of the step where the real server waits. */
export async function withinQueryTime<T>(step: 'map' | 'from' | 'ignoreThen', result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    throw error instanceof DeadlineExceeded ? timedOut(`${QUERY_TIMEOUT_MS}ms`, step) : error
  }
}
