import { useLingui } from '@lingui/react/macro'
import type { Json } from '../../../wow/json.ts'
import { shiftOf } from '../../../wow/condition/scalar.ts'
import { zoneOffset } from '../../ui/values/format.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useServerClock } from '../../ui/data/serverClock.ts'
import { useTypedText } from './typedText.ts'
import { fromWallClock, toWallClock, zoneName } from './zonedTime.ts'

interface TimeEditorProps {
  readonly label: string
  readonly value: Json | undefined
  readonly onValue: (value: Json | undefined) => void
  readonly invalid: boolean
  readonly describedBy: string
}

type Mode = 'at' | 'now' | 'before' | 'after'

const MODES: readonly Mode[] = ['at', 'now', 'before', 'after']
const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
type Unit = keyof typeof UNITS_MS
const isUnit = (text: string): text is Unit => Object.hasOwn(UNITS_MS, text)
const UNITS = Object.keys(UNITS_MS).filter(isUnit)
const HOUR_MS = 3_600_000

const modeOf = (shift: number | undefined): Mode =>
  shift === undefined ? 'at' : shift === 0 ? 'now' : shift < 0 ? 'before' : 'after'

/** A moment in the console's zone, or one that stays relative to now: a link to it asks anew each time. */
export function TimeEditor(props: TimeEditorProps) {
  const { label, value, onValue, invalid, describedBy } = props
  const { t } = useLingui()
  const clock = useServerClock()
  const shift = shiftOf(value)
  const mode = modeOf(shift)
  const words: Record<Mode, string> = { at: t`at`, now: t`now`, before: t`now minus`, after: t`now plus` }
  const size = Math.abs(shift ?? 0) || HOUR_MS

  function change(next: Mode) {
    if (next === 'at') onValue(shift === undefined ? undefined : Math.round((clock() ?? Date.now()) + shift))
    else onValue({ $now: next === 'now' ? 0 : next === 'before' ? -size : size })
  }

  return (
    <span className="time-editor">
      <select
        aria-label={`${label}: ${t`kind of time`}`}
        aria-describedby={describedBy}
        value={mode}
        onChange={(event) => change(MODES.find((each) => each === event.currentTarget.value) ?? 'at')}
      >
        {MODES.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </select>
      {mode === 'at' && <MomentBox {...props} />}
      {(mode === 'before' || mode === 'after') && (
        <ShiftBox
          label={label}
          shiftMs={shift ?? 0}
          onShift={(ms) => onValue({ $now: mode === 'before' ? -ms : ms })}
          invalid={invalid}
        />
      )}
    </span>
  )
}

function MomentBox({ label, value, onValue, invalid, describedBy }: TimeEditorProps) {
  const { zone } = usePreferences()
  const name = zoneName(zone)
  const at = typeof value === 'number' ? value : undefined
  const [text, setTyped] = useTypedText<number | undefined>(
    at,
    (ms) => (ms === undefined ? '' : toWallClock(ms, name)),
    (typed) => fromWallClock(typed, name),
  )
  return (
    <>
      <input
        type="datetime-local"
        className="value-box"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        step={at === undefined || at % 1000 === 0 ? 1 : 0.001}
        max="9999-12-31T23:59:59"
        value={text}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          onValue(fromWallClock(event.currentTarget.value, name))
        }}
      />
      {at !== undefined && <span className="secondary">{zoneOffset(at, zone)}</span>}
    </>
  )
}

interface ShiftBoxProps {
  readonly label: string
  readonly shiftMs: number
  readonly onShift: (ms: number) => void
  readonly invalid: boolean
}

function ShiftBox({ label, shiftMs, onShift, invalid }: ShiftBoxProps) {
  const { t } = useLingui()
  const size = Math.abs(shiftMs)
  const unit = UNITS.find((each) => size % UNITS_MS[each] === 0) ?? 'ms'
  const words: Record<Unit, string> = { d: t`days`, h: t`hours`, m: t`minutes`, s: t`seconds`, ms: t`milliseconds` }
  const amount = size / UNITS_MS[unit]
  // An empty box means what it meant before, until there is a number in it.
  const read = (typed: string) => (/^[1-9]\d{0,8}$/u.test(typed) ? Number(typed) : amount)
  const [text, setTyped] = useTypedText(amount, String, read)
  return (
    <>
      <input
        type="text"
        className="value-box is-short"
        inputMode="numeric"
        aria-label={`${label}: ${t`how much`}`}
        aria-invalid={invalid}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          onShift(read(event.currentTarget.value) * UNITS_MS[unit])
        }}
      />
      <select
        aria-label={`${label}: ${t`unit`}`}
        value={unit}
        onChange={(event) => {
          const next = event.currentTarget.value
          if (isUnit(next)) onShift(amount * UNITS_MS[next])
        }}
      >
        {UNITS.filter((each) => each !== 'ms' || unit === 'ms').map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </select>
    </>
  )
}
