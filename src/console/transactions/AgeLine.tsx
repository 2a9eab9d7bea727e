import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { formatClock, formatDuration } from '../ui/values/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { ApiError } from '../ui/data/request.ts'
import { useGatewayNow } from '../ui/data/serverClock.ts'
import { WayOut } from './OmsErrorNote.tsx'
import { AskAgain } from '../ui/AskAgain.tsx'

interface AgeLineProps {
  /** When what is shown was true, gateway clock. */
  readonly readAt: number
  /** Why the last read failed, while its old content still stands. */
  readonly error: Error | null
  readonly isFetching: boolean
  readonly onRefresh: () => void
}

/** When this was true, always in the same place; and why it is not newer. */
export function AgeLine({ readAt, error, isFetching, onRefresh }: AgeLineProps) {
  const { zone, language } = usePreferences()
  const now = useGatewayNow(error === null ? 30_000 : 1000)
  const at = formatClock(readAt, zone)
  return (
    <div className="age-line" aria-busy={isFetching}>
      <span>
        <Trans>As of {at}</Trans>
        {error !== null && (
          <span className="problem" role="alert">
            {' · '}
            <Trans>not read since, for {formatDuration(Math.max(0, now - readAt), language)}.</Trans>{' '}
            <WayOut error={error} /> <Trans>What stands here was true then; actions are off.</Trans>{' '}
            {error instanceof ApiError && error.status > 0 && <code>{error.code}</code>}
          </span>
        )}
        {isFetching && <Asking />}
      </span>
      <AskAgain isFetching={isFetching} onAsk={onRefresh} />
    </div>
  )
}

const PATIENCE_MS = 3000

/** Stands there from when it takes longer than usual. */
function Asking() {
  const { language } = usePreferences()
  const now = useGatewayNow(1000)
  const [since] = useState(now)
  const waited = now - since
  if (waited < PATIENCE_MS) return null
  return (
    <>
      {' · '}
      <Trans>asking the OMS, for {formatDuration(waited, language)} so far</Trans>
    </>
  )
}
