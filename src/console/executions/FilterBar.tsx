import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useId, useState } from 'react'
import type { KeyboardEvent, Ref } from 'react'
import type { Condition } from '../../wow/condition.ts'
import { MAX_WRITTEN } from '../../wow/conditionCodec.ts'
import { describe } from '../../wow/describe.ts'
import { Icon } from '../ui/Icon.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { sourceQueries } from '../ui/sourceQueries.ts'
import { useSourceName } from '../ui/useSourceName.ts'
import { NEW_ROW, editAt } from './editAddress.ts'
import { filterOf, filterParts, toFilter } from './executionSearch.ts'
import { QUICK_FIELDS, readQuickFilter } from './quickFilter.ts'
import type { QuickField, QuickFilter } from './quickFilter.ts'

interface FilterBarProps {
  /** The filter as it stands in the address. */
  readonly filter: string
  readonly onChange: (filter: string) => void
  /** Opens the condition builder there (`editAddress.ts`), or closes it. */
  readonly onEdit: (edit: string | undefined) => void
  readonly isEditing: boolean
  readonly inputRef: Ref<HTMLInputElement>
}

/** The quick text box and the chips of what it added. */
export function FilterBar({ filter, onChange, onEdit, isEditing, inputRef }: FilterBarProps) {
  const { t } = useLingui()
  const condition = filterOf({ filter })
  const parts = condition === undefined ? [] : filterParts(condition)
  const [tooLong, setTooLong] = useState(0)

  function add(added: Condition): boolean {
    const next = toFilter([...parts, added])
    const fits = next.length <= MAX_WRITTEN
    setTooLong(fits ? 0 : next.length)
    if (fits) onChange(next)
    return fits
  }

  return (
    <div className="filter-bar">
      <QuickBox inputRef={inputRef} onAdd={add} />
      {parts.length > 0 && (
        <ul className="chips" aria-label={t`Conditions`}>
          {parts.map((part, index) => (
            <Chip
              // Two equal conditions are one place each; there is nothing else to tell them apart by.
              key={index}
              condition={part}
              onEdit={() => onEdit(chipAddress(condition ?? {}, index))}
              onRemove={() => onChange(toFilter(parts.filter((_, other) => other !== index)))}
            />
          ))}
        </ul>
      )}
      <Button
        type="text"
        size="small"
        aria-expanded={isEditing}
        aria-keyshortcuts="e"
        data-tip={t`Key: e`}
        onClick={() => onEdit(isEditing ? undefined : NEW_ROW)}
      >
        + <Trans>Condition</Trans>
      </Button>
      {parts.length > 1 && (
        <Button type="text" size="small" onClick={() => onChange('')}>
          <Trans>Remove all</Trans>
        </Button>
      )}
      {tooLong > 0 && (
        <p className="problem" role="alert">
          <Trans>
            Not added: with it the filter would need {tooLong} characters in the address, and {MAX_WRITTEN} is the most
            that can be read back.
          </Trans>
        </p>
      )}
    </div>
  )
}

interface ChipProps {
  readonly condition: Condition
  readonly onEdit: () => void
  readonly onRemove: () => void
}

/** A chip is a part of an AND, or the whole filter. */
const chipAddress = (filter: Condition, index: number) => editAt(filter, filter.operator === 'AND' ? [index] : [])

function Chip({ condition, onEdit, onRemove }: ChipProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const words = describe(condition, language)
  return (
    <li className="chip">
      <button
        type="button"
        className="chip-words cut"
        data-whole={words}
        aria-label={t`Change: ${words}`}
        onClick={onEdit}
      >
        {words}
      </button>
      <button type="button" className="icon-button" aria-label={t`Remove: ${words}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  )
}

function QuickBox({ inputRef, onAdd }: { inputRef: Ref<HTMLInputElement>; onAdd: (condition: Condition) => boolean }) {
  const { t } = useLingui()
  const source = useSourceName()
  const { data } = useQuery(sourceQueries.all())
  const refused = data?.sources.find(({ name }) => name === source)?.refusedOperators ?? []
  const [text, setText] = useState('')
  const [isHelpAway, setHelpAway] = useState(false)
  const helpId = useId()
  const read = readQuickFilter(text, refused)

  function add() {
    if (read.kind !== 'condition') return
    if (!onAdd(read.condition)) return
    setText('')
    setHelpAway(true)
  }

  function escape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.stopPropagation() // it means this box, not what is open beside the list
    if (isHelpAway) setText('')
    else setHelpAway(true)
  }

  return (
    <search>
      <form
        className={isHelpAway ? 'quick-box is-help-away' : 'quick-box'}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <Icon name="search" />
        <input
          ref={inputRef}
          type="text"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setHelpAway(false)
          }}
          onFocus={() => setHelpAway(false)}
          onKeyDown={escape}
          placeholder={t`Filter by id, text or field:value…`}
          aria-label={t`Filter by id, text or field:value`}
          aria-describedby={helpId}
          aria-invalid={read.kind === 'refused' || read.kind === 'not-a-number' || read.kind === 'unknown-value'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <div id={helpId} className="quick-help">
          <QuickHelp read={read} onField={(field) => setText(`${field}:`)} />
        </div>
      </form>
    </search>
  )
}

/** What Enter would do with the text, or why it does nothing. */
function QuickHelp({ read, onField }: { read: QuickFilter; onField: (field: QuickField) => void }) {
  const { language } = usePreferences()
  switch (read.kind) {
    case 'nothing':
      return (
        <>
          <p>
            <Trans>An id, words of the message, or one of these:</Trans>
          </p>
          <div className="quick-fields">
            {QUICK_FIELDS.map((field) => (
              <button type="button" key={field} onClick={() => onField(field)}>
                <code>{field}:</code>
              </button>
            ))}
          </div>
        </>
      )
    case 'condition':
      return (
        <p>
          <kbd>Enter</kbd> {describe(read.condition, language)}
        </p>
      )
    case 'not-a-number':
      return (
        <p className="problem">
          <Trans>
            {read.field} is a number; “{read.text}” is none.
          </Trans>
        </p>
      )
    case 'unknown-value':
      return (
        <p className="problem">
          <Trans>
            {read.field} is one of {read.known.join(', ')}.
          </Trans>
        </p>
      )
    case 'refused':
      return (
        <>
          <p className="problem">
            <Trans>This server refuses to search in text, so nothing was asked. Name a field instead: code:…</Trans>
          </p>
          <p className="server-words" lang="en">
            {read.words}
          </p>
        </>
      )
    default:
      return null
  }
}
