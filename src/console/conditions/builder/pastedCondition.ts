/** Conditions from pasted text: a bare condition, or the body of a query that holds one. Pure. */
import type { Condition } from '../../../wow/condition/condition.ts'
import { isObject } from '../../../wow/json.ts'
import { parseCondition, parseSingleQuery } from '../../../wow/condition/parseCondition.ts'
import { brokenAt } from '../../ui/values/brokenJson.ts'

export type Pasted =
  | { readonly ok: true; readonly condition: Condition; readonly isQuery: boolean }
  /** `line` and `column` where the text stops being JSON; `path` where the JSON stops being a condition. */
  | {
      readonly ok: false
      readonly message: string
      readonly line?: number
      readonly column?: number
      readonly path?: string
    }

export function readPasted(text: string): Pasted {
  if (text.trim() === '') return { ok: true, condition: { operator: 'ALL' }, isQuery: false }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, message, ...brokenAt(text) }
  }
  const isQuery = isObject(json) && 'condition' in json
  if (!isQuery) {
    const parsed = parseCondition(json)
    return parsed.ok ? { ...parsed, isQuery } : { ok: false, message: parsed.message, path: parsed.path }
  }
  const parsed = parseSingleQuery(json)
  return parsed.ok
    ? { ok: true, condition: parsed.query.condition, isQuery }
    : { ok: false, message: parsed.message, path: parsed.path }
}
