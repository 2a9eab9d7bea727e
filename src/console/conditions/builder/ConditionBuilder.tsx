import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { isAll } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { MAX_WRITTEN, encodeCondition } from '../../../wow/condition/conditionCodec.ts'
import { blamedPath } from '../../../wow/condition/blame.ts'
import { describe } from '../../../wow/condition/describe.ts'
import { announce } from '../../ui/announce.ts'
import { keyCaps, useKey } from '../../ui/keys.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { sourceQueries } from '../../ui/data/sourceQueries.ts'
import { filterOf } from '../filterText.ts'
import { MOST_NODES } from '../nodeLimit.ts'
import type { NodeCount } from '../nodeLimit.ts'
import './builder.css'
import { DraftNotes, Incomplete, TooLong } from './BuilderNotes.tsx'
import { ConditionNode } from './ConditionNode.tsx'
import type { TreeActions } from './ConditionNode.tsx'
import {
  blankRow,
  canMoveOut,
  moved,
  movedOut,
  newGroup,
  nodeLike,
  problemsOf,
  withChild,
  withCondition,
  without,
  wrapped,
} from './draft.ts'
import type { DraftNode } from './draft.ts'
import type { About } from './FieldPicker.tsx'
import { JsonPane } from './JsonPane.tsx'
import { refusedNodes } from './refusedNodes.ts'
import { useDraft } from './useDraft.ts'

interface ConditionBuilderProps {
  readonly source: string
  readonly about?: About
  /** How much of the server's limit the whole question takes with this filter. */
  readonly count: (filter: Condition) => NodeCount
  /** The applied filter, as it stands in the address. */
  readonly filter: string
  /** Where it is opened (`editAddress.ts`). */
  readonly edit: string
  /** The server's words when it refused the applied filter. */
  readonly refusal: string | undefined
  readonly onApply: (filter: string) => void
  readonly onClose: () => void
}

/** The whole filter as a tree of conditions. The list shows the applied filter until Apply. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  const { source, about = 'snapshots', count, filter, edit, onApply, onClose } = props
  const { t } = useLingui()
  const { language } = usePreferences()
  const { data } = useQuery(sourceQueries.all())
  const refused = data?.sources.find(({ name }) => name === source)?.refusedOperators ?? []
  const draft = useDraft(about === 'snapshots' ? source : `${source}.${about}`, filter, edit)
  const { top, text, focusKey } = draft.draft
  const { condition, isUnreadable } = draft
  const [isTried, setTried] = useState(false)
  const [json, setJson] = useState<'closed' | 'shown' | 'asked for'>(text === undefined ? 'closed' : 'shown')
  const isJson = json !== 'closed'

  const problems = problemsOf(top)
  const known = refusedNodes(top, refused)
  const asked = refusedWhenAsked(top, filter, props.refusal)
  const { used, around } = count(condition)
  const encoded = isAll(condition) ? '' : encodeCondition(condition)
  const isTooLong = encoded.length > MAX_WRITTEN
  const words = describe(condition, language)

  const actions: TreeActions = {
    change: (key, next) => draft.change(withCondition(top, key, next)),
    addRow: (key) => add(key, blankRow()),
    addGroup: (key) => {
      const group = newGroup()
      draft.change(withChild(top, key, group), group.children[0]?.key)
    },
    remove: (key) => draft.change(without(top, key), top.key),
    move: (key, by) => {
      draft.change(moved(top, key, by))
      announce(by < 0 ? t`Moved up` : t`Moved down`)
    },
    wrap: (key) => draft.change(wrapped(top, key), key),
    moveOut: (key) => draft.change(movedOut(top, key), key),
    canMoveOut: (key) => canMoveOut(top, key),
  }

  function add(key: number, row: DraftNode) {
    draft.change(withChild(top, key, row), row.key)
  }

  function apply() {
    setTried(true)
    const [wrong] = [...problems.keys(), ...known.keys()]
    if (isUnreadable) setJson('asked for')
    else if (wrong !== undefined) draft.focus(wrong)
    else if (used <= MOST_NODES && !isTooLong) {
      draft.forget()
      onApply(encoded)
    }
  }

  function onKey(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation() // the sheet, not the record beside the list
    event.preventDefault()
    onClose()
  }

  useKey('mod+Enter', t`Apply the conditions`, 'list', apply)

  const isComplete = problems.size === 0 && known.size === 0 && !isUnreadable
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from anywhere inside
    <section className="builder" aria-label={t`Condition builder`} data-own-keys onKeyDown={onKey}>
      <div className="builder-scroll">
        <DraftNotes draft={draft} />
        <div className={isJson ? 'builder-sides has-json' : 'builder-sides'}>
          <ConditionNode
            node={top}
            place=""
            within=""
            isFirst
            isLast
            context={{
              about,
              actions,
              refused,
              problems: isTried ? problems : withoutMissing(problems),
              refusals: new Map([...asked, ...known]),
              focusKey,
              onFocused: draft.focused,
            }}
          />
          {isJson && (
            <JsonPane condition={condition} text={text} onText={draft.setText} takesFocus={json === 'asked for'} />
          )}
        </div>
      </div>
      <div className="builder-foot">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long words scroll, also by the keyboard */}
        <p className="builder-words" tabIndex={0}>
          <span className="secondary">
            <Trans>In words:</Trans>
          </span>{' '}
          {words}
        </p>
        <div className="builder-end">
          <span
            className={used > MOST_NODES ? 'problem' : 'secondary'}
            data-tip={t`${around} of them are the page's own: its view and the way to the next page`}
          >
            <Trans>
              {used} of {MOST_NODES} nodes
            </Trans>
          </span>
          <Button type="text" aria-expanded={isJson} onClick={() => setJson(isJson ? 'closed' : 'asked for')}>
            JSON
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="primary"
            aria-keyshortcuts="Control+Enter Meta+Enter"
            data-tip={t`Key: ${keyCaps('mod+Enter').join(' ')}`}
            onClick={apply}
          >
            <Trans>Apply</Trans>
          </Button>
        </div>
        <div role="alert" className="builder-alert">
          {isTried && !isComplete && <Incomplete marked={isUnreadable ? undefined : problems.size + known.size} />}
          {used > MOST_NODES && (
            <p className="problem">
              <Trans>The server takes at most {MOST_NODES} nodes. “Is one of” with many values is one node.</Trans>
            </p>
          )}
          {isTooLong && <TooLong length={encoded.length} />}
        </div>
      </div>
    </section>
  )
}

/** What is merely not filled in yet is no reproach before somebody applies. */
function withoutMissing(problems: ReturnType<typeof problemsOf>): ReturnType<typeof problemsOf> {
  return new Map([...problems].filter(([, { code }]) => !['no-field', 'no-value', 'no-children'].includes(code)))
}

/** The refusal of the applied filter belongs to the node that it is about, until that node is changed. */
function refusedWhenAsked(top: DraftNode, filter: string, words: string | undefined): ReadonlyMap<number, string> {
  const applied = filterOf({ filter })
  if (words === undefined || applied === undefined) return new Map()
  const path = blamedPath(applied, words) ?? []
  const blamed = path.reduce((at, index) => at.children?.[index] ?? at, applied)
  const key = path.length === 0 ? nodeLike(top, applied) : nodeLike(top, blamed)
  return key === undefined ? new Map() : new Map([[key, words]])
}
