/** Every operation of the reference, as the document of Wow 8.10.10 names it (contract 8.1). */
export const OPERATIONS = {
  'compensation.execution_failed.create_execution_failed': 'POST /execution_failed/create_execution_failed',
  'compensation.execution_failed.default_delete_aggregate': 'DELETE /execution_failed/{id}',
  'compensation.execution_failed.apply_execution_failed': 'PUT /execution_failed/{id}/apply_execution_failed',
  'compensation.execution_failed.apply_execution_success': 'PUT /execution_failed/{id}/apply_execution_success',
  'compensation.execution_failed.apply_retry_spec': 'PUT /execution_failed/{id}/apply_retry_spec',
  'compensation.execution_failed.change_function': 'PUT /execution_failed/{id}/change_function',
  'compensation.execution_failed.force_prepare_compensation': 'PUT /execution_failed/{id}/force_prepare_compensation',
  'compensation.execution_failed.mark_recoverable': 'PUT /execution_failed/{id}/mark_recoverable',
  'compensation.execution_failed.prepare_compensation': 'PUT /execution_failed/{id}/prepare_compensation',
  'compensation.execution_failed.default_recover_aggregate': 'PUT /execution_failed/{id}/recover',
  'compensation.execution_failed.default_apply_resource_tags': 'PUT /execution_failed/{id}/tags',
  'compensation.execution_failed.event.count': 'POST /execution_failed/event/count',
  'compensation.execution_failed.event.list_query': 'POST /execution_failed/event/list',
  'compensation.execution_failed.event.paged_query': 'POST /execution_failed/event/paged',
  'compensation.execution_failed.snapshot.count': 'POST /execution_failed/snapshot/count',
  'compensation.execution_failed.snapshot.list_query': 'POST /execution_failed/snapshot/list',
  'compensation.execution_failed.snapshot_state.list_query': 'POST /execution_failed/snapshot/list/state',
  'compensation.execution_failed.snapshot.paged_query': 'POST /execution_failed/snapshot/paged',
  'compensation.execution_failed.snapshot_state.paged_query': 'POST /execution_failed/snapshot/paged/state',
  'compensation.execution_failed.snapshot.single': 'POST /execution_failed/snapshot/single',
  'compensation.execution_failed.snapshot_state.single': 'POST /execution_failed/snapshot/single/state',
  'compensation.execution_failed.snapshot.batch_regenerate': 'PUT /execution_failed/snapshot/{afterId}/{limit}',
  'compensation.execution_failed.state_event.resend': 'POST /execution_failed/state/{afterId}/{limit}',
  'compensation.execution_failed.event_stream.load': 'GET /execution_failed/{id}/event/{headVersion}/{tailVersion}',
  'compensation.execution_failed.snapshot.load': 'GET /execution_failed/{id}/snapshot',
  'compensation.execution_failed.snapshot.regenerate': 'PUT /execution_failed/{id}/snapshot',
  'compensation.execution_failed.aggregate.load': 'GET /execution_failed/{id}/state',
  'compensation.execution_failed.time_based_aggregate.load': 'GET /execution_failed/{id}/state/time/{createTime}',
  'compensation.execution_failed.aggregate_tracing.get': 'GET /execution_failed/{id}/state/tracing',
  'compensation.execution_failed.versioned_aggregate.load': 'GET /execution_failed/{id}/state/{version}',
  'compensation.execution_failed.compensate': 'PUT /execution_failed/{id}/{version}/compensate',
  'wow.bi_script.generate': 'POST /wow/bi/script',
  'wow.command.send': 'POST /wow/command/send',
  'wow.command.wait': 'POST /wow/command/wait',
  'wow.global_id.generate': 'GET /wow/id/global',
  'wow.metadata.get': 'GET /wow/metadata',
} as const satisfies Readonly<Record<string, string>>

type OperationId = keyof typeof OPERATIONS

const isOperation = (id: string): id is OperationId => Object.hasOwn(OPERATIONS, id)
export const OPERATION_IDS: readonly OperationId[] = Object.keys(OPERATIONS).filter(isOperation)

const isSegment = (part: string): boolean => part.startsWith('{')

/** The operation that a request is meant for, as far as its address tells. */
export function operationOf(request: { readonly method: string; readonly path: string }): OperationId | undefined {
  const asked = `${request.method} ${request.path.split('?')[0] ?? ''}`.split('/')
  const fits = OPERATION_IDS.filter((id) => {
    const parts = OPERATIONS[id].split('/')
    return parts.length === asked.length && parts.every((part, index) => isSegment(part) || part === asked[index])
  })
  const literals = (id: OperationId) => OPERATIONS[id].split('/').filter((part) => !isSegment(part)).length
  return fits.toSorted((one, other) => literals(other) - literals(one))[0]
}
