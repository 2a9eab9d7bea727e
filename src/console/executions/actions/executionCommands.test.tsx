import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../../testServer.ts'
import type { TestServer } from '../../testServer.ts'
import type { DomainEventStream } from '../../../wow/schemas.ts'
import { renderRoute } from '../../renderRoute.tsx'
import type { Backend } from '../../renderRoute.tsx'
import { failAgain, mark, prepare, record } from '../detail/testExecutions.ts'

const environment = { name: 'production', color: 'red' }
let wow: TestServer['wow']
let gateway: TestServer['gateway']
let written: DomainEventStream[]

async function serve(snapshotLagMs: number) {
  ;({ wow, gateway } = await openTestServer({ snapshotLagMs }, { environment }))
  written = []
  wow.onEvents((stream) => written.push(stream))
}

beforeEach(() => serve(0))

/** The names of the events of one execution, oldest first, as the store wrote them. */
const events = (id: string) =>
  written.filter((stream) => stream.aggregateId === id).flatMap(({ body }) => body.map(({ name }) => name))

async function open(id: string, backend: Backend = gateway.app) {
  const page = renderRoute(`/local/executions/${id}?view=all`, backend)
  await shown(id)
  return page
}

async function shown(id: string) {
  await screen.findByRole('heading', { name: `Execution ${id}` })
  await screen.findByRole('region', { name: 'Record' })
  return within(screen.getByRole('article', { name: `Execution ${id}` }))
}

async function says(id: string, words: RegExp) {
  const state = (await shown(id)).getByRole('status')
  await waitFor(() => expect(state).toHaveTextContent(words))
}

const button = (name: string) => screen.findByRole('button', { name })
/** Ids are cut in the list, so a row is known by its link. */
const row = (id: string) =>
  screen.getAllByRole('row').find((each) => each.querySelector(`a[href*="${id}"]`) !== null)?.textContent
const dialog = () => screen.findByRole('dialog')

test('prepare runs the function again, and the attempt is followed', async () => {
  const id = await record(wow)
  const { user } = await open(id)
  await user.click(await button('Prepare'))
  await says(id, /Attempt 1 is running. Without an answer it times out at/)
  expect(events(id)).toEqual(['execution_failed_created', 'compensation_prepared'])

  await failAgain(wow, id)
  await says(id, /Failed again the same way, .* after prepare/)
})

test('two quick clicks send one command', async () => {
  const id = await record(wow)
  const { user } = await open(id)
  await user.dblClick(await button('Prepare'))
  await says(id, /Attempt 1 is running/)
  expect(events(id)).toEqual(['execution_failed_created', 'compensation_prepared'])
})

test('a refusal stays beside the button in the words of the server until the next attempt', async () => {
  const id = await record(wow)
  const { user } = await open(id)
  await user.click(await button('More actions'))
  // Somebody else moves first; this page has not heard of it when its mark arrives.
  await mark(wow, id, 'RECOVERABLE')
  await user.click(await button('Mark unrecoverable'))

  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(/somebody else was first. Nothing was changed by this./)
  expect(alert).toHaveTextContent(
    /The expected version\[1\] of the command is inconsistent with the actual version\[2\]/,
  )
  // The new state is shown, and the person may decide again.
  await waitFor(() => expect(screen.getByRole('region', { name: 'Mark' })).toHaveTextContent(/^Markrecoverable/))
  expect(alert).toBeVisible()

  await user.click(await button('More actions'))
  await user.click(await button('Mark unrecoverable'))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  await waitFor(() => expect(screen.getByRole('region', { name: 'Mark' })).toHaveTextContent(/^Markunrecoverable/))
})

test('accepted but not visible is said, and the page keeps looking until it is', async () => {
  await serve(5600)
  const id = await record(wow)
  const { user } = await open(id)
  await user.click(await button('Prepare'))
  await says(id, /Accepted as version 2. Preparing…/)
  await says(id, /Accepted as version 2, not visible yet/)
  expect(screen.getByRole('button', { name: /Prepare/ })).toHaveAccessibleDescription(/is on its way/)
  await says(id, /Attempt 1 is running/)
  expect(events(id)).toEqual(['execution_failed_created', 'compensation_prepared'])
}, 40_000)

test('a command ends for the execution it was meant for, whatever is open then', async () => {
  await serve(800)
  const [first, second] = [await record(wow), await record(wow)]
  const { user, router } = await open(first)
  await user.click(await button('Prepare'))
  await router.navigate(`/local/executions/${second}?view=all`)
  await shown(second)
  expect(await button('Prepare')).toHaveAttribute('aria-disabled', 'false')

  await router.navigate(`/local/executions/${first}?view=all`)
  await says(first, /Attempt 1 is running/)
  expect(events(first)).toEqual(['execution_failed_created', 'compensation_prepared'])
  expect(events(second)).toEqual(['execution_failed_created'])
})

test('a command whose answer is lost is found by its request id and not run twice', async () => {
  const id = await record(wow)
  const { user } = await open(id, {
    async request(request) {
      const response = await gateway.app.request(request)
      if (request.method !== 'PUT') return response
      await response.text()
      throw new TypeError('socket closed')
    },
  })
  await user.click(await button('Prepare'))
  await says(id, /Attempt 1 is running/)
  expect(screen.queryByRole('alert')).toBeNull()
  expect(events(id)).toEqual(['execution_failed_created', 'compensation_prepared'])
})

