/** The history of an execution of 50,000 versions beside one of 50. */
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { fewAndMany } from './fewAndMany.ts'
import { firstShown } from './firstShown.ts'
import { scrollThereAndBack } from './scrolling.ts'
import type { Scrolling } from './scrolling.ts'

const SCROLL_MS = 4000
const LIST = '.history-rows'
const READ = `${LIST} .history-words`

interface HistoryFigures extends Scrolling {
  /** From the address to the first event that is read, milliseconds. */
  readonly shown: number
  /** Rows in the document after scrolling. */
  readonly rows: number
}

export const historyBench = (browser: Browser, context: BrowserContextOptions) =>
  fewAndMany('--versions', {}, (url, versions) =>
    figuresOf(browser, context, `${url}/local/executions/0VSampleV${String(versions).padStart(6, '0')}/history`),
  )

async function figuresOf(browser: Browser, options: BrowserContextOptions, address: string): Promise<HistoryFigures> {
  const shown = await firstShown(browser, options, address, READ)
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(address)
  await page.locator(READ).first().waitFor()
  const scrolling = await scrollThereAndBack(page, LIST, 'vertical', SCROLL_MS)
  const rows = await page.locator(`${LIST} > li`).count()
  await context.close()
  return { shown, rows, ...scrolling }
}
