import { Trans } from '@lingui/react/macro'
import type { RetrySpec } from '../../../wow/schemas.ts'
import { formatDuration, formatNumber } from './format.ts'
import { usePreferences } from '../preferences.ts'

/** `3 × 180 s, timeout 120 s`; long times also as a person says them. */
export function RetrySpecText({ spec }: { readonly spec: RetrySpec }) {
  return (
    <Trans>
      {spec.maxRetries} × <Seconds count={spec.minBackoff} />, timeout <Seconds count={spec.executionTimeout} />
    </Trans>
  )
}

/** From here on nobody reads seconds any more. */
const LONG = 600

function Seconds({ count }: { readonly count: number }) {
  const { language } = usePreferences()
  return (
    <>
      <Trans>{formatNumber(count, language)} s</Trans>
      {count >= LONG && ` (${formatDuration(count * 1000, language)})`}
    </>
  )
}
