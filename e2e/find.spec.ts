import { expect, test } from './support/test.ts'

test('the question stands in the address: reload and Back ask the same', async ({ page, executions }) => {
  await executions.open('?view=all')
  // A function that no service has any more: its executions are the same ones a minute later.
  await executions.narrow('function:onOrderPaidV1')
  await expect(executions.chips).toHaveCount(1)
  await expect(executions.rows.first()).toContainText('onOrderPaidV1')
  await executions.narrow('status:FAILED')
  await expect(executions.chips).toHaveCount(2)
  await expect(executions.table).toHaveAttribute('aria-busy', 'false')
  await expect(executions.rows.first()).toBeVisible()
  const narrowed = await executions.ids()

  await page.reload()
  await expect(executions.chips).toHaveCount(2)
  await expect.poll(() => executions.ids()).toEqual(narrowed)

  await page.goBack()
  await expect(executions.chips).toHaveCount(1)
  await page.goBack()
  await expect(executions.chips).toHaveCount(0)
})

test('removing a chip asks again', async ({ page, executions }) => {
  await executions.open('?view=all')
  await executions.narrow('processor:LedgerProjector')
  await expect(executions.rows.first()).toContainText('LedgerProjector')
  await executions.chips
    .first()
    .getByRole('button', { name: /^Remove/ })
    .click()
  await expect(executions.chips).toHaveCount(0)
  await expect(executions.rows.filter({ hasNotText: 'LedgerProjector' }).first()).toBeVisible()
  await expect(page).not.toHaveURL(/filter=/)
})

test('every page of a view holds each execution once, forward and back', async ({ page, executions }) => {
  await executions.open('?view=all&sort=id')
  const first = await executions.ids()
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(executions.row(first[0] ?? '')).toBeHidden()
  await expect(executions.rows).toHaveCount(50)
  const second = await executions.ids()
  expect(new Set([...first, ...second]).size).toBe(100)

  await page.reload()
  await expect(executions.rows).toHaveCount(50)
  expect(await executions.ids()).toEqual(second)
  await page.getByRole('link', { name: 'Previous page' }).click()
  await expect(executions.row(first[0] ?? '')).toBeVisible()
  expect(await executions.ids()).toEqual(first)
})

test('a column sorts in both directions', async ({ executions }) => {
  await executions.open('?view=all')
  const header = executions.table.getByRole('columnheader', { name: 'Tries' })
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', /ascending|descending/)
  const one = await executions.ids()
  await header.getByRole('button').click()
  await expect.poll(() => executions.ids()).not.toEqual(one)
})

test('an execution outside the view opens and says so; a deleted one shows its last state; an unknown one is said in words', async ({
  page,
  execution,
}) => {
  const outside = await execution.open('0VSampleFixed01', '?view=to-retry')
  await expect(outside.getByText(/not in|outside/i).first()).toBeVisible()

  const deleted = await execution.open('0VSampleScrap01')
  await expect(deleted.getByText(/This record is deleted/)).toBeVisible()

  await page.goto('/local/executions/0VNothing000000')
  await expect(page.getByText('0VNothing000000').first()).toBeVisible()
  await expect(page.getByText(/no execution|does not know|unknown/i).first()).toBeVisible()
})

test('the six notification addresses open their view', async ({ page, executions }) => {
  for (const view of ['to-retry', 'executing', 'next-retry', 'non-retryable', 'succeeded', 'unrecoverable']) {
    await page.goto(`/${view}`)
    await expect(page).toHaveURL(new RegExp(`/local/executions.*${view}|/local/executions$`))
    await expect(executions.table.or(page.getByText(/No execution/))).toBeVisible()
  }
})

test('only the keyboard: filter, walk, open, close', async ({ page, executions, execution }) => {
  await executions.open('?view=all&sort=id')
  const [first = '', second = ''] = await executions.ids()
  await page.keyboard.press('/')
  await expect(executions.filter).toBeFocused()
  await page.keyboard.type('status:FAILED')
  await page.keyboard.press('Enter')
  await expect(executions.chips).toHaveCount(1)
  await executions.chips
    .first()
    .getByRole('button', { name: /^Remove/ })
    .press('Enter')
  await expect(executions.chips).toHaveCount(0)

  await executions.row(first).focus()
  await page.keyboard.press('j')
  await expect(executions.row(second)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(execution.detail(second)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(execution.detail(second)).toBeHidden()
  await expect(executions.row(second)).toBeFocused()
})
