import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ApiError, post, request, send, setTransport } from './request.ts'

const answer = (body: string, init?: ResponseInit) => setTransport(async () => new Response(body, init))

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  if (error instanceof ApiError) return error
  throw new Error(`expected an ApiError, got ${String(error)}`)
}

describe('a request', () => {
  test('reads the answer by its schema', async () => {
    answer('{"n":1}')
    await expect(request(z.object({ n: z.number() }), '/api/x')).resolves.toEqual({ n: 1 })
  })

  test('reads an empty answer as nothing', async () => {
    answer('')
    await expect(request(z.undefined(), '/api/x')).resolves.toBeUndefined()
  })

  test("gives a refusal with status, code and the server's words, binding errors with them", async () => {
    const body = {
      errorCode: 'IllegalArgument',
      errorMsg: 'Failed to read',
      bindingErrors: [{ name: 'body', msg: 'no tenant' }],
      succeeded: false,
    }
    answer(JSON.stringify(body), { status: 400 })
    expect(await failure(send('/api/x'))).toMatchObject({
      status: 400,
      code: 'IllegalArgument',
      message: 'Failed to read\nbody: no tenant',
      isOutage: false,
      body,
    })
  })

  test('gives what stands behind the gateway its own place', async () => {
    answer('{"errorCode":"GatewayUpstreamUnreachable","errorMsg":"not reached","upstream":"ECONNREFUSED"}', {
      status: 502,
    })
    expect(await failure(send('/api/x'))).toMatchObject({ upstream: 'ECONNREFUSED', isOutage: true })
  })

  test('tells a page of some proxy by its status', async () => {
    answer('<html>', { status: 503, statusText: 'Service Unavailable' })
    expect(await failure(send('/api/x'))).toMatchObject({
      status: 503,
      code: 'Http503',
      message: 'Service Unavailable',
    })
  })

  test('gives the words of a failure that is not in the form of the protocol', async () => {
    answer('out of memory', { status: 500, statusText: 'Internal Server Error' })
    expect(await failure(send('/api/x'))).toMatchObject({ message: 'Internal Server Error\nout of memory' })
  })

  test('tells an unreachable gateway with status 0', async () => {
    setTransport(() => Promise.reject(new TypeError('Failed to fetch')))
    expect(await failure(send('/api/x'))).toMatchObject({ status: 0, code: 'Unreachable', isOutage: true })
  })

  test('tells an answer that does not fit, and keeps it', async () => {
    answer('{"n":"one"}')
    expect(await failure(request(z.object({ n: z.number() }), '/api/x'))).toMatchObject({
      code: 'Unreadable',
      body: '{"n":"one"}',
    })
  })

  test('leaves an abort an abort', async () => {
    const abort = new AbortController()
    setTransport(() => {
      abort.abort()
      return Promise.reject(abort.signal.reason)
    })
    await expect(send('/api/x', { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('posts JSON, with further headers kept', async () => {
    let sent: Request | undefined
    setTransport(async (request) => {
      sent = request
      return new Response('1')
    })
    await request(z.number(), '/api/x', post({ a: 1 }, { headers: { 'X-Test': 'yes' } }))
    expect(sent?.method).toBe('POST')
    expect(sent?.headers.get('Content-Type')).toBe('application/json')
    expect(sent?.headers.get('X-Test')).toBe('yes')
    await expect(sent?.json()).resolves.toEqual({ a: 1 })
  })
})

test('half an answer is none', async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('[1,'))
      controller.error(new TypeError('network error'))
    },
  })
  setTransport(async () => new Response(broken))
  expect(await failure(request(z.array(z.number()), '/api/x'))).toMatchObject({
    status: 0,
    code: 'BrokenOff',
    isOutage: true,
  })
})
