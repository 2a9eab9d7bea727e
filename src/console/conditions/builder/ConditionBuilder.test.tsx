import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { decodeCondition, encodeCondition } from '../../../wow/condition/conditionCodec.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { record } from '../../executions/detail/testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']
let refusal: string | undefined

beforeEach(async () => {
  sessionStorage.clear()
  refusal = undefined
  ;({ wow, gateway } = await openTestServer())
})

const CODE: Condition = { field: 'state.error.errorCode', operator: 'EQ', value: 'TIMEOUT' }
const TRIES: Condition = { field: 'state.retryState.retries', operator: 'GTE', value: 1 }

/** A server that refuses the list in words of its own. */
function answer(request: Request) {
  if (refusal !== undefined && request.url.endsWith('/snapshot/list'))
    return Response.json({ errorCode: 'IllegalArgument', errorMsg: refusal }, { status: 400 })
  return gateway.app.request(request)
}

const open = (address: string) => renderRoute(address, { request: answer })
const at = (filter: Condition, edit: string) =>
  `/local/executions?view=all&filter=${encodeCondition(filter)}&edit=${edit}`
const sheet = () => screen.findByRole('region', { name: 'Condition builder' })
const row = (place: string) => screen.findByRole('group', { name: `Condition ${place}` })
const filterIn = (address: string) => decodeCondition(new URLSearchParams(address.split('?')[1]).get('filter') ?? '')
const rows = () => Array.from(document.querySelectorAll('tr[data-row-id]'), (each) => each.getAttribute('data-row-id'))

test('the list shows the applied filter until Apply, then the other', async () => {
  const timeout = await record(wow, { errorCode: 'TIMEOUT' })
  const short = await record(wow, { errorCode: 'STOCK_SHORT' })
  const { user, address } = open(at(CODE, '0'))
  const value = within(await row('1')).getByRole('textbox', { name: 'Value' })
  await waitFor(() => expect(rows()).toEqual([timeout]))
  await user.clear(value)
  await user.type(value, 'STOCK_SHORT')
  expect(await sheet()).toHaveTextContent('In words: error code is STOCK_SHORT')
  expect(rows()).toEqual([timeout])
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(rows()).toEqual([short]))
  expect(filterIn(address())).toEqual({ ...CODE, value: 'STOCK_SHORT' })
  expect(screen.queryByRole('region', { name: 'Condition builder' })).toBeNull()
})

test('what is not complete is marked when applied, and nothing is asked', async () => {
  const { user, address } = open('/local/executions?view=all&edit=new')
  const first = within(await row('1'))
  await user.type(first.getByRole('combobox', { name: 'Field' }), 'retries{Enter}')
  expect(first.queryByText('Give a value.')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Apply' }))
  expect(first.getByText('Give a value.')).toBeVisible()
  expect(await screen.findByText('Nothing was applied: one condition is marked.')).toBeVisible()
  expect(first.getByRole('textbox', { name: 'Value' })).toHaveFocus()
  await user.keyboard('abc')
  expect(first.getByText('This field holds a number; “abc” is none.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Apply' }))
  expect(filterIn(address())).toBeUndefined()
})

test('many pasted lines become values, each once', async () => {
  const { user, address } = open('/local/executions?view=all&edit=new')
  const first = within(await row('1'))
  await user.type(first.getByRole('combobox', { name: 'Field' }), 'status{Enter}')
  await user.click(first.getByRole('combobox', { name: 'Add a value' }))
  await user.paste('FAILED\r\n\r\nA_NEW_ONE\nFAILED\n')
  expect(first.getByRole('list', { name: 'Values' })).toHaveTextContent('FAILEDA_NEW_ONE')
  await user.click(screen.getByRole('button', { name: 'Apply' }))
  await waitFor(() =>
    expect(filterIn(address())).toEqual({ field: 'state.status', operator: 'IN', value: ['FAILED', 'A_NEW_ONE'] }),
  )
})

test('a refusal in words of its own leads to the node that it names, and goes when the node changes', async () => {
  refusal = 'query operator[GTE] is not welcome today'
  const { user } = open(
    `/local/executions?view=all&filter=${encodeCondition({ operator: 'AND', children: [CODE, TRIES] })}`,
  )
  expect(await screen.findByText(/is not welcome today/u)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Change the condition' }))
  const second = within(await row('2'))
  expect(second.getByText(refusal)).toBeVisible()
  expect(within(await row('1')).queryByText(refusal)).toBeNull()
  await user.type(second.getByRole('combobox', { name: 'Operator' }), 'LTE{Enter}')
  expect(second.queryByText(refusal)).toBeNull()
})

test('a draft that was left is kept for its filter, and offered beside another', async () => {
  const first = open(at(CODE, '0'))
  const value = within(await row('1')).getByRole('textbox', { name: 'Value' })
  await first.user.clear(value)
  await first.user.type(value, 'HALF_TYPED')
  await first.user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Condition builder' })).toBeNull())
  first.unmount()

  const same = open(at(CODE, '0'))
  expect(within(await row('1')).getByRole('textbox', { name: 'Value' })).toHaveValue('HALF_TYPED')
  expect(await sheet()).toHaveTextContent('These changes were not applied yet.')
  same.unmount()

  const other = open(at(TRIES, '0'))
  expect(within(await row('1')).getByRole('textbox', { name: 'Value' })).toHaveValue('1')
  await other.user.click(screen.getByRole('button', { name: 'Show them' }))
  expect(within(await row('1')).getByRole('textbox', { name: 'Value' })).toHaveValue('HALF_TYPED')
  await other.user.click(screen.getByRole('button', { name: 'Drop these changes and begin from it' }))
  expect(within(await row('1')).getByRole('textbox', { name: 'Value' })).toHaveValue('1')
})

test('a value of another type than the field holds is shown as it is, and said', async () => {
  open(at({ field: 'state.isRetryable', operator: 'EQ', value: 'yes' }, '0'))
  const first = within(await row('1'))
  expect(first.getByText('This field holds true or false; “yes” is neither.')).toBeVisible()
})
