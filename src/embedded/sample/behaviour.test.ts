import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../wow/failure/fingerprint.ts'
import { firstApplicationFrame, parseStackTrace } from '../../wow/failure/stackTrace.ts'
import { answerTo, firstFailure, type Script } from './behaviour.ts'
import { ERROR_KINDS, type ErrorKindName } from './errorKinds.ts'
import { SAMPLE_FUNCTIONS, type SampleFunction } from './functions.ts'
import { scriptOf, SAMPLE_RECORDS } from './sampleRecords.ts'

const seed = 7
const kindNames = Object.keys(ERROR_KINDS).filter((name): name is ErrorKindName => name in ERROR_KINDS)

const eventIdOf = (handler: SampleFunction, index: number) => ({
  id: `0VbkTest0001${String(index).padStart(3, '0')}`,
  aggregateId: {
    contextName: handler.source.contextName,
    aggregateName: handler.source.aggregateName,
    aggregateId: `0VbkTest0002${String(index).padStart(3, '0')}`,
    tenantId: '(0)',
  },
  version: 3,
})

const manyEvents = (handler: SampleFunction) => Array.from({ length: 200 }, (_, index) => eventIdOf(handler, index))

function handlerNamed(processorName: string): SampleFunction {
  const found = SAMPLE_FUNCTIONS.find((handler) => handler.function.processorName === processorName)
  if (found === undefined) throw new Error(processorName)
  return found
}

describe('an error kind', () => {
  test.each(kindNames)('%s keeps one fingerprint whatever stands in its message', (error) => {
    const handler = handlerNamed('OrderStockSaga')
    const script: Script = { error, next: 'fails the same way' }
    const failures = manyEvents(handler).map((eventId) => firstFailure(handler, eventId, { seed }, script))
    expect(new Set(failures.map((failure) => fingerprint(failure.error))).size).toBe(1)
    expect(failures.every((failure) => !/\{[a-z]+\}/.test(failure.error.errorMsg + failure.error.stackTrace))).toBe(
      true,
    )
  })

  test('has a fingerprint of its own', () => {
    const handler = handlerNamed('OrderStockSaga')
    const eventId = eventIdOf(handler, 1)
    const prints = kindNames.map((error) =>
      fingerprint(firstFailure(handler, eventId, { seed }, { error, next: 'heals' }).error),
    )
    expect(new Set(prints).size).toBe(kindNames.length)
  })

  test('gives a Java trace with application and framework frames, 30 to 80 lines', () => {
    for (const handler of SAMPLE_FUNCTIONS) {
      const { error } = firstFailure(handler, eventIdOf(handler, 1), { seed })
      const lines = error.stackTrace.split('\n').length
      expect(lines, handler.function.processorName).toBeGreaterThanOrEqual(30)
      expect(lines, handler.function.processorName).toBeLessThanOrEqual(80)
      const throwables = parseStackTrace(error.stackTrace)
      expect(throwables[0]?.className, error.stackTrace).toMatch(/(Exception|Error|BadGateway|TooManyRequests)$/)
      expect(firstApplicationFrame(throwables)?.className).toMatch(/^com\.lumenshop\./)
      const frames = throwables.flatMap((throwable) => throwable.lines).filter((line) => line.kind === 'frame')
      expect(frames.some((frame) => frame.className.startsWith('reactor.'))).toBe(true)
    }
  })
})

describe('the answer to a prepare', () => {
  test('is the same each time it is asked for', () => {
    for (const handler of SAMPLE_FUNCTIONS) {
      const eventId = eventIdOf(handler, 5)
      const once = answerTo(handler.function, eventId, 2, { seed })
      expect(answerTo(handler.function, eventId, 2, { seed })).toEqual(once)
    }
  })

  test('comes after half a second to eight seconds, when it comes', () => {
    const delays = SAMPLE_FUNCTIONS.flatMap((handler) =>
      manyEvents(handler).flatMap((eventId) => {
        const answer = answerTo(handler.function, eventId, 1, { seed })
        return answer.kind === 'silent' ? [] : [answer.delayMs]
      }),
    )
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(500)
    expect(Math.max(...delays)).toBeLessThanOrEqual(8000)
    expect(delays.length).toBeGreaterThan(1000)
  })

  test('is silence where no service has the function', () => {
    const handler = handlerNamed('ShipmentSaga')
    const gone = { ...handler.function, name: 'onOrderPaidV1' }
    expect(answerTo(gone, eventIdOf(handler, 1), 1, { seed })).toEqual({ kind: 'silent' })
  })

  test('is always a failure of one kind for a handler that never heals', () => {
    const handler = handlerNamed('LedgerProjector')
    const eventId = eventIdOf(handler, 9)
    const first = fingerprint(firstFailure(handler, eventId, { seed }).error)
    for (let attempt = 1; attempt <= 12; attempt++) {
      const answer = answerTo(handler.function, eventId, attempt, { seed })
      expect(answer.kind === 'failed' && fingerprint(answer.error)).toBe(first)
    }
  })

  test('is a success from some attempt on for a handler that heals late, and the attempt differs', () => {
    const handler = handlerNamed('RiskCheckProcessor')
    const healedAt = manyEvents(handler).map((eventId) => {
      const answers = Array.from({ length: 8 }, (_, index) => answerTo(handler.function, eventId, index + 1, { seed }))
      const first = answers.findIndex((answer) => answer.kind === 'succeeded')
      expect(answers.slice(first).every((answer) => answer.kind === 'succeeded')).toBe(true)
      return first + 1
    })
    expect(new Set(healedAt)).toEqual(new Set([3, 4, 5, 6]))
  })

  test('is, over many failures, sometimes success, sometimes another error, sometimes nothing', () => {
    const seen = new Set<string>()
    for (const handler of SAMPLE_FUNCTIONS) {
      for (const eventId of manyEvents(handler)) {
        const answer = answerTo(handler.function, eventId, 1, { seed })
        if (answer.kind !== 'failed') seen.add(answer.kind)
        else {
          const before = fingerprint(firstFailure(handler, eventId, { seed }).error)
          seen.add(fingerprint(answer.error) === before ? 'same' : 'changed')
        }
      }
    }
    expect(seen).toEqual(new Set(['succeeded', 'silent', 'same', 'changed']))
  })
})

describe('the records with fixed names', () => {
  const expected = {
    heals: 'succeeded',
    'fails the same way': 'failed',
    'fails differently': 'failed',
    'never answers': 'silent',
  } as const

  test.each(
    SAMPLE_RECORDS.filter((record) => record.script !== undefined).map((record) => [record.id, record] as const),
  )('%s does what its script says', (_id, { handler, eventId, script }) => {
    expect(scriptOf(eventId)).toEqual(script)
    const answer = answerTo(handler.function, eventId, 3, { seed }, script)
    expect(answer.kind).toBe(script && expected[script.next])
    if (answer.kind === 'silent') return
    expect(answer.delayMs).toBeLessThan(1000)
    if (answer.kind !== 'failed') return
    const before = fingerprint(firstFailure(handler, eventId, { seed }, script).error)
    expect(fingerprint(answer.error) === before).toBe(script?.next === 'fails the same way')
  })
})
