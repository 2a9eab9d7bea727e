import { readFile } from 'node:fs/promises'
import { STATUS_CODES } from 'node:http'
import type { Page, Response } from '@playwright/test'
import { eq } from '../src/wow/condition/condition.ts'
import { encodeCondition } from '../src/wow/condition/conditionCodec.ts'
import { type Product, startProduct } from './support/product.ts'
import { expect, test } from './support/test.ts'

const DEEP = 10_500
const OTHERS = 30
const AT_ONCE = 24
const START = Date.now() - 86_400_000
const BACKOFF_S = 180

interface Made {
  readonly id: string
  /** In milliseconds; three executions each share one. */
  readonly nextRetryAt: number
}

async function create(url: string, errorCode: string, executeAt: number): Promise<Made> {
  const response = await fetch(`${url}/api/wow/local/execution_failed/create_execution_failed`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({
      eventId: {
        id: '0VSvLVcp0007001',
        aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-4', tenantId: '(0)' },
        version: 7,
      },
      function: { functionKind: 'EVENT', contextName: 'stock', processorName: 'StockSaga', name: 'onOrderPaid' },
      error: { errorCode, errorMsg: 'stock of sku-4 is short', stackTrace: 'at com.shop.Stock.take(Stock.java:41)' },
      executeAt,
      retrySpec: { maxRetries: 9, minBackoff: BACKOFF_S, executionTimeout: 120 },
      recoverable: 'RECOVERABLE',
    }),
  })
  if (!response.ok) throw new Error(`${STATUS_CODES[response.status]}: ${await response.text()}`)
  const result: { aggregateId: string } = await response.json()
  return { id: result.aggregateId, nextRetryAt: executeAt + BACKOFF_S * 1000 }
}

/** The executions in the order of their next retry, then of their ids. */
async function fill(url: string): Promise<readonly Made[]> {
  for (let at = 0; at < OTHERS; at += 1) await create(url, 'OTHER', START - 1000)
  const made: Made[] = []
  for (let at = 0; at < DEEP; at += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, DEEP - at) }, (_, index) => at + index)
    made.push(...(await Promise.all(batch.map((number) => create(url, 'DEEP', START + Math.floor(number / 3) * 1000)))))
  }
  return made.sort((one, other) => one.nextRetryAt - other.nextRetryAt || (one.id < other.id ? -1 : 1))
}

const DEEP_ONLY = encodeCondition(eq('state.error.errorCode', 'DEEP'))

/** The address of the page behind the row at this place, counted from 1. */
function behind(made: readonly Made[], place: number): string {
  const row = made[place - 1]
  return `?filter=${DEEP_ONLY}&sort=next&after=${row?.id}&key=${row?.nextRetryAt}&from=${place}`
}

const range = (page: Page, text: string) => expect(page.locator('.pager-range')).toHaveText(text)

/** The answer with the rows of a page of a thousand. */
const isPage = (response: Response) =>
  response.url().endsWith('/snapshot/list') && response.request().postData()?.includes('"limit":1000') === true

test.describe.configure({ mode: 'serial' })

