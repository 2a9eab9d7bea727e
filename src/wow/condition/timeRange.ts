/** The bounds that a time operator stands for, from the moment the question is asked (contract 5.6). */
import { ConditionError, TIME_OPERATORS } from './condition.ts'
import type { Condition, Operator } from './condition.ts'
import { datePattern } from './datePattern.ts'
import type { Json } from '../json.ts'
import { zoneOffsetMs } from './timeZone.ts'

export interface TimeContext {
  /** The server's clock, epoch milliseconds. */
  readonly now: number
  /** The server's own zone, used when the condition names none. */
  readonly zone: string
}

interface TimeRange {
  readonly gte?: number | string
  readonly lte?: number | string
  readonly lt?: number | string
}

export type TimeOperator = (typeof TIME_OPERATORS)[number]

export const isTimeOperator = (operator: Operator): operator is TimeOperator =>
  TIME_OPERATORS.some((known) => known === operator)

const DAY_MS = 86_400_000
const LAST_MOMENT_MS = 8.64e15 - DAY_MS

/** Milliseconds and nanoseconds into the day. */
interface TimeOfDay {
  readonly ms: number
  readonly nanos: number
}

const MIDNIGHT: TimeOfDay = { ms: 0, nanos: 0 }
const END_OF_DAY: TimeOfDay = { ms: DAY_MS - 1, nanos: 999_999 }

function wholeDays(operator: Operator, value: Json | undefined): number {
  if (typeof value !== 'number') throw new ConditionError(`${operator} operator value must be a number of days.`)
  return Math.trunc(value)
}

/** Seconds of the day, or `HH:mm`, `HH:mm:ss` and fractions of a second, as Java's `LocalTime` takes them. */
function timeOfDay(value: Json | undefined): TimeOfDay {
  if (typeof value === 'number') {
    const seconds = Math.trunc(value)
    if (seconds >= 0 && seconds < 86_400) return { ms: seconds * 1000, nanos: 0 }
    throw new ConditionError(`BEFORE_TODAY operator value[${value}] must be between 0 and 86399 seconds.`)
  }
  const found =
    typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?$/.exec(value) : null
  if (found === null) {
    throw new ConditionError('BEFORE_TODAY operator value must be seconds of the day or a time such as "12:30".')
  }
  const [, hours, minutes, seconds = '0', fraction = ''] = found
  const nanos = Number(fraction.padEnd(9, '0'))
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Math.floor(nanos / 1e6)
  return { ms, nanos: nanos % 1e6 }
}

/** First and last day of a range, in days since today. */
type Days = readonly [first: number, last: number]

/** What the ranges of whole days are measured from. */
interface Today {
  /** Days since Monday. */
  readonly weekday: number
  /** Days from today to the first of a month: 0 is this one, -1 the last. */
  readonly firstOfMonth: (months: number) => number
  readonly value: Json | undefined
}

const RANGES: {
  readonly [operator in Exclude<TimeOperator, 'BEFORE_TODAY' | 'EARLIER_DAYS'>]: (today: Today) => Days
} = {
  TODAY: () => [0, 0],
  TOMORROW: () => [1, 1],
  THIS_WEEK: ({ weekday }) => [-weekday, 6 - weekday],
  NEXT_WEEK: ({ weekday }) => [7 - weekday, 13 - weekday],
  LAST_WEEK: ({ weekday }) => [-7 - weekday, -1 - weekday],
  THIS_MONTH: ({ firstOfMonth }) => [firstOfMonth(0), firstOfMonth(1) - 1],
  LAST_MONTH: ({ firstOfMonth }) => [firstOfMonth(-1), firstOfMonth(0) - 1],
  RECENT_DAYS: ({ value }) => [1 - wholeDays('RECENT_DAYS', value), 0],
}

/**
 * Bounds of a time operator: epoch milliseconds, or text when the condition has a `datePattern`. The offset is the one the
 * zone has now, also for days on the other side of a clock change, as on the server. Throws ConditionError for a value,
 * zone or pattern that the server cannot use.
 */
export function timeRange(condition: Condition, { now, zone }: TimeContext): TimeRange {
  const { operator = 'ALL', value, options = {} } = condition
  if (!isTimeOperator(operator)) throw new ConditionError(`${operator} is no time operator.`)
  const offsetMs = zoneOffsetMs(options.zoneId ?? zone, now)
  const day = Math.floor((now + offsetMs) / DAY_MS)
  const print = options.datePattern === undefined ? undefined : datePattern(options.datePattern)
  const bound = (days: number, time: TimeOfDay): number | string => {
    const localMs = (day + days) * DAY_MS + time.ms
    if (Math.abs(localMs) > LAST_MOMENT_MS) {
      throw new ConditionError(`${operator} operator value is beyond the calendar.`)
    }
    return print === undefined ? localMs - offsetMs : print({ localMs, nanos: time.nanos, offsetMs })
  }

  if (operator === 'BEFORE_TODAY') return { lt: bound(0, timeOfDay(value)) }
  if (operator === 'EARLIER_DAYS') return { lt: bound(1 - wholeDays(operator, value), MIDNIGHT) }
  const date = new Date(day * DAY_MS)
  const [first, last] = RANGES[operator]({
    weekday: (date.getUTCDay() + 6) % 7,
    firstOfMonth: (months) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS - day,
    value,
  })
  return { gte: bound(first, MIDNIGHT), lte: bound(last, END_OF_DAY) }
}
