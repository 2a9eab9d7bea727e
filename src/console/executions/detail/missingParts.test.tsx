import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedWow } from '../../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../../embedded/wow/server.ts'
import { testGateway } from '../../../gateway/testGateway.ts'
import type { TestGateway } from '../../../gateway/testGateway.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { failAgain, prepare, record, remove } from './testExecutions.ts'

const EVENT_LIST = /^\/execution_failed\/event\/list$/
const EVENTS_OF_ONE = /^\/execution_failed\/[^/]+\/event\//
const TRACING = /\/state\/tracing$/
const AT_TIME = /\/state\/time\//

let wow: EmbeddedWow
let lacks: readonly RegExp[]
/** What of it was asked for, but to find that out. */
let asked: string[]
let gateway: TestGateway
let id: string
beforeEach(async () => {
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open' })
  id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id)
  lacks = []
  asked = []
  gateway = testGateway({
    fetch(request) {
      const url = new URL(request.url)
      if (!lacks.some((way) => way.test(url.pathname))) return wow.fetch(request)
      asked.push(url.pathname)
      return wow.fetch(new Request(new URL('/no/such/way', url), request))
    },
    onEvents: (listener) => wow.onEvents(listener),
  })
})
afterEach(async () => {
  gateway.close()
  await wow.close()
})

/** Opens an address when it is known what the server lacks. */
async function open(address: string, ...missing: readonly RegExp[]) {
  lacks = missing
  const view = renderRoute('/local/tools/server', gateway.app)
  await screen.findByRole('table', { name: 'Operations that are not there' })
  asked = []
  await view.router.navigate(`/local/executions/${id}${address}`)
  return view
}
const tab = (name: string) => screen.findByRole('link', { name: new RegExp(`^${name}( \\d+)?$`) })

test('without lists of events the attempts are off, and nothing asks for events', async () => {
  const { user, address } = await open('?view=all', EVENT_LIST)
  const attempts = await tab('Attempts')
  expect(attempts).toHaveAttribute('aria-disabled', 'true')
  expect(attempts).toHaveAccessibleDescription(
    /^Attempts: This server does not have POST \/execution_failed\/event\/list/,
  )
  await user.click(attempts)
  expect(address()).toBe(`/local/executions/${id}?view=all`)
  const history = within(screen.getByRole('region', { name: 'History' }))
  expect(history.getByText(/This server does not have/)).toBeVisible()
  expect(history.queryByRole('alert')).toBeNull()
  expect(asked).toEqual([])
})

test('the whole history needs no lists of events, only choosing by kind does', async () => {
  const { user } = await open('?view=all', EVENT_LIST)
  await user.click(await tab('History'))
  expect(await screen.findByRole('button', { name: /^v3 Failed again/ })).toBeVisible()
  const kind = screen.getByRole('combobox', { name: 'Event' })
  expect(kind).toBeDisabled()
  expect(kind).toHaveAccessibleDescription(/This server does not have POST \/execution_failed\/event\/list/)
})

test('a link to a part that the server does not have shows how the record stands now', async () => {
  const other = await record(wow)
  const { user } = await open('/history/2?view=all', EVENTS_OF_ONE)
  expect(await tab('History')).toHaveAttribute('aria-disabled', 'true')
  expect(await tab('Now')).toHaveAttribute('aria-current', 'page')
  expect(screen.getByRole('heading', { name: 'Record' })).toBeVisible()
  expect(await tab('Attempts')).toHaveAttribute('aria-disabled', 'false')
  await user.keyboard('k')
  expect(await screen.findByRole('heading', { name: `Execution ${other}` })).toBeVisible()
  expect(await tab('Now')).toHaveAttribute('aria-current', 'page')
  expect(asked).toEqual([])
})

test('without tracing no state is compared, and no way leads there', async () => {
  const { user } = await open('/history', TRACING)
  expect(await tab('State at')).toHaveAccessibleDescription(/State at: This server does not have GET/)
  await user.click(await screen.findByRole('button', { name: /^v3/ }))
  expect(screen.getByText('State at v3')).toBeVisible()
  expect(screen.queryByRole('link', { name: 'State at v3' })).toBeNull()
  expect(asked).toEqual([])
})

test('versions are compared where no state at a time can be read', async () => {
  await open('/state/1/2026-11-28T03:14:00.000Z', AT_TIME)
  const kind = await screen.findByRole('combobox', { name: 'State at: kind of point' })
  expect(kind).toHaveAccessibleDescription(/State at a time: This server does not have GET/)
  expect(within(kind).getByRole('option', { name: 'time' })).toBeDisabled()
  expect(within(kind).getByRole('option', { name: 'version' })).toBeEnabled()
  expect(asked).toEqual([])
})

test('a deleted execution cannot be told from an unknown one without tracing, and it says why', async () => {
  await remove(wow, id)
  await open('?view=deleted', TRACING)
  expect(await screen.findByText(/or the execution is deleted/)).toHaveTextContent(
    'This server does not have GET /execution_failed/{id}/state/tracing',
  )
  expect(asked).toEqual([])
})

test('while it is not known what the server lacks, it is asked', async () => {
  await remove(wow, id)
  lacks = [TRACING]
  renderRoute(`/local/executions/${id}?view=deleted`, gateway.app)
  await waitFor(() => expect(asked).toContain(`/execution_failed/${id}/state/tracing`))
  expect(await screen.findByText(/or the execution is deleted/)).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})
