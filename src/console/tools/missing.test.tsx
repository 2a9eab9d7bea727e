import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedWow } from '../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../embedded/wow/server.ts'
import { testGateway } from '../../gateway/testGateway.ts'
import type { TestGateway } from '../../gateway/testGateway.ts'
import { record } from '../executions/detail/testExecutions.ts'
import { renderRoute } from '../renderRoute.tsx'

/** Ways that this server does not have, as an older one; a test may take away more. */
const UNKNOWN = /\/tags$|^\/wow\/(command\/send|bi\/script)$|^\/execution_failed\/state\//

let wow: EmbeddedWow
let alsoUnknown: RegExp | undefined
let gateway: TestGateway
beforeEach(async () => {
  alsoUnknown = undefined
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open' })
  gateway = testGateway({
    fetch: (request) => {
      const url = new URL(request.url)
      const isUnknown = UNKNOWN.test(url.pathname) || alsoUnknown?.test(url.pathname) === true
      return wow.fetch(isUnknown ? new Request(new URL('/no/such/way', url), request) : request)
    },
    onEvents: (listener) => wow.onEvents(listener),
  })
})
afterEach(async () => {
  gateway.close()
  await wow.close()
})

test('an action that the server does not have is off and says so', async () => {
  const id = await record(wow)
  const { user } = renderRoute(`/local/executions/${id}?view=all`, gateway.app)
  await user.click(await screen.findByRole('button', { name: 'More actions' }))
  expect(await screen.findByText(/This server does not have/)).toHaveTextContent(
    'PUT /execution_failed/{id}/tags (404 NOT_FOUND',
  )
  const item = screen.getByRole('button', { name: 'Apply tags' })
  expect(item).toHaveAttribute('aria-disabled', 'true')
  expect(screen.getByRole('button', { name: 'Change function' })).not.toHaveAttribute('aria-disabled', 'true')
})

test('a tool that the server does not have is off and says so, in the tool and in the list of tools', async () => {
  const { router } = renderRoute('/local/tools/send?type=com.shop.Pay', gateway.app)
  expect(await screen.findByText(/This server does not have/)).toHaveTextContent('POST /wow/command/send')
  expect(screen.getByRole('button', { name: 'Send Pay…' })).toBeDisabled()
  await router.navigate('/local/tools')
  await screen.findByRole('heading', { name: 'Tools' })
  expect(await screen.findAllByText(/This server does not have/)).toHaveLength(2)
})

test.each([
  ['events', /^\/execution_failed\/event\/list$/, 'POST /execution_failed/event/list'],
  ['metadata', /^\/wow\/metadata$/, 'GET /wow/metadata'],
])('the tool %s shows the reason in place of what it cannot read', async (tool, way, operation) => {
  alsoUnknown = way
  renderRoute(`/local/tools/${tool}`, gateway.app)
  expect(await screen.findByText(/This server does not have/)).toHaveTextContent(operation)
  expect(screen.queryByRole('alert')).toBeNull()
})

test('one page tells what is missing, what is off because of it, and what was answered', async () => {
  renderRoute('/local/tools/server', gateway.app)
  const table = await screen.findByRole('table', { name: 'Operations that are not there' })
  const rows = within(table).getAllByRole('row').slice(1)
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/missing PUT \/execution_failed\/\{id\}\/tags.*Apply tags.*No static resource/),
    expect.stringMatching(/missing POST \/execution_failed\/state.*Maintenance.*No static resource/),
    expect.stringMatching(/missing POST \/wow\/command\/send.*Send a command.*No static resource/),
    expect.stringMatching(/missing POST \/wow\/bi\/script.*BI script.*No static resource/),
  ])
  expect(screen.getByText('8.10.10')).toBeVisible()
})
