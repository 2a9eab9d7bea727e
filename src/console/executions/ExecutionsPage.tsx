import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { SortingState } from '@tanstack/react-table'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { Outlet, useNavigate, useParams } from 'react-router'
import { DataTable } from '../ui/DataTable.tsx'
import { ColumnsButton } from '../ui/ColumnsButton.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { useKey } from '../ui/keys.ts'
import { Screen } from '../ui/Screen.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { useSourceName } from '../ui/useSourceName.ts'
import { useUrlState } from '../url/useUrlState.ts'
import { PHONE_COLUMNS, projectionOf } from './columnFields.ts'
import { executionColumns, phoneColumns } from './executionColumns.tsx'
import './executions.css'
import type { ExecutionNeighbours } from './executionNeighbours.ts'
import { executionQueries, fieldsToAsk } from './executionQueries.ts'
import type { ListedExecution } from './executionRow.ts'
import { ExecutionSearch, START, executionsAddress, filterOf, sortOf } from './executionSearch.ts'
import { preloadDetail } from './detailCode.ts'
import { FilterBar } from './FilterBar.tsx'
import { FreshnessLine } from './FreshnessLine.tsx'
import { DeletedNote, EmptyList, FailedList, SkeletonRows, UnreadableFilter } from './ListLooks.tsx'
import { MatchCount } from './MatchCount.tsx'
import { Pager } from './Pager.tsx'
import { useColumns } from './useColumns.ts'
import { ViewTabs, useViewWord } from './ViewTabs.tsx'

const noRows: readonly ListedExecution[] = []

/** The list of failed executions; one of them may be open beside it. */
export function ExecutionsPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const openId = useParams()['id']
  const navigate = useNavigate()
  const [search, setSearch] = useUrlState(ExecutionSearch)
  const isReadable = filterOf(search) !== undefined
  const isPhone = useMedia('(max-width: 599px)')
  const columns = useColumns()
  const pageQuery = usePage(source, search, isPhone ? PHONE_COLUMNS : columns.names)
  const page = pageQuery.data
  const total = useTotal(source, search, page !== undefined)
  const { density } = usePreferences()
  const filterInput = useRef<HTMLInputElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const neighbours = neighboursOf(source, search, page?.rows ?? noRows, openId)
  const viewWord = useViewWord()(search.view)

  useKey('/', search.view === 'deleted' ? undefined : t`Filter`, 'list', () => filterInput.current?.focus())
  useEffect(preloadDetail, [])
  useFocusBack(scroller, openId)
  useTopOfList(scroller, executionsAddress(source, search))

  function open(id: string, byKeyboard: boolean) {
    void navigate(executionsAddress(source, search, id), { state: { byKeyboard }, replace: openId !== undefined })
  }

  function walkOpen(step: 1 | -1) {
    const to = step === 1 ? neighbours.next : neighbours.previous
    // Replaced, so that Back leaves the record instead of walking all of them again.
    if (to !== undefined) void navigate(to, { replace: true })
    return to !== undefined
  }

  function showNews() {
    void pageQuery.refetch()
    void total.refetch()
  }

  return (
    <div className={openId === undefined ? 'executions' : 'executions has-detail'}>
      <Screen title={t`Executions`} documentTitle={`${viewWord} · ${t`Executions`}`} className="executions-list">
        <ViewTabs search={search} />
        {search.view === 'deleted' ? (
          <DeletedNote />
        ) : (
          <FilterBar
            filter={search.filter}
            onChange={(filter) => setSearch({ ...START, filter })}
            inputRef={filterInput}
          />
        )}
        <div className="list-line">
          <FreshnessLine
            page={page}
            search={search}
            error={page === undefined ? null : pageQuery.error}
            isFetching={pageQuery.isFetching}
            onShow={showNews}
          />
          <div className="list-tools">
            <MatchCount total={total.data} isCounting={total.isFetching} />
            {!isPhone && <ColumnsButton choice={columns.choice} />}
          </div>
        </div>
        <div className="list-scroll" ref={scroller}>
          {!isReadable ? (
            <UnreadableFilter onRemove={() => setSearch({ ...START, filter: '' })} />
          ) : page === undefined && pageQuery.error ? (
            <FailedList
              error={pageQuery.error}
              onRetry={() => void pageQuery.refetch()}
              retrying={pageQuery.isFetching}
            />
          ) : (
            <DataTable
              label={`${t`Executions`}: ${viewWord}`}
              columns={isPhone ? phoneColumns : executionColumns(columns.names)}
              keepsWidths={columns.areChosen && !isPhone}
              density={density}
              rows={page?.rows ?? noRows}
              rowId={(row) => row.id}
              sorting={toSorting(search.sort)}
              onSortingChange={(next) => setSearch({ ...START, sort: fromSorting(next) })}
              currentId={openId}
              onOpen={(row, byKeyboard) => open(row.id, byKeyboard)}
              onWalk={walkOpen}
              busy={pageQuery.isPlaceholderData || page === undefined}
              placeholder={page === undefined ? <SkeletonRows columns={isPhone ? 1 : columns.names.length} /> : null}
            />
          )}
          {page?.rows.length === 0 && <EmptyList search={search} onChange={setSearch} />}
        </div>
        {page && <Pager page={page} search={search} total={total.data} />}
      </Screen>
      {openId !== undefined && (
        <div className="detail-pane">
          <Outlet context={neighbours} />
        </div>
      )}
    </div>
  )
}

