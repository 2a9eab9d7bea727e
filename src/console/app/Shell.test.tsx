import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../testServer.ts'
import type { TestServer } from '../testServer.ts'
import { record } from '../executions/detail/testExecutions.ts'
import { renderRoute } from '../renderRoute.tsx'
import { reloadPreferences } from '../ui/preferences.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({}, { environment: { name: 'production', color: '#cf1322' } }))
})

const open = (address: string) => renderRoute(address, gateway.app)

test('the root opens the executions of the first source', async () => {
  const { address } = open('/')
  expect(await screen.findByRole('table', { name: 'Executions: To retry' })).toBeVisible()
  expect(address()).toBe('/local/executions')
})

test('an address that nothing answers to says so, and the shell goes on working', async () => {
  const { user } = open('/nowhere/at/all')
  expect(await screen.findByRole('heading', { level: 1, name: 'No such page' })).toBeVisible()
  expect(screen.getByText('/nowhere/at/all')).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'Go to the executions' }))
  expect(await screen.findByRole('table', { name: 'Executions: To retry' })).toBeVisible()
})

test('a source that does not exist is named, with those that do', async () => {
  open('/elsewhere/executions')
  expect(await screen.findByText('elsewhere')).toBeVisible()
  expect(screen.getByRole('link', { name: 'local' })).toHaveAttribute('href', '/local/executions')
})

test('the environment stands in the bar of every page', async () => {
  open('/local/executions')
  expect(await within(await screen.findByRole('banner')).findByText('production')).toBeVisible()
})

