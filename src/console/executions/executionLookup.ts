import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { missingOf } from '../../gateway/api/capabilities.ts'
import type { Endpoint } from '../../gateway/api/capabilities.ts'
import { eq, or } from '../../wow/condition/condition.ts'
import { StateEvent } from '../../wow/schemas.ts'
import { capabilityQueries, knownMissing } from '../ui/data/capabilities.ts'
import { ApiError, post, request } from '../ui/data/request.ts'
import { TRACING } from './detail/neededOperations.ts'
import { aggregatePath } from './executionPaths.ts'
import { listed } from './executionRow.ts'
import type { ListedExecution } from './executionRow.ts'

const SHOWN = 6
const FIELDS = ['aggregateId', 'version', 'state.status', 'state.error.errorCode', 'state.function', 'state.eventId.id']

interface Lookup {
  /** The execution of this id, or those that failed on the event of this id. */
  readonly rows: readonly ListedExecution[]
  /** None of these, but the id is that of a deleted execution; or what the server lacks to tell that. */
  readonly isDeleted: boolean | Endpoint
}

/** What an id means: an execution, an event, a deleted execution, or nothing. */
export const executionLookup = (source: string, id: string) =>
  queryOptions({
    queryKey: ['executionLookup', source, id],
    queryFn: async ({ client, signal }): Promise<Lookup> => {
      const condition = or({ operator: 'ID', value: id }, eq('state.eventId.id', id))
      const query = { condition, limit: SHOWN, projection: { include: FIELDS } }
      const rows = await request(
        z.array(z.unknown()),
        `${aggregatePath(source)}/snapshot/list`,
        post(query, { signal }),
      )
      if (rows.length > 0) return { rows: rows.map((row, index) => listed(row, index)), isDeleted: false }
      return { rows: [], isDeleted: await isDeleted(client, source, id, signal) }
    },
    staleTime: 10_000,
  })

async function isDeleted(client: QueryClient, source: string, id: string, signal: AbortSignal) {
  const missing = knownMissing(client, source, TRACING)
  if (missing !== undefined) return missing
  try {
    const path = `${aggregatePath(source)}/${encodeURIComponent(id)}/state/tracing?limit=1`
    return (await request(z.array(StateEvent), path, { signal })).length > 0
  } catch (error) {
    if (!(error instanceof ApiError) || error.isOutage) throw error
    // A refusal may mean that there is no such operation, which takes a while to find out.
    const found = missingOf(await client.query(capabilityQueries.of(source)), TRACING)
    if (found === undefined) throw error
    return found
  }
}
