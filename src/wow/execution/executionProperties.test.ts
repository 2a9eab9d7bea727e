import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACTION_NAMES, ACTIONS, availability, type ActionName } from './actions.ts'
import { checkAccess } from './access.ts'
import { aggregate as anyAggregate, command as anyCommand, nextStream, NOW } from './executionArbitraries.ts'
import { decide, evolve, replay, type Aggregate } from './executionFailed.ts'
import type { DomainEventStream } from '../schemas.ts'

/** A random history: what the commands led to, refusals left out, with the clock going on. */
const history = fc
  .tuple(
    anyCommand.filter(({ name }) => name === 'create_execution_failed'),
    fc.array(fc.tuple(anyCommand, fc.integer({ min: 0, max: 10_000 })), { maxLength: 60, size: 'max' }),
  )
  .map(([first, rest]) => {
    const streams: DomainEventStream[] = []
    const steps: Aggregate[] = []
    let aggregate: Aggregate | undefined
    let now = 0
    for (const [command, passed] of [[first, 0] as const, ...rest]) {
      now += passed
      const request = { name: command.name, commandId: 'c', aggregateId: 'id' }
      if (aggregate !== undefined && command.name === 'create_execution_failed') continue
      if (checkAccess(aggregate, request) !== undefined) continue
      const decision = decide(aggregate, command, { now })
      if (!decision.ok) continue
      const facts = nextStream(aggregate, now)
      aggregate = evolve(aggregate, decision.event, facts)
      steps.push(aggregate)
      streams.push({
        ...facts,
        contextName: '',
        aggregateName: '',
        tenantId: '',
        commandId: '',
        requestId: '',
        body: [{ ...decision.event, id: 'e' }],
      })
    }
    return { streams, steps }
  })

test('replay gives the aggregate, also from any snapshot on the way', () => {
  fc.assert(
    fc.property(history, fc.nat(), ({ streams, steps }, cut) => {
      expect(replay(streams)).toEqual(steps.at(-1))
      if (streams.length === 0) return
      const from = cut % streams.length
      expect(replay(streams.slice(from + 1), steps[from])).toEqual(steps.at(-1))
    }),
    { numRuns: 500 },
  )
})

test('retries never fall, SUCCEEDED is final, the flags fit the state', () => {
  let seen = 0
  let succeeded = 0
  fc.assert(
    fc.property(history, ({ steps }) => {
      seen += steps.length
      for (const [index, { state }] of steps.entries()) {
        const before = steps[index - 1]?.state
        if (before !== undefined) {
          expect(state.retryState.retries).toBeGreaterThanOrEqual(before.retryState.retries)
          if (before.status === 'SUCCEEDED') expect(state.status).toBe('SUCCEEDED')
        }
        succeeded += state.status === 'SUCCEEDED' ? 1 : 0
        expect(state.isBelowRetryThreshold).toBe(state.retryState.retries < state.retrySpec.maxRetries)
        expect(state.isRetryable).toBe(state.status !== 'SUCCEEDED' && state.isBelowRetryThreshold)
      }
    }),
    { numRuns: 500 },
  )
  // The property would hold of empty histories too.
  expect(seen).toBeGreaterThan(500)
  expect(succeeded).toBeGreaterThan(0)
})

test('decide never throws, whatever state a server holds', () => {
  fc.assert(
    fc.property(anyAggregate, anyCommand, fc.double(), (aggregate, command, now) => {
      decide(aggregate, command, { now })
      decide(undefined, command, { now })
    }),
    { numRuns: 2000 },
  )
})

test('an action is offered exactly where its command is accepted', () => {
  const actions = new Map<string | null, ActionName>(ACTION_NAMES.map((name) => [ACTIONS[name].command, name]))
  let offered = 0
  fc.assert(
    fc.property(anyAggregate, anyCommand, (aggregate, command) => {
      const action = actions.get(command.name)
      // A retry spec is judged by what is typed, not by the record.
      if (action === undefined || action === 'apply-retry-spec') return
      const accepted =
        checkAccess(aggregate, { name: command.name, commandId: 'c', aggregateId: 'id' }) === undefined &&
        decide(aggregate, command, { now: NOW }).ok
      const { state } = availability(action, aggregate, {
        now: NOW,
        ...(command.name === 'mark_recoverable' ? { recoverable: command.body.recoverable } : {}),
        ...(command.name === 'change_function' ? { function: command.body } : {}),
      })
      offered += state === 'offered' ? 1 : 0
      expect(state).toBe(accepted ? 'offered' : 'refused')
    }),
    { numRuns: 5000 },
  )
  expect(offered).toBeGreaterThan(100)
})
