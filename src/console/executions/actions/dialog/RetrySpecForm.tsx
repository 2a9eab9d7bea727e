import { Plural, Trans } from '@lingui/react/macro'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { scheduleAhead } from '../../../../wow/execution/schedule.ts'
import type { RetrySpec } from '../../../../wow/schemas.ts'
import { formatDuration, formatNumber } from '../../../ui/values/format.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import { useServerNow } from '../../../ui/data/serverClock.ts'
import { ClockTime } from '../../../ui/values/ClockTime.tsx'
import type { ExecutionRecord } from '../../detail/executionRecord.ts'
import { SCHEDULER_TICK_MS } from '../../detail/retry/schedulerTick.ts'
import { useCommandRun } from '../commandRuns.ts'
import { DecisionForm } from './DecisionForm.tsx'
import type { Decision } from './DecisionForm.tsx'
import { OldAndNewTable } from './OldAndNewTable.tsx'
import { useTyped } from './typedDraft.ts'
import { readSpec, SPEC_FIELDS, TypedSpec, typedSpec } from './typedSpec.ts'
import type { SpecField, SpecProblem } from './typedSpec.ts'

/** A retry spec, old beside new, with the times it would lead to. */
export function RetrySpecForm(decision: Decision) {
  const { source, record } = decision
  const failed = useCommandRun(source, record.id)?.intent
  const { typed, setTyped, draft } = useTyped(decision, TypedSpec, () =>
    typedSpec(failed?.act === 'apply-retry-spec' ? failed.retrySpec : record.state.retrySpec),
  )
  const read = readSpec(typed)
  const problems = read.ok ? {} : read.problems

  return (
    <DecisionForm
      {...decision}
      draft={draft}
      intentOf={(version) => (read.ok ? { act: 'apply-retry-spec', retrySpec: read.spec, version } : undefined)}
    >
      <OldAndNewTable whole={<Trans>Retry spec</Trans>}>
        {SPEC_FIELDS.map((field) => (
          <SpecRow
            key={field}
            field={field}
            old={record.state.retrySpec[field]}
            value={typed[field]}
            problem={problems[field]}
            onChange={(value) => setTyped({ ...typed, [field]: value })}
          />
        ))}
      </OldAndNewTable>
      {read.ok && <Projection record={record} spec={read.spec} />}
    </DecisionForm>
  )
}

interface SpecRowProps {
  readonly field: SpecField
  readonly old: number
  readonly value: string
  readonly problem: SpecProblem | undefined
  readonly onChange: (value: string) => void
}

function SpecRow({ field, old, value, problem, onChange }: SpecRowProps) {
  const { language } = usePreferences()
  const id = useId()
  const seconds = field !== 'maxRetries'
  const unit = <Trans context="seconds">s</Trans>
  const typed = Number(value)
  return (
    <tr>
      <th scope="row">
        <label htmlFor={id}>
          <FieldName field={field} />
        </label>
      </th>
      <td className="figure">
        {formatNumber(old, language)}
        {seconds && <> {unit}</>}
      </td>
      <td>
        <span className="typed-number">
          <input
            id={id}
            className="text-input"
            inputMode="numeric"
            autoComplete="off"
            value={value}
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}-help`}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {seconds && unit}
        </span>
        <span id={`${id}-help`} className={problem === undefined ? 'input-help' : 'input-help is-problem'}>
          {problem === undefined
            ? seconds && typed >= 60 && formatDuration(typed * 1000, language)
            : problemWords(problem, language)}
        </span>
      </td>
    </tr>
  )
}

function FieldName({ field }: { readonly field: SpecField }) {
  switch (field) {
    case 'maxRetries':
      return <Trans>Retries at most</Trans>
    case 'minBackoff':
      return <Trans>Least back-off, doubled by each retry</Trans>
    case 'executionTimeout':
      return <Trans>Time for an answer</Trans>
    default:
      return null
  }
}

function problemWords(problem: SpecProblem, language: string): ReactNode {
  switch (problem.code) {
    case 'empty':
      return <Trans>A number is needed.</Trans>
    case 'not-whole':
      return <Trans>Whole numbers only, in digits.</Trans>
    case 'negative':
      return <Trans>Not below 0.</Trans>
    case 'too-large':
      return <Trans>At most {formatNumber(problem.most, language)}; the server keeps no larger number.</Trans>
    case 'backoff-overflow':
      return (
        <Trans>
          At most {formatNumber(problem.most, language)} with this back-off: doubled more often, the server cannot count
          the wait in milliseconds and refuses.
        </Trans>
      )
    default:
      return null
  }
}

const SHOWN = 5

/** When it would be tried under the new spec. */
function Projection({ record, spec }: { readonly record: ExecutionRecord; readonly spec: RetrySpec }) {
  const now = useServerNow()
  const { retries } = record.state.retryState
  const schedule = scheduleAhead(
    { ...record, state: { ...record.state, retrySpec: spec } },
    { now, tickMs: SCHEDULER_TICK_MS },
  )
  if (schedule.kind === 'none') {
    return (
      <output className="projection">
        {schedule.reason === 'over-threshold' || schedule.reason === 'last-attempt' ? (
          <Plural
            value={retries}
            _0="The scheduler would not try it at all; only force prepare goes beyond the spec."
            one="It was tried once already, so the scheduler would not try again; only force prepare goes beyond the spec."
            other="It was tried # times already, so the scheduler would not try again; only force prepare goes beyond the spec."
          />
        ) : schedule.reason === 'succeeded' ? (
          <Trans>It has succeeded; the spec would count only if it failed again.</Trans>
        ) : schedule.reason === 'unrecoverable' ? (
          <Trans>It is marked unrecoverable: the scheduler leaves it alone whatever the spec says.</Trans>
        ) : (
          <Trans>What comes next is not known.</Trans>
        )}
      </output>
    )
  }
  const shown = schedule.attempts.slice(0, SHOWN)
  const left = schedule.left - shown.length
  return (
    <div className="projection">
      <h3>
        <Trans>Schedule under the new spec</Trans>
      </h3>
      <ol>
        {shown.map(({ attempt, at, kind }) => (
          <li key={attempt}>
            <Trans>Attempt {attempt}</Trans>{' '}
            {kind === 'stored' ? (
              <Trans>
                not before <ClockTime at={at} />, as stored: the new spec does not move it
              </Trans>
            ) : (
              <Trans>
                not before <ClockTime at={at} />
              </Trans>
            )}
          </li>
        ))}
      </ol>
      <p className="secondary">
        {left > 0 && (
          <>
            <Plural value={left} one="and one more after that" other="and # more after that" />
            {schedule.givesUpAt !== null && ' · '}
          </>
        )}
        {schedule.givesUpAt !== null && schedule.givesUpAt <= 8.64e15 && (
          <Trans>
            gives up <ClockTime at={schedule.givesUpAt} seconds={false} />
          </Trans>
        )}
      </p>
    </div>
  )
}
