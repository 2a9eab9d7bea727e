import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { Link, NavLink, Outlet } from 'react-router'
import { useAnnouncement } from '../ui/announce.ts'
import { Icon } from '../ui/Icon.tsx'
import { KeyHold } from '../ui/KeyHold.tsx'
import { keyCaps, useKey } from '../ui/keys.ts'
import { PartBoundary } from '../ui/PartBoundary.tsx'
import { sourceQueries } from '../ui/data/sourceQueries.ts'
import { Choices } from './Choices.tsx'
import { useNouns } from './nouns.ts'
import './shell.css'

const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }))
const KeysHelp = lazy(async () => ({ default: (await import('./KeysHelp.tsx')).KeysHelp }))

/** The frame of every page: bar, nouns, and the page between them. */
export function Shell() {
  const { t } = useLingui()
  const [overlay, setOverlay] = useState<'palette' | 'keys'>()
  useKey('mod+k', t`Find or go to`, 'everywhere', () => setOverlay('palette'))
  useKey('?', t`This help`, 'everywhere', () => setOverlay('keys'))
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        <Trans>Skip to the page</Trans>
      </a>
      <Bar onFind={() => setOverlay('palette')} />
      <Nouns />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Announcements />
      <PartBoundary key={overlay} onClose={() => setOverlay(undefined)}>
        <Suspense fallback={<KeyHold onEscape={() => setOverlay(undefined)} />}>
          {overlay === 'palette' && <Palette onClose={() => setOverlay(undefined)} onKeys={() => setOverlay('keys')} />}
          {overlay === 'keys' && <KeysHelp onClose={() => setOverlay(undefined)} />}
        </Suspense>
      </PartBoundary>
    </div>
  )
}

function Bar({ onFind }: { onFind: () => void }) {
  const { data } = useQuery(sourceQueries.all())
  const environment = data?.environment ?? null
  const color = environment?.color ?? undefined
  return (
    <header className="bar" style={color === undefined ? undefined : { borderInlineStartColor: color }}>
      <div className="bar-side">
        <Link to="/" className="brand">
          Amends
        </Link>
        {environment && (
          <span className="environment" style={{ borderColor: color }}>
            <span className="environment-dot" style={{ background: color }} />
            <span className="visually-hidden">
              <Trans>Environment:</Trans>{' '}
            </span>
            <span className="cut" translate="no">
              {environment.name}
            </span>
          </span>
        )}
      </div>
      <FindButton onClick={onFind} />
      <div className="bar-side">
        <NewBuild build={data?.build} />
        <Choices />
      </div>
    </header>
  )
}

function FindButton({ onClick }: { onClick: () => void }) {
  const { t } = useLingui()
  return (
    <button
      type="button"
      className="find-button"
      aria-label={t`Find or go to`}
      aria-haspopup="dialog"
      data-tip={keyCaps('mod+k').join(' ')}
      onClick={onClick}
    >
      <Icon name="search" />
      <span className="cut" aria-hidden="true">
        <Trans>Find or go to…</Trans>
      </span>
    </button>
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

function Nouns() {
  const { t } = useLingui()
  const nouns = useNouns()
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
