import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../../testServer.ts'
import type { TestServer } from '../../../testServer.ts'
import type { DomainEventStream } from '../../../../wow/schemas.ts'
import { renderRoute } from '../../../renderRoute.tsx'
import type { Backend } from '../../../renderRoute.tsx'
import { failAgain, mark, prepare, record, remove } from '../../detail/testExecutions.ts'

const environment = { name: 'production', color: 'red' }
let wow: TestServer['wow']
let gateway: TestServer['gateway']
let written: DomainEventStream[]

async function serve(options: { snapshotLagMs?: number; role?: 'viewer' | 'operator' | 'admin' } = {}) {
  const { snapshotLagMs = 0, role = 'admin' } = options
  ;({ wow, gateway } = await openTestServer({ snapshotLagMs }, { environment, roleOf: () => role }))
  written = []
  wow.onEvents((stream) => written.push(stream))
}

beforeEach(() => serve())

const events = (id: string) =>
  written.filter((stream) => stream.aggregateId === id).flatMap(({ body }) => body.map(({ name }) => name))
const lastBody = (id: string) => written.findLast((stream) => stream.aggregateId === id)?.body[0]?.body

const dialog = (name: string) => screen.findByRole('dialog', { name })
const noDialog = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
const open = (id: string, act: string, backend: Backend = gateway.app) =>
  renderRoute(`/local/executions/${id}?view=all&act=${act}`, backend)

/** The button that sends, once the dialog knows the record. */
async function sender(name: string) {
  const button = await within(await dialog(name)).findByRole('button', { name })
  await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'false'))
  return button
}

test('a pasted link opens the dialog, says where and what, and runs nothing by itself', async () => {
  const id = await record(wow)
  const { user, address } = open(id, 'prepare')
  await sender('Prepare')
  expect(await dialog('Prepare')).toHaveTextContent('In production')
  expect(await dialog('Prepare')).toHaveTextContent(id)
  expect(await dialog('Prepare')).toHaveTextContent('STOCK_SHORT')
  expect(events(id)).toEqual(['execution_failed_created'])

  await user.click(within(await dialog('Prepare')).getByRole('button', { name: 'Cancel' }))
  await noDialog()
  expect(address()).toBe(`/local/executions/${id}?view=all`)
})

test('delete is asked about, done, and taken back by recover, the only action that is left', async () => {
  const id = await record(wow)
  const { user, address } = renderRoute(`/local/executions/${id}?view=all`, gateway.app)
  await user.click(await screen.findByRole('button', { name: 'More actions' }))
  await user.click(screen.getByRole('button', { name: 'Delete' }))
  expect(address()).toBe(`/local/executions/${id}?view=all&act=delete`)
  expect(await dialog('Delete')).toHaveTextContent(/Recover brings it back/)
  expect(events(id)).toEqual(['execution_failed_created'])
  await user.click(await sender('Delete'))
  await noDialog()

  const recover = await screen.findByRole('button', { name: 'Recover' })
  expect(screen.queryByRole('button', { name: 'More actions' })).toBeNull()
  expect(address()).toBe(`/local/executions/${id}?view=all`)
  expect(events(id)).toEqual(['execution_failed_created', 'default_aggregate_deleted'])

  await user.click(recover)
  expect(await screen.findByRole('button', { name: 'Prepare' })).toBeVisible()
  expect(events(id)).toContain('default_aggregate_recovered')
})

test('what an operator may not do says that it needs an admin', async () => {
  await serve({ role: 'operator' })
  const id = await record(wow)
  const { user } = renderRoute(`/local/executions/${id}?view=all&act=delete`, gateway.app)
  const asked = within(await dialog('Delete'))
  expect(await asked.findByText('Your role may not do this: it needs an admin.')).toBeVisible()
  await user.click(asked.getByRole('button', { name: 'Delete' }))
  expect(events(id)).toEqual(['execution_failed_created'])
})

test('a retry spec is shown old beside new with its schedule, and applied', async () => {
  const id = await record(wow)
  const { user } = open(id, 'apply-retry-spec')
  await sender('Apply retry spec')
  const asked = within(await dialog('Apply retry spec'))
  expect(asked.getByText('The next retry stays where the old spec put it.')).toBeVisible()
  const most = asked.getByRole('textbox', { name: 'Retries at most' })
  await user.clear(most)
  await user.type(most, '8')
  expect(asked.getAllByRole('listitem')).toHaveLength(5)
  expect(asked.getByText(/and 3 more after that/)).toBeVisible()
  await user.click(asked.getByRole('button', { name: 'Apply retry spec' }))
  await noDialog()
  expect(lastBody(id)).toEqual({ maxRetries: 8, minBackoff: 180, executionTimeout: 120 })
})

