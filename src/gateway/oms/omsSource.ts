/** One OMS as the gateway sees it: it holds the token, keeps to the rate, and remembers what its answers say of its health. */
import { omsClient } from '../../oms/client.ts'
import type {
  AcceptedAnswer,
  Credentials,
  DetailAnswer,
  DetailAsked,
  FailoverAnswer,
  FailoverAsked,
  OmsClientOptions,
  TransactionKey,
} from '../../oms/client.ts'
import { OmsError } from '../../oms/omsError.ts'
import { OMS_PATH } from '../../oms/options.ts'
import type { OmsOptions } from '../../oms/options.ts'
import type { Operation } from '../../oms/transitions.ts'
import type { Health, Source } from '../api/sources.ts'
import { pause } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/refusal.ts'
import { omsRefusal } from './omsRefusal.ts'
import { requestLimit } from './requestLimit.ts'

interface AskOptions {
  readonly signal?: AbortSignal
  /** A person asks again: a login or token that was refused a moment ago is tried once more. */
  readonly insists?: boolean
}

/** Every call throws `Refusal` when it fails. */
export interface OmsSource {
  readonly name: string
  readonly embedded: boolean
  /** Where other clients reach it, up to and with `/app/newoms.php`; null for an embedded one without a port of its own. */
  readonly url: string | null
  readonly options: OmsOptions
  detail(asked: DetailAsked, options?: AskOptions): Promise<DetailAnswer>
  operate(operation: Operation, key: TransactionKey & { readonly cmd: number }): Promise<AcceptedAnswer>
  failovers(asked: FailoverAsked, options?: AskOptions): Promise<FailoverAnswer>
  /** A watch may ask now without keeping a person waiting. */
  hasSpare(): boolean
  /** Learns the health of an OMS of which nothing is known. Never throws. */
  introduce(): Promise<void>
  describe(): Source
  health(): Health
  onHealth(listener: () => void): () => void
}

interface OmsSourceOptions {
  readonly name: string
  readonly embedded: boolean
  readonly url: string | null
  readonly credentials: Credentials
  readonly options: OmsOptions
  readonly clock: Clock
  readonly fetch?: NonNullable<OmsClientOptions['fetch']>
  readonly timeoutMs?: number
}

export const REQUESTS_PER_SECOND = 10
/** So long a refused login or token is not tried again by itself: an OMS may lock an account that fails too often. */
const REFUSAL_HOLDS_MS = 10_000
/** A person who asks again is waited for no longer than this before it is tried anew. */
const REFUSAL_REST_MS = 2_000

export function omsSource(given: OmsSourceOptions): OmsSource {
  const { name, embedded, url, credentials, options, clock, fetch, timeoutMs } = given
  const client = omsClient({
    baseUrl: url ?? `http://localhost${OMS_PATH}`,
    options,
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  const limit = requestLimit(clock, REQUESTS_PER_SECOND)
  let token: string | undefined
  let fetching: Promise<string> | undefined
  let refused: { readonly refusal: Refusal; readonly at: number } | undefined
  let health: Health = { state: 'unknown', lastGoodAt: null, message: null }
  const listeners = new Set<() => void>()

  function became(next: Health) {
    const changed = health.state !== next.state || health.message !== next.message
    health = next
    if (changed) for (const listener of listeners) listener()
  }
  const isUp = () => became({ state: 'up', lastGoodAt: clock.now(), message: null })
  const isDown = (message: string) => became({ ...health, state: 'down', message })

  /** What an answer says of the OMS itself: whoever is refused something by it knows that it is there. */
  function noted(error: unknown): unknown {
    if (!(error instanceof Refusal)) return error
    if (error.code === 'OmsUnreachable' || error.code === 'OmsTimeout' || error.code === 'OmsUnreadable') {
      isDown([error.message, error.upstream].filter(Boolean).join(' '))
    } else if (error.code === 'OmsLoginRefused' || error.code === 'OmsTokenRefused') {
      isDown([error.message, error.upstream].filter(Boolean).join(' '))
    } else if (error.code.startsWith('Oms')) {
      isUp()
    }
    return error
  }

  async function fetchToken(): Promise<string> {
    try {
      await limit.take()
      token = await client.token(credentials)
      return token
    } catch (error) {
      throw error instanceof OmsError ? heldBack(omsRefusal(error, options, true)) : error
    } finally {
      fetching = undefined
    }
  }

  function heldBack(refusal: Refusal): Refusal {
    if (refusal.code === 'OmsLoginRefused' || refusal.code === 'OmsTokenRefused') {
      refused = { refusal, at: clock.now() }
    }
    return refusal
  }

  /** The token that all requests share, asked for once. */
  async function currentToken(insists: boolean): Promise<string> {
    if (token !== undefined) return token
    if (fetching === undefined && refused !== undefined) {
      const { refusal, at } = refused
      const restMs = at + (insists ? REFUSAL_REST_MS : REFUSAL_HOLDS_MS) - clock.now()
      if (restMs > 0 && !insists) throw refusal
      if (restMs > 0) await pause(clock, restMs)
      // Somebody else has asked meanwhile: that is as good an answer.
      if (refused.at > at) throw refused.refusal
    }
    return token ?? (fetching ??= fetchToken())
  }

  /** Calls with the token; when one that was known already is refused, once more with a new one, and then no more. */
  async function withToken<T>(
    call: (token: string) => Promise<T>,
    { insists = false, signal }: AskOptions = {},
  ): Promise<T> {
    const inTurn = async (used: string) => {
      await limit.take(signal)
      return call(used)
    }
    try {
      const isFresh = token === undefined
      // Whoever asked for a spare turn takes it at once.
      const used = token ?? (await currentToken(insists))
      let answer: T
      try {
        answer = await inTurn(used)
      } catch (error) {
        if (!(error instanceof OmsError && error.tokenRefused)) throw error
        if (token === used) token = undefined
        if (isFresh) throw error
        const renewed = await currentToken(insists)
        answer = await inTurn(renewed).catch((error: unknown) => {
          if (error instanceof OmsError && error.tokenRefused && token === renewed) token = undefined
          throw error
        })
      }
      refused = undefined
      isUp()
      return answer
    } catch (error) {
      if (error instanceof OmsError && error.kind === 'aborted') throw omsRefusal(error, options)
      throw noted(error instanceof OmsError ? heldBack(omsRefusal(error, options)) : error)
    }
  }

  return {
    name,
    embedded,
    url,
    options,
    detail: (asked, by = {}) => withToken((token) => client.detail(asked, token, { signal: by.signal }), by),
    operate: (operation, key) => withToken((token) => client.operate(operation, key, token)),
    failovers: (asked, by = {}) => withToken((token) => client.failovers(asked, token, { signal: by.signal }), by),
    hasSpare: () => limit.hasSpare(),
    async introduce() {
      if (health.state === 'up') return
      try {
        await currentToken(false)
        isUp()
      } catch (error) {
        noted(error)
      }
    },
    describe: () => ({
      name,
      kind: 'oms',
      embedded,
      url: embedded ? null : url,
      clockOffsetMs: null,
      health,
      refusedOperators: null,
    }),
    health: () => health,
    onHealth(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