/** The page that the address means, with what its columns need. */
function usePage(source: string, search: ExecutionSearch, columns: readonly string[]) {
  const client = useQueryClient()
  const { pageSize } = usePreferences()
  const needed = projectionOf(columns, sortOf(search.sort).path)
  const fields = fieldsToAsk(client, source, search, pageSize, needed)
  return useQuery({
    ...executionQueries.page(source, search, pageSize, fields),
    enabled: filterOf(search) !== undefined,
  })
}

/** The total of view and filter, counted after the page is there. */
function useTotal(source: string, search: ExecutionSearch, isPageThere: boolean) {
  const { view, filter } = search
  return useQuery({ ...executionQueries.total(source, { view, filter }), enabled: isPageThere })
}

/** Closing a record gives the focus back to its row, unless it already went somewhere else. */
function useFocusBack(list: RefObject<HTMLElement | null>, openId: string | undefined): void {
  const opened = useRef(openId)
  useEffect(() => {
    const closed = opened.current
    opened.current = openId
    if (closed === undefined || openId !== undefined || document.activeElement !== document.body) return
    list.current?.querySelector<HTMLElement>(`tr[data-row-id="${CSS.escape(closed)}"]`)?.focus()
  }, [list, openId])
}

/** Another list begins at its top. */
function useTopOfList(scroller: RefObject<HTMLElement | null>, address: string): void {
  const shown = useRef(address)
  useEffect(() => {
    if (shown.current === address) return
    shown.current = address
    scroller.current?.scrollTo({ top: 0 })
  }, [scroller, address])
}

const toSorting = (sort: string): SortingState => {
  const { name, descending } = sortOf(sort)
  return [{ id: name, desc: descending }]
}

const fromSorting = ([first]: SortingState): string =>
  first === undefined ? '-id' : `${first.desc ? '-' : ''}${first.id}`

function neighboursOf(
  source: string,
  search: ExecutionSearch,
  rows: readonly ListedExecution[],
  openId: string | undefined,
): ExecutionNeighbours {
  const index = rows.findIndex(({ id }) => id === openId)
  const addressAt = (at: number) => {
    const row = index < 0 || at < 0 ? undefined : rows[at]
    return row && executionsAddress(source, search, row.id)
  }
  return { list: executionsAddress(source, search), previous: addressAt(index - 1), next: addressAt(index + 1) }
}
