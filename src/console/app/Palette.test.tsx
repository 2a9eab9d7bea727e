import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { testGateway } from '../../gateway/testGateway.ts'
import { openTestServer } from '../testServer.ts'
import type { TestServer } from '../testServer.ts'
import { record } from '../executions/detail/testExecutions.ts'
import { renderRoute } from '../renderRoute.tsx'
import type { Backend } from '../renderRoute.tsx'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer())
})

async function openPalette(backend: Backend = gateway.app) {
  const page = renderRoute('/local/executions', backend)
  await screen.findByRole('table')
  await page.user.keyboard('{Control>}k{/Control}')
  const input = await screen.findByRole('combobox', { name: 'Find or go to' })
  const paste = async (text: string) => {
    await page.user.click(input)
    await page.user.paste(text)
  }
  return { ...page, input, paste }
}

const list = () => within(screen.getByRole('listbox', { name: 'Found' }))
const option = (name: RegExp) => list().findByRole('option', { name })
const options = () => list().getAllByRole('option')

test('goes to a view by its name, and closes', async () => {
  const { user, address } = await openPalette()
  await user.keyboard('unrecov')
  expect(await option(/^Unrecoverable/u)).toHaveAttribute('aria-selected', 'true')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe('/local/executions?view=unrecoverable'))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

test('the arrows walk the options around, and the focus stays in the text', async () => {
  const { user, input } = await openPalette()
  const selected = () => options().findIndex((each) => each.getAttribute('aria-selected') === 'true')
  expect(selected()).toBe(0)
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(selected()).toBe(2)
  expect(input).toHaveAttribute('aria-activedescendant', options()[2]?.id)
  await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}')
  expect(selected()).toBe(options().length - 1)
  expect(input).toHaveFocus()
})

test('finds an execution by its id, wherever it stands in what was pasted, and opens it', async () => {
  const id = await record(wow)
  const { user, paste, address } = await openPalette()
  await paste(`ExecutionFailed[${id}] can not retry`)
  expect(await option(/STOCK_SHORT/u)).toHaveAccessibleName(new RegExp(`^Open ${id}.*FAILED`, 'u'))
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe(`/local/executions/${id}?view=all`))
})

test('a link of a notification opens its record in its view', async () => {
  const id = await record(wow)
  const { user, paste, address } = await openPalette()
  await paste(`http://wow.internal/next-retry?id=${id}`)
  await option(/STOCK_SHORT/u)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe(`/local/executions/${id}?view=next-retry`))
})

test('an unknown id is said in words, and nothing is offered for it', async () => {
  const { paste } = await openPalette()
  await paste('0VNothing000000')
  expect(await screen.findByText('No execution and no event has the id 0VNothing000000.')).toBeVisible()
  expect(list().queryByRole('option')).not.toBeInTheDocument()
})

test('where the server cannot tell a deleted execution from an unknown id, that is said, with the reason', async () => {
  const withoutTracing = testGateway({
    fetch: (request) =>
      wow.fetch(
        request.url.includes('/state/tracing') ? new Request(new URL('/no/such/way', request.url), request) : request,
      ),
    onEvents: (listener) => wow.onEvents(listener),
  })
  onTestFinished(() => withoutTracing.close())
  const { paste } = await openPalette(withoutTracing.app)
  await paste('0VNothing000000')
  const note = await screen.findByText(/^No execution and no event has the id 0VNothing000000\./u)
  expect(note).toHaveTextContent(
    /A deleted execution cannot be looked up here: This server does not have GET \/execution_failed\/\{id\}\/state\/tracing/u,
  )
  expect(list().queryByRole('option')).not.toBeInTheDocument()
})

test('an id that could not be looked up is offered all the same, and says why it is not known', async () => {
  let isLookup = false
  const { paste } = await openPalette({
    request: (request) =>
      isLookup && request.url.endsWith('/snapshot/list')
        ? Response.json({ errorCode: 'IllegalArgument', errorMsg: 'not today' }, { status: 400 })
        : gateway.app.request(request),
  })
  isLookup = true
  await paste('0VNothing000000')
  expect(await option(/^Open 0VNothing000000/u)).toHaveTextContent(
    /could not be looked up: The server refused\. not today/u,
  )
})

test('other text is looked for in the executions', async () => {
  await record(wow)
  const { user, address } = await openPalette()
  await user.keyboard('code:STOCK_SHORT')
  expect(await option(/^Look in all executions/u)).toHaveTextContent(/error code is STOCK_SHORT/iu)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toContain('view=all'))
  expect(await screen.findByRole('list', { name: 'Conditions' })).toHaveTextContent('STOCK_SHORT')
})

test('the actions of the open record are offered, with the reason where one is not possible', async () => {
  const id = await record(wow)
  const { user } = renderRoute(`/local/executions/${id}`, gateway.app)
  await screen.findByRole('button', { name: 'Prepare' })
  await user.keyboard('{Control>}k{/Control}')
  const combobox = await screen.findByRole('combobox', { name: 'Find or go to' })
  expect(list().getByRole('group', { name: `Execution ${id}` })).toBeVisible()
  await user.type(combobox, 'prepare{Enter}')
  expect(await screen.findByText(/Attempt 1 is running/u)).toBeVisible()

  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByRole('combobox', { name: 'Find or go to' }), 'prepare')
  expect(await option(/^Prepare/u)).toHaveAttribute('aria-disabled', 'true')
  await user.keyboard('{Enter}')
  expect(screen.getByRole('dialog', { name: 'Find or go to' })).toBeVisible()
})

test('preferences are chosen there too, zones by any part of their name', async () => {
  const { user } = await openPalette()
  await user.keyboard('shanghai{Enter}')
  expect(localStorage.getItem('amends.preferences')).toContain('Asia/Shanghai')
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('combobox', { name: 'Find or go to' })
  await user.keyboard('theme dark{Enter}')
  expect(document.documentElement.dataset['theme']).toBe('dark')
})

test('the help on keys opens from there, also where single characters are off', async () => {
  const { user } = await openPalette()
  await user.keyboard('keyboard{Enter}')
  expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeVisible()
})
