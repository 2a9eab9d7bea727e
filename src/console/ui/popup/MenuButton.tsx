import { useState } from 'react'
import { Icon } from '../Icon.tsx'
import { MenuPanel } from './MenuPanel.tsx'
import type { MenuChoice } from './MenuPanel.tsx'
import { PopupButton } from './PopupButton.tsx'

interface MenuButtonProps {
  readonly label: string
  /** Of the panel. */
  readonly className?: string
  readonly choices: readonly MenuChoice[]
}

/** `⋯`: opens what else can be done. */
export function MenuButton({ label, ...menu }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <PopupButton
      className="icon-button"
      aria-label={label}
      isOpen={isOpen}
      onOpen={setOpen}
      renderPanel={(opened) => <MenuPanel label={label} {...menu} {...opened} />}
    >
      <Icon name="more" />
    </PopupButton>
  )
}
