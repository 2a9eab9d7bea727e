import { expect, test } from 'vitest'
import { listen } from './listen.ts'

const host = '127.0.0.1'

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
  const other = await listen({ fetch: () => new Response(), host, port: 0, variable: 'PORT' })
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
