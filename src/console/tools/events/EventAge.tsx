import { Trans } from '@lingui/react/macro'
import { AskAgain } from '../../ui/AskAgain.tsx'
import { formatClock } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { StaleLine } from '../../ui/StaleLine.tsx'
import { useWritable } from '../../ui/data/writable.ts'

interface EventAgeProps {
  /** When the page was true, server time. */
  readonly at: number
  /** Why the last attempt to renew it failed. */
  readonly error: Error | null
  readonly isFetching: boolean
  readonly onAsk: () => void
}

/** When the list was true, who is not reached since, and the way to ask again. */
export function EventAge({ at, error, isFetching, onAsk }: EventAgeProps) {
  const { zone } = usePreferences()
  const writable = useWritable()
  const isOff = !writable.writable && writable.why !== 'role'
  return (
    <span className="event-age" aria-busy={isFetching}>
      <span>
        <span className="event-at">
          <Trans>As of {formatClock(at, zone)}</Trans>
        </span>
        {error !== null && !isOff && (
          <span className="problem" role="alert">
            {' · '}
            <Trans>could not be renewed</Trans>: <span lang="en">{error.message}</span>
          </span>
        )}
      </span>
      <StaleLine writable={writable} />
      <AskAgain isFetching={isFetching} onAsk={onAsk} shortcut="u" />
    </span>
  )
}
