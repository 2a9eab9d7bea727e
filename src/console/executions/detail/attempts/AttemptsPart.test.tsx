import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../../testServer.ts'
import type { TestServer } from '../../../testServer.ts'
import { renderRoute } from '../../../renderRoute.tsx'
import { TRACE, failAgain, prepare, record, succeed } from '../testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']
let id: string

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({ guard: 'strict' }))
  id = await record(wow, { maxRetries: 4 })
  await prepare(wow, id)
  await failAgain(wow, id, { errorMsg: 'stock of sku-99 is short' })
  await prepare(wow, id)
  await failAgain(wow, id, {
    errorCode: 'TIMEOUT',
    errorMsg: 'no answer',
    stackTrace: TRACE.replace('Stock.java:41', 'Stock.java:44'),
  })
})

const open = (address: string) => renderRoute(`/local/executions/${id}${address}`, gateway.app)
const past = async () => within(await screen.findByRole('list', { name: 'Attempts, newest first' }))

test('every attempt has its outcome, newest first, with what is ahead before it', async () => {
  const { user } = open('')
  await user.click(await screen.findByRole('link', { name: 'Attempts 2' }))
  expect(
    await (await past()).findByRole('button', { name: /try 2 .*waited .*ran .*failed differently: TIMEOUT/ }),
  ).toBeVisible()
  expect((await past()).getAllByRole('button').map(({ textContent }) => /try \d/u.exec(textContent)?.[0])).toEqual([
    'try 2',
    'try 1',
  ])
  expect((await past()).getByRole('button', { name: /try 1 .*failed the same way/ })).toBeVisible()
  const ahead = within(screen.getByRole('list', { name: 'Ahead, the latest first' }))
  expect(ahead.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/the scheduler gives up/),
    expect.stringMatching(/try 4.*at the earliest/),
    expect.stringMatching(/try 3.*next, not before this time/),
  ])
  expect(screen.getByText('failed and was recorded')).toBeVisible()
  expect(screen.getByText('Result')).toBeVisible()
})

test('without an attempt there are no heads of columns', async () => {
  id = await record(wow)
  open('/attempts')
  expect(await screen.findByText('failed and was recorded')).toBeVisible()
  expect(screen.queryByText('Result')).toBeNull()
})

test('an attempt tells what was other than in the failure before it', async () => {
  const { user, address } = open('/attempts')
  await user.click(await (await past()).findByRole('button', { name: /try 2/ }))
  const list = await past()
  expect(list.getByText('STOCK_SHORT').closest('del')).toBeVisible()
  expect(list.getByText('TIMEOUT', { selector: 'ins *' })).toBeVisible()
  const frames = within(list.getByRole('list', { name: 'Stack frames, before and after' }))
  expect(frames.getByRole('deletion')).toHaveTextContent('Stock.java:41')
  expect(frames.getByRole('insertion')).toHaveTextContent('Stock.java:44')
  await user.click(frames.getByRole('button', { name: /^\d+ lines that are the same$/ }))
  expect(frames.getByText(/FluxMap.java:12/)).toBeVisible()
  await user.click(list.getByRole('link', { name: 'v5' }))
  expect(address()).toBe(`/local/executions/${id}/history/5`)
})

test('the same failure with other values is told so', async () => {
  const { user } = open('/attempts')
  await user.click(await (await past()).findByRole('button', { name: /try 1/ }))
  expect((await past()).getByText('the same, with other values')).toBeVisible()
  expect((await past()).getByRole('deletion')).toHaveTextContent('sku-4')
  expect((await past()).getByRole('insertion')).toHaveTextContent('sku-99')
})

test('an attempt that comes in waits to be shown, and one that succeeded ends the schedule', async () => {
  const { user } = open('/attempts')
  await (await past()).findByRole('button', { name: /try 2/ })
  await prepare(wow, id)
  await succeed(wow, id)
  await user.click(await screen.findByRole('button', { name: '2 new events · Show' }))
  expect(await (await past()).findByRole('button', { name: /try 3 .*succeeded/ })).toBeVisible()
  expect(screen.queryByRole('list', { name: 'Ahead, the latest first' })).toBeNull()
})
