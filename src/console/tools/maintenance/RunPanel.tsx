import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { MAINTENANCE_OPERATIONS } from '../../../gateway/api/maintenance.ts'
import type { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { formatClock } from '../../ui/values/format.ts'
import { Id } from '../../ui/values/Id.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { Time } from '../../ui/values/Time.tsx'
import { useToolBlocked } from '../useToolBlocked.tsx'
import { EndDialog } from './EndDialog.tsx'
import { LeftOut, recordAddress } from './LeftOut.tsx'
import { useSayToRun } from './maintenanceCommands.ts'
import { useKindWord, useStatusWord, useWhyNot } from './maintenanceWords.tsx'
import { Pace } from './Pace.tsx'
import { RunProgress } from './RunProgress.tsx'

/** The run that has not ended: how far it is, what stands in its way, and what can be said to it. */
export function RunPanel({ run }: { run: MaintenanceRun }) {
  const { zone } = usePreferences()
  const { t } = useLingui()
  const [isEnding, setEnding] = useState(false)
  const say = useSayToRun(run.source, run.id)
  const whyNot = useWhyNot()
  const whyNotOn = useToolBlocked('admin', MAINTENANCE_OPERATIONS[run.kind])
  const whyId = useId()
  const isResting = run.status === 'paused' || run.status === 'stopped'
  const kind = useKindWord()(run.kind)
  const status = useStatusWord()(run.status)
  const { error, waiting } = run
  return (
    <section className="run" aria-label={t`Current run`}>
      <h2>{kind}</h2>
      <p>
        <output className={`run-status is-${run.status}`}>{status}</output>{' '}
        <span className="secondary">
          <Trans>
            begun <Time at={run.startedAt} />
          </Trans>
        </span>
      </p>
      <RunProgress run={run} />
      {run.status !== 'running' && run.inFlight > 0 && (
        <p className="secondary">
          <Plural
            value={run.inFlight}
            one="The last batch, of one record, is still with the server."
            other="The last batch, of up to # records, is still with the server."
          />
        </p>
      )}
      {waiting !== null && (
        <p className="problem" role="alert">
          <Trans>
            The server has not answered since {formatClock(waiting.since, zone)}; asked again at{' '}
            {formatClock(waiting.nextTryAt, zone)}.
          </Trans>{' '}
          <span lang="en">{waiting.message}</span>
        </p>
      )}
      {error !== null && (
        <div className="run-error" role="alert">
          <p className="problem">
            {error.recordId === null ? (
              <Trans>It cannot go on.</Trans>
            ) : (
              <Trans>
                The server fails at the record{' '}
                <Id value={error.recordId} to={recordAddress(run.source, error.recordId)} />.
              </Trans>
            )}
          </p>
          <p className="error-note-words" lang="en">
            {error.errorMsg} <code>{error.errorCode}</code>
          </p>
        </div>
      )}
      <div className="run-buttons">
        {run.status === 'running' && (
          <Button disabled={whyNot !== undefined} loading={say.isPending} onClick={() => say.mutate('pause')}>
            <Trans>Pause</Trans>
          </Button>
        )}
        {isResting && (
          <Button
            type="primary"
            disabled={whyNotOn !== undefined}
            aria-describedby={whyId}
            loading={say.isPending && say.variables === 'resume'}
            onClick={() => say.mutate('resume')}
          >
            {run.status === 'paused' ? <Trans context="maintenance">Resume</Trans> : <Trans>Try again</Trans>}
          </Button>
        )}
        {error !== null && error.recordId !== null && (
          <Button
            disabled={whyNotOn !== undefined}
            aria-describedby={whyId}
            loading={say.isPending && say.variables === 'skip'}
            onClick={() => say.mutate('skip')}
          >
            <Trans>Leave this record out</Trans>
          </Button>
        )}
        <Button danger disabled={whyNot !== undefined} onClick={() => setEnding(true)}>
          <Trans>End this run…</Trans>
        </Button>
      </div>
      <p className="run-why-not problem" id={whyId}>
        {isResting ? whyNotOn : whyNot}
      </p>
      <ErrorNote error={say.error} title={<Trans>It was not done.</Trans>} />
      <Pace key={run.rate} run={run} disabled={whyNot !== undefined} />
      {run.status === 'running' && (
        <p className="secondary">
          <Trans>Amends goes on with it when this page is closed, and after a restart.</Trans>
        </p>
      )}
      <LeftOut run={run} />
      {isEnding && <EndDialog run={run} onClose={() => setEnding(false)} />}
    </section>
  )
}
