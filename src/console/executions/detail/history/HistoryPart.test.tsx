import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../../testServer.ts'
import type { TestServer } from '../../../testServer.ts'
import { renderRoute } from '../../../renderRoute.tsx'
import { failAgain, mark, prepare, record } from '../testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']
let id: string

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({ guard: 'strict' }))
  id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id)
  await mark(wow, id, 'UNRECOVERABLE')
})

const open = (address: string) => renderRoute(`/local/executions/${id}${address}`, gateway.app)
const rows = async () => within(await screen.findByRole('list', { name: 'Events, newest first' }))
const row = async (name: RegExp) => (await rows()).findByRole('button', { name })

test('the whole history is one click away, newest first, with each event behind its line', async () => {
  const { user } = open('')
  await user.click(await screen.findByRole('link', { name: 'History 4' }))
  await row(/^v4 Marked unrecoverable/)
  expect((await rows()).getAllByRole('button').map(({ textContent }) => /v\d/u.exec(textContent)?.[0])).toEqual([
    'v4',
    'v3',
    'v2',
    'v1',
  ])
  await user.click(await row(/^v3 Failed again/))
  expect((await rows()).getByText('Command id')).toBeVisible()
  expect((await rows()).getByText('Raw JSON')).toBeVisible()
})

test('the keyboard walks the events', async () => {
  const { user } = open('/history')
  const newest = await row(/^v4/)
  newest.focus()
  await user.keyboard('{ArrowDown}')
  expect(await row(/^v3/)).toHaveFocus()
  await user.keyboard('{End}')
  expect(await row(/^v1/)).toHaveFocus()
  await user.keyboard('{Enter}')
  expect(await row(/^v1/)).toHaveAttribute('aria-expanded', 'true')
})

test('only one kind of event is shown, and the address says which', async () => {
  const { user, address } = open('/history?view=all')
  await row(/^v4/)
  await user.selectOptions(screen.getByRole('combobox', { name: 'Event' }), 'prepared')
  await row(/^v2 Prepared/)
  expect((await rows()).getAllByRole('button')).toHaveLength(1)
  expect(screen.getByText('1 event, newest first')).toBeVisible()
  expect(address()).toBe(`/local/executions/${id}/history?view=all&event=compensation_prepared`)
})

test('a link opens the event that it names', async () => {
  const { user, address } = open('/history/2')
  await waitFor(async () => expect(await row(/^v2/)).toHaveAttribute('aria-expanded', 'true'))
  expect(await row(/^v2/)).toHaveFocus()
  const version = screen.getByRole('spinbutton', { name: 'Version' })
  await user.clear(version)
  await user.type(version, '1{Enter}')
  await waitFor(async () => expect(await row(/^v1/)).toHaveFocus())
  expect(address()).toBe(`/local/executions/${id}/history/1`)
})

test('what comes in while one reads waits to be shown', async () => {
  const { user } = open('/history')
  await row(/^v4/)
  await mark(wow, id, 'RECOVERABLE')
  const news = await screen.findByRole('button', { name: '1 new event · Show' })
  expect((await rows()).getAllByRole('button')).toHaveLength(4)
  await user.click(news)
  expect(await row(/^v5 Marked recoverable/)).toBeVisible()
})

test('a history that cannot be read says so and is read again on demand', async () => {
  let broken = true
  const { user } = renderRoute(`/local/executions/${id}/history`, {
    request: (request) =>
      broken && /\/event\/\d/u.test(request.url)
        ? Response.json({ errorCode: 'IllegalState', errorMsg: 'no events today' }, { status: 400 })
        : gateway.app.request(request),
  })
  expect(await screen.findByText('no events today')).toBeVisible()
  broken = false
  await user.click(screen.getByRole('button', { name: 'Retry' }))
  expect(await row(/^v4 Marked/)).toBeVisible()
})

test('an event is published again for one function, after it was said what that is', async () => {
  const { user, address } = open('/history/2')
  await user.click(await screen.findByRole('button', { name: 'Publish event again…' }))
  const asked = within(await screen.findByRole('dialog', { name: 'Publish event again' }))
  expect(address()).toBe(`/local/executions/${id}/history/2?act=compensate-event&version=2`)
  expect(await asked.findByText(/that is what prepare does/)).toBeVisible()
  expect(asked.getByRole('textbox', { name: 'Processor' })).toHaveValue('CompensationEventProcessor')
  expect(asked.getByRole('textbox', { name: 'Name' })).toHaveValue('onCompensationPrepared')
  expect(asked.getByText(/this record will refuse what it answers/)).toBeVisible()
  await user.click(asked.getByRole('button', { name: 'Publish event again' }))
  expect(
    await screen.findByText(/^Event v2 was published again for CompensationEventProcessor.onCompensationPrepared/),
  ).toBeVisible()
  expect(address()).toBe(`/local/executions/${id}/history/2`)
})

test('who hears of another event is for the person to say', async () => {
  const { user } = open('/history?act=compensate-event&version=4')
  const asked = within(await screen.findByRole('dialog', { name: 'Publish event again' }))
  const button = await asked.findByRole('button', { name: 'Publish event again' })
  expect(await asked.findByText('Every part is needed.')).toBeVisible()
  expect(asked.getByRole('textbox', { name: 'Name' })).toHaveValue('onRecoverableMarked')
  expect(button).toHaveAttribute('aria-disabled', 'true')
  await user.type(asked.getByRole('textbox', { name: 'Processor' }), 'ChatProcessor')
  expect(button).toHaveAttribute('aria-disabled', 'false')
})

test('an event that is none is not published', async () => {
  open('/history?act=compensate-event&version=9')
  expect(await screen.findByText('This execution has no such event; its newest is v4.')).toBeVisible()
})

test('a lost answer says that publishing again may be the second time', async () => {
  const { user } = renderRoute(`/local/executions/${id}/history?act=compensate-event&version=2`, {
    request: (request) => (request.url.endsWith('/compensate') ? Response.error() : gateway.app.request(request)),
  })
  const asked = within(await screen.findByRole('dialog', { name: 'Publish event again' }))
  await user.click(await asked.findByRole('button', { name: 'Publish event again' }))
  expect(await asked.findByText(/the answer was lost/)).toBeVisible()
  expect(asked.getByRole('button', { name: 'Publish again, perhaps for the second time' })).toBeVisible()
})

test('where the server cannot publish an event again it is off, with the reason', async () => {
  const endpoint = {
    id: 'compensation.execution_failed.compensate',
    method: 'PUT',
    path: '/execution_failed/{id}/{version}/compensate',
    state: 'missing',
    words: null,
  }
  const { user, address } = renderRoute(`/local/executions/${id}/history/2`, {
    request: (request) =>
      request.url.includes('/api/capabilities/')
        ? Response.json({ at: 0, version: null, endpoints: [endpoint], limits: [], others: [] })
        : gateway.app.request(request),
  })
  const publish = await screen.findByRole('button', { name: 'Publish event again…' })
  await waitFor(() => expect(publish).toHaveAccessibleDescription(/^This server does not have PUT/))
  await user.click(publish)
  expect(address()).toBe(`/local/executions/${id}/history/2`)
})
