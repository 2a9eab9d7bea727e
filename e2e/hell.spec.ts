/** An upstream from hell: whatever it does, every screen keeps its last truth, says so, and recovers without a reload. */
import { expect, test as base } from './support/test.ts'
import { startBadNetwork } from './support/badNetwork.ts'
import type { BadNetwork, Harm } from './support/badNetwork.ts'
import { freePort } from './support/freePort.ts'
import { startProduct } from './support/product.ts'

const test = base.extend<object, { network: BadNetwork; behind: { url: string } }>({
  network: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      const port = await freePort()
      const server = await startProduct({ AMENDS_EMBEDDED_PORT: String(port), AMENDS_SCHEDULER: 'off' })
      const network = await startBadNetwork(`http://127.0.0.1:${port}`)
      await provide(network)
      await network.close()
      await server.dispose()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  behind: [
    async ({ network }, provide) => {
      const gateway = await startProduct({ AMENDS_WOW_URL: network.url })
      await provide(gateway)
      await gateway.dispose()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ behind }, provide) => provide(behind.url),
})

test.describe.configure({ timeout: 180_000 })
test.afterEach(({ network }) => network.harm('none'))

const HARMS = ['silent', 'cut', 'page', 'bad-gateway', 'error', 'half', 'shape'] as const satisfies readonly Harm[]
const DATA = /\/execution_failed\//u
const DOWN = /Server not reached since/u

test('whatever happens to the server, list and detail stay, say since when, and come back by themselves', async ({
  page,
  network,
  executions,
  execution,
}) => {
  test.setTimeout(400_000)
  await page.goto('/main/executions/0VSampleHeals05?view=all&sort=id')
  await expect(executions.rows.first()).toBeVisible()
  await expect(execution.action('Prepare')).not.toHaveAttribute('aria-disabled', 'true')
  await expect(executions.view('All')).toContainText(/\d/u)
  const ids = await executions.ids()

  for (const harm of HARMS) {
    await test.step(harm, async () => {
      network.harm(harm)
      await expect(page.getByText(DOWN).first(), harm).toBeVisible({ timeout: 30_000 })
      await expect(execution.action('Prepare'), harm).toHaveAttribute('aria-disabled', 'true')
      expect(await executions.ids(), harm).toEqual(ids)
      await expect(executions.view('All'), harm).toContainText(/\d/u)
      await expect(execution.detail('0VSampleHeals05').getByText('Not retried yet.'), harm).toBeVisible()

      network.harm('none')
      await expect(page.getByText(DOWN), harm).toHaveCount(0, { timeout: 40_000 })
      await expect(execution.action('Prepare'), harm).not.toHaveAttribute('aria-disabled', 'true')
    })
  }
})

