import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ClipboardEvent, KeyboardEvent, Ref } from 'react'
import type { PastedError } from '../../../wow/failure/alike.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { describe } from '../../../wow/condition/describe.ts'
import { Icon } from '../../ui/Icon.tsx'
import { MissingPart } from '../../ui/PartBoundary.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { QUICK_FIELDS, readQuickFilter } from './quickFilter.ts'
import type { QuickField, QuickFilter } from './quickFilter.ts'
import { useSearchedWords } from './searchedWords.ts'
import { useContainsRefusal } from '../../conditions/useContainsRefusal.ts'

/** What the text in the box means: a quick filter, or the text of an error as this server can be asked for it. */
type Plain = Exclude<QuickFilter, { readonly kind: 'refused' }>
type Reading =
  | { readonly kind: 'quick'; readonly quick: Plain }
  | { readonly kind: 'error-text'; readonly pasted: PastedError; readonly refusal: string | undefined }
  /** The code that reads such texts is on its way, or did not come. */
  | { readonly kind: 'reading'; readonly error: Error | null }

interface QuickBoxProps {
  readonly inputRef: Ref<HTMLInputElement>
  /** False when the condition was not taken. */
  readonly onAdd: (condition: Condition) => boolean
}

/** One line for an id, `field:value`, or the text of an error as it was pasted. */
export function QuickBox({ inputRef, onAdd }: QuickBoxProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  /** What was pasted, with the lines that an input drops; undefined once it is changed. */
  const [lines, setLines] = useState<string>()
  const [isHelpAway, setHelpAway] = useState(false)
  const helpId = useId()
  const reading = useReading(text, lines)
  const condition = conditionOf(reading)

  function change(next: string) {
    setText(next)
    setLines(undefined)
    setHelpAway(false)
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text/plain').trim()
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const replacesAll = selectionStart === 0 && selectionEnd === value.length
    if (!replacesAll || !/[\r\n]/u.test(pasted)) return
    event.preventDefault()
    setText(pasted.replaceAll(/\s+/gu, ' ').slice(0, LONGEST_SHOWN))
    setLines(pasted)
    setHelpAway(false)
  }

  function add() {
    if (condition === undefined || !onAdd(condition)) return
    change('')
    setHelpAway(true)
  }

  /** Takes the help away, then the text, then leaves the box: the keys of the list are in reach again. */
  function escape(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Escape') return
    event.stopPropagation() // it means this box, not what is open beside the list
    if (isHelpAway && text === '') event.currentTarget.blur()
    if (isHelpAway) change('')
    setHelpAway(true)
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
          onChange={(event) => change(event.currentTarget.value)}
          onPaste={paste}
          onFocus={() => setHelpAway(false)}
          onKeyDown={escape}
          placeholder={t`Filter by id, text or field:value…`}
          aria-label={t`Filter by id, text or field:value`}
          aria-describedby={helpId}
          aria-invalid={text !== '' && condition === undefined && reading.kind !== 'reading'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <div id={helpId} className="quick-help">
          {reading.kind === 'quick' && <QuickHelp read={reading.quick} onField={(field) => change(`${field}:`)} />}
          {reading.kind === 'reading' && reading.error && <MissingPart />}
          {reading.kind === 'error-text' && <ErrorTextHelp pasted={reading.pasted} refusal={reading.refusal} />}
        </div>
      </form>
    </search>
  )
}

/** A stack trace has thousands of lines; its first ones say what it is. */
const LONGEST_SHOWN = 500

/** The text of an error goes its own way where the server does not look inside of texts, and where it has lines. */
function useReading(text: string, lines: string | undefined): Reading {
  const refusal = useContainsRefusal()
  const quick = readQuickFilter(text, refusal === undefined ? [] : [{ operator: 'CONTAINS', message: refusal }])
  const plain = quick.kind === 'refused' || (lines !== undefined && text !== '') ? undefined : quick
  const { data: read, error } = useQuery({
    queryKey: ['code', 'alike'],
    queryFn: async () => (await import('../../../wow/failure/alike.ts')).pastedErrorCondition,
    enabled: plain === undefined,
    staleTime: Infinity,
  })
  if (plain !== undefined) return { kind: 'quick', quick: plain }
  if (read === undefined) return { kind: 'reading', error }
  return { kind: 'error-text', pasted: read(lines ?? text, { contains: refusal === undefined }), refusal }
}

function conditionOf(reading: Reading): Condition | undefined {
  if (reading.kind === 'quick') return reading.quick.kind === 'condition' ? reading.quick.condition : undefined
  if (reading.kind === 'reading') return undefined
  return reading.pasted.kind === 'condition' ? reading.pasted.condition : undefined
}

/** What is searched for the text of an error, and what is not, in the server's words where it refuses. */
function ErrorTextHelp({ pasted, refusal }: { pasted: PastedError; refusal: string | undefined }) {
  const { language } = usePreferences()
  const searchedWords = useSearchedWords()
  return (
    <>
      {pasted.kind === 'condition' ? (
        <>
          <p>
            <kbd>Enter</kbd> {describe(pasted.condition, language)}
          </p>
          <p>{searchedWords(pasted.searched)}</p>
        </>
      ) : (
        <p className="problem">
          {pasted.reason === 'varies' ? (
            <Trans>
              It begins with something that changes from one failure to the next: {pasted.pattern}. This server finds
              texts by their beginning only, so nothing was asked. Name a field instead: code:…
            </Trans>
          ) : (
            <Trans>
              Too few words stand at its beginning to search by, so nothing was asked. Name a field instead: code:…
            </Trans>
          )}
        </p>
      )}
      {refusal !== undefined && (
        <>
          {pasted.kind === 'condition' && (
            <p>
              <Trans>
                Only how a message begins is searched, letter case counts: this server refuses to look inside.
              </Trans>
            </p>
          )}
          <p className="server-words" lang="en">
            {refusal}
          </p>
        </>
      )}
    </>
  )
}

/** What Enter would do with the text, or why it does nothing. */
function QuickHelp({ read, onField }: { read: Plain; onField: (field: QuickField) => void }) {
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
    default:
      return null
  }
}
