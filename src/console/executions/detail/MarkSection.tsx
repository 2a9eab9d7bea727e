import { Trans } from '@lingui/react/macro'
import { DetailSection } from './DetailSection.tsx'
import type { ExecutionRecord } from './executionRecord.ts'
import { RecoverableName } from '../../ui/values/RecoverableName.tsx'

/** Whether the scheduler may retry it, by somebody's decision; the mark is changed in the actions above. */
export function MarkSection({ record }: { readonly record: ExecutionRecord }) {
  const { recoverable, status } = record.state
  return (
    <DetailSection title={<Trans>Mark</Trans>}>
      <p>
        <strong>
          <RecoverableName value={recoverable} />
        </strong>{' '}
        {status !== 'SUCCEEDED' && !record.deleted && (
          <span className="secondary">
            {recoverable === 'UNRECOVERABLE' ? (
              <Trans>the scheduler leaves it alone; a person can still prepare it</Trans>
            ) : recoverable === 'UNKNOWN' ? (
              <Trans>nobody has decided; the scheduler may retry it</Trans>
            ) : (
              <Trans>the scheduler may retry it</Trans>
            )}
          </span>
        )}
      </p>
    </DetailSection>
  )
}
