import { describe, expect, test } from 'vitest'
import { ACTION_NAMES, ACTIONS, availability, hasRole, isActionName, nextAction } from './actions.ts'
import { COMMANDS } from '../commands/commands.ts'
import type { StateLike } from './preconditions.ts'

const NOW = 1_795_384_774_069

const record = (state: StateLike = {}, deleted = false) => ({
  deleted,
  state: {
    status: 'FAILED',
    recoverable: 'UNKNOWN',
    retrySpec: { maxRetries: 3, minBackoff: 180, executionTimeout: 120 },
    retryState: { retries: 1, retryAt: NOW, timeoutAt: NOW + 5, nextRetryAt: NOW + 9 },
    ...state,
  },
})
const running = record({ status: 'PREPARED' })
const over = record({ retryState: { retries: 3, timeoutAt: NOW, nextRetryAt: NOW } })

describe('prepare', () => {
  test.each([
    ['succeeded', record({ status: 'SUCCEEDED' }), { code: 'succeeded' }],
    ['running', running, { code: 'not-timed-out', until: NOW + 5 }],
    ['over', over, { code: 'over-threshold', retries: 3, maxRetries: 3 }],
    ['deleted', record({}, true), { code: 'deleted' }],
  ])('%s is refused with its reason', (_name, of, reason) => {
    expect(availability('prepare', of, { now: NOW })).toEqual({ state: 'refused', reason })
  })

  test('at exactly timeoutAt it is still refused, one millisecond later it is not', () => {
    expect(availability('prepare', running, { now: NOW + 5 }).state).toBe('refused')
    expect(availability('prepare', running, { now: NOW + 6 }).state).toBe('offered')
  })

  test('with an unknown clock the server decides about time', () => {
    expect(availability('prepare', running, { now: null })).toEqual({ state: 'offered', warnings: [] })
    expect(availability('prepare', over, { now: null }).state).toBe('refused')
  })

  test('an unrecoverable record is offered with a warning', () => {
    const marked = record({ recoverable: 'UNRECOVERABLE' })
    expect(availability('prepare', marked, { now: NOW })).toEqual({
      state: 'offered',
      warnings: [{ code: 'unrecoverable' }],
    })
  })

  test('what a projection left out is not judged', () => {
    expect(availability('prepare', {}, { now: NOW })).toEqual({ state: 'offered', warnings: [] })
    const flagged = { state: { status: 'FAILED', isBelowRetryThreshold: false } }
    expect(availability('prepare', flagged, { now: NOW }).state).toBe('refused')
  })
})

describe('force prepare', () => {
  test('goes over the threshold with a warning', () => {
    expect(availability('force-prepare', over, { now: NOW })).toEqual({
      state: 'offered',
      warnings: [{ code: 'over-threshold', retries: 3, maxRetries: 3 }],
    })
  })

  test('is refused while an attempt runs and where the back-off does not fit', () => {
    expect(availability('force-prepare', running, { now: NOW }).state).toBe('refused')
    const far = record({ retryState: { retries: 62 } })
    expect(availability('force-prepare', far, { now: NOW })).toMatchObject({ reason: { code: 'backoff-overflow' } })
  })
})

test('a mark is refused where it stands already, and a menu is judged without one', () => {
  expect(availability('mark-recoverable', record(), { now: NOW, recoverable: 'UNKNOWN' })).toEqual({
    state: 'refused',
    reason: { code: 'already-marked', recoverable: 'UNKNOWN' },
  })
  expect(availability('mark-recoverable', record(), { now: NOW }).state).toBe('offered')
  expect(availability('mark-recoverable', running, { now: NOW, recoverable: 'RECOVERABLE' })).toEqual({
    state: 'offered',
    warnings: [{ code: 'mark-is-lost-on-failure' }],
  })
})

test('recover is the only thing a deleted record takes', () => {
  const deleted = record({}, true)
  const offered = ACTION_NAMES.filter((name) => availability(name, deleted, { now: NOW }).state === 'offered')
  expect(offered).toEqual(['recover', 'regenerate-snapshot', 'compensate-event'])
  expect(availability('recover', record(), { now: NOW })).toEqual({ state: 'refused', reason: { code: 'not-deleted' } })
})

test.each([
  ['EVENT', 'offered'],
  ['STATE_EVENT', 'offered'],
  ['COMMAND', 'refused'],
])('an event is published again for a function of kind %s: %s', (functionKind, state) => {
  expect(availability('compensate-event', record(), { now: NOW, function: { functionKind } }).state).toBe(state)
})

test('every action has a command of its own, and deleting needs more than retrying', () => {
  // Regenerating a snapshot and publishing an event again have addresses of their own.
  const commands = ACTION_NAMES.map((name) => ACTIONS[name].command).filter((command) => command !== null)
  expect(commands).toHaveLength(ACTION_NAMES.length - 2)
  expect(new Set(commands).size).toBe(commands.length)
  expect(commands.filter((command) => !(command in COMMANDS))).toEqual([])
  expect(hasRole('operator', ACTIONS.prepare.role)).toBe(true)
  expect(hasRole('operator', ACTIONS.delete.role)).toBe(false)
  expect(hasRole('viewer', ACTIONS.prepare.role)).toBe(false)
  expect(isActionName('valueOf')).toBe(false)
})

test.each([
  ['prepare', record()],
  ['force-prepare', over],
  ['mark-recoverable', record({ recoverable: 'UNRECOVERABLE' })],
  ['mark-recoverable', record({ recoverable: 'UNRECOVERABLE', retryState: { retries: 3 } })],
  ['recover', record({ status: 'SUCCEEDED' }, true)],
  [undefined, running],
  [undefined, record({ status: 'SUCCEEDED' })],
])('the right next step is %s', (step, of) => {
  expect(nextAction(of, NOW)).toBe(step)
})
