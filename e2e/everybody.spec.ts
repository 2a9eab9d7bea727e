/** The page for everybody: keyboard only, forced colours, plain http, another language, a hidden tab, a newer build. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { startProduct } from './support/product.ts'
import { runFolder } from './support/runFolder.ts'
import { expect, test } from './support/test.ts'

const palette = (page: Page) => page.getByRole('combobox', { name: 'Find or go to' })

test('only the keyboard: from a pasted link to a retry that is seen to succeed', async ({ page, execution, axe }) => {
  const id = '0VSampleHeals05'
  await page.goto('/local/executions')
  await expect(page.getByRole('table')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(palette(page)).toBeFocused()
  await page.keyboard.insertText(`http://wow.internal/to-retry?id=${id}`)
  await expect(page.getByRole('option', { name: new RegExp(`Open ${id}.*FAILED`, 'u') })).toBeVisible()
  expect(await axe()).toEqual([])
  await page.keyboard.press('Enter')
  await expect(execution.detail(id)).toBeVisible()
  await expect(execution.action('Prepare')).not.toHaveAttribute('aria-disabled', 'true')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('prepare')
  await expect(page.getByRole('option', { name: /^Prepare/u })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(execution.state(id)).toHaveText(/^Succeeded/u)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('article')).toHaveCount(0)

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  expect(await axe()).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the palette stands still while one types, also on a phone', async ({ page }) => {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport)
    await page.goto('/local/executions')
    await page.getByRole('button', { name: 'Find or go to' }).click()
    await expect(palette(page)).toBeFocused()
    const box = () => page.getByRole('dialog').boundingBox()
    const before = await box()
    await page.keyboard.type('0VSampleHeals04')
    await expect(page.getByRole('option', { name: /FAILED|SUCCEEDED/u })).toBeVisible()
    expect(await box()).toEqual(before)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('nothing is called that')
    expect(await box()).toEqual(before)
    expect(before?.width).toBeLessThanOrEqual(viewport.width)
  }
})

test('nothing in the bar moves from under the pointer when the name of the environment comes', async ({ page }) => {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>()
    // The gateway's own answer, held back until the bar was looked at without it.
    await page.route('**/api/sources', async (route) => {
      await held
      await route.continue()
    })
    await page.setViewportSize(viewport)
    await page.goto('/local/executions')
    const bar = page.getByRole('banner')
    const boxes = async () =>
      Promise.all((await bar.getByRole('button').all()).map(async (button) => button.boundingBox()))
    await expect(bar.getByRole('button', { name: 'Find or go to' })).toBeVisible()
    const before = await boxes()
    release(undefined)
    await expect(bar.getByText('rehearsal')).toBeVisible()
    expect(await boxes()).toEqual(before)
    await page.unroute('**/api/sources')
  }
})

test('in forced colours every status keeps its sign and word, and the focus is seen', async ({
  page,
  executions,
  axe,
}, info) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await executions.open('?view=all')
  for (const status of await executions.table.locator('.status').all()) {
    await expect(status.locator('svg')).toBeVisible()
    await expect(status.locator('.status-word')).not.toBeEmpty()
  }
  await page.keyboard.press('j')
  const focused = executions.table.locator('tr:focus')
  await expect(focused).toHaveCSS('outline-style', 'solid')
  await page.screenshot({ path: info.outputPath('forced-list.png') })
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toBeVisible()
  await page.screenshot({ path: info.outputPath('forced-detail.png') })
  await page.keyboard.press('Control+k')
  const chosen = page.getByRole('listbox').getByRole('option', { selected: true })
  await expect(chosen).toHaveCSS('outline-style', 'solid')
  await page.screenshot({ path: info.outputPath('forced-palette.png') })
  expect(await axe()).toEqual([])
})

test('every odd look is accessible', async ({ page, executions, axe }) => {
  test.setTimeout(120_000)
  await page.goto('/local/executions?view=all&filter=1%25%25')
  await expect(page.getByRole('alert')).toBeVisible()
  expect(await axe(), 'unreadable filter').toEqual([])
  await page.goto('/elsewhere/executions')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await axe(), 'unknown source').toEqual([])
  await page.goto('/no/such/page')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await axe(), 'unknown page').toEqual([])
  await executions.open('?view=all&filter=')
  await page.keyboard.press('/')
  await page.keyboard.type('tries:many')
  expect(await axe(), 'wrong filter').toEqual([])
  await executions.filter.blur()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  expect(await axe(), 'keys').toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('listbox')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  expect(await axe(), 'palette').toEqual([])
})

