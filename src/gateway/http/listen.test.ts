import { expect, test } from 'vitest'
import { listen } from './listen.ts'

const host = '127.0.0.1'
const listenOn = (port: number) => listen({ fetch: () => new Response(), host, port, variable: 'PORT' })

test('an idle connection that is kept alive does not hold up the end', async () => {
  const asked = Promise.withResolvers<(response: Response) => void>()
  const listener = await listen({
    fetch: () => new Promise<Response>((resolve) => asked.resolve(resolve)),
    host,
    port: 0,
    variable: 'PORT',
  })
  const running = fetch(`http://${host}:${listener.port}/`)
  const answer = await asked.promise
  const finished = listener.finish()
  await expect(fetch(`http://${host}:${listener.port}/`)).rejects.toThrow('fetch failed')
  answer(new Response('done'))
  expect(await (await running).text()).toBe('done')
  await finished
})

test.each([
  ['0.0.0.1', 0, 'HOST is "0.0.0.1", but this machine has no such address.'],
  ['127.0.0.1', 'taken', /^Port \d+ is in use. Choose another with PORT=\d+, or stop what uses it.$/],
] as const)('%s %s cannot be listened on, and the sentence says why', async (address, port, sentence) => {
  const other = await listenOn(0)
  await expect(
    listen({
      fetch: () => new Response(),
      host: address,
      port: port === 'taken' ? other.port : port,
      variable: 'PORT',
    }),
  ).rejects.toThrow(sentence)
  await other.finish()
})

test('the port that is proposed instead of one in use is free', async () => {
  const proposal = (port: number) =>
    listenOn(port).then(
      () => Number.NaN,
      (error: Error) => Number(/PORT=(\d+)/.exec(error.message)?.[1]),
    )
  const first = await listenOn(0)
  const second = await listenOn(await proposal(first.port))
  const third = await listenOn(await proposal(first.port))
  expect(new Set([first.port, second.port, third.port]).size).toBe(3)
  await Promise.all([first, second, third].map((listener) => listener.finish()))
})
