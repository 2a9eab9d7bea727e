import { useLingui } from '@lingui/react/macro'
import { Suspense, lazy, useEffect, useEffectEvent, useRef } from 'react'
import { Icon } from '../../../ui/Icon.tsx'
import { useServerNow } from '../../../ui/serverClock.ts'
import { useIsReachable } from '../../../ui/tableModel.ts'
import { useSourceName } from '../../../ui/useSourceName.ts'
import type { ExecutionRow } from '../../executionRow.ts'
import { useActName } from '../ActionWords.tsx'
import { actionChoices } from '../actionChoices.ts'
import { isOpen, useCommandRun } from '../commandRuns.ts'
import { useAct } from '../useAct.ts'
import { useBlockedBy } from '../useBlockedBy.tsx'

const RowMenu = lazy(async () => ({ default: (await import('./RowMenu.tsx')).RowMenu }))

interface RowButtonsProps {
  readonly id: string
  readonly execution: ExecutionRow
  readonly isMenuOpen: boolean
  readonly onMenu: (isOpen: boolean) => void
  /** The key was pressed; to be done once. */
  readonly isPressed: boolean
  readonly onPressDone: () => void
}

/** The one right next step of a row and the way to everything else. */
export function RowButtons({ id, execution, isMenuOpen, onMenu, isPressed, onPressDone }: RowButtonsProps) {
  const { t } = useLingui()
  const source = useSourceName()
  const more = useRef<HTMLButtonElement>(null)
  const nameOf = useActName()
  const now = useServerNow()
  const act = useAct(source)
  const blockedBy = useBlockedBy(isOpen(useCommandRun(source, id)))
  const { primary } = actionChoices(execution, { now, regenerates: false })
  const blocked = blockedBy(primary)
  const isReachable = useIsReachable()
  const name = nameOf(primary.act)

  /** What cannot be done says why, in the menu. */
  function actFirst() {
    if (blocked === undefined) act(id, primary, execution)
    else onMenu(true)
  }

  const press = useEffectEvent(() => {
    onPressDone()
    actFirst()
  })
  useEffect(() => {
    if (isPressed) press()
  }, [isPressed])

  return (
    <span className="row-buttons">
      <button
        type="button"
        className="row-button"
        tabIndex={isReachable ? 0 : -1}
        aria-disabled={blocked !== undefined}
        aria-label={t`${name} ${id}`}
        aria-keyshortcuts="r"
        onClick={actFirst}
      >
        {name}
      </button>
      <button
        ref={more}
        type="button"
        className="icon-button"
        tabIndex={isReachable ? 0 : -1}
        aria-haspopup="dialog"
        aria-expanded={isMenuOpen}
        aria-label={t`Actions on ${id}`}
        data-tip={t`All actions`}
        onClick={() => onMenu(!isMenuOpen)}
      >
        <Icon name="more" />
      </button>
      {isMenuOpen && (
        <Suspense fallback={null}>
          <RowMenu id={id} execution={execution} anchor={more} onClose={() => onMenu(false)} />
        </Suspense>
      )}
    </span>
  )
}
