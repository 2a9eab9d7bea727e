import { Trans } from '@lingui/react/macro'
import { lazy, useState } from 'react'
import type { ColumnChoice } from './ColumnChooser.tsx'
import { Icon } from '../Icon.tsx'
import { PopupButton } from '../popup/PopupButton.tsx'

const ColumnChooser = lazy(async () => ({ default: (await import('./ColumnChooser.tsx')).ColumnChooser }))

/** Opens the choice of columns; `choice` is asked only then. */
export function ColumnsButton({ choice }: { choice: () => ColumnChoice }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <PopupButton
      className="menu-button"
      isOpen={isOpen}
      onOpen={setOpen}
      renderPanel={(opened) => <ColumnChooser {...choice()} {...opened} />}
    >
      <Trans>Columns</Trans>
      <Icon name="down" />
    </PopupButton>
  )
}
