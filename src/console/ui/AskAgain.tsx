import { useLingui } from '@lingui/react/macro'
import { Icon } from './Icon.tsx'

interface AskAgainProps {
  readonly isFetching: boolean
  readonly onAsk: () => void
  /** The key that does the same, where there is one. */
  readonly shortcut?: string
}

/** Behind the time of what is shown: reads it anew. */
export function AskAgain({ isFetching, onAsk, shortcut }: AskAgainProps) {
  const { t } = useLingui()
  const label = t`Ask again`
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      data-tip={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-keyshortcuts={shortcut}
      disabled={isFetching}
      onClick={onAsk}
    >
      <Icon name="refresh" />
    </button>
  )
}
