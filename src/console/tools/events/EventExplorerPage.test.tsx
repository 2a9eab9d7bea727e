import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../gateway/clock.ts'
import { testGateway } from '../../../gateway/testGateway.ts'
import { wowSource } from '../../../gateway/wow/source.ts'
import { embeddedUpstream } from '../../../gateway/wow/upstream.ts'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import { eq } from '../../../wow/condition/condition.ts'
import { decodeCondition, encodeCondition } from '../../../wow/condition/conditionCodec.ts'
import { failAgain, mark, prepare, record } from '../../executions/detail/testExecutions.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { eventsAddress } from './eventSearch.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

beforeEach(async () => {
  sessionStorage.clear()
  ;({ wow, gateway } = await openTestServer({ guard: 'strict' }))
})

const open = (address = '/local/tools/events') => renderRoute(address, gateway.app)
const rows = async () => (await screen.findByRole('table', { name: 'Events' })).querySelectorAll('tr[data-row-id]')
const shown = async (count: number) => {
  await waitFor(async () => expect(await rows()).toHaveLength(count))
  return [...(await rows())]
}

test('events of all executions are found by a condition on their fields', async () => {
  const id = await record(wow)
  await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id, { errorCode: 'TIMEOUT', errorMsg: 'no answer' })
  const { user, address } = open()
  const [newest] = await shown(4)
  expect(newest).toHaveTextContent(/Failed again: TIMEOUT no answer/u)
  expect(await screen.findByText('4 event streams')).toBeVisible()

  await user.click(screen.getByRole('button', { name: /Condition$/u }))
  const row = within(await screen.findByRole('group', { name: 'Condition 1' }))
  await user.type(row.getByRole('combobox', { name: 'Field' }), 'error code of the event{Enter}')
  await user.type(row.getByRole('textbox', { name: 'Value' }), 'TIMEOUT')
  await user.keyboard('{Control>}{Enter}{/Control}')
  const [only] = await shown(1)
  expect(only).toHaveTextContent('TIMEOUT')
  expect(decodeCondition(new URLSearchParams(address().split('?')[1]).get('filter') ?? '')).toEqual(
    eq('body.body.error.errorCode', 'TIMEOUT'),
  )
  expect(await screen.findByText('1 event stream matches')).toBeVisible()
})

test('the values of a cell include or exclude, as those of executions do', async () => {
  const id = await record(wow)
  await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id, { errorCode: 'TIMEOUT', errorMsg: 'no answer' })
  const { user, address } = open()
  const [newest] = await shown(4)
  const cell = within(newest instanceof HTMLElement ? newest : document.body).getByText(/Failed again/u)
  const choose = async (element: HTMLElement) => {
    await user.hover(element)
    await user.click(screen.getByRole('button', { name: /^More with this value/u }))
    return within(await screen.findByRole('dialog', { name: 'This value' }))
  }
  const what = await choose(cell)
  expect(what.getByRole('button', { name: /^Not event = execution_failed_applied/u })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  expect(what.getByRole('button', { name: 'Only error code of the event = TIMEOUT' })).toBeEnabled()
  // From the menu to its button, from there to the row.
  await user.keyboard('{Escape}')
  await user.keyboard('{Escape}')
  const [link] = screen.getAllByRole('link', { name: id })
  await user.click((await choose(link ?? cell)).getByRole('button', { name: `Only execution id = ${id}` }))
  await shown(3)
  expect(decodeCondition(new URLSearchParams(address().split('?')[1]).get('filter') ?? '')).toEqual({
    operator: 'AGGREGATE_ID',
    value: id,
  })
})

test('an event opens beside the list with who and what, and j walks on', async () => {
  const id = await record(wow)
  await mark(wow, id, 'UNRECOVERABLE')
  const { user, address } = open()
  const [newest] = await shown(2)
  if (newest === undefined) throw new Error('no row')
  await user.click(within(newest instanceof HTMLElement ? newest : document.body).getByText(/Marked/u))
  const pane = within(await screen.findByRole('region', { name: 'Event' }))
  expect(pane.getByText('recoverable_marked')).toBeVisible()
  expect(pane.getByRole('link', { name: id })).toHaveAttribute('href', `/local/executions/${id}?view=all`)
  expect(address()).toMatch(/open=/u)
  await user.keyboard('j')
  expect(
    await within(await screen.findByRole('region', { name: 'Event' })).findByText('execution_failed_created'),
  ).toBeVisible()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Event' })).toBeNull())
})

