import { Trans } from '@lingui/react/macro'
import { formatClock } from './values/format.ts'
import { Icon } from './Icon.tsx'
import { usePreferences } from './preferences.ts'
import type { Writable } from './data/writable.ts'

interface StaleLineProps {
  readonly writable: Writable
  /** Nothing was read before: there is no content that could be old. */
  readonly isEmpty?: boolean
}

/** Above content that may be old: since when, and that actions are off. Nothing while the server answers. */
export function StaleLine({ writable, isEmpty = false }: StaleLineProps) {
  const { zone } = usePreferences()
  if (writable.writable || writable.why === 'role') return null
  const since = writable.since === null ? undefined : formatClock(writable.since, zone)
  return (
    <output className="stale-line">
      <Icon name="warning" />
      <span className="stale-words" data-tip={writable.words ?? undefined}>
        {writable.why === 'gateway' ? (
          isEmpty ? (
            <Trans>Amends is not reached. Actions are off.</Trans>
          ) : since === undefined ? (
            <Trans>Amends not reached. Showing what was true then. Actions are off.</Trans>
          ) : (
            <Trans>Amends not reached since {since}. Showing what was true then. Actions are off.</Trans>
          )
        ) : since === undefined ? (
          <Trans>Server not reached. Actions are off.</Trans>
        ) : (
          <Trans>Server not reached since {since}. Showing what was true then. Actions are off.</Trans>
        )}
      </span>
    </output>
  )
}
