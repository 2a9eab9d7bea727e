import { useLingui } from '@lingui/react/macro'
import { lazy } from 'react'
import { Icon } from '../../../ui/Icon.tsx'
import { PopupButton } from '../../../ui/popup/PopupButton.tsx'
import { useIsReachable } from '../../../ui/table/tableModel.ts'
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
  return (
    <PopupButton
      className="icon-button"
      tabIndex={useIsReachable() ? 0 : -1}
      aria-label={t`Actions on ${id}`}
      data-tip={t`All actions`}
      isOpen={isOpen}
      onOpen={onOpen}
      renderPanel={(opened) => <RowMenu row={row} execution={execution} hasValues={hasValues} {...opened} />}
    >
      <Icon name="more" />
    </PopupButton>
  )
}
