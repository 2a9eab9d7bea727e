import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../../testServer.ts'
import type { TestServer } from '../../../testServer.ts'
import { renderRoute } from '../../../renderRoute.tsx'
import { failAgain, mark, prepare, record, remove } from '../testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']
let id: string

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({ guard: 'strict' }))
  id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id, { errorMsg: 'stock of sku-99 is short' })
  await mark(wow, id, 'UNRECOVERABLE')
})

const open = (address: string) => renderRoute(`/local/executions/${id}${address}`, gateway.app)
const table = () => screen.findByRole('table', { name: '' })
const fields = async () => {
  const rows = within(await table())
    .getAllByRole('row')
    .slice(1)
  return rows.map((row) => within(row).getByRole('rowheader').textContent)
}
/** Old and new of a field. */
const values = async (name: string) => {
  const row = await screen.findByRole('row', { name: new RegExp(`^${name} `) })
  return within(row)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)
}

test('without a choice it shows what the last event changed', async () => {
  const { user } = open('')
  await user.click(await screen.findByRole('link', { name: 'State at' }))
  expect(await values('recoverable')).toEqual(['UNKNOWN', 'UNRECOVERABLE'])
  expect(await fields()).toEqual(['recoverable'])
  expect(screen.getByText('1 field differs.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: /^Show all \d+ fields$/ }))
  expect(await values('error code')).toEqual(['STOCK_SHORT', 'STOCK_SHORT'])
})

test('a link compares any two versions', async () => {
  open('/state/1/3')
  expect(await values('retries')).toEqual(['0', '1'])
  expect(screen.getByRole('columnheader', { name: 'v1' })).toBeVisible()
  expect(screen.getByRole('columnheader', { name: 'v3' })).toBeVisible()
  const message = await screen.findByRole('row', { name: /^error message/ })
  expect(within(message).getByRole('deletion')).toHaveTextContent('sku-4')
  expect(within(message).getByRole('insertion')).toHaveTextContent('sku-99')
  expect(screen.getByText(/^v3 · .* · Failed again/)).toBeVisible()
})

test('the slider names the version, and the address follows when it rests', async () => {
  const { address } = open('/state/3/now')
  const slider = await screen.findByRole('slider', { name: 'State at: version' })
  expect(slider).toHaveAttribute('aria-valuetext', 'version 3 of 4')
  fireEvent.change(slider, { target: { value: '1' } })
  expect(slider).toHaveAttribute('aria-valuetext', 'version 1 of 4')
  await waitFor(() => expect(address()).toBe(`/local/executions/${id}/state/1/now`))
  expect(await values('retries')).toEqual(['0', '1'])
})

test('a time finds the state of then; before the record there was none', async () => {
  const { user, address } = open(`/state/${new Date(Date.now() + 1000).toISOString()}/1`)
  expect(await values('recoverable')).toEqual(['UNRECOVERABLE', 'UNKNOWN'])
  expect(screen.getByText(/^v4 · /)).toBeVisible()
  const moment = screen.getByLabelText('State at: exact time')
  fireEvent.change(moment, { target: { value: '2020-01-01T00:00:00' } })
  fireEvent.blur(moment)
  expect(await screen.findByText(/^It was recorded later: /)).toBeVisible()
  expect(address()).toBe(`/local/executions/${id}/state/2020-01-01T00:00:00.000Z/1`)
  await user.selectOptions(screen.getByRole('combobox', { name: 'State at: kind of point' }), 'now')
  expect(await values('recoverable')).toEqual(['UNRECOVERABLE', 'UNKNOWN'])
})

test('a deleted state is one of them, and a version that is none is said', async () => {
  await remove(wow, id)
  const { unmount } = open('/state/4/5')
  expect(await values('deleted')).toEqual(['false', 'true'])
  unmount()
  open('/state/9/now')
  expect(await screen.findByText('There is no such version; the newest is v5.')).toBeVisible()
})
