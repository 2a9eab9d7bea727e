import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { SortingState } from '@tanstack/react-table'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { BuilderSheet } from '../../conditions/BuilderSheet.tsx'
import { ConditionChips } from '../../conditions/ConditionChips.tsx'
import { NEW_ROW, TOP } from '../../conditions/editAddress.ts'
import { filterOf, withPart } from '../../conditions/filterText.ts'
import { UnreadableFilter } from '../../conditions/UnreadableFilter.tsx'
import { useBuilder } from '../../conditions/useBuilder.ts'
import { useCellChoices } from '../../conditions/useCellChoices.tsx'
import { MissingReason } from '../../ui/BlockedReason.tsx'
import { useMissing } from '../../ui/data/capabilities.ts'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { formatNumber } from '../../ui/values/format.ts'
import { useKey } from '../../ui/keys.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { ApiError } from '../../ui/data/request.ts'
import { Screen } from '../../ui/Screen.tsx'
import { useMedia } from '../../ui/useMedia.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import { EventAge } from './EventAge.tsx'
import { eventColumns, eventPathsOf, phoneEventColumns } from './eventColumns.tsx'
import { EventPager } from './EventPager.tsx'
import { EventPane } from './EventPane.tsx'
import { eventQueries } from './eventQueries.ts'
import type { ListedStream } from './eventQueries.ts'
import './events.css'
import { EventSearch, START, eventNodes, eventsAddress } from './eventSearch.ts'
import { NoEvents } from './NoEvents.tsx'

const noRows: readonly ListedStream[] = []

/** As the style sheet has them. */
const ROW_HEIGHT = 36
const PHONE_ROW_HEIGHT = 60

