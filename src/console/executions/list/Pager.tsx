import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { MAX_PAGE_WINDOW } from '../../../wow/condition/guard.ts'
import { formatNumber } from '../../ui/values/format.ts'
import { PagerLink } from '../../ui/table/PagerLink.tsx'
import { PAGE_SIZES, setPreferences, usePreferences } from '../../ui/preferences.ts'
import type { Preferences } from '../../ui/preferences.ts'
import { useSourceName } from '../../ui/data/useSourceName.ts'
import { useUrlState } from '../../url/useUrlState.ts'
import type { ExecutionPage } from '../executionPage.ts'
import { ExecutionSearch, START, executionsAddress, isPagedByNumber, sortKey } from '../executionSearch.ts'

interface PagerProps {
  readonly page: ExecutionPage
  readonly search: ExecutionSearch
  /** How many match in all, once known. */
  readonly total: number | undefined
  /** What else is to be said of this page. */
  readonly children?: ReactNode
}

/** Where this page lies, and links to the one before and after it. */
export function Pager({ page, search, total, children }: PagerProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const source = useSourceName()
  const { rows, from, hasNext, hasPrevious, isWhole } = page
  if (rows.length === 0) return null
  const first = formatNumber(from + 1, language)
  const last = formatNumber(from + rows.length, language)
  // The total is counted at another moment than the page: only where both agree are they said in one breath.
  const end = from + rows.length
  const isCutOff = isPagedByNumber(search) && !hasNext && end === MAX_PAGE_WINDOW
  const agrees = total !== undefined && (hasNext ? total > end : isCutOff ? total >= end : total === end)
  const all = formatNumber(total ?? 0, language)
  return (
    <nav className="pager" aria-label={t`Pages of the list`}>
      <span className="pager-range">
        {agrees ? (
          <Trans>
            {first}–{last} of {all}
          </Trans>
        ) : (
          <>
            {first}–{last}
          </>
        )}
      </span>
      <PagerLink
        label={t`Previous page`}
        icon="left"
        to={hasPrevious ? executionsAddress(source, previousOf(page, search)) : undefined}
      />
      <PagerLink
        label={t`Next page`}
        icon="right"
        to={hasNext && isWhole ? executionsAddress(source, nextOf(page, search)) : undefined}
      />
      <PageSize page={page} search={search} />
      {children}
      {isCutOff && total !== undefined && total > end && (
        <span className="secondary">
          <Trans>The server lists no more than {formatNumber(MAX_PAGE_WINDOW, language)} in this order.</Trans>
        </span>
      )}
    </nav>
  )
}

/** How many rows a page has; a page behind a key stays where it begins. */
function PageSize({ page, search }: { page: ExecutionPage; search: ExecutionSearch }) {
  const { t } = useLingui()
  const { language, pageSize } = usePreferences()
  const [, setSearch] = useUrlState(ExecutionSearch)

  function choose(size: Preferences['pageSize']) {
    setPreferences({ pageSize: size })
    // This one ends before its key, so another size begins elsewhere.
    const from = Math.max(0, page.from + page.rows.length - size)
    if (search.before !== undefined) setSearch({ from }, { replace: true })
  }

  return (
    <select
      className="page-size"
      aria-label={t`Rows on a page`}
      value={pageSize}
      onChange={(event) => {
        const size = PAGE_SIZES.find((each) => String(each) === event.currentTarget.value)
        if (size !== undefined) choose(size)
      }}
    >
      {PAGE_SIZES.map((size) => (
        <option key={size} value={size}>
          {t`${formatNumber(size, language)} a page`}
        </option>
      ))}
    </select>
  )
}

function previousOf(page: ExecutionPage, search: ExecutionSearch): ExecutionSearch {
  const from = Math.max(0, page.from - page.size)
  const [first] = page.rows
  if (isPagedByNumber(search)) return { ...search, ...START, from }
  return { ...search, ...START, before: first?.id, key: sortKey(search.sort, first?.raw), from }
}

function nextOf(page: ExecutionPage, search: ExecutionSearch): ExecutionSearch {
  const from = page.from + page.rows.length
  const last = page.rows.at(-1)
  if (isPagedByNumber(search)) return { ...search, ...START, from }
  return { ...search, ...START, after: last?.id, key: sortKey(search.sort, last?.raw), from }
}
