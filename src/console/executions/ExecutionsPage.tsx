import { useLingui } from '@lingui/react/macro'
import type { SortingState } from '@tanstack/react-table'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { Outlet, useNavigate, useParams } from 'react-router'
import { DataTable } from '../ui/table/DataTable.tsx'
import { ColumnsButton } from '../ui/table/ColumnsButton.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { useKey } from '../ui/keys.ts'
import { Screen } from '../ui/Screen.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { useSourceName } from '../ui/data/useSourceName.ts'
import { ApiError } from '../ui/data/request.ts'
import { useUrlState } from '../url/useUrlState.ts'
import { ActionDialogRoute } from './actions/dialog/ActionDialogRoute.tsx'
import { UnreadableFilter } from '../conditions/UnreadableFilter.tsx'
import { BuilderSheet } from '../conditions/BuilderSheet.tsx'
import { PHONE_COLUMNS, shownPaths } from './columns/columnFields.ts'
import { executionColumns, phoneColumns } from './columns/executionColumns.tsx'
import './executions.css'
import { NEW_ROW, editAt } from '../conditions/editAddress.ts'
import { useBuilder } from '../conditions/useBuilder.ts'
import { filterOf, withPart } from '../conditions/filterText.ts'
import { useDetailPlace } from './detail/detailAddress.ts'
import { neighboursOf } from './executionNeighbours.ts'
import type { ListedExecution } from './executionRow.ts'
import { ExecutionSearch, START, executionsAddress, sortOf } from './executionSearch.ts'
import { useSelection } from './selection/executionSelection.ts'
import { preloadDetail } from './detailCode.ts'
import { FilterBar } from './filter/FilterBar.tsx'
import { FreshnessLine } from './list/FreshnessLine.tsx'
import { DeletedNote, EmptyList, FailedList, SkeletonRows } from './list/ListLooks.tsx'
import { MatchCount } from './list/MatchCount.tsx'
import { nodeCount } from './filter/nodeCount.ts'
import { Pager } from './list/Pager.tsx'
import { PhoneOrder } from './list/PhoneOrder.tsx'
import { ReadingOn } from './list/ReadingOn.tsx'
import { SelectionLine } from './selection/SelectionLine.tsx'
import { useCellChoices } from '../conditions/useCellChoices.tsx'
import { useColumns } from './columns/useColumns.ts'
import { useExecutionPage, useTotal } from './list/useExecutionPage.ts'
import { ViewTabs, useViewWord } from './list/ViewTabs.tsx'

const noRows: readonly ListedExecution[] = []

/** As the style sheets have them. */
const ROW_HEIGHTS = { compact: 36, comfortable: 52, phone: 60 } as const

