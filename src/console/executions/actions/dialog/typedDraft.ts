/**
 * What was typed into the open dialog, with the version that it was decided on, kept over a reload of the page. Closing the
 * dialog forgets it.
 */
import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { keep, kept } from '../../../ui/tabStore.ts'
import type { Decision } from './DecisionForm.tsx'

const NAME = 'amends.dialog'
const Draft = z.object({ dialog: z.string(), version: z.number(), typed: z.unknown() })

type Dialog = Pick<Decision, 'source' | 'act' | 'record'>

const nameOf = ({ source, act, record }: Dialog) => `${source} ${act} ${record.id}`

function keptDraft(dialog: Dialog) {
  const { data } = Draft.safeParse(kept(NAME))
  return data?.dialog === nameOf(dialog) ? data : undefined
}

/** The version that the draft of this dialog was decided on. */
export const keptVersion = (dialog: Dialog): number | undefined => keptDraft(dialog)?.version

interface Typed<T> {
  readonly typed: T
  readonly setTyped: (typed: T) => void
  /** Undefined while it is what the form began with. */
  readonly draft: T | undefined
}

export function useTyped<T extends z.ZodMiniType>(
  dialog: Dialog,
  schema: T,
  first: () => z.infer<T>,
): Typed<z.infer<T>> {
  const [begun] = useState(first)
  const [typed, setTyped] = useState(() => schema.safeParse(keptDraft(dialog)?.typed).data ?? begun)
  return { typed, setTyped, draft: JSON.stringify(typed) === JSON.stringify(begun) ? undefined : typed }
}

export function useKeptDraft(dialog: Dialog, version: number, draft: unknown): void {
  const name = nameOf(dialog)
  useEffect(() => {
    keep(NAME, draft === undefined ? undefined : { dialog: name, version, typed: draft })
  }, [name, version, draft])
  useEffect(() => () => keep(NAME, undefined), [])
}
