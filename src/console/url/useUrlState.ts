import { useSearchParams } from 'react-router'
import type { NavigateOptions } from 'react-router'
import * as z from 'zod/mini'

/** What an address may say: a flat object whose every field falls back alone when it does not parse. */
type UrlSchema = z.ZodMiniObject

function isDefault(value: unknown, fallback: unknown): boolean {
  return value === undefined || value === fallback
}

/** The search part that says `state`; what equals a default stays out. */
export function toParams<T extends UrlSchema>(schema: T, state: z.infer<T>): URLSearchParams {
  const defaults: Record<string, unknown> = schema.parse({})
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(state)) {
    if (!isDefault(value, defaults[name])) params.set(name, String(value))
  }
  return params
}

/** Screen state that survives reload, Back and a pasted link. One `setState` per event. */
export function useUrlState<T extends UrlSchema>(schema: T) {
  const [params, setParams] = useSearchParams()
  const state = schema.parse(Object.fromEntries(params))

  const setState = (patch: Partial<z.infer<T>>, options?: NavigateOptions) =>
    setParams(toParams(schema, schema.parse({ ...state, ...patch })), options)

  return [state, setState] as const
}
