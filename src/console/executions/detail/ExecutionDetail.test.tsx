import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { testGateway } from '../../../gateway/testGateway.ts'
import { NOW, compare } from '../../../wow/condition/condition.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import { activateLanguage } from '../../text/i18n.ts'
import { toFilter } from '../../conditions/filterText.ts'
import { failAgain, mark, prepare, record, remove, succeed } from './testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer())
})

const open = (id: string, search = '') => renderRoute(`/local/executions/${id}${search}`, gateway.app)
const section = async (name: string) => within(await screen.findByRole('region', { name }))
async function detail(id: string) {
  await section('Record') // it stands last: everything is there
  return within(screen.getByRole('article', { name: `Execution ${id}` }))
}

/** What the detail says of the state of things, in its live region. */
async function says(id: string, words: RegExp) {
  const state = (await detail(id)).getByRole('status')
  await waitFor(() => expect(state).toHaveTextContent(words))
}

test('a failed execution shows why it failed, what failed and when it is tried again', async () => {
  const id = await record(wow, { bindingErrors: [{ name: 'sku', msg: 'must not be blank' }] })
  open(id)

  const error = await section('Error')
  expect(screen.getByRole('heading', { name: `Execution ${id}` })).toBeVisible()
  expect(error.getByText('STOCK_SHORT')).toBeVisible()
  expect(error.getByText('stock of sku-4 is short')).toBeVisible()
  expect(error.getByText('must not be blank')).toBeVisible()
  expect((await section('What')).getByText('StockSaga.onOrderPaid')).toBeVisible()
  expect((await section('Tries')).getByText('0 of 3')).toBeVisible()
  expect((await section('Tries')).getByText('next')).toBeVisible()
  expect((await section('Tries')).getAllByText('at the earliest')).toHaveLength(2)
  expect((await section('Mark')).getByText('unknown')).toBeVisible()
  expect(await (await section('History')).findByText(/Failed and was recorded/)).toBeVisible()
  await says(id, /Not retried yet/)
})

test('of a stack trace the first frame of the application is seen, the rest on demand', async () => {
  const { user } = open(await record(wow))
  const error = await section('Error')

  expect(error.getByText('StockTable.lock')).toBeVisible()
  expect(error.queryByText(/StockSaga.java:17/)).toBeNull()

  await user.click(error.getByRole('button', { name: /34 frames/ }))
  expect(error.getByText('Caused by: java.sql.SQLException: deadlock found')).toBeVisible()
  expect(error.getByText(/StockSaga.java:17/)).toBeVisible()
  expect(error.getByText('31 frames of frameworks')).toBeVisible()
  expect(error.getByText(/FluxMap.java:12/)).not.toBeVisible()

  await user.click(error.getByRole('button', { name: 'Unfold all' }))
  expect(error.getByText(/FluxMap.java:12/)).toBeVisible()
  await user.click(error.getByRole('button', { name: 'Wrap' }))
  expect(error.getByRole('button', { name: 'Wrap' })).toHaveAttribute('aria-pressed', 'true')
})

test('a search in a stack trace counts, steps, and keeps the lines around', async () => {
  const { user } = open(await record(wow))
  const error = await section('Error')
  await user.click(error.getByRole('button', { name: /34 frames/ }))
  const field = error.getByRole('searchbox')
  const count = error.getByRole('status')

  await user.type(field, 'fluxmap.java:3')
  expect(count).toHaveTextContent('1 of 3: at reactor.core.publisher.FluxMap.onNext(FluxMap.java:3)')
  expect(error.getByText(/FluxMap.java:12/)).toBeVisible()
  expect(error.getByText(/deadlock/)).toBeVisible()
  await user.keyboard('{Enter}{Enter}')
  expect(count).toHaveTextContent('3 of 3: at reactor.core.publisher.FluxMap.onNext(FluxMap.java:31)')
  await user.keyboard('{Shift>}{Enter}{/Shift}')
  expect(count).toHaveTextContent('2 of 3')
  await user.click(error.getByRole('button', { name: 'Next match (Enter)' }))
  expect(count).toHaveTextContent('3 of 3')

  await user.clear(field)
  await user.type(field, 'nowhere')
  expect(count).toHaveTextContent('No line has this text')
})

