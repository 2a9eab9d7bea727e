import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { openTestOms, openTestRoom } from '../../gateway/oms/testOms.ts'
import type { Role } from '../../wow/execution/actions.ts'
import fixtures from '../../oms/fixtures/transactions.json' with { type: 'json' }
import { localTimeAt } from '../../oms/omsTime.ts'
import { noteLost } from '../ui/data/liveQueries.ts'
import { renderRoute } from '../renderRoute.tsx'

type Room = Awaited<ReturnType<typeof openTestRoom>>

let ticker: ReturnType<typeof setInterval> | undefined
afterEach(() => clearInterval(ticker))

/** Time goes on by itself, five times as fast: the gateway waits for it to keep to its rate. */
async function openRoom(role: Role = 'admin') {
  const oms = await openTestOms()
  ticker = setInterval(() => void oms.clock.advance(100), 20)
  return { oms, room: await openTestRoom(oms, { role }) }
}

const at = (setId: number, transId: number, cmd: number, more = '') =>
  `/local/transactions/${setId}/${transId}?cmd=${cmd}${more}`

const show = (address: string, room: Room) => renderRoute(address, room.app)

const json = (body: unknown, status = 200) => Response.json(body, { status })

const BASE = { Id: 6, SetId: 1, Type: 283, Status: 4, IdName: 'guild_rank', MaxConcurrentCount: 2 }

/** The page of a transaction that the OMS tells so. */
async function showTold(body: object, more = '') {
  const { oms, room } = await openRoom()
  oms.meddle = ({ what }) => (what === 'detail' ? json({ ...BASE, ...body }) : undefined)
  const page = show(at(1, 6, 10002, more), room)
  await screen.findByRole('region', { name: 'What can be done' })
  return { ...page, oms, room }
}

const region = (name: string | RegExp) => screen.getByRole('region', { name })
const action = (Id: number, more: object = {}) => ({ TransId: 6, Id, Status: 6, IdName: 'shard', ...more })

