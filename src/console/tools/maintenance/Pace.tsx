import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import { useState } from 'react'
import type { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useSetRate } from './maintenanceCommands.ts'
import { RateField, rateOf } from './RateField.tsx'

/** The rate, to be changed while it runs. */
export function Pace({ run, disabled }: { run: MaintenanceRun; disabled: boolean }) {
  const [typed, setTyped] = useState(String(run.rate))
  const set = useSetRate(run.source, run.id)
  const rate = rateOf(typed)
  return (
    <form
      className="tool-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (rate !== undefined && rate !== run.rate && !disabled && !set.isPending) set.mutate(rate)
      }}
    >
      <RateField value={typed} onChange={setTyped} disabled={disabled} />
      <Button htmlType="submit" loading={set.isPending} disabled={disabled || rate === undefined || rate === run.rate}>
        <Trans>Change the rate</Trans>
      </Button>
      <ErrorNote error={set.error} title={<Trans>The rate was not changed.</Trans>} />
    </form>
  )
}
