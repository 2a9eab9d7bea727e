import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { MaintenanceRun } from '../../../gateway/api/maintenance.ts'
import { formatDuration, formatNumber } from '../../ui/values/format.ts'
import { Id } from '../../ui/values/Id.tsx'
import { usePreferences } from '../../ui/preferences.ts'

/** How far a run is, by what the server said it is done with. */
export function RunProgress({ run }: { run: MaintenanceRun }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { total, done, failed, measuredRate, maybeTwice, cursor } = run
  const number = (value: number) => formatNumber(value, language)
  const passed = done + failed
  const rate = measuredRate === null ? undefined : Math.round(measuredRate * 10) / 10
  const isKnown = total !== null && total > 0
  return (
    <>
      {/* Where it could not be counted there is no part of a whole. */}
      {(isKnown || done === 0) && (
        <progress
          className="run-progress"
          aria-label={t`Progress`}
          {...(isKnown ? { max: total, value: Math.min(passed, total) } : { value: 0 })}
        />
      )}
      <p className="run-figures">
        <strong>
          {total === null ? (
            <Trans>{number(done)} records done</Trans>
          ) : (
            <Trans>
              {number(done)} of {number(total)} records done
            </Trans>
          )}
        </strong>
        {failed > 0 && (
          <span>
            {' · '}
            <Trans>{number(failed)} left out</Trans>
          </span>
        )}
        {rate !== undefined && (
          <span>
            {' · '}
            <Trans>{number(rate)} a second</Trans>
          </span>
        )}
        {measuredRate !== null && measuredRate > 0 && total !== null && passed < total && (
          <span>
            {' · '}
            <Trans>about {formatDuration(Math.ceil((total - passed) / measuredRate) * 1000, language)} left</Trans>
          </span>
        )}
      </p>
      {maybeTwice > 0 && (
        <p className="secondary">
          <Plural
            value={maybeTwice}
            one="# of them may have been done twice: the answer to a batch was lost."
            other="Up to # of them may have been done twice: the answer to a batch was lost."
          />
        </p>
      )}
      {cursor !== null && (
        <p className="secondary">
          <Trans>Done up to</Trans> <Id value={cursor} />
        </p>
      )}
    </>
  )
}
