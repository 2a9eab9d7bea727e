/** The list of executions with 100,000 selected rows on a page beside the same with 1,000. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { fewAndMany } from './fewAndMany.ts'
import { markFirst, median, shownAt } from './firstShown.ts'
import { workOf } from './mainThread.ts'
import { scrollThereAndBack } from './scrolling.ts'
import type { Scrolling } from './scrolling.ts'

/** Some of what is seeded is deleted, and in no list. */
const SIZES = { few: 1000, many: 100_000, seeded: [104_000] }
const SCROLL_MS = 5000
const ONES = 7
const ROW = 'tbody tr[data-row-id]'

interface LongList extends Scrolling {
  readonly rows: number
  /** From the address to the first row, and to the last one, milliseconds. */
  readonly shown: number
  readonly whole: number
  /** From the click to the frame that shows it. */
  readonly selectAll: number
  readonly selectOne: number
  /** Of the main thread, while it scrolls. */
  readonly frameWork: number
  /** What its scripts hold when everything is selected. */
  readonly megabytes: number
}

export const longListBench = (browser: Browser, context: BrowserContextOptions) =>
  fewAndMany('--count', {}, (url, rows) => figuresOf(browser, context, `${url}/local/executions?view=all`, rows), SIZES)

async function figuresOf(
  browser: Browser,
  options: BrowserContextOptions,
  list: string,
  rows: number,
): Promise<LongList> {
  const context = await browser.newContext(options)
  try {
    await context.addInitScript((size) => localStorage.setItem('amends.preferences', `{"pageSize":${size}}`), rows)
    const page = await context.newPage()
    await markFirst(page, ROW)
    await page.goto(list, { waitUntil: 'commit' })
    const shown = await shownAt(page)
    const range = page.locator('.pager-range').filter({ hasText: `1–${rows.toLocaleString('en')} ` })
    await range.waitFor({ timeout: 120_000 })
    const whole = await page.evaluate(() => performance.now())
    const selectAll = await click(page, 'th .select-area input')
    await page.locator('.selection-count', { hasText: `${rows.toLocaleString('en')} selected` }).waitFor()
    const ones: number[] = []
    // An even number of clicks leaves all of them selected.
    for (let time = 0; time < ONES * 2; time += 1) ones.push(await click(page, `${ROW} .select-area input`))
    const megabytes = await heldMegabytes(page)
    // From its middle, where most of it lies above and below.
    await page.locator('.list-scroll').evaluate((scroller) => scroller.scrollTo({ top: scroller.scrollHeight / 2 }))
    await page.waitForTimeout(1000) // the work of selecting is not that of scrolling
    const work = await workOf(page)
    const seen = await scrollThereAndBack(page, ROW, 'vertical', SCROLL_MS)
    const frameWork = (await work()) / seen.drawnFrames
    return { ...seen, rows, shown, whole, selectAll, selectOne: median(ones), frameWork, megabytes }
  } finally {
    await context.close()
  }
}

/** From a click to the frame after it. */
const click = (page: Page, selector: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    const target = document.querySelector<HTMLElement>(wanted)
    if (target === null) throw new Error(`There is no ${wanted}.`)
    await new Promise(requestAnimationFrame)
    const from = performance.now()
    target.click()
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    return performance.now() - from
  }, selector)

async function heldMegabytes(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  await cdp.detach()
  return usedSize / 1e6
}
