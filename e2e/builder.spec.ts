import type { Locator, Page } from '@playwright/test'
import { OPERATORS, type Condition, type Operator } from '../src/wow/condition/condition.ts'
import { encodeCondition } from '../src/wow/condition/conditionCodec.ts'
import type { BuilderScreen } from './support/BuilderScreen.ts'
import { expect, test } from './support/test.ts'

const CODE = 'state.error.errorCode'
const MESSAGE = 'state.error.errorMsg'
const STATUS = 'state.status'
const TRIES = 'state.retryState.retries'
const EXECUTED = 'state.executeAt'
const RETRYABLE = 'state.isRetryable'
const BINDING = 'state.error.bindingErrors'
const ZONE = { zoneId: 'Europe/Berlin' }
const RECORD = 'no field'

type Fill = (row: Locator, builder: BuilderScreen) => Promise<void>

const value =
  (text: string): Fill =>
  async (row) =>
    row.getByRole('textbox', { name: 'Value', exact: true }).fill(text)
const values =
  (...texts: readonly string[]): Fill =>
  async (row) => {
    const box = row.getByRole('combobox', { name: 'Add a value' })
    for (const text of texts) {
      await box.fill(text)
      await box.press('Enter')
    }
  }
const days: Fill = async (row) => row.getByRole('textbox', { name: 'Days' }).fill('4')
const ends: Fill = async (row) => {
  await row.getByRole('textbox', { name: 'From' }).fill('1')
  await row.getByRole('textbox', { name: 'To' }).fill('3')
}
const nothing: Fill = async () => undefined

/** How each operator is entered, and what then stands in the address. */
const ENTERED: Record<
  Exclude<Operator, 'AND' | 'OR' | 'NOR' | 'ALL' | 'MATCH' | 'RAW'>,
  readonly [string, Fill, Condition]
