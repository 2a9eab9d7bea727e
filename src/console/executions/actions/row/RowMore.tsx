import { useLingui } from '@lingui/react/macro'
import { Suspense, lazy, useRef } from 'react'
import { Icon } from '../../../ui/Icon.tsx'
import { useIsReachable } from '../../../ui/tableModel.ts'
import type { ExecutionRow, ListedExecution } from '../../executionRow.ts'

const RowMenu = lazy(async () => ({ default: (await import('./RowMenu.tsx')).RowMenu }))

interface RowMoreProps {
  readonly row: ListedExecution
  readonly execution: ExecutionRow
  /** The menu has what can be done with the values, too: where nothing points at a cell. */
  readonly hasValues?: boolean
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

/** The way to everything that can be done with a row. */
export function RowMore({ row, execution, hasValues = false, isOpen, onOpen }: RowMoreProps) {
  const { t } = useLingui()
  const { id } = row
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        tabIndex={useIsReachable() ? 0 : -1}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={t`Actions on ${id}`}
        data-tip={t`All actions`}
        onClick={() => onOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <RowMenu
            row={row}
            execution={execution}
            hasValues={hasValues}
            anchor={button}
            onClose={() => onOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
