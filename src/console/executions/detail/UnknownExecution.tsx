import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import type { Endpoint } from '../../../gateway/api/capabilities.ts'
import { MissingReason } from '../../ui/BlockedReason.tsx'

interface UnknownExecutionProps {
  readonly id: string
  /** What the server lacks to tell a deleted execution from one that never was. */
  readonly missing: Endpoint | undefined
  readonly onClose: () => void
}

/** In place of the detail, when the server has neither a snapshot nor an event of this id. */
export function UnknownExecution({ id, missing, onClose }: UnknownExecutionProps) {
  return (
    <div className="detail-unknown">
      <p className="lead">
        <Trans>
          This server knows no execution with the id <code>{id}</code>.
        </Trans>
      </p>
      <p className="secondary">
        {missing === undefined ? (
          <Trans>
            The id may be cut off, or belong to another environment. A deleted execution would still be shown here.
          </Trans>
        ) : (
          <>
            <Trans>The id may be cut off or belong to another environment, or the execution is deleted.</Trans>{' '}
            <MissingReason endpoint={missing} />
          </>
        )}
      </p>
      <Button onClick={onClose}>
        <Trans>Back to the list</Trans>
      </Button>
    </div>
  )
}
