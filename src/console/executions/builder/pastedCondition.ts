/** Conditions from pasted text: a bare condition, or the body of a query that holds one. Pure. */
import type { Condition } from '../../../wow/condition.ts'
import { isObject } from '../../../wow/json.ts'
import { parseCondition, parseSingleQuery } from '../../../wow/parseCondition.ts'

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

function placeOf(text: string, message: string): { readonly line?: number; readonly column?: number } {
  const lineColumn = /line (\d+) column (\d+)/u.exec(message)
  if (lineColumn !== null) return { line: Number(lineColumn[1]), column: Number(lineColumn[2]) }
  const position = /position (\d+)/u.exec(message)?.[1]
  const end = /end of/iu.test(message) ? text.length : undefined
  const at = position === undefined ? end : Number(position)
  if (at === undefined) return {}
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

export function readPasted(text: string): Pasted {
  if (text.trim() === '') return { ok: true, condition: { operator: 'ALL' }, isQuery: false }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, message, ...placeOf(text, message) }
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
