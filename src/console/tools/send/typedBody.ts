/** The body as it stands in the JSON field: the one truth, which the form reads and rewrites. Pure. */
import * as z from 'zod/mini'
import { brokenAt } from '../../ui/values/brokenJson.ts'
import type { Place } from '../../ui/values/brokenJson.ts'
import { parseExactly } from '../../ui/values/exactJson.ts'

export type TypedBody =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  /** `at` is missing where it is JSON and only no object. */
  | { readonly ok: false; readonly at?: Place; readonly message: string }

const JsonObject = z.record(z.string(), z.unknown())

/** Nothing at all is an empty object. Numbers keep their digits (`exactJson.ts`). */
export function readBody(text: string): TypedBody {
  if (text.trim() === '') return { ok: true, value: {} }
  let value: unknown
  try {
    value = parseExactly(text)
  } catch (error) {
    return { ok: false, at: brokenAt(text), message: error instanceof Error ? error.message : String(error) }
  }
  const read = JsonObject.safeParse(value)
  return read.success ? { ok: true, value: read.data } : { ok: false, message: '' }
}

export const writeBody = (value: Readonly<Record<string, unknown>>): string => JSON.stringify(value, null, 2)

/** With `name` set, or left out where the value is undefined; a new one comes last. */
export function withProperty(
  value: Readonly<Record<string, unknown>>,
  name: string,
  to: unknown,
): Readonly<Record<string, unknown>> {
  if (to !== undefined) return { ...value, [name]: to }
  const { [name]: _, ...rest } = value
  return rest
}

/** Where a place lies in the text. */
export function offsetOf(text: string, { line, column }: Place): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((length, each) => length + each.length + 1, 0) + column - 1
}