test('limits of the retry spec are explained before the server refuses, and nothing typed is lost', async () => {
  const id = await record(wow)
  const { user } = open(id, 'apply-retry-spec')
  await sender('Apply retry spec')
  const asked = within(await dialog('Apply retry spec'))
  const most = asked.getByRole('textbox', { name: 'Retries at most' })
  await user.clear(most)
  await user.type(most, '46')
  expect(most).toHaveAccessibleDescription(/At most 45 with this back-off/)
  await user.clear(most)
  await user.paste('9'.repeat(5000))
  expect(most).toHaveAccessibleDescription(/At most 2.147.483.647/)
  await user.click(asked.getByRole('button', { name: 'Apply retry spec' }))
  expect(most).toHaveValue('9'.repeat(5000))
  expect(events(id)).toEqual(['execution_failed_created'])
})

test('a conflict shows what changed beside what was seen, keeps what was typed, and asks again', async () => {
  const id = await record(wow)
  const { user } = open(id, 'apply-retry-spec')
  await sender('Apply retry spec')
  const asked = within(await dialog('Apply retry spec'))
  const most = asked.getByRole('textbox', { name: 'Retries at most' })
  await user.clear(most)
  await user.type(most, '7')
  // This page does not hear of the other one before it sends.
  await mark(wow, id, 'UNRECOVERABLE')
  await user.click(asked.getByRole('button', { name: 'Apply retry spec' }))

  expect(await asked.findByText(/somebody else was first/)).toBeVisible()
  const changed = await asked.findByRole('row', { name: /^Mark/ })
  expect(changed).toHaveTextContent('unknownunrecoverable')
  expect(most).toHaveValue('7')
  expect(asked.getByRole('button', { name: 'Apply retry spec' })).toHaveAttribute('aria-disabled', 'true')
  await user.click(asked.getByRole('button', { name: 'Apply retry spec' }))
  expect(events(id)).not.toContain('retry_spec_applied')

  await user.click(asked.getByRole('button', { name: 'I have seen it: decide on version 2' }))
  await user.click(await sender('Apply retry spec'))
  await noDialog()
  expect(lastBody(id)).toEqual({ maxRetries: 7, minBackoff: 180, executionTimeout: 120 })
})