> = {
  ID: [RECORD, value('0VSampleFixed01'), { value: '0VSampleFixed01' }],
  IDS: [RECORD, values('0VSampleFixed01', '0VSampleTrace01'), { value: ['0VSampleFixed01', '0VSampleTrace01'] }],
  AGGREGATE_ID: [RECORD, value('0VSampleFixed01'), { value: '0VSampleFixed01' }],
  AGGREGATE_IDS: [RECORD, values('0VSampleFixed01'), { value: ['0VSampleFixed01'] }],
  TENANT_ID: [RECORD, value('(0)'), { value: '(0)' }],
  OWNER_ID: [RECORD, value('alice'), { value: 'alice' }],
  SPACE_ID: [RECORD, value('s1'), { value: 's1' }],
  DELETED: [RECORD, (row, builder) => builder.choose(row, 'Deletion state', 'ACTIVE'), { value: 'ACTIVE' }],
  EQ: [CODE, value('BadRequest'), { field: CODE, value: 'BadRequest' }],
  NE: [CODE, value('BadRequest'), { field: CODE, value: 'BadRequest' }],
  GT: [TRIES, value('1'), { field: TRIES, value: 1 }],
  LT: [TRIES, value('4'), { field: TRIES, value: 4 }],
  GTE: [
    EXECUTED,
    async (row) => {
      await row.getByRole('combobox', { name: 'Value: kind of time' }).selectOption('now minus')
      await row.getByRole('textbox', { name: 'Value: how much' }).fill('4')
      await row.getByRole('combobox', { name: 'Value: unit' }).selectOption('days')
    },
    { field: EXECUTED, value: { $now: -4 * 86_400_000 } },
  ],
  LTE: [
    EXECUTED,
    async (row) => row.getByLabel('Value', { exact: true }).fill('2037-01-02T03:04:05'),
    { field: EXECUTED, value: Date.UTC(2037, 0, 2, 2, 4, 5) },
  ],
  CONTAINS: [MESSAGE, value('timed out'), { field: MESSAGE, value: 'timed out', options: { ignoreCase: true } }],
  IN: [STATUS, values('fail', 'A_NEW_ONE'), { field: STATUS, value: ['FAILED', 'A_NEW_ONE'] }],
  NOT_IN: [STATUS, values('SUCCEEDED'), { field: STATUS, value: ['SUCCEEDED'] }],
  BETWEEN: [TRIES, ends, { field: TRIES, value: [1, 3] }],
  ALL_IN: ['tags.team', values('shop'), { field: 'tags.team', value: ['shop'] }],
  STARTS_WITH: [MESSAGE, value('Time'), { field: MESSAGE, value: 'Time' }],
  ENDS_WITH: [
    MESSAGE,
    async (row) => {
      await value('ms')(row, Object())
      await row.getByRole('checkbox', { name: 'any letter case' }).check()
    },
    { field: MESSAGE, value: 'ms', options: { ignoreCase: true } },
  ],
  ELEM_MATCH: [
    BINDING,
    async (_, builder) => {
      const inner = builder.row('1.1')
      await builder.choose(inner, 'Field', 'name')
      await inner.getByRole('textbox', { name: 'Value' }).fill('sku')
    },
    { field: BINDING, children: [{ field: 'name', operator: 'EQ', value: 'sku' }] },
  ],
  NULL: [BINDING, nothing, { field: BINDING }],
  NOT_NULL: [CODE, nothing, { field: CODE }],
  TRUE: [RETRYABLE, nothing, { field: RETRYABLE }],
  FALSE: [RETRYABLE, nothing, { field: RETRYABLE }],
  EXISTS: [BINDING, (row, builder) => builder.choose(row, 'Present', 'no'), { field: BINDING, value: false }],
  TODAY: [EXECUTED, nothing, { field: EXECUTED, options: ZONE }],
  BEFORE_TODAY: [
    EXECUTED,
    async (row) => row.getByRole('textbox', { name: 'Time of day' }).fill('12:30'),
    { field: EXECUTED, value: '12:30', options: ZONE },
  ],
  TOMORROW: [EXECUTED, nothing, { field: EXECUTED, options: ZONE }],
  THIS_WEEK: [
    EXECUTED,
    (row, builder) => builder.choose(row, 'Zone', '+08:00'),
    { field: EXECUTED, options: { zoneId: '+08:00' } },
  ],
  NEXT_WEEK: [EXECUTED, (row, builder) => builder.choose(row, 'Zone', "server's own zone"), { field: EXECUTED }],
  LAST_WEEK: [EXECUTED, nothing, { field: EXECUTED, options: ZONE }],
  THIS_MONTH: [
    'some.text.of.days',
    async (row) => row.getByRole('textbox', { name: /^Date pattern/ }).fill('yyyy-MM-dd'),
    { field: 'some.text.of.days', options: { zoneId: 'Europe/Berlin', datePattern: 'yyyy-MM-dd' } },
  ],
  LAST_MONTH: [EXECUTED, nothing, { field: EXECUTED, options: ZONE }],
  RECENT_DAYS: [EXECUTED, days, { field: EXECUTED, value: 4, options: ZONE }],
  EARLIER_DAYS: [EXECUTED, days, { field: EXECUTED, value: 4, options: ZONE }],
}

const isEntered = (operator: Operator): operator is keyof typeof ENTERED => Object.hasOwn(ENTERED, operator)
const entered = OPERATORS.filter(isEntered)

test('every operator of the contract is entered here, is a group, or is refused by every server', () => {
  expect(OPERATORS.filter((operator) => !isEntered(operator))).toEqual(['AND', 'OR', 'NOR', 'ALL', 'MATCH', 'RAW'])
})

for (const part of [0, 1, 2, 3]) {
  const operators = entered.filter((_, index) => index % 4 === part)
  test(`every operator once, part ${part + 1}: ${operators.join(' ')}`, async ({ page, executions, builder }) => {
    test.setTimeout(180_000)
    await executions.open('?view=all')
    for (const operator of operators) {
      await test.step(operator, async () => {
        const [field, fill, expected] = ENTERED[operator]
        await builder.open()
        await builder.choose(builder.row(), 'Field', field)
        await builder.choose(builder.row(), 'Operator', operator)
        await fill(builder.row(), builder)
        const answer = page.waitForResponse(
          (response) =>
            response.url().endsWith('/snapshot/list') &&
            response.request().postData()?.includes(`"operator":"${operator}"`) === true,
        )
        await builder.apply()
        expect(builder.filter()).toEqual({ ...expected, operator })
        expect((await answer).status()).toBe(200)
        await expect(executions.chips).toHaveCount(1)
        await page.getByRole('button', { name: /^Remove: / }).click()
        await expect(executions.chips).toHaveCount(0)
      })
    }
  })
}

