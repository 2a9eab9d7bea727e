import { useId } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Popup } from './Popup.tsx'
import type { OpenedPopup } from './Popup.tsx'

/** Something that can be done. */
export interface MenuChoice {
  readonly key: string
  readonly name: ReactNode
  /** A second line: what it does, or why it cannot be done now. */
  readonly description?: ReactNode
  readonly isOff?: boolean
  /** It takes something away. */
  readonly isDanger?: boolean
  /** Other choices come in its place. */
  readonly staysOpen?: boolean
  readonly onChoose: () => void
}

interface MenuPanelProps extends OpenedPopup {
  readonly label: string
  readonly choices: readonly MenuChoice[]
  /** What it is about, where the panel may hide it. */
  readonly title?: ReactNode
  readonly className?: string
}

/**
 * A list of choices beside the button that opened it. What cannot be chosen can be reached all the same, and says why:
 * a library's menu would skip it.
 */
export function MenuPanel({ label, anchor, choices, title, className = '', onClose }: MenuPanelProps) {
  const id = useId()

  return (
    <Popup label={label} anchor={anchor} onClose={onClose} className={`menu-panel ${className}`}>
      {title !== undefined && <p className="popup-title">{title}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows walk the buttons in it */}
      <ul onKeyDown={walk}>
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
