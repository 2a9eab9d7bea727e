import { useRef, useState } from 'react'
import { Icon } from './Icon.tsx'
import { MenuPanel } from './MenuPanel.tsx'
import type { MenuChoice } from './MenuPanel.tsx'

interface MenuButtonProps {
  readonly label: string
  /** Of the panel. */
  readonly className?: string
  readonly choices: readonly MenuChoice[]
}

/** `⋯`: opens what else can be done. */
export function MenuButton({ label, className, choices }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <MenuPanel
          label={label}
          anchor={button}
          choices={choices}
          {...(className === undefined ? {} : { className })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
