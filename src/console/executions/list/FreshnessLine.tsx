import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useEffect, useState } from 'react'
import { announce } from '../../ui/announce.ts'
import { ApiError } from '../../ui/data/request.ts'
import { formatClock } from '../../ui/values/format.ts'
import { useKey } from '../../ui/keys.ts'
import { liveQueries } from '../../ui/data/liveQueries.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { StaleLine } from '../../ui/StaleLine.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useWritable } from '../../ui/data/writable.ts'
import type { ExecutionPage } from '../executionPage.ts'
import { executionsAddress } from '../executionSearch.ts'
import type { ExecutionSearch } from '../executionSearch.ts'
import { AskAgain } from '../../ui/AskAgain.tsx'

// Counting evaluates the whole condition language: it comes with the first change, not with the page.
const ListNews = lazy(async () => ({ default: (await import('./ListNews.tsx')).ListNews }))

interface FreshnessLineProps {
  readonly page: ExecutionPage | undefined
  readonly search: ExecutionSearch
  /** Why the last attempt to renew the page failed, while its old content still stands. */
  readonly error: Error | null
  readonly isFetching: boolean
  readonly onShow: () => void
}

/** When the list was true, what has changed since, and the way to see it. Always in the same place. */
export function FreshnessLine({ page, search, error, isFetching, onShow }: FreshnessLineProps) {
  const { t } = useLingui()
  const { zone } = usePreferences()
  const writable = useWritable()
  const source = useSourceName()
  const { data: hasNews } = useQuery({
    ...liveQueries.of(source),
    select: ({ changed, uncountedAt }) => changed.size > 0 || uncountedAt !== null,
  })
  useKey('u', page && t`Take in what is new`, 'list', onShow)
  // Behind a gateway that says nothing the first rows of a view may be long in coming: the reason stands here as well.
  const isWaiting = page === undefined && isFetching
  const asked = executionsAddress(source, search)
  const isOff = !writable.writable && writable.why !== 'role'
  if (isOff && (page !== undefined || (isWaiting && writable.why === 'gateway')))
    return <StaleLine writable={writable} isEmpty={page === undefined} />
  if (page === undefined) return <span className="freshness">{isWaiting && <StillWaiting key={asked} />}</span>
  const at = formatClock(page.at, zone)
  return (
    <span className="freshness" aria-busy={isFetching}>
      <Trans>As of {at}</Trans>
      {error === null ? (
        hasNews && (
          <Suspense>
            <ListNews page={page} search={search} onShow={onShow} />
          </Suspense>
        )
      ) : (
        <span className="problem" role="alert" data-whole={error.message}>
          {' · '}
          <Trans>could not be renewed</Trans>: <span lang="en">{error.message}</span>
          {error instanceof ApiError && error.status > 0 && ` (${error.code})`}
        </span>
      )}
      <AskAgain isFetching={isFetching} onAsk={onShow} shortcut="u" />
    </span>
  )
}

const LATE_MS = 4000

/** Says that an answer is long in coming, before somebody wonders whether anything was asked. */
function StillWaiting() {
  const { t } = useLingui()
  const [isLate, setLate] = useState(false)
  const words = t`Still waiting for an answer…`
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    if (isLate) announce(words)
  }, [isLate, words])
  return isLate && words
}
