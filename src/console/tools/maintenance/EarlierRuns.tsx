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
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls, also by the keyboard
    <div className="tool-scroll" tabIndex={0}>
      <table className="tool-table" aria-label={t`Earlier runs`}>
        <thead>
          <tr>
            <th scope="col">{t`Run`}</th>
            <th scope="col">{t`Result`}</th>
            <th scope="col" className="figure">{t`Records`}</th>
            <th scope="col">{t`Ended`}</th>
            <th scope="col">{t`Took`}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>{kindWord(run.kind)}</td>
              <td>{statusWord(run.status)}</td>
              <td className="figure">
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
                <LeftOut run={run} />
              </td>
              <td>{run.endedAt !== null && <Time at={run.endedAt} show="absolute" />}</td>
              <td>{run.endedAt !== null && formatDuration(run.endedAt - run.startedAt, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
