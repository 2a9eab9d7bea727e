import { useEffect, useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { Popup } from './Popup.tsx'

/** Something that can be done. */
export interface MenuChoice {
  readonly key: string
  readonly name: ReactNode
  /** A second line: what it does, or why it cannot be done now. */
  readonly description?: ReactNode
  readonly isOff?: boolean
  /** It takes something away. */
  readonly isDanger?: boolean
  /** The panel stays, with other choices. */
  readonly staysOpen?: boolean
  readonly onChoose: () => void
}

interface MenuPanelProps {
  readonly label: string
  readonly anchor: RefObject<HTMLElement | null>
  readonly choices: readonly MenuChoice[]
  readonly className?: string
  readonly onClose: () => void
}

/**
 * A list of choices beside the button that opened it. What cannot be chosen can be reached all the same, and says why:
 * a library's menu would skip it.
 */
export function MenuPanel({ label, anchor, choices, className = '', onClose }: MenuPanelProps) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const first = choices[0]?.key

  // Other choices took the place of those that had the focus.
  useEffect(() => {
    if (list.current?.contains(document.activeElement) === false) list.current.querySelector('button')?.focus()
  }, [first])

  return (
    <Popup label={label} anchor={anchor} onClose={onClose} className={`menu-panel ${className}`}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows walk the buttons in it */}
      <ul ref={list} onKeyDown={walk}>
        {choices.map(({ key, name, description, isOff = false, isDanger, staysOpen, onChoose }, index) => (
          <li key={key}>
            <button
              type="button"
              className={isDanger === true ? 'popup-item is-danger' : 'popup-item'}
              aria-disabled={isOff}
              aria-labelledby={`${id}-${index}-name`}
              aria-describedby={description === undefined ? undefined : `${id}-${index}`}
              onClick={() => {
                if (isOff) return
                if (staysOpen !== true) {
                  anchor.current?.focus()
                  onClose()
                }
                onChoose()
              }}
            >
              <span id={`${id}-${index}-name`}>{name}</span>
              {description !== undefined && (
                <span id={`${id}-${index}`} className="popup-description">
                  {description}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </Popup>
  )
}

function walk(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}
