import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { and } from '../../../wow/condition/condition.ts'
import type { Condition } from '../../../wow/condition/condition.ts'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useRefusedOperators } from '../../ui/data/sourceQueries.ts'
import { executionQueries } from '../executionQueries.ts'
import { toFilter } from '../../conditions/filterText.ts'
import { executionsAddress } from '../executionSearch.ts'
import type { ExecutionRecord } from './executionRecord.ts'

interface CountedLinkProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** What the others have in common with this one. */
  readonly condition: Condition
  /** What stands behind the number: "more like this". */
  readonly children: ReactNode
  /** The same where the server cannot leave this one out: "like this, with this one". */
  readonly withThisOne: ReactNode
  readonly tip?: string
}

/** Leads to exactly the executions that it counts, whatever became of them. */
export function CountedLink({ source, record, condition, children, withThisOne, tip }: CountedLinkProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const canLeaveOut = useRefusedOperators(source)?.every(({ operator }) => operator !== 'NE') ?? false
  // A deleted one is in no count as it is.
  const isLeftOut = canLeaveOut || record.deleted
  const asked =
    canLeaveOut && !record.deleted
      ? and(condition, { field: 'aggregateId', operator: 'NE', value: record.id })
      : condition
  const isTime = useLater()
  const { data: count, error } = useQuery({ ...executionQueries.count(source, asked), enabled: isTime })
  const words = isLeftOut ? children : withThisOne
  const number = count === undefined ? (error === null ? '…' : '–') : formatNumber(count, language)
  const reason = error === null ? undefined : t`Not counted: ${error.message}`

  const text = (
    <>
      <span className="counted-number">{number}</span> {words}
    </>
  )
  return (
    <span className={`counted${count === 0 ? ' is-zero' : ''}`}>
      {count === 0 ? (
        <span data-tip={tip}>{text}</span>
      ) : (
        <Link to={executionsAddress(source, { view: 'all', filter: toFilter([asked]) })} data-tip={reason ?? tip}>
          {text}
        </Link>
      )}
      {reason !== undefined && <span className="visually-hidden">{reason}</span>}
    </span>
  )
}

const WAIT_MS = 400

/** True a moment after the first sight: who walks on at once asks nothing. */
function useLater(): boolean {
  const [isTime, setIsTime] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsTime(true), WAIT_MS)
    return () => clearTimeout(timer)
  }, [])
  return isTime
}
