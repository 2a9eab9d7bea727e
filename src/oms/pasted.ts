/**
 * What somebody pastes or types to open a transaction: an address of the OMS, a curl, a link of this console, or its ids,
 * bare or as people say them (`1/5009`, `1 5009 10009`, `set 1 transaction 5009 kind 10009`).
 */
import { transactionKind } from './cmds.ts'

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
/** One id with what people call it, and what stands before the next. */
const SPOKEN =
  /(?:(?<set>set|集群)|(?<trans>trans(?:action)?|事务)|(?<cmd>kind|cmd|类型))?[\s_]*(?:id)?[\s:=#]*(?<number>\d{1,10})(?!\d)[\s/,;]*/iuy
const CMD = /[?&\s"'](?:cmd)=(\d{1,9})(?!\d)/

/** Undefined when no transaction can be read out of the text. */
export function parsePasted(text: string): PastedTransaction | undefined {
  if (text.length > LONGEST) return undefined
  const spoken = spokenIds(text.trim())
  const ids = spoken ?? DETAIL.exec(text) ?? OURS.exec(text) ?? idsByName(text)
  if (ids?.[1] === undefined || ids[2] === undefined) return undefined
  const cmd = spoken === undefined ? CMD.exec(text)?.[1] : spoken[3]
  return {
    setId: Number(ids[1]),
    transId: Number(ids[2]),
    cmd: cmd === undefined ? undefined : Number(cmd),
    origin: /https?:\/\/[^/\s"'@]+(?=\/)/.exec(text)?.[0],
    hadToken: /access-token=[^&\s"']/.test(text),
  }
}

/** Set, transaction and kind by their names or in this order. A third number without a name must be a kind that is known. */
function spokenIds(text: string): readonly (string | undefined)[] | undefined {
  const found: Record<'set' | 'trans' | 'cmd', string | undefined> = {
    set: undefined,
    trans: undefined,
    cmd: undefined,
  }
  SPOKEN.lastIndex = 0
  let end = 0
  for (let match = SPOKEN.exec(text); match !== null; match = SPOKEN.exec(text)) {
    const { set, trans, cmd, number = '' } = match.groups ?? {}
    const isNamed = (set ?? trans ?? cmd) !== undefined
    const names = ['set', 'trans', 'cmd'] as const
    const name = set ? 'set' : trans ? 'trans' : cmd ? 'cmd' : names.find((each) => found[each] === undefined)
    if (name === undefined || found[name] !== undefined) return undefined
    if (name === 'cmd' && !isNamed && transactionKind(Number(number)) === undefined) return undefined
    found[name] = number
    end = SPOKEN.lastIndex
  }
  if (end < text.length || found.set === undefined || found.trans === undefined) return undefined
  return ['', found.set, found.trans, found.cmd]
}

/** The ids of an execute or resume: in its body, or in the query. */
function idsByName(text: string): readonly string[] | undefined {
  const setId = /["'&?]set_?id["']?\s*[:=]\s*["']?(\d{1,10})(?!\d)/i.exec(text)?.[1]
  const transId = /["'&?]trans_?id["']?\s*[:=]\s*["']?(\d{1,10})(?!\d)/i.exec(text)?.[1]
  return setId === undefined || transId === undefined ? undefined : ['', setId, transId]
}
