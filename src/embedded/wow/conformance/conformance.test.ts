import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EXAMPLE_DIFFERENCES, EXAMPLE_RULES, EXAMPLE_STEPS } from './exampleDifferences.ts'
import { exampleExchanges, recordedExchanges } from './exchanges.ts'
import { DIFFERENCES, RULES } from './recordedDifferences.ts'
import { APART, OFF_THE_RECORD, SESSIONS } from './recordedSessions.ts'
import { replayExchanges } from './replay.ts'

/** Waits of seconds are over at once: timers run as fast as they are asked to. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('every recorded exchange is answered alike, but for the listed differences', async () => {
  const { unexplained, named, fits } = await replayExchanges({
    origin: 'http://localhost:18080',
    exchanges: recordedExchanges(),
    sessions: SESSIONS,
    offTheRecord: OFF_THE_RECORD,
    apart: APART,
    differences: DIFFERENCES,
    rules: RULES,
    // The recorded server named itself by its address, the request by its host name.
    ignore: /\.command_wait_endpoint$/,
  })
  expect(unexplained).toEqual({})
  expect(named).toEqual(DIFFERENCES.flatMap(({ exchanges }) => exchanges).sort())
  expect(fits).toEqual(RULES.map((rule) => rule.fits))
})

test('every example of the contract is answered alike, but for the listed differences', async () => {
  const { unexplained, named, fits } = await replayExchanges({
    origin: 'http://localhost:8080',
    exchanges: exampleExchanges(),
    sessions: [{ from: 'create with defaults', guard: 'strict' }],
    offTheRecord: EXAMPLE_STEPS,
    apart: APART,
    differences: EXAMPLE_DIFFERENCES,
    rules: EXAMPLE_RULES,
    // Invented headers: clients must tolerate any subset of them.
    ignore: /\.header\b/,
  })
  expect(unexplained).toEqual({})
  expect(named).toEqual(EXAMPLE_DIFFERENCES.flatMap(({ exchanges }) => exchanges).sort())
  expect(fits).toEqual(EXAMPLE_RULES.map((rule) => rule.fits))
})
