import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedWow } from '../../../embedded/wow/server.ts'
import type { EmbeddedWow } from '../../../embedded/wow/server.ts'
import { systemClock } from '../../../gateway/clock.ts'
import { silentLog } from '../../../gateway/log.ts'
import { openMaintenance } from '../../../gateway/maintenance/maintenance.ts'
import { wowSource } from '../../../gateway/wow/source.ts'
import { openGatewayStore } from '../../../gateway/store/gatewayStore.ts'
import { testGateway } from '../../../gateway/testGateway.ts'
import { embeddedUpstream } from '../../../gateway/wow/upstream.ts'
import type { Role } from '../../../wow/execution/actions.ts'
import { capabilityQueries } from '../../ui/data/capabilities.ts'
import { record } from '../../executions/detail/testExecutions.ts'
import { renderRoute } from '../../renderRoute.tsx'

let wow: EmbeddedWow
const closings: Array<() => Promise<void>> = []
/** Answers a batch in place of the server; undefined lets it through. */
let instead: (() => Response | Promise<Response>) | undefined
/** Addresses that the server does not have. */
let lacks: RegExp | undefined
let isDown: boolean

beforeEach(async () => {
  instead = undefined
  lacks = undefined
  isDown = false
  wow = await openEmbeddedWow({ file: ':memory:', guard: 'open' })
})

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
  await wow.close()
})

async function open(role: Role = 'admin') {
  const send = embeddedUpstream(wow)
  const source = wowSource({
    name: 'local',
    embedded: true,
    url: null,
    clock: systemClock,
    upstream: async (request) => {
      if (isDown) throw new Error('connect ECONNREFUSED')
      if (lacks?.test(request.path) === true) return send({ ...request, path: '/no/such/way' })
      if (instead === undefined || !/^\/execution_failed\/(?:snapshot|state)\/[^/]+\/\d+$/u.test(request.path))
        return send(request)
      const answer = instead()
      const { promise: givenUp, reject } = Promise.withResolvers<never>()
      request.signal.addEventListener('abort', () => reject(new Error('given up')))
      return Promise.race([answer, givenUp])
    },
  })
  const store = await openGatewayStore(':memory:')
  const maintenance = await openMaintenance({ sources: [source], store, clock: systemClock, log: silentLog })
  const gateway = testGateway(wow, {
    sources: [source],
    maintenance,
    roleOf: () => role,
    environment: { name: 'production', color: null },
  })
  closings.push(async () => {
    gateway.close()
    await maintenance.close()
    await store.destroy()
  })
  const ask = async (path: string, method = 'GET') =>
    gateway.app.request(path, { method, headers: { 'Sec-Fetch-Site': 'same-origin' } })
  return { ...renderRoute('/local/tools/maintenance', gateway.app), ask }
}

test('a run is confirmed where it happens, shows what it did, and stands among the earlier ones', async () => {
  await record(wow)
  await record(wow)
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Regenerate all snapshots…' }))
  const dialog = within(screen.getByRole('dialog', { name: 'Regenerate all snapshots' }))
  expect(dialog.getByText('In production')).toBeVisible()
  expect(dialog.getByText(/changes no event, sends no command and runs no handler/u)).toBeVisible()
  const rate = dialog.getByRole('textbox', { name: 'Records a second, at most' })
  await user.clear(rate)
  await user.type(rate, '1001')
  expect(dialog.getByText('A whole number from 1 to 1000.')).toBeVisible()
  expect(dialog.getByRole('button', { name: 'Regenerate all snapshots' })).toBeDisabled()
  await user.clear(rate)
  await user.type(rate, '1000')
  await user.click(dialog.getByRole('button', { name: 'Regenerate all snapshots' }))
  const earlier = within(await screen.findByRole('table', { name: 'Earlier runs' }))
  const [, row] = await earlier.findAllByRole('row')
  expect(row).toHaveTextContent(/Regenerate all snapshots.*done.*2 of 2/u)
})

test('a run is paused, its rate changed, resumed, and ended only after a question', async () => {
  const answered = Promise.withResolvers<Response>()
  instead = async () => (await answered.promise).clone()
  await record(wow)
  await record(wow)
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Resend all state events…' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Resend all state events' }))
  const run = within(await screen.findByRole('region', { name: 'Current run' }))
  await waitFor(() => expect(run.getByText('0 of 2 records done')).toBeVisible())
  await user.click(run.getByRole('button', { name: 'Pause' }))
  expect(await run.findByText('paused')).toBeVisible()
  expect(run.getByText(/^begun/u)).toBeVisible()
  expect(run.getByText(/batch, of up to 2 records, is still with the server/u)).toBeVisible()
  const rate = run.getByRole('textbox', { name: 'Records a second, at most' })
  await user.clear(rate)
  await user.type(rate, '7{Enter}')
  await waitFor(() => expect(run.getByRole('button', { name: 'Change the rate' })).toBeDisabled())
  answered.resolve(Response.json({ errorCode: 'NotFound', errorMsg: 'No such way.' }, { status: 404 }))
  await waitFor(() => expect(run.queryByText(/is still with the server/u)).toBeNull())
  await user.click(run.getByRole('button', { name: 'Resume' }))
  expect(await run.findByText(/No such way\./u, {})).toBeVisible()
  expect(run.getByText('stopped')).toBeVisible()
  await user.click(run.getByRole('button', { name: 'End this run…' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'End this run' }))
  const [, row] = within(await screen.findByRole('table', { name: 'Earlier runs' })).getAllByRole('row')
  expect(row).toHaveTextContent(/ended early/u)
})

