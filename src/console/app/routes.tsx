import type { ComponentType } from 'react'
import type { RouteObject } from 'react-router'
import { HomePage } from './HomePage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { RouteError } from './RouteError.tsx'
import { Shell } from './Shell.tsx'
import { SourceRoute } from './SourceRoute.tsx'

/**
 * A route whose code comes when it is needed. It must have a fallback of its own: when its code cannot be loaded,
 * react-router 8 renders no further than to the last route that has one, and would leave out the error.
 */
export function lazyRoute(
  load: () => Promise<ComponentType>,
): Pick<RouteObject, 'lazy' | 'errorElement' | 'HydrateFallback'> {
  return {
    lazy: async () => ({ Component: await load() }),
    errorElement: <RouteError />,
    HydrateFallback: Nothing,
  }
}

const Nothing = () => null

/** The page's addresses. A function, because the router empties the `lazy` members it is given. */
export function createRoutes(): RouteObject[] {
  return [
    {
      path: '/',
      element: <Shell />,
      errorElement: <RouteError />,
      HydrateFallback: Nothing,
      children: [
        {
          errorElement: <RouteError />,
          children: [
            { index: true, element: <HomePage /> },
            {
              path: ':source',
              element: <SourceRoute />,
              children: [
                {
                  path: 'executions',
                  ...lazyRoute(async () => (await import('../executions/ExecutionsPage.tsx')).ExecutionsPage),
                  children: [
                    {
                      path: ':id/:part?/:at?/:with?',
                      ...lazyRoute(async () => (await import('../executions/ExecutionRoute.tsx')).ExecutionRoute),
                    },
                  ],
                },
                {
                  path: 'transactions',
                  ...lazyRoute(async () => (await import('../transactions/TransactionsPage.tsx')).TransactionsPage),
                },
                {
                  path: 'transactions/:setId/:transId',
                  ...lazyRoute(async () => (await import('../transactions/TransactionPage.tsx')).TransactionPage),
                },
                {
                  path: 'tools',
                  ...lazyRoute(async () => (await import('../tools/ToolsPage.tsx')).ToolsPage),
                  children: [
                    {
                      index: true,
                      ...lazyRoute(async () => (await import('../tools/ToolsIndexPage.tsx')).ToolsIndexPage),
                    },
                    {
                      path: 'send',
                      ...lazyRoute(async () => (await import('../tools/send/SendPage.tsx')).SendPage),
                    },
                    {
                      path: 'metadata',
                      ...lazyRoute(async () => (await import('../tools/metadata/MetadataPage.tsx')).MetadataPage),
                    },
                    {
                      path: 'bi-script',
                      ...lazyRoute(async () => (await import('../tools/bi/BiScriptPage.tsx')).BiScriptPage),
                    },
                    {
                      path: 'server',
                      ...lazyRoute(async () => (await import('../tools/server/ServerPage.tsx')).ServerPage),
                    },
                    {
                      path: 'ids',
                      ...lazyRoute(async () => (await import('../tools/ids/GlobalIdsPage.tsx')).GlobalIdsPage),
                    },
                    {
                      path: 'events',
                      ...lazyRoute(
                        async () => (await import('../tools/events/EventExplorerPage.tsx')).EventExplorerPage,
                      ),
                    },
                    {
                      path: 'maintenance',
                      ...lazyRoute(
                        async () => (await import('../tools/maintenance/MaintenancePage.tsx')).MaintenancePage,
                      ),
                    },
                  ],
                },
              ],
            },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]
}
