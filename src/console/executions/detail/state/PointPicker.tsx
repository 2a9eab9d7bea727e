import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { formatInstant, formatNumber, zoneOffset } from '../../../ui/values/format.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import { useServerClock } from '../../../ui/data/serverClock.ts'
import { fromWallClock, toWallClock, zoneName } from '../../../conditions/builder/zonedTime.ts'
import type { Point } from '../detailAddress.ts'
import { EventSentence } from '../../../ui/values/EventSentence.tsx'
import type { ExecutionRecord } from '../executionRecord.ts'
import type { SeenState } from './StatePart.tsx'

interface PointPickerProps {
  readonly label: string
  readonly record: ExecutionRecord
  readonly point: Point
  /** What was there; null where there was nothing, undefined while it is on its way. */
  readonly seen: SeenState | null | undefined
  /** Where it is said that no time can be chosen; undefined where one can. */
  readonly noTimesReasonId: string | undefined
  readonly onPoint: (point: Point) => void
}

const KINDS = ['version', 'time', 'now'] as const

/** Chooses a point of a history: a version or a time, by a slider or exactly, or how it stands now. */
export function PointPicker({ label, record, point, seen, noTimesReasonId, onPoint }: PointPickerProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const clock = useServerClock()
  const legendId = useId()
  const words = { version: t`version`, time: t`time`, now: t`now` }

  function change(kind: string) {
    if (kind === 'now') onPoint({ kind: 'now' })
    if (kind === 'version') onPoint({ kind: 'version', version: seen?.version ?? record.version })
    if (kind === 'time')
      onPoint({ kind: 'time', at: Math.floor((seen?.eventTime ?? clock() ?? record.eventTime) / 1000) * 1000 + 1000 })
  }

  return (
    <fieldset className="point-picker" aria-labelledby={legendId}>
      <div className="point-line">
        <span id={legendId} className="point-label">
          {label}
        </span>
        <select
          className="text-input"
          aria-label={`${label}: ${t`kind of point`}`}
          aria-describedby={noTimesReasonId}
          value={point.kind}
          onChange={(event) => change(event.currentTarget.value)}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind} disabled={kind === 'time' && noTimesReasonId !== undefined}>
              {words[kind]}
            </option>
          ))}
        </select>
        {point.kind === 'version' && (
          <VersionBox label={label} newest={record.version} version={point.version} onPoint={onPoint} />
        )}
        {point.kind === 'time' && <MomentBox label={label} at={point.at} onPoint={onPoint} />}
      </div>
      {point.kind === 'version' && (
        <Slider
          label={`${label}: ${words.version}`}
          min={1}
          max={record.version}
          step={1}
          value={point.version}
          words={(version) =>
            t`version ${formatNumber(version, language)} of ${formatNumber(record.version, language)}`
          }
          onSettled={(version) => onPoint({ kind: 'version', version })}
        />
      )}
      {point.kind === 'time' && (
        <TimeSlider label={`${label}: ${words.time}`} record={record} at={point.at} onPoint={onPoint} />
      )}
      <p className="secondary point-seen">
        {seen === null ? <NothingThere record={record} point={point} /> : seen && <SeenWords seen={seen} />}
      </p>
    </fieldset>
  )
}

function NothingThere({ record, point }: Pick<PointPickerProps, 'record' | 'point'>) {
  const { zone } = usePreferences()
  if (point.kind === 'version') return <Trans>There is no such version; the newest is v{record.version}.</Trans>
  return <Trans>It was recorded later: {formatInstant(record.firstEventTime, zone)}.</Trans>
}

/** Which version it is, when it came about, and by what. */
function SeenWords({ seen: { version, eventTime, body, deleted } }: { readonly seen: SeenState }) {
  const { zone } = usePreferences()
  return (
    <>
      v{version} · {formatInstant(eventTime, zone)}
      {body === undefined ? (
        deleted && (
          <>
            {' · '}
            <Trans>Deleted</Trans>
          </>
        )
      ) : (
        <>
          {' · '}
          {body.map((event) => (
            <EventSentence key={event.id} event={event} />
          ))}
        </>
      )}
    </>
  )
}

interface SliderProps {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
  readonly words: (value: number) => string
  /** When it rests: what lies between is not asked for. */
  readonly onSettled: (value: number) => void
}

const SETTLED_MS = 200

function Slider({ label, min, max, step, value, words, onSettled }: SliderProps) {
  const [moved, setMoved] = useState<number>()
  const settle = useEffectEvent(onSettled)
  const shown = moved ?? value
  useEffect(() => {
    if (moved === undefined) return undefined
    const timer = setTimeout(() => {
      setMoved(undefined)
      settle(moved)
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [moved])
  return (
    <div className="point-slider">
      <input
        type="range"
        aria-label={label}
        aria-valuetext={words(shown)}
        min={min}
        max={max}
        step={step}
        value={shown}
        onChange={(event) => setMoved(Number(event.currentTarget.value))}
      />
      <span className="point-moved" aria-hidden="true">
        {words(shown)}
      </span>
    </div>
  )
}

interface TimeProps {
  readonly label: string
  readonly at: number
  readonly onPoint: (point: Point) => void
}

function TimeSlider({ label, record, at, onPoint }: TimeProps & { readonly record: ExecutionRecord }) {
  const { zone } = usePreferences()
  const clock = useServerClock()
  const [now] = useState(() => clock() ?? record.eventTime)
  const min = Math.floor(record.firstEventTime / 1000) * 1000
  return (
    <Slider
      label={label}
      min={min}
      max={Math.max(now, record.eventTime, min + 1000)}
      step={1000}
      value={at}
      words={(time) => formatInstant(time, zone)}
      onSettled={(time) => onPoint({ kind: 'time', at: time })}
    />
  )
}

function MomentBox({ label, at, onPoint }: TimeProps) {
  const { t } = useLingui()
  const { zone } = usePreferences()
  const name = zoneName(zone)
  return (
    <>
      <input
        key={at}
        type="datetime-local"
        className="text-input"
        aria-label={`${label}: ${t`exact time`}`}
        step={at % 1000 === 0 ? 1 : 0.001}
        max="9999-12-31T23:59:59"
        defaultValue={toWallClock(at, name)}
        onBlur={(event) => {
          const typed = fromWallClock(event.currentTarget.value, name)
          if (typed !== undefined && typed !== at) onPoint({ kind: 'time', at: typed })
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
        }}
      />
      <span className="secondary">{zoneOffset(at, zone)}</span>
    </>
  )
}

interface VersionBoxProps {
  readonly label: string
  readonly newest: number
  readonly version: number
  readonly onPoint: (point: Point) => void
}

function VersionBox({ label, newest, version, onPoint }: VersionBoxProps) {
  const { t } = useLingui()
  return (
    <input
      key={version}
      type="number"
      className="text-input"
      aria-label={`${label}: ${t`version`}`}
      min={1}
      max={newest}
      defaultValue={version}
      onBlur={(event) => {
        const typed = Math.round(Number(event.currentTarget.value))
        if (typed >= 1 && typed <= newest && typed !== version) onPoint({ kind: 'version', version: typed })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
