/**
 * Java's `DateTimeFormatter` patterns, printed for a moment with an offset but no region: what a server compares with when
 * a condition has a `datePattern`. Names are English, weeks are those of the English locale (from Sunday, the first one
 * holds 1 January). Bad patterns are refused with Java's text.
 */
import { ConditionError } from './condition.ts'

/** A moment on the wall clock: epoch milliseconds of that clock read as UTC, and what is left below a millisecond. */
interface LocalMoment {
  readonly localMs: number
  readonly nanos: number
  readonly offsetMs: number
}

type Print = (moment: LocalMoment) => string
type Letter = (count: number, letter: string) => Print

const DAY_MS = 86_400_000
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const QUARTERS = ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter']

const pad = (value: number, width: number): string =>
  (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0')
const date = ({ localMs }: LocalMoment): Date => new Date(localMs)
const mod = (value: number, by: number): number => ((value % by) + by) % by

const year: (moment: LocalMoment) => number = (moment) => date(moment).getUTCFullYear()
const month: (moment: LocalMoment) => number = (moment) => date(moment).getUTCMonth() + 1
const weekday: (moment: LocalMoment) => number = (moment) => date(moment).getUTCDay()
const hour: (moment: LocalMoment) => number = (moment) => date(moment).getUTCHours()
const yearStart = (of: number): number => {
  const start = new Date(0)
  start.setUTCFullYear(of)
  return start.getTime()
}
const dayOfYear = (moment: LocalMoment): number => Math.floor((moment.localMs - yearStart(year(moment))) / DAY_MS) + 1
const milliOfDay = ({ localMs }: LocalMoment): number => mod(localMs, DAY_MS)
const nanoOfSecond = ({ localMs, nanos }: LocalMoment): number => mod(localMs, 1000) * 1_000_000 + nanos

/** The Sunday that begins the week of a day, in epoch days of the wall clock. */
const weekStart = (localMs: number): number => {
  const day = Math.floor(localMs / DAY_MS)
  return day - mod(day + 4, 7)
}
const weekYear = (moment: LocalMoment): number => {
  const next = year(moment) + 1
  return weekStart(moment.localMs) === weekStart(yearStart(next)) ? next : next - 1
}
const weekOfYear = (moment: LocalMoment): number =>
  (weekStart(moment.localMs) - weekStart(yearStart(weekYear(moment)))) / 7 + 1
const weekOfMonth = (moment: LocalMoment): number =>
  (weekStart(moment.localMs) - weekStart(moment.localMs - (date(moment).getUTCDate() - 1) * DAY_MS)) / 7 + 1

function tooMany(letter: string): never {
  throw new ConditionError(`Too many pattern letters: ${letter}`)
}

/** A number of one or two digits. */
const short =
  (value: (moment: LocalMoment) => number, most = 2): Letter =>
  (count, letter) =>
    count > most ? tooMany(letter) : (moment) => pad(value(moment), count)

const long =
  (value: (moment: LocalMoment) => number): Letter =>
  (count) =>
  (moment) =>
    pad(value(moment), count)

const years =
  (value: (moment: LocalMoment) => number): Letter =>
  (count) =>
  (moment) => {
    const number = value(moment)
    const digits = pad(Math.abs(number), count)
    if (count === 2) return digits.slice(-2)
    const sign = number < 0 ? '-' : count >= 4 && digits.length > count ? '+' : ''
    return sign + digits
  }

/** Number for one or two letters, then the short, full and narrow name. */
const named = (
  value: (moment: LocalMoment) => number,
  names: readonly string[],
  shortName: (full: string) => string,
): Letter => {
  const full: Print = (moment) => names[mod(value(moment) - 1, names.length)] ?? ''
  return (count, letter) => {
    if (count <= 2) return (moment) => pad(value(moment), count)
    if (count === 3) return (moment) => shortName(full(moment))
    if (count === 4) return full
    return count === 5 ? (moment) => full(moment).slice(0, 1) : tooMany(letter)
  }
}

const firstThree = (full: string): string => full.slice(0, 3)
const monthLetter = named(month, MONTHS, firstThree)
const quarterLetter = named(
  (moment) => Math.ceil(month(moment) / 3),
  QUARTERS,
  (full) => `Q${full.slice(0, 1)}`,
)
const weekdayLetter = named((moment) => weekday(moment) + 1, DAYS, firstThree)

/** `+08`, `+0800`, `+08:00`, with seconds where there are any; `shortest` leaves zero minutes out. */
function offsetText(offsetMs: number, colon: string, shortest: boolean): string {
  const seconds = Math.abs(offsetMs) / 1000
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const parts = rest !== 0 ? [hours, minutes, rest] : shortest && minutes === 0 ? [hours] : [hours, minutes]
  return (offsetMs < 0 ? '-' : '+') + parts.map((part) => pad(part, 2)).join(colon)
}

const offsetLetter =
  (zero: string | undefined): Letter =>
  (count, letter) => {
    if (count > 5) tooMany(letter)
    const colon = count === 3 || count === 5 ? ':' : ''
    return (moment) => {
      // `+ 0`: an offset of seconds only is cut to -0, which would be west.
      const offsetMs = count > 3 ? moment.offsetMs : Math.trunc(moment.offsetMs / 60_000) * 60_000 + 0
      return offsetMs === 0 && zero !== undefined ? zero : offsetText(offsetMs, colon, count === 1)
    }
  }

const localizedOffset =
  (full: boolean): Print =>
  ({ offsetMs }) => {
    if (offsetMs === 0) return 'GMT'
    const text = offsetText(offsetMs, ':', !full)
    return `GMT${full ? text : text.replace(/^([+-])0/, '$1')}`
  }

const noRegion: Print = () => {
  throw new ConditionError('Unable to extract ZoneId from a time with an offset only; use O, X, x or Z for the offset.')
}

const LETTERS: { readonly [letter: string]: Letter } = {
  G: (count, letter) => {
    const names = count <= 3 ? ['BC', 'AD'] : count === 4 ? ['Before Christ', 'Anno Domini'] : ['B', 'A']
    return count > 5 ? tooMany(letter) : (moment) => names[year(moment) > 0 ? 1 : 0] ?? ''
  },
  u: years(year),
  y: years((moment) => (year(moment) > 0 ? year(moment) : 1 - year(moment))),
  Y: years(weekYear),
  M: monthLetter,
  L: monthLetter,
  Q: quarterLetter,
  q: quarterLetter,
  w: short(weekOfYear),
  W: short(weekOfMonth, 1),
  D: short(dayOfYear, 3),
  d: short((moment) => date(moment).getUTCDate()),
  F: short((moment) => Math.ceil(date(moment).getUTCDate() / 7), 1), // Java before 19 prints the day instead.
  E: (count, letter) => weekdayLetter(Math.max(count, 3), letter),
  e: weekdayLetter,
  c: (count, letter) => {
    if (count === 2) throw new ConditionError('Invalid pattern "cc"')
    return weekdayLetter(count, letter)
  },
  a: (count, letter) => (count > 1 ? tooMany(letter) : (moment) => (hour(moment) < 12 ? 'AM' : 'PM')),
  h: short((moment) => mod(hour(moment) - 1, 12) + 1),
  K: short((moment) => hour(moment) % 12),
  k: short((moment) => mod(hour(moment) - 1, 24) + 1),
  H: short(hour),
  m: short((moment) => date(moment).getUTCMinutes()),
  s: short((moment) => date(moment).getUTCSeconds()),
  S: (count) => {
    if (count > 9) {
      throw new ConditionError(`Minimum width must be from 0 to 9 inclusive but was ${count}`)
    }
    return (moment) => pad(nanoOfSecond(moment), 9).slice(0, count)
  },
  A: long(milliOfDay),
  n: long(nanoOfSecond),
  g: long(({ localMs }) => Math.floor(localMs / DAY_MS) + 40_587),
  N: long((moment) => milliOfDay(moment) * 1_000_000 + moment.nanos),
  X: offsetLetter('Z'),
  x: offsetLetter(undefined),
  Z: (count, letter) => {
    if (count === 4) return localizedOffset(true)
    return count === 5 ? offsetLetter('Z')(5, letter) : count < 4 ? offsetLetter(undefined)(2, letter) : tooMany(letter)
  },
  O: (count) => {
    if (count !== 1 && count !== 4) throw new ConditionError('Pattern letter count must be 1 or 4: O')
    return localizedOffset(count === 4)
  },
  V: (count) => {
    if (count !== 2) throw new ConditionError('Pattern letter count must be 2: V')
    return noRegion
  },
  v: (count) => {
    if (count !== 1 && count !== 4) throw new ConditionError('Wrong number of pattern letters: v')
    return noRegion
  },
  z: (count, letter) => (count > 4 ? tooMany(letter) : noRegion),
}

const TOKEN =
  /'(?<quoted>(?:[^']|'')*)'|(?<letters>([A-Za-z])\3*)|(?<open>\[)|(?<close>\])|(?<reserved>[{}#])|(?<literal>[^])/g

