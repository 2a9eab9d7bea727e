import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { ConfigProvider, theme as antdTheme } from 'antd'
import { StrictMode, useEffect } from 'react'
import type { ReactNode } from 'react'
import { RouterProvider } from 'react-router'
import type { DataRouter } from 'react-router'
import { i18n } from '../text/i18n.ts'
import { usePreferences } from '../ui/preferences.ts'
import { showTips } from '../ui/tips.ts'
import { useMedia } from '../ui/useMedia.ts'
import { pageTheme, themeKey } from './theme.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** antd would space two Chinese characters apart, and only where they are text alone. */
const plainButton = { autoInsertSpace: false } as const

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
          <ConfigProvider theme={pageTheme(isDark, reducedMotion)} csp={{ nonce }} button={plainButton}>
            <Surface isDark={isDark}>
              <RouterProvider router={router} />
            </Surface>
          </ConfigProvider>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>
  )
}

/**
 * Where antd's variables hold for our own CSS. antd's `App` would do the same, and bring Modal, message and
 * notification into the first load (25 KB) for a page that says things where they happen.
 */
function Surface({ isDark, children }: { isDark: boolean; children: ReactNode }) {
  antdTheme.useToken() // writes the variables into the document
  return <div className={`app ${themeKey(isDark)}`}>{children}</div>
}
