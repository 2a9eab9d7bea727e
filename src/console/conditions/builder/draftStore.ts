/** Drafts that were not applied, kept for this tab so that Back, a reload or a look elsewhere loses nothing typed. */
import type { Condition } from '../../../wow/condition/condition.ts'
import { parseCondition } from '../../../wow/condition/parseCondition.ts'
import { isObject } from '../../../wow/json.ts'
import { keep, kept } from '../../ui/tabStore.ts'

export interface KeptDraft {
  /** The filter of the address that it was begun from. */
  readonly base: string
  readonly condition: Condition
  /** JSON as typed, when it could not be read. */
  readonly text?: string
}

const keyOf = (name: string) => `amends.draft.${name}`

export function keptDraft(name: string): KeptDraft | undefined {
  const draft = kept(keyOf(name))
  if (!isObject(draft) || typeof draft['base'] !== 'string') return undefined
  const parsed = parseCondition(draft['condition'])
  if (!parsed.ok) return undefined
  const text = draft['text']
  return { base: draft['base'], condition: parsed.condition, ...(typeof text === 'string' ? { text } : {}) }
}

export function keepDraft(name: string, draft: KeptDraft | undefined): void {
  keep(keyOf(name), draft)
}
