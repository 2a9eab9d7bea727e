import { Trans, useLingui } from '@lingui/react/macro'
import { formatDuration } from '../ui/values/format.ts'
import { usePreferences } from '../ui/preferences.ts'
import { isStuck, usualMs } from './stuck.ts'

interface StuckMarkProps {
  readonly status: number
  readonly cmd: number
  /** At least so long it is in this status, milliseconds. */
  readonly inStatusMs: number
}

/** Marks a transaction that is in its status longer than usual, with the rule in its tip; nothing for any other. */
export function StuckMark({ status, cmd, inStatusMs }: StuckMarkProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  if (!isStuck(status, cmd, inStatusMs)) return null
  const usual = formatDuration(usualMs(status, cmd) ?? 0, language)
  return (
    <span
      className="stuck"
      data-tip={t`Longer than ${usual}, which this console takes for usual in this status of this kind`}
    >
      <Trans>longer than usual</Trans>
    </span>
  )
}
