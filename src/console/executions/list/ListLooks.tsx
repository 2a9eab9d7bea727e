/** What stands in place of rows: loading, empty, failed, and what a view cannot do. */
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { describe } from '../../../wow/condition/describe.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import type { TableColumn } from '../../ui/table/tableModel.ts'
import { filterOf, filterParts, toFilter } from '../../conditions/filterText.ts'
import { executionQueries } from '../executionQueries.ts'
import type { ListedExecution } from '../executionRow.ts'
import { START, executionsAddress } from '../executionSearch.ts'
import type { ExecutionSearch } from '../executionSearch.ts'
import { useViewWord } from './ViewTabs.tsx'

const SKELETON_ROWS = Array.from({ length: 12 }, (_, index) => index)

/** Rows of the right height, seen only when the answer takes longer than a glance; a column that has no room has none here. */
export function SkeletonRows({ columns }: { columns: readonly TableColumn<ListedExecution>[] }) {
  const { t } = useLingui()
  return SKELETON_ROWS.map((index) => (
    <tr key={index} className="skeleton-row">
      {['col-select', ...columns.map(({ meta }) => meta?.className)].map((className, cell) => (
        <td key={cell} className={className}>
          {index === 0 && cell === 0 ? <span className="visually-hidden">{t`Loading`}</span> : null}
          <span className="skeleton" />
        </td>
      ))}
    </tr>
  ))
}

interface FailedListProps {
  readonly error: Error
  readonly onRetry: () => void
  readonly retrying: boolean
  /** Opens the builder at what was refused; without it there is nothing to change there. */
  readonly onEdit?: (() => void) | undefined
}

export function FailedList({ error, onRetry, retrying, onEdit }: FailedListProps) {
  return (
    <>
      <ErrorNote
        error={error}
        title={<Trans>The executions could not be read.</Trans>}
        onRetry={onRetry}
        retrying={retrying}
      />
      {onEdit && (
        <Button className="change-refused" onClick={onEdit}>
          <Trans>Change the condition</Trans>
        </Button>
      )}
    </>
  )
}

/** Says what was asked and offers the way out. */
export function EmptyList({
  search,
  onChange,
}: {
  search: ExecutionSearch
  onChange: (patch: Partial<ExecutionSearch>) => void
}) {
  const source = useSourceName()
  const { language } = usePreferences()
  const view = useViewWord()(search.view)
  const parts = search.view === 'deleted' ? [] : filterParts(filterOf(search) ?? {})
  const asked = describe(filterOf(search) ?? {}, language)
  const { data: known } = useQuery(executionQueries.counts(source))
  const isNothingThere = known?.counts['all'] === 0 && known.counts['deleted'] === 0 && parts.length === 0
  return (
    <div className="empty">
      <p className="lead">
        {isNothingThere ? (
          <Trans>This server has no executions yet: one comes when a function of a service fails.</Trans>
        ) : parts.length === 0 ? (
          <Trans>No execution is in “{view}”.</Trans>
        ) : (
          <Trans>
            No execution in “{view}” matches: {asked}
          </Trans>
        )}
      </p>
      <div className="empty-ways">
        {parts.length > 0 && (
          <Button onClick={() => onChange({ ...START, filter: toFilter(parts.slice(0, -1)) })}>
            <Trans>Remove the last condition</Trans>
          </Button>
        )}
        {search.after !== undefined && (
          <Link to={executionsAddress(source, { ...search, ...START })}>
            <Trans>Go to the first page</Trans>
          </Link>
        )}
        {search.view !== 'all' && !isNothingThere && (
          <Link to={executionsAddress(source, { ...search, ...START, view: 'all' })}>
            {parts.length === 0 ? <Trans>See all executions</Trans> : <Trans>Look in all executions</Trans>}
          </Link>
        )}
      </div>
    </div>
  )
}

export function DeletedNote() {
  return (
    <p className="view-note">
      <Trans>
        The server finds deleted executions only by themselves: this view takes no filter and ends after 10,000 rows.
      </Trans>
    </p>
  )
}
