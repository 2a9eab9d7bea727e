import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useDetailAddress, useDetailPlace } from './detailAddress.ts'
import type { ExecutionRecord } from './executionRecord.ts'
import './partTabs.css'

/** The parts of an execution: how it stands, and three ways to look at what it went through. */
export function PartTabs({ record }: { readonly record: ExecutionRecord }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { part } = useDetailPlace()
  const address = useDetailAddress(record.id)
  const tabs = [
    { part: undefined, name: <Trans>Now</Trans> },
    { part: 'attempts', name: <Trans>Attempts</Trans>, count: record.state.retryState.retries },
    { part: 'history', name: <Trans>History</Trans>, count: record.version },
    { part: 'state', name: <Trans>State at</Trans> },
  ] as const
  return (
    <nav className="part-tabs" aria-label={t`Parts of this execution`}>
      {tabs.map((tab) => (
        <Link key={tab.part ?? 'now'} to={address(tab.part)} aria-current={tab.part === part ? 'page' : undefined}>
          {tab.name} {'count' in tab && <span className="part-count">{formatNumber(tab.count, language)}</span>}
        </Link>
      ))}
    </nav>
  )
}
