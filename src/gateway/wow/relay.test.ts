import { expect, test } from 'vitest'
import { readStart, readText } from './relay.ts'

/** An answer without an end, and whether somebody still reads it. */
function endless() {
  const state = { isLeft: false }
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('word ')),
    cancel: () => void (state.isLeft = true),
  })
  return { state, response: new Response(body) }
}

test('of an answer without an end the start is read, and the rest is left', async () => {
  const { state, response } = endless()
  expect(await readStart(response, 12)).toBe('word word wo')
  expect(state.isLeft).toBe(true)
})

test('an answer that must be whole is refused when it is too long, and left', async () => {
  const { state, response } = endless()
  await expect(readText(response, 12)).rejects.toMatchObject({ code: 'GatewayUpstreamUnreadable' })
  expect(state.isLeft).toBe(true)
  expect(await readText(new Response('twelve chars'), 12)).toBe('twelve chars')
})