test('a cause is one jump away', async () => {
  const { user } = open(await record(wow))
  const error = await section('Error')
  await user.click(error.getByRole('button', { name: /34 frames/ }))
  const causes = within(error.getByRole('navigation', { name: 'Causes' }))
  expect(causes.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'thrown StockShortException',
    'caused by SQLException',
  ])
  await user.click(causes.getByRole('button', { name: 'SQLException' }))
  expect(error.getByText('Caused by: java.sql.SQLException: deadlock found').closest('summary')).toHaveFocus()
})

test('what counts as a framework is shown, changed, kept and reset', async () => {
  const { user } = open(await record(wow))
  const error = await section('Error')
  await user.click(error.getByRole('button', { name: /34 frames/ }))
  const rule = error.getByRole('button', { name: 'What is a framework?' })
  await user.click(rule)
  const frameworks = await error.findByRole('textbox', { name: 'Frameworks' })
  expect(frameworks).toHaveTextContent('reactor.')
  await user.clear(frameworks)
  await user.type(frameworks, 'com.shop.{Enter}')
  await user.type(error.getByRole('textbox', { name: 'Application' }), 'com.shop.stock.StockTable')
  await user.click(error.getByRole('button', { name: 'Save' }))

  expect(error.getByText(/FluxMap.java:12/)).toBeVisible()
  expect(error.getByText(/StockTable.java:9/)).toHaveClass('is-application')
  expect(error.getByText(/StockSaga.java:17/)).not.toHaveClass('is-application')
  expect(localStorage.getItem('amends.preferences')).toContain('com.shop.stock.StockTable')

  await user.click(rule)
  await user.click(await error.findByRole('button', { name: 'Back to the rule this page came with' }))
  expect(error.getByText('31 frames of frameworks')).toBeVisible()
})

test('a message of many pages is folded, and whole on demand', async () => {
  const { user } = open(await record(wow, { errorMsg: `${'x'.repeat(4000)} the end` }))
  const error = await section('Error')

  expect(error.queryByText(/the end/)).toBeNull()
  await user.click(error.getByRole('button', { name: 'Show the whole message (4,008 characters)' }))
  expect(error.getByText(/the end/)).toBeVisible()
})

test('an execution without trace and message says so', async () => {
  open(await record(wow, { errorMsg: '', stackTrace: '' }))
  const error = await section('Error')
  expect(error.getByText('No message was recorded.')).toBeVisible()
  expect(error.getByText('No stack trace was recorded.')).toBeVisible()
})

test('the history tells every event in words, with its request and its raw JSON behind', async () => {
  const id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id)
  const { requestId } = await mark(wow, id, 'UNRECOVERABLE')
  const { user } = open(id)
  const history = await section('History')

  const items = await history.findAllByText(/^v\d$/)
  expect(items.map((item) => item.textContent)).toEqual(['v4', 'v3', 'v2', 'v1'])
  expect(history.getByText(/Marked/)).toHaveTextContent('Marked unrecoverable')
  expect(history.getByText(/Failed again/)).toHaveTextContent('Failed again: STOCK_SHORT stock of sku-4 is short')
  expect(history.getByText(/Prepared, attempt 1/)).toBeVisible()

  await user.click(history.getByText('v4'))
  expect(history.getByText('Request id').nextElementSibling).toHaveTextContent(requestId)
  expect(history.getByText('Wait stage').nextElementSibling).toHaveTextContent('SNAPSHOT')
  expect(history.getByText('Type').nextElementSibling).toHaveTextContent(/RecoverableMarked 0\.0\.1$/)
  await user.click(history.getByText('Raw JSON'))
  expect(history.getByText(/"recoverable": "UNRECOVERABLE"/)).toBeVisible()
})