/** The list of failed executions; one of them may be open beside it. */
export function ExecutionsPage() {
  const { t } = useLingui()
  const source = useSourceName()
  const openId = useParams()['id']
  const navigate = useNavigate()
  const [search, setSearch] = useUrlState(ExecutionSearch)
  const isReadable = filterOf(search) !== undefined
  const isPhone = useMedia('(max-width: 599px)')
  const isTouch = useMedia('(hover: none)')
  const columns = useColumns()
  const { page, query: pageQuery } = useExecutionPage(source, search, isPhone ? PHONE_COLUMNS : columns.names)
  const total = useTotal(source, search, page !== undefined)
  const { density } = usePreferences()
  const selection = useSelection(source)
  const filterInput = useRef<HTMLInputElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const neighbours = neighboursOf(source, search, page, openId, useDetailPlace().part)
  const viewWord = useViewWord()(search.view)

  useKey('/', search.view === 'deleted' ? undefined : t`Filter`, 'list', () => filterInput.current?.focus())
  // Before the rows it would take the line from them.
  const { isPending } = pageQuery
  useEffect(() => {
    if (!isPending) preloadDetail()
  }, [isPending])
  useTopOfList(scroller, executionsAddress(source, { ...search, edit: undefined }))
  const builder = useBuilder(search, (patch, options) =>
    setSearch(patch.filter === undefined ? patch : { ...START, ...patch }, options),
  )
  useKey('e', search.view === 'deleted' ? undefined : t`Build conditions`, 'list', () => builder.open(NEW_ROW))

  function open(id: string, byKeyboard: boolean) {
    void navigate(executionsAddress(source, search, id), { state: { byKeyboard }, replace: openId !== undefined })
  }

  function walkOpen(step: 1 | -1) {
    const to = step === 1 ? neighbours.next : neighbours.previous
    // Replaced, so that Back leaves the record instead of walking all of them again.
    if (to !== undefined) void navigate(to, { replace: true })
    return to !== undefined
  }

  /** Opens the builder where the server refused the filter. */
  function editRefused() {
    const filter = filterOf(search) ?? {}
    void import('../../wow/condition/blame.ts').then(({ blamedPath }) =>
      builder.open(editAt(filter, blamedPath(filter, refusalOf(pageQuery.error) ?? '') ?? [])),
    )
  }

  const shown = isPhone ? phoneColumns : executionColumns(columns.names, isTouch)
  const choicesOf = useCellChoices({
    source,
    rows: page?.rows ?? noRows,
    pathsOf: shownPaths,
    byId: 'ID',
    onAdd: search.view === 'deleted' ? undefined : (added) => setSearch({ ...START, filter: withPart(search, added) }),
  })

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
            onEdit={(edit) => (edit === undefined ? builder.close() : builder.open(edit))}
            isEditing={search.edit !== undefined}
            inputRef={filterInput}
          >
            {isPhone && <PhoneOrder sort={search.sort} onChange={(sort) => setSearch({ ...START, sort })} />}
          </FilterBar>
        )}
        {search.edit !== undefined && search.view !== 'deleted' && (
          <BuilderSheet
            key={search.edit}
            source={source}
            count={(filter) => nodeCount(filter, search.view, search.sort)}
            filter={search.filter}
            edit={search.edit}
            refusal={refusalOf(pageQuery.error)}
            onApply={builder.apply}
            onClose={builder.close}
          />
        )}
        <div className="list-line">
          <FreshnessLine
            page={page}
            search={search}
            error={page === undefined || pageQuery.isFetchNextPageError ? null : pageQuery.error}
            isFetching={pageQuery.isFetching && !pageQuery.isFetchingNextPage}
            onShow={showNews}
          />
          {/* On a phone the line belongs to the age, whatever it has to say; the pager has the count. */}
          {!isPhone && (
            <div className="list-tools">
              <MatchCount total={total.data} isCounting={total.isFetching} />
              <SelectionLine source={source} page={page} columns={columns.names} />
              <ColumnsButton choice={columns.choice} />
            </div>
          )}
        </div>
        <div className="list-scroll" ref={scroller}>
          {!isReadable ? (
            <UnreadableFilter onRemove={() => setSearch({ ...START, filter: '' })} />
          ) : page === undefined && pageQuery.error ? (
            <FailedList
              error={pageQuery.error}
              onRetry={() => void pageQuery.refetch()}
              retrying={pageQuery.isFetching}
              onEdit={refusalOf(pageQuery.error) === undefined || search.filter === '' ? undefined : editRefused}
            />
          ) : (
            <DataTable
              label={`${t`Executions`}: ${viewWord}`}
              columns={shown}
              keepsWidths={columns.areChosen && !isPhone}
              density={density}
              rowHeight={isPhone ? ROW_HEIGHTS.phone : ROW_HEIGHTS[density]}
              scroller={scroller}
              {...(isPhone ? {} : { choicesOf })}
              selection={{ ids: selection.ids, here: selection.ids.countOn(page), onSelect: selection.select }}
              rows={page?.rows ?? noRows}
              places={page?.places}
              rowId={(row) => row.id}
              sorting={toSorting(search.sort)}
              onSortingChange={(next) => setSearch({ ...START, sort: fromSorting(next) })}
              currentId={openId}
              onOpen={(row, byKeyboard) => open(row.id, byKeyboard)}
              onWalk={walkOpen}
              busy={pageQuery.isPlaceholderData || page === undefined}
              placeholder={page === undefined ? <SkeletonRows columns={shown} /> : null}
            />
          )}
          {page?.rows.length === 0 && <EmptyList search={search} onChange={setSearch} />}
        </div>
        {isPhone && <SelectionLine source={source} page={page} columns={PHONE_COLUMNS} />}
        {page && (
          <Pager page={page} search={search} total={total.data}>
            {!page.isWhole && !pageQuery.isPlaceholderData && (
              <ReadingOn
                page={page}
                total={total.data}
                error={pageQuery.isFetchNextPageError ? pageQuery.error : null}
                onReadOn={() => void pageQuery.fetchNextPage()}
              />
            )}
          </Pager>
        )}
      </Screen>
      {openId !== undefined && (
        <div className="detail-pane">
          <Outlet context={neighbours} />
        </div>
      )}
      <ActionDialogRoute />
    </div>
  )
}

/** What the server said no to, in its words; undefined for any other failure. */
const refusalOf = (error: Error | null): string | undefined =>
  error instanceof ApiError && error.status === 400 ? error.message : undefined

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
