import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { DisplayStatus } from '../../../wow/execution/status.ts'
import { Icon } from '../Icon.tsx'

/** The word for each status on screen; the same in table, detail and filters. */
export function useStatusWord(): (status: DisplayStatus) => string {
  const { t } = useLingui()
  const words: Record<DisplayStatus, string> = {
    failed: t`failed`,
    executing: t`executing`,
    'timed-out': t`timed out`,
    'due-now': t`due now`,
    'non-retryable': t`non-retryable`,
    unrecoverable: t`unrecoverable`,
    succeeded: t`succeeded`,
    deleted: t`deleted`,
    unknown: t`unknown`,
  }
  return (status) => words[status]
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
