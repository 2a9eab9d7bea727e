import { useId } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import type { CellChoice } from './CellMenus.tsx'
import { Popup } from './Popup.tsx'

interface MenuPanelProps {
  readonly label: string
  readonly anchor: RefObject<HTMLElement | null>
  readonly choices: readonly CellChoice[]
  readonly onClose: () => void
}

/** A list of choices beside a button. What cannot be chosen can be reached all the same, and says why. */
export function MenuPanel({ label, anchor, choices, onClose }: MenuPanelProps) {
  const id = useId()

  return (
    <Popup label={label} anchor={anchor} onClose={onClose} className="menu-panel">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows walk the buttons in it */}
      <ul onKeyDown={walk}>
        {choices.map(({ key, name, why, onChoose }, index) => (
          <li key={key}>
            <button
              type="button"
              className="popup-item"
              aria-disabled={why !== undefined}
              aria-describedby={why === undefined ? undefined : `${id}-${index}`}
              onClick={() => {
                if (why !== undefined) return
                anchor.current?.focus()
                onClose()
                onChoose()
              }}
            >
              {name}
            </button>
            {why !== undefined && (
              <p id={`${id}-${index}`} className="popup-why" lang="en">
                {why}
              </p>
            )}
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
