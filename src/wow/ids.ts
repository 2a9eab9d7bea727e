/** Ids of the Wow framework (contract 1.6): 15 base-62 characters, 8 of time, 4 of machine, 3 of sequence. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SEQUENCES = 62 ** 3
const EARLIEST = Date.UTC(2010, 0)
const LATEST = Date.UTC(2200, 0)

function encode(value: number, length: number): string {
  let rest = value
  let text = ''
  for (let place = 0; place < length; place += 1) {
    text = `${DIGITS[rest % 62] ?? ''}${text}`
    rest = Math.floor(rest / 62)
  }
  return text
}

function decode(digits: string): number {
  let value = 0
  for (const digit of digits) value = value * 62 + DIGITS.indexOf(digit)
  return value
}

/** When an id was made, epoch milliseconds of that server's clock; undefined for an id of another make. */
export function idTime(id: string): number | undefined {
  if (!/^[0-9A-Za-z]{15}$/.test(id)) return undefined
  const time = decode(id.slice(0, 8))
  return time >= EARLIEST && time < LATEST ? time : undefined
}

/** Everything an id says; undefined for an id of another make. */
export function idParts(id: string): { time: number; machine: number; sequence: number } | undefined {
  const time = idTime(id)
  return time === undefined ? undefined : { time, machine: decode(id.slice(8, 12)), sequence: decode(id.slice(12)) }
}

/**
 * Makes ids that grow strictly as strings, also when the clock goes back or more than 238,328 are wanted in one
 * millisecond (time then runs ahead). `machine` is taken modulo 62^4.
 */
export function idGenerator(options: { machine: number; now: () => number }): () => string {
  const machine = encode(Math.abs(Math.trunc(options.machine)) % 62 ** 4, 4)
  let time = 0
  let sequence = 0
  let start = ''
  return () => {
    const now = options.now()
    if (now > time || sequence === SEQUENCES - 1) {
      time = Math.max(now, time + 1)
      sequence = 0
      start = `${encode(time, 8)}${machine}`
    } else sequence += 1
    return `${start}${encode(sequence, 3)}`
  }
}

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** A random id of 21 URL-safe characters for one intent of a user; works on plain http, where `randomUUID` is missing. */
export function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(21))
  return Array.from(bytes, (byte) => URL_SAFE.charAt(byte & 63)).join('')
}