test('groups: nested, none of, moved, and everything as the address says it', async ({ page, executions, builder }) => {
  await executions.open('?view=all')
  await builder.open()
  await builder.choose(builder.row('1'), 'Field', CODE)
  await builder.row('1').getByRole('textbox', { name: 'Value' }).fill('BadRequest')
  await builder.button('+ group').click()
  await builder.choose(builder.row('2.1'), 'Field', TRIES)
  await builder.choose(builder.row('2.1'), 'Operator', 'GTE')
  await builder.row('2.1').getByRole('textbox', { name: 'Value' }).fill('3')
  await builder.group('2').getByRole('button', { name: '+ condition' }).click()
  await builder.choose(builder.row('2.2'), 'Field', STATUS)
  await values('SUCCEEDED')(builder.row('2.2'), builder)
  await builder.group('2').getByRole('button', { name: '+ group' }).click()
  await builder.choose(builder.row('2.3.1'), 'Field', 'tags.team')
  await builder.row('2.3.1').getByRole('textbox', { name: 'Value' }).fill('shop')
  await builder.choose(builder.group('2.3'), 'Joined by', 'NOR')
  await expect(builder.sheet).toContainText(
    'error code is BadRequest and (retries is at least 3 or status is SUCCEEDED or not (tag team is shop))',
  )
  await expect(builder.sheet).toContainText('8 of 62 nodes')

  await builder.row('1').getByRole('button', { name: 'Move condition 1', exact: true }).click()
  await page.getByRole('button', { name: 'Move down' }).click()
  await builder.apply()
  const either: Condition = {
    operator: 'OR',
    children: [
      { field: TRIES, operator: 'GTE', value: 3 },
      { field: STATUS, operator: 'IN', value: ['SUCCEEDED'] },
      { operator: 'NOR', children: [{ field: 'tags.team', operator: 'EQ', value: 'shop' }] },
    ],
  }
  const code: Condition = { field: CODE, operator: 'EQ', value: 'BadRequest' }
  expect(builder.filter()).toEqual({ operator: 'AND', children: [either, code] })
  await expect(executions.chips).toHaveCount(2)
  await expect(executions.rows.first()).toContainText('BadRequest')

  await page.getByRole('button', { name: /^Change: retries/ }).click()
  await expect(builder.group('1').getByRole('combobox', { name: 'Joined by' }).first()).toBeFocused()
  await builder.choose(builder.group('1'), 'Joined by', 'AND')
  await builder.button('Cancel').click()
  expect(builder.filter()).toEqual({ operator: 'AND', children: [either, code] })
})

test('reload and Back keep the question, Back closes the sheet, and an unapplied draft is kept', async ({
  page,
  executions,
  builder,
}) => {
  await executions.open('?view=all')
  await builder.open()
  await builder.choose(builder.row(), 'Field', 'error code')
  await builder.row().getByRole('textbox', { name: 'Value' }).fill('BadRequest')
  await expect(executions.rows.filter({ hasNotText: 'BadRequest' }).first()).toBeVisible()
  await page.reload()
  await expect(builder.row().getByRole('textbox', { name: 'Value' })).toHaveValue('BadRequest')
  await page.goBack()
  await expect(builder.sheet).toBeHidden()
  await builder.open()
  await expect(builder.sheet).toContainText('These changes were not applied yet.')
  await builder.apply()
  await expect(executions.chips).toHaveCount(1)
  const asked = builder.filter()
  const ids = await executions.ids()

  await page.reload()
  await expect(executions.rows.first()).toBeVisible()
  expect(builder.filter()).toEqual(asked)
  expect(await executions.ids()).toEqual(ids)
  await page.goBack()
  await expect(executions.chips).toHaveCount(0)
  await expect(builder.sheet).toBeHidden()
  await page.goForward()
  await expect(executions.chips).toHaveCount(1)
  expect(builder.filter()).toEqual(asked)
})

