import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import { StrictMode, useEffect } from 'react'
import { RouterProvider } from 'react-router'
import type { DataRouter } from 'react-router'
import { i18n } from '../text/i18n.ts'
import { usePreferences } from '../ui/preferences.ts'
import { showTips } from '../ui/tips.ts'
import { useMedia } from '../ui/useMedia.ts'
import { pageTheme } from './theme.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Everything around the routes: texts, server data, looks. */
export function App({ router, client }: { router: DataRouter; client: QueryClient }) {
  const { theme } = usePreferences()
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)')
  const isDark = theme === 'dark' || (theme === 'system' && systemIsDark)

  useEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  }, [isDark])
  useEffect(() => showTips(document), [])

  return (
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={client}>
          <ConfigProvider theme={pageTheme(isDark, reducedMotion)} csp={{ nonce }}>
            <AntApp className="app">
              <RouterProvider router={router} />
            </AntApp>
          </ConfigProvider>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>
  )
}
