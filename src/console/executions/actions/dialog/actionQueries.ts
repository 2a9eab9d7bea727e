import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { all } from '../../../../wow/condition/condition.ts'
import { FunctionInfo } from '../../../../wow/schemas.ts'
import { post, request } from '../../../ui/data/request.ts'
import { aggregatePath } from '../../executionPaths.ts'
import { executionQueries } from '../../executionQueries.ts'

/** How many of the newest executions are looked at for the functions they name. */
const LOOKED_AT = 200

const WithFunction = z.looseObject({ state: z.looseObject({ function: FunctionInfo }) })

interface SeenFunction {
  readonly function: FunctionInfo
  /** In how many of the executions that were looked at. */
  readonly count: number
}

/** The functions of some executions, the most frequent first. */
function countFunctions(rows: readonly unknown[]): readonly SeenFunction[] {
  const seen = new Map<string, SeenFunction>()
  for (const row of rows) {
    const read = WithFunction.safeParse(row)
    if (!read.success) continue
    const { functionKind, contextName, processorName, name } = read.data.state.function
    const key = JSON.stringify([functionKind, contextName, processorName, name])
    const count = (seen.get(key)?.count ?? 0) + 1
    seen.set(key, { function: { functionKind, contextName, processorName, name }, count })
  }
  return [...seen.values()].toSorted((one, other) => other.count - one.count)
}

export const actionQueries = {
  /** The functions that the newest executions name. */
  functions: (source: string) =>
    queryOptions({
      queryKey: [...executionQueries.all(source), 'functions'],
      queryFn: async ({ signal }) => {
        const query = {
          condition: all(),
          sort: [{ field: 'aggregateId', direction: 'DESC' }],
          limit: LOOKED_AT,
          projection: { include: ['state.function'] },
        }
        const path = `${aggregatePath(source)}/snapshot/list`
        return countFunctions(await request(z.array(z.unknown()), path, post(query, { signal })))
      },
      staleTime: 60_000,
    }),
}
