/**
 * Every field that a snapshot or an event stream of this aggregate has (contract 2, 5.4), with its type and its name in
 * words. The paths that the server's own field list names but does not store are left out: filters on them find nothing.
 */
import { FUNCTION_KINDS, RECOVERABLES, STATUSES } from '../schemas.ts'

/** `time` is epoch milliseconds; `array` holds strings, or objects whose fields stand in this list with longer paths. */
export type FieldType = 'string' | 'number' | 'time' | 'boolean' | 'enum' | 'array' | 'object'
export type Language = 'en' | 'zh-CN'

export interface Field {
  readonly path: string
  readonly type: FieldType
  readonly label: { readonly [language in Language]: string }
  /** Known values of an enum. */
  readonly values?: readonly string[]
  /** False where a document may lack the field: sorting and paging by it is then not safe. */
  readonly isAlwaysPresent: boolean
}

type Entry = readonly [path: string, type: FieldType, en: string, zh: string, values?: readonly string[]]

const EVENT_NAMES = [
  'execution_failed_created',
  'compensation_prepared',
  'execution_success_applied',
  'execution_failed_applied',
  'retry_spec_applied',
  'recoverable_marked',
  'function_changed',
  'default_aggregate_deleted',
  'default_aggregate_recovered',
  'default_resource_tags_applied',
]

const toFields = (isAlwaysPresent: boolean, entries: readonly Entry[]): readonly Field[] =>
  entries.map(([path, type, en, zh, values]) => ({
    path,
    type,
    label: { en, 'zh-CN': zh },
    ...(values === undefined ? {} : { values }),
    isAlwaysPresent,
  }))

/** In the order in which a person looks for them: state first, then the snapshot around it. */
export const SNAPSHOT_FIELDS: readonly Field[] = [
  ...toFields(true, [
    ['aggregateId', 'string', 'execution id', '执行 ID'],
    ['state.status', 'enum', 'status', '状态', STATUSES],
    ['state.recoverable', 'enum', 'recoverable', '可恢复性', RECOVERABLES],
    ['state.isRetryable', 'boolean', 'retryable', '可重试'],
    ['state.isBelowRetryThreshold', 'boolean', 'below retry threshold', '未达重试上限'],
    ['state.error.errorCode', 'string', 'error code', '错误码'],
    ['state.error.errorMsg', 'string', 'error message', '错误消息'],
    ['state.error.stackTrace', 'string', 'stack trace', '堆栈'],
    ['state.function.processorName', 'string', 'processor', '处理器'],
    ['state.function.name', 'string', 'function', '函数'],
    ['state.function.contextName', 'string', 'function context', '函数上下文'],
    ['state.function.functionKind', 'enum', 'function kind', '函数类型', FUNCTION_KINDS],
    ['state.eventId.aggregateId.aggregateId', 'string', 'source aggregate id', '源聚合 ID'],
    ['state.eventId.aggregateId.aggregateName', 'string', 'source aggregate', '源聚合'],
    ['state.eventId.aggregateId.contextName', 'string', 'source context', '源上下文'],
    ['state.eventId.aggregateId.tenantId', 'string', 'source tenant', '源租户'],
    ['state.eventId.id', 'string', 'source event id', '源事件 ID'],
    ['state.eventId.version', 'number', 'source event version', '源事件版本'],
    ['state.executeAt', 'time', 'executed', '执行时间'],
    ['state.retryState.retries', 'number', 'retries', '重试次数'],
    ['state.retryState.retryAt', 'time', 'last retry', '上次重试'],
    ['state.retryState.timeoutAt', 'time', 'timeout', '超时时间'],
    ['state.retryState.nextRetryAt', 'time', 'next retry', '下次重试'],
    ['state.retrySpec.maxRetries', 'number', 'max retries', '最大重试次数'],
    ['state.retrySpec.minBackoff', 'number', 'min backoff (s)', '最小退避（秒）'],
    ['state.retrySpec.executionTimeout', 'number', 'execution timeout (s)', '执行超时（秒）'],
  ]),
  ...toFields(false, [
    ['state.error.succeeded', 'boolean', 'error succeeded', '错误成功标记'],
    ['state.error.bindingErrors', 'array', 'binding errors', '绑定错误'],
    ['state.error.bindingErrors.name', 'string', 'binding error name', '绑定错误名称'],
    ['state.error.bindingErrors.msg', 'string', 'binding error message', '绑定错误消息'],
  ]),
  ...toFields(true, [
    ['version', 'number', 'version', '版本'],
    ['eventId', 'string', 'last event stream id', '最后事件流 ID'],
    ['firstEventTime', 'time', 'created', '创建时间'],
    ['eventTime', 'time', 'last event', '最后事件时间'],
    ['snapshotTime', 'time', 'snapshot time', '快照时间'],
    ['firstOperator', 'string', 'first operator', '首次操作人'],
    ['operator', 'string', 'operator', '操作人'],
    ['ownerId', 'string', 'owner', '所有者'],
    ['spaceId', 'string', 'space', '空间'],
    ['tenantId', 'string', 'tenant', '租户'],
    ['tags', 'object', 'tags', '标签'],
    ['deleted', 'boolean', 'deleted', '已删除'],
    ['contextName', 'string', 'context', '上下文'],
    ['aggregateName', 'string', 'aggregate', '聚合'],
    ['state.id', 'string', 'state id', '状态 ID'],
    ['state.eventId', 'object', 'source event', '源事件'],
    ['state.eventId.aggregateId', 'object', 'source aggregate (whole)', '源聚合（整体）'],
    ['state.function', 'object', 'function (whole)', '函数（整体）'],
    ['state.error', 'object', 'error', '错误'],
    ['state.retrySpec', 'object', 'retry spec', '重试策略'],
    ['state.retryState', 'object', 'retry state', '重试状态'],
    ['state', 'object', 'state', '状态对象'],
  ]),
]

