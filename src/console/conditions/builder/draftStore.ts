/** Drafts that were not applied, kept for this tab so that Back, a reload or a look elsewhere loses nothing typed. */
import type { Condition } from '../../../wow/condition.ts'
import { parseCondition } from '../../../wow/parseCondition.ts'
import { isObject } from '../../../wow/json.ts'

export interface KeptDraft {
  /** The filter of the address that it was begun from. */
  readonly base: string
  readonly condition: Condition
  /** JSON as typed, when it could not be read. */
  readonly text?: string
}

const memory = new Map<string, string>()
const keyOf = (name: string) => `amends.draft.${name}`

function read(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined
  } catch {
    return memory.get(key) // storage refused: as long as the page lives
  }
}

export function keptDraft(name: string): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(read(keyOf(name)) ?? 'null')
    if (!isObject(kept) || typeof kept['base'] !== 'string') return undefined
    const parsed = parseCondition(kept['condition'])
    if (!parsed.ok) return undefined
    const text = kept['text']
    return { base: kept['base'], condition: parsed.condition, ...(typeof text === 'string' ? { text } : {}) }
  } catch {
    return undefined // of another version
  }
}

export function keepDraft(name: string, draft: KeptDraft | undefined): void {
  const key = keyOf(name)
  try {
    if (draft === undefined) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify(draft))
  } catch {
    if (draft === undefined) memory.delete(key)
    else memory.set(key, JSON.stringify(draft))
  }
}
