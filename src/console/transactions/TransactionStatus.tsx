import { Icon } from '../ui/Icon.tsx'
import type { IconName } from '../ui/Icon.tsx'
import { usePreferences } from '../ui/preferences.ts'
import { statusLook, statusWord } from './transactionWords.tsx'
import type { StatusLook } from './transactionWords.tsx'

/** The same signs as everywhere: what they mean for a person is the same. */
const SIGNS: Record<StatusLook, { readonly icon: IconName; readonly status: string }> = {
  waiting: { icon: 'due-now', status: 'due-now' },
  moving: { icon: 'executing', status: 'executing' },
  suspended: { icon: 'timed-out', status: 'timed-out' },
  good: { icon: 'succeeded', status: 'succeeded' },
  bad: { icon: 'failed', status: 'failed' },
  unknown: { icon: 'unknown', status: 'unknown' },
}

/** The status of a transaction as sign, word and colour; the server's own word stands beside when it is another. */
export function TransactionStatus({ status, statusText }: { status: number; statusText?: string | null | undefined }) {
  const { language } = usePreferences()
  const { icon, status: look } = SIGNS[statusLook(status)]
  const ours = [statusWord(status, 'zh-CN'), statusWord(status, language)]
  const isOther = statusText !== null && statusText !== undefined && statusText !== '' && !ours.includes(statusText)
  return (
    <span className={`status status-${look}`}>
      <Icon name={icon} />
      <span className="status-word">{statusWord(status, language)}</span>
      {isOther && (
        <span className="secondary" lang="zh-CN">
          {statusText}
        </span>
      )}
    </span>
  )
}
