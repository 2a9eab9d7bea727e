/** A typed client of the OMS webservice over `fetch`: token, detail, execute, resume and the failover list. */
import * as z from 'zod/mini'
import { parseJson, readErrorBody, readFailureInside, wordsOf } from './errorBody.ts'
import { OmsError } from './omsError.ts'
import { DEFAULT_OMS_OPTIONS, type OmsOptions } from './options.ts'
import { Accepted, readTransaction, TokenAnswer, type TransactionRead } from './schemas.ts'
import type { Operation } from './transitions.ts'

export interface OmsClientOptions {
  /** Up to and with `/app/newoms.php`; no slash at the end. */
  readonly baseUrl: string
  readonly fetch?: (url: string, init: RequestInit) => Response | Promise<Response>
  readonly options?: OmsOptions
  /** Limit of a call from sending to the last byte. */
  readonly timeoutMs?: number
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface TransactionKey {
  readonly setId: number
  readonly transId: number
}

export interface DetailAsked extends TransactionKey {
  readonly cmd: number
  /** The list of actions too; needs the POST form, because `fetch` sends no body with GET. */
  readonly actions?: boolean
  readonly method?: 'GET' | 'POST'
}

/** The ids that an answer names are not those that were asked for. */
interface Echo {
  readonly setId: number | null
  readonly transIds: readonly number[]
}

export interface DetailAnswer extends TransactionRead {
  /** Present when the answer is about another transaction. */
  readonly otherEcho: Echo | undefined
  /** The body as it came, without the token. */
  readonly raw: string
}

/** Taken by the OMS, which says nothing about where the transaction stands now. */
export interface AcceptedAnswer {
  readonly otherEcho: Echo | undefined
  readonly raw: string
}

export interface FailoverAsked {
  readonly appId: number
  /** 0: all. */
  readonly zoneId?: number
  readonly onlyIncomplete?: boolean
}

export interface FailoverAnswer {
  readonly rows: readonly TransactionRead[]
  /** Elements that are no transactions, as they came. */
  readonly odd: readonly unknown[]
}

interface Call extends CallOptions {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly cmd: number
  readonly token?: string
  readonly body?: unknown
  /** Texts that must not stand in what is passed on. */
  readonly secrets: readonly string[]
}

interface Answer {
  readonly json: unknown
  readonly text: string
}

const TIMEOUT_MS = 30_000
const LONGEST_ANSWER = 64 * 1024 * 1024
/** What is kept of the body of a failure. */
const KEPT_OF_FAILURE = 4000

/** Every call throws `OmsError` when it fails. */
export function omsClient({
  baseUrl,
  fetch: send = fetch,
  options = DEFAULT_OMS_OPTIONS,
  timeoutMs,
}: OmsClientOptions) {
  const base = baseUrl.replace(/\/+$/, '')

  async function call(asked: Call): Promise<Answer> {
    const limitMs = asked.timeoutMs ?? timeoutMs ?? TIMEOUT_MS
    const timeout = AbortSignal.timeout(limitMs)
    const signal = asked.signal ? AbortSignal.any([asked.signal, timeout]) : timeout
    const clean = (text: string) => withoutSecrets(text, asked.secrets)
    try {
      signal.throwIfAborted()
      const response = await send(urlOf(asked), {
        method: asked.method,
        headers: {
          accept: 'application/json',
          ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
        // The address holds the token: it goes to nobody else.
        redirect: 'manual',
        signal,
      })
      return readAnswer(response, await readText(response), asked)
    } catch (error) {
      if (error instanceof OmsError) throw error
      if (asked.signal?.aborted) throw new OmsError({ kind: 'aborted', message: 'The call was given up.' })
      if (timeout.aborted) throw new OmsError({ kind: 'timeout', message: `No answer within ${limitMs / 1000} s.` })
      // Without the cause: its text may hold the address.
      throw new OmsError({ kind: 'unreachable', message: clean(networkWords(error)) })
    }
  }

  function urlOf({ path, cmd, token }: Call): string {
    const query = new URLSearchParams({ cmd: String(cmd), 'ip-type': options.ipType })
    if (token !== undefined) query.set('access-token', token)
    return `${base}/${path}?${query}`
  }

  const pathOfDetail = ({ setId, transId }: TransactionKey) =>
    options.paths.detail.replace('{set_id}', String(setId)).replace('{trans_id}', String(transId))

  /** Sends an operation. `cmd` is that of the transaction's kind. */
  async function operate(
    operation: Operation,
    { setId, transId, cmd }: TransactionKey & { readonly cmd: number },
    token: string,
    limits: CallOptions = {},
  ): Promise<AcceptedAnswer> {
    const path = options.paths[operation]
    if (path === null) throw new TypeError(`${operation} cannot be called over the webservice.`)
    const { json, text } = await call({
      ...limits,
      method: 'POST',
      path,
      cmd: operation === 'execute' && options.executeCmd !== 'same-as-detail' ? options.executeCmd : cmd,
      token,
      body: { set_id: setId, trans_id: transId },
      secrets: [token],
    })
    const accepted = z.safeParse(Accepted, json)
    if (!accepted.success) throw unreadable(text)
    const { set_id, trans_id } = accepted.data
    const same = (set_id === null || set_id === setId) && (trans_id.length === 0 || trans_id.includes(transId))
    return { otherEcho: same ? undefined : { setId: set_id, transIds: trans_id }, raw: text }
  }

  return {
    options,

    /** A new token. Whoever calls keeps it out of sight. */
    async token({ username, password }: Credentials, limits: CallOptions = {}): Promise<string> {
      const { json, text } = await call({
        ...limits,
        method: 'POST',
        path: options.paths.token,
        cmd: options.tokenCmd,
        body: {
          username,
          password,
          ...(options.registerType === null ? {} : { register_type: options.registerType }),
        },
        secrets: [password],
      })
      const answer = z.safeParse(TokenAnswer, json)
      const found = answer.success ? (answer.data.token ?? '') : ''
      if (found === '') throw unreadable(text)
      return found
    },

    async detail(asked: DetailAsked, token: string, limits: CallOptions = {}): Promise<DetailAnswer> {
      const { setId, transId, cmd, actions = false, method = 'POST' } = asked
      if (actions && method === 'GET') throw new TypeError('The list of actions needs the POST form.')
      const { json, text } = await call({
        ...limits,
        method,
        path: pathOfDetail(asked),
        cmd,
        token,
        ...(method === 'POST' ? { body: { get_action: actions ? 1 : 0 } } : {}),
        secrets: [token],
      })
      const read = readTransaction(json, options.actionsKey)
      if (read === undefined) throw unreadable(text)
      const { Id, SetId } = read.transaction
      const same = Id === transId && (SetId === null || SetId === setId)
      return { ...read, otherEcho: same ? undefined : { setId: SetId, transIds: [Id] }, raw: text }
    },

    operate,

    async failovers(
      { appId, zoneId = 0, onlyIncomplete = true }: FailoverAsked,
      token: string,
      limits: CallOptions = {},
    ): Promise<FailoverAnswer> {
      const { json, text } = await call({
        ...limits,
        method: 'POST',
        path: options.paths.failoverList,
        cmd: options.failoverCmd,
        token,
        body: { app_id: appId, zone_id: zoneId, only_incomplete: onlyIncomplete ? 1 : 0 },
        secrets: [token],
      })
      if (!Array.isArray(json)) throw unreadable(text)
      const rows: TransactionRead[] = []
      const odd: unknown[] = []
      for (const one of json) {
        const row = readTransaction(one, options.actionsKey)
        if (row === undefined) odd.push(one)
        else rows.push(row)
      }
      return { rows, odd }
    },
  }
}

/** Any status other than 200 is a failure, and so are some bodies under 200. */
function readAnswer(response: Response, text: string, { secrets, token }: Call): Answer {
  const clean = withoutSecrets(text, secrets)
  const facts = {
    status: response.status,
    raw: clean.slice(0, KEPT_OF_FAILURE),
    contentType: response.headers.get('content-type') ?? '',
  }
  if (response.status !== 200) {
    const body = readErrorBody(clean)
    // A page or nothing is the word of a proxy, but 401 is one that the protocol knows.
    const read = (body.shape !== 'text' && body.shape !== 'empty') || response.status === 401
    const message = wordsOf(body) || `HTTP ${response.status}`
    throw new OmsError({ kind: read ? 'refused' : 'unreadable', message, body, ...facts })
  }
  // A token is read before anything is blotted out of it, and its answer is shown to nobody.
  const [read, shown] = token === undefined ? [text, ''] : [clean, clean]
  const json = parseJson(read)
  if (json === undefined) throw unreadable(shown, facts.contentType)
  const inside = readFailureInside(json)
  if (inside === undefined) return { json, text: shown }
  const body = inside.shape === 'coded' ? { ...inside, error: withoutSecrets(inside.error, secrets) } : inside
  throw new OmsError({ kind: 'refused', message: wordsOf(body), body, ...facts })
}

function unreadable(text: string, contentType = 'application/json'): OmsError {
  const body = readErrorBody(text)
  const message = body.shape === 'empty' ? 'The answer is empty.' : 'The answer is not one of the OMS webservice.'
  return new OmsError({
    kind: 'unreadable',
    status: 200,
    message,
    body,
    raw: text.slice(0, KEPT_OF_FAILURE),
    contentType,
  })
}

/** Blots out what nobody may see, also where it is encoded for an address. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length > 0)
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.byteLength
    if (length > LONGEST_ANSWER) {
      throw new OmsError({
        kind: 'unreadable',
        status: response.status,
        message: `The answer is longer than ${LONGEST_ANSWER} bytes.`,
      })
    }
    parts.push(decoder.decode(part, { stream: true }))
  }
  return parts.join('') + decoder.decode()
}

/** `fetch` hides the reason of a network error in its cause, and several addresses in an error of errors. */
function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.message === '') return error.errors.map(networkWords).join('; ')
  return error.cause instanceof Error ? networkWords(error.cause) : error.message
}
