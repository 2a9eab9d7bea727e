import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestServer } from '../../../testServer.ts'
import type { TestServer } from '../../../testServer.ts'
import { renderRoute } from '../../../renderRoute.tsx'
import { record, remove } from '../../detail/testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({ scheduler: false }))
})

afterEach(() => void vi.restoreAllMocks())

const QUERIES = { phone: ['(max-width: 599px)', '(hover: none)'], tablet: ['(hover: none)'] } as const

function openOn(device: keyof typeof QUERIES, address = '/local/executions') {
  const usual = window.matchMedia
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => {
    const list = usual(query)
    return Object.assign(list, { matches: list.matches || QUERIES[device].some((each) => each === query) })
  })
  return renderRoute(address, gateway.app)
}

const row = (id: string) => document.querySelector<HTMLElement>(`tr[data-row-id="${id}"]`)

async function openMenu(user: ReturnType<typeof openOn>['user'], id: string) {
  await user.click(await screen.findByRole('button', { name: `Actions on ${id}` }))
  return within(await screen.findByRole('dialog', { name: `Actions on ${id}` }))
}

test.each(['phone', 'tablet'] as const)('on a %s a row is acted on without opening it', async (device) => {
  const [id, other] = [await record(wow), await record(wow)]
  const { user, address } = openOn(device)
  const menu = await openMenu(user, id)
  expect(menu.getAllByRole('button')[0]).toHaveAccessibleName('Prepare')
  await user.click(menu.getByRole('button', { name: 'Prepare' }))
  await waitFor(() => expect(row(id)).toHaveTextContent(/executing/u))
  expect(row(other)).toHaveTextContent(/failed/u)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(address()).toBe('/local/executions')
})

test('what asks first asks over the list', async () => {
  const id = await record(wow)
  const { user, address } = openOn('phone')
  await user.click((await openMenu(user, id)).getByRole('button', { name: 'Delete' }))
  await user.click(
    within(await screen.findByRole('dialog', { name: 'Delete' })).getByRole('button', { name: 'Cancel' }),
  )
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(address()).toBe('/local/executions')
})

test('a value of a row includes and excludes', async () => {
  const short = await record(wow, { errorCode: 'STOCK_SHORT' })
  const slow = await record(wow, { errorCode: 'TIMEOUT' })
  const { user } = openOn('phone')
  await user.click((await openMenu(user, short)).getByRole('button', { name: 'Filter by a value' }))
  const values = within(await screen.findByRole('dialog', { name: `Values of ${short}` }))
  expect(values.getAllByRole('button')[0]).toHaveFocus()
  await user.click(values.getByRole('button', { name: 'Not error code = STOCK_SHORT' }))
  await waitFor(() => expect(row(short)).toBeNull())
  expect(row(slow)).not.toBeNull()
  expect(screen.getByRole('list', { name: 'Conditions' })).toHaveTextContent('STOCK_SHORT')
})

test('in the deleted view the values are only copied, and recover is the action', async () => {
  const id = await record(wow)
  await remove(wow, id)
  const { user } = openOn('phone', '/local/executions?view=deleted')
  const menu = await openMenu(user, id)
  expect(menu.getAllByRole('button').map((each) => each.textContent)).toEqual([
    expect.stringMatching(/^Recover/u),
    expect.stringMatching(/^Copy a value/u),
  ])
  await user.click(menu.getByRole('button', { name: 'Copy a value' }))
  const values = await screen.findByRole('dialog', { name: `Values of ${id}` })
  for (const button of within(values).getAllByRole('button')) expect(button).toHaveTextContent(/^Copy/u)
})
