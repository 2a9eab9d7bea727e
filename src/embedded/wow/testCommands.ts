/** What tests send: a failure as a service reports it, and the smallest way to ask a server. */
import type { EmbeddedWow } from './server.ts'

export const failure = {
  eventId: {
    id: '0VSvLVcp0007001',
    aggregateId: {
      contextName: 'shop-service',
      aggregateName: 'order',
      aggregateId: 'order-1',
      tenantId: '(0)',
    },
    version: 1,
  },
  function: {
    functionKind: 'EVENT',
    contextName: 'shop-service',
    processorName: 'OrderProjector',
    name: 'onOrderCreated',
  },
  error: { errorCode: 'IllegalState', errorMsg: 'stock is short', stackTrace: 'java.lang.IllegalStateException' },
  executeAt: 1_795_000_000_000,
}

export const BASE = 'http://localhost:8080/execution_failed'

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; text goes as it is. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Builds a request; the path stands behind the base unless it is a whole address. */
export function request(path: string, { method = 'POST', headers = {}, body, signal }: Asked = {}): Request {
  return new Request(path.startsWith('http') ? path : `${BASE}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
}

export interface Answered {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** Asks and reads a JSON answer. */
export async function ask(wow: Pick<EmbeddedWow, 'fetch'>, path: string, asked: Asked = {}): Promise<Answered> {
  const response = await wow.fetch(request(path, asked))
  return { status: response.status, body: Object(await response.json()) }
}

export const put = (
  wow: Pick<EmbeddedWow, 'fetch'>,
  id: string,
  command: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> => ask(wow, `/${id}/${command}`, { method: 'PUT', body, headers })

/** Creates an execution under that id. */
export const create = (wow: Pick<EmbeddedWow, 'fetch'>, id: string, more: object = {}): Promise<Answered> =>
  ask(wow, '/create_execution_failed', { body: { ...failure, ...more }, headers: { 'Command-Aggregate-Id': id } })
