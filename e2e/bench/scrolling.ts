import type { Page } from '@playwright/test'

const STEP_PX = 90

export interface Scrolling {
  /** How many frames a screen of 60 a second shows in that time, and how many the page made. */
  readonly dueFrames: number
  readonly drawnFrames: number
  readonly longestMs: number
}

/** Scrolls what lies around the first element of the selector there and back, a step each frame. */
export function scrollThereAndBack(
  page: Page,
  selector: string,
  axis: 'vertical' | 'horizontal',
  durationMs: number,
): Promise<Scrolling> {
  return page.evaluate(
    async ([wanted, isVertical, duration, size]) => {
      const room = (element: Element) =>
        isVertical ? element.scrollHeight - element.clientHeight : element.scrollWidth - element.clientWidth
      let scroller = document.querySelector(wanted)
      while (scroller !== null && room(scroller) <= 1) scroller = scroller.parentElement
      const moved = scroller ?? document.documentElement
      const begun = performance.now()
      let last = begun
      let drawnFrames = 0
      let longestMs = 0
      let step: number = size
      while (last < begun + duration) {
        const at = isVertical ? moved.scrollTop : moved.scrollLeft
        if (at >= room(moved) - 1) step = -size
        else if (at <= 0) step = size
        if (isVertical) moved.scrollTop += step
        else moved.scrollLeft += step
        await new Promise(requestAnimationFrame)
        const now = performance.now()
        longestMs = Math.max(longestMs, now - last)
        last = now
        drawnFrames += 1
      }
      return { dueFrames: Math.round(((last - begun) * 60) / 1000), drawnFrames, longestMs }
    },
    [selector, axis === 'vertical', durationMs, STEP_PX] as const,
  )
}

/** In words: how many frames were dropped, and the longest wait for one. */
export function droppedWords({ dueFrames, drawnFrames, longestMs }: Scrolling): string {
  const dropped = Math.max(0, dueFrames - drawnFrames)
  const share = ((dropped / dueFrames) * 100).toFixed(1)
  return `${dropped} of ${dueFrames} frames dropped (${share} %), longest ${longestMs.toFixed(longestMs < 100 ? 1 : 0)} ms`
}
