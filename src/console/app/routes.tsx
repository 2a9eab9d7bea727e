import type { RouteObject } from 'react-router'
import { HomePage } from './HomePage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { RouteError } from './RouteError.tsx'
import { Shell } from './Shell.tsx'
import { SourceRoute } from './SourceRoute.tsx'

/** The page's addresses. A function, because the router empties the `lazy` members it is given. */
export function createRoutes(): RouteObject[] {
  return [
    {
      path: '/',
      element: <Shell />,
      errorElement: <RouteError />,
      HydrateFallback: () => null,
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
                  errorElement: <RouteError />,
                  lazy: async () => ({ Component: (await import('../executions/ExecutionsPage.tsx')).ExecutionsPage }),
                  children: [
                    {
                      path: ':id',
                      errorElement: <RouteError />,
                      lazy: async () => ({
                        Component: (await import('../executions/ExecutionRoute.tsx')).ExecutionRoute,
                      }),
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
