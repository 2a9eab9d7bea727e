/** Which operators a server refuses over HTTP, found out by asking it questions that can match nothing. */
import type { RefusedOperator } from '../api/sources.ts'
import type { Condition } from '../../wow/condition/condition.ts'

/** No generated id has such characters, so no condition beside it is ever evaluated on a row. */
const nothing: Condition = { operator: 'ID', value: '~none~' }
const field = 'state.error.errorMsg'

/** Every form that the protocol's guard may refuse (contract 4.3), and full text search, which needs an index. */
const GUARDED: ReadonlyArray<{ readonly condition: Condition; readonly form?: 'false' | 'ignoreCase' }> = [
  { condition: { field, operator: 'NE', value: '~' } },
  { condition: { field, operator: 'NOT_IN', value: ['~'] } },
  { condition: { operator: 'NOR', children: [nothing] } },
  { condition: { field, operator: 'NULL' } },
  { condition: { field, operator: 'NOT_NULL' } },
  { condition: { field, operator: 'CONTAINS', value: '~' } },
  { condition: { field, operator: 'ENDS_WITH', value: '~' } },
  { condition: { field, operator: 'EXISTS', value: false }, form: 'false' },
  { condition: { field, operator: 'STARTS_WITH', value: '~', options: { ignoreCase: true } }, form: 'ignoreCase' },
  { condition: { operator: 'MATCH', value: '~' } },
  { condition: { operator: 'RAW', value: '{}' } },
]

/** The server's words when it refused the question; undefined when it answered. Throws when it was not reached. */
type Ask = (condition: Condition) => Promise<string | undefined>

/** Undefined while the server refuses even a harmless question: then its refusals say nothing about operators. */
export async function probeOperators(ask: Ask): Promise<readonly RefusedOperator[] | undefined> {
  const beside = (condition: Condition): Condition => ({ operator: 'AND', children: [nothing, condition] })
  if ((await ask(beside(nothing))) !== undefined) return undefined
  const refused: RefusedOperator[] = []
  for (const { condition, form } of GUARDED) {
    const message = await ask(beside(condition))
    const { operator } = condition
    if (message === undefined || operator === undefined) continue
    refused.push(form === undefined ? { operator, message } : { operator, form, message })
  }
  return refused
}
