import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openTestServer } from '../testServer.ts'
import type { TestServer } from '../testServer.ts'
import type { Backend } from '../renderRoute.tsx'
import { renderRoute } from '../renderRoute.tsx'
import { mark, prepare, record, remove, succeed } from './detail/testExecutions.ts'

const HOUR = 3_600_000

let wow: TestServer['wow']
let gateway: TestServer['gateway']

async function start(guard: 'open' | 'strict'): Promise<void> {
  ;({ wow, gateway } = await openTestServer({ guard }))
}

beforeEach(() => start('open'))

const open = (address = '/local/executions', backend: Backend = gateway.app) => renderRoute(address, backend)

/** The ids of the rows as they stand. Not by role, which takes jsdom a second for fifty rows. */
const shownIds = () =>
  Array.from(document.querySelectorAll('tr[data-row-id]'), (row) => row.getAttribute('data-row-id'))

const row = (id: string) => screen.getByRole('row', { name: new RegExp(id, 'u') })
const tab = (name: RegExp) => within(screen.getByRole('navigation', { name: 'Views' })).getByRole('link', { name })
const filterBox = () => screen.getByRole('textbox', { name: 'Filter by id, text or field:value' })
const header = (name: string) => screen.getByRole('columnheader', { name })

async function showsOnly(...ids: readonly string[]): Promise<void> {
  await waitFor(() => expect(shownIds()).toEqual(ids))
}

/** One execution for each view that needs one of its own. */
async function oneOfEach() {
  const failed = await record(wow, { errorCode: 'A_FAILED' })
  const due = await record(wow, { errorCode: 'B_DUE', executeAt: Date.now() - HOUR })
  const executing = await record(wow, { errorCode: 'C_EXECUTING' })
  await prepare(wow, executing)
  const over = await record(wow, { errorCode: 'D_OVER', maxRetries: 0 })
  const unrecoverable = await record(wow, { errorCode: 'E_UNRECOVERABLE', recoverable: 'UNRECOVERABLE' })
  const succeeded = await record(wow, { errorCode: 'F_SUCCEEDED' })
  await prepare(wow, succeeded)
  await succeed(wow, succeeded)
  const deleted = await record(wow, { errorCode: 'G_DELETED' })
  await remove(wow, deleted)
  return { failed, due, executing, over, unrecoverable, succeeded, deleted }
}

describe('the views', () => {
  test('show what belongs to them, newest first, and count themselves', async () => {
    const { failed, due, executing, over, unrecoverable, succeeded, deleted } = await oneOfEach()
    const { user, address } = open()
    await showsOnly(due, failed)
    expect(tab(/^To retry/u)).toHaveAttribute('aria-current', 'page')

    const views: readonly (readonly [RegExp, string, ...string[]])[] = [
      [/^Executing 1$/u, 'executing', executing],
      [/^Next retry 1$/u, 'next-retry', due],
      [/^Non-retryable 1$/u, 'non-retryable', over],
      [/^Unrecoverable 1$/u, 'unrecoverable', unrecoverable],
      [/^Active 5$/u, 'active', unrecoverable, over, executing, due, failed],
      [/^Succeeded 1$/u, 'succeeded', succeeded],
      [/^All 6$/u, 'all', succeeded, unrecoverable, over, executing, due, failed],
      [/^Deleted 1$/u, 'deleted', deleted],
    ]
    for (const [name, view, ...ids] of views) {
      await user.click(await screen.findByRole('link', { name }))
      await showsOnly(...ids)
      expect(address()).toBe(`/local/executions?view=${view}`)
    }
  })

  test('the chosen one stays in sight when a record takes half of the strip', async () => {
    const id = await record(wow)
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView')
    onTestFinished(() => seen.mockRestore())
    const { router } = open('/local/executions?view=all')
    await showsOnly(id)
    await screen.findByRole('link', { name: /^All 1$/u })
    seen.mockClear()
    await router.navigate(`/local/executions/${id}?view=all`)
    await waitFor(() => expect(seen.mock.contexts).toContain(tab(/^All 1$/u)))
  })

  test('name the page in the browser tab', async () => {
    open('/local/executions?view=succeeded')
    await waitFor(() => expect(document.title).toBe('Succeeded · Executions · Amends'))
  })

  test('each row says status, id, handler, error, tries, next try and source', async () => {
    const { failed, due, executing, over, unrecoverable, succeeded } = await oneOfEach()
    open('/local/executions?view=all')
    await waitFor(() => expect(shownIds()).toHaveLength(6))
    expect(row(failed)).toHaveTextContent(
      /failed.*StockSaga onOrderPaid.*A_FAILED stock of sku-4 is short.*0\/3.*in 3 min.*now.*order order-4/u,
    )
    expect(row(due)).toHaveTextContent(/due now.*0\/3now1 hr ago/u)
    expect(row(executing)).toHaveTextContent(/executing2 m.*1\/3–/u)
    expect(row(over)).toHaveTextContent(/non-retryable.*0\/0–/u)
    expect(row(unrecoverable)).toHaveTextContent(/unrecoverable.*–/u)
    expect(row(succeeded)).toHaveTextContent(/succeeded.*1\/3–/u)
  })

  test('deleted executions have a view without a filter, which says why', async () => {
    const id = await record(wow)
    await remove(wow, id)
    open('/local/executions?view=deleted')
    await showsOnly(id)
    expect(row(id)).toHaveTextContent(/deleted/u)
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.getByText(/this view takes no filter and ends after 10,000 rows/u)).toBeVisible()
  })
})

