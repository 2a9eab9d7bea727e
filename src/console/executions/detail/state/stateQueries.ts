import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { and, compare } from '../../../../wow/condition/condition.ts'
import { DomainEventStream, ExecutionFailedState, StateEvent } from '../../../../wow/schemas.ts'
import { ApiError, post, request } from '../../../ui/data/request.ts'
import { aggregatePath, recordPath } from '../../executionPaths.ts'
import { executionQueries } from '../../executionQueries.ts'

export const stateQueries = {
  /** The record as it was after a version, deleted or not, with the event that led there; null where there is none. */
  atVersion: (source: string, id: string, version: number) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'atVersion', id, version],
      queryFn: ({ signal }) => readVersion(source, id, version, signal),
      staleTime: Infinity, // A version never changes.
    }),

  /** The record as it was at a time (epoch milliseconds, server clock); null where it was not recorded yet. */
  atTime: (source: string, id: string, at: number) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'atTime', id, at],
      queryFn: async ({ signal }) => {
        const version = await versionAt(source, id, at, signal)
        if (version === undefined) return null
        const [event, state] = await Promise.all([
          readVersion(source, id, version, signal),
          readTime(source, id, at, signal),
        ])
        return event && { ...event, state: state ?? event.state }
      },
      // What happens up to now is still to come.
      staleTime: 10_000,
    }),
}

async function readVersion(source: string, id: string, version: number, signal: AbortSignal) {
  const path = `${recordPath(source, id)}/state/tracing?headVersion=${version}&tailVersion=${version}`
  return (await request(z.array(StateEvent), path, { signal })).at(-1) ?? null
}

/** The server's own answer; undefined for a time at which it was deleted, which the server calls not found. */
async function readTime(source: string, id: string, at: number, signal: AbortSignal) {
  try {
    return await request(ExecutionFailedState, `${recordPath(source, id)}/state/time/${at}`, { signal })
  } catch (error) {
    if (error instanceof ApiError && error.status === 404 && error.code === 'NotFound') return undefined
    throw error
  }
}

async function versionAt(source: string, id: string, at: number, signal: AbortSignal): Promise<number | undefined> {
  const question = {
    condition: and({ operator: 'AGGREGATE_ID', value: id }, compare('createTime', 'LTE', at)),
    sort: [{ field: 'version', direction: 'DESC' }],
    limit: 1,
  }
  const path = `${aggregatePath(source)}/event/list`
  return (await request(z.array(DomainEventStream), path, post(question, { signal })))[0]?.version
}
