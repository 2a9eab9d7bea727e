import { Trans } from '@lingui/react/macro'
import { Fragment, useState } from 'react'
import { Link } from 'react-router'
import { ConditionError, resolveNow } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { matches } from '../../../wow/condition/matches.ts'
import { viewsOf } from '../../../wow/condition/views.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import { filterOf } from '../../conditions/filterText.ts'
import { ExecutionSearch, executionsAddress } from '../executionSearch.ts'
import { useViewWord } from '../list/ViewTabs.tsx'
import type { ExecutionRecord } from './executionRecord.ts'

interface ViewNoteProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** Server clock, null while unknown: nothing is then said, since views depend on it. */
  readonly now: number | null
}

/** True also for a filter that only the server can judge: then nothing is claimed. */
function isMatch(filter: Condition, document: unknown, now: number): boolean {
  try {
    // Time operators without a zone use the server's, which a page cannot know; then this may be a day off.
    return matches(resolveNow(filter, now), document, { now, zone: 'UTC' })
  } catch (error) {
    if (error instanceof ConditionError) return true
    throw error
  }
}

/**
 * Says when an execution that is opened does not belong to the list beside it, and where it does. One that leaves the
 * list while it is open did so because of what was done to it, which is said elsewhere.
 */
export function ViewNote({ source, record, now }: ViewNoteProps) {
  const [search] = useUrlState(ExecutionSearch)
  const viewWord = useViewWord()
  const [openedVersion] = useState(record.version)
  if (now === null || record.version !== openedVersion) return null
  const views = viewsOf(record, now)
  const filter = filterOf(search)
  const inView = views.includes(search.view)
  // The view of deleted ones has no filter.
  const passes = search.view === 'deleted' || filter === undefined || isMatch(filter, record.raw, now)
  if (inView && passes) return null
  return (
    <p className="view-note-line">
      {inView ? (
        <Trans>The filter of this list does not match it.</Trans>
      ) : (
        <>
          <Trans>Not in the view “{viewWord(search.view)}”. It is in:</Trans>{' '}
          {views.map((view, index) => (
            <Fragment key={view}>
              {index > 0 && ', '}
              <Link to={executionsAddress(source, { view }, record.id)}>{viewWord(view)}</Link>
            </Fragment>
          ))}
        </>
      )}
    </p>
  )
}