test('a change that becomes known while somebody decides is shown before anything is sent', async () => {
  const id = await record(wow)
  const { client } = open(id, 'delete')
  await sender('Delete')
  await mark(wow, id, 'RECOVERABLE')
  await client.invalidateQueries({ queryKey: ['executions', 'local', 'byId', id] })
  const asked = within(await dialog('Delete'))
  expect(await asked.findByText(/you saw version 1, now it is version 2/)).toBeVisible()
  expect(asked.getByRole('button', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true')
})

test('what was typed is there after a reload, and still decided on the version that was seen; closing forgets it', async () => {
  const id = await record(wow)
  const first = open(id, 'apply-retry-spec')
  const typedInto = async () =>
    within(await dialog('Apply retry spec')).findByRole('textbox', { name: 'Retries at most' })
  await first.user.clear(await typedInto())
  await first.user.type(await typedInto(), '9')
  // A reload ends the page without closing anything.
  const held = sessionStorage.getItem('amends.dialog') ?? ''
  first.unmount()
  sessionStorage.setItem('amends.dialog', held)
  await mark(wow, id, 'RECOVERABLE')

  const second = open(id, 'apply-retry-spec')
  expect(await typedInto()).toHaveValue('9')
  const asked = within(await dialog('Apply retry spec'))
  expect(await asked.findByText(/you saw version 1, now it is version 2/)).toBeVisible()
  await second.user.click(asked.getByRole('button', { name: 'Cancel' }))
  await noDialog()
  second.unmount()
  open(id, 'apply-retry-spec')
  expect(await typedInto()).toHaveValue('3')
})

test('a mark that was refused for its version can be decided again on what is true now', async () => {
  const id = await record(wow)
  const { user } = renderRoute(`/local/executions/${id}?view=all`, gateway.app)
  await user.click(await screen.findByRole('button', { name: 'More actions' }))
  await mark(wow, id, 'RECOVERABLE')
  await user.click(await screen.findByRole('button', { name: 'Mark unrecoverable' }))
  await user.click(await screen.findByRole('button', { name: 'See what changed and decide again' }))
  const asked = within(await dialog('Mark unrecoverable'))
  expect(await asked.findByRole('row', { name: /^Mark/ })).toHaveTextContent('unknownrecoverable')
  await user.click(await asked.findByRole('button', { name: /decide on version 2/ }))
  await user.click(await sender('Mark unrecoverable'))
  await noDialog()
  expect(lastBody(id)).toEqual({ recoverable: 'UNRECOVERABLE' })
})

test('another function is chosen from those that others name; the same one is not sent', async () => {
  const id = await record(wow)
  const other = await record(wow, { functionName: 'onOrderPaidV2' })
  const { user } = open(id, 'change-function')
  const asked = within(await dialog('Change function'))
  expect(await asked.findByText('This is the function it has already.')).toBeVisible()
  await user.click(asked.getByRole('button', { name: 'Change function' }))
  expect(events(id)).toEqual(['execution_failed_created'])

  await user.click(await asked.findByRole('button', { name: /StockSaga\.onOrderPaidV2/ }))
  expect(asked.getByRole('textbox', { name: 'Name' })).toHaveValue('onOrderPaidV2')
  await user.clear(asked.getByRole('textbox', { name: 'Processor' }))
  await user.type(asked.getByRole('textbox', { name: 'Processor' }), 'ShelfSaga')
  await user.selectOptions(asked.getByRole('combobox', { name: 'Kind' }), 'STATE_EVENT')
  await user.click(await sender('Change function'))
  await noDialog()
  expect(lastBody(id)).toEqual({
    functionKind: 'STATE_EVENT',
    contextName: 'stock',
    processorName: 'ShelfSaga',
    name: 'onOrderPaidV2',
  })
  expect(events(other)).toEqual(['execution_failed_created'])
})

test('tags are replaced as a whole, and it says what is added and taken away', async () => {
  const id = await record(wow)
  const { user } = open(id, 'tags')
  const asked = within(await dialog('Apply tags'))
  const addKey = await asked.findByRole('button', { name: 'Add a key' })
  expect(addKey).toHaveFocus()
  expect(asked.getByText('The same tags as now.')).toBeVisible()
  expect(asked.getByRole('button', { name: 'Apply tags' })).toHaveAttribute('aria-disabled', 'true')
  await user.click(addKey)
  expect(asked.getByText('A key cannot be blank.')).toBeVisible()
  await user.type(asked.getByRole('textbox', { name: 'Key' }), 'team')
  await user.type(asked.getByRole('textbox', { name: 'Value 1 of team' }), 'stock')
  await user.click(asked.getByRole('button', { name: 'Add a value' }))
  await user.type(asked.getByRole('textbox', { name: 'Value 2 of team' }), 'night')
  expect(asked.getByText(/Adds/)).toHaveTextContent('Adds: team: stock · team: night')
  await user.click(await sender('Apply tags'))
  await noDialog()
  expect(lastBody(id)).toEqual({ tags: { team: ['stock', 'night'] } })
})

test('a snapshot is regenerated where the server can, and nothing is written', async () => {
  const id = await record(wow)
  const { user } = renderRoute(`/local/executions/${id}?view=all`, gateway.app)
  await user.click(await screen.findByRole('button', { name: 'More actions' }))
  await user.click(await screen.findByRole('button', { name: 'Regenerate snapshot' }))
  await user.click(await sender('Regenerate snapshot'))
  expect(await screen.findByText(/^Snapshot regenerated/)).toBeVisible()
  expect(events(id)).toEqual(['execution_failed_created'])
})

test('a slow answer leaves the dialog open; closing it does not lose the command', async () => {
  const id = await record(wow)
  const held = Promise.withResolvers<undefined>()
  const { user } = open(id, 'delete', {
    async request(request) {
      if (request.method === 'DELETE') await held.promise
      return gateway.app.request(request)
    },
  })
  await user.click(await sender('Delete'))
  const asked = within(await dialog('Delete'))
  expect(await asked.findByText('Sending…')).toBeVisible()
  // A second press sends nothing.
  await user.click(asked.getByRole('button', { name: /Delete/ }))
  await user.click(asked.getByRole('button', { name: 'Close' }))
  await noDialog()
  held.resolve(undefined)
  expect(await screen.findByRole('button', { name: 'Recover' })).toBeVisible()
  expect(events(id)).toEqual(['execution_failed_created', 'default_aggregate_deleted'])
})

test('a lost answer is said in the dialog, and what ran already is not run twice', async () => {
  const id = await record(wow)
  let isCut = true
  const { user } = open(id, 'delete', {
    async request(request) {
      if (isCut && request.method === 'POST') throw new TypeError('network is down')
      const response = await gateway.app.request(request)
      if (isCut && request.method === 'DELETE') throw new TypeError('socket closed')
      return response
    },
  })
  await user.click(await sender('Delete'))
  const asked = within(await dialog('Delete'))
  expect(await asked.findByText(/the answer was lost/)).toBeVisible()
  isCut = false
  await user.click(asked.getByRole('button', { name: 'Look for it, and send it if it is not there' }))
  await noDialog()
  expect(events(id)).toEqual(['execution_failed_created', 'default_aggregate_deleted'])
})

test('an unknown id is said in words', async () => {
  open('0VNobody0000001', 'delete')
  expect(await within(await dialog('Delete')).findByText(/knows no execution with this id/)).toBeVisible()
})

test('a refusal stays in the dialog in the words of the server', async () => {
  const id = await record(wow)
  const { user } = open(id, 'prepare')
  const send = await sender('Prepare')
  await prepare(wow, id)
  await failAgain(wow, id)
  await remove(wow, id)
  await user.click(send)
  const asked = within(await dialog('Prepare'))
  expect(await asked.findByText(/Illegal access to a deleted aggregate/)).toBeVisible()
  // It is read again and says by itself why it cannot be.
  expect(await asked.findByText(/a deleted record takes no command but recover/)).toBeVisible()
})
