import { useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import './dialogFrame.css'
import { EnvironmentName } from '../values/EnvironmentName.tsx'

interface DialogFrameProps {
  readonly title: string
  /** What it is done to. */
  readonly subject: ReactNode
  readonly isWide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * The browser's own dialog: it holds the focus and gives it back, and needs no style that this page's policy refuses.
 * It names what would be done, to what, and where.
 */
export function DialogFrame({ title, subject, isWide = false, onClose, children }: DialogFrameProps) {
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const closed = useEffectEvent(onClose)

  // Open before what is inside looks for the first field.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element === null) return undefined
    const onClosed = () => closed()
    element.showModal()
    element.addEventListener('close', onClosed)
    return () => {
      // Closed before it leaves the document: only so the focus goes back to where it came from.
      element.removeEventListener('close', onClosed)
      element.close()
    }
  }, [])

  return (
    <dialog ref={dialog} className={isWide ? 'action-dialog is-wide' : 'action-dialog'} aria-labelledby={titleId}>
      <header className="action-dialog-header">
        <h2 id={titleId} tabIndex={-1}>
          {title}
        </h2>
        <EnvironmentName />
      </header>
      <p className="action-dialog-subject">{subject}</p>
      {children}
    </dialog>
  )
}
