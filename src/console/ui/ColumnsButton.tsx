import { Trans } from '@lingui/react/macro'
import { Suspense, lazy, useRef, useState } from 'react'
import type { ColumnChoice } from './ColumnChooser.tsx'
import { Icon } from './Icon.tsx'

const ColumnChooser = lazy(async () => ({ default: (await import('./ColumnChooser.tsx')).ColumnChooser }))

/** Opens the choice of columns; `choice` is asked only then. */
export function ColumnsButton({ choice }: { choice: () => ColumnChoice }) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className="menu-button"
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setOpen(!isOpen)}
      >
        <Trans>Columns</Trans>
        <Icon name="down" />
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <ColumnChooser {...choice()} anchor={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