describe('the filter', () => {
  test('adds what was typed as a chip, asks again, and asks again when the chip is removed', async () => {
    const short = await record(wow, { errorCode: 'STOCK_SHORT' })
    const timeout = await record(wow, { errorCode: 'TIMEOUT' })
    const { user, address } = open()
    await showsOnly(timeout, short)

    await user.type(filterBox(), 'code:TIMEOUT{Enter}')
    await showsOnly(timeout)
    expect(address()).toMatch(/^\/local\/executions\?filter=\w+/u)
    expect(filterBox()).toHaveValue('')
    expect(await screen.findByText('1 matches')).toBeVisible()
    expect(screen.getByRole('list', { name: 'Conditions' })).toHaveTextContent(/TIMEOUT/u)

    await user.click(screen.getByRole('button', { name: /^Remove: .*TIMEOUT/u }))
    await showsOnly(timeout, short)
    expect(address()).toBe('/local/executions')
  })

  test('stands in the address: a pasted link, Back and another view keep it', async () => {
    const short = await record(wow, { errorCode: 'STOCK_SHORT' })
    const timeout = await record(wow, { errorCode: 'TIMEOUT', maxRetries: 0 })
    const first = open('/local/executions?view=all')
    await showsOnly(timeout, short)
    await first.user.type(filterBox(), 'code:TIMEOUT{Enter}')
    await showsOnly(timeout)
    const pasted = first.address()
    await first.user.click(tab(/^Non-retryable/u))
    await showsOnly(timeout)
    await first.user.click(tab(/^To retry/u))
    expect(await screen.findByText(/No execution in “To retry” matches/u)).toBeVisible()
    await first.router.navigate(-1)
    await showsOnly(timeout)
    await first.router.navigate(-2)
    await showsOnly(timeout, short)
    first.unmount()

    open(pasted)
    await showsOnly(timeout)
    expect(screen.getByRole('list', { name: 'Conditions' })).toHaveTextContent(/TIMEOUT/u)
  })

  test('joins several conditions, and removes them all at once', async () => {
    const wanted = await record(wow, { errorCode: 'TIMEOUT', maxRetries: 5 })
    const other = await record(wow, { errorCode: 'TIMEOUT', maxRetries: 6 })
    const { user } = open()
    await user.type(await screen.findByRole('textbox'), 'code:TIMEOUT{Enter}')
    await user.type(filterBox(), 'max:5{Enter}')
    await showsOnly(wanted)
    expect(within(screen.getByRole('list', { name: 'Conditions' })).getAllByRole('listitem')).toHaveLength(2)
    await user.click(screen.getByRole('button', { name: 'Remove all' }))
    await showsOnly(other, wanted)
  })

  test('finds an execution by its id and by words of its message', async () => {
    const id = await record(wow, { errorMsg: 'The carrier is on strike' })
    await record(wow)
    const { user } = open()
    await user.type(await screen.findByRole('textbox'), `${id}{Enter}`)
    await showsOnly(id)
    await user.click(screen.getByRole('button', { name: /^Remove/u }))
    await user.type(filterBox(), 'CARRIER is{Enter}')
    await showsOnly(id)
  })

  test('says what Enter would do, and does nothing with what cannot be asked', async () => {
    await record(wow)
    const { user, address } = open()
    await user.type(await screen.findByRole('textbox'), 'status:nonsense{Enter}')
    expect(screen.getByText(/status is one of FAILED, PREPARED, SUCCEEDED/u)).toBeVisible()
    await user.clear(filterBox())
    await user.type(filterBox(), 'tries:many{Enter}')
    expect(screen.getByText(/tries is a number/u)).toBeVisible()
    expect(address()).toBe('/local/executions')
    await user.clear(filterBox())
    await user.click(screen.getByRole('button', { name: 'code:' }))
    expect(filterBox()).toHaveValue('code:')
  })

  test('a text that begins with something that changes is not asked for on such a server, whose words are shown', async () => {
    await start('strict')
    await record(wow)
    const asked: string[] = []
    const { user, address } = open('/local/executions', {
      async request(request) {
        asked.push(await request.clone().text())
        return gateway.app.request(request)
      },
    })
    await waitFor(async () => {
      await user.clear(await screen.findByRole('textbox'))
      await user.type(filterBox(), '17 are missing{Enter}')
      expect(screen.getByText(/HTTP query operator\[CONTAINS\] is disabled/u)).toBeVisible()
      expect(screen.getByText(/changes from one failure to the next: <number> are missing/u)).toBeVisible()
    })
    expect(address()).toBe('/local/executions')
    expect(asked.filter((body) => body.includes('CONTAINS'))).toEqual([])
  })

  test('a server that refuses CONTAINS finds the text of an error by its beginning, and the page says so', async () => {
    await start('strict')
    const id = await record(wow)
    await record(wow, { errorMsg: 'no answer in 2000 ms' })
    const { user, client } = open()
    await screen.findByRole('row', { name: /no answer/u })
    await waitFor(() =>
      expect(client.getQueryData(['sources'])).toMatchObject({
        sources: [{ refusedOperators: expect.arrayContaining([expect.objectContaining({ operator: 'CONTAINS' })]) }],
      }),
    )
    await user.click(filterBox())
    await user.paste('stock of sku-99 is short')
    expect(await screen.findByText(/The message begins with “stock of sku-”/u)).toBeVisible()
    expect(screen.getByText(/^Only how a message begins is searched/u)).toBeVisible()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('list', { name: 'Conditions' })).toHaveTextContent('only the beginning is searched')
    await waitFor(() => expect(screen.queryByRole('row', { name: /no answer/u })).not.toBeInTheDocument())
    expect(screen.getByRole('link', { name: id })).toBeVisible()
  })

  test('a pasted stack trace is read by its first lines, also where text may be searched', async () => {
    await record(wow)
    const other = await record(wow, { errorMsg: 'no answer in 2000 ms' })
    const { user } = open()
    await user.click(await screen.findByRole('textbox'))
    await user.paste(
      'com.shop.TimeoutException: no answer in 17 ms\n\tat com.shop.A.b(A.kt:1)\n\tat com.shop.A.c(A.kt:2)',
    )
    expect(await screen.findByText(/The message begins with .*“no answer in ”/u)).toBeVisible()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('row', { name: /sku-4/u })).not.toBeInTheDocument())
    expect(screen.getByRole('link', { name: other })).toBeVisible()
    expect(screen.getByRole('list', { name: 'Conditions' })).not.toHaveTextContent('only the beginning')
  })

  test('an unreadable filter in the address is said, and nothing else is asked in its place', async () => {
    const id = await record(wow)
    const { user, address } = open('/local/executions?filter=1%25%25')
    expect(await screen.findByRole('alert')).toHaveTextContent('The filter in this address cannot be read')
    expect(screen.queryByText(id)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Remove the filter' }))
    await showsOnly(id)
    expect(address()).toBe('/local/executions')
  })
})

