/** For screen tests: the page at an address, with the real routes, before a gateway that lives in this process. */
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { createMemoryRouter } from 'react-router'
import { App } from './app/App.tsx'
import { createQueryClient } from './app/queryClient.ts'
import { createRoutes } from './app/routes.tsx'
import { setTransport } from './ui/data/request.ts'

/** Whatever answers requests: the gateway's app, or a function around it. */
export interface Backend {
  request(request: Request): Response | Promise<Response>
}

export function renderRoute(address: string, backend: Backend) {
  setTransport(async (request) => backend.request(request))
  const client = createQueryClient(1)
  const router = createMemoryRouter(createRoutes(), { initialEntries: [address] })
  const user = userEvent.setup()
  const view = render(<App router={router} client={client} />)
  return {
    ...view,
    user,
    router,
    client,
    /** The address as it stands now. */
    address: () => `${router.state.location.pathname}${router.state.location.search}`,
  }
}
