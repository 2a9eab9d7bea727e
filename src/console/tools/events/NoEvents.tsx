import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import { Link } from 'react-router'
import { describe } from '../../../wow/condition/describe.ts'
import { filterOf, filterParts, toFilter } from '../../conditions/filterText.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { START, eventsAddress } from './eventSearch.ts'
import type { EventSearch } from './eventSearch.ts'

interface NoEventsProps {
  readonly search: EventSearch
  readonly onChange: (patch: Partial<EventSearch>) => void
}

/** What was asked that found nothing, and the ways out. */
export function NoEvents({ search, onChange }: NoEventsProps) {
  const { language } = usePreferences()
  const source = useSourceName()
  const filter = filterOf(search) ?? {}
  const parts = filterParts(filter)
  return (
    <div className="event-empty">
      <p className="lead">
        {parts.length === 0 ? (
          <Trans>There is no event.</Trans>
        ) : (
          <Trans>No event matches: {describe(filter, language)}</Trans>
        )}
      </p>
      {parts.length > 0 && (
        <Button onClick={() => onChange({ ...START, filter: toFilter(parts.slice(0, -1)) })}>
          <Trans>Remove the last condition</Trans>
        </Button>
      )}
      {search.after !== undefined && (
        <Link to={eventsAddress(source, { ...search, ...START })}>
          <Trans>Go to the first page</Trans>
        </Link>
      )}
    </div>
  )
}
