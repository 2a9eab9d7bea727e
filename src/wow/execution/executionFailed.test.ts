import { describe, expect, test } from 'vitest'
import { checkAccess } from './access.ts'
import { readCommand, type Command, type CommandName } from '../commands/commands.ts'
import { nextStream, NOW } from './executionArbitraries.ts'
import { decide, evolve, type Aggregate } from './executionFailed.ts'

const FUNCTION = { functionKind: 'EVENT', contextName: 'shop', processorName: 'Saga', name: 'onPaid' }
const ERROR = { errorCode: 'STOCK_SHORT', errorMsg: 'stock is short', stackTrace: 'at x' }
const EVENT_ID = {
  id: 'event',
  aggregateId: { contextName: 'shop', aggregateName: 'order', aggregateId: 'order-1', tenantId: '(0)' },
  version: 3,
}

function read(name: CommandName, body: unknown = {}): Command {
  const reading = readCommand(name, body)
  if (!reading.ok) throw new Error(reading.failure.message)
  return reading.command
}

const create = (retrySpec: object | null = null, more: object = {}) =>
  read('create_execution_failed', {
    eventId: EVENT_ID,
    function: FUNCTION,
    error: ERROR,
    executeAt: NOW,
    retrySpec,
    ...more,
  })

/** Runs commands one after the other, each at its time; refuses to go on after a refusal. */
function after(...steps: readonly (readonly [Command, number?])[]): Aggregate {
  let aggregate: Aggregate | undefined
  for (const [command, now = NOW] of steps) {
    const decision = decide(aggregate, command, { now })
    if (!decision.ok) throw new Error(decision.errorMsg)
    aggregate = evolve(aggregate, decision.event, nextStream(aggregate, now))
  }
  if (aggregate === undefined) throw new Error('No command was given')
  return aggregate
}

const prepare = read('prepare_compensation')
const force = read('force_prepare_compensation')
const succeed = read('apply_execution_success', { executeAt: 7 })
const fail = read('apply_execution_failed', { executeAt: 8, error: ERROR })

const decided = (aggregate: Aggregate | undefined, command: Command, now = NOW) => {
  const decision = decide(aggregate, command, { now })
  return decision.ok ? decision.event.name : `${decision.errorCode}: ${decision.errorMsg}`
}

describe('create', () => {
  test('without a spec the default counts, and the first retry is one back-off after the execution', () => {
    const { state } = after([create()])
    expect(state.retrySpec).toEqual({ maxRetries: 10, minBackoff: 180, executionTimeout: 120 })
    expect(state.retryState).toEqual({
      retries: 0,
      retryAt: NOW,
      timeoutAt: NOW + 120_000,
      nextRetryAt: NOW + 180_000,
    })
    expect(state).toMatchObject({ status: 'FAILED', recoverable: 'UNKNOWN', isRetryable: true })
  })

  test('a spec without retries is legal and leaves only force', () => {
    const aggregate = after([create({ maxRetries: 0, minBackoff: 1, executionTimeout: 1 })])
    expect(aggregate.state).toMatchObject({ isBelowRetryThreshold: false, isRetryable: false })
    expect(decided(aggregate, prepare)).toBe('IllegalState: ExecutionFailed can not retry.')
    expect(decided(aggregate, force)).toBe('compensation_prepared')
  })

  test('succeeded is reckoned, whatever was sent, and an empty list of binding errors is not kept', () => {
    const error = { ...ERROR, errorCode: 'Ok', succeeded: false, bindingErrors: [] }
    expect(after([create(null, { error })]).state.error).toEqual({ ...ERROR, errorCode: 'Ok', succeeded: true })
  })
})

const negative = (name: string) => `IllegalArgument: ${name} must be greater than or equal to 0.`

