import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useState } from 'react'
import { MAINTENANCE_OPERATIONS } from '../../../gateway/api/maintenance.ts'
import type { MaintenanceKind } from '../../../gateway/api/maintenance.ts'
import { requestId } from '../../../wow/ids.ts'
import { DialogFrame } from '../../ui/popup/DialogFrame.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ApiError } from '../../ui/data/request.ts'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { useStartMaintenance } from './maintenanceCommands.ts'
import { KindMeaning, useKindWord } from './maintenanceWords.tsx'
import { RateField, rateOf } from './RateField.tsx'

/** Gentle enough for a server at work: a thousand records take ten seconds. */
const USUAL_RATE = '100'

export function StartDialog({ source, kind, onClose }: { source: string; kind: MaintenanceKind; onClose: () => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(USUAL_RATE)
  const [skips, setSkips] = useState(false)
  // One intent for each opening: a second press sends the same one, which the gateway does once.
  const [intentId, setIntentId] = useState(requestId)
  const start = useStartMaintenance(source)
  const whyNot = useToolBlocked('admin', MAINTENANCE_OPERATIONS[kind])
  const rate = rateOf(typed)
  const word = useKindWord()(kind)

  function confirm(chosen: number) {
    start.mutate(
      { intentId, kind, rate: chosen, skips },
      {
        onSuccess: onClose,
        // A refused intent is over; the next press is another one.
        onError: (error) => {
          if (error instanceof ApiError && !error.isOutage) setIntentId(requestId())
        },
      },
    )
  }

  return (
    <DialogFrame
      title={word}
      subject={
        <Trans>
          Every execution of the server <strong translate="no">{source}</strong>
        </Trans>
      }
      onClose={onClose}
    >
      <form
        className="maintenance-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (rate !== undefined && whyNot === undefined && !start.isPending) confirm(rate)
        }}
      >
        <KindMeaning kind={kind} />
        <p className="lead">
          <Trans>
            Amends runs it: closing this page does not stop it, and after a restart it goes on where it was. The batch
            that was with the server at that moment may be done twice.
          </Trans>
        </p>
        <RateField value={typed} onChange={setTyped} />
        <label className="check-line">
          <input type="checkbox" checked={skips} onChange={(event) => setSkips(event.currentTarget.checked)} />
          <Trans>Leave out records that the server fails at, and list them; else it stops at the first.</Trans>
        </label>
        {whyNot !== undefined && <p className="problem">{whyNot}</p>}
        <ErrorNote error={start.error} title={<Trans>It was not started.</Trans>} />
        <div className="dialog-buttons">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            type="primary"
            htmlType="submit"
            loading={start.isPending}
            disabled={rate === undefined || whyNot !== undefined}
          >
            {word}
          </Button>
        </div>
      </form>
    </DialogFrame>
  )
}