test('the record is copied as Markdown and as curl, without credentials', async () => {
  const id = await record(wow)
  const { user } = open(id)
  const shown = await section('Record')
  await user.click(shown.getByRole('button', { name: 'Copy as Markdown' }))
  const markdown = await navigator.clipboard.readText()
  expect(markdown).toContain(`**failed** [${id}](http://localhost:3000/local/executions/${id})`)
  expect(markdown).toContain('- Error: `STOCK_SHORT`')
  expect(markdown).toContain('- Function: `StockSaga.onOrderPaid (stock)`')
  expect(markdown).toContain('- First frame: `at com.shop.stock.StockTable.lock(StockTable.java:9)`')

  await user.click(shown.getByRole('button', { name: 'Copy as curl' }))
  expect(await navigator.clipboard.readText()).toBe(
    `curl -sS -H 'Accept: application/json' 'http://localhost:3000/api/wow/local/execution_failed/${id}/snapshot'`,
  )
})

test('of a long history the newest events are shown, with the way to the older ones', async () => {
  const id = await record(wow)
  for (let at = 0; at < 11; at += 1) await mark(wow, id, at % 2 === 0 ? 'RECOVERABLE' : 'UNRECOVERABLE')
  const { user, address } = open(id)
  const history = await section('History')

  expect(await history.findByText('v3')).toBeVisible()
  expect(history.queryByText('v2')).toBeNull()
  await user.click(history.getByRole('link', { name: 'Older events' }))
  expect(await screen.findByText(/Failed and was recorded/)).toBeVisible()
  expect(address()).toBe(`/local/executions/${id}/history`)
})

test('a retry that succeeds while one looks is said, with the time it took', async () => {
  const id = await record(wow)
  await prepare(wow, id)
  open(id)
  const shown = await detail(id)
  await says(id, /Attempt 1 is running. Without an answer it times out at/)
  expect(shown.getByText(/left$/)).toBeVisible()

  await succeed(wow, id)
  await says(id, /Succeeded .* after prepare, attempt 1/)
  expect(await (await section('History')).findByText('Succeeded')).toBeVisible()
  expect((await section('Tries')).getByText('succeeded')).toBeInTheDocument()
  expect(shown.getByRole('region', { name: 'Last error' })).toBeVisible()
})

test('a retry that fails tells whether it failed the same way', async () => {
  const id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id, { errorMsg: 'stock of sku-77 is short' })
  open(id)
  await says(id, /Failed again the same way/)
})

test('a retry that fails differently is told apart', async () => {
  const id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id, { errorCode: 'TIMEOUT', errorMsg: 'no answer in 2000 ms' })
  open(id)
  await says(id, /Failed again, but differently/)
  expect(await (await section('Error')).findByText('TIMEOUT')).toBeVisible()
})

test('an attempt without an answer is timed out, and may be prepared again', async () => {
  const id = await record(wow, { executionTimeout: 0 })
  await prepare(wow, id)
  open(id)
  const shown = await detail(id)
  await says(id, /Attempt 1 got no answer by/)
  expect(shown.getByRole('button', { name: 'Prepare' })).toHaveAttribute('aria-disabled', 'false')
})

test('what was due before it timed out waits for the next round, not for a time that is past', async () => {
  const id = await record(wow, { executionTimeout: 0, minBackoff: 0 })
  await prepare(wow, id)
  open(id)
  await says(id, /got no answer by .* The scheduler takes it in its next round/)
})

test('a deleted execution shows its last state, says so and offers only to recover it', async () => {
  const id = await record(wow)
  await remove(wow, id)
  open(id)
  const shown = await detail(id)
  await says(id, /This record is deleted: by event v2, \d{4}-\d\d-\d\d .*\. What you see is its last state/)
  expect(await shown.findByText(/Not in the view “To retry”/)).toBeVisible()
  expect(shown.getByRole('link', { name: 'Deleted' })).toHaveAttribute('href', `/local/executions/${id}?view=deleted`)
  expect((await section('Error')).getByText('StockTable.lock')).toBeVisible()
  expect((await section('Error')).getByText('STOCK_SHORT')).toBeVisible()
  expect(shown.getByRole('button', { name: 'Recover' })).toHaveAttribute('aria-disabled', 'false')
  expect(shown.queryByRole('button', { name: 'Prepare' })).toBeNull()
  expect(await (await section('History')).findByText('Deleted')).toBeVisible()
  expect(shown.queryByRole('button', { name: 'More actions' })).toBeNull()
})

