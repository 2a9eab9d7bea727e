import type { Page } from '@playwright/test'
import { createExecution } from './support/createExecution.ts'
import { expect, test } from './support/test.ts'

const SEND = '**/api/wow/local/wow/command/send'

/** Nothing may make the page itself scroll sideways: what is wide scrolls inside. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('a command goes from the metadata to its last stage, once, and stays in the list of what was sent', async ({
  page,
  context,
  request,
  axe,
}) => {
  const id = await createExecution(request)
  await page.goto('/local/tools/metadata')
  await page.getByRole('searchbox').fill('markrecoverable')
  await page.getByRole('link', { name: 'Send MarkRecoverable' }).click()

  // What is typed wrong is told with its place, nothing of it is lost, and the form waits.
  const body = page.getByRole('textbox', { name: 'Body as JSON' })
  const wrong = `{\n  "id": "${id}",\n  recoverable: "RECOVERABLE"\n}`
  await body.fill(wrong)
  await expect(page.getByText('This is no JSON at line 3, column 3.')).toBeVisible()
  await expect(page.getByText('The form waits until the JSON beside it can be read.')).toBeVisible()
  const button = page.getByRole('button', { name: 'Send MarkRecoverable…' })
  await expect(button).toBeDisabled()
  // Nor by a look into another tool.
  const tools = page.getByRole('navigation', { name: 'Tools' })
  await tools.getByRole('link', { name: 'Global ids' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Global ids' })).toBeVisible()
  await tools.getByRole('link', { name: 'Send a command' }).click()
  await expect(body).toHaveValue(wrong)
  await page.getByRole('button', { name: 'Go to the place' }).click()
  await expect(body).toBeFocused()
  await page.keyboard.press('Backspace')
  await page.keyboard.type('"r')
  await body.fill((await body.inputValue()).replace('"recoverable:', '"recoverable":'))
  await expect(page.getByRole('combobox', { name: 'recoverable' })).toHaveValue('RECOVERABLE')

  await page.getByLabel('Wait until').selectOption('SNAPSHOT')
  await button.click()
  const dialog = page.getByRole('dialog', { name: 'Send MarkRecoverable' })
  await expect(dialog.getByText('In rehearsal')).toBeVisible()
  await expect(dialog.getByText(id).first()).toBeVisible()
  expect(await axe()).toEqual([])

  let sent = 0
  const { promise: held, resolve: release } = Promise.withResolvers<undefined>()
  await context.route(SEND, async (route) => {
    sent += 1
    await held
    await route.continue()
  })
  await dialog.getByRole('button', { name: 'Send MarkRecoverable' }).dblclick()
  await expect(page.getByText('On its way', { exact: true })).toBeVisible()
  await expect(button).toBeDisabled()
  release(undefined)
  const stages = page.getByRole('list', { name: 'Stages' }).getByRole('listitem')
  await expect(stages).toHaveText([/^SENT/, /^PROCESSED after .* version 2/, /^SNAPSHOT/])
  await expect(page.getByText('Reached SNAPSHOT')).toBeVisible()
  expect(sent).toBe(1)
  expect(await axe('sent')).toEqual([])

  await page.reload()
  await expect(page.getByText('Sent from this browser')).toBeVisible()
  await page.getByRole('button', { name: 'Use MarkRecoverable again' }).click()
  await expect(body).toHaveValue(new RegExp(id))
  await button.click()
  await dialog.getByRole('button', { name: 'Send MarkRecoverable' }).click()
  await expect(page.getByText('ExecutionFailed recoverable is already marked to RECOVERABLE.')).toBeVisible()
})

test('a lost answer is told as such, and sending again under its request id runs the command once', async ({
  page,
  context,
  request,
}) => {
  const id = await createExecution(request)
  const type = 'me.ahoo.wow.api.command.DefaultDeleteAggregate'
  await page.goto(
    `/local/tools/send?type=${type}&context=compensation-service&aggregate=execution_failed&id=${encodeURIComponent(id)}`,
  )
  const requestIds: (string | undefined)[] = []
  await context.route(SEND, async (route) => {
    requestIds.push(route.request().headers()['command-request-id'])
    // It arrives, and its answer does not.
    if (requestIds.length === 1) {
      await route.fetch()
      await route.abort('connectionreset')
    } else await route.continue()
  })
  await page.getByRole('button', { name: 'Send DefaultDeleteAggregate…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send DefaultDeleteAggregate' }).click()
  await page.getByRole('button', { name: 'Send again under this request id' }).click()
  await expect(page.getByText('DuplicateRequestId', { exact: true })).toBeVisible()
  expect(new Set(requestIds).size).toBe(1)
  const events = await request.post('/api/wow/local/execution_failed/event/count', {
    data: { operator: 'AGGREGATE_ID', value: id },
  })
  expect(await events.json()).toBe(2)
})

test('ids are made and read, and the palette leads to what the server can do', async ({ page, axe }) => {
  await page.goto('/local/tools')
  await page.getByRole('main').getByRole('listitem').getByRole('link', { name: 'Global ids' }).last().click()
  await page.getByRole('textbox', { name: 'How many' }).fill('3')
  await page.getByRole('button', { name: 'Make 3 ids' }).click()
  const made = page.getByRole('table', { name: 'Ids that were made' })
  await expect(made.getByRole('row')).toHaveCount(4)
  await page.getByRole('textbox', { name: /paste/ }).fill('0V3oAWGt0011002 mine')
  const read = page.getByRole('table', { name: 'What the ids say' })
  await expect(read.getByRole('row')).toHaveText([
    /^Id/,
    /2025-11-28 03:30:25\.735 UTC\+01:00.*63 0011\s*2 002/,
    /mine.*not readable/,
  ])
  expect(await axe('ids')).toEqual([])

  await page.keyboard.press('ControlOrMeta+k')
  const box = page.getByRole('combobox', { name: 'Find or go to' })
  await expect(box).toBeFocused()
  await box.fill('this server')
  await expect(page.getByRole('dialog').getByRole('option').first()).toHaveText(/^This server/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^All 36 operations/ })).toBeVisible()
  await expect(page.getByText('HTTP query operator[RAW] is not allowed.')).toBeVisible()
  expect(await axe('server')).toEqual([])

  await page.getByRole('link', { name: 'BI script' }).click()
  await page.getByRole('button', { name: 'Write the script' }).click()
  await expect(page.getByRole('alert')).toContainText('consumerGroupNamespace must be configured')
  expect(await axe('bi')).toEqual([])
})

test('every tool fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const type = 'me.ahoo.wow.compensation.api.CreateExecutionFailed'
  for (const tool of ['', '/send', `/send?type=${type}`, '/metadata', '/ids', '/bi-script', '/server']) {
    await page.goto(`/local/tools${tool}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBeLessThanOrEqual(0)
  }
})