describe('order and pages', () => {
  test('a column sorts by its button, both ways, and says so', async () => {
    const few = await record(wow, { errorCode: 'B', executeAt: Date.now() - HOUR })
    const many = await record(wow, { errorCode: 'A', executeAt: Date.now() - 2 * HOUR })
    const { user, address } = open()
    await showsOnly(many, few)
    expect(header('Execution')).toHaveAttribute('aria-sort', 'descending')

    await user.click(screen.getByRole('button', { name: 'Failed' }))
    await showsOnly(few, many)
    expect(header('Failed')).toHaveAttribute('aria-sort', 'descending')
    expect(header('Execution')).toHaveAttribute('aria-sort', 'none')
    expect(address()).toBe('/local/executions?sort=-failed')

    await user.click(screen.getByRole('button', { name: 'Failed' }))
    await showsOnly(many, few)
    expect(header('Failed')).toHaveAttribute('aria-sort', 'ascending')

    await user.click(screen.getByRole('button', { name: 'Error' }))
    await showsOnly(many, few)
    expect(address()).toBe('/local/executions?sort=code')
  })

  test('pages follow each other by key without gap or repetition, also on equal values', async () => {
    const ids: string[] = []
    for (let count = 0; count < 120; count += 1) ids.push(await record(wow, { errorCode: count % 2 ? 'A' : 'B' }))
    const { user, address, router } = open('/local/executions?sort=code')
    const expected = [1, 0].flatMap((odd) => ids.filter((_, at) => at % 2 === odd).sort())
    await showsOnly(...expected.slice(0, 50))
    expect(await screen.findByText('1–50 of 120')).toBeVisible()
    expect(screen.getByLabelText('Previous page')).toBeDisabled()

    await user.click(screen.getByLabelText('Next page'))
    await showsOnly(...expected.slice(50, 100))
    expect(screen.getByText('51–100 of 120')).toBeVisible()
    expect(address()).toContain(`after=${expected[49]}`)

    await user.click(screen.getByLabelText('Next page'))
    await showsOnly(...expected.slice(100))
    expect(screen.getByText('101–120 of 120')).toBeVisible()
    expect(screen.getByLabelText('Next page')).toBeDisabled()

    await user.click(screen.getByLabelText('Previous page'))
    await showsOnly(...expected.slice(50, 100))
    await user.click(screen.getByLabelText('Previous page'))
    await showsOnly(...expected.slice(0, 50))
    expect(screen.getByText('1–50 of 120')).toBeVisible()
    await router.navigate(-1)
    await showsOnly(...expected.slice(50, 100))
  })

  test('deleted executions are paged by number', async () => {
    for (let count = 0; count < 51; count += 1) await remove(wow, await record(wow))
    const { user } = open('/local/executions?view=deleted')
    await waitFor(() => expect(shownIds()).toHaveLength(50))
    await user.click(screen.getByLabelText('Next page'))
    await waitFor(() => expect(shownIds()).toHaveLength(1))
    await user.click(screen.getByLabelText('Previous page'))
    await waitFor(() => expect(shownIds()).toHaveLength(50))
  })
})