describe('retry specs are checked in the server order', () => {
  test.each([
    [{ maxRetries: -1, minBackoff: -1, executionTimeout: -1 }, negative('maxRetries')],
    [{ maxRetries: 1, minBackoff: -1, executionTimeout: -1 }, negative('executionTimeout')],
    [{ maxRetries: 1, minBackoff: -1, executionTimeout: 1 }, negative('minBackoff')],
    [
      { maxRetries: 63, minBackoff: 1, executionTimeout: 1 },
      'BadRequest: Retry backoff exceeds the supported millisecond range.',
    ],
    [{ maxRetries: 62, minBackoff: 1, executionTimeout: 1 }, 'BadRequest: long overflow'],
    [{ maxRetries: 60, minBackoff: 180, executionTimeout: 1 }, 'BadRequest: long overflow'],
  ])('%j is refused', (spec, refusal) => {
    expect(decided(undefined, create(spec))).toBe(refusal)
    expect(decided(after([create()]), read('apply_retry_spec', spec))).toBe(refusal)
  })

  // The largest powers that still fit: 1000 * 2^53 and 180000 * 2^45 are below 2^63, the next ones are not.
  test.each([
    [{ maxRetries: 53, minBackoff: 1, executionTimeout: 1 }, 'execution_failed_created'],
    [{ maxRetries: 54, minBackoff: 1, executionTimeout: 1 }, 'BadRequest: long overflow'],
    [{ maxRetries: 45, minBackoff: 180, executionTimeout: 1 }, 'execution_failed_created'],
    [{ maxRetries: 46, minBackoff: 180, executionTimeout: 1 }, 'BadRequest: long overflow'],
    [{ maxRetries: 2_147_483_647, minBackoff: 0, executionTimeout: 2_147_483_647 }, 'execution_failed_created'],
  ])('%j is judged exactly', (spec, outcome) => {
    expect(decided(undefined, create(spec))).toBe(outcome)
  })
})

/** A failed record after that many retries. */
function at(retries: number, minBackoff: number): Aggregate {
  const { state, ...rest } = after([create({ maxRetries: 1, minBackoff: 180, executionTimeout: 120 })])
  return {
    ...rest,
    state: {
      ...state,
      retrySpec: { ...state.retrySpec, minBackoff },
      retryState: { ...state.retryState, retries },
    },
  }
}

describe('prepare and force prepare', () => {
  const spec = { maxRetries: 1, minBackoff: 180, executionTimeout: 120 }
  const failed = after([create(spec)])
  const prepared = after([create(spec)], [prepare])

  test('prepare counts and doubles the back-off', () => {
    expect(prepared.state.status).toBe('PREPARED')
    expect(prepared.state.retryState).toEqual({
      retries: 1,
      retryAt: NOW,
      timeoutAt: NOW + 120_000,
      nextRetryAt: NOW + 360_000,
    })
  })

  test('a record is prepared before its next retry and when it is marked unrecoverable', () => {
    expect(failed.state.retryState.nextRetryAt).toBeGreaterThan(NOW)
    expect(decided(failed, prepare)).toBe('compensation_prepared')
    const marked = after([create(spec, { recoverable: 'UNRECOVERABLE' })])
    expect(decided(marked, prepare)).toBe('compensation_prepared')
  })

  test('a running attempt is left alone until its time is over, which it is not at timeoutAt itself', () => {
    const { timeoutAt } = prepared.state.retryState
    for (const now of [NOW, timeoutAt - 1, timeoutAt]) {
      expect(decided(prepared, prepare, now)).toBe('IllegalState: ExecutionFailed can not retry.')
      expect(decided(prepared, force, now)).toBe('IllegalState: ExecutionFailed can not force retry.')
    }
    expect(decided(prepared, force, timeoutAt + 1)).toBe('compensation_prepared')
  })

  test('over the threshold only force prepares, and it counts on', () => {
    const over = after([create(spec)], [prepare], [fail])
    expect(decided(over, prepare)).toBe('IllegalState: ExecutionFailed can not retry.')
    expect(after([create(spec)], [prepare], [fail], [force]).state.retryState.retries).toBe(2)
  })

  test('what succeeded is not prepared again', () => {
    const succeeded = after([create(spec)], [prepare], [succeed])
    expect(decided(succeeded, prepare)).toBe('IllegalState: ExecutionFailed can not retry.')
    expect(decided(succeeded, force)).toBe('IllegalState: ExecutionFailed can not force retry.')
  })

  test('force is refused where the back-off does not fit 64 bits', () => {
    expect(decided(at(62, 1), force)).toBe('BadRequest: Retry backoff exceeds the supported millisecond range.')
    expect(decided(at(53, 1), force)).toBe('BadRequest: long overflow')
    expect(decided(at(62, 0), force)).toBe('compensation_prepared')
    // 1000 * 2^53 ms is allowed; as a time it is held where a page can read it exactly.
    const far = decide(at(52, 1), force, { now: NOW })
    expect(far).toMatchObject({ event: { body: { retryState: { nextRetryAt: Number.MAX_SAFE_INTEGER } } } })
  })
})

