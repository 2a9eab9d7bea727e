import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint, messagePattern, tokens } from './fingerprint.ts'

test.each([
  ['stock of sku-4 is short', 'stock of sku-<number> is short'],
  ['order 0VbjxYmu0001000 not found', 'order <id> not found'],
  ['no answer in 2000 ms', 'no answer in <number> ms'],
  ['total 1,234.50 over 99.9', 'total <number> over <number>'],
  ['user 1b4e28ba-2fa1-11d2-883f-0016d3cca427 is gone', 'user <uuid> is gone'],
  ['at 2025-11-28T02:30:25.735Z and 2025-11-28', 'at <time> and <time>'],
  ['03:12:40.123 too late', '<time> too late'],
  ['object Foo@6d06d69c, 0xFF, 5e9f23b', 'object Foo@<hex>'],
  ['no column "state_x" in `t` nor \'u\'', 'no column <quoted> in <quoted> nor <quoted>'],
  ["can't read 'a', it's gone", "can't read <quoted>, it's gone"],
  ['an "unpaired quote', 'an "unpaired quote'],
  ['a "quote\nover lines" stays', 'a "quote over lines" stays'],
  ['ids [1, 2, 3] and [4]', 'ids [<number>] and [<number>]'],
  ['host 10.0.0.17:8080', 'host <number>:<number>'],
  ['库存不足：商品 42', '库存不足：商品 <number>'],
  ['Http2Exception in V2', 'Http<number>Exception in V<number>'],
  ['  spaces\t and\n lines ', 'spaces and lines'],
  ['', ''],
])('%j becomes %j', (message, pattern) => {
  expect(messagePattern(message)).toBe(pattern)
})

const stockShort = (errorMsg: string) => fingerprint({ errorCode: 'STOCK_SHORT', errorMsg })

test('the same failure at another time on another record has the same key, another one has not', () => {
  const key = stockShort('stock of sku-4 is short at 2025-11-28T02:30:25Z')
  expect(stockShort('stock of sku-17 is short at 2026-01-01 00:00')).toBe(key)
  expect(stockShort('stock of sku-4 is long at 2025-11-28T02:30:25Z')).not.toBe(key)
  expect(fingerprint({ errorCode: 'TIMEOUT', errorMsg: 'stock of sku-4 is short at 2025-11-28' })).not.toBe(key)
})

test('the rule is the one that saved links were made with', () => {
  expect(fingerprint({ errorCode: 'STOCK_SHORT', errorMsg: 'stock of sku-4 is short' })).toBe('445c2df4384d44d8')
})

test('the tokens are the message itself, cut where the pattern leaves things out', () => {
  const message = 'order 17 of "a" failed'
  expect(messagePattern(message)).toBe('order <number> of <quoted> failed')
  expect(tokens(message)).toEqual([
    { kind: 'text', text: 'order ' },
    { kind: 'number', text: '17' },
    { kind: 'text', text: ' of ' },
    { kind: 'quoted', text: '"a"' },
    { kind: 'text', text: ' failed' },
  ])
})

test('nothing of a message is lost or added', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '"',
      "'",
      '`',
      '“',
      '”',
      '«',
      '»',
      '\n',
      '0x1f',
      '2025-11-28T02:30',
      ':',
      '-',
      '.',
      '12',
      'a1',
      '漢',
      '🙂',
    ),
    fc.uuid(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const message = pieces.join('')
      const joined = tokens(message)
        .map(({ text }) => text)
        .join('')
      expect(joined).toBe(message)
    }),
    { numRuns: 2000 },
  )
})

test('a pattern does not depend on which number, id or time stood there', () => {
  const template = fc.array(fc.constantFrom(' of ', ' x ', ' (', ') ', ': ', ' – '), { minLength: 1, maxLength: 6 })
  const thing = fc.constantFrom('number', 'uuid', 'time')
  const make = {
    number: fc.nat().map(String),
    uuid: fc.uuid(),
    time: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  }
  const pair = fc.tuple(template, thing).chain(([parts, kind]) => {
    const filled = fc
      .array(make[kind], { minLength: parts.length, maxLength: parts.length })
      .map((values) => parts.map((part, index) => `${part}${values[index]}`).join(''))
    return fc.tuple(filled, filled)
  })
  fc.assert(
    fc.property(pair, ([one, other]) => {
      expect(messagePattern(one)).toBe(messagePattern(other))
    }),
  )
})

test.each([
  ['quotes that never close', '“'.repeat(250_000)],
  ['apostrophes', "'a".repeat(125_000)],
  ['digits', `${'1'.repeat(250_000)}a`],
  ['dotted digits', `${'1.'.repeat(125_000)}x`],
  ['almost uuids', '0123abcd-'.repeat(28_000)],
  ['almost times', '12:34:'.repeat(40_000)],
  ['words', 'a1 b2 '.repeat(40_000)],
  ['one word', 'a'.repeat(250_000)],
])('work that grew with the square of a quarter of a megabyte of %s would not end in time', (_name, message) => {
  expect(messagePattern(message)).not.toBe('')
})
