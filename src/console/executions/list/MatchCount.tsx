import { Plural } from '@lingui/react/macro'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'

/** How many match view and filter, once counted; its place stays while it is not. */
export function MatchCount({ total, isCounting }: { total: number | undefined; isCounting: boolean }) {
  const { language } = usePreferences()
  if (total === undefined) return <span className="match-count secondary">{isCounting ? '…' : ''}</span>
  const text = formatNumber(total, language)
  return (
    <span className="match-count" aria-busy={isCounting}>
      <Plural value={total} one={`${text} matches`} other={`${text} match`} />
    </span>
  )
}
