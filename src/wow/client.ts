/** A typed client of the Wow compensation protocol over `fetch`: the queries of contract 4.1 and the commands of 3.1. */
import * as z from 'zod/mini'
import { BASE_PATH, COMMANDS, commandPath, type Command } from './commands/commands.ts'
import type { Condition, ListQuery, PagedQuery, SingleQuery } from './condition/condition.ts'
import { requestId } from './ids.ts'
import {
  CommandResult,
  DomainEventStream,
  ExecutionFailedState,
  Snapshot,
  StateEvent,
  WAIT_STAGES,
  type WaitStage,
} from './schemas.ts'
import { WowError } from './wowError.ts'
import {
  eventData,
  refusalOf,
  unreadable,
  wowRequests,
  type Call,
  type CallOptions,
  type WowClientOptions,
} from './wowRequest.ts'

export interface CommandOptions extends CallOptions {
  /** Which execution; a create without one gets a new id from the server. */
  readonly aggregateId?: string
  /** Idempotency key; one per intent of the user. Default: a new one. */
  readonly requestId?: string
  /** The version that the decision was made on. Never 0 (contract 3.3). */
  readonly expectedVersion?: number | undefined
  readonly waitStage?: WaitStage
  readonly waitTimeoutMs?: number
  readonly ownerId?: string
  readonly spaceId?: string
}

/** A list whose odd rows are set apart, because one of them must not hide the others. */
interface Rows<T> {
  readonly rows: readonly T[]
  /** As they came, in their order. */
  readonly unreadable: readonly unknown[]
}

interface Page<T> extends Rows<T> {
  readonly total: number
}

/** What a page on the wire waits for: the server's 30 s and a little more. */
const WAIT_TIMEOUT_MS = 30_000
const MARGIN_MS = 5_000

const Total = z.looseObject({ total: z.number(), list: z.array(z.unknown()) })

function readRows<T extends z.ZodMiniType>(schema: T, list: readonly unknown[]): Rows<z.infer<T>> {
  const rows: z.infer<T>[] = []
  const odd: unknown[] = []
  for (const raw of list) {
    const read = z.safeParse(schema, raw)
    if (read.success) rows.push(read.data)
    else odd.push(raw)
  }
  return { rows, unreadable: odd }
}

const header = (name: string, value: string | number | undefined) =>
  value === undefined ? {} : { [name]: String(value) }

function commandCall(command: Command, options: CommandOptions): Call {
  const { expectedVersion, aggregateId } = options
  if (expectedVersion !== undefined && !(Number.isInteger(expectedVersion) && expectedVersion > 0)) {
    // 0 makes the real server run the command as a create, which can shut it down.
    throw new RangeError(`The expected version must be at least 1, but is ${expectedVersion}.`)
  }
  const creates = command.name === 'create_execution_failed'
  if (!creates && aggregateId === undefined) throw new TypeError(`${command.name} needs an aggregate id.`)
  const wait = options.waitTimeoutMs ?? WAIT_TIMEOUT_MS
  return {
    method: COMMANDS[command.name].method,
    path: commandPath(command.name, aggregateId ?? ''),
    body: command.body,
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? wait + MARGIN_MS,
    headers: {
      'Command-Request-Id': options.requestId ?? requestId(),
      ...header('Command-Aggregate-Id', creates ? aggregateId : undefined),
      ...header('Command-Aggregate-Version', expectedVersion),
      ...header('Command-Wait-Stage', options.waitStage),
      ...header('Command-Wait-Timeout', options.waitTimeoutMs),
      ...header('Command-Owner-Id', options.ownerId),
      ...header('Wow-Space-Id', options.spaceId),
    },
  }
}

const post = (path: string, body: unknown, call: CallOptions): Call => ({
  ...call,
  method: 'POST',
  path: `${BASE_PATH}${path}`,
  body,
})
const get = (path: string, call: CallOptions): Call => ({ ...call, method: 'GET', path })
const ofRecord = (id: string, path: string) => `${BASE_PATH}/${encodeURIComponent(id)}${path}`

async function found<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof WowError && error.errorCode === 'NotFound' && error.status === 404) return undefined
    throw error
  }
}