test.describe('more rows than a server pages by number', () => {
  let deep: Product
  let made: readonly Made[]

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    deep = await startProduct({ AMENDS_SAMPLE: 'off', AMENDS_SCHEDULER: 'off' })
    made = await fill(deep.url)
  })
  test.afterAll(() => deep.dispose())

  test('past row 10,000: open one, reload, Back, remove the last chip', async ({ page, executions }) => {
    const ids = made.map(({ id }) => id)
    await page.goto(`${deep.url}/local/executions${behind(made, 9930)}`)
    await range(page, '9,931–9,980 of 10,500')
    expect(await executions.ids()).toEqual(ids.slice(9930, 9980))
    for (const from of [9980, 10_030]) {
      await page.getByRole('link', { name: 'Next page' }).click()
      await expect(executions.row(ids[from] ?? '')).toBeVisible()
      expect(await executions.ids()).toEqual(ids.slice(from, from + 50))
    }
    await range(page, '10,031–10,080 of 10,500')

    const chosen = ids[10_055] ?? ''
    await executions.row(chosen).click()
    const detail = page.getByRole('article', { name: `Execution ${chosen}` })
    await expect(detail).toBeVisible()
    await page.reload()
    await expect(detail.getByRole('heading', { level: 2 })).toBeVisible()
    await expect(executions.row(chosen)).toBeVisible()
    expect(await executions.ids()).toEqual(ids.slice(10_030, 10_080))
    await page.goBack()
    await expect(detail).toBeHidden()
    await expect(executions.row(chosen)).toBeFocused()
    await expect(executions.row(chosen)).toBeInViewport()
    expect(await executions.ids()).toEqual(ids.slice(10_030, 10_080))

    await page.goBack()
    await expect(executions.row(ids[9980] ?? '')).toBeVisible()
    expect(await executions.ids()).toEqual(ids.slice(9980, 10_030))
    await page.goForward()
    await expect(executions.row(ids[10_030] ?? '')).toBeVisible()

    const asked = page.waitForRequest((request) => request.url().endsWith('/snapshot/list'))
    await executions.chips
      .first()
      .getByRole('button', { name: /^Remove/ })
      .click()
    expect((await asked).postData()).not.toContain('DEEP')
    await expect(executions.chips).toHaveCount(0)
    await range(page, '1–50 of 10,530')
    await expect(executions.rows.filter({ hasText: 'OTHER' })).toHaveCount(OTHERS)
    expect((await executions.ids()).slice(OTHERS)).toEqual(ids.slice(0, 50 - OTHERS))
  })

  test('every page once, from the first to the last row', async ({ page, executions }) => {
    const ids = made.map(({ id }) => id)
    const seen: string[] = []
    await page.goto(`${deep.url}/local/executions?filter=${DEEP_ONLY}&sort=next`)
    await expect(executions.rows.first()).toBeVisible()
    const read = async (response: Promise<Response>) => {
      const rows: readonly { readonly aggregateId: string }[] = await (await response).json()
      seen.push(...rows.map(({ aggregateId }) => aggregateId))
    }
    let answer = page.waitForResponse(isPage)
    await page.getByRole('combobox', { name: 'Rows on a page' }).selectOption('1000')
    await read(answer)
    while (seen.length < DEEP) {
      await expect(executions.row(ids[Math.floor((seen.length - 1) / 1000) * 1000] ?? '')).toBeVisible()
      answer = page.waitForResponse(isPage)
      await page.getByRole('link', { name: 'Next page' }).click()
      await read(answer)
    }
    expect(seen).toEqual(ids)
    await range(page, '10,001–10,500 of 10,500')
    await expect(page.getByRole('button', { name: 'Next page' })).toBeDisabled()
  })

  test('an order by a field that may be missing ends at row 10,000 and says so', async ({ page, executions }) => {
    await page.goto(`${deep.url}/local/executions?sort=state.error.succeeded&from=9950`)
    await expect(executions.rows.first()).toBeVisible()
    await range(page, '9,951–10,000 of 10,530')
    await expect(page.getByRole('button', { name: 'Next page' })).toBeDisabled()
    await expect(page.getByText('The server lists no more than 10,000 in this order.')).toBeVisible()
  })

  test('a thousand rows on a page: only those in sight stand in the document', async ({ page, executions, axe }) => {
    test.setTimeout(120_000)
    const ids = made.map(({ id }) => id)
    await page.goto(`${deep.url}/local/executions?filter=${DEEP_ONLY}&sort=next`)
    await expect(executions.rows.first()).toBeVisible()
    await page.getByRole('combobox', { name: 'Rows on a page' }).selectOption('1000')
    await range(page, '1–1,000 of 10,500')
    await expect(executions.table).toHaveAttribute('aria-rowcount', '1001')
    await expect.poll(() => executions.rows.count()).toBeLessThan(120)
    const height = () => executions.table.evaluate((table) => table.getBoundingClientRect().height)
    const before = await height()
    expect(before).toBeGreaterThan(1000 * 36)

    await executions.row(ids[0] ?? '').focus()
    await page.keyboard.press('End')
    await expect(executions.row(ids[999] ?? '')).toBeFocused()
    await expect(executions.row(ids[999] ?? '')).toHaveAttribute('aria-rowindex', '1001')
    await expect(executions.row(ids[999] ?? '')).toBeInViewport()
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowUp')
    await expect(executions.row(ids[959] ?? '')).toBeFocused()
    await page.keyboard.press('x')
    expect(await height()).toBe(before)
    expect(await axe()).toEqual([])

    // The focused row stays in the document wherever the list is scrolled to.
    await page.locator('.list-scroll').evaluate((list) => list.scrollTo({ top: 0 }))
    await expect(executions.row(ids[1] ?? '')).toBeVisible()
    await expect(executions.row(ids[959] ?? '')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('article', { name: `Execution ${ids[959]}` })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(executions.row(ids[959] ?? '')).toBeFocused()
    await expect(executions.row(ids[959] ?? '')).toBeInViewport()

    await page.getByRole('checkbox', { name: 'Select this page' }).click()
    await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1,000 selected')
    await page.getByRole('link', { name: 'Next page' }).click()
    await range(page, '1,001–2,000 of 10,500')
    await expect(page.getByRole('region', { name: 'Selection' })).toContainText('(1,000 not on this page)')
  })

  test('ten thousand rows on a page come in chunks, each once, and all can be selected', async ({
    page,
    executions,
    axe,
  }) => {
    test.setTimeout(120_000)
    const ids = made.map(({ id }) => id)
    const seen: string[] = []
    const held = Promise.withResolvers<void>()
    await page.addInitScript(() => localStorage.setItem('amends.preferences', '{"pageSize":10000}'))
    // Every answer is the server's own; one is held back, so that there is a page that is still being read.
    await page.route('**/snapshot/list', async (route) => {
      if (seen.length === 2000) await held.promise
      const answer = await route.fetch()
      const rows: readonly { readonly aggregateId: string }[] = await answer.json()
      seen.push(...rows.map(({ aggregateId }) => aggregateId))
      await route.fulfill({ response: answer })
    })
    await page.goto(`${deep.url}/local/executions?filter=${DEEP_ONLY}&sort=next`)
    const soFar = page.getByText('2,000 of 10,000 so far')
    await expect(soFar).toBeVisible()
    await executions.row(ids[0] ?? '').focus()
    await page.keyboard.press('End')
    await expect(executions.row(ids[1999] ?? '')).toBeFocused()
    expect(await axe()).toEqual([])
    held.resolve()
    await range(page, '1–10,000 of 10,500')
    await expect(page.getByText(/so far$/)).toBeHidden()
    // What comes behind it moves no row and takes no focus.
    await expect(executions.row(ids[1999] ?? '')).toBeFocused()
    await expect(executions.row(ids[1999] ?? '')).toBeInViewport()
    // The last question only asks whether there is a next page.
    expect(seen.slice(0, 10_000)).toEqual(ids.slice(0, 10_000))
    expect(seen).toHaveLength(10_001)
    await page.unroute('**/snapshot/list')

    await page.keyboard.press('End')
    await expect(executions.row(ids[9999] ?? '')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('article', { name: `Execution ${ids[9999]}` })).toBeVisible()
    await page.goBack()
    await expect(executions.row(ids[9999] ?? '')).toBeFocused()
    await expect(executions.row(ids[9999] ?? '')).toBeInViewport()
    expect(await executions.rows.count()).toBeLessThan(120)

    const line = page.getByRole('region', { name: 'Selection' })
    await page.getByRole('checkbox', { name: 'Select this page' }).click()
    await expect(line).toContainText('10,000 selected')
    await page.getByRole('link', { name: 'Next page' }).click()
    await range(page, '10,001–10,500 of 10,500')
    await page.getByRole('checkbox', { name: 'Select this page' }).click()
    await expect(line).toContainText('10,500 selected (10,000 not on this page)')
    await expect(line).toContainText('(not kept after a reload)')
    await line.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV, the columns shown' }).click()
    const text = await readFile(await (await download).path(), 'utf8')
    const exported = text.trimEnd().split('\r\n').slice(1)
    expect(exported.map((record) => record.split(',', 1)[0])).toEqual(ids)
  })
})