test('JSON beside the rows: pasted, changed, and its mistakes said with their place', async ({
  executions,
  builder,
}) => {
  await executions.open('?view=all')
  await builder.open()
  await builder.button('JSON').click()
  await builder.json.fill(`{ "condition": { "field": "", "operator": "AND", "value": null, "children": [
    { "field": "${CODE}", "operator": "EQ", "value": "BadRequest", "children": "[]", "options": "{}" },
    { "field": "${TRIES}", "operator": "GTE", "value": 1 } ], "options": "{}" }, "sort": "[]", "limit": 10 }`)
  await expect(builder.sheet).toContainText('Of this query only the condition is taken.')
  await expect(builder.row('2').getByRole('textbox', { name: 'Value' })).toHaveValue('1')
  await expect(builder.sheet).toContainText('error code is BadRequest and retries is at least 1')

  await builder.json.fill('{\n  "operator": EQ\n}')
  await expect(builder.sheet).toContainText('This is no JSON at line 2, column 15.')
  await builder.button('Apply').click()
  await expect(builder.sheet).toContainText('Nothing was applied: the JSON cannot be read.')
  await builder.json.fill('{"operator":"AND","children":[{"operator":"LIKE"}]}')
  await expect(builder.sheet).toContainText('children[0].operator')
  await expect(builder.row('2').getByRole('textbox', { name: 'Value' })).toHaveValue('1')

  await builder.json.fill(`{"field":"${TRIES}","operator":"GTE","value":1}`)
  await builder.row().getByRole('textbox', { name: 'Value' }).fill('2')
  await expect(builder.json).toHaveValue(/"value": 2/)
  await builder.apply()
  expect(builder.filter()).toEqual({ field: TRIES, operator: 'GTE', value: 2 })
})

/** As a person does: to fill in so many lines as if typed takes a browser seconds. */
async function paste(page: Page, into: Locator, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await into.press('ControlOrMeta+v')
}

test('hundreds of pasted ids become one condition, in an address that opens again', async ({
  page,
  executions,
  builder,
}) => {
  await executions.open('?view=all')
  const shown = await executions.ids()
  const others = Array.from({ length: 950 }, (_, index) => `0VNothing${String(index).padStart(6, '0')}`)
  await builder.open()
  await builder.choose(builder.row(), 'Field', RECORD)
  await builder.choose(builder.row(), 'Operator', 'IDS')
  await builder.row().getByRole('button', { name: 'as lines' }).click()
  const lines = builder.row().getByRole('textbox', { name: 'Values, one in each line' })
  await paste(page, lines, [...shown, ...others].join('\n'))
  await expect(builder.row()).toContainText('1000 of 1000 values')
  await builder.apply()
  await expect(executions.chips).toHaveCount(1)
  expect(new URL(page.url()).search.length).toBeLessThan(12_000)
  await page.reload()
  await expect(executions.rows).toHaveCount(shown.length)
  expect(await executions.ids()).toEqual(shown)

  await page.getByRole('button', { name: /^Change: / }).click()
  await lines.press('ControlOrMeta+End')
  await page.keyboard.type('\none too many')
  await builder.button('Apply').click()
  await expect(builder.row()).toContainText('1001 values: the server takes at most 1000.')
})

test('what cannot fit is said before anything is asked: too many nodes, too long an address', async ({
  page,
  executions,
  builder,
}) => {
  await executions.open('?view=all')
  await builder.open()
  await builder.button('JSON').click()
  const eq = { field: CODE, operator: 'EQ', value: 'x' }
  await builder.json.fill(JSON.stringify({ operator: 'OR', children: Array.from({ length: 70 }, () => eq) }))
  await expect(builder.sheet).toContainText('73 of 62 nodes')
  await builder.button('Apply').click()
  await expect(builder.sheet).toBeVisible()
  let noise = 7
  const random = () => {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0
    return noise.toString(36)
  }
  const long = Array.from({ length: 900 }, () => random() + random() + random() + random())
  await builder.json.fill(JSON.stringify({ field: CODE, operator: 'IN', value: long }))
  await expect(builder.sheet).toContainText('This filter is too long for an address')
  await builder.button('Apply').click()
  await expect(builder.sheet).toBeVisible()
  expect(new URL(page.url()).searchParams.has('filter')).toBe(false)
})