describe('outcomes', () => {
  test('only a prepared record takes one, even when its time is over', () => {
    const failed = after([create()])
    expect(decided(failed, succeed)).toBe('IllegalState: ExecutionFailed is not prepared.')
    expect(decided(failed, fail)).toBe('IllegalState: ExecutionFailed is not prepared.')
    const late = after([create()], [prepare])
    expect(decided(late, succeed, late.state.retryState.timeoutAt + 1)).toBe('execution_success_applied')
  })

  test('success keeps error and retry state', () => {
    const before = after([create()], [prepare]).state
    const { state } = after([create()], [prepare], [succeed])
    expect(state).toEqual({ ...before, status: 'SUCCEEDED', executeAt: 7, isRetryable: false })
  })

  test('a failure that names no mark loses an earlier one, and the next retry counts from the prepare', () => {
    const marked = [read('mark_recoverable', { recoverable: 'RECOVERABLE' })] as const
    const { state } = after([create()], [...marked], [prepare], [fail])
    expect(state).toMatchObject({ status: 'FAILED', recoverable: 'UNKNOWN', executeAt: 8 })
    expect(state.retryState.nextRetryAt).toBe(NOW + 360_000)
  })
})

describe('changes in any status', () => {
  test('a new spec changes the threshold at once and leaves the next retry', () => {
    const before = after([create()], [prepare]).state
    const spec = { maxRetries: 1, minBackoff: 7, executionTimeout: 9 }
    const { state } = after([create()], [prepare], [read('apply_retry_spec', spec)])
    expect(state).toEqual({ ...before, retrySpec: spec, isBelowRetryThreshold: false, isRetryable: false })
  })

  test('an equal spec is taken, an equal mark and an equal function are not', () => {
    const aggregate = after([create()])
    expect(decided(aggregate, read('apply_retry_spec', aggregate.state.retrySpec))).toBe('retry_spec_applied')
    expect(decided(aggregate, read('mark_recoverable', { recoverable: 'UNKNOWN' }))).toBe(
      'IllegalArgument: ExecutionFailed recoverable is already marked to UNKNOWN.',
    )
    expect(decided(aggregate, read('change_function', FUNCTION))).toBe(
      'IllegalArgument: ExecutionFailed function is already changed to FunctionInfoData(functionKind=EVENT, contextName=shop, processorName=Saga, name=onPaid).',
    )
    expect(decided(aggregate, read('change_function', { ...FUNCTION, name: 'onSent' }))).toBe('function_changed')
  })
})

test('an expected version of 0 does no harm', () => {
  const request = { name: 'prepare_compensation', commandId: 'c', aggregateId: 'id', expectedVersion: 0 } as const
  expect(checkAccess(undefined, request)?.errorCode).toBe('NotFound')
  expect(checkAccess(after([create()]), request)?.errorCode).toBe('DuplicateAggregateId')
})

test('a blank owner or space header asks for none', () => {
  const request = {
    name: 'prepare_compensation',
    commandId: 'c',
    aggregateId: 'id',
    ownerId: ' ',
    spaceId: '',
  } as const
  expect(checkAccess(after([create()]), request)).toBeUndefined()
  expect(checkAccess(after([create()]), { ...request, spaceId: 'blue' })?.errorCode).toBe('IllegalAccessSpaceAggregate')
})

test('a history that begins with anything but the creation is refused in words', () => {
  const stream = { id: 's', aggregateId: 'id', ownerId: '', spaceId: '', version: 1, createTime: 1, header: {} }
  expect(() => evolve(undefined, undefined, stream)).toThrow('does not begin with execution_failed_created')
})

test('an event of a newer server moves the version and nothing else', () => {
  const before = after([create()])
  const stream = { id: 's2', aggregateId: 'id', ownerId: '', spaceId: '', version: 2, createTime: 5, header: {} }
  expect(evolve(before, undefined, stream)).toEqual({ ...before, version: 2, eventId: 's2', eventTime: 5 })
})
