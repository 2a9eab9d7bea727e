import { startProduct } from './support/product.ts'
import { expect, test } from './support/test.ts'

test('one retry under snapshot lag: one command, its row says where it stands, the next row stays free', async ({
  page,
  execution,
  executions,
}) => {
  test.setTimeout(120_000)
  const product = await startProduct({
    AMENDS_SCHEDULER: 'off',
    AMENDS_SNAPSHOT_LAG_MS: '8000',
    AMENDS_ENVIRONMENT: 'rehearsal',
  })
  try {
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'PUT') sent.push(request.url())
    })
    // Failures whose service never answers: what is prepared stays so.
    await page.goto(`${product.url}/local/executions?sort=id`)
    await executions.rows.first().waitFor()
    await executions.narrow('processor:CarrierLabelProcessor')
    await expect(executions.chips).toHaveCount(1)
    await expect(page.getByText(/match$/)).toBeVisible()
    const ids = await executions.ids()
    const at = Math.max(
      2,
      ids.findIndex((id) => id.startsWith('0VSampleQuiet')),
    )
    const [third = '', fourth = ''] = ids.slice(at, at + 2)
    const row = executions.row(third)
    await expect(row).toContainText(/failed|due now/)

    await row.focus()
    await expect(row.getByRole('button', { name: `Prepare ${third}` })).toBeVisible()
    await page.keyboard.press('r')
    await page.keyboard.press('r')
    await expect(row).toContainText('preparing')
    expect(await executions.ids()).toEqual(ids)

    await executions.row(fourth).click()
    await expect(execution.detail(fourth)).toBeVisible()
    await expect(execution.action('Prepare')).toHaveAttribute('aria-disabled', 'false')
    await expect(executions.row(fourth)).not.toContainText('preparing')

    await expect(row).toContainText('accepted, not visible yet', { timeout: 8000 })
    await expect(execution.action('Prepare')).toHaveAttribute('aria-disabled', 'false')
    await expect(row).toContainText('executing', { timeout: 20_000 })
    expect(await executions.ids()).toEqual(ids)
    expect(sent.filter((url) => url.includes('prepare_compensation'))).toEqual([
      `${product.url}/api/wow/local/execution_failed/${third}/prepare_compensation`,
    ])
    const events = await page.request.post(`${product.url}/api/wow/local/execution_failed/event/count`, {
      data: { operator: 'AGGREGATE_ID', value: third },
    })
    expect(await events.json()).toBe(2)
  } finally {
    await product.dispose()
  }
})
