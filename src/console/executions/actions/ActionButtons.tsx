import { useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId } from 'react'
import { useKey } from '../../ui/keys.ts'
import { MenuButton } from '../../ui/popup/MenuButton.tsx'
import { useOffers } from '../../ui/data/offers.ts'
import type { ExecutionRecord } from '../detail/executionRecord.ts'
import { ActionEffect, useActName } from './ActionWords.tsx'
import { actionChoices } from './actionChoices.ts'
import { isOpen, useCommandRun } from './commandRuns.ts'
import { useAct } from './useAct.ts'
import { useMenuItems } from './useMenuItems.tsx'
import { useBlockedBy } from './useBlockedBy.tsx'

interface ActionButtonsProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** Server clock, null while unknown. */
  readonly now: number | null
}

/** The one right next step as a button, everything else behind `⋯`. What is not possible says why. */
export function ActionButtons({ source, record, now }: ActionButtonsProps) {
  const { t } = useLingui()
  const { id } = record
  const nameOf = useActName()
  const reasonId = useId()
  const act = useAct(source)
  const itemsOf = useMenuItems(source, record)
  const isBusy = isOpen(useCommandRun(source, id))
  const blockedBy = useBlockedBy(isBusy)
  const { primary, others } = actionChoices(record, now)
  const blocked = blockedBy(primary)

  function actFirst() {
    if (blocked === undefined) act(id, primary, record)
  }

  useKey('r', t`The right next action`, 'record', actFirst)
  const items = itemsOf([primary, ...others])
  useOffers(
    t`Execution ${id}`,
    items.map(({ key, name, description, isOff }) => ({
      key,
      words: name,
      detail: description,
      blocked: isOff === true,
    })),
    (key) => items.find((item) => item.key === key)?.onChoose(),
  )

  return (
    <div className="actions">
      <Button
        type="primary"
        loading={isBusy}
        className={blocked === undefined ? '' : 'ant-btn-disabled'}
        aria-disabled={blocked !== undefined}
        aria-describedby={reasonId}
        aria-keyshortcuts="r"
        data-tip={blocked === undefined ? t`Key: r` : undefined}
        onClick={actFirst}
      >
        {nameOf(primary.act)}
      </Button>
      {others.length > 0 && <MenuButton label={t`More actions`} className="actions-menu" choices={items.slice(1)} />}
      <span id={reasonId} className={blocked?.isNews === true ? 'action-reason' : 'visually-hidden'}>
        {blocked?.why ?? <ActionEffect act={primary.act} />}
      </span>
    </div>
  )
}
