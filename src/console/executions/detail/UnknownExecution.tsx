import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'

/** In place of the detail, when the server has neither a snapshot nor an event of this id. */
export function UnknownExecution({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  return (
    <div className="detail-unknown">
      <p className="lead">
        <Trans>
          This server knows no execution with the id <code>{id}</code>.
        </Trans>
      </p>
      <p className="secondary">
        <Trans>
          The id may be cut off, or belong to another environment. A deleted execution would still be shown here.
        </Trans>
      </p>
      <Button onClick={onClose}>
        <Trans>Back to the list</Trans>
      </Button>
    </div>
  )
}
