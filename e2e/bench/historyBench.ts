/** The history of an execution of 50,000 versions beside one of 50. */
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
const LIST = '.history-rows'
const READ = `${LIST} .history-words`
const root = fileURLToPath(new URL('../..', import.meta.url))

interface HistoryFigures extends Scrolling {
  /** From the address to the first event that is read, milliseconds. */
  readonly shown: number
  /** Rows in the document after scrolling. */
  readonly rows: number
}

function seed(folder: string, versions: number): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['src/embedded/sample/seedMain.ts', '--data', folder, '--versions', String(versions)],
    { cwd: root, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`No execution of ${versions} versions was made: ${stderr}`)
}

export async function historyBench(browser: Browser, context: BrowserContextOptions) {
  const folder = mkdtempSync(path.join(tmpdir(), 'amends-bench-history-'))
  try {
    for (const versions of [FEW, MANY]) seed(folder, versions)
    const product = await startProduct({ AMENDS_DATA_DIR: folder, AMENDS_SCHEDULER: 'off', AMENDS_SAMPLE: 'off' })
    try {
      const address = (versions: number) =>
        `${product.url}/local/executions/0VSampleV${String(versions).padStart(6, '0')}/history`
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

async function figuresOf(browser: Browser, options: BrowserContextOptions, address: string): Promise<HistoryFigures> {
  const shown: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    await markFirst(page, READ)
    await page.goto(address, { waitUntil: 'commit' })
    shown.push(await shownAt(page))
    await context.close()
  }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(address)
  await page.locator(READ).first().waitFor()
  const scrolling = await scrollThereAndBack(page, LIST, 'vertical', SCROLL_MS)
  const rows = await page.locator(`${LIST} > li`).count()
  await context.close()
  return { shown: median(shown), rows, ...scrolling }
}
