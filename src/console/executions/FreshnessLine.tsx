import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../ui/request.ts'
import { formatClock } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useKey } from '../ui/keys.ts'
import { liveQueries } from '../ui/liveQueries.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useServerNow } from '../ui/serverClock.ts'
import { StaleLine } from '../ui/StaleLine.tsx'
import { useSourceName } from '../ui/useSourceName.ts'
import { useWritable } from '../ui/writable.ts'
import type { ExecutionPage } from './executionQueries.ts'
import type { ExecutionSearch } from './executionSearch.ts'
import { freshness } from './freshness.ts'
import type { Freshness } from './freshness.ts'

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
  useKey('u', page && t`Take in what is new`, 'list', onShow)
  if (page === undefined) return <span className="freshness" />
  if (!writable.writable && writable.why !== 'role') return <StaleLine writable={writable} />
  const at = formatClock(page.at, zone)
  return (
    <span className="freshness" aria-busy={isFetching}>
      <Trans>As of {at}</Trans>
      {error === null ? (
        <News page={page} search={search} onShow={onShow} />
      ) : (
        <span className="problem" role="alert">
          {' · '}
          <Trans>could not be renewed</Trans>: <span lang="en">{error.message}</span>
          {error instanceof ApiError && error.status > 0 && ` (${error.code})`}
        </span>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t`Ask again`}
        data-tip={`${t`Ask again`} (u)`}
        aria-keyshortcuts="u"
        disabled={isFetching}
        onClick={onShow}
      >
        <Icon name="refresh" />
      </button>
    </span>
  )
}

/** Counted by this page's own question: "12 new, 3 changed". */
function News({ page, search, onShow }: { page: ExecutionPage; search: ExecutionSearch; onShow: () => void }) {
  const source = useSourceName()
  const now = useServerNow()
  const { data: live } = useQuery(liveQueries.of(source))
  const news = freshness(page, live, search, now ?? page.at)
  if (news.entered === 0 && news.changed === 0 && !news.uncounted) return null
  return (
    <>
      {' · '}
      <NewsWords news={news} />
      {' · '}
      <button type="button" className="link-button" onClick={onShow}>
        <Trans>Show</Trans>
      </button>
    </>
  )
}

function NewsWords({ news: { entered, changed, uncounted } }: { news: Freshness }) {
  if (uncounted) return <Trans>many changed</Trans>
  if (entered === 0) return <Plural value={changed} other="# changed" />
  if (changed === 0) return <Plural value={entered} other="# new" />
  return (
    <Trans>
      {entered} new, {changed} changed
    </Trans>
  )
}
