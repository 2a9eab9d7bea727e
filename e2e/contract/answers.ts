/** The answers of the contract as patterns: what almost every case is made of. */
import type { Json } from '../../src/wow/json.ts'
import type { Alternative, ContractCase, ContractRequest, Expectation, GivenRecord } from './contractCase.ts'

export const JSON_TYPE = 'application/json'
const SSE_TYPE = 'text/event-stream;charset=UTF-8'

type Body = { readonly [key: string]: Json }

export const AS_SSE = { Accept: 'text/event-stream' }
/** So that queries see what was done, also where snapshots follow later. */
export const SEEN = { 'Command-Wait-Stage': 'SNAPSHOT' }

export const ok = (body: Json): Expectation => ({ status: 200, code: 'Ok', type: JSON_TYPE, body })

/** 200 without a body to parse (contract, sixth point). */
export const empty: Expectation = { status: 200, code: null, type: null, body: '' }

const errorBody = (errorCode: string, errorMsg: string, bindingError?: string): Body => ({
  errorCode,
  errorMsg,
  ...(bindingError === undefined ? {} : { bindingErrors: [{ name: 'body', msg: bindingError }] }),
  succeeded: false,
})

export const refused = (status: number, code: string, errorMsg: string, bindingError?: string): Expectation => ({
  status,
  code,
  type: JSON_TYPE,
  body: errorBody(code, errorMsg, bindingError),
})

export const illegal = (errorMsg: string) => refused(400, 'IllegalArgument', errorMsg)
export const notFound = refused(404, 'NotFound', 'Not found resource!')

/** `path` without outer slashes. */
export const noRoute = (path: string) =>
  refused(404, 'NotFound', `404 NOT_FOUND "No static resource ${path} for request '{_address}'."`)

const FAILED_TO_READ = '400 BAD_REQUEST "Failed to read HTTP message"'
export const unreadable = (words = '{_words}') =>
  refused(400, 'IllegalArgument', FAILED_TO_READ, `JSON decoding error: ${words}`)

export const unsupported = (contentType: string, className: string) =>
  refused(
    415,
    'UnsupportedMediaType',
    `415 UNSUPPORTED_MEDIA_TYPE "Content type '${contentType}' not supported for bodyType=${className}"`,
  )

export const tooLong = refused(400, 'IllegalState', 'Exceeded limit on max bytes to buffer : 262144')
export const emptyCommand = illegal('Command can not be empty.')

/** 500 at the real server, which says nothing; a server may say what is wrong instead (contract 12.14). */
export const unsaid: { readonly expect: Expectation; readonly or: readonly Alternative[] } = {
  expect: refused(500, 'InternalServerError', 'Unexpected server error'),
  or: [{ ...illegal('<text>'), reason: '400 naming what is wrong instead of a 500 that says nothing (12.14)' }],
}

interface Reached {
  readonly id?: string
  readonly version?: Json
  readonly code?: string
  readonly message?: string
  /** How the record is named in the request. */
  readonly of?: string
  readonly requestId?: string
}

const func = (functionKind: string, contextName: string, processorName: string, name: string): Body => ({
  functionKind,
  contextName,
  processorName,
  name,
})

function result(
  stage: string,
  fn: Body,
  { id = '<id>', version = '<int>', code = 'Ok', message = '', ...reached }: Reached,
): Body {
  return {
    id,
    waitCommandId: '{_command}',
    stage,
    contextName: 'compensation-service',
    aggregateName: 'execution_failed',
    tenantId: '(0)',
    aggregateId: `{${reached.of ?? 'a'}}`,
    aggregateVersion: version,
    requestId: reached.requestId ?? '{_command}',
    commandId: '{_command}',
    function: fn,
    errorCode: code,
    errorMsg: message,
    result: {},
    signalTime: '<time>',
    succeeded: code === 'Ok',
  }
}

export const sent = (reached: Reached = {}) =>
  result('SENT', func('COMMAND', 'wow', 'CommandGateway', 'send'), { version: null, ...reached })
/** `handler`: of the aggregate; `process` where it was refused before. */
export const processed = (handler: string, reached: Reached = {}) =>
  result(
    'PROCESSED',
    handler === 'process'
      ? func('COMMAND', 'wow', 'SimpleCommandAggregate', 'process')
      : func('COMMAND', 'compensation-service', 'ExecutionFailed', handler),
    { id: '{_command}', ...reached },
  )
export const saved = (reached: Reached = {}) =>
  result('SNAPSHOT', func('STATE_EVENT', 'wow', 'SnapshotDispatcher', 'save'), reached)
export const handled = (reached: Reached = {}) =>
  result(
    'EVENT_HANDLED',
    func('EVENT', 'compensation-service', 'CompensationEventProcessor', 'onCompensationPrepared'),
    reached,
  )

