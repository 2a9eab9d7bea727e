import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { DisplayStatus } from '../../wow/status.ts'
import { Icon } from './Icon.tsx'

/** The word for each status on screen; the same in table, detail and filters. */
export function useStatusWord(): (status: DisplayStatus) => string {
  const { t } = useLingui()
  return (status) => {
    switch (status) {
      case 'failed':
        return t`failed`
      case 'executing':
        return t`executing`
      case 'timed-out':
        return t`timed out`
      case 'due-now':
        return t`due now`
      case 'non-retryable':
        return t`non-retryable`
      case 'unrecoverable':
        return t`unrecoverable`
      case 'succeeded':
        return t`succeeded`
      case 'deleted':
        return t`deleted`
      case 'unknown':
        return t`unknown`
    }
  }
}

/** A status as icon, word and colour, always all three. `children` may add what is left of the time. */
export function StatusTag({ status, children }: { status: DisplayStatus; children?: ReactNode }) {
  const word = useStatusWord()(status)
  return (
    <span className={`status status-${status}`}>
      <Icon name={status} />
      <span className="status-word">{word}</span>
      {children}
    </span>
  )
}
