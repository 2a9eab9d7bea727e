import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { Link, NavLink, Outlet, useParams } from 'react-router'
import { useAnnouncement } from '../ui/announce.ts'
import { Icon } from '../ui/Icon.tsx'
import type { IconName } from '../ui/Icon.tsx'
import { useKey } from '../ui/keys.ts'
import { PartBoundary } from '../ui/PartBoundary.tsx'
import { sourceQueries } from '../ui/sourceQueries.ts'
import { Choices } from './Choices.tsx'
import './shell.css'

const KeysHelp = lazy(async () => ({ default: (await import('./KeysHelp.tsx')).KeysHelp }))

/** The frame of every page: bar, nouns, and the page between them. */
export function Shell() {
  const { t } = useLingui()
  const [overlay, setOverlay] = useState<'keys'>()
  useKey('?', t`This help`, 'everywhere', () => setOverlay('keys'))
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        <Trans>Skip to the page</Trans>
      </a>
      <Bar />
      <Nouns />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Announcements />
      {overlay === 'keys' && (
        <PartBoundary>
          <Suspense>
            <KeysHelp onClose={() => setOverlay(undefined)} />
          </Suspense>
        </PartBoundary>
      )}
    </div>
  )
}

function Bar() {
  const { data } = useQuery(sourceQueries.all())
  const environment = data?.environment ?? null
  const color = environment?.color ?? undefined
  return (
    <header className="bar" style={color === undefined ? undefined : { borderInlineStartColor: color }}>
      <Link to="/" className="brand">
        Amends
      </Link>
      {environment && (
        <span className="environment" style={{ borderColor: color }}>
          <span className="environment-dot" style={{ background: color }} />
          <span className="visually-hidden">
            <Trans>Environment:</Trans>{' '}
          </span>
          <span className="cut">{environment.name}</span>
        </span>
      )}
      <span className="bar-space" />
      <NewBuild build={data?.build} />
      <Choices />
    </header>
  )
}

/** Offers the reload that brings a newer page, once the gateway serves one. */
function NewBuild({ build }: { build: string | undefined }) {
  const [loaded, setLoaded] = useState(build)
  if (loaded === undefined && build !== undefined) setLoaded(build)
  if (build === undefined || loaded === undefined || build === loaded) return null
  return (
    <button type="button" className="link-button" onClick={() => location.reload()}>
      <Trans>A newer Amends is here: reload</Trans>
    </button>
  )
}

/** Where a person can go. A noun appears here when its first page exists. */
function Nouns() {
  const { t } = useLingui()
  const { data } = useQuery(sourceQueries.all())
  const inAddress = useParams()['source']
  const source = inAddress ?? data?.sources.find(({ kind }) => kind === 'wow')?.name
  const nouns: readonly { readonly to: string; readonly word: string; readonly icon: IconName }[] =
    source === undefined ? [] : [{ to: `/${encodeURIComponent(source)}/executions`, word: t`Executions`, icon: 'list' }]
  return (
    <nav className="nouns" aria-label={t`Main`}>
      <ul>
        {nouns.map(({ to, word, icon }) => (
          <li key={to}>
            <NavLink to={to}>
              <Icon name={icon} />
              <span className="noun-word">{word}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Announcements() {
  const said = useAnnouncement()
  return <output className="visually-hidden">{said}</output>
}
