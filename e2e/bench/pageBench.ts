/** `npm run bench`: what the page costs in a real Chromium, on the built product with its sample data. */
import { chromium, request, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { chromiumLaunch } from '../support/chromium.ts'
import { createExecution } from '../support/createExecution.ts'
import { startProduct } from '../support/product.ts'
import { historyBench } from './historyBench.ts'
import { markFirst, median, shownAt } from './firstShown.ts'
import { longListBench } from './longListBench.ts'
import { workOf } from './mainThread.ts'
import { droppedWords } from './scrolling.ts'
import { timelineBench } from './timelineBench.ts'

const LONGEST_MS = 10 * 60_000
const ROUNDS = 7
const IDLE_MS = 20_000
const ROW = 'tbody tr[data-row-id]'

const print = (line: string) => void process.stdout.write(`${line}\n`)
const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`

/** A figure beside its goal, so that what misses it is seen at once. */
function say(name: string, value: number, unit: string, most?: number): void {
  const figure = `${value.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`
  const goal = most === undefined ? '' : ` (at most ${most}${value > most ? ': MISSED' : ''})`
  print(`  ${name}: ${figure}${goal}`)
}

const frames = (from: number) =>
  Array.from({ length: 1500 }, (_, at) =>
    at % 7 === 0
      ? `\tat com.shop.stock.Stock.take(Stock.java:${from + at})`
      : `\tat reactor.core.publisher.FluxMap.onNext(FluxMap.java:${from + at})`,
  ).join('\n')
const LONG_TRACE = `com.shop.Oops: stock\n${frames(0)}\nCaused by: java.sql.SQLException: deadlock\n${frames(1500)}`

interface Opening {
  readonly shown: number
  readonly scriptBytes: number
  readonly listBytes: number
  readonly rows: number
}

/** Opens an address in a browser that knows nothing yet. */
async function open(browser: Browser, url: string, selector: string, isThrottled: boolean): Promise<Opening> {
  const context = await browser.newContext(CONTEXT)
  try {
    const page = await context.newPage()
    if (isThrottled) {
      const cdp = await context.newCDPSession(page)
      await cdp.send('Network.enable')
      const tenMbit = 10e6 / 8
      const conditions = { offline: false, latency: 0, downloadThroughput: tenMbit, uploadThroughput: tenMbit }
      await cdp.send('Network.emulateNetworkConditions', conditions)
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    }
    await markFirst(page, selector)
    await page.goto(url, { waitUntil: 'commit' })
    const shown = await shownAt(page)
    const seen = await page.evaluate(
      ([at, row]) => {
        const resources = performance
          .getEntriesByType('resource')
          .filter((one) => one instanceof PerformanceResourceTiming)
        const sum = (wanted: RegExp, size: 'encodedBodySize' | 'decodedBodySize') =>
          resources
            .filter(({ name, responseEnd }) => wanted.test(name) && responseEnd <= at)
            .reduce((total, resource) => total + resource[size], 0)
        return {
          scriptBytes: sum(/\.js$/, 'encodedBodySize'),
          listBytes: sum(/\/snapshot\/list$/, 'decodedBodySize'),
          rows: document.querySelectorAll(row).length,
        }
      },
      [shown, ROW] as const,
    )
    return { shown, ...seen }
  } finally {
    await context.close()
  }
}

const CONTEXT: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' }

async function opening(browser: Browser, list: string, empty: string): Promise<void> {
  print(`first row, in a fresh browser (medians of ${ROUNDS})`)
  for (const isThrottled of [false, true]) {
    const rows: Opening[] = []
    const nothing: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      nothing.push((await open(browser, empty, 'body', isThrottled)).shown)
      rows.push(await open(browser, list, ROW, isThrottled))
    }
    const [page, floor] = [median(rows.map(({ shown }) => shown)), median(nothing)]
    const how = isThrottled ? 'on 10 Mbit/s with a CPU four times slower' : 'plain'
    print(`  ${how}: ${ms(page)}, an empty page ${ms(floor)}, ratio ${(page / floor).toFixed(1)}`)
    const [first] = rows
    if (isThrottled || first === undefined) continue
    say('script before rows are usable, compressed', median(rows.map((one) => one.scriptBytes)) / 1000, 'KB', 248)
    say(`the list of ${first.rows} rows`, first.listBytes / first.rows, 'bytes a row', 620)
  }
}

async function idle(browser: Browser, list: string): Promise<void> {
  const context = await browser.newContext(CONTEXT)
  const page = await context.newPage()
  await page.goto(list)
  await page.locator(ROW).first().waitFor()
  await page.waitForTimeout(6000) // what the page loads when idle is not work of an idle page
  const work = await workOf(page)
  await page.waitForTimeout(IDLE_MS) // what is measured: nobody does anything for so long
  const worked = await work()
  print(`nobody touches a list of ${await page.locator(ROW).count()} rows for ${IDLE_MS / 1000} s`)
  say('work of the main thread', (worked / IDLE_MS) * 1000, 'ms a second', 5)
  await context.close()
}

async function trace(browser: Browser, url: string): Promise<void> {
  const api = await request.newContext({ baseURL: url })
  const id = await createExecution(api, { stackTrace: LONG_TRACE })
  await api.dispose()
  const opens: number[] = []
  const keys: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(CONTEXT)
    const page = await context.newPage()
    await page.goto(`${url}/local/executions/${id}`)
    await page.getByRole('button', { name: /3,000 frames/ }).waitFor()
    const times = await page.evaluate(async () => {
      /** Script, style and layout of an act, without waiting for the screen's own beat. */
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, which knows nothing outside
      const timed = async (act: () => void) => {
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        const from = performance.now()
        act()
        document.body.getBoundingClientRect()
        await new Promise((resolve) => setTimeout(resolve))
        document.body.getBoundingClientRect()
        return performance.now() - from
      }
      const toggle = document.querySelector<HTMLElement>('.trace-tools button')
      const opened = await timed(() => toggle?.click())
      const field = document.querySelector<HTMLInputElement>('.trace-search input')
      field?.focus()
      const typed: number[] = []
      for (const letter of 'FluxMap.java:29') {
        typed.push(await timed(() => document.execCommand('insertText', false, letter)))
      }
      return { opened, typed, found: document.querySelector('.trace-count')?.textContent ?? '' }
    })
    if (!/ of \d/.test(times.found)) throw new Error(`The search in the trace found nothing: ${times.found}`)
    opens.push(times.opened)
    keys.push(...times.typed)
    await context.close()
  }
  print(`a stack trace of 3,000 lines (medians of ${ROUNDS})`)
  say('open', median(opens), 'ms', 110)
  say('search, a key', median(keys), 'ms', 32)
}

/** From a click to the frame in which what it asks for is on screen. */
const click = (page: Page, target: string, shown: string): Promise<number> =>
  page.evaluate(
    async ([selector, wanted]) => {
      const button = document.querySelector<HTMLElement>(selector)
      if (button === null) throw new Error(`There is no ${selector}.`)
      await new Promise(requestAnimationFrame)
      const from = performance.now()
      button.click()
      while (document.querySelector(wanted) === null) {
        if (performance.now() > from + 10_000) throw new Error(`${wanted} did not come.`)
        await new Promise(requestAnimationFrame)
      }
      return performance.now() - from
    },
    [target, shown] as const,
  )

async function clicks(browser: Browser, list: string): Promise<void> {
  const first: number[] = []
  const again: number[] = []
  const view: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(CONTEXT)
    const page = await context.newPage()
    await page.goto(list)
    await page.locator(ROW).first().waitFor()
    await page.waitForTimeout(3000) // what the page fetches when idle is there, as when a person has looked at it
    const button = '.filter-bar > button[aria-expanded]'
    first.push(await click(page, button, '.builder'))
    await click(page, button, `body:not(:has(.builder))`)
    again.push(await click(page, button, '.builder'))
    await click(page, button, `body:not(:has(.builder))`)
    const before = await page.locator(ROW).first().getAttribute('data-row-id')
    view.push(await click(page, 'nav a[href*="view=succeeded"]', `${ROW}:first-child:not([data-row-id="${before}"])`))
    await context.close()
  }
  print(`from the click to the frame that shows it (medians of ${ROUNDS})`)
  print(`  open the condition builder: ${ms(median(first))}, and again ${ms(median(again))}`)
  print(`  switch to another view: ${ms(median(view))}`)
}

async function longList(browser: Browser): Promise<void> {
  const { few, many } = await longListBench(browser, CONTEXT)
  const [long, short] = [many, few].map(({ rows }) => `${rows.toLocaleString('en')} rows`)
  print(`a page of ${long}, all selected, against one of ${short}`)
  print(`  first rows after ${ms(many.shown)}, all after ${ms(many.whole)}; of ${short} ${ms(few.whole)}`)
  print(`  select this page: ${ms(many.selectAll)}, of ${short} ${ms(few.selectAll)}`)
  print(`  select one of its rows: ${ms(many.selectOne)}, of ${short} ${ms(few.selectOne)}`)
  print(`  scroll: ${droppedWords(many)}; of ${short} ${droppedWords(few)}`)
  print(`  work of the main thread ${ms(many.frameWork)} a frame, of ${short} ${ms(few.frameWork)}`)
  say('memory of its scripts', many.megabytes, 'MB')
}

async function timeline(browser: Browser): Promise<void> {
  const { few, many } = await timelineBench(browser, CONTEXT)
  print('the timeline of a transaction with 50,000 actions against one with 50')
  print(`  drawn after ${ms(many.drawn)}, with 50 ${ms(few.drawn)}, ratio ${(many.drawn / few.drawn).toFixed(1)}`)
  print(`  scroll: ${droppedWords(many)}; with 50 ${droppedWords(few)}`)
}

async function history(browser: Browser): Promise<void> {
  const { few, many } = await historyBench(browser, CONTEXT)
  print('the history of an execution of 50,000 versions against one of 50')
  print(`  shown after ${ms(many.shown)}, with 50 ${ms(few.shown)}, ratio ${(many.shown / few.shown).toFixed(1)}`)
  print(`  scroll: ${droppedWords(many)}; with 50 ${droppedWords(few)}`)
  say('rows in the document', many.rows, 'rows', 80)
}

const timer = setTimeout(() => {
  process.stderr.write('The bench of the page took too long and was ended.\n')
  process.exit(1)
}, LONGEST_MS)
const product = await startProduct({ AMENDS_SCHEDULER: 'off' })
try {
  const browser = await chromium.launch(chromiumLaunch)
  try {
    print(`the page in Chromium ${browser.version()}`)
    const list = `${product.url}/local/executions`
    await opening(browser, list, `${product.url}/api/nothing`)
    await idle(browser, list)
    await trace(browser, product.url)
    await clicks(browser, list)
    await longList(browser)
    await timeline(browser)
    await history(browser)
  } finally {
    await browser.close()
  }
} finally {
  await product.dispose()
  clearTimeout(timer)
}
