import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { expect, test } from './support/test.ts'

const Rows = z.array(z.looseObject({ state: z.looseObject({ error: z.looseObject({ errorMsg: z.string() }) }) }))

const utf8 = (text: string) => new TextEncoder().encode(text).length

test('a page asks for at most 620 bytes a row', async ({ page, executions }) => {
  for (const view of ['to-retry', 'active', 'unrecoverable', 'succeeded', 'all']) {
    const answered = page.waitForResponse((response) => response.url().endsWith('/snapshot/list'))
    await executions.open(`?view=${view}`)
    const answer = await (await answered).text()
    const rows = Rows.parse(JSON.parse(answer))
    const bytes = utf8(answer) / rows.length
    const messages = rows.reduce((sum, { state }) => sum + utf8(JSON.stringify(state.error.errorMsg)), 0) / rows.length
    process.stdout.write(`${view}: ${Math.round(bytes)} bytes a row, ${Math.round(messages)} of them messages\n`)
    // Some executions have messages of thousands of characters, which no server cuts; the rest is the page's own.
    expect(bytes - messages, view).toBeLessThan(450)
    if (view === 'to-retry') expect(bytes).toBeLessThan(620)
  }
})

test('columns are chosen with the keyboard and kept after a reload', async ({ page, executions }) => {
  await executions.open('?view=all')
  const heads = executions.table.getByRole('columnheader')
  await page.getByRole('button', { name: 'Columns' }).press('Enter')
  await expect(page.getByRole('textbox', { name: 'Find a field' })).toBeFocused()
  await page.keyboard.type('operator')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Find a field' }).fill('')
  await page.getByRole('button', { name: 'Move Source up' }).focus()
  for (let step = 0; step < 7; step += 1) await page.keyboard.press('Alt+ArrowUp')
  await page.getByLabel('Comfortable').check()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused()
  await expect(heads.nth(1)).toHaveText('Source')
  await expect(heads.nth(9)).toHaveText('First operator')

  await page.reload()
  await expect(executions.rows.first()).toBeVisible()
  await expect(heads.nth(1)).toHaveText('Source')
  expect(await executions.rows.first().evaluate((row) => row.getBoundingClientRect().height)).toBe(52)
  const scroller = page.locator('.list-scroll')
  expect(await scroller.evaluate((list) => list.scrollWidth > list.clientWidth)).toBe(true)

  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(heads.nth(1)).toHaveText('Status')
})

test('the selection survives paging, a view and an open record, and is exported', async ({ page, executions }) => {
  await executions.open('?view=all&sort=id')
  const line = page.getByRole('region', { name: 'Selection' })
  const before = await executions.table.boundingBox()
  await executions.rows.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(line).toContainText('3 selected')
  expect(await executions.table.boundingBox()).toEqual(before)
  const [first = '', second = '', third = '', , , sixth = ''] = await executions.ids()

  await executions.row(sixth).click({ modifiers: ['Shift'] })
  await expect(line).toContainText('6 selected')
  await expect(page).not.toHaveURL(new RegExp(sixth))
  await executions.row(first).getByRole('link').click()
  await expect(page.getByRole('article', { name: `Execution ${first}` })).toBeVisible()
  await expect(line).toContainText('6 selected')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(line).toContainText('(6 not on this page)')
  await executions.view('Unrecoverable').click()
  await expect(line).toContainText('6 selected')

  for (const [name, ending] of [
    ['CSV, the columns shown', 'csv'],
    ['NDJSON, whole documents', 'ndjson'],
  ] as const) {
    await line.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(new RegExp(`^executions-local-.*\\.${ending}$`))
    const text = await readFile(await file.path(), 'utf8')
    await expect(page.getByText('6 executions exported.')).toBeVisible()
    await page.keyboard.press('Escape')
    const lines = text.trimEnd().split(ending === 'csv' ? '\r\n' : '\n')
    expect(lines).toHaveLength(ending === 'csv' ? 7 : 6)
    for (const id of [first, second, third, sixth]) expect(text).toContain(id)
    if (ending === 'csv') expect(text).toMatch(/^\uFEFFid,status,/)
    else expect(JSON.parse(lines[0] ?? '').state.error.stackTrace).toBeTruthy()
  }
  await line.getByRole('button', { name: 'Clear' }).click()
  await expect(line).toBeHidden()
})

