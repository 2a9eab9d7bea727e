import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { scheduleAhead } from '../../../../wow/execution/schedule.ts'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Fact } from '../../../ui/values/Fact.tsx'
import { formatNumber } from '../../../ui/values/format.ts'
import { Id } from '../../../ui/values/Id.tsx'
import { usePreferences } from '../../../ui/preferences.ts'
import { Duration, Time } from '../../../ui/values/Time.tsx'
import { useMedia } from '../../../ui/useMedia.ts'
import { VirtualList } from '../../../ui/table/VirtualList.tsx'
import { attempts } from './attempts.ts'
import type { Attempt } from './attempts.ts'
import { pointsAhead } from '../retry/axisPoints.ts'
import type { AxisPoint } from '../retry/axisPoints.ts'
import { ClockTime } from '../../../ui/values/ClockTime.tsx'
import { ErrorDifferenceWords } from '../difference/ErrorDifferenceWords.tsx'
import { firstLine } from '../../../ui/values/EventSentence.tsx'
import type { ExecutionRecord } from '../executionRecord.ts'
import { useNamedEvents } from '../history/useHistoryRows.ts'
import { PartLink } from '../PartLink.tsx'
import { SCHEDULER_TICK_MS } from '../retry/schedulerTick.ts'
import './attempts.css'
import { useOpened } from '../../../ui/popup/useOpened.ts'

interface AttemptsPartProps {
  readonly source: string
  readonly record: ExecutionRecord
  /** Server clock, null while unknown. */
  readonly now: number | null
}

/** Of what an attempt is made. */
const NAMES = [
  'execution_failed_created',
  'compensation_prepared',
  'execution_success_applied',
  'execution_failed_applied',
] as const

/** As the style sheet has them. */
const ROW_HEIGHTS = { wide: 32, phone: 64 } as const

/** Every attempt and what became of it on one axis, newest first, below what the scheduler has ahead of it. */
export function AttemptsPart({ source, record, now }: AttemptsPartProps) {
  const { t } = useLingui()
  const [newest, setNewest] = useState(record.version)
  const ahead = pointsAhead(scheduleAhead(record, { now, tickMs: SCHEDULER_TICK_MS })).toReversed()
  return (
    <div className="attempts-part">
      {ahead.length > 0 && (
        <ol className="attempt-axis" aria-label={t`Ahead, the latest first`} reversed>
          {ahead.map((point, index) => (
            <li key={index} className={`attempt-row axis-point axis-${point.kind}`}>
              <AheadWords point={point} />
            </li>
          ))}
        </ol>
      )}
      {record.version > newest && (
        <button type="button" className="link-button" onClick={() => setNewest(record.version)}>
          <Plural value={record.version - newest} one="# new event · Show" other="# new events · Show" />
        </button>
      )}
      <Past key={newest} source={source} record={record} now={now} newest={newest} />
    </div>
  )
}

function AheadWords({ point }: { readonly point: AxisPoint }) {
  const { language } = usePreferences()
  switch (point.kind) {
    case 'stored':
      return (
        <AxisRow when={<ClockTime at={point.at} />} name={<Trans>try {formatNumber(point.number, language)}</Trans>}>
          <Trans>next, not before this time</Trans>
        </AxisRow>
      )
    case 'projected':
      return (
        <AxisRow when={<ClockTime at={point.at} />} name={<Trans>try {formatNumber(point.number, language)}</Trans>}>
          <Trans>at the earliest</Trans>
        </AxisRow>
      )
    case 'gives-up':
      return (
        <AxisRow when={<ClockTime at={point.at} />}>
          <Trans>the scheduler gives up</Trans>
        </AxisRow>
      )
    case 'more':
      return (
        <AxisRow>
          <Plural value={point.count} one="# more try" other="# more tries" />
        </AxisRow>
      )
    case 'recorded':
    case 'attempt':
    default:
      return null
  }
}

interface AxisRowProps {
  readonly when?: ReactNode
  readonly name?: ReactNode
  readonly waited?: ReactNode
  readonly ran?: ReactNode
  readonly children: ReactNode
}

/** A point of the axis with its words, each kind in its column. */
function AxisRow({ when, name, waited, ran, children }: AxisRowProps) {
  return (
    <>
      <span className="axis-dot" aria-hidden="true" />
      <span className="attempt-when">{when}</span> <span className="attempt-name">{name}</span>{' '}
      <span className="attempt-waited">{waited}</span> <span className="attempt-ran">{ran}</span>{' '}
      <span className="attempt-result">{children}</span>
    </>
  )
}

