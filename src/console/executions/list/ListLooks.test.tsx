import { screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { openEmbeddedWow } from '../../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../../embedded/wow/server.ts'
import { testGateway } from '../../../gateway/testGateway.ts'
import type { TestGateway } from '../../../gateway/testGateway.ts'
import { Refusal } from '../../../gateway/http/refusal.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { record, remove } from '../detail/testExecutions.ts'
import { executionQueries, refreshRow } from '../executionQueries.ts'

let wow: EmbeddedWow
let gateway: TestGateway
/** What stands between page and gateway or gateway and server in a test; answers itself or lets through. */
let between: (request: Request) => Promise<Response> | undefined
let server: (request: Request) => Promise<Response> | undefined

beforeEach(async () => {
  between = () => undefined
  server = () => undefined
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open' })
  gateway = testGateway({
    fetch: (request) => server(request) ?? wow.fetch(request),
    onEvents: (listener) => wow.onEvents(listener),
  })
})

afterEach(async () => {
  gateway.close()
  await wow.close()
})

const open = (address = '/local/executions') =>
  renderRoute(address, { request: (request) => between(request) ?? gateway.app.request(request) })

const classes = (cells: string) => Array.from(document.querySelectorAll(cells), ({ className }) => className)
const rowIds = () => Array.from(document.querySelectorAll('tr[data-row-id]'), (row) => row.getAttribute('data-row-id'))
const isList = ({ url }: Request) => url.endsWith('/snapshot/list')
const unreachable = () => Promise.reject(new TypeError('Failed to fetch'))
const down = () => Promise.reject(new Refusal('GatewayUpstreamUnreachable', 'connect ECONNREFUSED 10.0.0.7:8080'))

test('loading is rows without content, until the answer is there', async () => {
  const id = await record(wow)
  const { promise, resolve } = Promise.withResolvers<void>()
  between = (request) => (isList(request) ? promise.then(async () => gateway.app.request(request)) : undefined)
  open()
  expect(await screen.findByText('Loading')).toBeInTheDocument()
  expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true')
  expect(rowIds()).toEqual([])
  // In the columns of the head, so that one that has no room takes none below either.
  expect(classes('.skeleton-row:first-child > td')).toEqual(classes('thead th'))
  resolve()
  await waitFor(() => expect(rowIds()).toEqual([id]))
  expect(screen.queryByText('Loading')).toBeNull()
  expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'false')
})

test('behind a gateway that says nothing it is said that one waits, then that there is no answer, and Retry works', async () => {
  const id = await record(wow)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  try {
    let isSilent = true
    // Nobody can break off a process that stands still.
    between = () => (isSilent ? new Promise(() => undefined) : undefined)
    const { user } = open()
    expect(await screen.findByText('Loading')).toBeInTheDocument()
    expect(screen.queryByText(/^Still waiting/u)).toBeNull()
    await vi.advanceTimersByTimeAsync(4000)
    expect(await screen.findByText('Still waiting for an answer…')).toBeVisible()
    await vi.advanceTimersByTimeAsync(11_000)
    expect(await screen.findByText('There was no answer in time.')).toBeVisible()
    expect(screen.getByText('The executions could not be read.')).toBeVisible()
    isSilent = false
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(rowIds()).toEqual([id]))
  } finally {
    vi.useRealTimers()
  }
})

test('the rows of one view never stand under the name of another', async () => {
  await record(wow)
  const { user } = open()
  await waitFor(() => expect(rowIds()).toHaveLength(1))
  const { promise, resolve } = Promise.withResolvers<void>()
  between = (request) => (isList(request) ? promise.then(async () => gateway.app.request(request)) : undefined)
  await user.click(screen.getByRole('link', { name: /^Succeeded/u }))
  await waitFor(() => expect(rowIds()).toEqual([]))
  expect(screen.getByText('Loading')).toBeInTheDocument()
  resolve()
  expect(await screen.findByText('No execution is in “Succeeded”.')).toBeVisible()
})

