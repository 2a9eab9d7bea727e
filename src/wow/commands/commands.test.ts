import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  COMMAND_NAMES,
  commandOfClass,
  commandPath,
  COMMANDS,
  isCommandName,
  readCommand,
  validateCommand,
  type CommandName,
} from './commands.ts'

const spec = { maxRetries: 1, minBackoff: 2, executionTimeout: 3 }
const func = { functionKind: 'EVENT', contextName: 'c', processorName: 'p', name: 'f' }
const error = { errorCode: 'X', errorMsg: 'm', stackTrace: 's' }
const aggregateId = { contextName: 'c', aggregateName: 'a', aggregateId: 'i', tenantId: 't' }
const create = { eventId: { id: 'e', aggregateId, version: 1 }, function: func, error, executeAt: 5 }

const bodyOf = (name: CommandName, body: unknown) => {
  const reading = readCommand(name, body)
  return reading.ok ? reading.command.body : reading.failure.message
}

describe('addresses', () => {
  test('an id is escaped in the address', () => {
    expect(commandPath('mark_recoverable', 'a/b c')).toBe('/execution_failed/a%2Fb%20c/mark_recoverable')
    expect(commandPath('default_delete_aggregate', '$&')).toBe('/execution_failed/%24%26')
    expect(commandPath('create_execution_failed', '')).toBe('/execution_failed/create_execution_failed')
  })

  test('each command is found by its class, and only by it', () => {
    expect(COMMAND_NAMES).toHaveLength(11)
    for (const name of COMMAND_NAMES) expect(commandOfClass(COMMANDS[name].className)).toBe(name)
    expect(commandOfClass('java.lang.String')).toBeUndefined()
    expect(isCommandName('toString')).toBe(false)
  })
})

describe('numbers', () => {
  test.each([
    ['10', 10],
    [' 10 ', 10],
    ['+10', 10],
    ['-1', -1],
    [3.7, 3],
    [-3.7, -3],
    [-0.5, 0],
    [2_147_483_647, 2_147_483_647],
    ['2147483647', 2_147_483_647],
    [-2_147_483_648, -2_147_483_648],
  ])('%j is taken as %i', (given, taken) => {
    expect(bodyOf('apply_retry_spec', { ...spec, maxRetries: given })).toStrictEqual({ ...spec, maxRetries: taken })
  })

  test.each(['abc', '3.7', '', '1e3', '0x10', '1 0', true, [1], { a: 1 }])('%j is not an integer', (given) => {
    expect(bodyOf('apply_retry_spec', { ...spec, maxRetries: given })).toContain(
      'maxRetries must be an integer, but was ',
    )
  })

  test.each([2_147_483_648, '99999999999', -2_147_483_649, 1e300])('%j is out of the range of an int', (given) => {
    expect(bodyOf('apply_retry_spec', { ...spec, maxRetries: given })).toContain(
      'maxRetries must be between -2147483648 and 2147483647',
    )
  })

  test('a time that a page would round is refused, not altered', () => {
    expect(bodyOf('apply_execution_success', { executeAt: 9_007_199_254_740_991 })).toEqual({
      executeAt: 9_007_199_254_740_991,
    })
    expect(bodyOf('apply_execution_success', { executeAt: 9_007_199_254_740_992 })).toContain(
      'executeAt must be between',
    )
  })
})

