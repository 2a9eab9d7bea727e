/** What somebody pastes to open a transaction: an address of the OMS, a curl, a link of this console, or two ids. */

export interface PastedTransaction {
  readonly setId: number
  readonly transId: number
  /** Undefined where the text names none: then the kind has to be asked for. */
  readonly cmd: number | undefined
  /** Scheme, host and port of the address, to be compared with the configured OMS. */
  readonly origin: string | undefined
  /** The text held a token, which is not passed on. */
  readonly hadToken: boolean
}

const LONGEST = 20_000
const DETAIL = /\/transaction\/detail\/(\d{1,10})\/(\d{1,10})(?!\d)/
const OURS = /\/transactions\/(\d{1,10})\/(\d{1,10})(?!\d)/
const PAIR = /^\s*(\d{1,10})\s*[/,\s]\s*(\d{1,10})\s*$/
const CMD = /[?&\s"'](?:cmd)=(\d{1,9})(?!\d)/

/** Undefined when no transaction can be read out of the text. */
export function parsePasted(text: string): PastedTransaction | undefined {
  if (text.length > LONGEST) return undefined
  const ids = DETAIL.exec(text) ?? OURS.exec(text) ?? PAIR.exec(text) ?? idsByName(text)
  const setId = Number(ids?.[1] ?? Number.NaN)
  const transId = Number(ids?.[2] ?? Number.NaN)
  if (!Number.isSafeInteger(setId) || !Number.isSafeInteger(transId)) return undefined
  const cmd = CMD.exec(text)?.[1]
  return {
    setId,
    transId,
    cmd: cmd === undefined ? undefined : Number(cmd),
    origin: /https?:\/\/[^/\s"'@]+(?=\/)/.exec(text)?.[0],
    hadToken: /access-token=[^&\s"']/.test(text),
  }
}

/** The ids of an execute or resume: in its body, or in the query. */
function idsByName(text: string): readonly string[] | undefined {
  const setId = /["'&?]set_?id["']?\s*[:=]\s*["']?(\d{1,10})(?!\d)/i.exec(text)?.[1]
  const transId = /["'&?]trans_?id["']?\s*[:=]\s*["']?(\d{1,10})(?!\d)/i.exec(text)?.[1]
  return setId === undefined || transId === undefined ? undefined : ['', setId, transId]
}
