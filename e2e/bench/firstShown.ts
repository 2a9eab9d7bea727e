/** When a page first shows what a selector names. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'

const ROUNDS = 5

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

/** The median of some rounds, each in a browser that knows nothing yet, milliseconds. */
export async function firstShown(
  browser: Browser,
  options: BrowserContextOptions,
  address: string,
  selector: string,
): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    await markFirst(page, selector)
    await page.goto(address, { waitUntil: 'commit' })
    times.push(await shownAt(page))
    await context.close()
  }
  return median(times)
}
