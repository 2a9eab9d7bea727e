import { render, screen } from '@testing-library/react'
import { Suspense, lazy } from 'react'
import { createMemoryRouter } from 'react-router'
import type { RouteObject } from 'react-router'
import { beforeEach, expect, test, vi } from 'vitest'
import { PartBoundary } from '../ui/PartBoundary.tsx'
import { setTransport } from '../ui/data/request.ts'
import { App } from './App.tsx'
import { createQueryClient } from './queryClient.ts'
import { RouteError } from './RouteError.tsx'
import { lazyRoute } from './routes.tsx'
import { Shell } from './Shell.tsx'

beforeEach(() => {
  setTransport(() => Promise.reject(new TypeError('Failed to fetch')))
  vi.spyOn(console, 'error').mockImplementation(() => undefined) // React and the router report what the test breaks
})

function open(route: RouteObject) {
  const page = { path: '/x', errorElement: <RouteError />, ...route }
  const routes: RouteObject[] = [{ path: '/', element: <Shell />, HydrateFallback: () => null, children: [page] }]
  const router = createMemoryRouter(routes, { initialEntries: ['/x'] })
  render(<App router={router} client={createQueryClient(1)} />)
}

test('a page that breaks says so in its place; the shell goes on', async () => {
  open({
    Component: () => {
      throw new Error('rows is not iterable')
    },
  })
  expect(await screen.findByRole('heading', { name: 'This page broke' })).toBeVisible()
  expect(screen.getByRole('alert')).toHaveTextContent('rows is not iterable')
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeVisible()
  expect(screen.getByRole('banner')).toBeVisible()
  expect(screen.getByRole('button', { name: '中文' })).toBeVisible()
})

const missing = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: /assets/x.js'))

test('a part that an update has taken away asks for a reload', async () => {
  setTransport(() => Promise.resolve(Response.json({})))
  open(lazyRoute(missing))
  expect(await screen.findByRole('heading', { name: 'A newer Amends is here' })).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('while Amends is not reached no reload is offered, which would lose the page; when it is back, it is', async () => {
  let isDown = true
  setTransport(() => (isDown ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(Response.json({}))))
  const Part = lazy(missing)
  const close = vi.fn()
  open({
    Component: () => (
      <PartBoundary onClose={close}>
        <Suspense>
          <Part />
        </Suspense>
      </PartBoundary>
    ),
  })
  const note = await screen.findByRole('alert')
  expect(note).toHaveTextContent('A part of this page did not come: Amends is not reached.')
  expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull()
  screen.getByRole('button', { name: 'Close' }).click()
  expect(close).toHaveBeenCalledOnce()
  isDown = false
  expect(await screen.findByRole('button', { name: 'Reload the page' })).toBeVisible()
  expect(note).toHaveTextContent(/Reloading brings the new one/u)
})

test('a page whose code did not come because Amends is not reached says so', async () => {
  open(lazyRoute(missing))
  expect(await screen.findByRole('heading', { name: 'Amends is not reached' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull()
})
