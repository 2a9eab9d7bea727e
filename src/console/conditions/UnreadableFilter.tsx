import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import { Icon } from '../ui/Icon.tsx'

/** An address from somewhere else, damaged on its way: asking without the filter would answer another question. */
export function UnreadableFilter({ onRemove }: { onRemove: () => void }) {
  return (
    <div className="error-note" role="alert">
      <Icon name="warning" />
      <div className="error-note-text">
        <p>
          <strong>
            <Trans>The filter in this address cannot be read</Trans>
          </strong>
        </p>
        <p>
          <Trans>Nothing was asked, because without it the answer would be another.</Trans>
        </p>
        <Button size="small" onClick={onRemove}>
          <Trans>Remove the filter</Trans>
        </Button>
      </div>
    </div>
  )
}
