import { createExecution } from './support/createExecution.ts'
import { startProduct } from './support/product.ts'
import { expect, test } from './support/test.ts'

const frames = (count: number, from: number) =>
  Array.from({ length: count }, (_, at) =>
    at % 7 === 0
      ? `\tat com.shop.stock.Stock.take(Stock.java:${from + at})`
      : `\tat reactor.core.publisher.FluxMap.onNext(FluxMap.java:${from + at})`,
  ).join('\n')
const LONG_TRACE = `com.shop.Oops: stock\n${frames(1500, 0)}\nCaused by: java.sql.SQLException: deadlock\n${frames(1500, 1500)}`

test('a trace of three thousand lines is searched with the keyboard alone', async ({ page, execution, axe }, info) => {
  const id = await createExecution(page.request, { stackTrace: LONG_TRACE })
  const detail = await execution.open(id)
  const toggle = detail.getByRole('button', { name: /3,000 frames/ })
  await toggle.focus()
  await page.keyboard.press('Enter')
  const field = detail.getByRole('searchbox', { name: 'Search in the stack trace' })
  const lines = detail.getByRole('region', { name: 'Stack trace' })
  const count = detail.locator('.trace-count')

  await field.focus()
  await page.keyboard.type('FluxMap.java:2999')
  await expect(count).toHaveText(/^1 of 1/)
  // The line, with those around it, is in sight: the middle of what the scroller shows.
  const inSight = await lines.evaluate((scroller) => {
    const current = [...(CSS.highlights.get('trace-current') ?? [])][0]
    if (!(current?.startContainer instanceof Text)) return undefined
    const range = document.createRange()
    range.setStart(current.startContainer, current.startOffset)
    range.setEnd(current.endContainer, current.endOffset)
    const [place, box] = [range.getBoundingClientRect(), scroller.getBoundingClientRect()]
    return range.toString() === 'FluxMap.java:2999' && place.top >= box.top && place.bottom <= box.bottom
  })
  expect(inSight).toBe(true)
  await expect(lines).toContainText('Stock.java:2998')
  await page.screenshot({ path: info.outputPath('search.png') })
  expect(await axe()).toEqual([])

  await field.fill('deadlock')
  await expect(count).toHaveText(/^1 of 1/)
  await field.fill('take(')
  await expect(count).toHaveText(/^1 of 430/)
  await page.keyboard.press('Shift+Enter')
  await expect(count).toHaveText(/^430 of 430/)
  await page.keyboard.press('Enter')
  await expect(count).toHaveText(/^1 of 430/)

  await detail.getByRole('navigation', { name: 'Causes' }).getByRole('button', { name: 'SQLException' }).press('Enter')
  await expect(detail.getByText('Caused by: java.sql.SQLException: deadlock')).toBeInViewport()
})

// How long it takes is measured by `npm run bench`, on a machine that is not busy with tests.
test('a key of the search in a long trace renders no line', async ({ page, execution }) => {
  const id = await createExecution(page.request, { stackTrace: LONG_TRACE })
  const detail = await execution.open(id)
  await detail.getByRole('button', { name: /3,000 frames/ }).click()
  const lines = detail.getByRole('region', { name: 'Stack trace' })
  const rendered = await lines.evaluateHandle((section) => {
    const records: MutationRecord[] = []
    const observer = new MutationObserver((more) => records.push(...more))
    observer.observe(section, { childList: true, characterData: true, subtree: true })
    return records
  })
  await detail.getByRole('searchbox').pressSequentially('FluxMap.java:29')
  await expect(detail.locator('.trace-count')).toHaveText(/^1 of \d+/)
  expect(await rendered.evaluate((records) => records.length)).toBe(0)
  // Hundreds of folds, of which the search opened those that it went through.
  expect(await lines.locator('.trace-fold').count()).toBeGreaterThan(400)
  expect(await lines.locator('.trace-fold[open]').count()).toBeLessThan(16)
})

