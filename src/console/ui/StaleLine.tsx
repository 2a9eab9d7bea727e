import { Trans } from '@lingui/react/macro'
import { formatClock } from './format.ts'
import { Icon } from './Icon.tsx'
import { usePreferences } from './preferences.ts'
import type { Writable } from './writable.ts'

/** Above content that may be old: since when, and that actions are off. Nothing while the server answers. */
export function StaleLine({ writable }: { writable: Writable }) {
  const { zone } = usePreferences()
  if (writable.writable || writable.why === 'role') return null
  const since = writable.since === null ? undefined : formatClock(writable.since, zone)
  return (
    <output className="stale-line">
      <Icon name="warning" />
      <span data-tip={writable.words ?? undefined}>
        {writable.why === 'gateway' ? (
          since === undefined ? (
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
