import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import type { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { DialogFrame } from '../../ui/popup/DialogFrame.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useSayToRun } from './maintenanceCommands.ts'
import { useKindWord } from './maintenanceWords.tsx'

/** Ending cannot be taken back, pausing can: so it is asked. */
export function EndDialog({ run, onClose }: { run: MaintenanceRun; onClose: () => void }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const say = useSayToRun(run.source, run.id)
  return (
    <DialogFrame title={t`End this run`} subject={useKindWord()(run.kind)} onClose={onClose}>
      <p className="lead">
        <Trans>
          What was done stays done ({formatNumber(run.done, language)} records so far). An ended run cannot be resumed:
          a new one begins with the first record.
        </Trans>
      </p>
      <ErrorNote error={say.error} title={<Trans>It was not ended.</Trans>} />
      <div className="dialog-buttons">
        <Button onClick={onClose}>{t`Keep it`}</Button>
        <Button danger loading={say.isPending} onClick={() => say.mutate('cancel', { onSuccess: onClose })}>
          <Trans>End this run</Trans>
        </Button>
      </div>
    </DialogFrame>
  )
}
