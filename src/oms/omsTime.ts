/** Local times of an OMS, which names no zone: between its text, its configured zone and the moment meant. */
import { localTime } from './schemas.ts'

interface Moment {
  /** Epoch milliseconds. Of two readings the earlier, of a time that the clocks left out the one after the gap. */
  readonly at: number
  /** The later reading, where the clocks were set back and showed this time twice. */
  readonly later?: number
  /** The clocks never showed this time. */
  readonly skipped?: true
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Zones change their offset at such a step of the clock, never in between. */
const STEP_MS = HOUR_MS / 4
const MOST_KEPT = 5000

interface Zone {
  readonly format: Intl.DateTimeFormat
  /** By step, so that the times of many actions cost one look each day. */
  readonly offsets: Map<number, number>
}

const zones = new Map<string, Zone>()

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const zone = { format, offsets: new Map<number, number>() }
  zones.set(name, zone)
  return zone
}

/** Whether this is a zone that times can be read in (`Asia/Shanghai`). */
export function isTimeZone(name: string): boolean {
  try {
    zoneOf(name)
    return true
  } catch {
    return false // A RangeError: the zone is not known here.
  }
}

/** Milliseconds east of UTC at a moment. Throws RangeError for a zone that is not known. */
function offsetAt(name: string, at: number): number {
  const { format, offsets } = zoneOf(name)
  const step = Math.floor(at / STEP_MS)
  const known = offsets.get(step)
  if (known !== undefined) return known
  const start = step * STEP_MS
  const parts = Object.fromEntries(format.formatToParts(start).map(({ type, value }) => [type, Number(value)]))
  const part = (type: string) => parts[type] ?? 0
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  if (offsets.size >= MOST_KEPT) offsets.clear()
  offsets.set(step, shown - start)
  return shown - start
}

/** The moment that a local time means in a zone; undefined for "no value" and for a date that no calendar has. */
export function momentOf(text: string | null | undefined, timeZone: string): Moment | undefined {
  const local = localTime(text)
  if (local === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = local.split(/\D/).map(Number)
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  const isOfCalendar = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  if (!isOfCalendar || hour > 23 || minute > 59 || second > 59) return undefined
  const before = asUtc - offsetAt(timeZone, asUtc - DAY_MS)
  const after = asUtc - offsetAt(timeZone, asUtc + DAY_MS)
  if (before === after) return { at: before }
  const readings = [...new Set([before, after])].filter((at) => at + offsetAt(timeZone, at) === asUtc)
  const [earlier, later] = readings.sort((one, other) => one - other)
  if (earlier === undefined) return { at: before, skipped: true }
  return later === undefined ? { at: earlier } : { at: earlier, later }
}

const daysOf = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31

/** A moment as the OMS would write it. */
export const localTimeAt = (at: number, timeZone: string): string => formatUtc(at + offsetAt(timeZone, at))

const formatUtc = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

/** Milliseconds between two local times of one zone; undefined when one of them is no time. */
export function durationMs(
  from: string | null | undefined,
  to: string | null | undefined,
  timeZone: string,
): number | undefined {
  const start = momentOf(from, timeZone)
  const end = momentOf(to, timeZone)
  return start === undefined || end === undefined ? undefined : end.at - start.at
}