/** A part in brackets prints nothing when something in it cannot be printed. */
const optionalPart =
  (parts: readonly Print[]): Print =>
  (moment) => {
    try {
      return parts.map((print) => print(moment)).join('')
    } catch (error) {
      if (error instanceof ConditionError) return ''
      throw error
    }
  }

/** The printer of a pattern. Throws ConditionError with Java's text when it is none. */
export function datePattern(pattern: string): Print {
  const open: Print[][] = [[]]
  const append = (print: Print): void => void open.at(-1)?.push(print)
  for (const { groups = {} } of pattern.matchAll(TOKEN)) {
    const { quoted, letters, open: opens, close, reserved, literal } = groups
    if (letters !== undefined) {
      const letter = letters.slice(0, 1)
      const make = Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined
      if (make === undefined) {
        const isJava = letter === 'B' || letter === 'p'
        throw new ConditionError(
          isJava ? `Pattern letter ${letter} is not supported here` : `Unknown pattern letter: ${letter}`,
        )
      }
      append(make(letters.length, letter))
    } else if (quoted !== undefined) {
      const text = quoted === '' ? "'" : quoted.replaceAll("''", "'")
      append(() => text)
    } else if (opens !== undefined) {
      open.push([])
    } else if (close !== undefined) {
      const parts = open.pop()
      if (parts === undefined || open.length === 0) {
        throw new ConditionError('Pattern invalid as it contains ] without previous [')
      }
      append(optionalPart(parts))
    } else if (reserved !== undefined) {
      throw new ConditionError(`Pattern includes reserved character: '${reserved}'`)
    } else if (literal !== undefined) {
      if (literal === "'") {
        throw new ConditionError(`Pattern ends with an incomplete string literal: ${pattern}`)
      }
      append(() => literal)
    }
  }
  // A bracket that is never closed ends with the pattern, as in Java.
  const parts = open.reduceRight((inner: Print[], outer) => [...outer, optionalPart(inner)])
  return (moment) => parts.map((print) => print(moment)).join('')
}
