import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bind } from './commandBody.ts'
import { waitingFor, waitSignalShape, type Awaited, type Signal } from './waiting.ts'

const signal = (stage: string, more: Partial<Signal> = {}): Signal => ({
  commandId: 'c',
  stage,
  function: { functionKind: 'EVENT', contextName: 'shop', processorName: 'Sender', name: 'onPaid' },
  errorCode: 'Ok',
  result: {},
  ...more,
})

/** Which signals are told to the sender, and which one ends the wait. */
function follow(awaited: Awaited, signals: readonly Signal[]) {
  const waiting = waitingFor<Signal>('c', awaited)
  const told: string[] = []
  for (const each of signals) {
    if (waiting.take(each)) told.push(each.stage)
    const end = waiting.ended()
    if (end !== undefined) return { told, end }
  }
  return { told, end: undefined }
}

describe('a wait for one stage', () => {
  test('ends with that stage, and tells of the stages before it', () => {
    const { told, end } = follow({ stage: 'SNAPSHOT' }, [signal('SENT'), signal('PROCESSED'), signal('SNAPSHOT')])
    expect(told).toEqual(['SENT', 'PROCESSED', 'SNAPSHOT'])
    expect(end?.stage).toBe('SNAPSHOT')
  })

  test('also needs PROCESSED when it is for later, in any order', () => {
    const { told, end } = follow({ stage: 'EVENT_HANDLED' }, [signal('EVENT_HANDLED'), signal('SENT')])
    expect([told, end]).toEqual([['EVENT_HANDLED', 'SENT'], undefined])
    const late = follow({ stage: 'EVENT_HANDLED' }, [signal('EVENT_HANDLED'), signal('PROCESSED')])
    expect(late.end?.stage).toBe('EVENT_HANDLED')
  })

  test('ends with a failure of a stage before it', () => {
    const { end } = follow({ stage: 'SNAPSHOT' }, [signal('SENT'), signal('PROCESSED', { errorCode: 'IllegalState' })])
    expect(end).toMatchObject({ stage: 'PROCESSED', errorCode: 'IllegalState' })
  })

  test('hears of no other stage and of no other function', () => {
    const awaited = { stage: 'EVENT_HANDLED', context: 'shop', processor: 'Sender', function: 'onPaid' } as const
    const others = [{ contextName: 'bill' }, { processorName: 'Printer' }, { name: 'onSent' }].map((other) =>
      signal('EVENT_HANDLED', { function: { ...signal('SENT').function, ...other } }),
    )
    expect(follow(awaited, [signal('PROCESSED'), signal('SNAPSHOT'), ...others])).toEqual({
      told: ['PROCESSED'],
      end: undefined,
    })
    expect(follow(awaited, [signal('PROCESSED'), ...others, signal('EVENT_HANDLED')]).end).toBeDefined()
  })

  test('for projections ends with the last one', () => {
    const projected = (isLastProjection: boolean) => signal('PROJECTED', { isLastProjection })
    const awaited = { stage: 'PROJECTED' } as const
    expect(follow(awaited, [signal('PROCESSED'), projected(false)]).end).toBeUndefined()
    expect(follow(awaited, [signal('PROCESSED'), projected(false), projected(true)]).end).toBeDefined()
  })

  test('gathers the results of all signals that it hears of', () => {
    const { end } = follow({ stage: 'SNAPSHOT' }, [
      signal('PROCESSED', { result: { a: 1, b: 1 } }),
      signal('SNAPSHOT', { result: { b: 2 } }),
    ])
    expect(end?.result).toEqual({ a: 1, b: 2 })
  })
})

describe('a wait for what a saga sends', () => {
  const awaited = { stage: 'SAGA_HANDLED', tail: { stage: 'SNAPSHOT' } } as const
  const history = [
    signal('SENT'),
    signal('PROCESSED'),
    signal('SAGA_HANDLED', { commands: ['x', 'y'] }),
    ...['x', 'y'].flatMap((commandId) => [
      signal('SENT', { commandId }),
      signal('PROCESSED', { commandId }),
      signal('SNAPSHOT', { commandId }),
    ]),
  ]

  test('ends when every one of them has reached its stage, whatever comes first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(history, { minLength: history.length }), (signals) => {
        const waiting = waitingFor<Signal>('c', awaited)
        const needed = new Set([
          history[1],
          history[2],
          ...history.filter(({ commandId, stage }) => commandId !== 'c' && stage !== 'SENT'),
        ])
        for (const each of signals) {
          waiting.take(each)
          needed.delete(each)
          expect(waiting.ended() !== undefined).toBe(needed.size === 0)
        }
      }),
    )
  })

  test('ends with the first failure', () => {
    const failed = signal('PROCESSED', { commandId: 'y', errorCode: 'IllegalState' })
    expect(follow(awaited, [...history.slice(0, 3), failed]).end).toMatchObject({ commandId: 'y', stage: 'PROCESSED' })
    const saga = signal('SAGA_HANDLED', { errorCode: 'BadRequest' })
    expect(follow(awaited, [signal('PROCESSED'), saga]).end).toMatchObject({ errorCode: 'BadRequest' })
  })

  test('ends with the saga when it sends nothing', () => {
    expect(follow(awaited, [signal('PROCESSED'), signal('SAGA_HANDLED')]).end).toMatchObject({ stage: 'SAGA_HANDLED' })
  })
})

test('a signal of another process is read with what it may leave out', () => {
  const body = {
    id: 'i',
    waitCommandId: 'c',
    commandId: 'c',
    aggregateId: { contextName: 'a', aggregateName: 'b', aggregateId: 'd', tenantId: '(0)' },
    stage: 'projected',
    function: { functionKind: 'EVENT', contextName: 'shop', processorName: 'P', name: 'on' },
  }
  expect(bind(waitSignalShape, body, false)).toEqual({
    ok: true,
    value: {
      ...body,
      stage: 'PROJECTED',
      aggregateVersion: null,
      isLastProjection: false,
      errorCode: 'Ok',
      errorMsg: '',
      bindingErrors: [],
      result: {},
      commands: [],
      signalTime: undefined,
    },
  })
  for (const name of ['waitCommandId', 'aggregateId', 'stage', 'function'])
    expect(bind(waitSignalShape, { ...body, [name]: undefined }, false).ok, name).toBe(false)
})