test('after a lost answer the person asks again, and what ran already is not run twice', async () => {
  const id = await record(wow)
  let isCut = false
  const { user } = await open(id, {
    async request(request) {
      const isOff = isCut
      if (isOff && request.method === 'POST') throw new TypeError('network is down')
      const response = await gateway.app.request(request)
      if (isOff && request.method === 'PUT') throw new TypeError('socket closed')
      return response
    },
  })
  isCut = true
  await user.click(await button('Prepare'))
  expect(await screen.findByRole('alert')).toHaveTextContent(/the answer was lost. It may still run/)

  // It did arrive, and the service has answered since: another prepare would be taken.
  await waitFor(() => expect(events(id)).toContain('compensation_prepared'))
  await failAgain(wow, id)
  isCut = false
  await user.click(await button('Look for it, and send it if it is not there'))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  await says(id, /Failed again the same way/)
  expect(events(id)).toEqual(['execution_failed_created', 'compensation_prepared', 'execution_failed_applied'])
})

test('preparing an unrecoverable execution asks once more, naming the environment', async () => {
  const id = await record(wow, { recoverable: 'UNRECOVERABLE' })
  const { user } = await open(id)
  // The next step is a decision, so the mark is the first button and prepare stands behind it.
  expect(await button('Mark recoverable')).toBeVisible()
  await user.click(await button('More actions'))
  await user.click(await button('Prepare'))
  expect(await dialog()).toHaveTextContent('In production')
  expect(await dialog()).toHaveTextContent(id)
  expect(await dialog()).toHaveTextContent(/marked unrecoverable/)
  await user.click(within(await dialog()).getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(events(id)).toEqual(['execution_failed_created'])

  await user.click(await button('More actions'))
  await user.click(await button('Prepare'))
  await user.click(within(await dialog()).getByRole('button', { name: 'Prepare' }))
  await says(id, /Attempt 1 is running/)
})

test('beyond the retries of its spec only force prepare is offered, and asks once more', async () => {
  const id = await record(wow, { maxRetries: 0 })
  const { user } = await open(id)
  await says(id, /only force prepare runs it again/)
  await user.click(await button('Force prepare'))
  await user.click(within(await dialog()).getByRole('button', { name: 'Force prepare' }))
  await says(id, /Attempt 1 is running/)
})

test('while an attempt runs prepare is off, says until when, and sends nothing', async () => {
  const id = await record(wow)
  await prepare(wow, id)
  const { user } = await open(id)
  const off = await button('Prepare')
  await waitFor(() => expect(off).toHaveAttribute('aria-disabled', 'true'))
  expect(off).toHaveAccessibleDescription(/Possible when it times out, after \d\d:\d\d:\d\d/)
  await user.click(off)
  await user.keyboard('r')
  expect(events(id)).toEqual(['execution_failed_created', 'compensation_prepared'])
})

test('the menu reaches with the keyboard what is not possible, and says why', async () => {
  const id = await record(wow)
  const { user, address } = await open(id)
  const menu = await button('More actions')
  menu.focus()
  await user.keyboard('{Enter}')
  expect(await button('Force prepare')).toHaveFocus()
  expect(await button('Mark unknown')).toHaveAccessibleDescription('Already marked unknown.')
  await user.click(await button('Mark unknown'))
  expect(events(id)).toEqual(['execution_failed_created'])

  await user.keyboard('{Escape}')
  expect(menu).toHaveAttribute('aria-expanded', 'false')
  expect(menu).toHaveFocus()
  expect(address()).toBe(`/local/executions/${id}?view=all`)
})

test('r does the first action', async () => {
  const id = await record(wow)
  const { user } = await open(id)
  await user.keyboard('r')
  await says(id, /Attempt 1 is running/)
})

test('a command changes its own row of the list and no other', async () => {
  const [first, second] = [await record(wow), await record(wow)]
  const { user } = await open(first)
  await user.click(await button('Prepare'))
  await says(first, /Attempt 1 is running/)
  await waitFor(() => expect(row(first)).toMatch(/^executing/))
  expect(row(second)).toMatch(/^failed/)
})

test('while the server is not reached actions are off and say so', async () => {
  const id = await record(wow)
  let down = false
  const { user, client } = await open(id, {
    request: (request) =>
      down && request.url.endsWith('/api/sources')
        ? Response.json({
            build: '',
            now: Date.now(),
            environment,
            role: 'admin',
            sources: [
              {
                name: 'local',
                kind: 'wow',
                embedded: true,
                url: null,
                clockOffsetMs: 0,
                health: { state: 'down', lastGoodAt: Date.now() - 60_000, message: 'connection refused' },
                refusedOperators: [],
              },
            ],
          })
        : gateway.app.request(request),
  })
  down = true
  await client.invalidateQueries({ queryKey: ['sources'] })
  const prepareButton = await button('Prepare')
  await waitFor(() => expect(prepareButton).toHaveAttribute('aria-disabled', 'true'))
  expect(prepareButton).toHaveAccessibleDescription(/The server is not reached since .* Actions are off/)
  await user.click(prepareButton)
  expect(events(id)).toEqual(['execution_failed_created'])
})
