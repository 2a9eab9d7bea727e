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
const nameOf = (source: string) => `amends.draft.${source}`

function read(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined
  } catch {
    return memory.get(name) // storage refused: as long as the page lives
  }
}

export function keptDraft(source: string): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(read(nameOf(source)) ?? 'null')
    if (!isObject(kept) || typeof kept['base'] !== 'string') return undefined
    const parsed = parseCondition(kept['condition'])
    if (!parsed.ok) return undefined
    const text = kept['text']
    return { base: kept['base'], condition: parsed.condition, ...(typeof text === 'string' ? { text } : {}) }
  } catch {
    return undefined // of another version
  }
}

export function keepDraft(source: string, draft: KeptDraft | undefined): void {
  const name = nameOf(source)
  try {
    if (draft === undefined) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, JSON.stringify(draft))
  } catch {
    if (draft === undefined) memory.delete(name)
    else memory.set(name, JSON.stringify(draft))
  }
}