test('an unknown id is said in words, with the way back to the list', async () => {
  const { user, address } = open('nobody', '?view=all')
  expect(await screen.findByText(/knows no execution with the id/)).toHaveTextContent('nobody')
  await user.click(screen.getByRole('button', { name: 'Back to the list' }))
  expect(address()).toBe('/local/executions?view=all')
})

test('an execution outside the view opens all the same and says where it is', async () => {
  const id = await record(wow)
  const { user, address } = open(id, '?view=succeeded')
  const shown = await detail(id)
  expect(await shown.findByText(/Not in the view “Succeeded”/)).toBeVisible()
  await user.click(shown.getByRole('link', { name: 'To retry' }))
  expect(address()).toBe(`/local/executions/${id}`)
  expect(shown.queryByText(/Not in the view/)).toBeNull()
})

test('a filter that only the server can judge claims nothing', async () => {
  const id = await record(wow)
  const filter = toFilter([{ operator: 'RAW', value: '{}' }])
  open(id, `?view=all&filter=${filter}`)
  const shown = await detail(id)
  expect(shown.queryByText(/filter of this list/)).toBeNull()
})

test('a filter with the time of now in it is judged too', async () => {
  const id = await record(wow)
  open(id, `?view=all&filter=${toFilter([compare('state.executeAt', 'GT', NOW)])}`)
  const shown = await detail(id)
  expect(await shown.findByText('The filter of this list does not match it.')).toBeVisible()
})

test('a change that alters no word of the state is said once', async () => {
  const id = await record(wow)
  open(id)
  await says(id, /Not retried yet/)
  await mark(wow, id, 'RECOVERABLE')
  expect(await screen.findByText('This execution has changed: version 2')).toBeInTheDocument()
  expect(await (await section('History')).findByText('v2')).toBeVisible()
})

test('a link leads to exactly what it counts, without the execution that is open', async () => {
  await record(wow, { errorMsg: 'stock of sku-77 is short' })
  await record(wow, { errorMsg: 'stock of sku-78 is too long' })
  const other = await record(wow, { errorMsg: 'no stock' })
  const id = await record(wow)
  const { user, address } = open(id)
  const what = await section('What')
  expect(await what.findByRole('link', { name: '3 more on order-4' })).toBeVisible()
  expect(await what.findByRole('link', { name: '3 more of this event' })).toBeVisible()
  expect(await what.findByRole('link', { name: '3 more of this function' })).toBeVisible()
  const alike = await (await section('Error')).findByRole('link', { name: '1 more like this' })
  expect(alike.dataset['tip']).toMatch(/^Error code STOCK_SHORT\. The message begins with “stock of sku-”\./)
  await user.click(await what.findByRole('link', { name: '3 more of this event' }))
  expect(address()).toMatch(/^\/local\/executions\?view=all&filter=/)
  expect(await screen.findByText('3 match')).toBeVisible()
  const shown = [...document.querySelectorAll<HTMLElement>('tr[data-row-id]')].map(({ dataset }) => dataset['rowId'])
  expect(shown).toContain(other)
  expect(shown).not.toContain(id)
})

test('links to other systems carry fields of the record; one that lacks its field is left out', async () => {
  const links = [
    { name: 'Runbook', url: 'https://runbooks.example/{state.error.errorCode}' },
    { name: 'Trace', url: 'https://traces.example/{header.trace_id}' },
    { name: 'Tagged', url: 'https://wiki.example/{tags.team}' },
  ]
  const linked = testGateway(wow, { links })
  const id = await record(wow, { errorCode: 'A/B' })
  const { commandId } = await mark(wow, id, 'RECOVERABLE')
  renderRoute(`/local/executions/${id}`, linked.app)
  const what = await section('What')
  const runbook = await what.findByRole('link', { name: /^Runbook/ })
  expect(runbook).toHaveAttribute('href', 'https://runbooks.example/A%2FB')
  expect(runbook).toHaveAttribute('rel', 'noopener noreferrer')
  const trace = await what.findByRole('link', { name: /^Trace/ })
  expect(trace).toHaveAttribute('href', `https://traces.example/${commandId}`)
  expect(what.queryByRole('link', { name: /^Tagged/ })).toBeNull()
  linked.close()
})