/** The event streams of all executions that a condition finds. */
export function EventExplorerPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const [search, setSearch] = useUrlState(EventSearch)
  const isPhone = useMedia('(max-width: 599px)')
  const scroller = useRef<HTMLDivElement>(null)
  const isReadable = filterOf(search) !== undefined
  const { edit, open, ...question } = search
  const missing = useMissing(source)('compensation.execution_failed.event.list_query')
  const pageQuery = useQuery({
    ...eventQueries.page(source, question),
    enabled: isReadable && missing === undefined,
  })
  const page = pageQuery.data
  const total = useQuery({
    ...eventQueries.total(source, { filter: search.filter }),
    enabled: isReadable && page !== undefined,
  })
  const rows = page?.rows ?? noRows
  const onPage = rows.find(({ id }) => id === open)
  // A link opens it also when it lies on another page by now.
  const elsewhere = useQuery({
    ...eventQueries.byId(source, open ?? ''),
    enabled: open !== undefined && onPage === undefined && !pageQuery.isPending && missing === undefined,
  })
  const opened = open === undefined ? undefined : (onPage ?? elsewhere.data ?? undefined)
  const refusal = refusalOf(pageQuery.error)
  const builder = useBuilder(search, (patch, options) =>
    setSearch(patch.filter === undefined ? patch : { ...START, ...patch }, options),
  )
  const ask = () => {
    void pageQuery.refetch()
    void total.refetch()
  }
  useKey('e', t`Build conditions`, 'list', () => builder.open(NEW_ROW))
  useKey('u', t`Ask again`, 'list', ask)

  const place = eventsAddress(source, question)
  const shownPlace = useRef(place)
  useEffect(() => {
    // Another page begins at its top.
    if (shownPlace.current === place) return
    shownPlace.current = place
    scroller.current?.scrollTo({ top: 0 })
  }, [place])

  const choicesOf = useCellChoices({
    source,
    rows,
    pathsOf: eventPathsOf,
    byId: 'AGGREGATE_ID',
    onAdd: (added) => setSearch({ ...START, filter: withPart(search, added) }),
  })

  function walkOpen(step: 1 | -1): boolean {
    if (opened === undefined) return false
    const next = onPage === undefined ? undefined : rows[rows.indexOf(onPage) + step]
    if (next !== undefined) setSearch({ open: next.id }, { replace: true })
    return true
  }

  return (
    <div className={opened === undefined ? 'event-explorer' : 'event-explorer has-pane'}>
      <Screen title={t`Events`} className="event-list">
        <div className="event-filter">
          <ConditionChips
            filter={search.filter}
            onChange={(filter) => setSearch({ ...START, filter })}
            onEdit={(at) => (at === undefined ? builder.close() : builder.open(at))}
            isEditing={edit !== undefined}
          />
        </div>
        {edit !== undefined && (
          <BuilderSheet
            key={edit}
            source={source}
            about="events"
            count={eventNodes}
            filter={search.filter}
            edit={edit}
            refusal={refusal}
            onApply={builder.apply}
            onClose={builder.close}
          />
        )}
        <div className="event-line">
          {page !== undefined && (
            <EventAge at={page.at} error={pageQuery.error} isFetching={pageQuery.isFetching} onAsk={ask} />
          )}
          <Matches count={total.data} isFiltered={search.filter !== ''} />
        </div>
        {open !== undefined && elsewhere.data === null && (
          <p className="event-note" role="alert">
            <Trans>There is no event stream with the id {open}.</Trans>
          </p>
        )}
        <div className="event-scroll" ref={scroller}>
          {!isReadable ? (
            <UnreadableFilter onRemove={() => setSearch({ ...START, filter: '' })} />
          ) : missing !== undefined ? (
            <div className="event-empty">
              <p className="lead">
                <MissingReason endpoint={missing} />
              </p>
            </div>
          ) : page === undefined && pageQuery.error !== null ? (
            <>
              <ErrorNote
                error={pageQuery.error}
                title={<Trans>The events could not be read.</Trans>}
                onRetry={() => void pageQuery.refetch()}
                retrying={pageQuery.isFetching}
              />
              {refusal !== undefined && search.filter !== '' && (
                <Button className="event-change" onClick={() => builder.open(TOP)}>
                  <Trans>Change the condition</Trans>
                </Button>
              )}
            </>
          ) : (
            <DataTable
              label={t`Events`}
              columns={isPhone ? phoneEventColumns : eventColumns}
              {...(isPhone ? {} : { choicesOf })}
              rows={rows}
              rowId={(row) => row.id}
              scroller={scroller}
              rowHeight={isPhone ? PHONE_ROW_HEIGHT : ROW_HEIGHT}
              sorting={[{ id: 'time', desc: search.order === 'newest' }] satisfies SortingState}
              onSortingChange={([first]) =>
                setSearch({ ...START, order: first === undefined || first.desc ? 'newest' : 'oldest' })
              }
              currentId={opened?.id}
              onOpen={(row) => setSearch({ open: row.id }, { replace: opened !== undefined })}
              onWalk={walkOpen}
              busy={page === undefined}
              placeholder={page === undefined ? <LoadingRow /> : null}
            />
          )}
          {page?.rows.length === 0 && <NoEvents search={search} onChange={setSearch} />}
        </div>
        {page !== undefined && page.rows.length > 0 && <EventPager page={page} search={search} />}
      </Screen>
      {opened !== undefined && (
        <EventPane
          key={opened.id}
          row={opened}
          search={search}
          onClose={() => setSearch({ open: undefined }, { replace: true })}
        />
      )}
    </div>
  )
}

/** What the server said no to, in its words; undefined for any other failure. */
const refusalOf = (error: Error | null): string | undefined =>
  error instanceof ApiError && error.status === 400 ? error.message : undefined

function LoadingRow() {
  const { t } = useLingui()
  return (
    <tr className="skeleton-row">
      <td colSpan={4}>
        <span className="visually-hidden">{t`Loading`}</span>
        <span className="skeleton" />
      </td>
    </tr>
  )
}

function Matches({ count, isFiltered }: { count: number | undefined; isFiltered: boolean }) {
  const { language } = usePreferences()
  if (count === undefined) return null
  const number = formatNumber(count, language)
  return (
    <span className="event-count">
      {isFiltered ? (
        <Plural value={count} one={`${number} event stream matches`} other={`${number} event streams match`} />
      ) : (
        <Plural value={count} one={`${number} event stream`} other={`${number} event streams`} />
      )}
    </span>
  )
}