test('what counts as a framework is changed for this browser, and survives a reload', async ({
  page,
  execution,
  axe,
}) => {
  const id = await createExecution(page.request)
  const detail = await execution.open(id)
  await detail.getByRole('button', { name: /33 frames/ }).click()
  await expect(detail.getByText('31 frames of frameworks')).toBeVisible()
  await detail.getByRole('button', { name: 'What is a framework?' }).click()
  await detail.getByRole('textbox', { name: 'Application' }).fill('reactor.core.')
  expect(await axe()).toEqual([])
  await detail.getByRole('button', { name: 'Save' }).click()
  await expect(detail.getByText('31 frames of frameworks')).toBeHidden()

  await page.reload()
  await expect(detail.getByRole('button', { name: /33 frames/ })).not.toContainText('hidden')
})

test('a counted link leads to exactly that many rows', async ({ page, execution, executions }) => {
  await createExecution(page.request, { errorCode: 'ALIKE', errorMsg: 'bin 12 of shelf 4 is gone' })
  await createExecution(page.request, { errorCode: 'ALIKE', errorMsg: 'bin 13 of shelf 5 is gone' })
  await createExecution(page.request, { errorCode: 'ALIKE', errorMsg: 'shelf 4 is gone' })
  const id = await createExecution(page.request, { errorCode: 'ALIKE', errorMsg: 'bin 14 of shelf 6 is gone' })
  const detail = await execution.open(id)
  const link = detail.getByRole('link', { name: '2 more like this' })
  await link.focus()
  await expect(page.getByRole('tooltip')).toContainText('The message begins with “bin ”.')
  await link.press('Enter')
  await expect(executions.rows).toHaveCount(2)
  await expect(executions.row(id)).toHaveCount(0)
})

test('the record is copied for the incident channel', async ({ context, page, execution }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const id = await createExecution(page.request)
  const detail = await execution.open(id)
  await detail.getByRole('button', { name: 'Copy as Markdown' }).click()
  const markdown = await page.evaluate(() => navigator.clipboard.readText())
  expect(markdown).toMatch(
    new RegExp(`^\\*\\*failed\\*\\* \\[${id}\\]\\(http://127[^)]*/local/executions/${id}\\) · rehearsal`),
  )
  expect(markdown).toContain('- First frame: `at com.shop.stock.Stock.take(Stock.java:41)`')

  await detail.getByRole('button', { name: 'Copy as curl' }).click()
  const curl = await page.evaluate(() => navigator.clipboard.readText())
  const address = /'(http:[^']+)'$/.exec(curl)?.[1] ?? ''
  expect(await (await page.request.get(address)).json()).toMatchObject({ aggregateId: id })
})

test('a lost server is said once beside the list, and on the page of its own', async ({ page }) => {
  const product = await startProduct({ AMENDS_SCHEDULER: 'off' })
  try {
    await page.goto(`${product.url}/local/executions/0VSampleTrace01?view=all`)
    await expect(page.locator('tbody tr[data-row-id]').first()).toBeVisible()
    await expect(page.getByRole('article').getByText('Copy as curl')).toBeVisible()
    await product.stop()
    const said = page.getByText(/Amends not reached/).filter({ visible: true })
    await expect(said).toHaveCount(1, { timeout: 30_000 })
    await page.setViewportSize({ width: 900, height: 800 })
    await expect(said).toHaveCount(1)
  } finally {
    await product.dispose()
  }
})

test('the open detail is accessible', async ({ page, execution, axe }) => {
  const id = await createExecution(page.request)
  const detail = await execution.open(id)
  await detail.getByRole('button', { name: /33 frames/ }).click()
  await detail.getByRole('button', { name: 'Unfold all' }).click()
  await detail.getByText('v1', { exact: true }).click()
  await detail.getByText('Raw JSON').last().click()
  await expect(detail.getByText('Wait stage')).toBeVisible()
  expect(await axe()).toEqual([])
})
