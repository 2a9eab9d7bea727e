/**
 * What makes two failures the same: the error code and the message without what changes from one occurrence to the next
 * (ids, numbers, hexadecimal, quoted text, times). The rule is stable: changing it parts groups that people saved.
 */

export type TokenKind = 'text' | 'time' | 'uuid' | 'hex' | 'number' | 'id' | 'quoted'

export interface Token {
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

const WORD = /[\p{L}\p{N}_]+/uy
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])/iy
const DATE_TIME = /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![0-9A-Za-z])/y
const CLOCK = /\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?![0-9A-Za-z])/y
const NUMBER = /\d+(?:[.,]\d+)*(?![0-9A-Za-z_])/y
const LETTER_OR_DIGIT = /[\p{L}\p{N}_]/u

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** What a run of letters and digits is, when it is not plain text. */
function kindOfWord(word: string): TokenKind | undefined {
  if (/^\d+$/.test(word)) return 'number'
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
  const closes = (at: number, mark: string) => mark !== "'" || !LETTER_OR_DIGIT.test(text.charAt(at + 1))
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
    if (closing === "'" && at > 0 && LETTER_OR_DIGIT.test(text.charAt(at - 1))) return undefined
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
    const word = matchAt(WORD, message, at)
    if (word === undefined) {
      at += 1
      continue
    }
    const uuid = matchAt(UUID, message, at)
    const time = uuid === undefined ? (matchAt(DATE_TIME, message, at) ?? matchAt(CLOCK, message, at)) : undefined
    const number = uuid === undefined && time === undefined ? matchAt(NUMBER, message, at) : undefined
    if (uuid !== undefined) take({ kind: 'uuid', text: uuid })
    else if (time !== undefined) take({ kind: 'time', text: time })
    else if (number !== undefined) take({ kind: 'number', text: number })
    else {
      const kind = kindOfWord(word)
      if (kind !== undefined) take({ kind, text: word })
      else if (/\d/.test(word)) take(...splitWord(word))
      else at += word.length
    }
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

export interface FingerprintExplanation {
  readonly key: string
  readonly errorCode: string
  /** `stock of sku-<number> is short` */
  readonly pattern: string
  readonly tokens: readonly Token[]
}

/** Why a failure is in its group: what of the message counts, and what was taken out as which kind of thing. */
export const explainFingerprint = (error: ErrorLike): FingerprintExplanation => ({
  key: fingerprint(error),
  errorCode: error.errorCode,
  pattern: messagePattern(error.errorMsg),
  tokens: tokens(error.errorMsg),
})
