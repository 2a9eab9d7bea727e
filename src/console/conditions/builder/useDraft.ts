import { useEffect, useState } from 'react'
import { all } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { filterOf } from '../filterText.ts'
import { NEW_ROW, TOP } from '../editAddress.ts'
import { blankRow, isBlank, nodeAt, toCondition, toDraft, toNodeCondition, withChild } from './draft.ts'
import type { DraftNode } from './draft.ts'
import { keepDraft, keptDraft } from './draftStore.ts'
import type { KeptDraft } from './draftStore.ts'
import { readPasted } from './pastedCondition.ts'

interface Draft {
  readonly top: DraftNode
  /** The applied filter it was begun from. */
  readonly base: string
  /** JSON as it was typed, also where it cannot be read; undefined when the tree was changed since. */
  readonly text?: string | undefined
  /** It was here before this sheet was opened. */
  readonly isKept: boolean
  readonly focusKey: number | undefined
}

const same = (one: Condition, other: Condition): boolean => JSON.stringify(one) === JSON.stringify(other)
const draftOf = (filter: string): DraftNode => toDraft(filterOf({ filter }) ?? all())

/** A draft with the row in focus that the address asks for. */
function opened(top: DraftNode, base: string, edit: string, isKept: boolean): Draft {
  if (edit === NEW_ROW || top.children.length === 0) {
    const last = top.children.at(-1)
    const row = last !== undefined && isBlank(last) ? last : blankRow()
    return { top: row === last ? top : withChild(top, top.key, row), base, isKept, focusKey: row.key }
  }
  const path = edit === TOP ? [] : edit.split('.').map(Number)
  return { top, base, isKept, focusKey: (nodeAt(top, path) ?? top).key }
}

const fromKept = ({ base, condition, text }: KeptDraft, edit: string): Draft => ({
  ...opened(toDraft(condition), base, edit, true),
  text,
})

/** The draft of one sheet. It follows the applied filter until something is changed, and is kept when it is left. */
export function useDraft(name: string, filter: string, edit: string) {
  const [kept] = useState(() => keptDraft(name))
  const [draft, setDraft] = useState(() =>
    kept?.base === filter ? fromKept(kept, edit) : opened(draftOf(filter), filter, edit, false),
  )
  const [isOtherSeen, setOtherSeen] = useState(false)
  const condition = toCondition(draft.top)
  const isUnreadable = draft.text !== undefined && !readPasted(draft.text).ok
  const isChanged = isUnreadable || !same(condition, toCondition(draftOf(draft.base)))
  // A chip was removed or added meanwhile, and nothing here would be lost.
  if (draft.base !== filter && !isChanged) setDraft(opened(draftOf(filter), filter, TOP, false))
  const other = kept !== undefined && kept.base !== filter && !isOtherSeen ? kept : undefined

  useEffect(() => {
    const { base, top, text } = draft
    if (isChanged) keepDraft(name, { base, condition: toNodeCondition(top), ...(text === undefined ? {} : { text }) })
    else if (other === undefined) keepDraft(name, undefined)
  }, [name, draft, isChanged, other])

  return {
    draft,
    condition,
    isChanged,
    isUnreadable,
    /** The applied filter is no longer the one that the draft was begun from. */
    isBehind: draft.base !== filter,
    /** Another draft that was left, begun from another filter. */
    other,
    showOther: () => {
      setOtherSeen(true)
      if (other !== undefined) setDraft(fromKept(other, TOP))
    },
    change: (top: DraftNode, focusKey?: number) => setDraft({ ...draft, top, focusKey, text: undefined }),
    setText: (text: string) => {
      const read = readPasted(text)
      setDraft({ ...draft, ...(read.ok ? { top: toDraft(read.condition) } : {}), text, focusKey: undefined })
    },
    focused: () => setDraft((now) => ({ ...now, focusKey: undefined })),
    focus: (key: number) => setDraft({ ...draft, focusKey: key }),
    restart: () => setDraft(opened(draftOf(filter), filter, TOP, false)),
    /** It became the filter, or was thrown away. */
    forget: () => keepDraft(name, undefined),
  }
}
