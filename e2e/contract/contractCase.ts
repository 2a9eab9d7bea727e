import type { Json } from '../../src/wow/json.ts'

/** Names in braces are filled in. */
export interface ContractRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: Json
  /** Sent as it is, instead of `body`. */
  readonly text?: string
  /** Of a body; null sends none. Default `application/json`. */
  readonly contentType?: string | null
}

/** What has to be answered; patterns as in `pattern.ts`. */
export interface Expectation {
  readonly status: number
  /** Of the header `Wow-Error-Code`; null: the header is absent. */
  readonly code: string | null
  /** How the content type begins; null: there is none; absent: not looked at. */
  readonly type?: string | null
  /** JSON where the answer is JSON, the list of events where it is SSE, else text. Absent: not looked at. */
  readonly body?: Json
}

/** Another answer that is right too. */
export interface Alternative extends Expectation {
  readonly reason: string
  /** Right only when a midnight of some zone has passed since the run began. */
  readonly overMidnight?: true
}

export interface ContractCase {
  readonly name: string
  /** Asked only of a server with this query guard. */
  readonly guard?: 'open' | 'strict'
  readonly request: ContractRequest
  readonly expect: Expectation
  readonly or?: readonly Alternative[]
  /** Names of exchanges with the real server that this one repeats. */
  readonly recorded?: readonly string[]
  /** Time that has to pass first. */
  readonly afterMs?: number
}

/** A record that is there before the first case of a scenario. */
export interface GivenRecord {
  readonly id: string
  readonly body?: { readonly [key: string]: Json }
  readonly headers?: Readonly<Record<string, string>>
}

/** Cases in their order. What a pattern of one binds, the later ones can use; names that begin with `_` are its own. */
export interface Scenario {
  readonly name: string
  /** Names for ids of records that the scenario makes itself. */
  readonly ids?: readonly string[]
  /** Names for what such an id is with something behind it. */
  readonly prefixes?: Readonly<Record<string, string>>
  readonly records?: readonly GivenRecord[]
  readonly cases: readonly ContractCase[]
}