test.for(Object.entries(fixtures))('%s has a page', async ([, body]) => {
  const { oms, room } = await openRoom()
  oms.meddle = ({ what }) => (what === 'detail' ? json({ ...body }) : undefined)
  show(at(37, Number(body.Id), 10003), room)
  expect(await screen.findByRole('heading', { level: 1, name: /^Modify table/ })).toBeVisible()
  expect(await screen.findByRole('region', { name: /^Actions/ })).toBeVisible()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('a status and a Type that nobody knows are shown as their numbers, and nothing is offered', async () => {
  await showTold({ Status: 77, Type: 9999, ActionList: [action(1, { Status: 42 })] })
  expect(screen.getByText('This console does not know the status 77; look into the OMS.')).toBeVisible()
  expect(within(region('Record')).getByText('9999')).toBeVisible()
  expect(await screen.findByText(/of an unknown status/)).toBeVisible()
  expect(within(screen.getByRole('table', { name: 'Actions' })).getByText('42')).toBeVisible()
  for (const name of ['Execute', 'Resume', 'Suspend', 'End abnormally', 'Roll back']) {
    expect(screen.getByRole('button', { name })).toHaveAccessibleDescription('this console does not know the status')
  }
})

test('the word of the OMS stands beside ours only where it is another one', async () => {
  const { unmount } = await showTold({ StatusText: '执行中' })
  expect(screen.queryByText('执行中')).not.toBeInTheDocument()
  unmount()
  await showTold({ StatusText: '正在跑' })
  expect((await screen.findAllByText('正在跑'))[0]).toBeVisible()
})

test('an OMS without actions, a transaction without actions and what is no action are told apart', async () => {
  const first = await showTold({})
  expect(await screen.findByText(/This OMS gives no list of actions/)).toBeVisible()
  first.unmount()
  const second = await showTold({ ActionList: [] })
  expect(await screen.findByText('The transaction has no action.')).toBeVisible()
  second.unmount()
  await showTold({ ActionList: [action(1), 'what'] })
  expect(await screen.findByText('1 element of the list is no action and is not counted:')).toBeVisible()
  expect(screen.getByText(/of 1 finished/)).toBeVisible()
})

test('a date without a value is left out', async () => {
  await showTold({ CreateTime: '0000-00-00 00:00:00', UpdateTime: '2026-01-01 08:00:00' })
  expect(screen.queryByText('created')).not.toBeInTheDocument()
  expect(screen.getByText('updated')).toBeVisible()
  expect(screen.getAllByText('2026-01-01 00:00:00 UTC')[0]).toBeVisible()
})

test('an answer about another transaction is never shown in place of the right one', async () => {
  const { oms, room } = await openRoom()
  oms.meddle = ({ what }) => (what === 'detail' ? json({ ...BASE, Id: 7, IdName: 'other_table' }) : undefined)
  show(at(1, 6, 10002), room)
  expect((await screen.findAllByText(/answered about another transaction \(1 \/ 7\)/))[0]).toBeVisible()
  expect(screen.queryByText(/other_table/)).not.toBeInTheDocument()
})

test('when reading fails the last good data stays, says since when and why, and nothing can be decided on it', async () => {
  const { oms, room } = await openRoom()
  const { user } = show(at(1, 4009, 10009), room)
  const resume = await screen.findByRole('button', { name: 'Resume' })
  await waitFor(() => expect(resume).toHaveAttribute('aria-disabled', 'false'))
  await screen.findByText(/of 24 finished/)
  oms.meddle = () => new Response('<h1>502</h1>', { status: 502, headers: { 'Content-Type': 'text/html' } })
  await user.click(screen.getByRole('button', { name: 'Ask again' }))
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('not read since')
  expect(alert).toHaveTextContent('Something else than the OMS answered, a proxy perhaps.')
  expect(alert).toHaveTextContent('OmsUnreadable')
  expect(screen.getByRole('heading', { level: 1, name: /^Data backup/ })).toBeVisible()
  expect(resume).toHaveAccessibleDescription('off until the transaction has been read again')
  await user.click(resume)
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()

  oms.meddle = () => undefined
  await user.click(screen.getByRole('button', { name: 'Ask again' }))
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
  expect(resume).toHaveAttribute('aria-disabled', 'false')
})

test('status and actions are one question to the OMS', async () => {
  const { oms, room } = await openRoom()
  show(at(1, 4009, 10009), room)
  expect(await screen.findByText(/of 24 finished/)).toBeVisible()
  expect(screen.getByRole('region', { name: /^Why it/ })).toHaveTextContent('no answer from')
  expect(screen.getByText(/first seen: suspended/)).toBeVisible()
  expect(oms.count('detail')).toBe(1)
})

test('a person who presses Retry after a refused token is not given the refusal from memory', async () => {
  const { oms, room } = await openRoom()
  oms.meddle = ({ what }) =>
    what === 'detail' ? json({ name: 'Unauthorized', message: 'no', code: 0, status: 401 }, 401) : undefined
  const { user } = show(at(1, 4009, 10009), room)
  expect(await screen.findByRole('alert')).toHaveTextContent('A fresh token was refused too.')
  const before = oms.clock.now()
  oms.meddle = () => undefined
  await user.click(screen.getByRole('button', { name: 'Retry' }))
  expect(await screen.findByText(/of 24 finished/)).toBeVisible()
  expect(oms.clock.now() - before).toBeLessThan(9_000)
})

test('a watch that cannot read mends nothing on the page that could not read either', async () => {
  const { oms, room } = await openRoom()
  const { user } = show(at(1, 4009, 10009), room)
  await user.click(await screen.findByRole('button', { name: 'Watch' }))
  await screen.findByRole('button', { name: 'Watching' })
  oms.meddle = ({ what }) => (what === 'detail' ? new Response('', { status: 502 }) : undefined)
  await user.click(screen.getByRole('button', { name: 'Ask again' }))
  const alert = await screen.findByRole('alert')
  const failed = oms.count('detail')
  await waitFor(() => expect(oms.count('detail')).toBeGreaterThan(failed + 1), { timeout: 8000 })
  expect(alert).toBeVisible()
  expect(screen.getByRole('button', { name: 'Resume' })).toHaveAttribute('aria-disabled', 'true')
}, 15_000)

test('without room beside, a failure that comes up is shown when it is asked for, and keeps its place when it has passed', async () => {
  const failed = { Status: 5, Reason: 2, ActionList: [action(1, { Status: 4, Context: 'no answer' })] }
  const { oms, user } = await showTold({ Status: 4, ActionList: [action(1, { Status: 3 })] })
  const become = async (body: object) => {
    oms.meddle = ({ what }) => (what === 'detail' ? json({ ...BASE, ...body }) : undefined)
    await user.click(screen.getByRole('button', { name: 'Ask again' }))
  }
  await become(failed)
  const why = await screen.findByRole('button', { name: 'Show why' })
  expect(screen.queryByRole('region', { name: /^Why/ })).not.toBeInTheDocument()
  await user.click(why)
  expect(region('Why it is suspended')).toHaveTextContent('no answer')
  expect(why).not.toBeInTheDocument()

  await become({ Status: 6, ActionList: [action(1, { Status: 8 })] })
  expect(await screen.findByRole('region', { name: /it has gone on since$/ })).toHaveTextContent('no answer')
  await become({ ...failed, ActionList: [action(2, { Status: 4, Context: 'again' })] })
  await user.click(await screen.findByRole('button', { name: 'Show why' }))
  expect(region('Why it is suspended')).toHaveTextContent('again')
})

test('a viewer sees what could be done, and that it needs an operator', async () => {
  const { room } = await openRoom('viewer')
  const { user } = show(at(1, 4009, 10009, '&act=resume'), room)
  const resume = await screen.findByRole('button', { name: 'Resume', hidden: true, description: /operator/ })
  expect(resume).toHaveAttribute('aria-disabled', 'true')
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByRole('button', { name: 'Resume' })).toBeDisabled()
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  expect(screen.getByRole('button', { name: 'Watch' })).toHaveAttribute('aria-disabled', 'true')
})

test('when as many are watched as can be, that is said', async () => {
  const { room } = await openRoom()
  renderRoute(at(1, 4009, 10009), {
    request: (request) =>
      new URL(request.url).pathname === '/api/watches'
        ? json({ watches: [], recent: [], most: 0 })
        : room.app.request(request),
  })
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Watch' })).toHaveAttribute(
      'data-tip',
      'So many are watched already (0): end another watch first.',
    ),
  )
})