test('on plain http, without the secure parts of a browser, everything works and copies', async ({
  page,
  execution,
}) => {
  await page.addInitScript(() => {
    for (const name of ['clipboard', 'locks', 'serviceWorker']) {
      Object.defineProperty(Navigator.prototype, name, { get: () => undefined, configurable: true })
    }
    Object.defineProperty(Crypto.prototype, 'randomUUID', { value: undefined, configurable: true })
    Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined, configurable: true })
    document.addEventListener('copy', () => {
      document.documentElement.dataset['copied'] = document.getSelection()?.toString() ?? ''
    })
  })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  const id = '0VSampleHeals09'
  await execution.open(id)
  await execution
    .detail(id)
    .getByRole('button', { name: `Copy ${id}` })
    .first()
    .click()
  await expect(execution.detail(id).locator('.is-copied').first()).toBeVisible()
  await execution.action('Prepare').click()
  await expect(execution.state(id)).toHaveText(/^Succeeded/u)
  expect(complaints).toEqual([])
})

/** What stays as it is in every language: names, keys, units, and the protocol's own words. */
const KEPT =
  /^[\d\s:.-]*((Amends|UTC\S*|EN|English|JSON|CSV|NDJSON|curl|Markdown|ID|Ctrl|Shift|Alt|Esc|Enter|Tab|ms|[A-Z][A-Z_]*)[\s\d.,:+/·–—()-]*)+$/u

