import { isObject } from '../../../wow/json.ts'
import type { Answer } from './compare.ts'
import type { Exchange } from './exchanges.ts'

/**
 * Where this server answers something else than the recorded one, and why (sections of the contract in brackets). An
 * entry that no longer differs fails the test, and so does a rule that fits another number of exchanges.
 */
export interface Difference {
  readonly reason: string
  readonly exchanges: readonly string[]
  /** What is answered instead. */
  readonly status: number
  /** Absent where the header is absent. */
  readonly errorCode?: string
  /** Asked of a store of its own, because the answer leaves another history behind. */
  readonly apart?: true
}

export const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'An empty body is taken on delete and recover, as the official client sends it (12.2).',
    exchanges: ['delete.no-body', 'delete.zero-length'],
    status: 200,
    errorCode: 'Ok',
    apart: true,
  },
  {
    reason: 'The same; the record is not deleted, so that recover itself is refused (12.2).',
    exchanges: ['recover.no-body'],
    status: 400,
    errorCode: 'IllegalState',
    apart: true,
  },
  {
    reason: 'This server is done before the millisecond is over. Nothing was claimed of such a wait (3.4).',
    exchanges: ['wait.timeout-short-effect'],
    status: 200,
    errorCode: 'Ok',
    apart: true,
  },
  {
    reason: 'A null value is no value, as the sample of the API reference has it (12.14).',
    exchanges: ['op.strict.EQ.null', 'value.null'],
    status: 200,
    errorCode: 'Ok',
  },
  {
    reason: 'The prefix of the generated client is accepted (12.1).',
    exchanges: ['route.prefix'],
    status: 200,
    errorCode: 'Ok',
  },
  {
    reason: 'No page of another origin may read or command this server: it has no sign-in of its own.',
    exchanges: ['options.cors'],
    status: 404,
    errorCode: 'NotFound',
  },
  {
    reason: 'The same.',
    exchanges: ['cors.simple'],
    status: 200,
    errorCode: 'Ok',
  },
  {
    reason: 'RAW is a filter of another database: refused with an open guard too.',
    exchanges: ['op.loose.RAW', 'op.loose.RAW.string'],
    status: 400,
    errorCode: 'IllegalArgument',
  },
  {
    reason: 'Which Java classes exist is not known here: any other is answered like one that is no command (7.2).',
    exchanges: ['send.unknown-type', 'send.simple-type'],
    status: 400,
    errorCode: 'IllegalState',
  },
  {
    reason: 'Expected version 0 is no create in disguise, and stops no server (12.13).',
    exchanges: ['version.zero-on-missing-prepare', 'version.zero-delete-missing', 'version.zero-on-missing'],
    status: 404,
    errorCode: 'NotFound',
  },
  {
    reason: 'The recorded server gave queries one millisecond; this one has ten seconds, as the contract (4.3).',
    exchanges: [
      'idle.list',
      'idle.count',
      'idle.paged',
      'idle.single',
      'idle.snapshot',
      'idle.event-range',
      'idle.list-sse',
    ],
    status: 200,
    errorCode: 'Ok',
  },
  {
    reason: 'Threads are a matter of the JVM: no link to them.',
    exchanges: ['get /actuator'],
    status: 200,
  },
  {
    reason: 'The recorded server was not well only because of its store; this one has another store, which is.',
    exchanges: ['get /actuator/health'],
    status: 200,
  },
  {
    reason: 'A page of our own shows the document: without scripts, and with nothing from elsewhere.',
    exchanges: ['get /swagger-ui/index.html'],
    status: 200,
  },
]

/** The addresses of the dashboard's page (contract 8.3). */
const DASHBOARD =
  /^\/(index\.html|to-retry|executing|next-retry|non-retryable|succeeded|unrecoverable|webjars\/swagger-ui\/index\.html)?$/

export interface DifferenceRule {
  readonly reason: string
  /** How many exchanges it fits. */
  readonly fits: number
  readonly explains: (exchange: Exchange, recorded: Answer, actual: Answer) => boolean
}

const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)

/** The only event of an SSE answer. */
const event = ({ body }: Answer): unknown => (Array.isArray(body) && body.length === 1 ? body[0] : undefined)

export const RULES: readonly DifferenceRule[] = [
  {
    reason: 'A 500 that tells the caller nothing is a 400 that names what is wrong (12.14).',
    fits: 88,
    explains: (_, recorded, actual) =>
      recorded.status === 500 &&
      member(recorded.body, 'errorMsg') === 'Unexpected server error' &&
      actual.status === 400 &&
      member(actual.body, 'errorCode') === 'IllegalArgument' &&
      String(member(actual.body, 'errorMsg')).length > 0,
  },
  {
    reason: 'The same on SSE, where the real server shows the words of its exception (12.14).',
    fits: 3,
    explains: (_, recorded, actual) =>
      member(event(recorded), 'event') === 'BadRequest' && member(event(actual), 'event') === 'IllegalArgument',
  },
  {
    reason: 'The dashboard has its own address, not this one.',
    fits: 16,
    explains: ({ request }, _, actual) => DASHBOARD.test(request.path) && actual.status === 404,
  },
]
