import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef, useState } from 'react'
import type { FocusEvent, KeyboardEvent, Ref } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { ChoiceRow } from './ChoiceRow.tsx'
import { useListPlace } from './useListPlace.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  /** A second name, also searched: the protocol's own. */
  readonly detail?: string
  readonly group?: string
  /** Why it cannot be chosen, in the server's words. It stays in the list and can be reached. */
  readonly refusal?: string | undefined
}

interface ComboboxProps {
  readonly label: string
  readonly choices: readonly Choice[]
  /** What is chosen now, as text. */
  readonly shown: string
  readonly onChoose: (value: string) => void
  /** What becomes of text that is none of the choices; without it such text is dropped. */
  readonly onText?: ((text: string) => void) | undefined
  /** Takes pasted text itself and says so. */
  readonly onPasteText?: ((text: string) => boolean) | undefined
  readonly placeholder?: string | undefined
  readonly describedBy?: string | undefined
  readonly invalid?: boolean
  readonly inputRef?: Ref<HTMLInputElement> | undefined
  readonly className?: string
  readonly mono?: boolean
}

const MOST_SHOWN = 80

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')

function matches({ label, detail = '', value }: Choice, text: string): boolean {
  const hay = `${label} ${detail} ${value}`.toLowerCase()
  return words(text).every((word) => hay.includes(word))
}

/** The choice with exactly this name. */
function exactly(choices: readonly Choice[], text: string): Choice | undefined {
  const name = text.toLowerCase()
  if (name === '') return undefined
  return choices.find((choice) =>
    [choice.value, choice.label, choice.detail].some((each) => each?.toLowerCase() === name),
  )
}

/** Stands for the text itself among the choices. */
const AS_TYPED = ':as typed'

/** A text box with a list to choose from: it opens on a click, an arrow or typing, and what is typed narrows it. */
export function Combobox(props: ComboboxProps) {
  const { label, choices, shown, onChoose, onText, onPasteText, placeholder, describedBy, invalid = false } = props
  const { inputRef, className = '', mono = false } = props
  const { t } = useLingui()
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState<string | undefined>()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState<string | undefined>()
  const found = typed === undefined ? choices : choices.filter((choice) => matches(choice, typed))
  const asTyped = typed?.trim() ?? ''
  const isFree = onText !== undefined && asTyped !== '' && exactly(choices, asTyped) === undefined
  const listed = [
    ...found.slice(0, MOST_SHOWN),
    ...(isFree ? [{ value: AS_TYPED, label: asTyped, detail: t`as typed` }] : []),
  ]
  const activeIndex = listed.findIndex(({ value }) => value === active)
  useListPlace(root, list, isOpen)

  useEffect(() => {
    if (isOpen && activeIndex >= 0) list.current?.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' })
  }, [isOpen, activeIndex])

  function open() {
    setOpen(true)
    setActive(choices.find((choice) => choice.label === shown)?.value)
  }

  function close() {
    setOpen(false)
    setTyped(undefined)
    setActive(undefined)
  }

  function choose(choice: Choice) {
    if (choice.refusal !== undefined) return
    close()
    if (choice.value === AS_TYPED) onText?.(asTyped)
    else onChoose(choice.value)
  }

  /** Takes what was typed when the box is left, so that nothing typed is lost. */
  function take(text: string | undefined) {
    close()
    if (text === undefined || text === shown) return
    const exact = exactly(choices, text.trim())
    if (exact !== undefined && exact.refusal === undefined) onChoose(exact.value)
    else if (exact === undefined) onText?.(text)
  }

  function step(by: number) {
    if (!isOpen) return open()
    const next = activeIndex < 0 ? (by > 0 ? 0 : listed.length - 1) : activeIndex + by
    setActive(listed[Math.max(0, Math.min(listed.length - 1, next))]?.value)
  }

  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') step(1)
    else if (event.key === 'ArrowUp') step(-1)
    else if (event.key === 'PageDown' && isOpen) step(8)
    else if (event.key === 'PageUp' && isOpen) step(-8)
    else if (event.key === 'Enter') {
      const choice = listed[activeIndex]
      if (isOpen && choice !== undefined) choose(choice)
      else if (typed !== undefined) take(typed)
      else if (!isOpen) open()
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation() // it closes the list, not what is around
      close()
    } else return
    event.preventDefault()
  }

  function onBlur(event: FocusEvent) {
    if (event.relatedTarget instanceof Node && root.current?.contains(event.relatedTarget) === true) return
    take(typed)
  }

  function type(text: string) {
    setTyped(text)
    setOpen(true)
    const fitting = exactly(choices, text.trim()) ?? choices.find((choice) => matches(choice, text) && !choice.refusal)
    setActive(fitting?.value ?? AS_TYPED)
  }

  return (
    <div className={`combobox ${className}`} ref={root} onBlur={onBlur}>
      <input
        ref={inputRef}
        type="text"
        role="combobox"
        className={mono ? 'is-mono' : ''}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && activeIndex >= 0 ? `${id}-${activeIndex}` : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed ?? shown}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onClick={(event) => {
          if (isOpen) return
          // The press that came before has put the caret somewhere into the text.
          event.currentTarget.select()
          open()
        }}
        onKeyDown={onKey}
        onPaste={(event) => {
          if (onPasteText?.(event.clipboardData.getData('text')) !== true) return
          event.preventDefault()
          close()
        }}
      />
      <Icon name="down" />
      <div
        ref={list}
        id={`${id}-list`}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select takes no text, a datalist no reasons
        role="listbox"
        aria-label={label}
        popover="manual"
        hidden={!isOpen}
        className="combobox-list"
      >
        {isOpen && (
          // A press in the list leaves the focus in the box.
          <div role="presentation" onMouseDown={(event) => event.preventDefault()}>
            {listed.map((choice, index) => (
              <ChoiceRow
                key={choice.value}
                id={`${id}-${index}`}
                choice={choice}
                heading={choice.group !== listed[index - 1]?.group ? choice.group : undefined}
                isActive={choice.value === active}
                onChoose={() => choose(choice)}
              />
            ))}
            {found.length > MOST_SHOWN && (
              <p className="combobox-note">
                <Trans>{found.length - MOST_SHOWN} more: type to narrow the list</Trans>
              </p>
            )}
            {listed.length === 0 && (
              <p className="combobox-note">
                <Trans>Nothing fits</Trans>
              </p>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
