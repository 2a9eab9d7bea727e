import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { announced } from '../../ui/announce.ts'
import { setPreferences } from '../../ui/preferences.ts'
import { record, remove } from '../detail/testExecutions.ts'
import { exportExecutions } from './exportExecutions.ts'
import type { ExportOrder } from './exportExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({ guard: 'strict', scheduler: false }))
})

const open = (address = '/local/executions?sort=id') => renderRoute(address, gateway.app)
const row = (id: string) => document.querySelector<HTMLElement>(`tr[data-row-id="${id}"]`)
const line = () => screen.getByRole('region', { name: 'Selection' })
const selectedHere = () =>
  Array.from(document.querySelectorAll('tr.is-selected'), (selected) => selected.getAttribute('data-row-id'))

async function records(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made += 1) ids.push(await record(wow, { errorCode: made % 2 ? 'ODD' : 'EVEN' }))
  return ids
}

async function shows(id: string | undefined): Promise<void> {
  await waitFor(() => expect(row(id ?? '')).not.toBeNull())
}

describe('rows are selected', () => {
  test('that is open, after walking there: the focus goes along, and what is open is in sight', async () => {
    const ids = await records(4)
    const { user } = open()
    await shows(ids[3])
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView')
    onTestFinished(() => seen.mockRestore())
    await user.click(within(row(ids[0] ?? '') ?? document.body).getByText('StockSaga'))
    await screen.findByRole('heading', { name: `Execution ${ids[0]}` })
    await user.keyboard('jj')
    await screen.findByRole('heading', { name: `Execution ${ids[2]}` })
    expect(row(ids[2] ?? '')).toHaveFocus()
    await user.keyboard('x')
    expect(selectedHere()).toEqual([ids[2]])

    // Where no row has the focus, none is given it.
    await user.click(screen.getByRole('textbox', { name: /^Filter/u }))
    await user.keyboard('{Escape}')
    seen.mockClear()
    await user.click(screen.getByRole('link', { name: 'Next execution (j)' }))
    await waitFor(() => expect(seen.mock.contexts).toContain(row(ids[3] ?? '')))
    expect(row(ids[3] ?? '')).not.toHaveFocus()
  })

  test('the record of a pasted link is in sight in the list', async () => {
    const ids = await records(3)
    const seen = vi.spyOn(Element.prototype, 'scrollIntoView')
    onTestFinished(() => seen.mockRestore())
    open(`/local/executions/${ids[2]}?sort=id`)
    await shows(ids[2])
    await waitFor(() => expect(seen.mock.contexts).toContain(row(ids[2] ?? '')))
    expect(row(ids[2] ?? '')).not.toHaveFocus()
  })

  test('with Space, x, Shift and the arrows, and Shift and a click', async () => {
    const ids = await records(6)
    const { user } = open()
    await shows(ids[0])
    row(ids[1] ?? '')?.focus()
    await user.keyboard(' ')
    expect(selectedHere()).toEqual([ids[1]])
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    expect(selectedHere()).toEqual(ids.slice(1, 4))
    expect(row(ids[3] ?? '')).toHaveFocus()
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}')
    expect(selectedHere()).toEqual(ids.slice(1, 3))
    await user.keyboard('x')
    expect(selectedHere()).toEqual([ids[1]])

    await user.click(screen.getByRole('checkbox', { name: `Select ${ids[0]}` }))
    await user.keyboard('{Shift>}')
    await user.click(within(row(ids[5] ?? '') ?? document.body).getByText('StockSaga'))
    await user.keyboard('{/Shift}')
    expect(selectedHere()).toEqual(ids)
    expect(line()).toHaveTextContent('6 selected')
    expect(announced()).toMatch(/^6 selected/u)
    await user.click(screen.getByRole('checkbox', { name: `Select this page` }))
    expect(selectedHere()).toEqual([])
    expect(screen.queryByRole('region', { name: 'Selection' })).toBeNull()
  })

  test('and stay so on another page, under a filter, with one open; what is out of sight is counted', async () => {
    const ids = await records(60)
    const { user, router } = open()
    await shows(ids[0])
    await user.click(screen.getByRole('checkbox', { name: 'Select this page' }))
    expect(line()).toHaveTextContent('50 selected')
    await user.click(screen.getByLabelText('Next page'))
    await shows(ids[59])
    expect(line()).toHaveTextContent('50 selected (50 not on this page)')
    await user.click(screen.getByRole('checkbox', { name: `Select ${ids[59]}` }))
    expect(line()).toHaveTextContent('51 selected (50 not on this page)')

    await user.type(screen.getByRole('textbox', { name: /^Filter/u }), 'code:ODD{Enter}')
    await waitFor(() => expect(line()).toHaveTextContent('51 selected (25 not on this page)'))
    await user.click(screen.getByRole('link', { name: ids[1] ?? '' }))
    expect(await screen.findByRole('heading', { name: `Execution ${ids[1]}` })).toBeVisible()
    expect(line()).toHaveTextContent('51 selected')
    await router.navigate(-1)
    await user.click(within(line()).getByRole('button', { name: 'Clear' }))
    expect(selectedHere()).toEqual([])
  })

  test('and stay so after a reload, until they are cleared', async () => {
    const ids = await records(3)
    const { user, unmount } = open()
    await shows(ids[0])
    await user.click(screen.getByRole('checkbox', { name: `Select ${ids[1]}` }))
    unmount()
    const again = open()
    await shows(ids[0])
    expect(selectedHere()).toEqual([ids[1]])
    expect(line()).toHaveTextContent('1 selected')
    await again.user.click(within(line()).getByRole('button', { name: 'Clear' }))
    again.unmount()
    open()
    await shows(ids[0])
    expect(selectedHere()).toEqual([])
  })

  test('and their ids copied, one in a line', async () => {
    const ids = await records(2)
    const { user } = open()
    await shows(ids[0])
    await user.click(screen.getByRole('checkbox', { name: 'Select this page' }))
    await user.click(within(line()).getByRole('button', { name: /^Copy ids/u }))
    expect(await navigator.clipboard.readText()).toBe(ids.join('\n'))
    expect(announced()).toMatch(/^2 ids copied/u)
  })
})