test('an address of the first format opens, and its condition can be changed', async ({
  executions,
  builder,
  page,
}) => {
  await executions.open('?view=all&filter=1WyJFUSIsNSwiQmFkUmVxdWVzdCJd')
  await expect(executions.rows.first()).toContainText('BadRequest')
  await page.getByRole('button', { name: 'Change: error code is BadRequest' }).click()
  await builder.choose(builder.row(), 'Operator', 'STARTS_WITH')
  await builder.apply()
  expect(builder.filter()).toEqual({ field: CODE, operator: 'STARTS_WITH', value: 'BadRequest' })
})

test('only the keyboard: open, choose, complete, apply', async ({ page, executions, builder }) => {
  await executions.open('?view=all')
  await page.keyboard.press('e')
  await expect(builder.row().getByRole('combobox', { name: 'Field' })).toBeFocused()
  await page.keyboard.type('message')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('starts')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await expect(builder.row()).toContainText('Give a value.')
  await expect(builder.row().getByRole('textbox', { name: 'Value' })).toBeFocused()
  await page.keyboard.type('Time')
  await page.keyboard.press('Control+Enter')
  await expect(builder.sheet).toBeHidden()
  expect(builder.filter()).toEqual({ field: MESSAGE, operator: 'STARTS_WITH', value: 'Time' })
  await page.keyboard.press('e')
  await expect(builder.row('2').getByRole('combobox', { name: 'Field' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(builder.sheet).toBeHidden()
})

test('news and a removed chip take nothing away from what is being typed', async ({ page, executions, builder }) => {
  await executions.open(`?view=all&filter=${encodeCondition({ field: CODE, operator: 'EQ', value: 'BadRequest' })}`)
  await builder.open()
  await builder.choose(builder.row('2'), 'Field', 'retries')
  await builder.row('2').getByRole('textbox', { name: 'Value' }).fill('7')
  await page.getByRole('button', { name: /^Remove: error code/ }).click()
  await expect(executions.chips).toHaveCount(0)
  await expect(builder.sheet).toContainText('The applied filter is another now.')
  await expect(builder.row('2').getByRole('textbox', { name: 'Value' })).toHaveValue('7')
})

const NESTED = encodeCondition({
  operator: 'AND',
  children: [
    { field: CODE, operator: 'IN', value: ['STOCK_SHORT', 'TIMEOUT'] },
    { field: EXECUTED, operator: 'RECENT_DAYS', value: 4, options: { zoneId: 'UTC' } },
    {
      operator: 'OR',
      children: [
        { field: MESSAGE, operator: 'CONTAINS', value: 'short', options: { ignoreCase: true } },
        { field: EXECUTED, operator: 'GTE', value: { $now: -3_600_000 } },
      ],
    },
  ],
})

const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test.describe(`${viewport.width} px`, () => {
    test.use({ viewport })
    test('the builder is accessible and fits', async ({ page, builder, axe }) => {
      test.setTimeout(120_000)
      await page.goto(`/local/executions?view=succeeded&edit=all&filter=${NESTED}`)
      await expect(builder.sheet).toBeVisible()
      expect(await axe('builder')).toEqual([])
      expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0)
      await builder.row('1').getByRole('combobox', { name: 'Field' }).click()
      await expect(page.getByRole('listbox', { name: 'Field' })).toBeVisible()
      expect(await axe('fields')).toEqual([])
      await page.keyboard.press('Escape')
      await builder.row('1').getByRole('button', { name: 'Move condition 1', exact: true }).click()
      expect(await axe('menu')).toEqual([])
      await page.keyboard.press('Escape')
      await builder.button('JSON').click()
      expect(await axe('json')).toEqual([])
    })
  })
}

test('in Chinese the builder is Chinese', async ({ page, axe }, info) => {
  await page.addInitScript(() =>
    localStorage.setItem('amends.preferences', '{"language":"zh-CN","zone":"Asia/Shanghai"}'),
  )
  await page.goto(`/local/executions?view=succeeded&edit=all&filter=${NESTED}`)
  const sheet = page.getByRole('region', { name: '条件编辑器' })
  await expect(sheet.getByRole('group', { name: '条件 2', exact: true })).toBeVisible()
  await expect(sheet).toContainText('错误码是 STOCK_SHORT、TIMEOUT 之一')
  await page.screenshot({ path: info.outputPath('builder-zh.png') })
  expect(await axe()).toEqual([])
})