/** A command that failed: the whole result, and the status of its code. */
export const failed = (status: number, body: Body): Expectation => ({
  status,
  code: typeof body['errorCode'] === 'string' ? body['errorCode'] : null,
  type: JSON_TYPE,
  body,
})

export const stream = (body: Json): Expectation => ({ status: 200, code: 'Ok', type: SSE_TYPE, body })

const stageEvent = (data: Body): Body => ({ id: data['id'] ?? '<id>', event: data['stage'] ?? '', data })

/** The stages of a command over SSE. SENT may come after what it led to (contract 3.5). */
export const stages = (...results: readonly Body[]) => stream({ '<unordered>': results.map(stageEvent) })

/** What went wrong over SSE: one last event that carries the body of the refusal. */
export const errorEvent = ({ body, code }: Expectation): Body => ({ id: '<id>', event: code, data: body ?? null })
export const streamRefused = (expectation: Expectation) => stream([errorEvent(expectation)])

/** A gateway failure over SSE has an id of its own beside that of the result. */
export const gatewayEvent = (data: Body) => stream([{ id: '<id>', event: data['errorCode'] ?? '', data }])

export const stagesThenTimeout = (...results: readonly Body[]) =>
  stream([
    ...results.map(stageEvent),
    errorEvent(
      refused(
        408,
        'RequestTimeout',
        "Did not observe any item or terminal signal within first signal from a Publisher in 'source(FluxDefer)' (and no fallback has been configured)",
      ),
    ),
  ])

/** `{wait}`: the milliseconds that the cases wait for what never comes. */
export const waitTimeout = refused(
  408,
  'RequestTimeout',
  "Did not observe any item or terminal signal within {wait}ms in 'source(MonoDefer)' (and no fallback has been configured)",
)

export const missing = (of: string) =>
  `AggregateId(contextName=compensation-service, aggregateName=execution_failed, tenantId=(0), id={${of}}) is not initialized.`

/* Requests. */

export const BASE = '/execution_failed'

export const post = (path: string, body: Json, headers: ContractRequest['headers'] = {}): ContractRequest => ({
  method: 'POST',
  path: `${BASE}${path}`,
  headers,
  body,
})
export const get = (path: string, headers: ContractRequest['headers'] = {}): ContractRequest => ({
  method: 'GET',
  path: `${BASE}${path}`,
  headers,
})
/** A command to a record, by how the record is named. */
export const put = (
  of: string,
  command: string,
  body: Json = {},
  headers: ContractRequest['headers'] = {},
): ContractRequest => ({
  method: 'PUT',
  path: `${BASE}/{${of}}/${command}`,
  headers,
  body,
})
/** A body as text, well-formed or not. */
export const raw = (request: ContractRequest, text: string, contentType?: string | null): ContractRequest => {
  const { body: _, ...rest } = request
  return { ...rest, text, ...(contentType === undefined ? {} : { contentType }) }
}
export const bare = (request: ContractRequest): ContractRequest => {
  const { body: _, ...rest } = request
  return rest
}

export const spec = (maxRetries: Json, minBackoff: Json, executionTimeout: Json): Body => ({
  maxRetries,
  minBackoff,
  executionTimeout,
})

export const ERROR: Body = {
  errorCode: 'IllegalState',
  errorMsg: 'stock is short',
  stackTrace: 'java.lang.IllegalStateException: stock is short',
}

/**
 * A failure as a service reports it. Context and event carry the tag of the run: no service owns that context, so preparing
 * the record runs nothing anywhere.
 */
export const failure = (more: Body = {}): Body => ({
  eventId: {
    id: '{tag}',
    aggregateId: { contextName: '{tag}', aggregateName: 'order', aggregateId: 'order-0001', tenantId: '(0)' },
    version: 1,
  },
  function: { functionKind: 'EVENT', contextName: '{tag}', processorName: 'OrderProjector', name: 'onOrderCreated' },
  error: ERROR,
  executeAt: '{now}',
  ...more,
})

export const record = (id: string, more: Body = {}): GivenRecord => ({ id, body: more })
export const create = (body: Json, headers: ContractRequest['headers'] = {}) =>
  post('/create_execution_failed', body, headers)

/* Cases. */

export type Expected = Expectation | Pick<ContractCase, 'expect' | 'or'>

export const ask = (
  name: string,
  request: ContractRequest,
  expected: Expected,
  more: Pick<ContractCase, 'guard' | 'afterMs' | 'recorded'> = {},
): ContractCase => ({ name, request, ...('expect' in expected ? expected : { expect: expected }), ...more })

/** A case that repeats what the real server was asked under that name, and perhaps under others too. */
export const again = (
  name: string,
  request: ContractRequest,
  expected: Expected,
  { alike = [], ...more }: Pick<ContractCase, 'guard' | 'afterMs'> & { readonly alike?: readonly string[] } = {},
): ContractCase => ask(name, request, expected, { recorded: [name, ...alike], ...more })
