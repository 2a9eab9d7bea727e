import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import { renderRoute } from '../../renderRoute.tsx'
import { reloadPreferences, setPreferences } from '../../ui/preferences.ts'
import { mark, record, remove } from '../detail/testExecutions.ts'

let wow: TestServer['wow']
let gateway: TestServer['gateway']
let asked: { path: string; body: string }[]

beforeEach(async () => {
  ;({ wow, gateway } = await openTestServer({ guard: 'strict', scheduler: false }))
  asked = []
})

const open = (address = '/local/executions') =>
  renderRoute(address, {
    async request(request) {
      const body = await request.clone().text()
      const path = new URL(request.url).pathname
      const response = await gateway.app.request(request)
      // What the page itself broke off, because it was mounted anew, is not counted.
      if (response.ok && /snapshot\/(list|paged)$/u.test(path)) asked.push({ path, body })
      return response
    },
  })

const heads = () =>
  screen
    .getAllByRole('columnheader')
    .map((head) => head.textContent)
    .filter((text) => text !== '' && text !== 'Actions of the row')
const shown = (id: string) => document.querySelector(`tr[data-row-id="${id}"]`)
const projection = (at = -1): string[] => JSON.parse(asked.at(at)?.body ?? '{}').projection.include

const DEFAULT_HEADS = ['Status', 'Execution', 'Processor / function', 'Error', 'Tries', 'Next try', 'Failed', 'Source']

describe('columns', () => {
  test('can be added, moved and taken away; only a missing field asks again, and the browser keeps them', async () => {
    const id = await record(wow)
    const { user, unmount } = open()
    await waitFor(() => expect(shown(id)).not.toBeNull())
    expect(heads()).toEqual(DEFAULT_HEADS)
    expect(asked).toHaveLength(1)
    expect(projection()).not.toContain('tenantId')

    await user.click(screen.getByRole('button', { name: 'Columns' }))
    const chooser = await screen.findByRole('dialog', { name: 'Columns' })
    await user.type(within(chooser).getByRole('textbox', { name: 'Find a field' }), 'tenantid')
    await user.click(within(chooser).getByRole('button', { name: 'Add Tenant' }))
    await waitFor(() => expect(shown(id)).toHaveTextContent('(0)'))
    expect(heads()).toEqual([...DEFAULT_HEADS, 'Tenant'])
    expect(asked).toHaveLength(2)
    expect(projection()).toContain('tenantId')

    await user.clear(within(chooser).getByRole('textbox'))
    await user.click(within(chooser).getByRole('button', { name: 'Move Tenant up' }))
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
    expect(within(chooser).getByRole('button', { name: 'Move Tenant up' })).toHaveFocus()
    expect(heads().slice(-3)).toEqual(['Tenant', 'Failed', 'Source'])
    await user.click(within(chooser).getByRole('button', { name: 'Take Source away' }))
    expect(heads()).not.toContain('Source')
    expect(within(chooser).getByRole('button', { name: 'Execution is always shown' })).toHaveAttribute('aria-disabled')
    expect(asked).toHaveLength(2)
    await user.keyboard('{Escape}')
    expect(screen.getByRole('button', { name: 'Columns' })).toHaveFocus()
    unmount()

    reloadPreferences()
    const again = open()
    await waitFor(() => expect(shown(id)).not.toBeNull())
    expect(heads().slice(-2)).toEqual(['Tenant', 'Failed'])
    await again.user.click(screen.getByRole('button', { name: 'Columns' }))
    await again.user.click(await screen.findByRole('button', { name: 'Reset' }))
    expect(heads()).toEqual(DEFAULT_HEADS)
  })

  test('of every field can be shown at once, and a tag by its key', async () => {
    const id = await record(wow, { bindingErrors: [{ name: 'sku', msg: 'is gone' }] })
    const { FIELD_COLUMNS } = await import('./columnFields.ts')
    setPreferences({ columns: { executions: ['id', 'tags.team', ...FIELD_COLUMNS.map((field) => field.path)] } })
    open()
    await waitFor(() => expect(shown(id)).toHaveTextContent('[{"name":"sku","msg":"is gone"}]'))
    expect(shown(id)).toHaveTextContent('["sku"]')
    expect(shown(id)).toHaveTextContent('{"maxRetries":3,"minBackoff":180,"executionTimeout":120}')
    expect(heads()).toHaveLength(FIELD_COLUMNS.length + 2)
  })

  test('that are few still let the row be patched after a command, and the detail open', async () => {
    setPreferences({ columns: { executions: ['id', 'state.recoverable'] } })
    const id = await record(wow)
    const { user, router } = open('/local/executions?view=all')
    await waitFor(() => expect(shown(id)).toHaveTextContent('UNKNOWN'))
    expect(projection()).not.toContain('state.error.errorMsg')
    await user.click(screen.getByRole('link', { name: id }))
    expect(await screen.findByRole('heading', { name: `Execution ${id}` })).toBeVisible()
    await mark(wow, id, 'UNRECOVERABLE')
    await waitFor(() => expect(shown(id)).toHaveTextContent('UNRECOVERABLE'))
    await router.navigate(-1)
    await remove(wow, id)
    expect(await screen.findByText(/· 1 changed ·/u)).toBeVisible()
  })

  test('sort: also by an added field, by key where it is always there, else by number', async () => {
    setPreferences({ columns: { executions: ['id', 'version', 'state.error.succeeded', 'state.error'] } })
    const once = await record(wow)
    const twice = await record(wow)
    await mark(wow, twice, 'RECOVERABLE')
    const { user, address } = open('/local/executions?view=all')
    await waitFor(() => expect(shown(once)).not.toBeNull())
    await user.click(screen.getByRole('button', { name: 'Version' }))
    await waitFor(() => expect(address()).toContain('sort=-version'))
    await waitFor(() =>
      expect(
        Array.from(document.querySelectorAll('tr[data-row-id]'), (row) => row.getAttribute('data-row-id')),
      ).toEqual([twice, once]),
    )
    expect(asked.at(-1)?.path).toMatch(/list$/u)
    await user.click(screen.getByRole('button', { name: 'Error succeeded' }))
    await waitFor(() => expect(asked.at(-1)?.path).toMatch(/paged$/u))
    expect(screen.queryByRole('button', { name: 'Error' })).toBeNull()
  })
})
