import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { APIRequestContext } from '@playwright/test'
import { createExecution } from './support/createExecution.ts'
import { startProduct } from './support/product.ts'
import { runFolder } from './support/runFolder.ts'
import { expect, test } from './support/test.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const LONG = '0VSampleV050000'
/** Some more than a screen holds. */
const MOST_ROWS = 80

function seedLongHistory(): string {
  const folder = mkdtempSync(path.join(runFolder(), 'history-'))
  const seed = ['src/embedded/sample/seedMain.ts', '--data', folder, '--versions', '50000']
  const { status, stderr } = spawnSync(process.execPath, seed, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`No long history was made: ${stderr}`)
  return folder
}

async function command(request: APIRequestContext, id: string, name: string, data: unknown): Promise<void> {
  const answer = await request.put(`/api/wow/local/execution_failed/${id}/${name}`, {
    headers: { 'Command-Wait-Stage': 'SNAPSHOT' },
    data,
  })
  expect(answer.status()).toBe(200)
}

/** Recorded, prepared and failed again at another line, with another number in its message. */
async function createHistory(request: APIRequestContext): Promise<string> {
  const id = await createExecution(request)
  await command(request, id, 'prepare_compensation', {})
  const stackTrace = 'com.shop.stock.StockShortException: short\n\tat com.shop.stock.Stock.take(Stock.java:44)'
  const error = { errorCode: 'STOCK_SHORT', errorMsg: 'stock of sku-99 is short', stackTrace }
  await command(request, id, 'apply_execution_failed', { error, executeAt: Date.now() })
  return id
}

test('of 50,000 versions only those in sight are read and rendered', async ({ page }) => {
  const folder = seedLongHistory()
  const product = await startProduct({ AMENDS_DATA_DIR: folder, AMENDS_SAMPLE: 'off', AMENDS_SCHEDULER: 'off' })
  try {
    const asked: string[] = []
    page.on('request', (request) => {
      const range = /\/event\/(\d+\/\d+)$/u.exec(request.url())?.[1]
      if (range !== undefined) asked.push(range)
    })
    await page.goto(`${product.url}/local/executions/${LONG}/history`)
    const list = page.getByRole('list', { name: 'Events, newest first' })
    const row = (version: string) => list.getByRole('button', { name: new RegExp(`^v${version} `) })
    await expect(row('50,000')).toContainText('Failed again')
    await row('50,000').focus()
    await page.keyboard.press('End')
    await expect(row('1')).toBeFocused()
    await expect(row('1')).toContainText('Failed and was recorded')
    await page.getByRole('spinbutton', { name: 'Version' }).fill('25000')
    await page.keyboard.press('Enter')
    await expect(row('25,000')).toBeFocused()
    await expect(row('25,000')).toHaveAttribute('aria-expanded', 'true')
    await expect(list.getByText('Command id')).toBeVisible()
    expect(await list.getByRole('listitem').count()).toBeLessThan(MOST_ROWS)
    // Three places were looked at, each with its neighbours.
    expect(asked.length).toBeLessThan(15)

    await page.getByRole('combobox', { name: 'Event' }).selectOption('marked')
    await expect(page.getByText(/^\d+ events, newest first$/)).toBeVisible()
    await expect(list.getByRole('button', { expanded: false }).first()).toContainText('Marked recoverable')

    await page.getByRole('link', { name: /^Attempts/ }).click()
    const attempts = page.getByRole('list', { name: 'Attempts, newest first' })
    await attempts.getByRole('button').first().focus()
    await page.keyboard.press('PageDown')
    await expect(attempts.getByRole('button', { name: /failed the same way/ }).last()).toBeVisible()
    expect(await attempts.getByRole('listitem').count()).toBeLessThan(MOST_ROWS)
  } finally {
    await product.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('from the attempts to the event, and the event published again, with the keyboard', async ({
  page,
  execution,
  axe,
}) => {
  const id = await createHistory(page.request)
  await execution.open(id, '?view=all')
  await page.getByRole('link', { name: 'Attempts 1' }).press('Enter')
  const attempt = page.getByRole('button', { name: /try 1 .*failed the same way/ })
  await attempt.press('Enter')
  await expect(page.getByRole('deletion').filter({ hasText: 'Stock.java:41' })).toBeVisible()
  await expect(page.getByRole('insertion').filter({ hasText: 'Stock.java:44' })).toBeVisible()
  expect(await axe('attempts')).toEqual([])

  await page.getByRole('article').getByRole('link', { name: 'v2', exact: true }).press('Enter')
  const event = page.getByRole('button', { name: /^v2 Prepared/ })
  await expect(event).toBeFocused()
  await expect(event).toHaveAttribute('aria-expanded', 'true')
  expect(await axe('history')).toEqual([])

  const publish = page.getByRole('button', { name: 'Publish event again…' })
  await publish.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Publish event again' })
  await expect(dialog.getByText('rehearsal')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Processor' })).toHaveValue('CompensationEventProcessor')
  expect(await axe('publish')).toEqual([])
  await page.goBack()
  await expect(dialog).toBeHidden()
  await publish.press('Enter')
  await dialog.getByRole('button', { name: 'Publish event again' }).press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^Event v2 was published again for/)).toBeVisible()
})

test('two states are compared from the slider and from the link', async ({ page, execution, axe }) => {
  const id = await createHistory(page.request)
  await execution.open(id)
  await page.getByRole('link', { name: 'State at' }).click()
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) })
  await expect(row('status')).toContainText('PREPARED')
  const slider = page.getByRole('slider', { name: 'State at: version' })
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(page).toHaveURL(new RegExp(`/executions/${id}/state/1/now$`))
  await expect(row('retries').getByRole('cell')).toHaveText(['0', '1'])
  await expect(row('error message').getByRole('deletion')).toHaveText('sku-4')
  expect(await axe('state')).toEqual([])

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/local/executions/${id}/state/1/2`)
  await expect(row('status').getByRole('cell')).toHaveText(['FAILED', 'PREPARED'])
  await expect(page.getByRole('columnheader', { name: 'v2' })).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
