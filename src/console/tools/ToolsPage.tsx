import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { toolAddress, useTools } from './toolList.ts'
import './tools.css'

/** Around every tool: the way to the others. Each tool brings its own screen. */
export function ToolsPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const tools = useTools()
  const { pathname } = useLocation()
  const strip = useRef<HTMLElement>(null)
  const shown = useRef('')
  useEffect(() => {
    // On a phone the chosen tab may lie outside of the strip.
    if (shown.current === pathname) return
    shown.current = pathname
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <>
      <nav className="tool-tabs" aria-label={t`Tools`} ref={strip}>
        <ul>
          <li>
            <NavLink to={`/${encodeURIComponent(source)}/tools`} end>
              <Trans>All tools</Trans>
            </NavLink>
          </li>
          {tools.map(({ path, word }) => (
            <li key={path}>
              <NavLink to={toolAddress(source, path)}>{word}</NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  )
}