test('the shell has its landmarks, and a way past the navigation', async () => {
  open('/local/executions')
  await screen.findByRole('table')
  expect(screen.getByRole('main')).toBeVisible()
  expect(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect(screen.getByRole('link', { name: 'Skip to the page' })).toHaveAttribute('href', '#main')
  expect(await screen.findByRole('link', { name: 'Executions' })).toHaveAttribute('aria-current', 'page')
  expect(screen.getByRole('heading', { level: 1, name: 'Executions' })).toBeInTheDocument()
})

test('the language switch changes every word and the language of the document, and is remembered', async () => {
  await record(wow)
  const { user, unmount } = open('/local/executions')
  await screen.findByText('failed')
  expect(document.documentElement.lang).toBe('en')

  await user.click(screen.getByRole('button', { name: '中文' }))
  expect(await screen.findByRole('link', { name: /^待重试/u })).toBeVisible()
  expect(document.documentElement.lang).toBe('zh-CN')
  expect(screen.getByRole('columnheader', { name: '状态' })).toBeVisible()
  expect(document.title).toBe('待重试 · 执行 · Amends')
  expect(screen.getByRole('main').textContent).not.toMatch(/Status|Tries|Filter|match/u)

  await user.click(screen.getByRole('button', { name: 'English' }))
  expect(await screen.findByRole('link', { name: /^To retry/u })).toBeVisible()
  unmount()
  expect(localStorage.getItem('amends.preferences')).toContain('"language":"en"')
})

const shownTime = async () => (await screen.findByText(/days ago$/u)).getAttribute('data-tip')

test('the zone switch changes every time shown, and is remembered', async () => {
  await record(wow, { executeAt: Date.UTC(2026, 0, 31, 20, 15, 30) })
  const { user } = open('/local/executions?view=all')
  expect(await shownTime()).toBe('2026-01-31 20:15:30 UTC')

  const zone = screen.getByRole('combobox', { name: 'Time zone of every time shown' })
  await user.click(zone)
  await user.selectOptions(zone, 'Asia/Shanghai')
  expect(await shownTime()).toBe('2026-02-01 04:15:30 UTC+08:00')
  expect(localStorage.getItem('amends.preferences')).toContain('Asia/Shanghai')

  await user.selectOptions(zone, 'UTC')
  expect(await shownTime()).toBe('2026-01-31 20:15:30 UTC')
})

test('the theme switch goes from system to light to dark', async () => {
  localStorage.setItem('amends.preferences', '{"language":"en"}')
  reloadPreferences()
  const { user } = open('/local/executions')
  await user.click(await screen.findByRole('button', { name: 'Theme: as the system' }))
  expect(document.documentElement.dataset['theme']).toBe('light')
  await user.click(screen.getByRole('button', { name: 'Theme: light' }))
  expect(document.documentElement.dataset['theme']).toBe('dark')
  expect(screen.getByRole('button', { name: 'Theme: dark' })).toBeVisible()
})

test('on a phone one button has theme, language and zone', async () => {
  const usual = window.matchMedia
  window.matchMedia = (query) => {
    const list = usual(query)
    return Object.assign(list, { matches: list.matches || query === '(max-width: 599px)' })
  }
  try {
    const { user } = open('/local/executions')
    await user.click(await screen.findByRole('button', { name: 'Preferences' }))
    const panel = within(await screen.findByRole('dialog', { name: 'Preferences' }))
    await user.selectOptions(panel.getByRole('combobox', { name: 'Theme' }), 'dark')
    expect(document.documentElement.dataset['theme']).toBe('dark')
    await user.selectOptions(panel.getByRole('combobox', { name: 'Time zone of every time shown' }), 'UTC')
    await user.selectOptions(panel.getByRole('combobox', { name: 'Language' }), '中文')
    expect(await screen.findByRole('dialog', { name: '偏好设置' })).toBeVisible()
    expect(document.documentElement.lang).toBe('zh-CN')
    await user.keyboard('{Escape}')
    expect(screen.getByRole('button', { name: '偏好设置' })).toHaveFocus()
    expect(localStorage.getItem('amends.preferences')).toContain('"zone":"UTC"')
  } finally {
    window.matchMedia = usual
  }
})

test('damaged choices in the browser fall back alone', async () => {
  localStorage.setItem('amends.preferences', '{"language":"en","zone":"Mars/Olympus","theme":"dark"}')
  reloadPreferences()
  open('/local/executions')
  expect(await screen.findByRole('button', { name: 'Theme: dark' })).toBeVisible()
  expect(screen.getByRole('combobox')).toHaveValue('local')
})

/** The gateway, except for what it says of itself. */
const withSources = (patch: (text: string) => string) => ({
  async request(request: Request) {
    const response = await gateway.app.request(request)
    // Not `new Response(text, response)`: Hono's own Response would keep the old body.
    return request.url.endsWith('/api/sources') ? new Response(patch(await response.text())) : response
  },
})

test('with an unknown server clock no age is claimed: the absolute time stands in its place', async () => {
  await record(wow, { executeAt: Date.UTC(2026, 0, 31, 20, 15, 30) })
  const backend = withSources((text) => text.replace(/"clockOffsetMs":-?\d+/u, '"clockOffsetMs":null'))
  renderRoute('/local/executions?view=all', {
    request: (request) =>
      request.url.includes('/api/events') ? new Response(null, { status: 503 }) : backend.request(request),
  })
  expect(await screen.findByText('2026-01-31 20:15:30 UTC')).toBeVisible()
  expect(screen.getByRole('row', { name: /failed/u })).not.toHaveTextContent(/ago|due now/u)
})

test('a newer build offers a reload', async () => {
  let build = 'one'
  const backend = withSources((text) => text.replace(/"build":"[^"]*"/u, `"build":"${build}"`))
  const { client } = renderRoute('/local/executions', backend)
  await screen.findByText('production')
  expect(screen.queryByRole('button', { name: /^A newer Amends/u })).toBeNull()
  build = 'two'
  await client.invalidateQueries({ queryKey: ['sources'] })
  expect(await screen.findByRole('button', { name: 'A newer Amends is here: reload' })).toBeVisible()
})

test('? lists what the keys do now, and the keys can be turned off', async () => {
  const { user } = open('/local/executions')
  await screen.findByRole('table')
  await user.keyboard('?')
  const help = await screen.findByRole('dialog', { name: 'Keys' })
  const list = within(help).getByRole('region', { name: 'In the list' })
  expect(within(list).getByText('Next row').parentElement).toHaveTextContent('jNext row')
  expect(within(help).queryByRole('region', { name: 'In the open execution' })).not.toBeInTheDocument()
  await user.click(within(help).getByRole('checkbox', { name: 'Single characters are keys' }))
  await user.click(within(help).getByRole('button', { name: 'Close' }))
  await user.keyboard('?')
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})
