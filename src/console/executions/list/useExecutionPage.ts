/** What a list shows: the page that the address means, and how many there are. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { filterOf } from '../../conditions/filterText.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { projectionOf } from '../columns/columnFields.ts'
import { withRest } from '../executionPage.ts'
import { executionQueries, fieldsOfLongest, fieldsToAsk } from '../executionQueries.ts'
import { sortOf } from '../executionSearch.ts'
import type { ExecutionSearch } from '../executionSearch.ts'

/**
 * The page that the address means, with what its columns need. Where a column came it is read again; until it is there,
 * or when that fails, the rows that were read before stand.
 */
export function useExecutionPage(source: string, search: ExecutionSearch, columns: readonly string[]) {
  const client = useQueryClient()
  const { pageSize } = usePreferences()
  // The builder above a list makes no other list of it.
  const { edit: _, ...question } = search
  const needed = projectionOf(columns, sortOf(search.sort).path, ...(search.view === 'deleted' ? ['deleted'] : []))
  const fields = fieldsToAsk(client, source, question, pageSize, needed)
  const query = useInfiniteQuery({
    ...executionQueries.page(source, question, pageSize, fields),
    enabled: filterOf(search) !== undefined,
  })
  const { data, fetchNextPage, dataUpdatedAt, isPlaceholderData } = query
  // A chunk that failed waits for somebody to ask for it, or for the server to be back.
  const mayReadOn = query.hasNextPage && !query.isFetching && !query.isError && !isPlaceholderData
  const readsOnAfter = mayReadOn ? dataUpdatedAt : undefined
  useEffect(() => {
    if (readsOnAfter !== undefined) void fetchNextPage()
  }, [readsOnAfter, fetchNextPage])

  const before = useInfiniteQuery({
    ...executionQueries.page(
      source,
      question,
      pageSize,
      (data?.isWhole !== true && fieldsOfLongest(client, source, question, pageSize)) || fields,
    ),
    // It was answered already, and is only kept.
    enabled: false,
    placeholderData: () => undefined,
  }).data
  const page = useMemo(
    () => (data && before && !isPlaceholderData ? withRest(data, before) : (data ?? before)),
    [data, before, isPlaceholderData],
  )
  return { query, page }
}

/** The total of view and filter, counted after the page is there. */
export function useTotal(source: string, search: ExecutionSearch, isPageThere: boolean) {
  const { view, filter } = search
  return useQuery({ ...executionQueries.total(source, { view, filter }), enabled: isPageThere })
}