describe('absence', () => {
  test.each([
    ['apply_execution_success', {}, 'executeAt is required.'],
    ['apply_execution_success', undefined, 'executeAt is required.'],
    ['apply_execution_success', { executeAt: null }, 'executeAt must not be null.'],
    ['mark_recoverable', null, 'recoverable is required.'],
    ['mark_recoverable', { recoverable: null }, 'recoverable must not be null.'],
    ['change_function', { functionKind: 'EVENT' }, 'contextName is required.'],
    [
      'apply_execution_failed',
      { executeAt: 1, error: { ...error, stackTrace: null } },
      'error.stackTrace must not be null.',
    ],
    ['apply_execution_failed', { executeAt: 1, error, recoverable: null }, 'recoverable must not be null.'],
    ['create_execution_failed', { ...create, recoverable: null }, 'recoverable must not be null.'],
    ['create_execution_failed', { ...create, retrySpec: { maxRetries: 1 } }, 'retrySpec.minBackoff is required.'],
    ['create_execution_failed', undefined, 'Command can not be empty.'],
    ['default_apply_resource_tags', null, 'Command can not be empty.'],
    ['default_apply_resource_tags', { tags: { a: ['b', 1] } }, 'tags.a[1] must be a string, but was 1.'],
    ['prepare_compensation', [], 'The body must be an object, but was a list.'],
    ['prepare_compensation', 'x', 'The body must be an object, but was "x".'],
  ] as const)('%s with %j', (name, body, message) => {
    expect(bodyOf(name, body)).toBe(message)
  })

  test.each([
    ['prepare_compensation', undefined],
    ['force_prepare_compensation', null],
    ['default_delete_aggregate', undefined],
    ['default_recover_aggregate', {}],
  ] as const)('%s needs no body', (name, body) => {
    expect(readCommand(name, body)).toEqual({ ok: true, command: { name, body: {} } })
  })

  test('a missing spec is null, a missing mark UNKNOWN, a tenant of null empty', () => {
    const id = { ...create.eventId, aggregateId: { ...aggregateId, tenantId: null } }
    expect(bodyOf('create_execution_failed', { ...create, eventId: id, retrySpec: null, foo: 1 })).toEqual({
      ...create,
      eventId: { ...create.eventId, aggregateId: { ...aggregateId, tenantId: '' } },
      error: { ...error, succeeded: false },
      retrySpec: null,
      recoverable: 'UNKNOWN',
    })
    const { tenantId: _tenantId, ...without } = aggregateId
    expect(bodyOf('create_execution_failed', { ...create, eventId: { ...create.eventId, aggregateId: without } })).toBe(
      'eventId.aggregateId.tenantId is required.',
    )
  })
})

describe('enums', () => {
  test('typed bodies take any letter case, raw ones only the exact value', () => {
    const lower = { ...create, function: { ...func, functionKind: 'event' }, recoverable: 'recoverable' }
    expect(bodyOf('create_execution_failed', lower)).toMatchObject({
      function: { functionKind: 'EVENT' },
      recoverable: 'RECOVERABLE',
    })
    expect(bodyOf('mark_recoverable', { recoverable: 'recoverable' })).toBe(
      'recoverable must be one of UNKNOWN, UNRECOVERABLE, RECOVERABLE, but was "recoverable".',
    )
    expect(bodyOf('change_function', { ...func, functionKind: 'event' })).toContain('functionKind must be one of ')
  })
})

function tags(json: string) {
  const reading = readCommand('default_apply_resource_tags', { tags: JSON.parse(json) })
  if (!reading.ok) throw new Error(reading.failure.message)
  return reading.command
}

test('tags must not have blank keys, and no key is special', () => {
  expect(validateCommand(tags('{" ":["a"]}'))?.errorMsg).toBe('Tags cannot contain blank keys!')
  expect(validateCommand(tags('{"a":[]}'))).toBeUndefined()
  expect(JSON.stringify(tags('{"__proto__":["a"],"constructor":["b"]}').body)).toBe(
    '{"tags":{"__proto__":["a"],"constructor":["b"]}}',
  )
})

test('a property is not read from the prototype of the body', () => {
  expect(bodyOf('mark_recoverable', Object.create({ recoverable: 'UNKNOWN' }))).toBe('recoverable is required.')
})

test('reading never throws and never prints a whole body, however odd or deep it is', () => {
  let deep: unknown = 'x'
  for (let level = 0; level < 200_000; level += 1) deep = [deep]
  expect(bodyOf('mark_recoverable', { recoverable: deep })).toContain('but was a list.')
  fc.assert(
    fc.property(fc.constantFrom(...COMMAND_NAMES), fc.jsonValue(), fc.jsonValue(), (name, body, inner) => {
      for (const given of [body, { ...create, error: inner }, { tags: inner }, { ...spec, minBackoff: inner }]) {
        const reading = readCommand(name, given)
        if (!reading.ok) expect(reading.failure.message.length).toBeLessThan(300)
      }
    }),
    { numRuns: 2000 },
  )
})
