/**
 * Failures with the same fingerprint, as far as a server can be asked for them: it knows no fingerprint, but it finds a code
 * and the beginning of a message. Everything with the same fingerprint is found, except where only the spacing of the
 * searched text differs; what begins the same way and goes on differently is found too.
 */
import { and, eq, or } from '../condition/condition.ts'
import type { Condition } from '../condition/condition.ts'
import { messagePattern, tokens } from './fingerprint.ts'
import type { ErrorLike } from './fingerprint.ts'
import { parseStackTrace } from './stackTrace.ts'

const ERROR_CODE = 'state.error.errorCode'
const ERROR_MESSAGE = 'state.error.errorMsg'

/** What a condition asks for, so that a page can say it. */
export interface Searched {
  /** Undefined: any code. */
  readonly errorCode: string | undefined
  /** How the message begins, in this spelling and letter case; with several, one of them. None: any message. */
  readonly starts: readonly string[]
  /** What else the message contains, all of them. */
  readonly parts: readonly string[]
  /** Only failures without any message. */
  readonly isWithoutMessage: boolean
}

interface Alike {
  readonly condition: Condition
  readonly searched: Searched
}

interface ServerSearch {
  /** The server runs CONTAINS: what lies behind the beginning is asked for too. */
  readonly contains: boolean
}

/** Enough to tell messages apart; an index reads no more of it. */
const LONGEST_PART = 200
const MOST_PARTS = 4
/** Fewer letters than this say too little to search for; beside a code, less is enough. */
const LEAST_START = 4
const LEAST_START_BESIDE_CODE = 3
const LEAST_PART = 6

const PLACEHOLDER = /<(?:time|uuid|hex|number|id|quoted)>/u

const weight = (text: string): number => text.replaceAll(/\s/gu, '').length

/** At most the length that is searched; never half of a character. */
function shortened(text: string): string {
  return text.length <= LONGEST_PART ? text : text.slice(0, LONGEST_PART).replace(/[\uD800-\uDBFF]$/u, '')
}

/** The texts between what changes, as they stand in the message; the first one begins it and may be empty. */
function literals(message: string): readonly string[] {
  const found: string[] = ['']
  for (const { kind, text } of tokens(message)) {
    if (kind === 'text') found.push((found.pop() ?? '') + text)
    else found.push('')
  }
  // A message that spells out a placeholder has the pattern of one that has the thing itself in that place.
  return found.flatMap((text) => text.split(PLACEHOLDER))
}

function startOf(message: string, least: number): string | undefined {
  const start = shortened(literals(message)[0] ?? '')
  // Spaces at the very end do not count in a fingerprint.
  const kept = start === message ? start.trimEnd() : start
  return weight(kept) < least ? undefined : kept
}

/** The longest texts behind the beginning, in their order. */
function partsOf(message: string): readonly string[] {
  const parts = literals(message)
    .slice(1)
    .map((part) => shortened(part.trim()))
    .filter((part) => weight(part) >= LEAST_PART)
  const longest = new Set(parts.toSorted((a, b) => b.length - a.length).slice(0, MOST_PARTS))
  return [...longest].toSorted((a, b) => parts.indexOf(a) - parts.indexOf(b))
}

function toAlike(searched: Searched): Alike {
  const { errorCode, starts, parts, isWithoutMessage } = searched
  const condition = and(
    ...(errorCode === undefined ? [] : [eq(ERROR_CODE, errorCode)]),
    ...(isWithoutMessage ? [eq(ERROR_MESSAGE, '')] : []),
    or(...starts.map((value): Condition => ({ field: ERROR_MESSAGE, operator: 'STARTS_WITH', value }))),
    ...parts.map((value): Condition => ({ field: ERROR_MESSAGE, operator: 'CONTAINS', value })),
  )
  return { condition, searched }
}

/** What finds every failure like this one; where its message begins with something that changes, by the code alone. */
export function alikeCondition({ errorCode, errorMsg }: ErrorLike, { contains }: ServerSearch): Alike {
  const start = startOf(errorMsg, LEAST_START_BESIDE_CODE)
  return toAlike({
    errorCode,
    starts: start === undefined ? [] : [start],
    parts: contains ? partsOf(errorMsg) : [],
    isWithoutMessage: errorMsg === '',
  })
}

export type PastedError =
  | ({ readonly kind: 'condition' } & Alike)
  | {
      readonly kind: 'not-searchable'
      /**
       * `varies`: it begins with a number, an id, a time or quoted text, which changes from one failure to the next.
       * `short`: too few letters stand before such a thing, or at all.
       */
      readonly reason: 'varies' | 'short'
      /** The text with what changes taken out. */
      readonly pattern: string
    }

/** As a row of the list reads: `STOCK_SHORT stock of…`, `StockShort stock of…`. */
const CODE_THEN_MESSAGE = /^(?:[A-Z]{4,}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?:[A-Z][a-z0-9]+){2,})\s+(?<message>\S.*)$/u
const CODE_LINE = /^[\w.:-]{2,80}$/u

interface Reading {
  readonly errorCode: string | undefined
  /** What the message may be; the code or the class before it may belong to it or not. */
  readonly messages: readonly string[]
}

/** A code, a class or neither, and the first line of a message: later lines are often cut or indented in a paste. */
function readPasted(text: string): Reading {
  const [first = '', second = ''] = text.split(/\r\n|\n|\r/, 2).map((line) => line.trim())
  const isTrace = /^(?:at\s|\.\.\. \d|Caused by: )/u.test(second)
  // What "Copy code and message" gives.
  if (CODE_LINE.test(first) && second !== '' && !isTrace) return { errorCode: first, messages: [second] }

  const head = first.replace(/^(?:Caused by|Wrapped by|Suppressed): /u, '')
  const [thrown] = parseStackTrace(head)
  if (thrown !== undefined && thrown.className !== '' && thrown.message !== '') {
    return { errorCode: undefined, messages: [thrown.message, head.replace(/^Exception in thread "[^"]*" /u, '')] }
  }
  const behindCode = CODE_THEN_MESSAGE.exec(head)?.groups?.['message']
  return { errorCode: undefined, messages: behindCode === undefined ? [head] : [head, behindCode] }
}

/** A text that was pasted: a message, `com.shop.Oops: message`, a code and a message, or a stack trace. */
export function pastedErrorCondition(pasted: string, { contains }: ServerSearch): PastedError {
  const text = pasted
    .trim()
    .replace(/^"(?<inner>[^"]*)"$/u, '$<inner>')
    // Cut off by a page that had no room for the rest, perhaps in the middle of an id.
    .replace(/\S*(?:…|\.\.\.)$/u, '')
  const { errorCode, messages } = readPasted(text)
  const [message = ''] = messages
  const starts = messages.flatMap(
    (each) => startOf(each, errorCode === undefined ? LEAST_START : LEAST_START_BESIDE_CODE) ?? [],
  )
  // Only one reading can have parts: of several, each would need its own.
  const parts = contains && messages.length === 1 ? partsOf(message) : []
  const isComplete = starts.length === messages.length
  if (!isComplete && parts.length === 0) {
    const begins = weight(literals(message)[0] ?? '')
    return {
      kind: 'not-searchable',
      reason: begins === 0 && message !== '' ? 'varies' : 'short',
      pattern: messagePattern(message),
    }
  }
  return {
    kind: 'condition',
    ...toAlike({ errorCode, starts: isComplete ? starts : [], parts, isWithoutMessage: false }),
  }
}
