import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { memo, startTransition, useEffect, useOptimistic, useRef } from 'react'
import { useNavigate } from 'react-router'
import { progress } from '../../../oms/progress.ts'
import type { Progress } from '../../../oms/progress.ts'
import type { Action } from '../../../oms/schemas.ts'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { formatClock, formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { RawJson } from '../../ui/values/RawJson.tsx'
import { useMedia } from '../../ui/useMedia.ts'
import { toParams, useUrlState } from '../../url/useUrlState.ts'
import { ActionDetail } from './ActionDetail.tsx'
import { actionColumns, actionPhoneColumns } from './actionColumns.tsx'
import { ActionTimeline } from './ActionTimeline.tsx'
import { OmsZone } from '../omsZone.ts'
import { TransactionSearch } from '../transactionAddress.ts'

interface ActionsPartProps {
  /** Null when this OMS gives no list of them. */
  readonly actions: readonly Action[] | null
  /** Elements of the list that are no actions, as they came. */
  readonly oddActions: readonly unknown[]
  /** When they were true, gateway clock. */
  readonly readAt: number
  /** Most actions that run at once. */
  readonly limit: number | null
  /** Zone in which the OMS writes its times. */
  readonly omsZone: string
}

const ROW_HEIGHT = 36
const PHONE_ROW_HEIGHT = 61

/**
 * The steps of a transaction: how many are done, when each ran, and each of them. Rendered anew only when they are: the page
 * around it is with every read, and there may be 50,000.
 */
export const ActionsPart = memo(function ActionsPart({
  actions,
  oddActions,
  readAt,
  limit,
  omsZone,
}: ActionsPartProps) {
  const { t } = useLingui()
  const { zone } = usePreferences()
  const scroller = useRef<HTMLDivElement>(null)
  const isPhone = useMedia('(max-width: 599px)')
  const rowHeight = isPhone ? PHONE_ROW_HEIGHT : ROW_HEIGHT
  const navigate = useNavigate()
  const [search] = useUrlState(TransactionSearch)
  // Shown at once: the next key comes before the page of the new address, and goes on from what is shown.
  const [chosenId, showNow] = useOptimistic(search.action)
  const choose = (action: number | undefined) =>
    startTransition(async () => {
      showNow(action)
      await navigate({ search: `?${toParams(TransactionSearch, { ...search, action })}` }, { replace: true })
    })
  const chosenAt = actions?.findIndex(({ Id }) => Id === chosenId) ?? -1
  const chosen = actions?.[chosenAt]

  // The row of what was chosen elsewhere comes into the sight of the table; one that was clicked is there already.
  useEffect(() => {
    const box = scroller.current
    if (box === null || chosenAt < 0) return
    const top = chosenAt * rowHeight
    if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 2 * rowHeight) {
      // Near the top, because the page may show no more of the table than that.
      box.scrollTop = top - 3 * rowHeight
    }
  }, [chosenAt, rowHeight])

  return (
    <section className="transaction-part" aria-labelledby="actions">
      <h2 id="actions">
        <Trans>Actions</Trans> <span className="secondary observed">{t`as of ${formatClock(readAt, zone)}`}</span>
      </h2>
      {actions === null ? (
        <p className="secondary">
          <Trans>This OMS gives no list of actions (it needs version 3.38.1).</Trans>
        </p>
      ) : actions.length === 0 ? (
        <p className="secondary">
          <Trans>The transaction has no action.</Trans>
        </p>
      ) : (
        <>
          <ProgressLine actions={actions} onJump={choose} />
          <ActionTimeline
            actions={actions}
            limit={limit}
            omsZone={omsZone}
            readAt={readAt}
            chosenId={chosenId}
            onChoose={choose}
          />
          <div className="actions-both">
            <div className="actions-scroll" ref={scroller}>
              <OmsZone value={omsZone}>
                <DataTable
                  label={t`Actions`}
                  columns={isPhone ? actionPhoneColumns : actionColumns}
                  rows={actions}
                  rowId={({ Id }) => String(Id)}
                  scroller={scroller}
                  rowHeight={rowHeight}
                  currentId={chosenId === undefined ? undefined : String(chosenId)}
                  onOpen={({ Id }) => choose(Id)}
                />
              </OmsZone>
            </div>
            {chosen && (
              <ActionDetail key={chosen.Id} action={chosen} omsZone={omsZone} onClose={() => choose(undefined)} />
            )}
          </div>
          {oddActions.length > 0 && (
            <>
              <p className="problem">
                <Plural
                  value={oddActions.length}
                  one="# element of the list is no action and is not counted:"
                  other="# elements of the list are no actions and are not counted:"
                />
              </p>
              <RawJson value={oddActions} label={t`the unreadable elements`} />
            </>
          )}
        </>
      )}
    </section>
  )
})

/** n of m finished, with what is not finished told apart; and the way to the one that needs a look. */
function ProgressLine({ actions, onJump }: { actions: readonly Action[]; onJump: (id: number) => void }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { total, counts, lookAt } = progress(actions)
  const parts: readonly (readonly [keyof Progress['counts'], string])[] = [
    ['suspended', t`suspended`],
    ['rolling-back', t`rolling back`],
    ['running', t`running`],
    ['ended', t`ended`],
    ['skipped', t`skipped`],
    ['waiting', t`waiting`],
    ['unknown', t`of an unknown status`],
  ]
  return (
    <p className="progress-line">
      <span>
        <Trans>
          <strong>{formatNumber(counts.finished, language)}</strong> of {formatNumber(total, language)} finished
        </Trans>
        {parts.map(([group, word]) => counts[group] > 0 && ` · ${formatNumber(counts[group], language)} ${word}`)}
      </span>
      {lookAt !== undefined && (
        <button type="button" className="link-button" onClick={() => onJump(lookAt)}>
          {counts.suspended > 0 ? (
            <Trans>Jump to the suspended one</Trans>
          ) : counts['rolling-back'] > 0 ? (
            <Trans>Jump to the one that rolls back</Trans>
          ) : (
            <Trans>Jump to a running one</Trans>
          )}
        </button>
      )}
    </p>
  )
}
