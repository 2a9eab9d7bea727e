/* oxlint-disable jsx-a11y/prefer-tag-over-role -- no tag is a list of options whose text box keeps the focus */
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Icon } from '../ui/Icon.tsx'
import './overlays.css'
import { usePaletteGroups } from './paletteEntries.tsx'
import type { Entry } from './paletteEntries.tsx'

interface PaletteProps {
  readonly onClose: () => void
  readonly onKeys: () => void
}

/** Find or go to: records by id or pasted link, actions of what is open, views, pages, preferences. */
export function Palette({ onClose, onKeys }: PaletteProps) {
  const { t } = useLingui()
  const dialog = useRef<HTMLDialogElement>(null)
  const chosen = useRef<Entry>(undefined)
  const id = useId()
  const [text, setText] = useState('')
  const [activeKey, setActiveKey] = useState<string>()
  const groups = usePaletteGroups(useDeferredValue(text), onKeys)
  const entries = groups.flatMap((group) => group.entries)
  const active = entries.find(({ key }) => key === activeKey) ?? entries[0]
  const optionId = (entry: Entry) => `${id}-${entry.key.replaceAll(/[^\w-]/gu, '_')}`

  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])

  function choose(entry: Entry | undefined) {
    if (entry === undefined || entry.blocked === true) return
    chosen.current = entry
    dialog.current?.close()
  }

  /** What is chosen comes after the closing, which gives the focus back: it may open a dialog of its own. */
  function closed() {
    onClose()
    chosen.current?.onChoose()
  }

  function steer(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined
    if (event.key === 'Enter') choose(active)
    else if (step !== undefined && active !== undefined) {
      const at = (entries.indexOf(active) + step + entries.length) % entries.length
      const next = entries[at]
      setActiveKey(next?.key)
      if (next) document.querySelector(`#${CSS.escape(optionId(next))}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) dialog.current?.close()
    else return
    event.preventDefault()
  }

  return (
    <dialog ref={dialog} className="overlay palette" aria-label={t`Find or go to`} closedby="any" onClose={closed}>
      <div className="palette-input">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={t`Find or go to`}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={active && optionId(active)}
          placeholder={t`An id, a link, a view, an action…`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setActiveKey(undefined)
          }}
          onKeyDown={steer}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
        />
        <button type="button" className="icon-button" aria-label={t`Close`} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      <div className="palette-list" id={id} role="listbox" aria-label={t`Found`}>
        {groups.map((group, index) => (
          <div key={group.key} role="group" aria-labelledby={`${id}-group-${index}`}>
            <div className="palette-title" id={`${id}-group-${index}`} role="presentation">
              {group.title}
            </div>
            {group.entries.map((entry) => (
              // The keys are the combobox's: its `aria-activedescendant` is here.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={entry.key}
                id={optionId(entry)}
                role="option"
                aria-selected={entry === active}
                aria-disabled={entry.blocked}
                className="palette-option"
                onPointerMove={() => setActiveKey(entry.key)}
                onClick={() => choose(entry)}
              >
                <span className="palette-words">{entry.words}</span>
                {entry.detail !== undefined && <span className="palette-detail">{entry.detail}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <output className="palette-note">
        {groups.map(({ key, note }) => note && <p key={key}>{note}</p>)}
        {entries.length === 0 && groups.every(({ note }) => note === undefined) ? (
          <Trans>Nothing here is called that.</Trans>
        ) : (
          <span className="visually-hidden">
            <Plural value={entries.length} one="# entry" other="# entries" />
          </span>
        )}
      </output>
    </dialog>
  )
}