test('a record that the server fails at is named and can be left out', async () => {
  const id = await record(wow)
  const errorMsg = `Task[AggregateId(tenantId=(0), id=${id})] execution failed.`
  instead = () => Response.json({ afterId: '(0)', size: 0, errorCode: 'BatchTaskError', errorMsg }, { status: 400 })
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Regenerate all snapshots…' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Regenerate all snapshots' }))
  const run = within(await screen.findByRole('region', { name: 'Current run' }))
  expect(await run.findByRole('link', { name: id })).toHaveAttribute('href', `/local/executions/${id}?view=all`)
  instead = undefined
  await user.click(run.getByRole('button', { name: 'Leave this record out' }))
  const earlier = within(await screen.findByRole('table', { name: 'Earlier runs' }))
  await user.click(earlier.getByText('1 record was left out'))
  expect(await earlier.findByText(errorMsg)).toBeVisible()
})

test('an operator sees the runs and why nothing can be started', async () => {
  await open('operator')
  expect(await screen.findByText('Your role may not do this: it needs an admin.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Regenerate all snapshots…' })).toBeDisabled()
})

test('a run that the server cannot do is not offered, with the reason; the other one is', async () => {
  lacks = /^\/execution_failed\/state\/[^/]+\/(?:\d+|none)$/u
  await open()
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Resend all state events…' })).toHaveAccessibleDescription(
      /^This server does not have POST \/execution_failed\/state\/\{afterId\}\/\{limit\}/u,
    ),
  )
  expect(screen.getByRole('button', { name: 'Resend all state events…' })).toBeDisabled()
  expect(screen.getByRole('button', { name: 'Regenerate all snapshots…' })).toBeEnabled()
})

test('a run that rests is not resumed while the server lacks its operation, and says so; it can be ended', async () => {
  instead = () => Response.json({ errorCode: 'NotFound', errorMsg: 'No such way.' }, { status: 404 })
  await record(wow)
  const { user, client, ask } = await open()
  await user.click(await screen.findByRole('button', { name: 'Regenerate all snapshots…' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Regenerate all snapshots' }))
  const run = within(await screen.findByRole('region', { name: 'Current run' }))
  expect(await run.findByRole('button', { name: 'Try again' })).toBeEnabled()
  lacks = /^\/execution_failed\/snapshot\//u
  await ask('/api/capabilities/local/again', 'POST')
  await client.invalidateQueries(capabilityQueries.of('local'))
  await waitFor(() =>
    expect(run.getByRole('button', { name: 'Try again' })).toHaveAccessibleDescription(
      /^This server does not have PUT \/execution_failed\/snapshot\/\{afterId\}\/\{limit\}/u,
    ),
  )
  expect(run.getByRole('button', { name: 'Try again' })).toBeDisabled()
  expect(run.getByRole('button', { name: 'End this run…' })).toBeEnabled()
})

test('while the server is down nothing begins or goes on, with the reason; pausing and ending stay', async () => {
  instead = () => new Promise(() => undefined)
  await record(wow)
  const { user, ask } = await open()
  await user.click(await screen.findByRole('button', { name: 'Regenerate all snapshots…' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Regenerate all snapshots' }))
  const run = within(await screen.findByRole('region', { name: 'Current run' }))
  isDown = true
  await ask('/api/wow/local/wow/id/global')
  await user.click(await run.findByRole('button', { name: 'Pause' }))
  await waitFor(() =>
    expect(run.getByRole('button', { name: 'Resume' })).toHaveAccessibleDescription(/^The server is not reached/u),
  )
  expect(run.getByRole('button', { name: 'Resume' })).toBeDisabled()
  await user.click(run.getByRole('button', { name: 'End this run…' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'End this run' }))
  expect(await screen.findByRole('button', { name: 'Resend all state events…' })).toHaveAccessibleDescription(
    /^The server is not reached/u,
  )
  expect(screen.getByRole('button', { name: 'Resend all state events…' })).toBeDisabled()
})
