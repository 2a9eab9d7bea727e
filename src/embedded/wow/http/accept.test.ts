import { expect, test } from 'vitest'
import { negotiate } from './accept.ts'
import { JSON_ONLY, JSON_OR_SSE } from './routes.ts'

const CASES: readonly (readonly [string | null, string | undefined])[] = [
  [null, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['*', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*', 'text/event-stream'],
  ['APPLICATION/JSON', 'application/json'],
  ['text/event-stream', 'text/event-stream'],
  ['application/json;q=0, */*', 'text/event-stream'],
  ['application/json, text/event-stream', 'application/json'],
  ['text/event-stream, application/json', 'text/event-stream'],
  ['text/event-stream;q=0.5, application/json;q=0.6', 'application/json'],
  ['text/event-stream;q=0.5, */*;q=0.1', 'text/event-stream'],
  ['text/html, */*;q=0.1', 'application/json'],
  ['text/html', undefined],
  ['application/vnd.api+json', undefined],
]

for (const [accept, produced] of CASES)
  test(`Accept ${accept} is answered with ${produced}`, () => expect(negotiate(accept, JSON_OR_SSE)).toBe(produced))

test('a route that makes only JSON has nothing for a stream', () => {
  expect(negotiate('text/event-stream', JSON_ONLY)).toBe(undefined)
  expect(negotiate('text/event-stream, */*', JSON_ONLY)).toBe('application/json')
})

const MALFORMED: readonly (readonly [string, string])[] = [
  ['garbage', `Invalid mime type "garbage": does not contain '/'`],
  ['text/', `Invalid mime type "text/": does not contain subtype after '/'`],
  ['*/json', `Invalid mime type "*/json": wildcard type is legal only in '*/*' (all mime types)`],
  ['text/html;q=2', 'Invalid mime type "text/html;q=2": Invalid quality value "2" should be between 0.0 and 1.0'],
  ['te xt/html', 'Invalid mime type "te xt/html": Invalid token character'],
]

for (const [accept, message] of MALFORMED)
  test(`Accept ${accept} is refused`, () => expect(() => negotiate(accept, JSON_OR_SSE)).toThrow(message))
