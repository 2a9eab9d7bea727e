/**
 * Which document path lies in which column. SQL names come from here and nowhere else. A plain column is never NULL, so
 * a comparison on it is true or false, never unknown. A path that is neither here nor below one of these lies somewhere
 * in the whole document, or nowhere.
 */
import { AGGREGATE_NAME, CONTEXT_NAME, TENANT_ID } from '../../../wow/commands/commands.ts'

type ColumnType = 'text' | 'number' | 'boolean'

export type Place =
  /** A plain column, or an expression over the whole document that gives a value as plain as a column's. */
  | {
      readonly kind: 'column'
      readonly name: string
      readonly type: ColumnType
      readonly ofDocument?: true
      /** Holds a name of the protocol, of letters and underscores, which JSON takes as it is. */
      readonly isName?: true
    }
  /** The same in every document. */
  | { readonly kind: 'constant'; readonly value: string }
  /** A small part of the document as JSON text; NULL when it is absent, which only an optional one may be. */
  | { readonly kind: 'json'; readonly name: string; readonly optional: boolean }

export type Places = ReadonlyMap<string, Place>

const text = (name: string): Place => ({ kind: 'column', name, type: 'text' })
const oneOf = (name: string): Place => ({ kind: 'column', name, type: 'text', isName: true })
const number = (name: string): Place => ({ kind: 'column', name, type: 'number' })
const boolean = (name: string): Place => ({ kind: 'column', name, type: 'boolean' })
const constant = (value: string): Place => ({ kind: 'constant', value })
const json = (name: string, optional = false): Place => ({ kind: 'json', name, optional })

/** Too long for a column. */
const STACK_TRACE: Place = {
  kind: 'column',
  name: `(document ->> '$.state.error.stackTrace')`,
  type: 'text',
  ofDocument: true,
}

const HEAD = {
  contextName: constant(CONTEXT_NAME),
  aggregateName: constant(AGGREGATE_NAME),
  tenantId: constant(TENANT_ID),
  ownerId: text('ownerId'),
  spaceId: text('spaceId'),
  version: number('version'),
}

/** Paths of a snapshot, in the order in which a document is written: `aggregateId` last, as the real server does. */
export const SNAPSHOT_PLACES: Places = new Map(
  Object.entries({
    ...HEAD,
    eventId: text('eventId'),
    firstOperator: text('firstOperator'),
    operator: text('operator'),
    firstEventTime: number('firstEventTime'),
    eventTime: number('eventTime'),
    'state.id': text('id'),
    'state.error.errorCode': text('errorCode'),
    'state.error.errorMsg': text('errorMsg'),
    'state.error.stackTrace': STACK_TRACE,
    'state.error.bindingErrors': json('bindingErrors', true),
    'state.error.succeeded': boolean('errorSucceeded'),
    'state.eventId.id': text('sourceEventId'),
    'state.eventId.aggregateId.contextName': text('sourceContext'),
    'state.eventId.aggregateId.aggregateName': text('sourceAggregate'),
    'state.eventId.aggregateId.aggregateId': text('sourceId'),
    'state.eventId.aggregateId.tenantId': text('sourceTenant'),
    'state.eventId.version': number('sourceVersion'),
    'state.executeAt': number('executeAt'),
    'state.function.functionKind': oneOf('functionKind'),
    'state.function.contextName': text('functionContext'),
    'state.function.processorName': text('processorName'),
    'state.function.name': text('functionName'),
    'state.isBelowRetryThreshold': boolean('isBelowRetryThreshold'),
    'state.isRetryable': boolean('isRetryable'),
    'state.recoverable': oneOf('recoverable'),
    'state.retrySpec.maxRetries': number('maxRetries'),
    'state.retrySpec.minBackoff': number('minBackoff'),
    'state.retrySpec.executionTimeout': number('executionTimeout'),
    'state.retryState.retries': number('retries'),
    'state.retryState.retryAt': number('retryAt'),
    'state.retryState.timeoutAt': number('timeoutAt'),
    'state.retryState.nextRetryAt': number('nextRetryAt'),
    'state.status': oneOf('status'),
    snapshotTime: number('snapshotTime'),
    tags: json('tags'),
    deleted: boolean('deleted'),
    aggregateId: text('id'),
  }),
)

/** Paths of an event stream; `header` and `body` lie in the document alone. */
export const EVENT_PLACES: Places = new Map(
  Object.entries({
    ...HEAD,
    aggregateId: text('aggregateId'),
    commandId: text('commandId'),
    requestId: text('requestId'),
    createTime: number('createTime'),
    size: number('size'),
    id: text('id'),
  }),
)

/** No place has more keys. */
const LONGEST = 4

/** The place that a path leads to or through, and what of the path lies below it. */
export function placeOf(
  path: readonly string[],
  places: Places,
): { readonly place: Place; readonly below: readonly string[] } | undefined {
  for (let depth = Math.min(path.length, LONGEST); depth > 0; depth -= 1) {
    const place = places.get((depth === path.length ? path : path.slice(0, depth)).join('.'))
    if (place !== undefined) return { place, below: path.slice(depth) }
  }
  return undefined
}