/** Bodies differ by event; what is below `body.body` is in `events.ts`. */
export const EVENT_FIELDS: readonly Field[] = [
  ...toFields(true, [
    ['aggregateId', 'string', 'execution id', '执行 ID'],
    ['version', 'number', 'version', '版本'],
    ['createTime', 'time', 'event time', '事件时间'],
    ['body', 'array', 'events', '事件'],
    ['body.name', 'enum', 'event', '事件名称', EVENT_NAMES],
    ['body.id', 'string', 'event id', '事件 ID'],
    ['body.bodyType', 'string', 'event type', '事件类型'],
    ['body.revision', 'string', 'event revision', '事件修订'],
    ['body.body', 'object', 'event body', '事件内容'],
    ['id', 'string', 'event stream id', '事件流 ID'],
    ['commandId', 'string', 'command id', '命令 ID'],
    ['requestId', 'string', 'request id', '请求 ID'],
    ['ownerId', 'string', 'owner', '所有者'],
    ['spaceId', 'string', 'space', '空间'],
    ['tenantId', 'string', 'tenant', '租户'],
    ['contextName', 'string', 'context', '上下文'],
    ['aggregateName', 'string', 'aggregate', '聚合'],
    ['size', 'number', 'number of events', '事件数'],
    ['header', 'object', 'header', '消息头'],
  ]),
  ...toFields(false, [
    ['body.body.error.errorCode', 'string', 'error code of the event', '事件的错误码'],
    ['body.body.error.errorMsg', 'string', 'error message of the event', '事件的错误消息'],
    ['body.body.function.processorName', 'string', 'processor of the event', '事件的处理器'],
    ['body.body.function.name', 'string', 'function of the event', '事件的函数'],
    ['body.body.recoverable', 'enum', 'recoverable of the event', '事件的可恢复性', RECOVERABLES],
    ['body.body.retryState.retries', 'number', 'retries of the event', '事件的重试次数'],
    ['body.body.eventId.id', 'string', 'source event id of the event', '事件的源事件 ID'],
    ['body.body.eventId.aggregateId.aggregateId', 'string', 'source aggregate id of the event', '事件的源聚合 ID'],
    ['header.trace_id', 'string', 'trace id', '追踪 ID'],
    ['header.upstream_id', 'string', 'upstream id', '上游 ID'],
    ['header.upstream_name', 'string', 'command name', '命令名称'],
    ['header.remote_ip', 'string', 'remote address', '远程地址'],
    ['header.user_agent', 'string', 'user agent', '用户代理'],
    ['header.app_id', 'string', 'app id', '应用 ID'],
    ['header.device_id', 'string', 'device id', '设备 ID'],
    ['header.command_operator', 'string', 'command operator', '命令操作人'],
    ['header.command_wait_id', 'string', 'wait id', '等待 ID'],
    ['header.command_wait_stage', 'string', 'wait stage', '等待阶段'],
    ['header.command_wait_endpoint', 'string', 'wait endpoint', '等待端点'],
  ]),
]

const byPath = (fields: readonly Field[]): ReadonlyMap<string, Field> =>
  new Map(fields.map((field) => [field.path, field]))

const SNAPSHOT_BY_PATH = byPath(SNAPSHOT_FIELDS)
const EVENT_BY_PATH = byPath(EVENT_FIELDS)
const TAG = /^tags\.([^.]+)$/

/** The field with this path, of a snapshot or else of an event stream; `_id` is the id, `tags.<key>` a tag. */
export function fieldOf(path: string): Field | undefined {
  const known = SNAPSHOT_BY_PATH.get(path === '_id' ? 'aggregateId' : path) ?? EVENT_BY_PATH.get(path)
  if (known !== undefined) return known
  const key = TAG.exec(path)?.[1]
  return key === undefined
    ? undefined
    : { path, type: 'array', label: { en: `tag ${key}`, 'zh-CN': `标签 ${key}` }, isAlwaysPresent: false }
}
