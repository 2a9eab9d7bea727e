import { useEffect, useEffectEvent, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import './popup.css'

const GAP = 4

/** What a panel knows of its opener. */
export interface OpenedPopup {
  /** What opened it: it stands beside, and has the focus again afterwards. */
  readonly anchor: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

interface PopupProps extends OpenedPopup {
  readonly label: string
  /** Stays when the person turns to something else, because something is under way in it. */
  readonly isKept?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/**
 * A small panel beside the button that opened it, above everything that scrolls. It takes the focus, and closes with
 * Escape or when the person turns to something else. A dialog element, so that the keys of the page leave it alone.
 */
export function Popup({ label, anchor, onClose, isKept = false, className = '', children }: PopupProps) {
  const panel = useRef<HTMLDialogElement>(null)
  const close = useEffectEvent(onClose)
  const closeUnlessKept = useEffectEvent((event: Event) => {
    if (isKept) return
    if (event instanceof PointerEvent && event.pointerType === 'touch') swallowClick()
    onClose()
  })

  // What it holds may change its size.
  useEffect(() => {
    if (panel.current !== null && anchor.current !== null) place(panel.current, anchor.current)
  })

  useEffect(() => {
    const element = panel.current
    const opener = anchor.current
    if (element === null || opener === null) return undefined
    if (isTopLayer) element.showPopover()
    else element.setAttribute('open', '')
    place(element, opener)
    element.querySelector<HTMLElement>('input, select, button, a')?.focus({ preventScroll: true })

    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault() // it closes this panel, not what is around it
      event.stopPropagation()
      close()
      opener.focus()
    }
    const closeOutside = (event: Event) => {
      const { target } = event
      if (target instanceof Node && !element.contains(target) && !opener.contains(target)) closeUnlessKept(event)
    }
    const placeAgain = () => place(element, opener)
    document.addEventListener('keydown', closeByKey, { capture: true })
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    window.addEventListener('resize', placeAgain)
    return () => {
      document.removeEventListener('keydown', closeByKey, { capture: true })
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
      window.removeEventListener('resize', placeAgain)
    }
  }, [anchor])

  return (
    <dialog ref={panel} popover="manual" className={`popup ${className}`} aria-label={label}>
      {children}
    </dialog>
  )
}

/** A finger beside the panel closes it, and means nothing by what lies there. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
    end()
  }
  const end = () => {
    document.removeEventListener('click', swallow, { capture: true })
    document.removeEventListener('pointerdown', end, { capture: true })
  }
  document.addEventListener('click', swallow, { capture: true })
  document.addEventListener('pointerdown', end, { capture: true })
}

/** An older browser shows the panel in its place in the page. */
const isTopLayer = 'showPopover' in HTMLElement.prototype

/** Below the opener where there is room, else above, else beside; inside of the window in any case. */
function place(panel: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect()
  const { width, height } = panel.getBoundingClientRect()
  const room = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight }
  const below = at.bottom + GAP
  const above = at.top - GAP - height
  const isBelow = below + height <= room.height - GAP
  const top = isBelow ? below : Math.max(GAP, above)
  // Never under the pointer, where a second click would choose something.
  const isBeside = !isBelow && above < GAP
  const left = isBeside ? at.left - GAP - width : at.left + width <= room.width - GAP ? at.left : at.right - width
  panel.style.top = `${Math.max(GAP, Math.min(top, room.height - height - GAP))}px`
  panel.style.left = `${Math.max(GAP, Math.min(left, room.width - width - GAP))}px`
}
