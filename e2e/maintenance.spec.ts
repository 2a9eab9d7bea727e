import { startProduct } from './support/product.ts'
import { expect, test } from './support/test.ts'

test('the event explorer finds events by a condition and opens one', async ({ page, builder, axe }) => {
  await page.goto('/local/tools/events')
  const table = page.getByRole('table', { name: 'Events' })
  const rows = table.locator('tbody tr[data-row-id]')
  await expect(rows).toHaveCount(50)

  await builder.open()
  await builder.choose(builder.row(), 'Field', 'body.name')
  await builder.choose(builder.row(), 'Add a value', 'recoverable_marked')
  await builder.apply()
  expect(builder.filter()).toEqual({ field: 'body.name', operator: 'IN', value: ['recoverable_marked'] })
  await expect(rows.first()).toContainText('Marked')
  await expect(rows.filter({ hasNotText: 'Marked' })).toHaveCount(0)

  await rows.first().focus()
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('Enter')
  const pane = page.getByRole('region', { name: 'Event', exact: true })
  await expect(pane.getByText('recoverable_marked')).toBeVisible()
  expect(await axe('events')).toEqual([])
  const execution = pane.getByRole('link', { name: 'Open the execution with its history' })
  await page.reload()
  await execution.click()
  await expect(page).toHaveURL(/\/local\/executions\/[^/]+\?view=all$/u)
})

test('a maintenance run goes on after the process was killed, and ends', async ({ page, axe }) => {
  test.setTimeout(120_000)
  const product = await startProduct({ AMENDS_SCHEDULER: 'off', AMENDS_ENVIRONMENT: 'rehearsal' })
  try {
    await page.goto(`${product.url}/local/tools/maintenance`)
    await page.getByRole('button', { name: 'Regenerate all snapshots…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Regenerate all snapshots' })
    await expect(dialog.getByText('In rehearsal')).toBeVisible()
    expect(await axe('maintenance-dialog')).toEqual([])
    // Slow enough to be killed in the middle, also by a slow machine.
    await dialog.getByRole('textbox', { name: 'Records a second, at most' }).fill('20')
    await dialog.getByRole('button', { name: 'Regenerate all snapshots' }).click()

    const run = page.getByRole('region', { name: 'Current run' })
    await expect(run.getByText(/^[1-9][\d,]* of [\d,]+ records done$/u)).toBeVisible({ timeout: 20_000 })
    await product.kill()
    await expect(page.getByText('could not be renewed')).toBeVisible({ timeout: 30_000 })
    const before = await run.getByText(/records done$/u).textContent()
    await product.start()
    await expect(page.getByText('could not be renewed')).toHaveCount(0, { timeout: 40_000 })
    await expect(run.getByText('running')).toBeVisible()
    await expect(run.getByText(/records done$/u)).not.toHaveText(before ?? '')
    expect(await axe('maintenance-run')).toEqual([])

    await run.getByRole('textbox', { name: 'Records a second, at most' }).fill('1000')
    await run.getByRole('button', { name: 'Change the rate' }).click()
    const ended = page.getByRole('table', { name: 'Earlier runs' }).getByRole('row').nth(1)
    await expect(ended).toContainText('done', { timeout: 40_000 })
    // Every record there was, each counted once, whatever the kill left unanswered.
    await expect(ended.getByRole('cell').nth(1)).toHaveText(/^([\d,]+) of \1(?:, up to \d+ twice)?$/u)
  } finally {
    await product.dispose()
  }
})
