import { startProduct } from './support/product.ts'
import { expect, test } from './support/test.ts'

test('a notification link leads to a retry that is seen to succeed', async ({ page, execution, executions }) => {
  const id = '0VSampleHeals01'
  await page.goto(`/to-retry?id=${id}`)

  const detail = execution.detail(id)
  await expect(page).toHaveURL(new RegExp(`/local/executions/${id}`))
  await expect(detail.getByText('Not retried yet.')).toBeVisible()
  await expect(executions.rows.first()).toBeVisible()

  await execution.action('Prepare').click()

  await expect(execution.state(id)).toHaveText(/^Succeeded .* after prepare, attempt 1\.$/)
  await page.reload()
  await expect(execution.state(id)).toHaveText(/^Succeeded .* after prepare, attempt 1\.$/)
})

test('a retry that fails again says whether it failed the same way', async ({ execution }) => {
  const same = await execution.open('0VSampleAgain01')
  await expect(same.getByText('1 of 5', { exact: true })).toBeVisible()
  await execution.action('Prepare').click()
  await expect(same.getByText('2 of 5', { exact: true })).toBeVisible()
  await expect(execution.state('0VSampleAgain01')).toHaveText(/^Failed again the same way, .* after prepare/)

  await execution.open('0VSampleOther01')
  await execution.action('Prepare').click()
  await expect(execution.state('0VSampleOther01')).toHaveText(/^Failed again, but differently, .* after prepare/)
})

test('an attempt without an answer is shown as running with the time left', async ({ execution }) => {
  const detail = await execution.open('0VSampleQuiet01')
  await execution.action('Prepare').click()
  await expect(detail.getByText(/^Attempt 1 is running\. /)).toBeVisible()
  await expect(detail.getByText(/\d+ s left/)).toBeVisible()
  await expect(execution.action('Prepare')).toHaveAttribute('aria-disabled', 'true')
})

test('two clicks run it once', async ({ page, execution }) => {
  const id = '0VSampleQuiet02'
  const detail = await execution.open(id)
  await execution.action('Prepare').dblclick()
  await expect(detail.getByText(/^Attempt 1 is running\. /)).toBeVisible()
  const answer = await page.request.post('/api/wow/local/execution_failed/event/count', {
    data: { operator: 'AGGREGATE_ID', value: id },
  })
  expect(await answer.json()).toBe(2)
})

test('when the tries are used up only force prepare is offered, and it succeeds', async ({ page, execution }) => {
  const id = '0VSampleForce01'
  await execution.open(id)
  await execution.action('Force prepare').click()
  await page.getByRole('dialog', { name: 'Force prepare' }).getByRole('button', { name: 'Force prepare' }).click()
  await expect(execution.state(id)).toHaveText(/^Succeeded .* after prepare/)
})

test('preparing an unrecoverable execution is asked about first, with the name of the environment', async ({
  page,
  execution,
}) => {
  const detail = await execution.open('0VSampleUnrec01')
  await execution.choose('Prepare')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('rehearsal')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(detail.getByText('Not retried yet.', { exact: false })).toBeVisible()
})

test('a mark is taken and shown', async ({ execution }) => {
  const detail = await execution.open('0VSampleHeals02')
  await execution.choose('Mark unrecoverable')
  await expect(detail.getByText('Marked unrecoverable: the scheduler leaves it alone.', { exact: false })).toBeVisible()
})

test('two pages on one execution: the second one follows what the first one did', async ({
  context,
  page,
  execution,
}) => {
  const id = '0VSampleHeals03'
  await execution.open(id)
  const other = await context.newPage()
  await other.goto(`/local/executions/${id}`)
  await expect(other.getByText('Not retried yet.')).toBeVisible()

  await page.bringToFront()
  await execution.action('Prepare').click()
  await expect(execution.state(id)).toHaveText(/^Succeeded/)

  await other.bringToFront()
  await expect(other.getByRole('article').locator('output')).toHaveText(/^Succeeded/)
})

test('walking on while a command is open never moves it to another row', async ({ page, execution, executions }) => {
  await executions.open('?view=all&sort=id')
  const [first = '', second = ''] = (await executions.ids()).slice(0, 2)
  await executions.row(first).click()
  await expect(execution.detail(first)).toBeVisible()
  await page.keyboard.press('j')
  await expect(execution.detail(second)).toBeVisible()
  await page.keyboard.press('k')
  await expect(execution.detail(first)).toBeVisible()
})

test('a refusal stays on screen in the words of the server', async ({ page, execution }) => {
  // The read side lags by a minute: the page still shows FAILED when the server already knows better.
  const product = await startProduct({ AMENDS_SCHEDULER: 'off', AMENDS_SNAPSHOT_LAG_MS: '60000' })
  try {
    const id = '0VSampleQuiet03'
    await page.goto(`${product.url}/local/executions/${id}`)
    await expect(execution.detail(id).getByText('Not retried yet.')).toBeVisible()
    const before = await page.request.put(`${product.url}/api/wow/local/execution_failed/${id}/prepare_compensation`, {
      data: {},
    })
    expect(before.status()).toBe(200)

    await execution.action('Prepare').click()

    const refusal = execution.detail(id).getByRole('alert')
    await expect(refusal).toContainText('ExecutionFailed can not retry.')
    await expect(refusal).toContainText('Nothing was changed')
  } finally {
    await product.dispose()
  }
})

test('a command that the server has taken but not shown yet is not called done', async ({ page, execution }) => {
  const product = await startProduct({ AMENDS_SCHEDULER: 'off', AMENDS_SNAPSHOT_LAG_MS: '8000' })
  try {
    const id = '0VSampleHeals01'
    await page.goto(`${product.url}/local/executions/${id}`)
    await execution.action('Prepare').click()
    await expect(execution.detail(id).getByText(/not visible yet/)).toBeVisible()
    await expect(execution.state(id)).toHaveText(/^Succeeded/, { timeout: 30_000 })
  } finally {
    await product.dispose()
  }
})
