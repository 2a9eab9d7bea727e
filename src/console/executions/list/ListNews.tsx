import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { announce } from '../../ui/announce.ts'
import { liveQueries } from '../../ui/data/liveQueries.ts'
import { useServerNow } from '../../ui/data/serverClock.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import type { ExecutionPage } from '../executionPage.ts'
import type { ExecutionSearch } from '../executionSearch.ts'
import { freshness } from './freshness.ts'
import type { Freshness } from './freshness.ts'

/** What has changed since the list was read, counted by this page's own question: "12 new, 3 changed". */
export function ListNews({
  page,
  search,
  onShow,
}: {
  page: ExecutionPage
  search: ExecutionSearch
  onShow: () => void
}) {
  const source = useSourceName()
  const now = useServerNow()
  const { data: live } = useQuery(liveQueries.of(source))
  const news = freshness(page, live, search, now ?? page.at)
  useSpokenNews(news)
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

/** News is spoken when it has come to rest, and not oftener than this. */
const SPOKEN_AFTER_MS = 3000
const SPOKEN_EVERY_MS = 30_000

function useSpokenNews({ entered, changed, uncounted }: Freshness): void {
  const { t } = useLingui()
  const spokenAt = useRef(Number.NEGATIVE_INFINITY)
  const words = uncounted ? t`many changed` : t`${entered} new, ${changed} changed`
  const isNews = uncounted || entered > 0 || changed > 0
  useEffect(() => {
    if (!isNews) return undefined
    const waitMs = Math.max(SPOKEN_AFTER_MS, spokenAt.current + SPOKEN_EVERY_MS - performance.now())
    const timer = setTimeout(() => {
      spokenAt.current = performance.now()
      announce(words)
    }, waitMs)
    return () => clearTimeout(timer)
  }, [isNews, words])
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
