/** The page of a transaction with 50,000 actions beside the same page with 50. */
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { fewAndMany } from './fewAndMany.ts'
import { firstShown } from './firstShown.ts'
import { scrollThereAndBack } from './scrolling.ts'
import type { Scrolling } from './scrolling.ts'

const SCROLL_MS = 4000
/** A canvas has a width from when it is painted. */
const PAINTED = '.timeline-scroll canvas[width]'

interface TimelineFigures extends Scrolling {
  /** From the address to the first frame in which the timeline is drawn, milliseconds. */
  readonly drawn: number
}

/** Time stands nearly still: both have as many actions begun all the while. */
export const timelineBench = (browser: Browser, context: BrowserContextOptions) =>
  fewAndMany('--oms-actions', { AMENDS_OMS_SPEED: '0.1' }, (url, actions) =>
    figuresOf(browser, context, `${url}/local/transactions/1/${actions}?cmd=10013`),
  )

async function figuresOf(browser: Browser, options: BrowserContextOptions, address: string): Promise<TimelineFigures> {
  const drawn = await firstShown(browser, options, address, PAINTED)
  return { drawn, ...(await scrolled(browser, options, address)) }
}

/** Scrolls the timeline, zoomed in four times, there and back. */
async function scrolled(browser: Browser, options: BrowserContextOptions, address: string) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(address)
  await page.locator(PAINTED).waitFor()
  for (let times = 0; times < 4; times += 1) await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.waitForTimeout(500) // the work of zooming is not that of scrolling
  const seen = await scrollThereAndBack(page, '.timeline-scroll', 'horizontal', SCROLL_MS)
  await context.close()
  return seen
}
