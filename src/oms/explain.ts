/** What a failure of an OMS call means, and which way leads out. The words are the page's; the facts are here. */
import { cmdsAdmitting, TYPES_BY_CMD, type TypesByCmd } from './cmds.ts'
import { wordsOf, type OmsErrorBody } from './errorBody.ts'
import { TRANSACTION_STATUSES } from './statuses.ts'

interface Failure {
  readonly kind: 'refused' | 'unreachable' | 'timeout' | 'aborted' | 'unreadable'
  readonly status: number
  readonly body?: OmsErrorBody | undefined
}

export type Explanation =
  /** Way out: nothing to do; the token is fetched anew. When that does not help, the account has lost its rights. */
  | { readonly code: 'token-refused' }
  /** Way out: correct user or password in the configuration. */
  | { readonly code: 'login-refused'; readonly words: string }
  /** Way out: have this address put on the whitelist of the OMS. */
  | { readonly code: 'caller-not-whitelisted'; readonly ip: string | undefined; readonly words: string }
  /** Way out: have the address whitelisted for this cmd and object. */
  | {
      readonly code: 'object-not-whitelisted'
      readonly ip: string
      readonly cmd: number
      readonly object: Readonly<Record<string, string>>
      readonly words: string
    }
  /** Way out: open it under one of `cmds`, the kinds known to admit this Type (empty: none is known to). */
  | {
      readonly code: 'wrong-cmd'
      readonly cmd: number
      readonly admitted: readonly number[]
      readonly type: number
      readonly cmds: readonly number[]
      readonly words: string
    }
  /** Way out: check set id and transaction id. */
  | { readonly code: 'no-such-transaction'; readonly words: string }
  /** Way out: read it again; somebody was faster. `transactionStatus` is absent when its word is not known. */
  | { readonly code: 'status-forbids'; readonly transactionStatus: number | undefined; readonly words: string }
  /**
   * A refusal of parameters whose words are not known: it may be the kind, the ids, the status or a whitelist. The
   * language of the OMS follows its installation, so the words alone decide nothing.
   */
  | { readonly code: 'fields-refused'; readonly fields: readonly string[]; readonly words: string }
  | { readonly code: 'refused'; readonly words: string }
  /** A page of a proxy or of PHP instead of JSON. */
  | { readonly code: 'not-the-oms'; readonly status: number; readonly words: string }
  | { readonly code: 'empty-answer'; readonly status: number }
  | { readonly code: 'unreadable'; readonly status: number; readonly words: string }
  | { readonly code: 'unreachable' }
  | { readonly code: 'timeout' }
  | { readonly code: 'aborted' }

const WRONG_CMD = /\bcmd:(\d{1,9})\)?,.*\bin ([\d,\s]+),.*\bid:\d+\)? (?:is|为) (\d{1,9})/
const OBJECT = /\bip\(([^)]*)\).*\bcmd:(\d{1,9})\)?(.*)$/
const OBJECT_PART = /\b(set_id|app_id|zone_id|table_name):(\S+)/g
const STATUS_WORD = /[::]\s*([^::]+)$/

export function explain(failure: Failure, typesByCmd: TypesByCmd = TYPES_BY_CMD): Explanation {
  const { kind, status, body } = failure
  if (kind === 'unreachable' || kind === 'timeout' || kind === 'aborted') return { code: kind }
  if (body?.shape === 'empty') return { code: 'empty-answer', status }
  if (status === 401 || (body?.shape === 'exception' && body.status === 401)) return { code: 'token-refused' }
  const words = body === undefined ? '' : wordsOf(body)
  if (body === undefined) return { code: 'unreadable', status, words }
  if (body.shape === 'text') return { code: 'not-the-oms', status, words }
  if (kind === 'unreadable') return { code: 'unreadable', status, words }
  if (body.shape === 'coded') return { code: 'login-refused', words }
  if (body.shape === 'whitelist') {
    return { code: 'caller-not-whitelisted', ip: /\bip:(\S+)/.exec(words)?.[1], words }
  }
  return body.shape === 'fields' ? explainFields(body.fields, words, typesByCmd) : { code: 'refused', words }
}

/** Known words are a hint that saves the reader work; whatever they do not fit stays "refused" with the words beside it. */
function explainFields(
  fields: Readonly<Record<string, readonly string[]>>,
  words: string,
  typesByCmd: TypesByCmd,
): Explanation {
  for (const message of Object.values(fields).flat()) {
    const wrongCmd = WRONG_CMD.exec(message)
    if (wrongCmd !== null) {
      const [, cmd, admitted = '', type] = wrongCmd
      return {
        code: 'wrong-cmd',
        cmd: Number(cmd),
        admitted: admitted.split(',').map(Number),
        type: Number(type),
        cmds: cmdsAdmitting(Number(type), typesByCmd),
        words,
      }
    }
    const object = OBJECT.exec(message)
    if (object !== null) {
      const [, ip = '', cmd, rest = ''] = object
      const parts = [...rest.matchAll(OBJECT_PART)].map(([, name = '', value = '']) => [name, value] as const)
      return { code: 'object-not-whitelisted', ip, cmd: Number(cmd), object: Object.fromEntries(parts), words }
    }
    if (message.startsWith('事务不存在')) return { code: 'no-such-transaction', words }
    if (message.startsWith('当前事务状态不允许执行')) {
      const word = STATUS_WORD.exec(message)?.[1]?.trim()
      const found = TRANSACTION_STATUSES.find(({ zh }) => zh === word)
      return { code: 'status-forbids', transactionStatus: found?.code, words }
    }
  }
  return { code: 'fields-refused', fields: Object.keys(fields), words }
}
