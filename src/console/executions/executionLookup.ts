import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { eq, or } from '../../wow/condition/condition.ts'
import { StateEvent } from '../../wow/schemas.ts'
import { post, request } from '../ui/data/request.ts'
import { aggregatePath } from './executionPaths.ts'
import { listed } from './executionRow.ts'
import type { ListedExecution } from './executionRow.ts'

const SHOWN = 6
const FIELDS = ['aggregateId', 'version', 'state.status', 'state.error.errorCode', 'state.function', 'state.eventId.id']

interface Lookup {
  /** The execution of this id, or those that failed on the event of this id. */
  readonly rows: readonly ListedExecution[]
  /** None of these, but the id is that of a deleted execution. */
  readonly isDeleted: boolean
}

/** What an id means: an execution, an event, a deleted execution, or nothing. */
export const executionLookup = (source: string, id: string) =>
  queryOptions({
    queryKey: ['executionLookup', source, id],
    queryFn: async ({ signal }): Promise<Lookup> => {
      const path = aggregatePath(source)
      const condition = or({ operator: 'ID', value: id }, eq('state.eventId.id', id))
      const query = { condition, limit: SHOWN, projection: { include: FIELDS } }
      const rows = await request(z.array(z.unknown()), `${path}/snapshot/list`, post(query, { signal }))
      if (rows.length > 0) return { rows: rows.map(listed), isDeleted: false }
      const states = `${path}/${encodeURIComponent(id)}/state/tracing?limit=1`
      const last = (await request(z.array(StateEvent), states, { signal })).at(-1)
      return { rows: [], isDeleted: last !== undefined }
    },
    staleTime: 10_000,
  })
