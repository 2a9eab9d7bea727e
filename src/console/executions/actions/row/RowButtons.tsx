import { useLingui } from '@lingui/react/macro'
import { useIsReachable } from '../../../ui/table/tableModel.ts'
import type { ExecutionRow, ListedExecution } from '../../executionRow.ts'
import { RowMore } from './RowMore.tsx'
import { useFirstAct } from './useFirstAct.ts'

interface RowButtonsProps {
  readonly row: ListedExecution
  readonly execution: ExecutionRow
  readonly isMenuOpen: boolean
  readonly onMenu: (isOpen: boolean) => void
}

/** The one right next step of a row and the way to everything else. */
export function RowButtons({ row, execution, isMenuOpen, onMenu }: RowButtonsProps) {
  const { t } = useLingui()
  const { id } = row
  const { name, isOff, take } = useFirstAct(id, execution, onMenu)
  const isReachable = useIsReachable()
  return (
    <span className="row-buttons">
      <button
        type="button"
        className="row-button"
        tabIndex={isReachable ? 0 : -1}
        aria-disabled={isOff}
        aria-label={t`${name} ${id}`}
        aria-keyshortcuts="r"
        onClick={take}
      >
        {name}
      </button>
      <RowMore row={row} execution={execution} isOpen={isMenuOpen} onOpen={onMenu} />
    </span>
  )
}
