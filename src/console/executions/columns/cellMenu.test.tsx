import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { setPreferences } from '../../ui/preferences.ts'
import { record, remove } from '../detail/testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

async function start(guard: 'open' | 'strict') {
  ;({ wow, gateway } = await openTestServer({ guard, scheduler: false }))
}

beforeEach(() => start('open'))

const open = (address = '/local/executions') => renderRoute(address, gateway.app)
const row = (id: string) => document.querySelector<HTMLElement>(`tr[data-row-id="${id}"]`)
const shownIds = () =>
  Array.from(document.querySelectorAll('tr[data-row-id]'), (each) => each.getAttribute('data-row-id'))
const chips = () => screen.getByRole('list', { name: 'Conditions' })
const showsOnly = (...ids: readonly string[]) => waitFor(() => expect(shownIds()).toEqual(ids))

/** Opens the menu of a cell as a mouse does. */
async function openMenu(user: ReturnType<typeof open>['user'], id: string, text: string) {
  await user.hover(within(row(id) ?? document.body).getByText(text))
  await user.click(screen.getByRole('button', { name: /^More with this value/u }))
  return screen.findByRole('dialog', { name: 'This value' })
}

test('a value includes or excludes, and is one more condition beside those there are', async () => {
  const short = await record(wow, { errorCode: 'STOCK_SHORT', maxRetries: 3 })
  const slow = await record(wow, { errorCode: 'TIMEOUT', maxRetries: 3 })
  const other = await record(wow, { errorCode: 'TIMEOUT', maxRetries: 5 })
  const { user } = open()
  await showsOnly(other, slow, short)

  await user.click(
    within(await openMenu(user, slow, 'TIMEOUT')).getByRole('button', { name: 'Only error code = TIMEOUT' }),
  )
  await showsOnly(other, slow)
  await user.click(within(await openMenu(user, slow, '0/3')).getByRole('button', { name: 'Not max retries = 3' }))
  await showsOnly(other)
  expect(within(chips()).getAllByRole('listitem')).toHaveLength(2)
  await user.click(
    within(await openMenu(user, other, 'TIMEOUT')).getByRole('button', { name: 'Only error code = TIMEOUT' }),
  )
  expect(within(chips()).getAllByRole('listitem')).toHaveLength(2)
})

test('the keyboard goes from the row to the values of its cells and back', async () => {
  const short = await record(wow, { errorCode: 'STOCK_SHORT' })
  const slow = await record(wow, { errorCode: 'TIMEOUT' })
  const { user } = open()
  await showsOnly(slow, short)
  await user.keyboard('jj{ArrowRight}')
  const button = screen.getByRole('button', { name: /^More with this value: failed/u })
  expect(button).toHaveFocus()
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}')
  expect(screen.getByRole('button', { name: /^More with this value: STOCK_SHORT/u })).toHaveFocus()
  await user.keyboard('{Enter}')
  const menu = await screen.findByRole('dialog', { name: 'This value' })
  expect(within(menu).getByRole('button', { name: 'Only error code = STOCK_SHORT' })).toHaveFocus()
  await user.keyboard('{Escape}{Escape}')
  expect(row(short)).toHaveFocus()
  expect(screen.queryByRole('button', { name: /^More with this value/u })).toBeNull()
  await user.keyboard('{ArrowRight}{Enter}')
  await screen.findByRole('dialog', { name: 'This value' })
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(await navigator.clipboard.readText()).toBe('FAILED')
  expect(screen.queryByRole('list', { name: 'Conditions' })).toBeNull()
})

test('every kind of value offers what it can be asked for', async () => {
  const executeAt = Date.now() - 90_000
  const first = await record(wow, { executeAt, bindingErrors: [{ name: 'sku', msg: 'gone' }] })
  const later = await record(wow, { executeAt: executeAt + 60_000 })
  setPreferences({
    columns: { executions: ['id', 'failed', 'state.isRetryable', 'state.error.bindingErrors.name', 'state.retrySpec'] },
  })
  const { user } = open()
  await showsOnly(later, first)

  const object = await openMenu(
    user,
    first,
    /^\{"maxRetries"/u.exec(row(first)?.textContent ?? '')?.[0] ??
      '{"maxRetries":3,"minBackoff":180,"executionTimeout":120}',
  )
  expect(within(object).getAllByRole('button')).toHaveLength(1)
  await user.keyboard('{Escape}{Escape}')
  await user.click(within(await openMenu(user, first, '["sku"]')).getByRole('button', { name: /^Only .* = sku/u }))
  await showsOnly(first)
  await user.click(screen.getByRole('button', { name: /^Remove: /u }))
  await showsOnly(later, first)
  await user.click(within(await openMenu(user, later, 'true')).getByRole('button', { name: 'Not retryable = true' }))
  await showsOnly()
  await user.click(screen.getByRole('button', { name: /^Remove: /u }))
  await showsOnly(later, first)
  const time = within(row(later) ?? document.body).getByText(/ago|now/u)
  await user.click(
    within(await openMenu(user, later, time.textContent)).getByRole('button', { name: /^Only executed from .* on$/u }),
  )
  await showsOnly(later)
  await user.click(
    within(await openMenu(user, later, later)).getByRole('button', { name: `Not execution id = ${later}` }),
  )
  await showsOnly()
})

test('a server that refuses NE says so, and nothing is asked', async () => {
  await start('strict')
  const id = await record(wow, { errorCode: 'TIMEOUT' })
  const { user, address } = open()
  await showsOnly(id)
  const menu = await openMenu(user, id, 'TIMEOUT')
  const not = within(menu).getByRole('button', { name: 'Not error code = TIMEOUT' })
  await waitFor(() => expect(not).toHaveAccessibleDescription(/operator\[NE\] is disabled/u))
  await user.click(not)
  expect(address()).toBe('/local/executions')
})

test('the deleted view takes no filter: its values are only copied', async () => {
  const id = await record(wow, { errorCode: 'TIMEOUT' })
  await remove(wow, id)
  const { user } = open('/local/executions?view=deleted')
  await showsOnly(id)
  const menu = await openMenu(user, id, 'TIMEOUT')
  const names = within(menu)
    .getAllByRole('button')
    .map((button) => button.textContent)
  expect(names.length).toBeGreaterThan(0)
  expect(names.every((name) => name?.startsWith('Copy'))).toBe(true)
})
