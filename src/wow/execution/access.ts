/** The checks of contract 3.7 that come before a command's own rules, in the server's order and words. */
import { AGGREGATE_NAME, CONTEXT_NAME, TENANT_ID, type CommandName } from '../commands/commands.ts'
import type { Aggregate } from './executionFailed.ts'
import { deletionRefusal } from './preconditions.ts'

interface CommandRequest {
  readonly name: CommandName
  readonly commandId: string
  readonly aggregateId: string
  /** `Command-Aggregate-Version`, when it was an int. */
  readonly expectedVersion?: number | undefined
  readonly ownerId?: string | undefined
  readonly spaceId?: string | undefined
}

export interface Rejection {
  readonly errorCode: string
  readonly errorMsg: string
  readonly aggregateVersion: number
  /** Which function the command result names: the aggregate's `process`, or the command's handler (3.6). */
  readonly origin: 'process' | 'handler'
}

/** The aggregate id as the server's messages print it. */
export const printedId = (aggregateId: string): string =>
  `AggregateId(contextName=${CONTEXT_NAME}, aggregateName=${AGGREGATE_NAME}, tenantId=${TENANT_ID}, id=${aggregateId})`

export const duplicateId = (aggregateId: string): Rejection => ({
  errorCode: 'DuplicateAggregateId',
  errorMsg: `Duplicate ${printedId(aggregateId)}.`,
  aggregateVersion: 1,
  origin: 'handler',
})

const differs = (wanted: string | undefined, actual: string) =>
  wanted !== undefined && wanted.trim() !== '' && wanted !== actual

/**
 * Checks 1 to 5 of 3.7 for every command but create, which is judged by the append alone (`duplicateId`). An expected
 * version of 0 makes the real server run the command as a create (3.3); here it is refused: as a duplicate where there
 * are events, as not found where there are none (12.13).
 */
export function checkAccess(aggregate: Aggregate | undefined, request: CommandRequest): Rejection | undefined {
  if (request.name === 'create_execution_failed') return undefined

  const id = request.aggregateId
  const version = aggregate?.version ?? 0
  const rejected = (errorCode: string, errorMsg: string): Rejection => ({
    errorCode,
    errorMsg,
    aggregateVersion: version,
    origin: 'process',
  })

  const expected = request.expectedVersion
  if (expected === 0 && aggregate !== undefined) return duplicateId(id)
  if (expected !== undefined && expected !== version) {
    const errorMsg = `The expected version[${expected}] of the command is inconsistent with the actual version[${version}].`
    return rejected('CommandExpectVersionConflict', errorMsg)
  }
  if (aggregate === undefined) return rejected('NotFound', `${printedId(id)} is not initialized.`)
  if (differs(request.ownerId, aggregate.ownerId)) {
    return rejected('IllegalAccessOwnerAggregate', `Illegal access to a owner aggregate[${id}].`)
  }
  if (differs(request.spaceId, aggregate.spaceId)) {
    return rejected('IllegalAccessSpaceAggregate', `Illegal access to a space aggregate[${id}].`)
  }
  const deletion = deletionRefusal(aggregate, request.name === 'default_recover_aggregate')
  if (deletion?.code === 'not-deleted') {
    const errorMsg = `Failed to process command[${request.commandId}]: The current StateAggregate[${id}] is not deleted.`
    return rejected('IllegalState', errorMsg)
  }
  if (deletion !== undefined) {
    return rejected('IllegalAccessDeletedAggregate', `Illegal access to a deleted aggregate[${id}].`)
  }
  return undefined
}
