import { execFileSync } from 'node:child_process'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { curlOf, inlineCode, markdownOf, shellQuoted } from './copyAs.ts'

test('a shell reads back exactly what was quoted', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '').toWellFormed()),
      (text) => {
        expect(execFileSync('/bin/sh', ['-c', `printf %s ${shellQuoted(text)}`]).toString()).toBe(text)
      },
    ),
    { numRuns: 40 },
  )
})

test('curl asks the address and carries nothing else', () => {
  expect(curlOf("http://wow/it's/snapshot")).toBe(
    String.raw`curl -sS -H 'Accept: application/json' 'http://wow/it'\''s/snapshot'`,
  )
})

test.each([
  ['plain', '`plain`'],
  ['a `b` c', '``a `b` c``'],
  ['`b`', '`` `b` ``'],
  ['two\nlines\t here', '`two lines here`'],
  ['turned \u202Earound', '`turned \uFFFDaround`'],
])('%j as code within a line', (text, code) => {
  expect(inlineCode(text)).toBe(code)
})

const parts = {
  status: 'failed',
  environment: 'production',
  id: '0VbjxYmu0001000',
  address: 'http://amends/local/executions/0VbjxYmu0001000',
  facts: [
    ['Code', 'STOCK_SHORT'],
    ['Trace', ''],
  ],
  message: 'stock is short',
} as const

test('the words for the incident channel', () => {
  expect(markdownOf(parts)).toBe(
    [
      '**failed** [0VbjxYmu0001000](http://amends/local/executions/0VbjxYmu0001000) · production',
      '',
      '- Code: `STOCK_SHORT`',
      '',
      '```',
      'stock is short',
      '```',
    ].join('\n'),
  )
})

test('a message closes no fence, an id no link, an environment mentions nobody', () => {
  const text = markdownOf({
    ...parts,
    environment: '@here **now**',
    id: 'a](http://evil)',
    address: 'http://amends/x)(y',
    message: '```\n@channel\n````js',
  })
  expect(text).toContain(String.raw`[a\]\(http\://evil\)](http://amends/x%29%28y)`)
  expect(text).toContain(String.raw`\@here \*\*now\*\*`)
  expect(text.split('\n').filter((line) => line.startsWith('`````'))).toHaveLength(2)
})
