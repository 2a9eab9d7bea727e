import type { Page } from '@playwright/test'
import { createExecution } from './support/createExecution.ts'
import { expect, test } from './support/test.ts'

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

/** Presses the button of a dialog that has its name. */
async function send(page: Page, name: string): Promise<void> {
  await dialog(page, name).getByRole('button', { name }).click()
  await expect(dialog(page, name)).toBeHidden()
}

async function snapshot(page: Page, id: string) {
  const answer = await page.request.get(`/api/wow/local/execution_failed/${id}/snapshot`)
  return answer.json()
}

test('retry spec, function and tags are changed, each in a dialog with an address', async ({ page, execution }) => {
  const id = '0VSampleOther02'
  await execution.open(id)

  await execution.choose('Apply retry spec')
  await expect(page).toHaveURL(/act=apply-retry-spec/)
  const spec = dialog(page, 'Apply retry spec')
  await expect(spec).toContainText('In rehearsal')
  await expect(spec.getByLabel('Retries at most')).toBeFocused()
  await spec.getByLabel('Retries at most').fill('4')
  await spec.getByLabel('Least back-off').fill('60')
  await expect(spec.getByText(/as stored: the new spec does not move it/)).toBeVisible()
  await send(page, 'Apply retry spec')
  await expect(page).not.toHaveURL(/act=/)
  await expect(
    execution
      .detail(id)
      .getByText(/4 × 60 s/)
      .first(),
  ).toBeVisible()

  await execution.choose('Change function')
  const change = dialog(page, 'Change function')
  await change
    .getByRole('button', { name: /ShipmentSaga/ })
    .first()
    .click()
  await send(page, 'Change function')
  await expect(execution.detail(id).getByText('ShipmentSaga', { exact: false }).first()).toBeVisible()

  await execution.choose('Apply tags')
  const tags = dialog(page, 'Apply tags')
  await tags.getByRole('button', { name: 'Add a key' }).click()
  await tags.getByRole('textbox', { name: 'Key', exact: true }).fill('team')
  await tags.getByRole('textbox', { name: 'Value 1 of team' }).fill('stock')
  await send(page, 'Apply tags')
  await expect.poll(async () => (await snapshot(page, id)).tags).toEqual({ team: ['stock'] })

  await execution.choose('Regenerate snapshot')
  await send(page, 'Regenerate snapshot')
  await expect(execution.detail(id).getByText(/^Snapshot regenerated/)).toBeVisible()
})

