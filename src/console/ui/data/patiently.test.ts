import { expect, test } from 'vitest'
import { patiently } from './patiently.ts'

const never = () => new AbortController().signal
const nothing = () => new Promise<never>(() => undefined)

test('an answer in time is the answer, and a failure in time the failure', async () => {
  await expect(patiently(never(), () => Promise.resolve(7))).resolves.toBe(7)
  await expect(patiently(never(), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})

test('without an answer it fails as an outage, and what was asked is broken off', async () => {
  let asked: AbortSignal | undefined
  const answer = patiently(
    never(),
    (signal) => {
      asked = signal
      return nothing()
    },
    20,
  )
  await expect(answer).rejects.toMatchObject({ status: 0, code: 'NoAnswer', message: 'No answer in 0.02 s.' })
  expect(asked?.aborted).toBe(true)
})

test('whoever loses interest breaks it off', async () => {
  const interest = new AbortController()
  const answer = patiently(
    interest.signal,
    (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  interest.abort(new Error('gone'))
  await expect(answer).rejects.toThrow('gone')
})