/** Texts on screen that have Latin letters and no Chinese ones, besides what is in no language of the page's. */
const untranslated = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = []
    const add = (text: string | null, element: Element | null) => {
      const said = text?.replaceAll(/\s+/gu, ' ').trim() ?? ''
      if (!/[a-z]{2}/iu.test(said) || /\p{Script=Han}/u.test(said)) return
      // Code, ids, and what a server or a person wrote say that they are not the page's words.
      if (element?.closest('code, pre, kbd, samp, time, option, [lang=en], .id, [translate=no]')) return
      const cell = element?.closest('td')
      if (cell && element?.closest('.status, button') === null) return
      found.push(said)
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.checkVisibility() === true) add(node.textContent, node.parentElement)
    }
    for (const name of ['aria-label', 'data-tip', 'placeholder', 'title', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`)) add(element.getAttribute(name), element)
    }
    return [...new Set(found)]
  })

/** Every text of a record and its events: names and messages, in the language of whoever wrote them. */
async function textsOf(page: Page, id: string): Promise<string[]> {
  const path = `/api/wow/local/execution_failed`
  const events = { condition: { operator: 'AGGREGATE_ID', value: id }, limit: 50 }
  const answers = [
    await (await page.request.get(`${path}/${id}/snapshot`)).json(),
    await (await page.request.post(`${path}/event/list`, { data: events })).json(),
  ]
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : value instanceof Object ? Object.values(value).flatMap(texts) : []
  return [...new Set(texts(answers))].filter((text) => text !== '').toSorted((a, b) => b.length - a.length)
}

const without = (parts: readonly string[], text: string) =>
  parts.reduce((rest, part) => rest.replaceAll(part, ''), text)

test('in Chinese no text is left in English: list, filters, detail, dialogs, palette, looks', async ({ page }) => {
  test.setTimeout(120_000)
  await page.addInitScript(() =>
    localStorage.setItem('amends.preferences', JSON.stringify({ language: 'zh-CN', zone: 'UTC' })),
  )
  const left: Record<string, string[]> = {}
  let data: readonly string[] = []
  const look = async (where: string) => {
    const texts = (await untranslated(page)).filter(
      (text) => /[a-z]{2}/iu.test(without(data, text)) && !KEPT.test(without(data, text)),
    )
    if (texts.length > 0) left[where] = texts
  }
  const rows = page.locator('tbody tr[data-row-id]')

  await page.goto('/local/executions?view=all')
  await expect(rows.first()).toBeVisible()
  await look('list')
  await page.keyboard.press('/')
  await look('help of the filter')
  await page.keyboard.type('tries:many')
  await look('wrong filter')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('code:NO_SUCH')
  await page.keyboard.press('Enter')
  await expect(page.locator('.empty')).toBeVisible()
  await look('empty list')

  await page.goto('/local/executions?view=deleted')
  await expect(rows.first()).toBeVisible()
  await look('deleted')
  await page.goto('/local/executions?view=all&filter=1%25%25')
  await expect(page.getByRole('alert')).toBeVisible()
  await look('unreadable filter')

  const heading = page.getByRole('article').getByRole('heading', { level: 2 })
  for (const name of ['Trace01', 'Heals01', 'Unrec01', 'Force01']) {
    data = await textsOf(page, `0VSample${name}`)
    await page.goto(`/local/executions/0VSample${name}?view=all`)
    await expect(heading).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    for (const fold of await page.locator('article details:not([open]) > summary').all()) await fold.click()
    await look(`detail ${name}`)
  }
  await page.getByRole('button', { name: '更多操作' }).click()
  await look('menu of actions')

  await page.goto('/local/executions/0VNothing000000')
  await expect(page.getByText('0VNothing000000').first()).toBeVisible()
  await expect(page.locator('.detail-skeleton')).toHaveCount(0)
  await look('unknown execution')
  await page.goto('/elsewhere/executions')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look('unknown source')
  await page.goto('/no/such/page')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look('unknown page')

  await page.goto('/local/executions')
  await expect(rows.first()).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.locator('.builder')).toBeVisible()
  await look('builder')
  await page.goto('/local/executions')
  await expect(rows.first()).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look('keys')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('listbox')).toBeVisible()
  await look('palette')

  expect(left).toEqual({})
})

test('one event stream for each tab that is seen; a hidden one lets go of it', async ({
  context,
  page,
  executions,
}) => {
  const requests: string[] = []
  const ended: string[] = []
  page.on('request', (request) => request.url().includes('/api/events') && requests.push(request.url()))
  page.on('requestfailed', (request) => request.url().includes('/api/events') && ended.push(request.url()))
  await executions.open('?view=all')
  await expect.poll(() => requests.length).toBe(1)
  const show = (state: 'hidden' | 'visible') =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'hidden', { value: visibility === 'hidden', configurable: true })
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await show('hidden')
  await expect.poll(() => ended.length).toBe(1)
  await show('visible')
  await expect.poll(() => requests.length).toBe(2)
  // It goes on from where it left off, so that nothing between is missed.
  expect(requests[1]).toMatch(/since=\d{13}/u)
  expect(context.pages()).toHaveLength(1)
})

test('a new build on the server is offered, not forced; a part that is gone with the old one asks to reload', async ({
  page,
  executions,
}) => {
  test.setTimeout(120_000)
  // A copy of the product, so that its build can be replaced under the feet of a page.
  const root = path.resolve(import.meta.dirname, '..')
  const copy = mkdtempSync(path.join(runFolder(), 'build-'))
  for (const name of ['src', 'dist', 'package.json'])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true })
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  const product = await startProduct({ AMENDS_SCHEDULER: 'off' }, copy)
  try {
    await page.goto(`${product.url}/local/executions?view=all`)
    await expect(executions.rows.first()).toBeVisible()

    await product.stop()
    const html = path.join(copy, 'dist/index.html')
    writeFileSync(html, readFileSync(html, 'utf8').replace('</body>', '<!-- newer --></body>'))
    rmSync(path.join(copy, 'dist/assets'), { recursive: true })
    cpSync(path.join(root, 'dist/assets'), path.join(copy, 'dist/assets'), {
      recursive: true,
      filter: (file) => !/Palette/u.test(file),
    })
    appendFileSync(html, '\n')
    await product.start()

    await expect(page.getByRole('button', { name: 'A newer Amends is here: reload' })).toBeVisible({ timeout: 40_000 })
    await expect(executions.rows.first()).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('alert').filter({ hasText: 'A part of this page is gone' })).toBeVisible()
    await expect(executions.rows.first()).toBeVisible()
    await page.getByRole('button', { name: 'A newer Amends is here: reload' }).click()
    await expect(executions.rows.first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'A newer Amends is here: reload' })).toHaveCount(0)
  } finally {
    await product.dispose()
    rmSync(copy, { recursive: true, force: true })
  }
})