test('empty says what was asked and offers the way out', async () => {
  const id = await record(wow, { errorCode: 'TIMEOUT' })
  const { user, address } = open()
  await waitFor(() => expect(rowIds()).toEqual([id]))
  await user.type(screen.getByRole('textbox'), 'code:NOTHING{Enter}')
  expect(await screen.findByText(/No execution in “To retry” matches: .*NOTHING/u)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Remove the last condition' }))
  await waitFor(() => expect(rowIds()).toEqual([id]))
  await user.click(screen.getByRole('link', { name: /^Succeeded/u }))
  await user.click(await screen.findByRole('link', { name: 'See all executions' }))
  await waitFor(() => expect(rowIds()).toEqual([id]))
  expect(address()).toBe('/local/executions?view=all')
})

test('a server without any execution is not said to have others', async () => {
  open()
  expect(await screen.findByText(/^This server has no executions yet/u)).toBeVisible()
  expect(screen.queryByRole('link', { name: 'See all executions' })).toBeNull()
})

test('a failed first load stands in place of the rows, with the reason, and Retry works', async () => {
  const id = await record(wow)
  between = (request) =>
    isList(request)
      ? Promise.resolve(
          Response.json(
            { errorCode: 'IllegalArgument', errorMsg: 'HTTP query operator[RAW] is not allowed.' },
            { status: 400 },
          ),
        )
      : undefined
  const { user } = open()
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('The executions could not be read.')
  expect(alert).toHaveTextContent('The server refused.')
  expect(alert).toHaveTextContent('HTTP query operator[RAW] is not allowed.')
  expect(alert).toHaveTextContent('IllegalArgument · 400')
  between = () => undefined
  await user.click(screen.getByRole('button', { name: 'Retry' }))
  await waitFor(() => expect(rowIds()).toEqual([id]))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a network failure is another sentence than a refusal', async () => {
  between = (request) => (isList(request) ? unreachable() : undefined)
  open()
  expect(await screen.findByText('Amends was not reached.')).toBeVisible()
})

test('an answer that cannot be read says so', async () => {
  between = (request) => (isList(request) ? Promise.resolve(new Response('<html>')) : undefined)
  open()
  expect(await screen.findByText('The answer could not be read.')).toBeVisible()
})

test('a refetch that fails leaves the rows, and says that they could not be renewed', async () => {
  const id = await record(wow)
  const { user } = open()
  await waitFor(() => expect(rowIds()).toEqual([id]))
  between = (request) =>
    isList(request)
      ? Promise.resolve(Response.json({ errorCode: 'RequestTimeout', errorMsg: 'too slow' }, { status: 408 }))
      : undefined
  await user.click(screen.getByRole('button', { name: 'Ask again' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('could not be renewed: too slow (RequestTimeout)')
  expect(rowIds()).toEqual([id])
})

test('without the gateway the list stays and says since when, and goes on by itself afterwards', async () => {
  const id = await record(wow)
  open()
  await waitFor(() => expect(rowIds()).toEqual([id]))
  expect(await screen.findByRole('link', { name: 'To retry 1' })).toBeVisible()
  between = unreachable
  gateway.close() // ends the open stream, as a stopped process does
  expect(
    await screen.findByText(
      /^Amends not reached since \d\d:\d\d:\d\d\. Showing what was true then\. Actions are off\.$/u,
    ),
  ).toBeVisible()
  expect(rowIds()).toEqual([id])

  gateway = testGateway(wow)
  between = () => undefined
  expect(await screen.findByText(/^As of/u)).toBeVisible()
  await record(wow)
  expect(await screen.findByText(/· 1 new ·/u)).toBeVisible()
})

test('a server that is down is said with its last good time, and a list that failed meanwhile comes by itself', async () => {
  const id = await record(wow)
  server = down
  open()
  expect(await screen.findByText('The server was not reached.')).toBeVisible()
  server = () => undefined
  await waitFor(() => expect(rowIds()).toEqual([id]))
  server = down
  await gateway.app.request('/api/wow/local/execution_failed/none/state')
  expect(await screen.findByText(/^Server not reached since \d\d:\d\d:\d\d\./u)).toBeVisible()
  expect(rowIds()).toEqual([id])
})

async function withOddRow(request: Request): Promise<Response> {
  const rows: unknown = await (await gateway.app.request(request)).json()
  return Response.json([...(Array.isArray(rows) ? rows : []), { aggregateId: 'odd', state: { status: 7 } }])
}

test('a row that cannot be read is shown as it came, and the others beside it', async () => {
  const id = await record(wow)
  between = (request) => (isList(request) ? withOddRow(request) : undefined)
  open()
  await waitFor(() => expect(rowIds()).toEqual([id, 'odd']))
  expect(screen.getByText('not readable')).toBeVisible()
  expect(screen.getByText('{"aggregateId":"odd","state":{"status":7}}')).toBeVisible()
})

test('after a command only its own row is read again; one that was deleted says so in its place', async () => {
  const first = await record(wow, { errorCode: 'FIRST' })
  const second = await record(wow, { errorCode: 'SECOND' })
  const { client } = open()
  await waitFor(() => expect(rowIds()).toEqual([second, first]))
  await remove(wow, first)
  await remove(wow, second)
  await refreshRow(client, 'local', first)
  expect(await screen.findByText('deleted')).toBeVisible()
  expect(rowIds()).toEqual([second, first])
  expect(screen.getByRole('row', { name: new RegExp(second, 'u') })).toHaveTextContent(/^failed/u)
  expect(client.getQueriesData({ queryKey: executionQueries.pages('local') })).toHaveLength(1)
})

test('on a phone, where the heads have no room, the order is chosen by name', async () => {
  const usual = window.matchMedia
  onTestFinished(() => {
    window.matchMedia = usual
  })
  window.matchMedia = (query) => Object.assign(usual(query), { matches: query === '(max-width: 599px)' })
  const first = await record(wow, { errorCode: 'A' })
  const second = await record(wow, { errorCode: 'B' })
  const { user, address } = open()
  await waitFor(() => expect(rowIds()).toEqual([second, first]))
  await user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'Error ↑')
  await waitFor(() => expect(rowIds()).toEqual([first, second]))
  expect(address()).toBe('/local/executions?sort=code')
})
