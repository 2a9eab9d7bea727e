/** Zones as Java's `ZoneId.of` takes them, and their offset at one moment. */
import { ConditionError } from './condition.ts'

const HOUR_MS = 3_600_000
const MAX_OFFSET_MS = 18 * HOUR_MS

/** `+8`, `+08`, `+08:00`, `+0800`, `+08:00:30`, `+080030` and `Z`; undefined for any other text. */
function offsetMs(text: string): number | undefined {
  if (text === 'Z') return 0
  const found = /^([+-])(\d{1,2}|\d\d:?\d\d|\d\d:\d\d:\d\d|\d{6})$/.exec(text)
  const digits = found?.[2]?.replaceAll(':', '')
  if (found === null || digits === undefined) return undefined
  const [hours, minutes, seconds] = (digits.length === 1 ? `0${digits}` : digits).match(/../g)?.map(Number) ?? []
  const offset = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000
  if ((minutes ?? 0) > 59 || (seconds ?? 0) > 59 || offset > MAX_OFFSET_MS) return undefined
  return found[1] === '-' ? -offset : offset
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, format)
  return format
}

function regionOffsetMs(zone: string, at: number): number | undefined {
  try {
    const parts = formatOf(zone).formatToParts(at)
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
    return name === 'GMT' ? 0 : offsetMs(name.replace('GMT', ''))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Other abbreviations (CST, IST, …) mean several zones; Java does not know them, Intl picks one. */
const ABBREVIATIONS = /^(?:UTC|GMT|UT|UCT|CET|EET|MET|WET|PRC|ROK)$/

function knownOffsetMs(zone: string, at: number): number | undefined {
  const prefixed = /^(?:UTC|GMT|UT)([+-].*)$/.exec(zone)?.[1]
  if (prefixed !== undefined) return offsetMs(prefixed)
  const offset = offsetMs(zone)
  if (offset !== undefined) return offset
  const isRegion = zone.length > 3 ? /^[A-Z]/.test(zone) : ABBREVIATIONS.test(zone)
  return isRegion ? regionOffsetMs(zone === 'UT' ? 'UTC' : zone, at) : undefined
}

/** Milliseconds east of UTC at `at` (epoch milliseconds). Throws ConditionError for a zone that is not known. */
export function zoneOffsetMs(zone: string, at: number): number {
  const offset = knownOffsetMs(zone, at)
  if (offset !== undefined) return offset
  throw new ConditionError(`Unknown time zone "${zone}". Write an IANA name (Asia/Shanghai) or an offset (+08:00).`)
}

/** Whether a condition may carry this zone. */
export const isZone = (zone: string): boolean => knownOffsetMs(zone, 0) !== undefined
