import { Suspense, useRef } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import type { OpenedPopup } from './Popup.tsx'

interface PopupButtonProps extends Omit<ComponentProps<'button'>, 'ref' | 'type' | 'onClick'> {
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  /** Asked only while it is open, so that a panel may be a file of its own. */
  readonly renderPanel: (opened: OpenedPopup) => ReactNode
}

/** A button that opens a `Popup` beside itself and closes it again. */
export function PopupButton({ isOpen, onOpen, renderPanel, ...props }: PopupButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        {...props}
        ref={anchor}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => onOpen(!isOpen)}
      />
      {isOpen && <Suspense fallback={null}>{renderPanel({ anchor, onClose: () => onOpen(false) })}</Suspense>}
    </>
  )
}