describe('what changes meanwhile', () => {
  test('is counted above the rows, which stay until the person wants to see', async () => {
    const first = await record(wow, { errorCode: 'FIRST' })
    const second = await record(wow, { errorCode: 'SECOND' })
    const { user } = open()
    await showsOnly(second, first)
    expect(screen.getByText(/^As of \d\d:\d\d:\d\d/u)).toBeVisible()

    const third = await record(wow, { errorCode: 'THIRD' })
    expect(await screen.findByText(/· 1 new ·/u)).toBeVisible()
    await mark(wow, first, 'UNRECOVERABLE')
    expect(await screen.findByText(/· 1 new, 1 changed ·/u)).toBeVisible()
    expect(shownIds()).toEqual([second, first])

    await user.click(screen.getByRole('button', { name: 'Show' }))
    await showsOnly(third, second)
    expect(screen.queryByRole('button', { name: 'Show' })).toBeNull()
  })

  test('counts only what this list would show', async () => {
    const shown = await record(wow, { errorCode: 'WANTED' })
    const { user } = open()
    await user.type(await screen.findByRole('textbox'), 'code:WANTED{Enter}')
    await showsOnly(shown)
    await record(wow, { errorCode: 'OTHER' })
    await record(wow, { errorCode: 'WANTED', maxRetries: 0 })
    await record(wow, { errorCode: 'WANTED' })
    expect(await screen.findByText(/· 1 new ·/u)).toBeVisible()
    await waitFor(() => expect(tab(/^All/u)).toHaveTextContent('All 4'))
    expect(screen.getByText(/· 1 new ·/u)).toBeVisible()
  })

  test('the counts of the views follow by themselves', async () => {
    await record(wow)
    open()
    expect(await screen.findByRole('link', { name: 'To retry 1' })).toBeVisible()
    await record(wow)
    expect(await screen.findByRole('link', { name: 'To retry 2' })).toBeVisible()
  })
})

