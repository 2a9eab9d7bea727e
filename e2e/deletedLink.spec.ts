/** Issue 4, test 3: an alert link to a record that somebody deleted in the meantime. */
import { expect, test } from './support/test.ts'
import { createExecution } from './support/createExecution.ts'

test.describe('on a phone, in Chinese', () => {
  test.use({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true, isMobile: true })

  test('a link to a deleted record shows its last state and offers only Recover', async ({ page, axe }) => {
    const id = await createExecution(page.request)
    const removed = await page.request.delete(`/api/wow/local/execution_failed/${id}`, {
      data: {},
      headers: { 'Command-Wait-Stage': 'SNAPSHOT' },
    })
    expect(removed.status()).toBe(200)
    // Opened by a browser whose clock is five minutes on. The server's cannot be moved; nothing here may depend on it.
    await page.clock.install({ time: Date.now() + 5 * 60_000 })

    await page.goto(`/to-retry?id=${id}`)
    const detail = page.getByRole('article', { name: `执行 ${id}` })
    await expect(page).toHaveURL(new RegExp(`/local/executions/${id}`))
    await expect(detail.locator('header')).toContainText('已删除')
    await expect(detail.locator('output').first()).toContainText(/此记录已删除：事件 v2，\d{4}-\d\d-\d\d .*最后状态/)
    await expect(detail.getByText(/不在视图.*待重试/)).toBeVisible()
    await expect(detail.getByRole('link', { name: '已删除' })).toBeVisible()

    // Recover, and nothing else.
    const recover = detail.getByRole('button', { name: /^恢\s?复$/ })
    await expect(recover).toHaveAttribute('aria-disabled', 'false')
    await expect(detail.locator('.actions').getByRole('button')).toHaveCount(1)

    const error = detail.getByRole('region', { name: '错误' })
    await expect(error).toContainText('STOCK_SHORT')
    await expect(error).toContainText('stock of sku-4 is short')
    await expect(error).toContainText('Stock.take')
    expect(await axe('deleted')).toEqual([])

    await error.getByRole('button', { name: /帧/ }).tap()
    await expect(error.getByRole('region', { name: '堆栈' })).toContainText('StockSaga.java:17')
    expect(await axe('deleted-trace')).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

    // The way to where it is: the view of deleted ones, with the record still open.
    await detail.getByRole('link', { name: '已删除' }).tap()
    await expect(page).toHaveURL(/view=deleted/)
    await expect(detail.getByText(/不在视图/)).toHaveCount(0)

    await recover.tap()
    await expect(detail.getByRole('button', { name: '准备补偿' })).toBeVisible()
    await expect(detail.locator('header')).not.toContainText('已删除')
  })

  test('an unknown id is said in words', async ({ page, axe }) => {
    await page.goto('/to-retry?id=0VNothing000000')
    await expect(page.getByText(/此服务器没有 ID 为.*0VNothing000000.*的执行/)).toBeVisible()
    await expect(page.getByRole('button', { name: '返回列表' })).toBeVisible()
    expect(await axe('unknown')).toEqual([])
  })
})