test('another size of a page shows as many rows, and the browser keeps it', async () => {
  const ids = await records(60)
  const { user } = open()
  await shows(ids[0])
  expect(await screen.findByText('1–50 of 60')).toBeVisible()
  await user.selectOptions(screen.getByRole('combobox', { name: 'Rows on a page' }), '100')
  await shows(ids[59])
  expect(await screen.findByText('1–60 of 60')).toBeVisible()
  expect(localStorage.getItem('amends.preferences')).toContain('"pageSize":100')
  setPreferences({ pageSize: 1000 })
  await waitFor(() => expect(screen.getByLabelText('Next page')).toBeDisabled())
})

const order = (ids: readonly string[], more: Partial<ExportOrder> = {}): ExportOrder => ({
  source: 'local',
  ids,
  format: 'csv',
  columns: ['id', 'code', 'failed'],
  language: 'en',
  zone: 'Asia/Shanghai',
  hasDeleted: true,
  ...more,
})
const run = (wanted: ExportOrder, signal = new AbortController().signal) =>
  exportExecutions(wanted, signal, () => undefined)

describe('an export', () => {
  test('in CSV has the columns shown, times with their zone, and says what was not found', async () => {
    open()
    const living = await record(wow, { errorCode: '=1+1', errorMsg: 'one, "two"', executeAt: 1_795_000_000_120 })
    const gone = await record(wow, { errorCode: 'GONE' })
    await remove(wow, gone)
    const { file, ...counts } = await run(order([living, gone, '0VNothing000000']))
    expect(counts).toEqual({ written: 2, deleted: 1, missing: 1 })
    const [head, first, second, end] = (await file.text()).split('\r\n')
    // `text()` swallows the mark.
    expect([...new Uint8Array(await file.slice(0, 3).arrayBuffer())]).toEqual([0xef, 0xbb, 0xbf])
    expect(head).toBe('id,error code,error message,executed,deleted')
    expect(first).toBe(`${living},'=1+1,"one, ""two""",2026-11-18T19:06:40.120+08:00,false`)
    expect(second).toMatch(new RegExp(`^${gone},GONE,.*,true$`, 'u'))
    expect(end).toBe('')
  })

  test('does not ask for deleted ones where the server cannot read them', async () => {
    open()
    const [living = '', gone = ''] = await records(2)
    await remove(wow, gone)
    const asked = vi.spyOn(wow, 'fetch')
    const { file, ...counts } = await run(order([living, gone], { hasDeleted: false }))
    expect(counts).toEqual({ written: 1, deleted: 0, missing: 1 })
    expect(await file.text()).not.toContain(gone)
    expect(asked.mock.calls.filter(([{ url }]) => url.includes('tracing'))).toEqual([])
  })

  test('in NDJSON has whole documents, also of more than one question, in the order of the selection', async () => {
    open()
    const ids = (await records(103)).reverse()
    const done: number[] = []
    const { file } = await exportExecutions(order(ids, { format: 'ndjson' }), new AbortController().signal, (count) =>
      done.push(count),
    )
    const documents = (await file.text())
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(documents.map(({ aggregateId }) => aggregateId)).toEqual(ids)
    expect(documents[0].state.error.stackTrace).toContain('\n')
    expect(done).toEqual([100, 103])
  })

  test('that is broken off leaves nothing behind', async () => {
    open()
    const ids = await records(2)
    const controller = new AbortController()
    controller.abort()
    await expect(run(order(ids), controller.signal)).rejects.toThrow(/abort/iu)
  })

  test('is chosen, saved and told on screen', async () => {
    const ids = await records(2)
    const saved: { name: string; size: number }[] = []
    URL.createObjectURL = (file) => (file instanceof Blob ? `blob:${file.size}` : '')
    URL.revokeObjectURL = () => undefined
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function save(
      this: HTMLAnchorElement,
    ) {
      saved.push({ name: this.download, size: Number(this.href.slice('blob:'.length)) })
    })
    const { user } = open()
    await shows(ids[0])
    await user.click(screen.getByRole('checkbox', { name: 'Select this page' }))
    await remove(wow, ids[1] ?? '')
    await user.click(within(line()).getByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('button', { name: 'CSV, the columns shown' }))
    expect(await screen.findByText('2 executions exported.')).toBeVisible()
    expect(screen.getByText(/1 of them is deleted: its last state is in the file/u)).toBeVisible()
    expect(saved).toEqual([{ name: expect.stringMatching(/^executions-local-.*\.csv$/u), size: expect.any(Number) }])
    click.mockRestore()
  })
})
