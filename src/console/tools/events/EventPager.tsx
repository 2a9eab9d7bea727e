import { useLingui } from '@lingui/react/macro'
import { PagerLink } from '../../ui/table/PagerLink.tsx'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import type { EventPage } from './eventQueries.ts'
import { START, eventsAddress } from './eventSearch.ts'
import type { EventSearch } from './eventSearch.ts'

/** The pages before and behind, by key. */
export function EventPager({ page, search }: { page: EventPage; search: EventSearch }) {
  const { t } = useLingui()
  const source = useSourceName()
  return (
    <nav className="event-pager" aria-label={t`Pages of the list`}>
      <PagerLink
        label={t`Previous page`}
        icon="left"
        to={page.hasPrevious ? eventsAddress(source, { ...search, ...START, before: page.rows[0]?.id }) : undefined}
      />
      <PagerLink
        label={t`Next page`}
        icon="right"
        to={page.hasNext ? eventsAddress(source, { ...search, ...START, after: page.rows.at(-1)?.id }) : undefined}
      />
    </nav>
  )
}
