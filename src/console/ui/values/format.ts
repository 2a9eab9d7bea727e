/** Times, durations and numbers in the person's language and zone. Pure. */
import { timeZone } from '../preferences.ts'

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

const formats = new Map<string, Intl.DateTimeFormat>()

function parts(at: number, zone: string): Parts {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timeZone(zone),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

const isTime = (at: number) => Number.isFinite(at) && Math.abs(at) <= 8.64e15

/** `UTC` or `UTC+08:00`, as it holds at that time. */
export function zoneOffset(at: number, zone: string): string {
  return (parts(at, zone).timeZoneName ?? 'GMT').replace('GMT', 'UTC').replace('+00:00', '')
}

/** Milliseconds east of UTC at that time. */
export function zoneOffsetMs(at: number, zone: string): number {
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)/.exec(zoneOffset(at, zone)) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)
}

/** `2026-11-22`; for something that is no time, the number itself. */
export function formatDay(at: number, zone: string): string {
  if (!isTime(at)) return String(at)
  const { year, month, day } = parts(at, zone)
  return `${year}-${month}-${day}`
}

/** `03:14:09`, or `03:14` without seconds. */
export function formatClock(at: number, zone: string, seconds = true): string {
  if (!isTime(at)) return String(at)
  const { hour, minute, second } = parts(at, zone)
  return seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

/** `2026-11-22 03:14:09 UTC+08:00` */
export function formatInstant(at: number, zone: string): string {
  return isTime(at) ? `${formatDay(at, zone)} ${formatClock(at, zone)} ${zoneOffset(at, zone)}` : String(at)
}

/** `2026-11-22 03:14:09.120 UTC+08:00` */
export function formatMoment(at: number, zone: string): string {
  if (!isTime(at)) return String(at)
  const ms = String(((at % 1000) + 1000) % 1000).padStart(3, '0')
  return `${formatDay(at, zone)} ${formatClock(at, zone)}.${ms} ${zoneOffset(at, zone)}`
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>()

/** Made once: a page of rows asks for it some hundred times a tick. */
function relativeFormat(language: string, numeric: 'auto' | 'always'): Intl.RelativeTimeFormat {
  const key = `${language} ${numeric}`
  const known = relativeFormats.get(key)
  if (known !== undefined) return known
  const made = new Intl.RelativeTimeFormat(language, { style: 'short', numeric })
  relativeFormats.set(key, made)
  return made
}

/** `3 min ago`, `in 2 hr`, `now` (nearer than half a minute). */
export function formatRelative(at: number, now: number, language: string): string {
  const distance = at - now
  if (!Number.isFinite(distance)) return String(at)
  const format = relativeFormat(language, 'auto')
  const size = Math.abs(distance)
  const text =
    size < MINUTE / 2
      ? format.format(0, 'second')
      : size < HOUR - MINUTE / 2
        ? format.format(Math.sign(distance) * Math.max(1, Math.round(size / MINUTE)), 'minute')
        : size < DAY - HOUR / 2
          ? format.format(Math.sign(distance) * Math.round(size / HOUR), 'hour')
          : relativeFormat(language, 'always').format(Math.sign(distance) * Math.max(1, Math.round(size / DAY)), 'day')
  return text.replaceAll('.', '')
}

const UNITS = {
  en: { day: 'd', hour: 'h', minute: 'm', second: 's', ms: 'ms' },
  'zh-CN': { day: '天', hour: '小时', minute: '分', second: '秒', ms: '毫秒' },
}

/** `2 h 05 m`, `1 m 20 s`, `340 ms`: the two largest units, the second with two digits. */
export function formatDuration(ms: number, language: string): string {
  const unit = language === 'zh-CN' ? UNITS['zh-CN'] : UNITS.en
  const size = Math.abs(ms)
  const sign = ms < 0 ? '−' : ''
  if (!Number.isFinite(ms)) return String(ms)
  if (size < SECOND) return `${sign}${Math.round(size)} ${unit.ms}`
  const pair = (large: number, largeName: string, small: number, smallName: string) => {
    const whole = Math.floor(size / large)
    const rest = Math.floor((size % large) / small)
    return rest === 0
      ? `${sign}${whole} ${largeName}`
      : `${sign}${whole} ${largeName} ${String(rest).padStart(2, '0')} ${smallName}`
  }
  if (size < MINUTE) return `${sign}${Math.floor(size / SECOND)} ${unit.second}`
  if (size < HOUR) return pair(MINUTE, unit.minute, SECOND, unit.second)
  if (size < DAY) return pair(HOUR, unit.hour, MINUTE, unit.minute)
  return pair(DAY, unit.day, HOUR, unit.hour)
}

/** `41,236` */
export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value)
}

/** `41,236` up to five digits, then `1.2M`, `120万`. */
export function formatCount(value: number, language: string): string {
  return value < 100_000
    ? formatNumber(value, language)
    : new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/**
 * Keeps head and tail of a long id: `4b1f0c2e…9d77aa`. The server's own ids of 15 characters stay whole: what tells
 * them apart stands in their middle.
 */
export function middleTruncated(text: string, head = 8, tail = 6): string {
  const characters = Array.from(text)
  return characters.length <= head + tail + 2
    ? text
    : `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`
}

/** `2026-11-22T03:14:09.120+08:00`, `…Z` in UTC; for something that is no time, the number itself. */
export function formatIso(at: number, zone: string): string {
  if (!isTime(at)) return String(at)
  const offset = zoneOffset(at, zone).slice('UTC'.length)
  const ms = String(((at % SECOND) + SECOND) % SECOND).padStart(3, '0')
  return `${formatDay(at, zone)}T${formatClock(at, zone)}.${ms}${offset === '' ? 'Z' : offset}`
}
