/** When a page first shows what a selector names. */
import type { Page } from '@playwright/test'

/** Marks the first frame in which it is on screen; called before the page is opened. */
export async function markFirst(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    const look = () => {
      if (document.querySelector(wanted) === null) requestAnimationFrame(look)
      else setTimeout(() => performance.mark('shown'))
    }
    requestAnimationFrame(look)
  }, selector)
}

/** From the address to that frame, milliseconds. */
export async function shownAt(page: Page): Promise<number> {
  const mark = await page.waitForFunction(() => performance.getEntriesByName('shown')[0]?.startTime)
  return (await mark.jsonValue()) ?? Number.NaN
}

export const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
