import { Trans, useLingui } from '@lingui/react/macro'
import { formatClock, formatDay, formatInstant } from '../../../ui/values/format.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import type { Attempt } from '../attempts/attempts.ts'
import type { AxisPoint } from './axisPoints.ts'

/**
 * The tries as points on a line, from the first failure to where it gives up. It is a list as well, so that it needs no
 * twin: on a phone it stands upright with its words, elsewhere the words are for those who cannot see the points.
 */
export function RetryAxis({ points }: { readonly points: readonly AxisPoint[] }) {
  const { zone } = usePreferences()
  return (
    <ol className="retry-axis">
      {points.map((point, index) => {
        const before = points.slice(0, index).findLast(isTimed)
        const day = isTimed(point) ? formatDay(point.at, zone) : undefined
        const dayBefore = before && formatDay(before.at, zone)
        return (
          <li key={index} className={`axis-point axis-${point.kind}${outcomeClass(point)}`}>
            <span className="axis-dot" aria-hidden="true" />
            <span className="axis-label" data-tip={isTimed(point) ? formatInstant(point.at, zone) : undefined}>
              {isTimed(point) && <time>{formatClock(point.at, zone, false)}</time>}
              <span className="axis-name">
                <PointName point={point} />
              </span>
              {day !== undefined && day !== dayBefore && <span className="axis-day">{shortDay(day, dayBefore)}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** Without the year where it is that of the point before. */
const shortDay = (day: string, before: string | undefined): string =>
  before === undefined || before.slice(0, 4) === day.slice(0, 4) ? day.slice(5) : day

const isTimed = (point: AxisPoint): point is Exclude<AxisPoint, { kind: 'more' }> => point.kind !== 'more'

function outcomeClass(point: AxisPoint): string {
  return point.kind === 'attempt' ? ` axis-${point.attempt.outcome.kind}` : ''
}

/** What the point is, in a word that fits under it; what its colour and shape say is there to be heard. */
function PointName({ point }: { readonly point: AxisPoint }) {
  const { t } = useLingui()
  switch (point.kind) {
    case 'recorded':
      return <Trans>failed</Trans>
    case 'attempt':
      return (
        <>
          <Trans>try {point.attempt.number}</Trans> <OutcomeWord attempt={point.attempt} />
        </>
      )
    case 'stored':
      return <Trans>next</Trans>
    case 'projected':
      return (
        <>
          <Trans>try {point.number}</Trans> <span className="visually-hidden">{t`at the earliest`}</span>
        </>
      )
    case 'more':
      return <Trans>+{point.count}</Trans>
    case 'gives-up':
      return <Trans>end</Trans>
    default:
      return null
  }
}

function OutcomeWord({ attempt }: { readonly attempt: Attempt }) {
  const { t } = useLingui()
  const words: Record<Attempt['outcome']['kind'], string> = {
    open: t`running`,
    succeeded: t`succeeded`,
    failed: t`failed`,
    unanswered: t`got no answer`,
  }
  return <span className="visually-hidden">{words[attempt.outcome.kind]}</span>
}
