import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { StateEvent } from '../../../../wow/schemas.ts'
import { MissingReason } from '../../../ui/BlockedReason.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { formatInstant } from '../../../ui/values/format.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import { CopyButton } from '../../../ui/copy/CopyButton.tsx'
import { RawJson } from '../../../ui/values/RawJson.tsx'
import { fieldPairs } from '../difference/stateDifference.ts'
import { useDetailAddress, useDetailPlace } from '../detailAddress.ts'
import type { Point } from '../detailAddress.ts'
import type { ExecutionRecord } from '../executionRecord.ts'
import { useNoTimes } from '../neededOperations.ts'
import { FieldsTable } from './FieldsTable.tsx'
import { PointPicker } from './PointPicker.tsx'
import '../../../ui/textInput.css'
import './state.css'
import { stateQueries } from './stateQueries.ts'

interface StatePartProps {
  readonly source: string
  readonly record: ExecutionRecord
}

/** How the record stood at a point of its history, beside another point: the fields that differ, old and new. */
export function StatePart({ source, record }: StatePartProps) {
  const { t } = useLingui()
  const { zone } = usePreferences()
  const place = useDetailPlace()
  const navigate = useNavigate()
  const address = useDetailAddress(record.id)
  const from: Point = place.at ?? { kind: 'version', version: Math.max(1, record.version - 1) }
  const to: Point = place.with ?? { kind: 'now' }
  const noTimes = useNoTimes(source)
  const reasonId = useId()
  const before = useStateAt(source, record, from)
  const after = useStateAt(source, record, to)

  const nameOf = (point: Point) =>
    point.kind === 'version' ? `v${point.version}` : point.kind === 'time' ? formatInstant(point.at, zone) : t`now`
  const go = (at: Point, other: Point) => void navigate(address('state', at, other), { replace: true })

  return (
    <div className="state-part">
      <div className="state-points">
        <PointPicker
          label={t`State at`}
          record={record}
          point={from}
          seen={before.data}
          noTimesReasonId={noTimes && reasonId}
          onPoint={(point) => go(point, to)}
        />
        <PointPicker
          label={t`Compared with`}
          record={record}
          point={to}
          seen={after.data}
          noTimesReasonId={noTimes && reasonId}
          onPoint={(point) => go(from, point)}
        />
      </div>
      {noTimes && (
        <p id={reasonId} className="secondary">
          <Trans>State at a time</Trans>: <MissingReason endpoint={noTimes} />
        </p>
      )}
      {[before, after].map(({ error, refetch, isFetching }, index) => (
        <ErrorNote
          key={index}
          error={error}
          title={<Trans>This state could not be read.</Trans>}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ))}
      {before.data && after.data && (
        <Comparison
          before={before.data}
          after={after.data}
          names={[nameOf(from), nameOf(to)]}
          isOld={before.isPlaceholderData || after.isPlaceholderData}
        >
          <CopyButton
            text={() => new URL(address('state', from, to), location.href).href}
            label={t`Copy the link to this comparison`}
          >
            <Trans>Copy link</Trans>
          </CopyButton>
        </Comparison>
      )}
    </div>
  )
}

/** What is compared of a record at a point. */
export interface SeenState extends Pick<ExecutionRecord, 'version' | 'state' | 'tags' | 'deleted'> {
  /** Epoch milliseconds. */
  readonly eventTime: number
  /** The events that led there, where they were read. */
  readonly body?: StateEvent['body']
  readonly raw: unknown
}

const ofEvent = (event: StateEvent | null): SeenState | null =>
  event && { ...event, eventTime: event.createTime, raw: event }

function useStateAt(source: string, record: ExecutionRecord, point: Point) {
  const atVersion = useQuery({
    ...stateQueries.atVersion(source, record.id, point.kind === 'version' ? point.version : 0),
    enabled: point.kind === 'version' && point.version <= record.version,
    placeholderData: keepPreviousData,
    select: ofEvent,
  })
  const hasTimes = useNoTimes(source) === undefined
  const atTime = useQuery({
    ...stateQueries.atTime(source, record.id, point.kind === 'time' ? point.at : 0),
    enabled: point.kind === 'time' && hasTimes,
    placeholderData: keepPreviousData,
    select: ofEvent,
  })
  const asked = point.kind === 'time' ? atTime : atVersion
  const { error, refetch, isFetching, isPlaceholderData } = asked
  if (point.kind === 'now') return { data: record, error: null, refetch, isFetching: false, isPlaceholderData: false }
  const isBeyond = point.kind === 'version' && point.version > record.version
  if (point.kind === 'time' && !hasTimes)
    return { data: undefined, error: null, refetch, isFetching: false, isPlaceholderData: false }
  return { data: isBeyond ? null : asked.data, error, refetch, isFetching, isPlaceholderData }
}

interface ComparisonProps {
  readonly before: SeenState
  readonly after: SeenState
  readonly names: readonly [string, string]
  /** While what was asked for is on its way. */
  readonly isOld: boolean
  readonly children: ReactNode
}

const documentOf = ({ state, tags, deleted }: SeenState) => ({ state, tags, deleted })

function Comparison({ before, after, names, isOld, children }: ComparisonProps) {
  const { t } = useLingui()
  const [isWhole, setWhole] = useState(false)
  const pairs = fieldPairs(documentOf(before), documentOf(after))
  const changed = pairs.filter(({ isSame }) => !isSame)
  return (
    <section className="comparison" aria-busy={isOld} aria-label={t`Fields`}>
      <p className="comparison-head">
        <output>
          <Plural value={changed.length} _0="Nothing differs." one="# field differs." other="# fields differ." />
        </output>
        <button type="button" className="link-button" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
          <Plural value={pairs.length} one="Show the # field" other="Show all # fields" />
        </button>
        {children}
      </p>
      <FieldsTable pairs={isWhole ? pairs : changed} names={names} />
      {[before, after].map(({ raw }, index) => (
        <div key={index} className="raw-of">
          <span className="secondary">{names[index]}</span>
          <RawJson value={raw} label={t`the state at ${names[index]} as JSON`} />
        </div>
      ))}
    </section>
  )
}
