import { Trans } from '@lingui/react/macro'
import { scheduleAhead } from '../../../../wow/execution/schedule.ts'
import type { Schedule } from '../../../../wow/execution/schedule.ts'
import type { Attempt } from '../attempts/attempts.ts'
import { ClockTime } from '../../../ui/values/ClockTime.tsx'
import { DetailSection } from '../DetailSection.tsx'
import type { ExecutionRecord } from '../executionRecord.ts'
import { RetryAxis } from './RetryAxis.tsx'
import { RetrySpecText } from '../../../ui/values/RetrySpecText.tsx'
import { SCHEDULER_TICK_MS } from './schedulerTick.ts'
import { axisPoints } from './axisPoints.ts'

interface RetrySectionProps {
  readonly record: ExecutionRecord
  readonly tried: readonly Attempt[]
  /** Server clock, null while unknown. */
  readonly now: number | null
}

/** How often it was retried, when it will be, and when that ends. */
export function RetrySection({ record, tried, now }: RetrySectionProps) {
  const { retryState, retrySpec } = record.state
  const schedule = scheduleAhead(record, { now, tickMs: SCHEDULER_TICK_MS })
  const points = axisPoints(record.firstEventTime, tried, retryState.retries, schedule)
  return (
    <DetailSection title={<Trans>Tries</Trans>}>
      <p>
        <strong>
          <Trans>
            {retryState.retries} of {retrySpec.maxRetries}
          </Trans>
        </strong>{' '}
        · <ScheduleWords schedule={schedule} now={now} />
      </p>
      {points.length > 1 && <RetryAxis points={points} />}
      <p className="secondary">
        <Trans>
          Retry spec <RetrySpecText spec={retrySpec} />
        </Trans>
      </p>
    </DetailSection>
  )
}

function ScheduleWords({ schedule, now }: { readonly schedule: Schedule; readonly now: number | null }) {
  if (schedule.kind === 'ahead') {
    const [next] = schedule.attempts
    return (
      <>
        {next !== undefined &&
          (now !== null && next.at <= now ? (
            <Trans>
              due since <ClockTime at={next.at} />
            </Trans>
          ) : (
            <Trans>
              next not before <ClockTime at={next.at} />
            </Trans>
          ))}
        {schedule.givesUpAt !== null && (
          <>
            {' · '}
            <Trans>
              gives up <ClockTime at={schedule.givesUpAt} seconds={false} />
            </Trans>
          </>
        )}
      </>
    )
  }
  switch (schedule.reason) {
    case 'succeeded':
      return <Trans>nothing more to try</Trans>
    case 'deleted':
      return <Trans>deleted: the scheduler does not see it</Trans>
    case 'unrecoverable':
      return <Trans>marked unrecoverable: the scheduler leaves it alone</Trans>
    case 'over-threshold':
      return <Trans>used up: the scheduler leaves it alone</Trans>
    case 'last-attempt':
      return <Trans>the last attempt is running</Trans>
    case 'unknown':
      return <Trans>what comes next is not known</Trans>
    default:
      return null
  }
}
