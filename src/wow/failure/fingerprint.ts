/**
 * What makes two failures the same: the error code and the message without what changes from one occurrence to the next
 * (ids, numbers, hexadecimal, quoted text, times). The rule is stable: changing it parts groups that people saved.
 */

type TokenKind = 'text' | 'time' | 'uuid' | 'hex' | 'number' | 'id' | 'quoted'

interface Token {
  readonly kind: TokenKind
  /** What stands in the message. */
  readonly text: string
}

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '«': '»',
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])/iy
const DATE_TIME = /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![0-9A-Za-z])/y
const CLOCK = /\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?![0-9A-Za-z])/y
const NUMBER = /\d+(?:[.,]\d+)*(?![0-9A-Za-z_])/y
const LETTER_OR_DIGIT = /[\p{L}\p{N}_]/u

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Letter, digit or underscore at a place of the text; half of a character beyond 16 bits is none. */
function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  return code > 0 && LETTER_OR_DIGIT.test(text.charAt(at))
}

/** Where the run of letters and digits that begins at `at` ends. */
function wordEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && isWordAt(text, end)) end += 1
  return end
}

/** What begins at `at` with the word that ends at `end` and goes on beyond it. */
function wholeAt(text: string, at: number, end: number): Token | undefined {
  if (end - at === 8 && text.charAt(end) === '-') {
    const uuid = matchAt(UUID, text, at)
    if (uuid !== undefined) return { kind: 'uuid', text: uuid }
  }
  if (!isDigit(text.charCodeAt(at))) return undefined
  const time = matchAt(DATE_TIME, text, at) ?? matchAt(CLOCK, text, at)
  if (time !== undefined) return { kind: 'time', text: time }
  const number = matchAt(NUMBER, text, at)
  return number === undefined ? undefined : { kind: 'number', text: number }
}

/** What a run of letters and digits is, when it is not plain text. Pure digits are a number already. */
function kindOfWord(word: string): TokenKind | undefined {
  if (/^0x[0-9a-f]+$/i.test(word)) return 'hex'
  const digits = word.replace(/\D+/g, '').length
  if (digits === 0) return undefined
  if (/^[0-9a-f]{6,}$/i.test(word)) return 'hex'
  return word.length >= 10 && digits >= 3 ? 'id' : undefined
}

/** A word with a digit here and there (`sku4`, `V2`) keeps its letters. */
function splitWord(word: string): readonly Token[] {
  return (word.match(/\d+|\D+/g) ?? []).map((text) => ({ kind: /^\d/.test(text) ? 'number' : 'text', text }))
}

/** Finds closing quotes from left to right only, so that unpaired ones do not make the whole quadratic. */
function quoteFinder(text: string) {
  const next = new Map<string, number>()
  const closes = (at: number, mark: string) => mark !== "'" || !isWordAt(text, at + 1)
  const find = (mark: string, from: number): number => {
    const known = next.get(mark)
    if (known !== undefined && (known < 0 || known >= from)) return known
    let at = text.indexOf(mark, from)
    while (at >= 0 && !closes(at, mark)) at = text.indexOf(mark, at + 1)
    next.set(mark, at)
    return at
  }
  return (at: number): string | undefined => {
    const closing = CLOSING[text.charAt(at)]
    if (closing === undefined) return undefined
    // An apostrophe inside a word opens nothing: "can't".
    if (closing === "'" && at > 0 && isWordAt(text, at - 1)) return undefined
    const end = find(closing, at + 1)
    const line = find('\n', at + 1)
    return end < 0 || (line >= 0 && line < end) ? undefined : text.slice(at, end + 1)
  }
}

/** The message cut into what stays and what is taken out, in order; together the texts are the message. */
export function tokens(message: string): readonly Token[] {
  const found: Token[] = []
  const quotedAt = quoteFinder(message)
  let plainFrom = 0
  let at = 0

  const take = (...taken: readonly Token[]) => {
    if (plainFrom < at) found.push({ kind: 'text', text: message.slice(plainFrom, at) })
    found.push(...taken)
    at += taken.reduce((length, { text }) => length + text.length, 0)
    plainFrom = at
  }

  while (at < message.length) {
    const quoted = quotedAt(at)
    if (quoted !== undefined) {
      take({ kind: 'quoted', text: quoted })
      continue
    }
    const end = wordEnd(message, at)
    if (end === at) {
      at += 1
      continue
    }
    const whole = wholeAt(message, at, end)
    if (whole !== undefined) {
      take(whole)
      continue
    }
    const word = message.slice(at, end)
    const kind = kindOfWord(word)
    if (kind !== undefined) take({ kind, text: word })
    else if (/\d/.test(word)) take(...splitWord(word))
    else at = end
  }
  take()
  return found
}

/** The message with a placeholder for each thing taken out; a list of the same kind of thing counts as one. */
export function messagePattern(message: string): string {
  const parts: string[] = []
  for (const { kind, text } of tokens(message)) {
    const part = kind === 'text' ? text.replace(/\s+/g, ' ') : `<${kind}>`
    const repeats = kind !== 'text' && parts.at(-2) === part && /^, ?$/.test(parts.at(-1) ?? '')
    if (repeats) parts.pop()
    else parts.push(part)
  }
  return parts.join('').trim()
}

/** 64 bits of FNV-1a over UTF-16 units, as two runs of 32 bits with different seeds, in 16 hexadecimal digits. */
function hash(text: string): string {
  let low = 0x811c9dc5
  let high = 0xcbf29ce4
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ (unit + at), 0x01000193)
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}

export interface ErrorLike {
  readonly errorCode: string
  readonly errorMsg: string
}

/** A short key, equal for failures with the same code and the same message pattern. Stack traces do not count. */
export const fingerprint = (error: ErrorLike): string => hash(`${error.errorCode}\n${messagePattern(error.errorMsg)}`)
