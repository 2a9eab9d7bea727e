import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { Link } from 'react-router'
import { MissingReason } from '../../ui/BlockedReason.tsx'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useDetailAddress } from './detailAddress.ts'
import type { DetailPart } from './detailAddress.ts'
import type { ExecutionRecord } from './executionRecord.ts'
import { useMissingOf } from './neededOperations.ts'
import './partTabs.css'

interface PartTabsProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** The one that is shown. */
  readonly part: DetailPart | undefined
}

/** The parts of an execution: how it stands, and three ways to look at what it went through. */
export function PartTabs({ source, record, part }: PartTabsProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const address = useDetailAddress(record.id)
  const missingOf = useMissingOf(source)
  const reasonId = useId()
  const tabs = [
    { part: undefined, name: t`Now` },
    { part: 'attempts', name: t`Attempts`, count: record.state.retryState.retries },
    { part: 'history', name: t`History`, count: record.version },
    { part: 'state', name: t`State at` },
  ] as const
  const off = tabs.flatMap((tab) => {
    const endpoint = missingOf(tab.part)
    return endpoint === undefined ? [] : [{ ...tab, endpoint }]
  })
  return (
    <>
      <nav className="part-tabs" aria-label={t`Parts of this execution`}>
        {tabs.map((tab) => {
          const isOff = off.some((each) => each.part === tab.part)
          return (
            <Link
              key={tab.part ?? 'now'}
              to={address(tab.part)}
              aria-current={tab.part === part ? 'page' : undefined}
              aria-disabled={isOff}
              aria-describedby={isOff ? reasonId : undefined}
              onClick={(event) => isOff && event.preventDefault()}
            >
              {tab.name} {'count' in tab && <span className="part-count">{formatNumber(tab.count, language)}</span>}
            </Link>
          )
        })}
      </nav>
      {off.length > 0 && (
        <ul id={reasonId} className="part-reasons">
          {off.map(({ part, name, endpoint }) => (
            <li key={part}>
              {name}: <MissingReason endpoint={endpoint} isBrief />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