test('an address with an action opens it', async () => {
  const { room } = await openRoom()
  const { user, address } = show(at(1, 4009, 10009, '&action=14'), room)
  const detail = await screen.findByRole('region', { name: 'Action 14' })
  expect(detail).toHaveTextContent('suspended')
  expect(detail).toHaveTextContent('no answer from')
  await user.click(within(detail).getByRole('button', { name: 'Close' }))
  expect(address()).not.toContain('action=')
})

test('jumps to the action that is suspended', async () => {
  const { room } = await openRoom()
  const { user } = show(at(1, 4009, 10009), room)
  await user.click(await screen.findByRole('button', { name: 'Jump to the suspended one' }))
  expect(await screen.findByRole('region', { name: 'Action 14' })).toBeVisible()
})

test('every key on the timeline moves by one action, also before the page of the last key is shown', async () => {
  const { address } = await showTold({
    ActionList: [1, 2, 3, 4, 5, 6].map((id) => action(id, { ExecuteTime: `2026-01-01 08:0${id}:00` })),
  })
  const timeline = await screen.findByRole('slider', { name: 'Actions on a time axis' })
  /** Leaves React the end of each event and no more: the page of a new address would come later. */
  async function press(...keys: string[]) {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false)
    for (const key of keys) {
      timeline.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await Promise.resolve()
    }
    vi.unstubAllGlobals()
  }
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft')
  await waitFor(() => expect(address()).toMatch(/action=3$/u))
  await press('End', 'ArrowRight', 'ArrowLeft')
  await waitFor(() => expect(address()).toMatch(/action=5$/u))
  await press('Home', 'ArrowLeft')
  await waitFor(() => expect(address()).toMatch(/action=1$/u))
  expect(await screen.findByRole('region', { name: 'Action 1' })).toBeVisible()
  expect(timeline).toHaveAttribute('aria-valuenow', '1')
})

test('periods in which nothing ran can be shortened', async () => {
  const { user } = await showTold({
    ActionList: [
      action(1, { ExecuteTime: '2026-01-01 08:00:00', UpdateTime: '2026-01-01 08:01:00' }),
      action(2, { ExecuteTime: '2026-01-01 12:00:00', UpdateTime: '2026-01-01 12:01:00' }),
    ],
  })
  const shorten = await screen.findByRole('button', { name: 'Shorten 1 period in which nothing ran' })
  expect(shorten).toHaveAttribute('aria-pressed', 'false')
  await user.click(shorten)
  expect(shorten).toHaveAttribute('aria-pressed', 'true')
})

