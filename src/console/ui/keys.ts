/**
 * The one registry of the page's keys. A component says which key it answers to, in which words and for what; the
 * help (`?`) lists what answers now. Of several that answer to one key the youngest is asked first.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { preferences } from './preferences.ts'

/** What a key is for: the heading under which the help lists it. */
export type KeyScope = 'everywhere' | 'list' | 'record'

interface KeyWords {
  /** As `keyName` spells it: `j`, `?`, `Enter`, `Escape`, `mod+k`, `shift+x`. */
  readonly key: string
  /** What it does, in the person's language. */
  readonly words: string
  readonly scope: KeyScope
}

/** `false`: not now, ask the next one; the key then keeps its usual meaning. */
type Press = (event: KeyboardEvent) => false | void

interface Registered extends KeyWords {
  readonly press: Press
}

let registered: readonly Registered[] = []
const listeners = new Set<() => void>()

/** `mod` is Ctrl, or ⌘ on a Mac; Shift is named only where the key itself does not show it. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const isLetter = /^\p{L}$/u.test(key)
  const isBare = key.length === 1 && !isLetter // the `?` of every keyboard, however it is typed there
  const modifiers = [
    ...(ctrlKey || metaKey ? ['mod'] : []),
    ...(altKey ? ['alt'] : []),
    ...(shiftKey && !isBare ? ['shift'] : []),
  ]
  return [...modifiers, isLetter ? key.toLowerCase() : key].join('+')
}

const TEXT_FIELDS =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset]), textarea, select, [contenteditable]'

/** Areas whose keys are their own; `data-own-keys` marks one that no role tells. */
const OWN_KEYS = `${TEXT_FIELDS}, dialog, [role=dialog], [role=menu], [role=listbox], [role=combobox], [data-own-keys]`

/** How many parts of the page are on their way for which the person may type already. */
let holds = 0

const isModalOpen = () => document.querySelector('dialog[open], [aria-modal=true]') !== null

/** True where the key is text, or means something else already. */
function isTaken(event: KeyboardEvent, name: string): boolean {
  if (event.defaultPrevented || event.isComposing || holds > 0 || isModalOpen()) return true
  if (name.startsWith('mod+')) return false
  // A person who dictates, or whose hand slips, can turn the single characters off (WCAG 2.1.4).
  if (name.length === 1 && !preferences().keys) return true
  return event.target instanceof Element && event.target.closest(OWN_KEYS) !== null
}

function onKeyDown(event: KeyboardEvent): void {
  const name = keyName(event)
  const answering = registered.filter(({ key }) => key === name)
  if (answering.length === 0 || isTaken(event, name)) return
  if (answering.reverse().some(({ press }) => press(event) !== false)) event.preventDefault()
}

function change(next: readonly Registered[]): void {
  if (registered.length === 0) document.addEventListener('keydown', onKeyDown)
  registered = next
  if (registered.length === 0) document.removeEventListener('keydown', onKeyDown)
  for (const listener of listeners) listener()
}

/** Answers to a key while the component is on screen; without words (`undefined`) it does not. */
export function useKey(key: string, words: string | undefined, scope: KeyScope, onPress: Press): void {
  const press = useEffectEvent(onPress)
  useEffect(() => {
    if (words === undefined) return undefined
    const entry: Registered = { key, words, scope, press: (event) => press(event) }
    change([...registered, entry])
    return () => change(registered.filter((other) => other !== entry))
  }, [key, words, scope])
}

/**
 * While the component is on screen the keys of the page mean nothing: what is typed is for what is on its way. Neither
 * does a row or a button that has the focus hear of it; a text field does. Escape gives up what is on its way.
 */
export function useKeyHold(onEscape: () => void): void {
  const giveUp = useEffectEvent(onEscape)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey, altKey } = event
      if (key === 'Escape') giveUp()
      const isText = target instanceof Element && target.closest(TEXT_FIELDS) !== null
      if (isText || key === 'Tab' || ctrlKey || metaKey || altKey) return
      event.preventDefault()
      event.stopPropagation()
    }
    holds += 1
    window.addEventListener('keydown', onKey, { capture: true })
    return () => {
      holds -= 1
      window.removeEventListener('keydown', onKey, { capture: true })
    }
  }, [])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What answers now, the eldest first. */
export function useRegisteredKeys(): readonly KeyWords[] {
  return useSyncExternalStore(subscribe, () => registered)
}

const CAPS: Record<string, string> = { Escape: 'Esc', shift: 'Shift', alt: 'Alt', ' ': 'Space', ArrowRight: '→' }
const isMac = () => navigator.userAgent.includes('Mac')

/** The caps of a key as they are printed on the keyboard. */
export function keyCaps(key: string): readonly string[] {
  return key.split('+').map((part) => {
    if (part === 'mod') return isMac() ? '⌘' : 'Ctrl'
    return CAPS[part] ?? (key.includes('+') && part.length === 1 ? part.toUpperCase() : part)
  })
}
