/** Random executions, commands and histories for property tests. */
import * as fc from 'fast-check'
import { COMMAND_NAMES, readCommand, type Command } from '../commands/commands.ts'
import type { Aggregate, StreamFacts } from './executionFailed.ts'
import { FUNCTION_KINDS, RECOVERABLES, STATUSES } from '../schemas.ts'

const word = fc.constantFrom('a', 'b', 'order', 'Saga', '漢字', '')

const functionInfo = fc.record({
  functionKind: fc.constantFrom(...FUNCTION_KINDS),
  contextName: word,
  processorName: word,
  name: word,
})

const errorDetails = fc.record({ errorCode: fc.constantFrom('X', 'Ok'), errorMsg: word, stackTrace: word })

const eventId = fc.record({
  id: word,
  aggregateId: fc.record({ contextName: word, aggregateName: word, aggregateId: word, tenantId: word }),
  version: fc.integer({ min: 1, max: 9 }),
})

/** Mostly small numbers, now and then one at the edge of an int. */
const int = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 52, 62, 63, 2_147_483_647) },
)

const retrySpec = fc.record({ maxRetries: int, minBackoff: int, executionTimeout: int })

const bodies = {
  create_execution_failed: fc.record(
    {
      eventId,
      function: functionInfo,
      error: errorDetails,
      executeAt: fc.integer({ min: 0, max: 100_000 }),
      retrySpec: fc.option(retrySpec),
      recoverable: fc.constantFrom(...RECOVERABLES),
    },
    { requiredKeys: ['eventId', 'function', 'error', 'executeAt'] },
  ),
  prepare_compensation: fc.constant({}),
  force_prepare_compensation: fc.constant({}),
  apply_execution_success: fc.record({ executeAt: fc.integer() }),
  apply_execution_failed: fc.record(
    { error: errorDetails, executeAt: fc.integer(), recoverable: fc.constantFrom(...RECOVERABLES) },
    { requiredKeys: ['error', 'executeAt'] },
  ),
  apply_retry_spec: retrySpec,
  change_function: functionInfo,
  mark_recoverable: fc.record({ recoverable: fc.constantFrom(...RECOVERABLES) }),
  default_delete_aggregate: fc.constant({}),
  default_recover_aggregate: fc.constant({}),
  default_apply_resource_tags: fc.record({ tags: fc.dictionary(word, fc.array(word, { maxLength: 2 })) }),
} as const

/** A command with a body that binds. */
export const command: fc.Arbitrary<Command> = fc.constantFrom(...COMMAND_NAMES).chain((name) =>
  bodies[name].map((body: unknown) => {
    const reading = readCommand(name, body)
    if (!reading.ok) throw new Error(reading.failure.message)
    return reading.command
  }),
)

/** A time near `NOW`, often exactly it. */
export const NOW = 1_795_384_774_069
const time = fc.oneof(fc.constantFrom(NOW - 1, NOW, NOW + 1), fc.integer({ min: NOW - 600_000, max: NOW + 600_000 }))

/** A state as some server may hold it: its parts need not fit together. */
export const aggregate: fc.Arbitrary<Aggregate> = fc
  .record({
    status: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...STATUSES) },
      { weight: 1, arbitrary: fc.constant('NEW') },
    ),
    recoverable: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...RECOVERABLES) },
      { weight: 1, arbitrary: fc.constant('MAYBE') },
    ),
    retrySpec,
    retries: int,
    retryAt: time,
    timeoutAt: time,
    nextRetryAt: time,
    function: functionInfo,
    error: errorDetails,
    eventId,
    deleted: fc.boolean(),
    version: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ deleted, version, retries, retryAt, timeoutAt, nextRetryAt, ...rest }) => {
    const isBelowRetryThreshold = retries < rest.retrySpec.maxRetries
    return {
      aggregateId: 'id',
      ownerId: '',
      spaceId: '',
      version,
      eventId: 'stream',
      firstOperator: '',
      operator: '',
      firstEventTime: retryAt,
      eventTime: retryAt,
      deleted,
      tags: {},
      state: {
        ...rest,
        id: 'id',
        executeAt: retryAt,
        retryState: { retries, retryAt, timeoutAt, nextRetryAt },
        isBelowRetryThreshold,
        isRetryable: rest.status !== 'SUCCEEDED' && isBelowRetryThreshold,
      },
    }
  })

/** The stream in which the next event of a test's execution comes. */
export const nextStream = (aggregate: Aggregate | undefined, createTime: number): StreamFacts => {
  const version = (aggregate?.version ?? 0) + 1
  return { id: `s${version}`, aggregateId: 'id', ownerId: '', spaceId: '', version, createTime, header: {} }
}