test('on every width columns go before the error is cut to a word', async ({ page, executions }) => {
  await executions.open('?view=all')
  const error = executions.table.getByRole('columnheader', { name: 'Error' })
  const handler = executions.table.getByRole('columnheader', { name: 'Processor / function' })
  for (const width of [2560, 1440, 1366, 1280, 1140, 1024, 910, 820, 770]) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(async () => (await error.boundingBox())?.width, { message: `${width}` }).toBeGreaterThan(145)
    await expect(handler).toBeVisible()
  }
})

test('a value of a cell includes and excludes', async ({ page, executions }) => {
  await executions.open('?view=all&sort=id')
  const cell = executions.table.locator('td', { hasText: 'LedgerProjector' }).first()
  await cell.hover()
  await cell.getByRole('button', { name: /^More with this value/ }).click()
  await page.getByRole('button', { name: 'Only processor = LedgerProjector' }).click()
  await expect(executions.chips).toHaveCount(1)
  await expect(executions.rows.filter({ hasNotText: 'LedgerProjector' })).toHaveCount(0)

  await executions.rows.first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Not status = / }).press('Enter')
  await expect(executions.chips).toHaveCount(2)
  await page.goBack()
  await expect(executions.chips).toHaveCount(1)
})

test('columns, selection, export and cell menu are accessible', async ({ page, executions, axe }) => {
  test.setTimeout(180_000)
  const look = async (title: string) => {
    expect(await axe(title), title).toEqual([])
  }
  await executions.open('?view=all&sort=id')
  await executions.rows.nth(1).focus()
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('button', { name: 'CSV, the columns shown' })).toBeVisible()
  await look('export')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Columns' }).click()
  await expect(page.getByRole('textbox', { name: 'Find a field' })).toBeVisible()
  await look('columns')
  await page.getByRole('button', { name: 'Add Recoverable' }).click()
  await page.getByLabel('Comfortable').check()
  await page.keyboard.press('Escape')
  await executions.rows.nth(1).locator('td[data-column=processor]').hover()
  await page.getByRole('button', { name: /^More with this value/ }).click()
  await expect(page.getByRole('dialog', { name: 'This value' })).toBeVisible()
  await look('cell')
})

test.describe('on a phone, in Chinese', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN', hasTouch: true })

  test('rows are selected with the finger, and the line stands below them', async ({ page, axe }, info) => {
    test.setTimeout(120_000)
    await page.goto('/local/executions?view=all')
    const rows = page.locator('tbody tr[data-row-id]')
    await expect(rows.first()).toBeVisible()
    const before = await rows.first().boundingBox()
    const box = page.getByRole('checkbox', { name: /^选择 0V/ }).first()
    const cell = await rows.first().locator('.col-select').boundingBox()
    expect(cell?.width).toBeGreaterThanOrEqual(40)
    expect(cell?.width).toBeLessThanOrEqual(48)
    await rows.first().locator('.col-select').tap()
    await expect(box).toBeChecked()
    await expect(page).not.toHaveURL(/executions\/0V/)
    await expect(page.getByRole('region', { name: '选择' })).toContainText('已选 1 条')
    expect(await rows.first().boundingBox()).toEqual(before)
    await page.getByRole('button', { name: '导出' }).tap()
    await expect(page.getByRole('button', { name: 'CSV，仅显示的列' })).toBeVisible()
    await page.screenshot({ path: info.outputPath('phone.png') })
    expect(await axe()).toEqual([])
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0)

    // A finger beside the panel closes it and opens nothing that lies there.
    await rows.nth(3).locator('.phone-row').tap()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page).not.toHaveURL(/executions\/0V/)
    await page.reload()
    await expect(page.getByRole('region', { name: '选择' })).toContainText('已选 1 条')

    const more = page.getByRole('button', { name: /^对 0V.* 的操作$/ }).nth(1)
    expect((await more.boundingBox())?.width).toBeGreaterThanOrEqual(44)
    await more.tap()
    const menu = page.getByRole('dialog')
    await expect(menu.getByRole('button', { name: '准备补偿' })).toBeVisible()
    await page.screenshot({ path: info.outputPath('phone-menu.png') })
    expect(await axe()).toEqual([])
    await menu.getByRole('button', { name: '按值筛选' }).tap()
    await menu.getByRole('button', { name: /^仅 错误码 = / }).tap()
    await expect(page.getByRole('list', { name: '条件' }).getByRole('listitem')).toHaveCount(1)
  })
})