test('the answer can be saved as it came', async () => {
  const files: Blob[] = []
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (file: Blob) => `blob:${files.push(file)}` }))
  const { user } = await showTold({ Owner: { name: 'a' } })
  await user.click(screen.getByRole('button', { name: 'Download the answer' }))
  await waitFor(() => expect(files).toHaveLength(1))
  expect(JSON.parse((await files[0]?.text()) ?? '')).toMatchObject({ Id: 6, Owner: { name: 'a' } })
  vi.unstubAllGlobals()
})

test('a refusal of the OMS stays in the dialog with what it means, its words and its answer', async () => {
  const { oms, room } = await openRoom()
  oms.meddle = ({ what }) =>
    what === 'executing' ? json({ trans_id: ['当前事务状态不允许执行,当前事务状态:执行中'] }, 422) : undefined
  const { user } = show(at(1, 1001, 10002), room)
  await user.click(await screen.findByRole('button', { name: 'Execute' }))
  const dialog = await screen.findByRole('dialog', { name: /^Execute: Add table/ })
  await user.type(within(dialog).getByRole('textbox'), 'now or never')
  await user.click(within(dialog).getByRole('button', { name: 'Execute' }))
  const alert = await within(dialog).findByRole('alert')
  expect(alert).toHaveTextContent('It was not done.')
  expect(alert).toHaveTextContent('Its status is “executing”, which does not allow this')
  expect(alert).toHaveTextContent('当前事务状态不允许执行')
  expect(within(dialog).getByRole('textbox')).toHaveValue('now or never')
  expect(within(alert).getByText(/The answer as it came \(HTTP 422/)).toBeVisible()
})

test('what the OMS has taken and does not show is called accepted, not done', async () => {
  const { oms, room } = await openRoom()
  oms.meddle = ({ what }) => (what === 'executing' ? json({ set_id: 1, trans_id: 1001 }) : undefined)
  const { user } = show(at(1, 1001, 10002), room)
  await user.click(await screen.findByRole('button', { name: 'Execute' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Execute' }))
  expect(await within(dialog).findByText(/Sent; looking for what became of it/)).toBeVisible()
  expect(await screen.findByText('The OMS accepted it; no new status has been seen yet.')).toBeVisible()
  expect(await screen.findByText(/accepted, not seen yet/)).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())

  await user.click(screen.getByRole('button', { name: 'Execute' }))
  const again = await screen.findByRole('dialog')
  await user.click(within(again).getByRole('button', { name: 'Execute' }))
  expect(await within(again).findByRole('alert')).toHaveTextContent('somebody sent the same less than a minute ago')
  expect(oms.count('executing')).toBe(1)
})

test('the transaction that belongs to it is a link', async () => {
  const { room } = await openRoom()
  show(at(1, 6012, 10012), room)
  expect(await screen.findByRole('link', { name: 'Transaction 1 / 6013' })).toHaveAttribute(
    'href',
    '/local/transactions/1/6013',
  )
})

test('a caller that the OMS does not let in reads what has to be done', async () => {
  const { room } = await openRoom()
  show(at(403, 1, 10002), room)
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(/whitelist/)
  expect(alert).toHaveTextContent('OmsObjectNotWhitelisted')
})

test('a watched transaction that stands too long is marked, and the rule can be read', async () => {
  const { oms, room } = await openRoom()
  const watch = await room.send('POST', '/api/watches', { source: 'local', setId: 1, transId: 1005, cmd: 10002 })
  expect(watch.status).toBe(201)
  for (let minute = 0; minute < 40; minute += 1) await oms.clock.advance(60_000)
  show('/local/transactions', room)
  const table = await screen.findByRole('table', { name: 'Watched transactions' })
  expect(within(table).getByText('a person')).toBeVisible()
  expect(within(table).getByText('7/12')).toBeVisible()
  expect(within(table).getByText('longer than usual')).toHaveAttribute(
    'data-tip',
    'Longer than 30 m, which this console takes for usual in this status of this kind',
  )
  expect(within(table).getByRole('link', { name: /^Add table/ })).toHaveAttribute(
    'href',
    '/local/transactions/1/1005?cmd=10002',
  )
})

test('one that has stood too long is marked when it is opened for the first time', async () => {
  const { oms, room } = await openRoom()
  const UpdateTime = localTimeAt(oms.clock.now() - 3 * 3_600_000, 'Asia/Shanghai')
  oms.meddle = ({ what }) => (what === 'detail' ? json({ ...BASE, Status: 5, UpdateTime }) : undefined)
  show(at(1, 6, 10002), room)
  expect(await screen.findByText(/^in it for at least 3 h/u)).toBeVisible()
  expect(screen.getByText('longer than usual')).toBeVisible()
})

/** A page whose gateway goes away when the test says so. */
function showUntilLost(address: string, room: Room) {
  let isLost = false
  const page = renderRoute(address, {
    request: (request) => (isLost ? Promise.reject(new TypeError('connect ECONNREFUSED')) : room.app.request(request)),
  })
  const lose = () => {
    isLost = true
    noteLost(page.client, 'local', Date.now())
  }
  return { ...page, lose }
}

test('a pasted address of another OMS is taken with a warning, one of this console or bare ids without', async () => {
  const { room } = await openRoom()
  const { user } = show('/local/transactions', room)
  await user.click(await screen.findByRole('textbox', { name: 'Set' }))
  const detail = 'oamp/transaction/detail/37/6021?cmd=10002&access-token=abc'
  await user.paste(`https://oms.example:8080/app/newoms.php/webservice/${detail}`)
  const words = await screen.findByText(/^The address is of/u)
  expect(words).toHaveTextContent('https://oms.example:8080')
  expect(screen.getByText('The token in what you pasted was dropped.')).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Transaction' })).toHaveValue('6021')
  for (const text of ['1/1001', `${window.location.origin}/local/transactions/1/1001?cmd=10002`]) {
    await user.paste(text)
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Transaction' })).toHaveValue('1001'))
    expect(screen.queryByText(/^The address is of/u)).toBeNull()
  }
})

test('what took less than the second that an OMS tells is not called nothing', async () => {
  const times = { ExecuteTime: '2026-01-01 08:01:00', UpdateTime: '2026-01-01 08:01:00' }
  await showTold({
    ActionList: [action(1, times)],
    Status: 9,
    CreateTime: times.ExecuteTime,
    ...times,
  })
  expect(await screen.findByText('took < 1 s')).toBeVisible()
  expect(within(screen.getByRole('table', { name: 'Actions' })).getByText('< 1 s')).toBeVisible()
})

test('the key r is of the operation that is possible now, not of the one that was', async () => {
  const { oms, room } = await openRoom()
  let Status = 1
  oms.meddle = ({ what }) => (what === 'detail' ? json({ ...BASE, Status, CanRedo: 1 }) : undefined)
  const { user, address } = show(at(1, 6, 10009), room)
  await screen.findByRole('button', { name: 'Execute' })
  await user.keyboard('r')
  expect(await screen.findByRole('dialog', { name: /^Execute/ })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.getByRole('button', { name: 'Execute' })).toHaveFocus())
  for (const next of [4, 5]) {
    Status = next
    await user.click(screen.getByRole('button', { name: 'Ask again' }))
    await screen.findByText(next === 4 ? /^The engine executes it/u : /^Waiting for a person: resume it/u)
  }
  await user.keyboard('r')
  expect(await screen.findByRole('dialog', { name: /^Resume/ })).toBeVisible()
  expect(address()).toContain('act=resume')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.getByRole('button', { name: 'Resume' })).toHaveFocus())
})

