import { Trans } from '@lingui/react/macro'
import type { RetrySpec } from '../../../wow/schemas.ts'

/** `3 × 180 s, timeout 120 s` */
export function RetrySpecText({ spec }: { readonly spec: RetrySpec }) {
  return (
    <Trans>
      {spec.maxRetries} × {spec.minBackoff} s, timeout {spec.executionTimeout} s
    </Trans>
  )
}
