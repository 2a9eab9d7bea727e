import { Trans, useLingui } from '@lingui/react/macro'
import type { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { formatDuration, formatNumber } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { Time } from '../../ui/values/Time.tsx'
import { LeftOut } from './LeftOut.tsx'
import { useKindWord, useStatusWord } from './maintenanceWords.tsx'

/** Runs that have ended, the newest first. */
export function EarlierRuns({ runs }: { runs: readonly MaintenanceRun[] }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const kindWord = useKindWord()
  const statusWord = useStatusWord()
  const number = (value: number) => formatNumber(value, language)
  if (runs.length === 0) {
    return (
      <p className="secondary">
        <Trans>None has ended yet.</Trans>
      </p>
    )
  }
  return (
    <table className="tool-table earlier-runs" aria-label={t`Earlier runs`}>
      <thead>
        <tr>
          <th scope="col">{t`Run`}</th>
          <th scope="col">{t`Records`}</th>
          <th scope="col">{t`Ended`}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <span>{kindWord(run.kind)}</span>{' '}
              <span className={`run-status is-${run.status}`}>{statusWord(run.status)}</span>
            </td>
            <td className="figure">
              <span>
                {run.total === null ? (
                  number(run.done)
                ) : (
                  <Trans>
                    {number(run.done)} of {number(run.total)}
                  </Trans>
                )}
                {run.maybeTwice > 0 && (
                  <>
                    {', '}
                    <Trans>up to {number(run.maybeTwice)} twice</Trans>
                  </>
                )}
              </span>
              <LeftOut run={run} />
            </td>
            <td>
              {run.endedAt !== null && (
                <>
                  <Time at={run.endedAt} show="absolute" />{' '}
                  <span className="secondary">
                    <Trans>took {formatDuration(run.endedAt - run.startedAt, language)}</Trans>
                  </span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