test('marks go at once, and delete is taken back by recover', async ({ page, execution }) => {
  const id = await createExecution(page.request)
  const detail = await execution.open(id)
  for (const [act, mark] of [
    ['Mark unrecoverable', 'UNRECOVERABLE'],
    ['Mark unknown', 'UNKNOWN'],
  ] as const) {
    await execution.choose(act)
    await expect.poll(async () => (await snapshot(page, id)).state.recoverable).toBe(mark)
    await expect(detail.getByRole('button', { name: 'More actions' })).toBeEnabled()
  }
  await execution.choose('Delete')
  await expect(dialog(page, 'Delete')).toContainText('Recover brings it back')
  await expect(dialog(page, 'Delete').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await send(page, 'Delete')
  await expect(execution.action('Recover')).toBeVisible()
  await expect(page.getByRole('button', { name: 'More actions' })).toHaveCount(0)
  await execution.action('Recover').click()
  await expect(execution.action('Prepare')).toBeVisible()
})

test('Back closes a dialog, a reload keeps it, a pasted link opens it and runs nothing', async ({
  page,
  execution,
  executions,
}) => {
  const id = '0VSampleHeals06'
  await executions.open('?view=all&sort=id')
  await executions.narrow(id)
  await expect(executions.rows).toHaveCount(1)
  await executions.row(id).hover()
  await executions
    .row(id)
    .getByRole('button', { name: `Actions on ${id}` })
    .click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(new RegExp(`act=delete&of=${id}`))
  await expect(dialog(page, 'Delete')).toBeVisible()

  await page.reload()
  await expect(dialog(page, 'Delete')).toBeVisible()
  await page.goBack()
  await expect(dialog(page, 'Delete')).toBeHidden()
  await expect(executions.rows).toHaveCount(1)
  await expect(executions.chips).toHaveCount(1)

  await page.goto(`/local/executions/${id}?act=prepare`)
  await expect(dialog(page, 'Prepare').getByRole('button', { name: 'Prepare' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog(page, 'Prepare')).toBeHidden()
  await expect(page).toHaveURL(new RegExp(`/executions/${id}$`))
  await expect(execution.state(id)).toHaveText(/^Not retried yet/)
})

test('the dialog of a row stays when the row leaves the list', async ({ page, executions }) => {
  const id = '0VSampleHeals07'
  await executions.open('?view=to-retry&sort=id')
  await executions.narrow(id)
  await expect(executions.rows).toHaveCount(1)
  await executions.row(id).hover()
  await executions
    .row(id)
    .getByRole('button', { name: `Actions on ${id}` })
    .click()
  await page.getByRole('button', { name: 'Change function' }).click()
  await dialog(page, 'Change function').getByLabel('Name', { exact: true }).fill('onOrderPaidAgain')
  const marked = await page.request.put(`/api/wow/local/execution_failed/${id}/mark_recoverable`, {
    data: { recoverable: 'UNRECOVERABLE' },
  })
  expect(marked.status()).toBe(200)
  await page.evaluate(() => document.querySelector<HTMLElement>('.freshness .icon-button, .freshness button')?.click())
  await expect(executions.rows).toHaveCount(0)
  await expect(dialog(page, 'Change function').getByLabel('Name', { exact: true })).toHaveValue('onOrderPaidAgain')
})

test('with the keyboard only: a row is reached, its dialog filled and closed, and the focus is back at the row', async ({
  page,
  executions,
}) => {
  const id = '0VSampleForce02'
  await executions.open('?view=all&sort=id')
  await executions.narrow(id)
  await expect(executions.rows).toHaveCount(1)
  await executions.row(id).focus()
  await page.keyboard.press('r')
  await expect(dialog(page, 'Force prepare')).toBeVisible()
  await expect(dialog(page, 'Force prepare').getByRole('button', { name: 'Force prepare' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog(page, 'Force prepare')).toBeHidden()
  await expect(executions.row(id)).toBeFocused()
  await page.keyboard.press('r')
  await expect(dialog(page, 'Force prepare').getByRole('button', { name: 'Force prepare' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Force prepare')).toBeHidden()
  await expect(executions.row(id)).toContainText(/executing|succeeded/)
})

test('a key that can do nothing says why', async ({ page, executions }) => {
  const id = '0VSampleFixed01'
  await executions.open('?view=all&sort=id')
  await executions.narrow(id)
  await expect(executions.rows).toHaveCount(1)
  await executions.row(id).focus()
  await page.keyboard.press('r')
  await expect(dialog(page, `Actions on ${id}`)).toContainText('It has succeeded; there is nothing left to retry.')
  await page.keyboard.press('Escape')
  await expect(dialog(page, `Actions on ${id}`)).toBeHidden()
})

test('a huge number neither hangs the page nor is lost', async ({ page }) => {
  await page.goto('/local/executions/0VSampleOther03?act=apply-retry-spec')
  const most = dialog(page, 'Apply retry spec').getByLabel('Retries at most')
  await dialog(page, 'Apply retry spec').getByLabel('Least back-off').fill('0')
  for (const huge of ['2147483647', '9'.repeat(200_000)]) {
    await most.fill(huge)
    await expect(most).toHaveValue(huge)
    await dialog(page, 'Apply retry spec').getByLabel('Time for an answer').fill('7')
    await expect(dialog(page, 'Apply retry spec').getByLabel('Time for an answer')).toHaveValue('7')
  }
  await expect(dialog(page, 'Apply retry spec').getByText(/the server keeps no larger number/)).toBeVisible()
  await expect(dialog(page, 'Apply retry spec').getByRole('button', { name: 'Apply retry spec' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

const ASKED = [
  'prepare',
  'force-prepare',
  'mark-unrecoverable',
  'apply-retry-spec',
  'change-function',
  'tags',
  'delete',
  'recover',
]

test('every dialog is accessible on a desk and on a phone in Chinese', async ({ page, axe }) => {
  test.setTimeout(180_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const [width, language] of [
    [1440, 'en'],
    [390, 'zh-CN'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 })
    await page.addInitScript((chosen) => {
      localStorage.setItem('amends.preferences', JSON.stringify({ language: chosen }))
    }, language)
    for (const act of ASKED) {
      await page.goto(`/local/executions/0VSampleHeals08?act=${act}`)
      const open = page.locator('dialog[open]')
      await expect(open.locator('.dialog-buttons')).toBeVisible()
      if (act === 'tags') await open.locator('.tags-new > button').click()
      if (act === 'apply-retry-spec') await open.locator('input').first().fill('99')
      expect({ act, findings: await axe() }).toEqual({ act, findings: [] })
      const box = await open.boundingBox()
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
      expect(await open.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
    }
  }
})