for (const harm of HARMS.filter((each) => each !== 'silent')) {
  test(`a first load that meets "${harm}" fails in its place, and Retry brings it`, async ({
    page,
    network,
    executions,
    execution,
  }) => {
    network.harm(harm, DATA)
    await page.goto('/main/executions?view=all')
    const failed = page.getByRole('alert').filter({ hasText: 'The executions could not be read.' })
    await expect(failed).toBeVisible({ timeout: 60_000 })
    await expect(failed).toContainText(
      /GatewayUpstream(Unreachable|Unreadable) · 502|Unreadable · 200|Http500 · 500|The answer broke off/u,
    )
    await expect(executions.rows).toHaveCount(0)

    network.harm('none')
    await failed.getByRole('button', { name: 'Retry' }).click()
    await expect(executions.rows.first()).toBeVisible()

    network.harm(harm, /\/0VSampleHeals06\//u)
    await executions.narrow('0VSampleHeals06')
    await executions.row('0VSampleHeals06').click()
    const unread = page.getByRole('alert').filter({ hasText: 'This execution could not be read.' })
    await expect(unread).toBeVisible({ timeout: 60_000 })
    network.harm('none')
    await unread.getByRole('button', { name: 'Retry' }).click()
    await expect(execution.detail('0VSampleHeals06').getByText('Not retried yet.')).toBeVisible()
  })
}

test('loading, failed and stale are accessible', async ({ page, network, executions, axe }) => {
  network.harm('late')
  await page.goto('/main/executions/0VSampleHeals05?view=all')
  await expect(executions.table.locator('.skeleton-row').first()).toBeVisible()
  expect(await axe('loading'), 'loading').toEqual([])
  network.harm('error', DATA)
  await page.goto('/main/executions/0VSampleHeals05?view=executing&sort=id')
  await expect(page.getByRole('alert')).toHaveCount(2, { timeout: 60_000 })
  expect(await axe('failed'), 'failed').toEqual([])
  network.harm('none')
  await page.goto('/main/executions/0VSampleHeals05?view=all&sort=id')
  await expect(executions.rows.first()).toBeVisible()
  network.harm('cut')
  await expect(page.getByText(DOWN).first()).toBeVisible({ timeout: 30_000 })
  expect(await axe('stale'), 'stale').toEqual([])
})

test('a renewal that fails leaves the rows and says so beside their age', async ({ page, network, executions }) => {
  await page.goto('/main/executions?view=all&sort=id')
  await expect(executions.rows.first()).toBeVisible()
  const ids = await executions.ids()
  for (const harm of ['error', 'half', 'shape', 'page'] as const) {
    network.harm(harm, /snapshot\/list/u)
    await page.getByRole('button', { name: 'Ask again' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'could not be renewed' }), harm).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByText(/^As of \d\d:\d\d:\d\d/u).first(), harm).toBeVisible()
    expect(await executions.ids(), harm).toEqual(ids)
    network.harm('none')
    await page.getByRole('button', { name: 'Ask again' }).click()
    await expect(page.getByText('could not be renewed'), harm).toHaveCount(0)
  }
})

test('a slow server is waited for, and is not called gone', async ({ page, network, executions }) => {
  network.harm('late')
  await page.goto('/main/executions?view=all')
  await expect(executions.table.locator('.skeleton-row').first()).toBeVisible()
  await expect(executions.rows.first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(DOWN)).toHaveCount(0)
})

const eventsOf = async (page: import('@playwright/test').Page, id: string) => {
  const answer = await page.request.post('/api/wow/main/execution_failed/event/count', {
    data: { operator: 'AGGREGATE_ID', value: id },
  })
  return answer.json()
}

test('a command whose answer is lost is found again and not sent twice', async ({ page, network, execution }) => {
  const id = '0VSampleHeals07'
  await page.goto(`/main/executions/${id}`)
  await expect(execution.action('Prepare')).not.toHaveAttribute('aria-disabled', 'true')
  network.harm('cut-after', /^PUT /u)
  await execution.action('Prepare').click()
  await expect(execution.state(id)).toHaveText(/^Succeeded/u, { timeout: 30_000 })
  expect(network.seen.filter((line) => line.startsWith('PUT') && line.includes(id))).toHaveLength(1)
})

test('a command that never arrived is not called sent, and can be sent again', async ({ page, network, execution }) => {
  const id = '0VSampleHeals08'
  await page.goto(`/main/executions/${id}`)
  await expect(execution.action('Prepare')).not.toHaveAttribute('aria-disabled', 'true')
  network.harm('cut', /^PUT /u)
  await execution.action('Prepare').click()
  await expect(execution.detail(id).getByRole('alert')).toBeVisible({ timeout: 30_000 })
  await expect(execution.detail(id).getByText('Not retried yet.')).toBeVisible()
  expect(await eventsOf(page, id)).toBe(1)
  network.harm('none')
  await page.getByRole('button', { name: 'Look for it, and send it if it is not there' }).click()
  await expect(execution.state(id)).toHaveText(/^Succeeded/u, { timeout: 30_000 })
})
