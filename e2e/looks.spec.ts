import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './support/test.ts'

const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const

const DETAIL = '/local/executions/0VSampleTrace01?view=all'

/** Nothing may make the page itself scroll sideways: what is wide scrolls inside. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

for (const [name, viewport] of Object.entries(SIZES)) {
  test.describe(name, () => {
    test.use({ viewport })

    test('list, empty list, detail and unknown execution are accessible and fit', async ({ page, axe }) => {
      // A list of 50 rows takes the checker most of this time.
      test.setTimeout(120_000)
      await page.goto('/local/executions?view=all')
      await expect(page.locator('tbody tr[data-row-id]').first()).toBeVisible()
      expect(await axe(`list-${name}`, { everyRow: true })).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)

      await page.getByRole('textbox').fill('code:NO_SUCH_CODE')
      await page.getByRole('textbox').press('Enter')
      await expect(page.getByText(/No execution/).first()).toBeVisible()
      expect(await axe(`empty-${name}`)).toEqual([])

      await page.goto(DETAIL)
      await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toBeVisible()
      expect(await axe(`detail-${name}`)).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)

      await page.goto('/local/executions/0VNothing000000')
      await expect(page.getByText('0VNothing000000').first()).toBeVisible()
      expect(await axe(`unknown-${name}`)).toEqual([])
    })
  })
}

test('the confirmation is accessible', async ({ execution, page, axe }) => {
  await execution.open('0VSampleUnrec02')
  await execution.choose('Prepare')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await axe()).toEqual([])
})

test('in Chinese the page is Chinese from the shell to the detail', async ({ page, axe }, info) => {
  await page.addInitScript(() => localStorage.clear())
  await page.goto(DETAIL)
  await page.getByRole('button', { name: /中文|中/ }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByRole('link', { name: /待重试/ })).toBeVisible()
  await expect(page.getByRole('article').getByRole('button', { name: '准备补偿' })).toBeVisible()
  await page.screenshot({ path: info.outputPath('detail-zh.png') })
  expect(await axe()).toEqual([])
})

test('on a phone a notification link leads to the retry', async ({ page, execution }) => {
  await page.setViewportSize(SIZES.phone)
  const id = '0VSampleHeals04'
  await page.goto(`/to-retry?id=${id}`)
  await execution.action('Prepare').click()
  await expect(execution.state(id)).toHaveText(/^Succeeded/)
})

test('the page asks no other host and breaks no rule of its own policy', async ({ page, product }) => {
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== product.url) foreign.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(DETAIL)
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toBeVisible()
  await page.getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('button', { name: 'Force prepare' })).toBeVisible()
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
})

test('the picture of the README is taken', async ({ page, executions, execution }, info) => {
  await executions.open('?view=to-retry')
  await executions.rows.nth(2).click()
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toBeVisible()
  await expect(execution.action('Prepare')).toBeVisible()
  const picture = info.outputPath('executions.png')
  await page.screenshot({ path: picture })
  if (process.env['AMENDS_UPDATE_PICTURE'] === '1') {
    copyFileSync(picture, fileURLToPath(new URL('./executions.png', import.meta.url)))
  }
})
