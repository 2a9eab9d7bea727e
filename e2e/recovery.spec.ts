import { freePort } from './support/freePort.ts'
import { startProduct } from './support/product.ts'
import { expect, test } from './support/test.ts'

test('a server that goes away leaves its last rows, marked with their age, and comes back without a reload', async ({
  page,
  executions,
  execution,
}) => {
  test.setTimeout(120_000)
  const nativePort = await freePort()
  const server = await startProduct({ AMENDS_EMBEDDED_PORT: String(nativePort), AMENDS_SCHEDULER: 'off' })
  const gateway = await startProduct({ AMENDS_WOW_URL: `http://127.0.0.1:${nativePort}` })
  try {
    const id = '0VSampleHeals01'
    await page.goto(`${gateway.url}/main/executions/${id}?view=all&sort=id`)
    await expect(executions.rows.first()).toBeVisible()
    await expect(execution.action('Prepare')).not.toHaveAttribute('aria-disabled', 'true')

    await server.stop()
    await expect(page.getByText(/Server not reached since/).first()).toBeVisible({ timeout: 30_000 })
    await expect(executions.rows.first()).toBeVisible()
    await expect(execution.action('Prepare')).toHaveAttribute('aria-disabled', 'true')

    await server.start()
    await expect(page.getByText(/Server not reached since/)).toHaveCount(0, { timeout: 40_000 })
    await execution.action('Prepare').click()
    await expect(execution.state(id)).toHaveText(/^Succeeded/, { timeout: 20_000 })
  } finally {
    await gateway.dispose()
    await server.dispose()
  }
})

test('the gateway itself goes away and comes back', async ({ page, executions }) => {
  test.setTimeout(120_000)
  const product = await startProduct({ AMENDS_SCHEDULER: 'off' })
  try {
    await page.goto(`${product.url}/local/executions?view=all`)
    await expect(executions.rows.first()).toBeVisible()
    await product.stop()
    await expect(page.getByText(/Amends not reached since/).first()).toBeVisible({ timeout: 30_000 })
    await expect(executions.rows.first()).toBeVisible()
    await product.start()
    await expect(page.getByText(/Amends not reached since/)).toHaveCount(0, { timeout: 40_000 })
  } finally {
    await product.dispose()
  }
})
