import { useLayoutEffect } from 'react'
import type { RefObject } from 'react'

const GAP = 2
const LEAST_ROOM = 220

/** Puts the list below its box, or above where there is no room; in the top layer, so that nothing around cuts it. */
export function useListPlace(
  root: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  isOpen: boolean,
): void {
  useLayoutEffect(() => {
    const [box, popup] = [root.current, list.current]
    if (!isOpen || box === null || popup === null) return undefined
    function place(box: HTMLElement, popup: HTMLElement) {
      const { left, top, bottom, width } = box.getBoundingClientRect()
      const { clientWidth, clientHeight } = document.documentElement
      const isBelow = clientHeight - bottom >= LEAST_ROOM || clientHeight - bottom >= top
      const room = (isBelow ? clientHeight - bottom : top) - GAP - 8
      popup.style.maxHeight = `${Math.max(120, Math.min(360, room))}px`
      popup.style.minWidth = `${width}px`
      popup.style.left = `${Math.max(8, Math.min(left, clientWidth - popup.offsetWidth - 8))}px`
      popup.style.top = isBelow ? `${bottom + GAP}px` : 'auto'
      popup.style.bottom = isBelow ? 'auto' : `${clientHeight - top + GAP}px`
    }
    if ('showPopover' in popup) popup.showPopover()
    const follow = () => place(box, popup)
    follow()
    window.addEventListener('resize', follow)
    document.addEventListener('scroll', follow, { capture: true, passive: true })
    return () => {
      window.removeEventListener('resize', follow)
      document.removeEventListener('scroll', follow, { capture: true })
      if ('hidePopover' in popup) popup.hidePopover()
    }
  }, [root, list, isOpen])
}