test('a strict server cannot leave the open execution out, and the link says so', async () => {
  const strict = await openTestServer({ guard: 'strict' })
  const id = await record(strict.wow)
  renderRoute(`/local/executions/${id}`, strict.gateway.app)
  expect(await screen.findByRole('link', { name: '1 of this event, with this one' })).toBeVisible()
  expect(await screen.findByRole('link', { name: '1 like this, with this one' })).toBeVisible()
})

test('a count that fails is a dash with its reason', async () => {
  const id = await record(wow)
  renderRoute(`/local/executions/${id}`, {
    request: async (request) =>
      request.url.endsWith('/snapshot/count') && (await request.clone().text()).includes('eventId.id')
        ? Response.json({ errorCode: 'IllegalArgument', errorMsg: 'counting is not allowed' }, { status: 400 })
        : gateway.app.request(request),
  })
  const link = await (await section('What')).findByRole('link', { name: '– more of this event' })
  expect(link.dataset['tip']).toBe('Not counted: counting is not allowed')
  expect(await (await section('What')).findByText('Not counted: counting is not allowed')).toBeInTheDocument()
})

test('Escape closes the detail and keeps the list as it was asked', async () => {
  const id = await record(wow)
  const { user, address } = open(id, '?view=active')
  await detail(id)
  await user.keyboard('{Escape}')
  expect(address()).toBe('/local/executions?view=active')
})

test('opened with the keyboard, the detail takes the focus', async () => {
  const id = await record(wow)
  const { user } = renderRoute('/local/executions', gateway.app)
  const row = await screen.findByRole('row', { name: new RegExp(id.slice(-6)) })
  row.focus()
  await user.keyboard('{Enter}')
  await detail(id)
  expect(await screen.findByRole('heading', { name: `Execution ${id}` })).toHaveFocus()
})

test('a record that cannot be read says what and tries again on demand', async () => {
  const id = await record(wow)
  let broken = true
  const { user } = renderRoute(`/local/executions/${id}`, {
    request: (request) =>
      broken && request.url.endsWith('/snapshot')
        ? Response.json({ errorCode: 'GatewayUpstreamUnreadable', errorMsg: 'garbage came' }, { status: 502 })
        : gateway.app.request(request),
  })
  expect(await screen.findByText('This execution could not be read.')).toBeVisible()
  expect(screen.getByText(/garbage came/)).toBeVisible()
  broken = false
  await user.click(screen.getByRole('button', { name: 'Retry' }))
  expect(await (await section('Error')).findByText('STOCK_SHORT')).toBeVisible()
})

test('walking with the buttons of the bar keeps the focus there', async () => {
  const ids = [await record(wow), await record(wow), await record(wow)]
  const { user } = open(ids[2] ?? '')
  await detail(ids[2] ?? '')
  const next = await screen.findByRole('link', { name: 'Next execution (j)' })
  next.focus()
  await user.keyboard('{Enter}')
  await detail(ids[1] ?? '')
  expect(screen.getByRole('link', { name: 'Next execution (j)' })).toHaveFocus()
  await user.keyboard('j')
  await detail(ids[0] ?? '')
  await user.keyboard('k')
  await detail(ids[1] ?? '')
})

test('a record of another protocol is shown as it came', async () => {
  const id = await record(wow)
  renderRoute(`/local/executions/${id}`, {
    request: (request) =>
      request.url.endsWith('/snapshot') ? Response.json({ aggregateId: id, odd: true }) : gateway.app.request(request),
  })
  expect(await screen.findByText('This execution could not be read.')).toBeVisible()
  expect(screen.getByText('Raw JSON')).toBeVisible()
})

test('in Chinese the detail speaks the fixed words of the protocol', async () => {
  await activateLanguage('zh-CN')
  const id = await record(wow)
  await prepare(wow, id)
  await failAgain(wow, id)
  open(id)
  const history = await section('历史')
  expect(screen.getByRole('heading', { name: `执行 ${id}` })).toBeVisible()
  expect(screen.getByRole('button', { name: '准备补偿' })).toBeVisible()
  expect(await history.findByText(/已准备补偿，第 1 次尝试/)).toBeVisible()
  await waitFor(() =>
    expect(within(screen.getByRole('article')).getByRole('status')).toHaveTextContent(/以同样的方式再次失败/),
  )
})
