import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { Link, useParams } from 'react-router'
import { VIEWS } from '../../../wow/condition/views.ts'
import type { View } from '../../../wow/condition/views.ts'
import { formatClock, formatCount, formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useServerNow } from '../../ui/data/serverClock.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { executionQueries } from '../executionQueries.ts'
import { START, executionsAddress } from '../executionSearch.ts'
import type { ExecutionSearch } from '../executionSearch.ts'

/** The word for each view. */
export function useViewWord(): (view: View) => string {
  const { t } = useLingui()
  const words: Record<View, string> = {
    'to-retry': t`To retry`,
    executing: t`Executing`,
    'next-retry': t`Next retry`,
    'non-retryable': t`Non-retryable`,
    unrecoverable: t`Unrecoverable`,
    active: t`Active`,
    succeeded: t`Succeeded`,
    all: t`All`,
    deleted: t`Deleted`,
  }
  return (view) => words[view]
}

/** Views whose number means that somebody is needed; the others are only facts. */
const NEEDS_SOMEBODY: readonly View[] = ['to-retry', 'next-retry', 'non-retryable', 'unrecoverable']

/** On a phone the chosen tab may lie outside of the strip, or be pushed there by the counts, or by a record beside the list. */
function useChosenInSight(strip: RefObject<HTMLElement | null>, layout: string): void {
  const shown = useRef('')
  useEffect(() => {
    if (shown.current === layout) return
    shown.current = layout
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [strip, layout])
}

const OLD_MS = 60_000

/** The views as links, each with the count of the view without the filter. */
export function ViewTabs({ search }: { search: ExecutionSearch }) {
  const { t } = useLingui()
  const source = useSourceName()
  const { language, zone } = usePreferences()
  const { data } = useQuery(executionQueries.counts(source))
  const wordOf = useViewWord()
  const strip = useRef<HTMLElement>(null)
  const areCounted = data !== undefined
  const isBesideRecord = useParams()['id'] !== undefined
  const now = useServerNow()
  const countedAt = data?.at ?? null
  // They come every ten seconds: older ones were true then, and nobody knows what is now.
  const isOld = now !== null && countedAt !== null && now - countedAt > OLD_MS
  useChosenInSight(strip, `${search.view} ${areCounted} ${isBesideRecord}`)
  return (
    <nav className={isOld ? 'view-tabs is-old' : 'view-tabs'} aria-label={t`Views`} ref={strip}>
      <ul>
        {VIEWS.map((view) => {
          const count = data?.counts[view] ?? null
          const chosen = view === search.view
          return (
            <li key={view}>
              <Link
                to={executionsAddress(source, { ...search, ...START, view })}
                aria-current={chosen ? 'page' : undefined}
                className="view-tab"
              >
                <span>{wordOf(view)}</span>{' '}
                <span
                  className={`view-count${NEEDS_SOMEBODY.includes(view) ? ' is-urgent' : ''}${count === 0 ? ' is-zero' : ''}`}
                  data-tip={
                    isOld
                      ? t`Counted at ${formatClock(countedAt, zone)}`
                      : count !== null && count >= 100_000
                        ? formatNumber(count, language)
                        : undefined
                  }
                >
                  {count === null ? '' : formatCount(count, language)}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
