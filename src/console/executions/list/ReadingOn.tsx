import { Trans } from '@lingui/react/macro'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import type { ExecutionPage } from '../executionPage.ts'

interface ReadingOnProps {
  readonly page: ExecutionPage
  /** How many match in all, once known. */
  readonly total: number | undefined
  /** Why no more came. */
  readonly error: Error | null
  readonly onReadOn: () => void
}

/** How far a page has come that is read in chunks; what has come can be used meanwhile. */
export function ReadingOn({ page, total, error, onReadOn }: ReadingOnProps) {
  const { language } = usePreferences()
  const come = formatNumber(page.have, language)
  const wanted = formatNumber(Math.min(page.size, (total ?? Infinity) - page.from), language)
  return (
    <span className="reading-on" data-whole={error?.message}>
      <Trans>
        {come} of {wanted} so far
      </Trans>
      {error !== null && (
        <>
          {' · '}
          <button type="button" className="link-button" onClick={onReadOn}>
            <Trans>Read on</Trans>
          </button>
          {' · '}
          <span className="problem" role="alert">
            <Trans>could not be read on</Trans>: <span lang="en">{error.message}</span>
          </span>
        </>
      )}
    </span>
  )
}
