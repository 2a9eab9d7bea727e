/** The page of a transaction with 50,000 actions beside the same page with 50. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { startProduct } from '../support/product.ts'
import { markFirst, median, shownAt } from './firstShown.ts'
import { scrollThereAndBack } from './scrolling.ts'
import type { Scrolling } from './scrolling.ts'

const ROUNDS = 5
const SCROLL_MS = 4000
const FEW = 50
const MANY = 50_000
const PAINTED = '.timeline-scroll canvas[width]'
const root = fileURLToPath(new URL('../..', import.meta.url))

interface TimelineFigures extends Scrolling {
  /** From the address to the first frame in which the timeline is drawn, milliseconds. */
  readonly drawn: number
}

interface Bench {
  readonly few: TimelineFigures
  readonly many: TimelineFigures
}

function seed(folder: string, actions: number): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['src/embedded/sample/seedMain.ts', '--data', folder, '--oms-actions', String(actions)],
    { cwd: root, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`No transaction of ${actions} actions was made: ${stderr}`)
}

export async function timelineBench(browser: Browser, context: BrowserContextOptions): Promise<Bench> {
  const folder = mkdtempSync(path.join(tmpdir(), 'amends-bench-oms-'))
  try {
    for (const actions of [FEW, MANY]) seed(folder, actions)
    // Time stands nearly still: both have as many actions begun all the while.
    const settings = { AMENDS_DATA_DIR: folder, AMENDS_SCHEDULER: 'off', AMENDS_SAMPLE: 'off', AMENDS_OMS_SPEED: '0.1' }
    const product = await startProduct(settings)
    try {
      const address = (actions: number) => `${product.url}/local/transactions/1/${actions}?cmd=10013`
      return {
        few: await figuresOf(browser, context, address(FEW)),
        many: await figuresOf(browser, context, address(MANY)),
      }
    } finally {
      await product.dispose()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function figuresOf(browser: Browser, options: BrowserContextOptions, address: string): Promise<TimelineFigures> {
  const drawn: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    // A canvas has a width from when it is painted.
    await markFirst(page, PAINTED)
    await page.goto(address, { waitUntil: 'commit' })
    drawn.push(await shownAt(page))
    await context.close()
  }
  return { drawn: median(drawn), ...(await scrolled(browser, options, address)) }
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
