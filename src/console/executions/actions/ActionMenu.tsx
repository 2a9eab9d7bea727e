import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import './actionMenu.css'

export interface MenuItem {
  readonly key: string
  readonly name: string
  /** A second line: what it does, or why it cannot be done. */
  readonly description: ReactNode
  readonly blocked: boolean
  /** It takes something away. */
  readonly isDanger?: boolean
  readonly onChoose: () => void
}

interface ActionMenuProps {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
  readonly items: readonly MenuItem[]
}

/**
 * A button that opens a list of buttons. What cannot be done stays in the list, can be reached with the keyboard, and
 * says why: a library's menu would skip it.
 */
export function ActionMenu({ label, className, children, items }: ActionMenuProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return undefined
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault() // it closes this menu, not the detail around it
      setOpen(false)
      button.current?.focus()
    }
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && !root.current?.contains(target)) setOpen(false)
    }
    document.addEventListener('keydown', closeByKey, { capture: true })
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('keydown', closeByKey, { capture: true })
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [open])

  function close() {
    setOpen(false)
    button.current?.focus()
  }

  return (
    <div className="action-menu" ref={root}>
      <button
        type="button"
        ref={button}
        className={className}
        aria-label={label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      <ul id={id} className="action-items" hidden={!open} data-own-keys>
        <ActionItems items={items} onChosen={close} />
      </ul>
    </div>
  )
}

interface ActionItemsProps {
  readonly items: readonly MenuItem[]
  /** Called before what was chosen is done. */
  readonly onChosen: () => void
}

/** The items of such a list. */
export function ActionItems({ items, onChosen }: ActionItemsProps) {
  const id = useId()
  return items.map(({ key, name, description, blocked, isDanger = false, onChoose }) => (
    <li key={key}>
      <button
        type="button"
        className={isDanger ? 'is-danger' : undefined}
        aria-disabled={blocked}
        aria-labelledby={`${id}-${key}-name`}
        aria-describedby={`${id}-${key}`}
        onClick={() => {
          if (blocked) return
          onChosen()
          onChoose()
        }}
      >
        <span id={`${id}-${key}-name`}>{name}</span>
        <span id={`${id}-${key}`} className="action-description">
          {description}
        </span>
      </button>
    </li>
  ))
}