function Past({ source, record, now, newest }: AttemptsPartProps & { readonly newest: number }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const isPhone = useMedia('(max-width: 599px)')
  const rows = useNamedEvents(source, { id: record.id, names: NAMES, newest })
  const { opened, toggle } = useOpened()
  const streams = Array.from({ length: rows.count }, (_, index) => rows.at(index)?.stream).filter(
    (stream) => stream !== undefined,
  )
  const tried = attempts(streams).toReversed()
  const isWhole = streams.at(-1)?.version === 1

  return (
    <>
      <ErrorNote
        error={rows.error}
        title={<Trans>The history could not be read.</Trans>}
        onRetry={rows.retry}
        retrying={rows.isFetching}
      />
      {(tried.length > 0 || !isWhole) && (
        <div className="attempt-row attempt-heads" aria-hidden="true">
          <AxisRow
            when={<Trans>Prepared</Trans>}
            name={<Trans>Try</Trans>}
            waited={<Trans>Waited</Trans>}
            ran={<Trans>Ran</Trans>}
          >
            <Trans>Result</Trans>
          </AxisRow>
        </div>
      )}
      <VirtualList
        label={t`Attempts, newest first`}
        className="attempt-axis"
        count={tried.length + (isWhole ? 0 : 1)}
        rowHeight={isPhone ? ROW_HEIGHTS.phone : ROW_HEIGHTS.wide}
        keyOf={(index) => tried[index]?.version ?? 'older'}
        // Each attempt is two events or more.
        onShown={(first, last) => rows.show(first, last * 2)}
        render={({ index, tabIndex }) => {
          const attempt = tried[index]
          if (attempt === undefined) return <OlderRow isFailed={rows.error !== null} />
          const isOpen = opened.has(attempt.version)
          return (
            <>
              <button
                type="button"
                className={`attempt-row axis-point axis-attempt axis-${attempt.outcome.kind}`}
                tabIndex={tabIndex}
                aria-expanded={isOpen}
                onClick={() => toggle(attempt.version)}
              >
                <AxisRow
                  when={<ClockTime at={attempt.preparedAt} />}
                  name={<Trans>try {formatNumber(attempt.number, language)}</Trans>}
                  waited={attempt.waitedMs !== undefined && <Waited ms={attempt.waitedMs} />}
                  ran={<Ran attempt={attempt} now={now} />}
                >
                  <ResultWords attempt={attempt} now={now} />
                </AxisRow>
              </button>
              {isOpen && <OpenAttempt id={record.id} attempt={attempt} />}
            </>
          )
        }}
      />
      {isWhole && (
        <p className="attempt-row axis-point axis-recorded">
          <AxisRow when={<ClockTime at={record.firstEventTime} />}>
            <Trans>failed and was recorded</Trans>
          </AxisRow>
        </p>
      )}
    </>
  )
}

function OlderRow({ isFailed }: { readonly isFailed: boolean }) {
  const { t } = useLingui()
  return (
    <p className="attempt-row secondary" aria-busy={!isFailed}>
      <span className="axis-dot" aria-hidden="true" />
      {isFailed ? <Trans>Older attempts were not read.</Trans> : <span className="skeleton" aria-label={t`Loading`} />}
    </p>
  )
}

function Waited({ ms }: { readonly ms: number }) {
  return (
    <>
      <span className="attempt-word">
        <Trans>waited</Trans>
      </span>{' '}
      <Duration ms={ms} />
    </>
  )
}

function Ran({
  attempt: { outcome, preparedAt, timeoutAt },
  now,
}: {
  readonly attempt: Attempt
  readonly now: number | null
}) {
  const ms =
    outcome.kind === 'succeeded' || outcome.kind === 'failed'
      ? outcome.afterMs
      : outcome.kind === 'open' && now !== null && now < timeoutAt
        ? Math.max(0, now - preparedAt)
        : undefined
  return (
    ms !== undefined && (
      <>
        <span className="attempt-word">
          <Trans>ran</Trans>
        </span>{' '}
        <Duration ms={ms} />
      </>
    )
  )
}

function ResultWords({
  attempt: { outcome, timeoutAt },
  now,
}: {
  readonly attempt: Attempt
  readonly now: number | null
}) {
  switch (outcome.kind) {
    case 'succeeded':
      return <Trans>succeeded</Trans>
    case 'unanswered':
      return <Trans>got no answer</Trans>
    case 'open':
      return now !== null && now >= timeoutAt ? (
        <Trans>
          no answer by <ClockTime at={timeoutAt} />
        </Trans>
      ) : (
        <Trans>running</Trans>
      )
    case 'failed':
      return outcome.change === 'same' ? (
        <Trans>failed the same way</Trans>
      ) : (
        <>
          {outcome.change === 'different' ? <Trans>failed differently:</Trans> : <Trans>failed:</Trans>}{' '}
          <code>{outcome.error.errorCode}</code> {firstLine(outcome.error.errorMsg)}
        </>
      )
    default:
      return null
  }
}

/** What became of one attempt, and what was other than in the failure before it. */
function OpenAttempt({ id, attempt }: { readonly id: string; readonly attempt: Attempt }) {
  const { outcome, version } = attempt
  const answer = outcome.kind === 'failed' || outcome.kind === 'succeeded' ? outcome.version : undefined
  return (
    <div className="attempt-more">
      {outcome.kind === 'failed' &&
        (outcome.before === undefined ? (
          <p className="secondary">
            <Trans>The failure before it is not read yet: scroll to the older attempts.</Trans>
          </p>
        ) : (
          <>
            <h3>
              <Trans>Beside the failure before it</Trans>
            </h3>
            <ErrorDifferenceWords before={outcome.before} after={outcome.error} />
          </>
        ))}
      <dl className="facts">
        <Fact name={<Trans>Prepared</Trans>}>
          <Time at={attempt.preparedAt} show="absolute" /> <ToVersion id={id} version={version} />
        </Fact>
        <Fact name={<Trans>Answered</Trans>}>
          {answer !== undefined && 'afterMs' in outcome && (
            <>
              <Time at={attempt.preparedAt + outcome.afterMs} show="absolute" /> <ToVersion id={id} version={answer} />
            </>
          )}
        </Fact>
        <Fact name={<Trans>Time out</Trans>}>
          <Time at={attempt.timeoutAt} show="absolute" />
        </Fact>
        <Fact name={<Trans>Request id</Trans>}>
          <Id value={attempt.requestId} whole />
        </Fact>
      </dl>
    </div>
  )
}

function ToVersion({ id, version }: { readonly id: string; readonly version: number }) {
  return (
    <PartLink id={id} part="history" points={[{ kind: 'version', version }]}>
      v{version}
    </PartLink>
  )
}
