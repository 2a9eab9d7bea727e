import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { TransactionScreen } from './support/TransactionScreen.ts'
import { faultyOms } from './support/faultyOms.ts'
import type { Fault, FaultyOms } from './support/faultyOms.ts'
import { freePort } from './support/freePort.ts'
import { startProduct } from './support/product.ts'
import type { Product } from './support/product.ts'
import { runFolder } from './support/runFolder.ts'
import { expect, test as base } from './support/test.ts'

interface Fixtures {
  readonly transaction: TransactionScreen
}

interface WorkerFixtures {
  /** Its engine runs forty times as fast, and its OMS answers other clients too. */
  readonly fast: Product & { readonly native: string }
  /** What stands between `remote` and the OMS of `fast`. */
  readonly between: FaultyOms
  /** Has the OMS of `fast` for its own, configured as a real one is. */
  readonly remote: Product
}

const test = base.extend<Fixtures, WorkerFixtures>({
  transaction: async ({ page }, provide) => provide(new TransactionScreen(page)),
  fast: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      const port = await freePort()
      const product = await startProduct({
        AMENDS_SCHEDULER: 'off',
        AMENDS_OMS_SPEED: '40',
        AMENDS_EMBEDDED_PORT: String(port),
      })
      await provide({ ...product, native: `http://127.0.0.1:${port}` })
      await product.dispose()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  between: [
    async ({ fast }, provide) => {
      const server = await faultyOms(fast.native)
      await provide(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  remote: [
    async ({ between }, provide, info) => {
      const passwordFile = path.join(runFolder(), `oms-password-${process.pid}-${info.workerIndex}`)
      writeFileSync(passwordFile, 'demo\n')
      const product = await startProduct({
        AMENDS_SCHEDULER: 'off',
        AMENDS_SAMPLE: 'off',
        AMENDS_OMS_URL: between.url,
        AMENDS_OMS_USERNAME: 'demo',
        AMENDS_OMS_PASSWORD_FILE: passwordFile,
        // Long enough to be seen waiting.
        AMENDS_OMS_TIMEOUT_MS: '6000',
      })
      await provide(product)
      await product.dispose()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

const TOKEN = 'f00dfeedf00dfeedf00dfeedf00dfeedf00dfeed'
const ANY_TOKEN = /[0-9a-f]{40}/

/** Everything that a page sends, and everything it keeps where a token could stand. */
function listenForTokens(page: Page) {
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`))
  return async () => {
    const kept = await page.evaluate(() => [
      location.href,
      document.documentElement.outerHTML,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      ...[...document.querySelectorAll('input')].map(({ value }) => value),
    ])
    return [...sent.filter((line) => line.includes('/api/')), ...kept].filter(
      (text) => text.includes(TOKEN) || /access-token=\w/.test(text),
    )
  }
}

test('opens by its ids, and asks for the kind where none is named', async ({ page, transaction }) => {
  await transaction.list()
  await transaction.openForm.getByRole('textbox', { name: 'Set' }).fill('1')
  await transaction.openForm.getByRole('textbox', { name: 'Transaction' }).fill('1004')
  await transaction.openForm.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByText('Which kind of transaction is it?')).toBeVisible()

  await page.getByRole('link', { name: /^Add table/i }).click()
  await expect(page).toHaveURL(/\/local\/transactions\/1\/1004\?cmd=10002$/)
  await expect(page.getByRole('heading', { level: 1, name: /^Add table \w+/ })).toBeVisible()
  await expect(transaction.whoActs).toHaveText('The engine executes it; nobody has to act.')

  await transaction.list()
  await expect(transaction.recent.getByRole('link', { name: /^Add table/ }).first()).toBeVisible()
})

test('opens from a pasted curl, and drops the token that stands in it', async ({ page, transaction }) => {
  const tokens = listenForTokens(page)
  await transaction.list()
  await transaction.openForm.getByRole('textbox', { name: 'Set' }).focus()
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text', text)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, `curl -X GET http://oms.internal/app/newoms.php/webservice/oamp/transaction/detail/1/1005?cmd=10002&ip-type=webservicerest&access-token=${TOKEN} -d '{"get_action": 1}'`)
  await expect(page.getByText('The token in what you pasted was dropped.')).toBeVisible()
  expect(await tokens()).toEqual([])

  await transaction.openForm.getByRole('button', { name: 'Open' }).click()
  await expect(page).toHaveURL(/\/1\/1005\?cmd=10002$/)
  await expect(transaction.failure).toBeVisible()
  expect(await tokens()).toEqual([])
})

test('the palette opens a transaction from a pasted address, without its token', async ({ page, transaction }) => {
  const tokens = listenForTokens(page)
  await page.goto('/local/executions')
  await expect(page.locator('tbody tr[data-row-id]').first()).toBeVisible()
  await page.getByRole('button', { name: 'Find or go to' }).click()
  await page
    .getByRole('combobox', { name: 'Find or go to' })
    .fill(
      `http://oms.internal/app/newoms.php/webservice/oamp/transaction/detail/1/1006?cmd=10002&access-token=${TOKEN}`,
    )
  await page.getByRole('option', { name: /1 \/ 1006/ }).click()
  await expect(page).toHaveURL(/\/local\/transactions\/1\/1006\?cmd=10002$/)
  await expect(transaction.whoActs).toBeVisible()
  expect(await tokens()).toEqual([])
})

test('execute on a stale page: the second tab sends nothing and says who must act now', async ({
  context,
  page,
  transaction,
}) => {
  const tokens = listenForTokens(page)
  const address = '/local/transactions/1/1001?cmd=10002'
  const other = new TransactionScreen(await context.newPage())
  // This tab hears nothing of what happens elsewhere.
  await other.page.route('**/api/events?*', (route) => route.abort())
  await other.open(1, 1001, 10002)
  await expect(other.whoActs).toHaveText('Waiting for a person: execute it here, or end it in the OMS.')
  // Nor does it look again by itself, however long this takes.
  await other.page.route(/\/transactions\/1\/1001\?/, () => undefined)

  await transaction.open(1, 1001, 10002)
  await transaction.operation('Execute').click()
  await expect(transaction.dialog).toContainText('Set 1, transaction 1001')
  await transaction.confirm('Execute')
  await expect(transaction.outcome).toHaveText('The OMS accepted it; reached: queued.')

  await expect(other.whoActs).toHaveText('Waiting for a person: execute it here, or end it in the OMS.')
  await other.act('Execute')
  const refusal = other.dialog.getByRole('alert')
  await expect(refusal).toContainText('Nothing was sent. It has moved from “awaiting execution”')
  await expect(refusal).toContainText(/engine/i)
  await expect(other.dialog.getByRole('button', { name: 'Execute', exact: true })).toBeDisabled()
  await other.dialog.getByRole('button', { name: 'Close' }).click()

  await expect(transaction.edge(1, 2, 'webservice')).toHaveClass(/is-taken/)
  await expect(transaction.edge(2, 3, 'engine')).toHaveClass(/is-taken/)
  const queued = await transaction.stateRow('awaiting execution')
  await expect(queued).toContainText('queued Execute, over the webservice · taken')
  await expect(await transaction.stateRow('queued')).toContainText('preparing by the engine · taken')

  await expect(transaction.history).toContainText('observed')
  await expect(transaction.history).toContainText('awaiting execution → queued, over the webservice')
  await expect(transaction.history).toContainText('queued → preparing, by the engine')
  await expect(transaction.history).toContainText('Execute not sent')
  await expect(transaction.history.getByText(/^Execute accepted, reached/)).toHaveCount(1)

  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.bringToFront()
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  const curl = await page.evaluate(() => navigator.clipboard.readText())
  expect(curl).toContain('/oamp/transaction/detail/1/1001?cmd=10002')
  expect(curl).toContain('access-token=')
  expect(curl).not.toMatch(ANY_TOKEN)
  expect(await tokens()).toEqual([])
  expect(address).not.toMatch(/token/)
})

test('an execution is followed live from awaiting execution to succeeded', async ({ page, fast, transaction }) => {
  await transaction.open(1, 3002, 10002, '', fast.url)
  await transaction.act('Execute', 'change 4711')
  await expect(transaction.outcome).toHaveText(/^The OMS accepted it; reached: /)
  await expect(transaction.whoActs).toHaveText('It succeeded and is closed for good.', { timeout: 30_000 })
  await expect(transaction.actions).toContainText(/\d+ of 12 finished/)
  await expect(transaction.history).toContainText('reason: change 4711')
  await expect(transaction.operation('Execute')).toHaveAccessibleDescription('the transaction is closed for good')
  await page.reload()
  await expect(transaction.whoActs).toHaveText('It succeeded and is closed for good.')
})

test('a failing one is suspended, resumed and succeeds', async ({ page, fast, transaction }) => {
  // Where there is no room beside, the failure waits: what is under the pointer stays there.
  await page.setViewportSize({ width: 1100, height: 900 })
  await transaction.open(1, 5009, 10009, '', fast.url)
  const before = await places(page)
  await transaction.act('Execute')
  await expect(transaction.whoActs).toHaveText('Waiting for a person: resume it here, or end it in the OMS.', {
    timeout: 30_000,
  })
  await expect(page.getByRole('button', { name: 'Show why' })).toBeVisible()
  await expect(transaction.failure).toBeHidden()
  expect(await places(page)).toEqual(before)

  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(transaction.failure).toContainText('reason code 2')
  await expect(transaction.failure).toContainText('no answer from')
  await expect(transaction.failure).toBeInViewport({ ratio: 1 })

  await transaction.failure.getByRole('link', { name: 'Action 6' }).click()
  await expect(page).toHaveURL(/action=6/)
  await expect(page.getByRole('region', { name: 'Action 6' })).toBeInViewport()

  await transaction.act('Resume')
  await expect(transaction.whoActs).toHaveText('It succeeded and is closed for good.', { timeout: 40_000 })
  await expect(transaction.failure).toBeHidden()
  await expect(transaction.history.getByText(/^Resume accepted, reached/)).toHaveCount(1)
  // This engine may have moved on before anybody looked: then no edge is claimed, and the history says what was seen.
  await expect(transaction.history).toContainText(/suspended → (?!suspended)[a-z ]+( · within|, over the webservice)/)
})

test('the wrong kind is explained with links to the right ones', async ({ page, transaction }) => {
  await page.goto('/local/transactions/1/1004?cmd=10004')
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('The transaction is of Type 283. Open it as:')
  await alert.getByRole('link', { name: /add table/i }).click()
  await expect(transaction.whoActs).toHaveText('The engine executes it; nobody has to act.')
})

test('what the webservice cannot do is there, off, and says why', async ({ page, transaction }) => {
  await transaction.open(1, 4002, 10002)
  const resume = transaction.operation('Resume')
  await expect(resume).toHaveAttribute('aria-disabled', 'true')
  await expect(resume).toHaveAccessibleDescription(/^the webservice takes only .*data backup.* do it in the OMS$/)
  await expect(transaction.whoActs).toContainText('the webservice cannot resume this kind')
  await resume.click({ force: true }) // it is told as disabled, and can be pressed to hear why
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(transaction.outcome).toHaveText(/^Resume: the webservice takes only/)
})

test('two tabs that press Execute once each make one execution', async ({ context, fast, transaction }) => {
  // Neither hears of the other before both have pressed: what they send is held until both have sent it.
  await context.route('**/api/events?*', (route) => route.abort())
  const sent = Promise.withResolvers<void>()
  let held = 0
  await context.route(
    (url) => url.pathname.startsWith('/api/oms/'),
    async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      held += 1
      if (held === 2) sent.resolve()
      await sent.promise
      return route.continue()
    },
  )
  const other = new TransactionScreen(await context.newPage())
  for (const each of [transaction, other]) {
    await each.open(1, 3003, 10003, '', fast.url)
    await each.operation('Execute').click()
  }
  await Promise.all([transaction.confirm('Execute'), other.confirm('Execute')])
  const refusals = () => Promise.all([transaction, other].map(({ dialog }) => dialog.getByRole('alert').count()))
  await expect.poll(async () => (await refusals()).reduce((sum, count) => sum + count)).toBe(1)
  await transaction.open(1, 3003, 10003, '', fast.url)
  await expect(transaction.history.getByText(/^Execute accepted, reached/)).toHaveCount(1)
  await expect(transaction.history.getByText(/^Execute not sent/)).toHaveCount(1)
  await expect(transaction.whoActs).toHaveText('It succeeded and is closed for good.', { timeout: 30_000 })
})

test('an id that the OMS does not know is told in words', async ({ page }) => {
  await page.goto('/local/transactions/1/999999?cmd=10002')
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('This transaction could not be read.')
  await expect(alert).toContainText('Check the set id and the transaction id')
  await page.goto('/local/transactions/one/two')
  await expect(page.getByText('This address names no transaction')).toBeVisible()
})

test('a watch goes on over a restart and tells late what happened in between', async ({
  page,
  fast,
  between,
  remote,
}) => {
  between.fault = 'none'
  const far = new TransactionScreen(page, 'main')
  await far.open(1, 3005, 10005, '', remote.url)
  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Watching' })).toHaveAttribute('aria-pressed', 'true')
  await remote.stop()

  const near = new TransactionScreen(await page.context().newPage())
  await near.open(1, 3005, 10005, '', fast.url)
  await near.act('Execute')
  await expect(near.whoActs).toHaveText('It succeeded and is closed for good.', { timeout: 30_000 })
  await near.page.close()

  await remote.start()
  await far.list(remote.url)
  await expect(far.watched).toContainText('succeeded')
  await far.open(1, 3005, 10005, '', remote.url)
  await expect(far.history).toContainText('awaiting execution → succeeded')
  await expect(far.history).toContainText('observed late')
})

test.describe('when the OMS is not well', () => {
  // Each with a transaction that nobody has read yet: what was read a moment ago would be shown.
  const faults: readonly (readonly [Fault, string, number])[] = [
    ['dead', 'The OMS was not reached.', 4011],
    ['page', 'Something else than the OMS answered, a proxy perhaps.', 4012],
    ['empty', 'The OMS answered with nothing.', 4013],
    ['token', 'A fresh token was refused too.', 4002],
  ]
  for (const [fault, words, unread] of faults) {
    test(`${fault}: what was known stays, with its age and the cause`, async ({ page, between, remote, axe }) => {
      // The looks are the same for every cause.
      const looks = async () => (fault === 'page' ? axe() : [])
      between.fault = 'none'
      const far = new TransactionScreen(page, 'main')
      await far.open(1, 4009, 10009, '', remote.url)
      await expect(far.operation('Resume')).toHaveAttribute('aria-disabled', 'false')
      between.fault = fault
      await page.getByRole('button', { name: 'Ask again' }).click()

      const alert = far.age.getByRole('alert')
      await expect(alert).toContainText(words, { timeout: 20_000 })
      await expect(alert).toContainText('not read since')
      await expect(page.getByRole('heading', { level: 1, name: /^Data backup/ })).toBeVisible()
      await expect(far.failure).toBeVisible()
      await expect(far.operation('Resume')).toHaveAccessibleDescription('off until the transaction has been read again')
      expect(await looks()).toEqual([])

      await page.goto(`${remote.url}/main/transactions/1/${unread}?cmd=${unread + 6000}`)
      await expect(page.getByRole('alert').filter({ hasText: 'This transaction could not be read.' })).toContainText(
        words,
        { timeout: 20_000 },
      )
      expect(await looks()).toEqual([])
      between.fault = 'none'
      // The page may have asked by itself before the person presses.
      await expect(async () => {
        const retry = page.getByRole('button', { name: 'Retry' }).first()
        if (await retry.isVisible()) await retry.click()
        await expect(far.whoActs).toBeVisible({ timeout: 3000 })
      }).toPass({ timeout: 40_000 })
    })
  }

  test('silent: it says at once that it waits, and in the end that no answer came', async ({
    page,
    between,
    remote,
  }) => {
    between.fault = 'none'
    const far = new TransactionScreen(page, 'main')
    await far.open(1, 4012, 10012, '', remote.url)
    between.fault = 'silent'
    await page.getByRole('button', { name: 'Ask again' }).click()
    await expect(far.age).toContainText('asking', { timeout: 15_000 })
    await expect(far.age.getByRole('alert')).toContainText('The OMS did not answer in time.', { timeout: 30_000 })
    between.fault = 'none'
  })

  test('another transaction in the answer is shown as that, and nothing can be done', async ({
    page,
    between,
    remote,
  }) => {
    between.fault = 'none'
    const far = new TransactionScreen(page, 'main')
    await far.open(1, 4013, 10013, '', remote.url)
    between.fault = 'other'
    await page.getByRole('button', { name: 'Ask again' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'another transaction' })).toContainText('1 / 3013')
    await expect(far.operation('Resume')).toHaveAttribute('aria-disabled', 'true')
    between.fault = 'none'
  })

  test('the token of the OMS reaches no page', async ({ page, between, remote }) => {
    between.fault = 'none'
    const bodies: Promise<string>[] = []
    page.on('response', (response) => {
      if (response.url().includes('/api/oms/')) bodies.push(response.text().catch(() => ''))
    })
    const far = new TransactionScreen(page, 'main')
    await far.open(1, 4009, 10009, '', remote.url)
    await expect(far.actions).toContainText('finished')
    const tokens = [...between.tokens]
    expect(tokens.length).toBeGreaterThan(0)
    const texts = [...(await Promise.all(bodies)), await page.content(), page.url()]
    expect(texts.length).toBeGreaterThan(3)
    for (const token of tokens) expect(texts.filter((text) => text.includes(token))).toEqual([])
  })
})

test('the whole way with the keyboard alone', async ({ page, fast, transaction }) => {
  await page.goto(`${fast.url}/local/transactions`)
  await transaction.openForm.getByRole('textbox', { name: 'Set' }).focus()
  await page.keyboard.type('1')
  await page.keyboard.press('Tab')
  await page.keyboard.type('3004')
  await page.keyboard.press('Tab')
  await page.keyboard.type('10004')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await transaction.whoActs.waitFor()
  await page.keyboard.press('r')
  await expect(transaction.dialog.getByRole('textbox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(transaction.dialog).toBeHidden()
  await expect(transaction.operation('Execute')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(transaction.dialog.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('by hand')
  await page.keyboard.press('Enter')
  await expect(transaction.whoActs).toHaveText('It succeeded and is closed for good.', { timeout: 30_000 })
  await page.getByRole('slider', { name: 'Actions on a time axis' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuenow', '2')
  await expect(page).toHaveURL(/action=\d+/)
})

/** Where the parts of the page stand. */
const places = (page: Page) =>
  page.evaluate(() =>
    ['.operations', '.state-drawing', '#actions', '.actions-scroll'].map((part) =>
      Math.round(document.querySelector(part)?.getBoundingClientRect().top ?? -1),
    ),
  )

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

test('the list, every status, the dialog and a refusal are accessible in both themes, and fit on desk and phone', async ({
  page,
  transaction,
  axe,
}) => {
  test.setTimeout(180_000)
  let states = 0
  /** The checker looks at every state in both themes, by turns on the desk and on the phone. */
  const shown = async (title: string) => {
    states += 1
    for (const [place, size] of (['desk', 'phone'] as const).entries()) {
      await page.setViewportSize(SIZES[size])
      await expect.poll(() => overflow(page), `${title}, ${size}`).toBeLessThanOrEqual(0)
      if (place === states % 2 || title === 'list') expect.soft(await axe(), `${title}, ${size}`).toEqual([])
    }
  }
  for (const transId of [1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 2000]) {
    await transaction.open(1, transId, 10002)
    await expect(transaction.actions.getByText(/finished/).first()).toBeVisible()
    await shown(String(transId))
  }
  await transaction.open(1, 3011, 10011, '&act=execute')
  await expect(transaction.dialog).toBeVisible()
  await shown('dialog')
  await transaction.list()
  await expect(transaction.recent).toBeVisible()
  await page.getByRole('textbox', { name: 'App' }).fill('2')
  await page.getByRole('checkbox', { name: 'closed ones too' }).check()
  await page.getByRole('button', { name: 'List' }).click()
  await expect(page.getByText(/\d+ failovers/)).toBeVisible()
  await shown('list')
  await page.goto('/local/transactions/1/1004')
  await expect(page.getByText('Which kind of transaction is it?')).toBeVisible()
  await shown('kinds')
  await page.goto('/local/transactions/1/999999?cmd=10002')
  await expect(page.getByRole('alert')).toBeVisible()
  await shown('unknown')
})

test('in Chinese it is Chinese, in the words of the OMS', async ({ page, axe }) => {
  await page.addInitScript(() => localStorage.setItem('amends.preferences', JSON.stringify({ language: 'zh-CN' })))
  await page.goto('/local/transactions/1/4009?cmd=10009')
  await expect(page.getByText('挂起中').first()).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: /^数据备份/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /恢\s?复/ }).first()).toBeVisible()
  expect(await axe()).toEqual([])
  await page.goto('/local/transactions')
  await expect(page.getByRole('table').getByText('数据备份').first()).toBeVisible()
})

test('news does not move what is under the pointer', async ({ page, fast, transaction }) => {
  // Long enough to be seen executing.
  await transaction.open(1, 3012, 10012, '', fast.url)
  const suspend = transaction.operation('Suspend')
  const before = { places: await places(page), suspend: await suspend.boundingBox() }
  await transaction.act('Execute')
  await expect(transaction.whoActs).toHaveText(/^The engine executes it/)
  expect(await places(page)).toEqual(before.places)
  await expect(transaction.whoActs).toHaveText('It succeeded and is closed for good.', { timeout: 30_000 })
  expect(await places(page)).toEqual(before.places)
  expect(await suspend.boundingBox()).toEqual(before.suspend)
})