/** Every call throws `WowError` when it fails; a `single` or a record that is not there is `undefined`. */
export function wowClient(options: WowClientOptions) {
  const { text, json, events } = wowRequests(options)

  /** `path` behind the base path, such as `/snapshot/list`. `row` fits what the projection leaves. */
  async function list<T extends z.ZodMiniType>(path: string, row: T, query: ListQuery, call: CallOptions = {}) {
    return readRows(row, await json(post(path, query, call), z.array(z.unknown())))
  }

  async function paged<T extends z.ZodMiniType>(
    path: string,
    row: T,
    query: PagedQuery,
    call: CallOptions = {},
  ): Promise<Page<z.infer<T>>> {
    const page = await json(post(path, query, call), Total)
    return { total: page.total, ...readRows(row, page.list) }
  }

  const count = (path: string, condition: Condition, call: CallOptions = {}): Promise<number> =>
    json(post(path, condition, call), z.number())

  const single = <T extends z.ZodMiniType>(path: string, row: T, query: SingleQuery, call: CallOptions = {}) =>
    found(json(post(path, query, call), row))

  /** The rows of a list as the server finds them; one that cannot be read ends the stream with an error. */
  async function* stream<T extends z.ZodMiniType>(
    path: string,
    row: T,
    query: ListQuery,
    call: CallOptions = {},
  ): AsyncGenerator<z.infer<T>, void> {
    for await (const event of events(post(path, query, call))) {
      const data = eventData(event)
      if (event.event !== 'message') throw refusalOf(200, data)
      const read = z.safeParse(row, data)
      if (!read.success) throw unreadable(200, z.prettifyError(read.error), read.error)
      yield read.data
    }
  }

  /** Sends a command and waits for its stage (default PROCESSED). A failed command throws with its `result`. */
  const command = async (sent: Command, call: CommandOptions): Promise<CommandResult> =>
    json(commandCall(sent, call), CommandResult)

  /**
   * Sends a command and yields the result of each stage reached. Throws at the first that failed, and when the stream
   * ends before the awaited stage.
   */
  async function* commandStages(sent: Command, call: CommandOptions): AsyncGenerator<CommandResult, void> {
    const awaited = call.waitStage ?? 'PROCESSED'
    let reached = false
    for await (const event of events(commandCall(sent, call))) {
      const data = eventData(event)
      const result = z.safeParse(CommandResult, data)
      if (!WAIT_STAGES.some((stage) => stage === event.event) || !result.success || !result.data.succeeded) {
        throw refusalOf(200, data)
      }
      reached ||= result.data.stage === awaited
      yield result.data
    }
    if (!reached) throw new WowError({ kind: 'unreachable', message: `The answer broke off before ${awaited}.` })
  }

  return {
    count: (condition: Condition, call?: CallOptions) => count('/snapshot/count', condition, call),
    list: (query: ListQuery, call?: CallOptions) => list('/snapshot/list', Snapshot, query, call),
    listStates: (query: ListQuery, call?: CallOptions) =>
      list('/snapshot/list/state', ExecutionFailedState, query, call),
    paged: (query: PagedQuery, call?: CallOptions) => paged('/snapshot/paged', Snapshot, query, call),
    pagedStates: (query: PagedQuery, call?: CallOptions) =>
      paged('/snapshot/paged/state', ExecutionFailedState, query, call),
    single: (query: SingleQuery, call?: CallOptions) => single('/snapshot/single', Snapshot, query, call),
    singleState: (query: SingleQuery, call?: CallOptions) =>
      single('/snapshot/single/state', ExecutionFailedState, query, call),
    stream: (query: ListQuery, call?: CallOptions) => stream('/snapshot/list', Snapshot, query, call),
    countEvents: (condition: Condition, call?: CallOptions) => count('/event/count', condition, call),
    listEvents: (query: ListQuery, call?: CallOptions) => list('/event/list', DomainEventStream, query, call),
    pagedEvents: (query: PagedQuery, call?: CallOptions) => paged('/event/paged', DomainEventStream, query, call),
    streamEvents: (query: ListQuery, call?: CallOptions) => stream('/event/list', DomainEventStream, query, call),

    /** Rows of a projection: `row` names what is left of a snapshot. */
    listProjected: <T extends z.ZodMiniType>(row: T, query: ListQuery, call?: CallOptions) =>
      list('/snapshot/list', row, query, call),

    snapshot: (id: string, call: CallOptions = {}) => found(json(get(ofRecord(id, '/snapshot'), call), Snapshot)),
    state: (id: string, call: CallOptions = {}) => found(json(get(ofRecord(id, '/state'), call), ExecutionFailedState)),

    /** The state after every version, ascending; `limit` keeps the last ones. Empty for an unknown id. */
    async tracing(
      id: string,
      window: { headVersion?: number; tailVersion?: number; limit?: number } = {},
      call: CallOptions = {},
    ): Promise<Rows<StateEvent>> {
      const query = new URLSearchParams(Object.entries(window).map(([name, value]) => [name, String(value)]))
      const path = ofRecord(id, `/state/tracing${query.size === 0 ? '' : `?${query}`}`)
      return readRows(StateEvent, await json(get(path, call), z.array(z.unknown())))
    },

    /** A new id; its first characters are the server's clock (`idTime`). */
    async globalId(call: CallOptions = {}): Promise<string> {
      const id = await text({ ...get('/wow/id/global', call), accept: 'text/plain' })
      if (id.trim() === '') throw unreadable(200, 'it is empty')
      return id.trim()
    },

    command,
    commandStages,
  }
}

export type WowClient = ReturnType<typeof wowClient>
