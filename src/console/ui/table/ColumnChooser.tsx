import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { announce } from '../announce.ts'
import './columnChooser.css'
import { Icon } from '../Icon.tsx'
import { Popup } from '../popup/Popup.tsx'
import type { OpenedPopup } from '../popup/Popup.tsx'
import { DENSITIES, setPreferences, usePreferences } from '../preferences.ts'
import { ColumnName, ShownColumns } from './ShownColumns.tsx'

export interface ChoosableColumn {
  readonly id: string
  readonly name: string
  /** What the column is called where it comes from. */
  readonly path?: string
}

export interface ColumnChoice {
  /** The columns that are shown, in their order. */
  readonly shown: readonly ChoosableColumn[]
  readonly hidden: readonly ChoosableColumn[]
  /** A column that cannot be taken away. */
  readonly fixed: string
  /** A column that a search text names without its being in a list. */
  readonly find?: (text: string) => ChoosableColumn | undefined
  /** Undefined sets the columns back. */
  readonly onChange: (ids: readonly string[] | undefined) => void
}

/** Which columns, in which order, how dense. Everything works at once, and with the keyboard. */
export function ColumnChooser({ shown, hidden, fixed, find, onChange, anchor, onClose }: ColumnChoice & OpenedPopup) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const panel = useRef<HTMLDivElement>(null)
  const searchId = useId()
  const focusNext = useFocusAfterChange(panel)
  const ids = shown.map(({ id }) => id)
  const found = [...hidden.filter((column) => isFound(column, text)), ...foundByName(text, [...shown, ...hidden], find)]

  function add(column: ChoosableColumn) {
    const at = found.indexOf(column)
    focusNext(`add ${(found[at + 1] ?? found[at - 1])?.id ?? ''}`)
    announce(t`${column.name} added`)
    onChange([...ids, column.id])
  }

  function remove(column: ChoosableColumn) {
    const at = shown.indexOf(column)
    focusNext(`remove ${(shown[at + 1] ?? shown[at - 1])?.id ?? ''}`)
    announce(t`${column.name} taken away`)
    onChange(ids.filter((id) => id !== column.id))
  }

  function move(column: ChoosableColumn, step: -1 | 1) {
    const from = ids.indexOf(column.id)
    const to = from + step
    if (to < 0 || to >= ids.length) return
    focusNext(`${step < 0 ? 'up' : 'down'} ${column.id}`)
    announce(t`${column.name}: place ${to + 1} of ${ids.length}`)
    onChange(ids.toSpliced(from, 1).toSpliced(to, 0, column.id))
  }

  return (
    <Popup label={t`Columns`} anchor={anchor} onClose={onClose} className="column-chooser">
      <div ref={panel} className="column-chooser-parts">
        <label htmlFor={searchId} className="visually-hidden">
          <Trans>Find a field</Trans>
        </label>
        <input
          id={searchId}
          type="text"
          value={text}
          placeholder={t`Find a field`}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found
            if (event.key === 'Enter' && text !== '' && first) onChange([...ids, first.id])
          }}
        />
        <div className="column-lists">
          {text === '' && (
            <>
              <h2>
                <Trans>Shown</Trans>
              </h2>
              <ShownColumns shown={shown} fixed={fixed} onMove={move} onRemove={remove} />
              <h2>
                <Trans>More fields</Trans>
              </h2>
            </>
          )}
          <ul>
            {found.map((column) => (
              <li key={column.id}>
                <button
                  type="button"
                  className="popup-item column-add"
                  data-part={`add ${column.id}`}
                  aria-label={t`Add ${column.name}`}
                  onClick={() => add(column)}
                >
                  <ColumnName column={column} />
                  <Icon name="plus" />
                </button>
              </li>
            ))}
          </ul>
          {found.length === 0 && (
            <p className="secondary column-none">
              {shown.some((column) => isFound(column, text)) ? (
                <Trans>It is shown already.</Trans>
              ) : (
                <Trans>No such field.</Trans>
              )}
            </p>
          )}
        </div>
        <footer>
          <Density />
          <button
            type="button"
            className="link-button"
            onClick={() => {
              onChange(undefined)
              announce(t`Columns reset`)
            }}
          >
            <Trans>Reset</Trans>
          </button>
        </footer>
      </div>
    </Popup>
  )
}

function isFound({ name, path = '' }: ChoosableColumn, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || path.toLowerCase().includes(wanted)
}

function foundByName(
  text: string,
  known: readonly ChoosableColumn[],
  find: ColumnChoice['find'],
): readonly ChoosableColumn[] {
  const found = text.trim() === '' ? undefined : find?.(text.trim())
  return found === undefined || known.some(({ id }) => id === found.id) ? [] : [found]
}

/** A node that is moved or removed loses the focus: it goes to the named part, else to the search. */
function useFocusAfterChange(panel: RefObject<HTMLElement | null>): (part: string) => void {
  const wanted = useRef<string>(undefined)
  useEffect(() => {
    const part = wanted.current
    if (part === undefined) return
    wanted.current = undefined
    const element = panel.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`)
    ;(element ?? panel.current?.querySelector('input'))?.focus()
  })
  return (part) => {
    wanted.current = part
  }
}

function Density() {
  const { t } = useLingui()
  const { density } = usePreferences()
  const name = useId()
  const words = { compact: t`Compact`, comfortable: t`Comfortable` }
  return (
    <fieldset className="density">
      <legend className="visually-hidden">
        <Trans>Height of the rows</Trans>
      </legend>
      {DENSITIES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            checked={each === density}
            onChange={() => setPreferences({ density: each })}
          />
          {words[each]}
        </label>
      ))}
    </fieldset>
  )
}