describe('the keyboard', () => {
  test('reaches the rows with one Tab stop, walks them, opens one and comes back to it', async () => {
    const ids = [await record(wow), await record(wow), await record(wow)].reverse()
    const { user, address } = open()
    await showsOnly(...ids)
    expect(screen.getAllByRole('row').filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)

    await user.keyboard('j')
    expect(row(ids[0] ?? '')).toHaveFocus()
    await user.keyboard('jj')
    expect(row(ids[2] ?? '')).toHaveFocus()
    await user.keyboard('j')
    expect(row(ids[2] ?? '')).toHaveFocus()
    await user.keyboard('{ArrowUp}')
    expect(row(ids[1] ?? '')).toHaveFocus()
    await user.keyboard('{Home}')
    expect(row(ids[0] ?? '')).toHaveFocus()
    await user.keyboard('{End}{Enter}')
    expect(await screen.findByRole('heading', { name: `Execution ${ids[2]}` })).toBeVisible()
    expect(address()).toBe(`/local/executions/${ids[2]}`)
    expect(row(ids[2] ?? '')).toHaveAttribute('aria-current', 'true')
    expect(shownIds()).toEqual(ids)
  })

  test('k walks the open record up the list, and Back leaves it instead of walking', async () => {
    const ids = [await record(wow), await record(wow)].reverse()
    const { user, address, router } = open('/local/executions?view=all')
    await showsOnly(...ids)
    await user.click(screen.getByText(ids[1] ?? ''))
    expect(await screen.findByRole('heading', { name: `Execution ${ids[1]}` })).toBeVisible()
    await user.keyboard('k')
    expect(await screen.findByRole('heading', { name: `Execution ${ids[0]}` })).toBeVisible()
    await user.keyboard('k')
    expect(address()).toBe(`/local/executions/${ids[0]}?view=all`)
    await router.navigate(-1)
    await waitFor(() => expect(address()).toBe('/local/executions?view=all'))
    await waitFor(() => expect(screen.queryByRole('heading', { name: /^Execution 0/u })).toBeNull())
  })

  test('walking from record to record keeps the part that is shown, not the place in it', async () => {
    const ids = [await record(wow), await record(wow)].reverse()
    const { user, address } = open(`/local/executions/${ids[0]}/state/1/now?view=all`)
    await showsOnly(...ids)
    await screen.findByRole('region', { name: 'Fields' })
    await user.keyboard('j')
    expect(await screen.findByRole('heading', { name: `Execution ${ids[1]}` })).toBeVisible()
    expect(address()).toBe(`/local/executions/${ids[1]}/state?view=all`)
    expect(await screen.findByRole('link', { name: 'State at' })).toHaveAttribute('aria-current', 'page')
    expect(screen.getByRole('link', { name: /^Previous execution/u })).toHaveAttribute(
      'href',
      `/local/executions/${ids[0]}/state?view=all`,
    )
  })

  test('Escape leads from the filter back to the keys of the list, after help and text are gone', async () => {
    const id = await record(wow, { errorCode: 'A' })
    const { user } = open()
    await showsOnly(id)
    await user.keyboard('/code:A{Enter}')
    await screen.findByRole('list', { name: 'Conditions' })
    await user.keyboard('B{Escape}')
    expect(filterBox()).toHaveValue('B')
    await user.keyboard('{Escape}')
    expect(filterBox()).toHaveValue('')
    expect(filterBox()).toHaveFocus()
    await user.keyboard('{Escape}')
    await showsOnly(id)
    await user.keyboard('j')
    expect(document.activeElement).toHaveAttribute('data-row-id', id)
  })

  test('slash goes to the filter, and a letter typed there is only a letter', async () => {
    await record(wow)
    const { user } = open()
    await waitFor(() => expect(shownIds()).toHaveLength(1))
    await user.keyboard('/jk')
    expect(filterBox()).toHaveFocus()
    expect(filterBox()).toHaveValue('jk')
    await user.keyboard('{Escape}{Escape}')
    expect(filterBox()).toHaveValue('')
  })
})

test('a click anywhere on a row opens it, a click on its link too', async () => {
  const id = await record(wow)
  const { user, address, router } = open()
  await user.click(await screen.findByText('StockSaga'))
  await waitFor(() => expect(address()).toBe(`/local/executions/${id}`))
  await router.navigate(-1)
  await user.click(screen.getByRole('link', { name: id }))
  await waitFor(() => expect(address()).toBe(`/local/executions/${id}`))
})
