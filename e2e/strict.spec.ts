import type { Condition } from '../src/wow/condition/condition.ts'
import { encodeCondition } from '../src/wow/condition/conditionCodec.ts'
import { startProduct } from './support/product.ts'
import { test as base, expect } from './support/test.ts'

/** The same product with a server that refuses what a real one refuses by default. */
const test = base.extend({
  product: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      const product = await startProduct({ AMENDS_SCHEDULER: 'off', AMENDS_EMBEDDED_GUARD: 'strict' })
      await provide(product)
      await product.dispose()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

const CODE = 'state.error.errorCode'
const MESSAGE = 'state.error.errorMsg'
const words = (operator: string) =>
  `HTTP query operator[${operator}] is disabled because expensive operators are not allowed.`
const code: Condition = { field: CODE, operator: 'EQ', value: 'BadRequest' }
const contains: Condition = { field: MESSAGE, operator: 'CONTAINS', value: 'timed out' }

test('what the server refuses is in the lists, off, with its words', async ({ page, executions, builder }) => {
  await executions.open('?view=all')
  await builder.open()
  await builder.choose(builder.row(), 'Field', MESSAGE)
  for (const operator of ['NE', 'NOT_IN', 'CONTAINS', 'ENDS_WITH', 'NULL', 'NOT_NULL']) {
    const choice = await builder.choice(builder.row(), 'Operator', new RegExp(`\\b${operator}\\b`))
    await expect(choice).toHaveAttribute('aria-disabled', 'true')
    await expect(choice).toContainText(words(operator))
    await choice.click({ force: true })
    await expect(builder.row().getByRole('combobox', { name: 'Operator' })).toHaveValue('is')
    await page.keyboard.press('Escape')
  }
  const nor = await builder.choice(builder.sheet, 'Joined by', /None of/)
  await expect(nor).toHaveAttribute('aria-disabled', 'true')
  await expect(nor).toContainText(words('NOR'))
  await page.keyboard.press('Escape')

  await builder.choose(builder.row(), 'Operator', 'STARTS_WITH')
  const anyCase = builder.row().getByRole('checkbox', { name: 'any letter case' })
  await expect(anyCase).toHaveAccessibleDescription(`Any letter case is refused here: ${words('STARTS_WITH')}`)
  await anyCase.click({ force: true })
  await expect(anyCase).not.toBeChecked()
  await builder.choose(builder.row(), 'Operator', 'EXISTS')
  const missing = await builder.choice(builder.row(), 'Present', /no, it is missing/)
  await expect(missing).toContainText(words('EXISTS'))
  await page.keyboard.press('Escape')

  await builder.choose(builder.row(), 'Field', 'no field')
  const raw = await builder.choice(builder.row(), 'Operator', /RAW/)
  await expect(raw).toContainText('HTTP query operator[RAW] is not allowed.')
})

test('a pasted JSON is shown refused at the node that is refused, and is not asked', async ({
  page,
  executions,
  builder,
}) => {
  await executions.open('?view=all')
  await builder.open()
  await builder.button('JSON').click()
  await builder.json.fill(
    JSON.stringify({ operator: 'AND', children: [code, { operator: 'OR', children: [code, contains] }] }),
  )
  await expect(builder.row('2.2')).toContainText(words('CONTAINS'))
  await expect(builder.row('2.1')).not.toContainText('refuses')
  await builder.button('Apply').click()
  await expect(builder.sheet).toContainText('Nothing was applied: one condition is marked.')
  await expect(builder.row('2.2').getByRole('combobox', { name: 'Operator' })).toBeFocused()
  await builder.choose(builder.row('2.2'), 'Operator', 'STARTS_WITH')
  await builder.apply()
  await expect(executions.chips).toHaveCount(2)
  await expect(page.getByText('The executions could not be read.')).toBeHidden()
})

test('a link that the server refuses shows its words in place of the list and leads to the node', async ({
  page,
  builder,
  axe,
}) => {
  const filter: Condition = { operator: 'AND', children: [code, { operator: 'OR', children: [contains, code] }] }
  await page.goto(`/local/executions?view=all&filter=${encodeCondition(filter)}`)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText(words('CONTAINS'))
  expect(await axe()).toEqual([])
  await page.getByRole('button', { name: 'Change the condition' }).click()
  await expect(builder.row('2.1')).toContainText(words('CONTAINS'))
  await expect(builder.row('2.1').getByRole('combobox', { name: 'Operator' })).toBeFocused()
  await builder.row('2.1').getByRole('button', { name: 'Remove condition 2.1' }).click()
  await builder.apply()
  await expect(alert).toBeHidden()
})

test('a pasted error is found by how its message begins, and the page says what was searched', async ({
  page,
  executions,
}) => {
  await executions.open('?view=all')
  await executions.filter.fill('Timed out after 999 ms while waiting for a server')
  const help = page.locator('.quick-help')
  await expect(help).toContainText('The message begins with “Timed out after ”')
  await expect(help).toContainText('this server refuses to look inside')
  await expect(help).toContainText(words('CONTAINS'))
  await executions.filter.press('Enter')
  await expect(executions.chips).toContainText('only the beginning is searched')
  await expect(executions.rows.first()).toContainText('Timed out')
  for (const text of await executions.rows.allTextContents()) expect(text).toContain('Timed out after')

  await executions.chips.getByRole('button', { name: /^Remove/u }).click()
  await executions.filter.fill('17 records are missing')
  await expect(help).toContainText('changes from one failure to the next: <number> records are missing')
  await executions.filter.press('Enter')
  await expect(executions.chips).toHaveCount(0)
})
