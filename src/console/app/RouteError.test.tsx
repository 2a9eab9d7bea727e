import { render, screen } from '@testing-library/react'
import { createMemoryRouter } from 'react-router'
import type { RouteObject } from 'react-router'
import { beforeEach, expect, test, vi } from 'vitest'
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

test('a part that an update has taken away asks for a reload', async () => {
  open(lazyRoute(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module: /assets/x.js'))))
  expect(await screen.findByRole('heading', { name: 'A newer Amends is here' })).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})