test('the list says that Amends is not reached, and since when', async () => {
  const { room } = await openRoom()
  const { lose } = showUntilLost('/local/transactions', room)
  expect(await screen.findByText(/^Nothing is watched/u)).toBeVisible()
  lose()
  expect(await screen.findByText(/^Amends not reached since/u)).toBeVisible()
})

test('the failovers of an app are listed, each with all that the OMS says of it', async () => {
  const { oms, room } = await openRoom()
  const { user, address, unmount } = show('/local/transactions', room)
  await user.type(await screen.findByRole('textbox', { name: 'App' }), '2')
  await user.click(screen.getByRole('button', { name: 'List' }))
  expect(await screen.findByText(/2 failovers/)).toBeVisible()
  await user.click(screen.getByRole('checkbox', { name: 'closed ones too' }))
  await user.click(screen.getByRole('button', { name: 'List' }))
  expect(await screen.findByText(/14 failovers/)).toBeVisible()
  const before = oms.count('get-failover-list')
  // The same once more asks again, it is not answered from memory.
  await user.click(screen.getByRole('button', { name: 'List' }))
  await waitFor(() => expect(oms.count('get-failover-list')).toBe(before + 1))
  unmount()
  show(address(), room)
  await user.click(await screen.findByText('7 / 713'))
  expect(await screen.findByText(/it has no detail and cannot be watched/)).toBeVisible()
  expect(screen.getByText(/Affected app \/ zone/)).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'App' })).toHaveValue('2')
})
