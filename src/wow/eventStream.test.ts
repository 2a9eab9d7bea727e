import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventTooLargeError, readEventStream, type ServerSentEvent } from './eventStream.ts'

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream({
    pull(controller) {
      const next = rest.shift()
      if (next === undefined) controller.close()
      else controller.enqueue(next)
    },
  })
}

const bytes = (text: string) => new TextEncoder().encode(text)

async function read(text: string, size = 1_000_000): Promise<ServerSentEvent[]> {
  const all = bytes(text)
  const chunks: Uint8Array[] = []
  for (let at = 0; at < all.length; at += size) chunks.push(all.slice(at, at + size))
  return Array.fromAsync(readEventStream(streamOf(chunks)))
}

const message = (data: string, more: Partial<ServerSentEvent> = {}) => ({ event: 'message', id: '', data, ...more })

test.each([
  [
    'a blank after the colon is not part of the value, a second one is',
    'data: a\n\ndata:b\n\ndata:  c\n\n',
    ['a', 'b', ' c'],
  ],
  ['several data lines are one value', 'data:a\ndata\ndata:b\n\n', ['a\n\nb']],
  ['all three line ends count', 'data:a\r\n\r\ndata:b\r\rdata:c\n\n', ['a', 'b', 'c']],
  ['a carriage return and a line feed end one line', 'data:a\r\ndata:b\r\n\r\n', ['a\nb']],
  ['comments and unknown fields are nothing', ': hi\nfoo:1\nretry:5\ndata:a\n\n:\n\n', ['a']],
  ['an event without data is none', 'event:SENT\n\ndata:a\n\n', ['a']],
  ['an event that is cut off is none', 'data:a\n\ndata:b\n', ['a']],
  ['a byte order mark is skipped', '\uFEFFdata:a\n\n', ['a']],
  ['nothing', '', []],
])('%s', async (_name, text, expected) => {
  expect(await read(text)).toEqual(expected.map((data) => message(data)))
})

test('event names last for one event, ids until the next one, and an id with a zero byte is ignored', async () => {
  expect(await read('id:1\nevent:SENT\ndata:a\n\ndata:b\n\nid:x\0y\ndata:c\n\nid\ndata:d\n\n')).toEqual([
    message('a', { event: 'SENT', id: '1' }),
    message('b', { id: '1' }),
    message('c', { id: '1' }),
    message('d'),
  ])
})

test('where the chunks are cut makes no difference', async () => {
  const text = fc
    .array(
      fc.constantFrom(
        'data:',
        'id:7',
        'event:SENT',
        '\n',
        '\r',
        '\r\n',
        '\n\n',
        '漢🙂',
        ' x',
        ':',
        'data: y\r\n\r\n',
        '\uFEFF',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (all, size) => {
      expect(await read(all, size)).toEqual(await read(all))
    }),
    { numRuns: 1000 },
  )
})

const limited = async (text: string) =>
  Array.fromAsync(readEventStream(streamOf([bytes(text), bytes(text)]), { maxCharacters: 100 }))

test('an event above the limit is refused, in one line without an end and in many lines', async () => {
  await expect(limited('data:' + 'x'.repeat(60))).rejects.toThrow(EventTooLargeError)
  await expect(limited(`data:${'x'.repeat(30)}\n`.repeat(3))).rejects.toThrow(EventTooLargeError)
  expect(await limited(`data:${'x'.repeat(80)}\n\n`)).toHaveLength(2)
})

test('leaving the loop cancels the stream', async () => {
  let cancelled = false
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes('data:a\n\n')),
    cancel: () => {
      cancelled = true
    },
  })
  for await (const event of readEventStream(endless)) {
    expect(event.data).toBe('a')
    break
  }
  expect(cancelled).toBe(true)
})

test('a stream that fails says so', async () => {
  const broken = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error('cable cut')) })
  await expect(Array.fromAsync(readEventStream(broken))).rejects.toThrow('cable cut')
})

test('a long line in small chunks is read in time linear to its length', async () => {
  const piece = bytes('x'.repeat(100))
  const chunks = [bytes('data:'), ...Array.from({ length: 40_000 }, () => piece), bytes('\n\n')]
  const [event] = await Array.fromAsync(readEventStream(streamOf(chunks)))
  expect(event?.data).toHaveLength(4_000_000)
})
