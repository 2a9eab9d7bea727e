import { useLingui } from '@lingui/react/macro'
import type { RefObject } from 'react'
import { Popup } from '../../../ui/Popup.tsx'
import { useServerNow } from '../../../ui/serverClock.ts'
import { useSourceName } from '../../../ui/useSourceName.ts'
import { useExecutionRecord } from '../../detail/executionRecord.ts'
import type { ExecutionRow } from '../../executionRow.ts'
import { ActionItems } from '../ActionMenu.tsx'
import { actionChoices } from '../actionChoices.ts'
import { useMenuItems } from '../useMenuItems.tsx'
import { useRegenerates } from '../useRegenerates.ts'

interface RowMenuProps {
  readonly id: string
  readonly execution: ExecutionRow
  readonly anchor: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** Every action on a row. It is judged by the whole record as soon as that is read; what is sent names what the row showed. */
export function RowMenu({ id, execution, anchor, onClose }: RowMenuProps) {
  const { t } = useLingui()
  const source = useSourceName()
  const now = useServerNow()
  const { data: record } = useExecutionRecord(source, id)
  const itemsOf = useMenuItems(source, { id, version: execution.version })
  const { primary, others } = actionChoices(record ?? execution, { now, regenerates: useRegenerates(source) })
  return (
    <Popup label={t`Actions on ${id}`} anchor={anchor} onClose={onClose} className="row-menu">
      <ul className="action-items">
        <ActionItems items={itemsOf([primary, ...others])} onChosen={onClose} />
      </ul>
    </Popup>
  )
}