test('a link opens an event that is on no page of the list, and says when there is none', async () => {
  const id = await record(wow)
  const { unmount } = open()
  const [row] = await shown(1)
  const stream = row?.getAttribute('data-row-id') ?? ''
  unmount()
  const filter = encodeCondition(eq('aggregateId', 'another'))
  const elsewhere = open(eventsAddress('local', { open: stream, filter }))
  const pane = within(await screen.findByRole('region', { name: 'Event' }))
  await elsewhere.user.click(pane.getByRole('link', { name: 'Only events of this execution' }))
  expect(decodeCondition(new URLSearchParams(elsewhere.address().split('?')[1]).get('filter') ?? '')).toEqual({
    operator: 'AND',
    children: [eq('aggregateId', 'another'), { operator: 'AGGREGATE_ID', value: id }],
  })
  elsewhere.unmount()
  open(eventsAddress('local', { open: 'none-such' }))
  expect(await screen.findByText('There is no event stream with the id none-such.')).toBeVisible()
})

test('pages go on by key in both directions', async () => {
  const ids: string[] = []
  for (let at = 0; at < 52; at += 1) ids.push(await record(wow))
  const { user } = open(eventsAddress('local', { order: 'oldest' }))
  const first = await shown(50)
  expect(first[0]).toHaveTextContent(ids[0] ?? '')
  await user.click(screen.getByRole('link', { name: 'Next page' }))
  const [next] = await shown(2)
  expect(next).toHaveTextContent(ids[50] ?? '')
  await user.click(screen.getByRole('link', { name: 'Previous page' }))
  expect((await shown(50))[0]).toHaveTextContent(ids[0] ?? '')
})

test('nothing found, and what cannot be read or is refused, say so with the way out', async () => {
  await record(wow)
  const none = open(eventsAddress('local', { filter: encodeCondition(eq('body.name', 'nothing_such')) }))
  expect(await screen.findByText('No event matches: event is nothing_such')).toBeVisible()
  await none.user.click(screen.getByRole('button', { name: 'Remove the last condition' }))
  await shown(1)
  none.unmount()

  const damaged = open(eventsAddress('local', { filter: 'damaged' }))
  expect(await screen.findByText('The filter in this address cannot be read')).toBeVisible()
  damaged.unmount()

  const refused = encodeCondition({ field: 'body.name', operator: 'NE', value: 'compensation_prepared' })
  open(eventsAddress('local', { filter: refused }))
  expect(await screen.findByRole('button', { name: 'Change the condition' })).toBeVisible()
})

test('while the server is down the list stays with its age, says since when, and can be asked for again', async () => {
  let isDown = false
  const source = wowSource({
    name: 'local',
    embedded: true,
    url: null,
    clock: systemClock,
    upstream: async (request) => {
      if (isDown) throw new Error('connect ECONNREFUSED')
      return embeddedUpstream(wow)(request)
    },
  })
  const behind = testGateway(wow, { sources: [source] })
  await record(wow)
  const { user } = renderRoute('/local/tools/events', behind.app)
  await shown(1)
  isDown = true
  await behind.app.request('/api/wow/local/wow/id/global')
  expect(
    await screen.findByText(/^Server not reached since \d\d:\d\d:\d\d\. Showing what was true then/u),
  ).toBeVisible()
  expect(screen.getByText(/^As of \d\d:\d\d:\d\d/u)).toBeVisible()
  await shown(1)
  isDown = false
  await record(wow)
  await user.click(screen.getByRole('button', { name: 'Ask again' }))
  await shown(2)
  await waitFor(() => expect(screen.queryByText(/^Server not reached/u)).toBeNull())
  behind.close()
})
