import type { Page } from '@playwright/test'
import { createExecution } from './support/createExecution.ts'
import { ExecutionScreen } from './support/ExecutionScreen.ts'
import { expect, test } from './support/test.ts'

/** The names of the events of one execution, oldest first. */
async function events(page: Page, id: string): Promise<string[]> {
  const answer = await page.request.post('/api/wow/local/execution_failed/event/list', {
    data: {
      condition: { operator: 'AGGREGATE_ID', value: id },
      sort: [{ field: 'version', direction: 'ASC' }],
      limit: 100,
    },
  })
  const streams: { body: { name: string }[] }[] = await answer.json()
  return streams.flatMap(({ body }) => body.map(({ name }) => name))
}

test('two operators decide on one record: one wins, the other is told, asked again, and nothing runs twice', async ({
  context,
  page,
  execution,
}) => {
  const id = await createExecution(page.request)
  await execution.open(id)
  const other = await context.newPage()
  const otherScreen = new ExecutionScreen(other)
  await otherScreen.open(id)

  // Both decide on version 1.
  await other.goto(`/local/executions/${id}?act=apply-retry-spec`)
  const dialog = other.getByRole('dialog', { name: 'Apply retry spec' })
  await dialog.getByLabel('Retries at most').fill('9')
  await page.bringToFront()
  await execution.choose('Mark unrecoverable')
  await expect(execution.state(id)).toHaveText(/Marked unrecoverable/)

  await other.bringToFront()
  await expect(dialog.getByText(/you saw version 1, now it is version 2/)).toBeVisible()
  await expect(dialog.getByRole('row', { name: /^Mark/ })).toHaveText('Markunknownunrecoverable')
  await expect(dialog.getByLabel('Retries at most')).toHaveValue('9')
  await expect(dialog.getByRole('button', { name: 'Apply retry spec' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByRole('button', { name: 'Apply retry spec' }).click({ force: true })
  expect(await events(page, id)).toEqual(['execution_failed_created', 'recoverable_marked'])

  await dialog.getByRole('button', { name: 'I have seen it: decide on version 2' }).click()
  await dialog.getByRole('button', { name: 'Apply retry spec' }).click()
  await expect(dialog).toBeHidden()
  await expect
    .poll(() => events(page, id))
    .toEqual(['execution_failed_created', 'recoverable_marked', 'retry_spec_applied'])
})

test('two operators prepare one record at once: it runs once, and the one who lost reads why', async ({
  context,
  page,
  execution,
}) => {
  const id = await createExecution(page.request)
  await execution.open(id)
  const other = await context.newPage()
  const otherScreen = new ExecutionScreen(other)
  await otherScreen.open(id)

  // Held back until both are sent, so that neither page can hear of the other before; both then reach the server as they are.
  const sent = Promise.withResolvers<void>()
  let held = 0
  await context.route('**/prepare_compensation', async (route) => {
    held += 1
    if (held === 2) sent.resolve()
    await sent.promise
    await route.continue()
  })
  const both = [execution.action('Prepare'), otherScreen.action('Prepare')]
  await Promise.all(both.map((button) => button.evaluate((element: HTMLElement) => element.click())))
  await expect.poll(() => events(page, id)).toEqual(['execution_failed_created', 'compensation_prepared'])
  await expect(execution.state(id)).toHaveText(/^Attempt 1 is running/)
  await other.bringToFront()
  await expect(otherScreen.state(id)).toHaveText(/^Attempt 1 is running/)
  const refusals = async () => {
    const counts = await Promise.all(
      [execution, otherScreen].map((screen) => screen.detail(id).getByText('ExecutionFailed can not retry.').count()),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }
  await expect.poll(refusals).toBe(1)
})

test('a mark made on what is no longer so is refused at its row, and the row says so', async ({
  page,
  executions,
  execution,
}) => {
  const id = await createExecution(page.request)
  const marked = await page.request.put(`/api/wow/local/execution_failed/${id}/mark_recoverable`, {
    headers: { 'Command-Wait-Stage': 'SNAPSHOT' },
    data: { recoverable: 'UNRECOVERABLE' },
  })
  expect(marked.status()).toBe(200)
  await executions.open('?view=all&sort=id&filter=')
  await executions.narrow(id)
  await expect(executions.rows).toHaveCount(1)
  // Somebody else changes it; this list is frozen and still shows the version before.
  const changed = await page.request.put(`/api/wow/local/execution_failed/${id}/tags`, {
    data: { tags: { seen: ['yes'] } },
  })
  expect(changed.status()).toBe(200)

  await executions.row(id).focus()
  await page.keyboard.press('r')
  const failure = executions.row(id).getByRole('link', { name: /^Mark recoverable: the server refused/ })
  await expect(failure).toBeVisible()
  await failure.click()
  const note = execution.detail(id).getByRole('alert')
  await expect(note).toContainText('somebody else was first')
  await note.getByRole('button', { name: 'See what changed and decide again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mark recoverable' })
  await expect(dialog.getByRole('row', { name: /^Tags/ })).toContainText('seen: yes')
  await dialog.getByRole('button', { name: /decide on version/ }).click()
  await dialog.getByRole('button', { name: 'Mark recoverable' }).click()
  await expect(dialog).toBeHidden()
  await expect(executions.row(id)).not.toContainText('unrecoverable')
})
